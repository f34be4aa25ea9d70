"""Where a resume goes on: the checkpoint that it takes, and the log, run.json and best.json that follow it."""

from collections.abc import Mapping
from typing import Any

from ganstudio.errors import StudioError
from ganstudio.training import distributed
from ganstudio.training.best import best_of_lines
from ganstudio.training.checkpoints import checkpoint_steps, go_back_to, newest_checkpoint
from ganstudio.training.events import Health
from ganstudio.training.run_folder import RunFolder, RunRecord
from ganstudio.training.snapshots import drop_later


def restored(folder: RunFolder, record: RunRecord, changes: Mapping[str, Any], from_step: int | None) -> Any:
    """The newest whole checkpoint, or that of `from_step`; the log and run.json follow it."""
    if from_step is not None and distributed.rank() == 0 and not go_back_to(folder.checkpoints, from_step):
        raise StudioError(
            f"{folder.path.name} has no whole checkpoint of step {from_step:,}; the newest two and the best are kept."
        )
    saved, damaged = newest_checkpoint(folder.checkpoints) if distributed.rank() == 0 else (None, [])
    distributed.wait_for_all()
    if distributed.rank() != 0:
        saved, _ = newest_checkpoint(folder.checkpoints)
    step = saved.numbers["step"] if saved is not None else 0
    if distributed.rank() == 0:
        folder.cut_log(step)
        _forget_later_best(folder, step)
        drop_later(folder.path, step, keep=from_step is not None)
        if changes:
            folder.write(record.model_copy(update={"settings": {**record.settings, **changes}}))
    for path in damaged:
        broken = path.name.split("-")[0]
        message = (
            f"Checkpoint {broken} was damaged and is kept in {path.parent}; going on from step {step:,}."
        )
        yield Health(step, "damaged-checkpoint", "warning", message)
    return saved


def _forget_later_best(folder: RunFolder, step: int) -> None:
    """After going back: the best is the best of what is left, if its checkpoint is."""
    best = folder.best()
    if best is not None and best.step > step:
        earlier = best_of_lines(folder.metrics(), best.metric)
        is_kept = earlier is not None and earlier.step in checkpoint_steps(folder.checkpoints)
        folder.write_best(earlier if is_kept else None)
