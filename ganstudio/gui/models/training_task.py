"""The training as the bar at the bottom carries it."""

from collections.abc import Callable

from ganstudio.gui.models.long_tasks import LongTask, LongTasks
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.words import about


class TrainingTask:
    """At most one long task, which begins and ends with the training; its cross stops it."""

    def __init__(self, tasks: LongTasks) -> None:
        self._tasks = tasks
        self._task: LongTask | None = None

    def follow(self, run: RunModel, is_training: bool, stop: Callable[[], None]) -> None:
        if is_training and self._task is None:
            self._task = self._tasks.begin(f"Training {run.name}", stop)
        if not is_training and self._task is not None:
            self._task.end()
            self._task = None
        self.measure(run)

    def measure(self, run: RunModel | None) -> None:
        if self._task is not None and run is not None:
            self._task.update(*measure(run))


def measure(run: RunModel) -> tuple[float | None, str]:
    """How far a run is and what the bar says of it."""
    if run.state is State.STOPPING:
        return None, "saving"
    if run.state is State.PREPARING or not run.steps:
        preparing = run.preparing
        return (
            (preparing.done / preparing.total, "preparing") if preparing and preparing.total else (None, "")
        )
    share = run.step / run.steps
    left = run.seconds_left()
    if run.state is State.PAUSED:
        return share, f"{share * 100:.0f} %, paused"
    if run.evaluating is not None:
        return share, f"{share * 100:.0f} %, measuring quality"
    return share, f"{share * 100:.0f} %" + (f", {about(left)} left" if left is not None else "")
