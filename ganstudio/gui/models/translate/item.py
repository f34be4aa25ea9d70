"""One picture of the batch: where it comes from, how far it is, what came of it."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from ganstudio.errors import StudioError
from ganstudio.translation.manner import Manner, Output

if TYPE_CHECKING:
    import numpy as np

    from ganstudio.translation.reading import Source


class State(Enum):
    WAITING = "waiting"  # its turn comes by itself
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"  # `sentence` says why
    STOPPED = "stopped"  # waits until a person lets it go on


@dataclass(frozen=True)
class Making:
    """All that a translation at full strength depends on, apart from the picture. `model` is the key of one."""

    model: str
    model_name: str
    manner: Manner

    def gives_the_same(self, other: "Making", tiles: int) -> bool:
        """Whether the other would give the same pixels: tiles matter only to what was made of several."""
        return self._facts(tiles) == other._facts(tiles)

    def _facts(self, tiles: int) -> tuple[object, ...]:
        manner = self.manner
        cut = (manner.tile, manner.overlap) if tiles > 1 else ()
        return self.model, manner.direction, manner.size, manner.own_statistics, cut


@dataclass(frozen=True)
class Result:
    """Pixels [H, W, 3] uint8 at full strength in `file`. `stamp` tells whether the source is still the same file."""

    file: Path
    making: Making
    seconds: float
    tiles: int
    how: str
    stamp: tuple[int, int]

    def pixels(self) -> "np.ndarray":
        """Raises StudioError where the file is gone or damaged."""
        import numpy as np

        try:
            pixels: np.ndarray = np.load(self.file, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise StudioError("This result is gone from the disk; translate the picture again.") from error
        return pixels


@dataclass(frozen=True)
class Finish:
    """What a saved file depends on beside its result."""

    strength: float
    keep_brightness: bool
    keep_alpha: bool
    output: Output


@dataclass(frozen=True)
class Readable:
    """Where a picture is read from: its file, or the place where one that came without a file lies meanwhile."""

    file: Path
    name: str
    is_without_file: bool = False

    def read(self) -> "Source":
        """Raises StudioError with a sentence that bears its name. Slow, so a thread calls it."""
        from ganstudio.translation.reading import read_source

        if not self.is_without_file:
            return read_source(self.file)
        try:
            return read_source(self.file.read_bytes(), self.name)
        except OSError as error:
            raise StudioError(f"{self.name} is gone from the disk; paste or drop it again.") from error


@dataclass(slots=True, eq=False)
class Item:
    """`path` is None for what came without a file; then `place` is where it lies meanwhile. `is_readable` is False for
    what can never be one picture, such as a folder. `size` is width and height, (0, 0) while nobody has looked. Small
    pictures come and go: a bounded number of them is kept."""

    number: int
    name: str
    path: Path | None = None
    place: Path | None = None
    is_readable: bool = True
    state: State = State.WAITING
    size: tuple[int, int] = (0, 0)
    done: int = 0  # tiles
    total: int = 0
    sentence: str = ""
    result: Result | None = None
    is_out_of_date: bool = False
    saved: Path | None = None
    saved_as: tuple[Result, Finish] | None = None
    small_before: QImage | None = None
    small_after: QImage | None = None

    @property
    def readable(self) -> Readable | None:
        """Where it is read from, None where that is nowhere."""
        file = self.path or self.place
        return Readable(file, self.name, self.path is None) if file is not None and self.is_readable else None

    @property
    def seconds(self) -> float:
        return self.result.seconds if self.result else 0.0

    @property
    def how(self) -> str:
        return self.result.how if self.result else ""

    @property
    def tiles(self) -> int:
        return self.result.tiles if self.result else 0

    @property
    def thumbnail(self) -> QImage | None:
        """The result where there is one, else the picture."""
        return self.small_after or self.small_before

    @property
    def megapixels(self) -> float:
        return self.size[0] * self.size[1] / 1e6

    def is_saved(self, finish: Finish) -> bool:
        """Whether its result is in a file already, finished like that."""
        return self.saved_as is not None and self.saved_as[0] is self.result and self.saved_as[1] == finish

    @property
    def is_waiting(self) -> bool:
        """Whether it will be translated, by itself or when a person says so."""
        return self.state in (State.WAITING, State.STOPPED)

    def before(self) -> "np.ndarray":
        """The picture, [H, W, 3] uint8 upright sRGB. Reads a file, so a thread calls it. Raises StudioError."""
        readable = self.readable
        if readable is None:
            raise StudioError(self.sentence or f"{self.name} is not a picture.")
        return readable.read().pixels

    def after(self) -> "np.ndarray | None":
        """Its translation at full strength, likewise; None where there is none."""
        result = self.result
        return None if result is None else result.pixels()
