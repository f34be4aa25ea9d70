"""What the Explore room shows: a model, a point, its picture, and every way to change them."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganstudio.gui.models.explore.asking import Asking, Then
from ganstudio.gui.models.explore.facts import ModelFacts, Picture, first_point
from ganstudio.gui.models.explore.history import Entry, HistoryModel
from ganstudio.gui.models.explore.loading import Loaded
from ganstudio.gui.models.explore.long_job import LongJob, LongJobs
from ganstudio.gui.models.explore.opening import Opened, Opening
from ganstudio.gui.models.explore.pace import Pace
from ganstudio.gui.models.explore.renderer import FIRST
from ganstudio.gui.models.explore.restoring import Restored, adapted, read_restored
from ganstudio.gui.models.explore.shrinking import thumbnail
from ganstudio.gui.models.explore.taking import frame, timed
from ganstudio.gui.models.long_tasks import LongTasks
from ganstudio.gui.workers import Reader
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

T = TypeVar("T")
PAUSE = 90  # ms without a change, after which a moving control gets its full picture


class ExploreModel(QObject):
    """One model and one point at a time. Panels change the point, and hear of it; pictures come from a thread."""

    model_changed = Signal()
    point_changed = Signal(object)  # LatentPoint
    settled = Signal(object)  # LatentPoint
    picture_changed = Signal(object)  # Picture
    pinned_changed = Signal()
    frame_changed = Signal(object)  # Picture of a frame that is played, None when that is over
    loading_changed = Signal(bool)
    refused = Signal(str)
    translator_found = Signal(object, str)  # the path of one, which another room opens, and a sentence
    told = Signal(str)  # good news, such as where a picture was saved

    def __init__(self, tasks: LongTasks | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tasks = tasks or LongTasks(self)
        self.facts: ModelFacts | None = None
        self.point: LatentPoint | None = None
        self.picture: Picture | None = None
        self.pinned: Picture | None = None
        self.frame: Picture | None = None
        self.notes: dict[LatentPoint, dict[str, str]] = {}  # what a saved picture of a point says besides
        self.history = HistoryModel(self)
        self._asking = Asking(self)
        self._asking.refused.connect(self.refused)
        self._opening = Opening(self)
        self._opening.opened.connect(self._adopt)
        self._opening.restored.connect(self._restore)
        self._opening.refused.connect(self.refused)
        self._opening.translator_found.connect(self.translator_found)
        self._opening.loading_changed.connect(self.loading_changed)
        self._keyer = Reader(self)
        self._keyer.answered.connect(self._take_keys)
        self._keyer.refused.connect(lambda _number, words: self.refused.emit(words))
        self._model: Model | None = None
        self._gesture = ""
        self._pace = Pace((1,))
        self._preview: int | None = None  # px; stays through a gesture: no picture jumps between sizes
        self._long_jobs = LongJobs(self.tasks, self)
        self.models_named: Callable[[str], list[Path]] = lambda _name: []  # where a picture's model may be
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(PAUSE)
        self._idle.timeout.connect(self._ask_full)
        self.history.moved.connect(self._follow_history)
        from ganstudio.gui.models.explore.directions_model import DirectionsModel
        from ganstudio.gui.models.explore.timeline_model import TimelineModel

        self.directions = DirectionsModel(self)
        self.timeline = TimelineModel(self)

    @property
    def is_loading(self) -> bool:
        """Whether a model is on its way."""
        return self._opening.is_loading

    @property
    def is_idle(self) -> bool:
        """Whether every picture that was asked for is there."""
        return not self.is_loading and not self._asking.is_busy

    # -- models ---------------------------------------------------------------------------------------------------

    def open(self, path: Path, then: LatentPoint | None = None, words: str = "") -> None:
        """Loads the model of a run folder, a checkpoint or a file, and shows `then`, or where one begins."""
        self.settle()
        self._opening.model(path, then, words or "Opened")

    def open_picture(self, path: Path) -> None:
        """Goes to the point of a saved picture, in the model that is open; a sentence says if another made it."""
        open_now = self.facts.fingerprint if self.facts is not None else ""
        self._opening.picture(path, open_now, self.models_named)

    def add_keys(self, pictures: list[Path]) -> None:
        """The points of saved pictures become the keys of the timeline."""
        self._keyer.ask(lambda: [read_restored(path) for path in pictures])

    @Slot(int, object)
    def _take_keys(self, _number: int, restored: list[Restored]) -> None:
        if self.facts is None or not restored:
            return
        for each in restored:
            point = each.saved.point
            self.timeline.add_key(point if self.facts.fits(point) else adapted(point, None, self.facts))
        if any(each.saved.model.fingerprint != self.facts.fingerprint for each in restored):
            self.refused.emit(
                "Some of these pictures were made with another model, so they look different here."
            )

    def show_model(self, path: Path) -> None:
        """Other weights for the same point, such as a checkpoint of the same run. History and point stay as they
        are, and so does the model's path: files of a run come and go, and undo must not need them."""
        known_as = self.facts.path if self.facts is not None else path
        self._opening.model(path, known_as=known_as)

    def open_loaded(self, loaded: Loaded, then: LatentPoint | None = None) -> None:
        """The same as `open` for a model that was loaded elsewhere."""
        self._show_loaded(loaded, then, "Opened")

    @Slot(object)
    def _adopt(self, opened: Opened) -> None:
        if opened.entry in (None, self.history.current):
            self._show_loaded(opened.loaded, opened.point, opened.words)

    def _show_loaded(self, loaded: Loaded, then: LatentPoint | None, words: str) -> None:
        before = self.facts
        self._model, self.facts = loaded.model, loaded.facts
        self._pace = Pace(loaded.facts.previews)
        self._preview = None
        self._asking.set_model(loaded.model)
        point = then or self.point or first_point(loaded.facts)
        if not loaded.facts.fits(point):
            point = adapted(point, before, loaded.facts)
        self.model_changed.emit()
        if words:
            self.history.visit(words, point, loaded.facts.path)
        self._set_point(point)
        self._ask_full()
        self.settled.emit(point)

    @Slot(object)
    def _restore(self, restored: Restored) -> None:
        if restored.loaded is not None:
            self._show_loaded(restored.loaded, restored.saved.point, f"Restored {restored.name}")
            return
        if self.facts is None:
            self.refused.emit("Choose a model first, then open the picture again.")
            return
        saved = restored.saved
        if saved.model.fingerprint != self.facts.fingerprint:
            made_with = saved.model.name or saved.model.recipe
            self.refused.emit(
                f"{restored.name} was made with another model ({made_with}), so it looks different here."
            )
        point = saved.point if self.facts.fits(saved.point) else adapted(saved.point, None, self.facts)
        self.change(f"Restored {restored.name}", point)

    # -- points ---------------------------------------------------------------------------------------------------

    def change(self, words: str, point: LatentPoint, live: bool = False) -> None:
        """Goes to a point, as one step that can be undone. `live` changes of the same `words` are one step together,
        which `settle` ends."""
        if self.facts is None:
            return
        if self._gesture and self._gesture != words:
            self.settle()
        if live:
            if not self._gesture:
                self._preview = self._pace.side()
            self._gesture = words
            if point != self.point:
                self._set_point(point)
                self._ask_live()
            return
        self._gesture = ""
        if point == self.point and not self._is_ahead():
            return
        self._set_point(point)
        self._commit(words)

    @Slot()
    def settle(self) -> None:
        """A gesture has ended: its one step is kept, and the full picture comes."""
        words, self._gesture = self._gesture, ""
        if words and self._is_ahead():
            self._commit(words)

    def undo(self) -> None:
        self.settle()
        self.history.undo()

    def redo(self) -> None:
        self.settle()
        self.history.redo()

    def go_to(self, number: int) -> None:
        """To a visited point."""
        self.settle()
        self.history.go_to(number)

    def pin(self, picture: Picture | None) -> None:
        """What the picture is compared with."""
        self.pinned = picture
        self.pinned_changed.emit()

    def _is_ahead(self) -> bool:
        entries = self.history.entries
        return bool(entries) and entries[self.history.current].point != self.point

    def _commit(self, words: str) -> None:
        assert self.facts is not None
        assert self.point is not None
        self.history.visit(words, self.point, self.facts.path)
        self._ask_full()
        self.settled.emit(self.point)

    def _set_point(self, point: LatentPoint) -> None:
        self.stop_frames()
        self.point = point
        self.point_changed.emit(point)

    @Slot(object)
    def _follow_history(self, entry: Entry) -> None:
        self._gesture = ""
        if self.facts is not None and entry.model != self.facts.path:
            self._opening.model(entry.model, entry.point, entry=entry.number)
            return
        self._set_point(entry.point)
        self._ask_full()
        self.settled.emit(entry.point)

    # -- pictures -------------------------------------------------------------------------------------------------

    def ask(
        self, kind: str, job: Callable[["Model"], T], then: Callable[[T], None], *, live: bool = False
    ) -> None:
        """`job(model)` in the thread that renders; of each kind only the newest waits. `then` has its answer, in the
        window's thread, unless the model changed or, but for `live` kinds, a newer request was made meanwhile."""
        if self._model is not None:
            self._asking.ask(kind, job, then, live=live)

    def run_long(
        self, name: str, job: Callable[["Model", Callable[[], bool]], Iterator[Any]],
        step: Then | None = None, done: Callable[[], None] | None = None,
        failed: Callable[[str], None] | None = None, *, keep_all: bool = False,
    ) -> LongJob:  # fmt: skip
        """Long work on a copy of the model. Raises RuntimeError where no model is open."""
        if self._model is None:
            raise RuntimeError("no model is open")
        return self._long_jobs.begin(
            name, self._model, job, step or (lambda _value: None), done or (lambda: None),
            failed or self.refused.emit, keep_all=keep_all,
        )  # fmt: skip

    def show_frame(self, point: "LatentPoint | Callable[[Model], LatentPoint]") -> None:
        """A picture in passing, such as a frame that is played: neither point nor history change. The point may be
        worked out where it is rendered."""
        self.ask("frame", partial(frame, point), self._show_frame, live=True)

    @Slot()
    def stop_frames(self) -> None:
        """Back to the point's own picture."""
        self._asking.forget("frame")
        if self.frame is not None:
            self.frame = None
            self.frame_changed.emit(None)

    def close(self) -> None:
        """Ends every thread, and waits for that."""
        self._long_jobs.close()
        self.directions.close()
        self._opening.close()
        self._keyer.close()
        self._asking.close()

    def _ask_live(self) -> None:
        if self._preview is None:
            self._ask_full()
            return
        assert self.point is not None
        self.ask(FIRST, partial(timed, self.point, up_to=self._preview), self._show, live=True)
        self._idle.start()

    @Slot()
    def _ask_full(self) -> None:
        self._idle.stop()
        if self.point is not None:
            self.ask(FIRST, partial(timed, self.point), self._show, live=True)

    def _show(self, answer: tuple[Picture, float]) -> None:
        """`answer` has the seconds that it took, too."""
        self._learn_pace(answer)
        if not self._pace.is_known:
            self.ask("pace", partial(timed, answer[0].point), self._learn_pace)
        self.picture = picture = answer[0]
        self.picture_changed.emit(picture)
        self._keep_thumbnail(picture)

    def _learn_pace(self, answer: tuple[Picture, float]) -> None:
        picture, seconds = answer
        if self.facts is not None:
            side = picture.pixels.shape[0] if picture.is_preview else self.facts.resolution
            self._pace.took(side, seconds)

    def _keep_thumbnail(self, picture: Picture) -> None:
        number = self.history.current
        if picture.is_preview or not 0 <= number < len(self.history.entries):
            return
        entry = self.history.entries[number]
        if entry.thumbnail is None and entry.point == picture.point:
            self.history.set_thumbnail(number, thumbnail(picture.pixels))

    def _show_frame(self, picture: Picture) -> None:
        self.frame = picture
        self.frame_changed.emit(self.frame)
