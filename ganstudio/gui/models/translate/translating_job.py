"""A job of the translating thread as the window holds it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.translate.translating_thread import Post, Ticket, TranslatingThread


class TranslatingJob(QObject):
    """`step` has each value, in the window's thread; then comes `done`, also after a stop, or `failed` with a
    sentence."""

    ended = Signal()

    def __init__(
        self, thread: TranslatingThread, ticket: Ticket, step: Callable[[Any], None], done: Callable[[], None],
        failed: Callable[[str], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.ticket, self.is_running = ticket, True
        self._thread, self._step, self._done, self._failed = thread, step, done, failed

    @Slot()
    def stop(self) -> None:
        """It ends by itself within a second; at once where it has not begun."""
        self._thread.stop(self.ticket)

    def take(self, post: Post) -> None:
        if not post.is_end:
            self._step(post.value)
            return
        self.is_running = False
        if self.ticket.problem:
            self._failed(self.ticket.problem)
        else:
            self._done()
        self.ended.emit()
        self.deleteLater()
