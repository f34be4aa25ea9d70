"""Frames of a timeline as a clip: MP4, animated WebP, GIF, or a folder of PNGs that carry their points."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from PIL import Image

from ganstudio.disk import plain_sentence, sync_folder
from ganstudio.errors import StudioError
from ganstudio.latents.clip_writers import ClipWriter, GifWriter, Mp4Writer, WebpWriter
from ganstudio.latents.keyframes import Course, Timeline
from ganstudio.latents.picture_file import SavedPoint, mark_of, picture_bytes, pixels_of
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.progress import Progress
from ganstudio.latents.rendering import render

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

Kind = Literal["mp4", "webp", "gif", "png"]
Enlarging = Literal["nearest", "lanczos"]
SMALLEST, LARGEST = 16, 4096  # pixels a side
READABLE = 256  # a clip of a small model is enlarged at least to this unless told otherwise


class Look(NamedTuple):
    """How a clip is written. `size` is its side in pixels, `frames` how many; None: what suits the model and rate."""

    size: int | None = None
    enlarging: Enlarging = "lanczos"
    frames: int | None = None


def kind_of(path: Path) -> Kind:
    """What a name asks for: .mp4, .webp, .gif, or a folder for PNGs. Raises StudioError for other endings."""
    ending = path.suffix.lower()
    if ending in (".mp4", ".webp", ".gif"):
        return ending[1:]  # type: ignore[return-value]
    if ending and not path.is_dir():
        raise StudioError(
            f"{path.name}: clips are .mp4, .webp or .gif; a name without an ending is a folder."
        )
    return "png"


def natural_size(resolution: int, kind: Kind) -> int:
    """PNGs as the model makes them; else whole multiples of its size up to what can be seen well."""
    return resolution if kind == "png" else resolution * -(-READABLE // resolution)


class _StoppedError(Exception):
    pass


def export_clip(
    model: "Model", timeline: Timeline, path: Path, look: Look = Look(),  # noqa: B008
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[Progress]:  # fmt: skip
    """Renders and writes a clip whole or not at all. Stopped it leaves nothing, and never yields a full Progress.

    Raises StudioError where the timeline, the size or the disk does not allow it.
    """
    kind = kind_of(path)
    size = side_of(look.size, model.resolution, kind)
    course, moments = Course(model, timeline), timeline.moments(look.frames)
    rate = Fraction(timeline.frames_per_second).limit_denominator(1001)
    total = len(moments)
    yield Progress(0, total)
    try:
        with (
            _plain(path),
            _whole(path, kind) as temporary,
            _frames(kind, temporary, size, rate, model) as add,
        ):
            for done, moment in enumerate(moments, 1):
                if should_stop():
                    raise _StoppedError
                point = course.at(moment)
                add(point, fitted(render(model, point), size, look.enlarging))
                if done < total:
                    yield Progress(done, total)
    except _StoppedError:
        return
    yield Progress(total, total)


def side_of(size: int | None, resolution: int, kind: Kind) -> int:
    """The side in pixels that a clip gets where `size` is asked for. Raises StudioError where that is no size."""
    size = size or natural_size(resolution, kind)
    if not SMALLEST <= size <= LARGEST and kind != "png":
        raise StudioError(f"A clip of {size} pixels cannot be made; choose {SMALLEST} to {LARGEST}.")
    if not 1 <= size <= LARGEST:
        raise StudioError(f"Pictures of {size} pixels cannot be made; choose up to {LARGEST}.")
    return size + size % 2 if kind == "mp4" else size  # H.264's quarter colour needs even sides


def fitted(picture: Image.Image, size: int, enlarging: Enlarging) -> Image.Image:
    """At another size; one that gets smaller is never sampled by its nearest pixels."""
    if picture.width == size:
        return picture
    nearest = enlarging == "nearest" and size > picture.width
    return picture.resize((size, size), Image.Resampling.NEAREST if nearest else Image.Resampling.LANCZOS)


@contextmanager
def _frames(
    kind: Kind, temporary: Path, size: int, rate: Fraction, model: "Model"
) -> Iterator[Callable[[LatentPoint, Image.Image], None]]:
    """A function that takes the frames one after another."""
    if kind == "png":
        yield _PngFolder(temporary, model).add
        sync_folder(temporary)
        return
    with temporary.open("wb") as file:
        writer: ClipWriter = (
            GifWriter(file, rate) if kind == "gif"
            else Mp4Writer(file, size, rate) if kind == "mp4"
            else WebpWriter(file, size, rate)
        )  # fmt: skip
        yield lambda _, picture: writer.add(_opaque(picture))
        writer.close()
        file.flush()
        os.fsync(file.fileno())


class _PngFolder:
    def __init__(self, folder: Path, model: "Model") -> None:
        folder.mkdir()
        self._folder, self._mark, self._count = folder, mark_of(model), 0

    def add(self, point: LatentPoint, picture: Image.Image) -> None:
        self._count += 1
        saved = SavedPoint(model=self._mark, point=point)
        (self._folder / f"frame{self._count:05d}.png").write_bytes(picture_bytes(picture, saved))


def _opaque(picture: Image.Image) -> np.ndarray:
    """[H, W, 1 or 3]; clips have no transparency, so what shines through is black."""
    if picture.mode == "RGBA":
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "black"), picture).convert("RGB")
    return pixels_of(picture)


@contextmanager
def _whole(path: Path, kind: Kind) -> Iterator[Path]:
    """A temporary name that becomes `path` when all went well, and vanishes when not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "png" and path.is_dir() and any(path.iterdir()):
        raise StudioError(f"{path} already holds files; choose a new folder for the frames.")
    temporary = path.with_name(f".{path.name}.tmp-{os.getpid()}")
    try:
        yield temporary
        if kind == "png" and path.is_dir():
            path.rmdir()
        temporary.replace(path)
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextmanager
def _plain(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise plain_sentence(error, path.parent, f"save {path.name}") from error
