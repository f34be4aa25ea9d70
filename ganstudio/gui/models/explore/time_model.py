"""A run as something one can travel through: its moments, where in them the explored weights are, and following it
live."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.workers import Reader
from ganstudio.latents.moments import Moment, moments, newest, run_of, watch

GLANCE, LIVE_GLANCE = 3000, 500  # ms between two looks into the folder of a run


@dataclass(frozen=True)
class Glance:
    """What a look into a run's folder finds. `stamp` tells one version of the newest file from the next."""

    run: Path | None = None
    moments: tuple[Moment, ...] = ()
    is_training: bool = False
    newest: Path | None = None
    stamp: int = 0
    left: frozenset[Path] = field(default_factory=frozenset)  # runs that are no longer watched


class TimeModel(QObject):
    """Reads the folder in a thread. Only `ExploreModel.show_model` is asked to change anything, and what the run's
    own process does is never touched: a run that is watched writes one more file with each preview."""

    changed = Signal()

    def __init__(self, explore: ExploreModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.glance, self.is_following = Glance(), False
        self._is_closed = False
        self._path: Path | None = None
        self._shown: tuple[Path, int] | None = None
        self._left: frozenset[Path] = frozenset()
        self._reader = Reader(self)
        self._reader.answered.connect(self._take)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.setInterval(GLANCE)
        explore.model_changed.connect(self._follow_model)
        self._follow_model()

    @property
    def moments(self) -> tuple[Moment, ...]:
        return self.glance.moments

    @property
    def is_live(self) -> bool:
        """Whether the run trains right now, here or elsewhere."""
        return self.glance.is_training

    @property
    def index(self) -> int:
        """The moment nearest to the weights that are explored; 0 where there is none."""
        facts, found = self._explore.facts, self.moments
        if facts is None or not found:
            return 0
        return min(range(len(found)), key=lambda index: abs(found[index].step - facts.step))

    @property
    def best(self) -> int | None:
        """The number of the best moment."""
        return next((index for index, moment in enumerate(self.moments) if moment.is_best), None)

    def show(self, index: int) -> None:
        """The current point as the run made it at that moment. This ends following."""
        self._stop_following()
        if 0 <= index < len(self.moments):
            self._explore.show_model(self.moments[index].path)
        self.changed.emit()

    def follow(self, is_on: bool) -> None:
        """Shows the newest weights whenever there are newer ones."""
        if is_on == self.is_following:
            return
        if is_on:
            self.is_following, self._shown = True, None
            self._timer.setInterval(LIVE_GLANCE)
            self.look()
        else:
            self._stop_following()
        self.changed.emit()

    @Slot()
    def look(self) -> None:
        """Reads the folder again soon."""
        path, is_watched, left = self._path, self.is_following, self._left
        if path is not None and not self._is_closed:
            self._reader.ask(lambda: look(path, is_watched, left))

    def close(self) -> None:
        """Ends the thread and leaves no mark in the folder."""
        self._is_closed = True
        self._timer.stop()
        self._reader.close()
        run = self.glance.run
        for folder in self._left | (
            frozenset([run]) if run is not None and self.is_following else frozenset()
        ):
            watch(folder, False)

    @Slot()
    def _follow_model(self) -> None:
        facts = self._explore.facts
        path = facts.path if facts is not None else None
        if path != self._path:
            self._stop_following()
            self._path, self.glance = path, Glance()
            self._timer.stop()
            self.look()
        self.changed.emit()

    @Slot(int, object)
    def _take(self, number: int, found: Glance) -> None:
        if not self._reader.is_newest(number):
            return
        before, self.glance = self.glance, found
        self._left -= found.left
        if found.run is None:
            return
        if not self._timer.isActive():
            self._timer.start()
        if self.is_following:
            self._show_newest(found)
        if found != before:
            self.changed.emit()

    def _show_newest(self, found: Glance) -> None:
        if not found.is_training:
            self._stop_following()
        version = (found.newest, found.stamp)
        if found.newest is not None and version != self._shown and not self._explore.is_loading:
            self._shown = found.newest, found.stamp
            self._explore.show_model(found.newest)

    def _stop_following(self) -> None:
        if self.is_following:
            self.is_following = False
            self._timer.setInterval(GLANCE)
            if self.glance.run is not None:
                self._left |= {self.glance.run}


def look(path: Path, is_watched: bool, left: frozenset[Path]) -> Glance:
    """Called in a thread. `left` are runs that are not watched any more."""
    for folder in left:
        watch(folder, False)
    run = run_of(path)
    if run is None:
        return Glance(left=left)
    from ganstudio.gui.behind import load_torch

    load_torch()
    from ganstudio.training.run_folder import RunFolder

    is_training = RunFolder(run).is_held()
    if is_watched and is_training:
        watch(run, True)
    file = newest(run)
    stamp = 0
    if file is not None and file.exists():
        stamp = file.stat().st_mtime_ns
    return Glance(run, tuple(moments(run)), is_training, file, stamp, left)
