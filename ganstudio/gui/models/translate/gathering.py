"""What was dropped becomes pictures of the batch: folders are searched and pasted pictures kept, in a thread."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from ganstudio.disk import plain_sentence
from ganstudio.gui.behind import giving_way
from ganstudio.gui.models.translate.session_folder import SessionFolder
from ganstudio.gui.start.tasks import Task

MODELS = {".safetensors", ".pth"}
AT_ONCE = 500  # arrivals, some milliseconds of the window's time
EVERY = 25  # ms between two such lots


@dataclass(frozen=True, slots=True)
class Arrival:
    """A picture, or what is none and why. `drop` counts the drops; the others are as an Item has them."""

    drop: int
    name: str
    path: Path | None = None
    place: Path | None = None
    is_readable: bool = True
    sentence: str = ""


@dataclass(frozen=True)
class Gathered:
    arrivals: Sequence[Arrival] = ()
    models: Sequence[Path] = ()


Gather = Callable[[Callable[[], bool]], Gathered]


class Gathering(QObject):
    """One drop after the other. `arrive` is given a few hundred at a time, so that a million of them block nothing."""

    changed = Signal()  # whether it is busy
    model_found = Signal(Path)

    def __init__(
        self, folder: SessionFolder, arrive: Callable[[list[Arrival]], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder, self._arrive = folder, arrive
        self._drops: deque[Gather] = deque()
        self._arrivals: deque[Arrival] = deque()
        self._is_searching = False
        self._task: Task | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._hand_out)

    @property
    def is_busy(self) -> bool:
        return self._is_searching or bool(self._arrivals)

    def search(self, drop: int, paths: Sequence[Path]) -> None:
        """Files and folders; models among them are found too."""
        self._begin(lambda should_stop: gathered(drop, paths, should_stop))

    def keep(self, drop: int, picture: QImage | bytes, name: str) -> None:
        """A picture that has no file of its own."""
        self._begin(lambda _should_stop: Gathered([_kept(drop, picture, name, self._folder)]))

    def tell(self, arrival: Arrival) -> None:
        """Something that was dropped and is no picture."""
        self._begin(lambda _should_stop: Gathered([arrival]))

    def forget(self) -> None:
        """Drops everything that is still on its way."""
        if self._task is not None:
            self._task.stop()
        self._drops.clear()
        self._arrivals.clear()
        self._is_searching = False
        self._timer.stop()
        self.changed.emit()

    def close(self) -> None:
        """Waits for the thread too."""
        self.forget()
        Task.stop_all(self)

    def _begin(self, gather: Gather) -> None:
        self._drops.append(gather)
        if not self._is_searching:
            self._next()
            self.changed.emit()

    def _next(self) -> None:
        self._is_searching = bool(self._drops)
        if self._drops:
            gather = self._drops.popleft()
            job = Task(self, lambda _report, should_stop: _gently(gather, should_stop))
            self._task = job.begin(self._take, self._fail)

    def _take(self, gathered: Gathered) -> None:
        self._arrivals.extend(gathered.arrivals)
        for model in gathered.models[-1:]:
            self.model_found.emit(model)
        self._next()
        self._hand_out()
        if self._arrivals:
            self._timer.start(EVERY)

    def _fail(self, sentence: str) -> None:
        self._take(Gathered([Arrival(0, "What was dropped", is_readable=False, sentence=sentence)]))

    @Slot()
    def _hand_out(self) -> None:
        lot = [self._arrivals.popleft() for _ in range(min(AT_ONCE, len(self._arrivals)))]
        if lot:
            self._arrive(lot)
        if not self._arrivals:
            self._timer.stop()
        if not self.is_busy:
            self.changed.emit()


def gathered(drop: int, paths: Sequence[Path], should_stop: Callable[[], bool]) -> Gathered:
    """Searches in the thread that calls it."""
    from ganstudio.data.entries import printable
    from ganstudio.data.parallel import StoppedError
    from ganstudio.translation.reading import find_pictures

    models = dict.fromkeys(path for path in paths if _is_model(path))
    try:
        found = find_pictures([path for path in paths if path not in models], should_stop)
    except StoppedError:
        return Gathered()
    pictures = (Arrival(drop, printable(path.name), path) for path in found.pictures)
    others = (
        Arrival(
            drop,
            printable(each.source.name or str(each.source)),
            each.source,
            None,
            not each.source.is_dir(),
            each.sentence,
        )
        for each in found.refused
    )
    return Gathered([*pictures, *others], list(models))


def _is_model(path: Path) -> bool:
    """A model file by its name, or a run's folder."""
    return path.suffix.casefold() in MODELS or (path / "run.json").is_file()


def _kept(drop: int, picture: QImage | bytes, name: str, folder: SessionFolder) -> Arrival:
    data = picture if isinstance(picture, bytes) else encoded(picture)
    try:
        return Arrival(drop, name, place=folder.keep_file(data, ".picture"))
    except OSError as error:
        words = str(plain_sentence(error, folder.above, f"keep {name}"))
        return Arrival(drop, name, is_readable=False, sentence=words)


def encoded(image: QImage) -> bytes:
    """As a PNG, with little effort to make it small."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG", 90)  # type: ignore[call-overload]  # 100 is no compression
    return bytes(buffer.data().data())


def _gently(gather: Gather, should_stop: Callable[[], bool]) -> Gathered:
    with giving_way():
        return gather(should_stop)
