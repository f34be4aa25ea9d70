"""Many files, one after the other: a bad one costs a sentence, nothing more."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from ganstudio.data.entries import never
from ganstudio.data.findings import PictureError
from ganstudio.data.parallel import StoppedError
from ganstudio.data.sniffing import HEAD, picture_format
from ganstudio.disk import plain_sentence
from ganstudio.errors import StudioError
from ganstudio.latents.model import Model
from ganstudio.translation.applying import Made, finished, fits_whole, translate_together, translating
from ganstudio.translation.finding import sentence_about
from ganstudio.translation.manner import (
    Advanced,
    Began,
    FileEvent,
    Manner,
    Output,
    Refused,
    Skipped,
    Translated,
)
from ganstudio.translation.naming import check_pattern, result_folder
from ganstudio.translation.reading import Source, read_source
from ganstudio.translation.writing import planned, ready_folder, result_bytes, write_result

Result = TypeVar("Result")
TOGETHER = 16  # small pictures of one size that go through the network at once
SMALL = 1 << 16  # pixels of all of them; more at once is no faster
_PATIENCE = 0.1  # seconds between two looks at should_stop


@dataclass(frozen=True)
class _Item:
    """One file, numbered from 1, and what reading it came to."""

    path: Path
    number: int
    read: Source | StudioError | Skipped


def translate_files(
    model: Model,
    paths: Iterable[Path],
    manner: Manner,
    output: Output,
    should_stop: Callable[[], bool] = never,
    skip_existing: bool = False,
) -> Iterator[FileEvent]:
    """Translates and saves each file, and yields what happens to it; small pictures of one size are taken together.

    Ends soon after `should_stop()` is true; the file in hand is then left as it was. Raises StudioError where no file
    could be saved: a bad pattern, or a folder that cannot be written to.
    """
    check_pattern(output.pattern)
    if output.folder is not None:
        _make(output.folder)
    batch = _Batch(model, manner, output, should_stop, skip_existing)
    try:
        for group in batch.groups(paths):
            yield from batch.translated(group)
    except StoppedError:
        return
    finally:
        batch.pool.shutdown(wait=False, cancel_futures=True)


class _Batch:
    def __init__(
        self,
        model: Model,
        manner: Manner,
        output: Output,
        should_stop: Callable[[], bool],
        skip_existing: bool,
    ) -> None:
        self.model, self.manner, self.output = model, manner, output
        self.should_stop, self.skip_existing = should_stop, skip_existing
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="translate")

    def groups(self, paths: Iterable[Path]) -> Iterator[list[_Item]]:
        """Files in order; those that go through the network together, with the bad ones between them, in one list."""
        group: list[_Item] = []
        for number, path in enumerate(map(Path, paths), 1):
            item = _Item(path, number, self._beside(partial(self._read, path, number)))
            if group and not self._belongs(item, group):
                yield group
                group = []
            group.append(item)
            if isinstance(item.read, Source) and 2 * item.read.pixels[..., 0].size > SMALL:
                yield group  # it goes alone: no other need be read before
                group = []
        if group:
            yield group

    def translated(self, group: list[_Item]) -> Iterator[FileEvent]:
        """What happens to the files of a group."""
        sources = [item.read for item in group if isinstance(item.read, Source)]
        if len(sources) < 2:
            for item in group:
                yield from self._alone(item)
            return
        for item in group:
            if isinstance(item.read, Source):
                yield Began(item.path)
        try:
            made: Iterator[Made | StudioError] = iter(self._together(sources))
        except (StudioError, MemoryError, RuntimeError) as error:
            made = iter([_failed(error) for _ in sources])
        for item in group:
            yield self._saved(item, item.read, next(made)) if isinstance(item.read, Source) else _unread(item)

    def _alone(self, item: _Item) -> Iterator[FileEvent]:
        if not isinstance(item.read, Source):
            yield _unread(item)
            return
        yield Began(item.path)
        made: Made | StudioError
        try:
            work = translating(self.model, item.read.pixels, self.manner, self.should_stop)
            while True:
                try:
                    done, total = next(work)
                except StopIteration as end:
                    made = end.value
                    break
                yield Advanced(item.path, done, total)
        except (StudioError, MemoryError, RuntimeError) as error:
            made = _failed(error)
        yield self._saved(item, item.read, made)

    def _together(self, sources: list[Source]) -> list[Made]:
        return translate_together(
            self.model, [source.pixels for source in sources], self.manner, self.should_stop
        )

    def _belongs(self, item: _Item, group: list[_Item]) -> bool:
        sources = [other.read for other in group if isinstance(other.read, Source)]
        if not sources or not isinstance(item.read, Source):
            return len(group) < TOGETHER
        width, height = size = item.read.size
        count = len(sources) + 1
        same = size == sources[0].size and count <= TOGETHER and count * width * height <= SMALL
        return same and fits_whole(self.model, size, self.manner, count)

    def _read(self, path: Path, number: int) -> Source | StudioError | Skipped:
        try:
            taken = self._taken(path, number) if self.skip_existing else None
            return read_source(path) if taken is None else Skipped(path, taken)
        except StudioError as error:
            return error
        except MemoryError:
            return StudioError(f"{path.name}: it needs more memory than there is; make it smaller.")

    def _taken(self, path: Path, number: int) -> Path | None:
        """The result of a file, if it is there."""
        try:
            with path.open("rb") as file:
                form = picture_format(file.read(HEAD))
        except (OSError, PictureError):
            return None
        stem, suffix = planned(path, form, self.output, self.manner, self.model.name, number)
        result = result_folder(self.output, path) / f"{stem}{suffix}"
        return result if result.exists() else None

    def _saved(self, item: _Item, source: Source, made: Made | StudioError) -> FileEvent:
        if isinstance(made, StudioError):
            return Refused(item.path, sentence_about(source.name, str(made)))
        try:
            content = self._beside(partial(self._encoded, source, made))
        except StoppedError:
            raise
        except (StudioError, MemoryError) as error:
            return Refused(item.path, sentence_about(source.name, str(_failed(error))))
        stem, suffix = planned(
            item.path, source.format, self.output, self.manner, self.model.name, item.number
        )
        try:
            path = write_result(content, result_folder(self.output, item.path), stem, suffix)
        except StudioError as error:
            if self.output.folder is not None:
                raise  # no other file could be saved either
            return Refused(item.path, str(error))
        return Translated(item.path, path, made.seconds, made.tiles, made.how)

    def _encoded(self, source: Source, made: Made) -> bytes:
        pixels = finished(source.pixels, made.pixels, self.manner, self.output.original_size)
        model = self.model
        return result_bytes(source, pixels, self.output, self.manner, model.name, model.fingerprint)

    def _beside(self, job: Callable[[], Result]) -> Result:
        """Done in a thread, so that a stop need not wait for it. Raises StoppedError."""
        future = self.pool.submit(job)
        while not self.should_stop():
            if future.done() or wait((future,), _PATIENCE).done:
                return future.result()
        raise StoppedError


def _unread(item: _Item) -> Refused | Skipped:
    return item.read if isinstance(item.read, Skipped) else Refused(item.path, str(item.read))


def _failed(error: BaseException) -> StudioError:
    """Why a picture could not be translated. A stop is none of it."""
    if isinstance(error, StoppedError):
        raise error
    if isinstance(error, StudioError):
        return error
    if isinstance(error, MemoryError) or "memory" in str(error).lower():
        return StudioError("Memory ran out; choose tiles, or smaller ones.")
    return StudioError(
        f"It could not be translated ({' '.join(str(error).split())[:200]}); choose another size."
    )


def _make(folder: Path) -> None:
    try:
        ready_folder(folder)
    except OSError as error:
        raise plain_sentence(error, folder, "save the results") from error
