"""What the translating thread does: one picture of the line after the other, whatever may be wrong with some."""

import errno
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.disk import plain_sentence
from ganstudio.errors import StudioError
from ganstudio.gui.behind import giving_way
from ganstudio.gui.models.translate.item import Result
from ganstudio.gui.models.translate.line import Line, Ticket
from ganstudio.gui.models.translate.news import (
    Advanced,
    Began,
    DiskFull,
    LetGo,
    Made,
    Mailbox,
    News,
    Opened,
    Unreadable,
)
from ganstudio.gui.models.translate.session_folder import SessionFolder
from ganstudio.gui.models.translate.small_pictures import small_picture
from ganstudio.gui.workers import sentence

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

ShouldStop = Callable[[], bool]
GLANCE = 0.01  # seconds
FULL = (errno.ENOSPC, errno.EDQUOT)


Translate = Callable[..., Any]
"""`translate_pixels` of the translation package, or what stands in for it."""


@dataclass(frozen=True)
class Translating:
    """Takes from the line, keeps results in the folder, tells the mailbox."""

    line: Line
    folder: SessionFolder
    mailbox: Mailbox
    model: str  # the key of the model that is asked for
    translate: Translate | None = None

    def all(self, model: "Model", should_stop: ShouldStop) -> Iterator[int]:
        """Yields the number of each picture when there is nothing more to be said of it. Ends when none waits."""
        while self._is_free(should_stop) and (ticket := self.line.take(self.model)) is not None:
            self.mailbox.put(Began(ticket.number))
            with giving_way():
                end = self._end_of(model, ticket, should_stop)
            self.mailbox.put(end)
            yield ticket.number
            if isinstance(end, DiskFull):
                return

    def _is_free(self, should_stop: ShouldStop) -> bool:
        """Waits until the window has heard of what was done before. False when told to stop."""
        while self.mailbox.is_full and not should_stop():
            time.sleep(GLANCE)
        return not should_stop()

    def _end_of(self, model: "Model", ticket: Ticket, should_stop: ShouldStop) -> News:
        """How it ended. No error of one picture is the error of another."""
        from ganstudio.data.parallel import StoppedError

        try:
            return self._made(model, ticket, should_stop)
        except StoppedError:
            self.line.let_go(ticket)
            return LetGo(ticket.number)
        except OSError as error:
            words = str(plain_sentence(error, self.folder.above, "keep the result"))
            if error.errno in FULL:
                self.line.let_go(ticket)
                return DiskFull(ticket.number, words)
            return Unreadable(ticket.number, words)
        except BaseException as error:
            return Unreadable(ticket.number, words_for(error, ticket.name))

    def _made(self, model: "Model", ticket: Ticket, should_stop: ShouldStop) -> Made:
        tiles = 1

        def is_told_to_stop() -> bool:
            return should_stop() or not self.line.wants(ticket, tiles)

        def advance(done: int, total: int) -> None:
            nonlocal tiles
            tiles = total
            self.mailbox.put(Advanced(ticket.number, done, total))

        stamp = stamp_of(ticket.picture.file)
        pixels = ticket.picture.read().pixels
        size = pixels.shape[1], pixels.shape[0]
        self.mailbox.put(Opened(ticket.number, size, small_picture(pixels)))
        translate = self.translate or _usual()
        made = translate(model, pixels, ticket.making.manner, progress=advance, should_stop=is_told_to_stop)
        file = self.folder.keep(made.pixels)
        result = Result(file, ticket.making, made.seconds, made.tiles, made.how, stamp)
        return Made(ticket.number, result, small_picture(made.pixels))


def _usual() -> Translate:
    from ganstudio.translation.applying import translate_pixels

    return translate_pixels


def stamp_of(path: Path) -> tuple[int, int]:
    """Time and length of a file, zeros where there is none: reading it says why."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size


def words_for(error: BaseException, name: str) -> str:
    """One sentence about why a picture was not translated."""
    if isinstance(error, StudioError):
        return str(error)
    if isinstance(error, MemoryError) or "out of memory" in str(error).casefold():
        return f"{name} does not fit into memory; choose tiles, or smaller ones, under Size."
    return f"{name} could not be translated: {sentence(error)}"
