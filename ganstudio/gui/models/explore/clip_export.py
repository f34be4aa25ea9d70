"""An export of the timeline that runs behind the window."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.explore.long_job import LongJob
from ganstudio.latents.gallery.names import free_path, safe_name
from ganstudio.latents.keyframes import MOST_FRAMES, MOST_KEYS, MOST_SECONDS, Timeline
from ganstudio.latents.progress import Progress
from ganstudio.resources import gallery_folder

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.explore_model import ExploreModel
    from ganstudio.latents.model import Model

ENDINGS = {"MP4": ".mp4", "WebP": ".webp", "GIF": ".gif", "PNG sequence": ""}
SMALLEST, LARGEST = 16, 4096  # pixels a side


@dataclass(frozen=True)
class ClipWish:
    """What shall be written. Without an ending it is a folder of PNGs."""

    folder: Path
    name: str
    ending: str
    size: int
    rate: int
    repeats: int = 1

    @property
    def path(self) -> Path:
        return self.folder / f"{self.name}{self.ending}"


class ClipExport(QObject):
    """One export at a time. `finished` is where the last one is, `error` why it is nowhere."""

    changed = Signal()

    def __init__(self, explore: "ExploreModel", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.folder = gallery_folder()
        self.done, self.total = 0, 0
        self.finished: Path | None = None
        self.error = ""
        self._job: LongJob | None = None
        self._path = Path()

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def free_name(self, folder: Path, ending: str) -> str:
        """`digits walk`, or `digits walk 2` where there is one."""
        facts = self._explore.facts
        stem = safe_name(f"{facts.name if facts is not None else 'model'} walk")
        return free_path(folder, stem, ending).name.removesuffix(ending)

    def timeline_of(self, wish: ClipWish) -> Timeline:
        """The timeline at the wish's rate, as often as it asks."""
        timeline = self._explore.timeline.timeline.changed(frames_per_second=wish.rate)
        return repeated(timeline, wish.repeats)

    def frames(self, wish: ClipWish) -> int:
        timeline = self._explore.timeline.timeline
        return max(1, round(timeline.duration * wish.repeats * wish.rate))

    def problem(self, wish: ClipWish) -> str:
        """Why it cannot be written, in a sentence; empty where it can."""
        timeline, name = self._explore.timeline.timeline, wish.path.name
        if not wish.name.strip():
            return "Give the clip a name."
        if safe_name(wish.name) != wish.name:
            return 'A name becomes a file: leave out < > : " / \\ | ? * and spaces or dots at the ends.'
        if wish.path.exists():
            return f"There is a {name} already; give another name."
        if self.frames(wish) > MOST_FRAMES:
            return f"{self.frames(wish):,} frames are too many; choose a lower rate or fewer loops."
        if timeline.duration * wish.repeats > MOST_SECONDS or len(timeline.keys) * wish.repeats > MOST_KEYS:
            return "That is longer than an hour or has too many keys; choose fewer loops."
        return ""

    def start(self, wish: ClipWish) -> None:
        """Renders and writes in a thread with a model of its own."""
        if self.is_running or self._explore.facts is None:
            return
        self._path, self.finished, self.error = wish.path, None, ""
        self.done, self.total = 0, self.frames(wish)
        job = partial(_write, self.timeline_of(wish), wish)
        self._job = self._explore.run_long(
            f"Exporting {wish.path.name}", job, self._step, self._end, self._fail
        )
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        if self._job is not None:
            self._job.stop()

    def forget(self) -> None:
        """The wish is another one: what was said about the last is over."""
        if not self.is_running:
            self.finished, self.error = None, ""

    def _step(self, progress: Progress) -> None:
        self.done, self.total = progress
        self.changed.emit()

    def _end(self) -> None:
        self._job = None
        if self.done == self.total:
            self.finished = self._path
            self._explore.told.emit(f"Exported {self._path.name}.")
        else:
            self.error = "Stopped; nothing was written."
        self.changed.emit()

    def _fail(self, words: str) -> None:
        self._job, self.error = None, words
        self.changed.emit()


def repeated(timeline: Timeline, times: int) -> Timeline:
    """A loop that goes round so often: its keys again and again, each round a duration later."""
    if times == 1 or not timeline.loop:
        return timeline
    keys = tuple(
        key.model_copy(update={"seconds": key.seconds + turn * timeline.duration})
        for turn in range(times)
        for key in timeline.keys
    )
    return timeline.changed(keys=keys, duration=timeline.duration * times)


def _write(
    timeline: Timeline, wish: ClipWish, model: "Model", should_stop: Callable[[], bool]
) -> Iterator[Progress]:
    from ganstudio.latents.clip import Look, export_clip

    yield from export_clip(model, timeline, wish.path, Look(size=wish.size), should_stop)
