"""Every point one has been at: undo, redo, and a tree of visited points that forgets nothing."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from ganstudio.latents.point import LatentPoint


@dataclass(frozen=True, eq=False)
class Entry:
    """A visited point of a model; `parent` is the number of the entry it was changed from."""

    number: int
    words: str
    point: LatentPoint
    model: Path
    thumbnail: np.ndarray | None = None
    parent: int | None = None


class _GoTo(QUndoCommand):
    def __init__(self, history: "HistoryModel", words: str, before: int, after: int) -> None:
        super().__init__(words)
        self._history, self.before, self.after = history, before, after

    def undo(self) -> None:
        self._history._arrive(self.before)

    def redo(self) -> None:
        self._history._arrive(self.after)


class HistoryModel(QObject):
    """`entries` in order of visit. A change after an undo begins a branch; the entries that it left stay reachable."""

    changed = Signal()
    thumbnail_changed = Signal(int)
    moved = Signal(object)  # Entry: undo, redo or a click went there

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.entries: list[Entry] = []
        self.current = -1

    @property
    def can_undo(self) -> bool:
        return self.stack.canUndo()

    @property
    def can_redo(self) -> bool:
        return self.stack.canRedo()

    @property
    def path(self) -> list[int]:
        """Numbers along undo and redo, from the first to the newest of this branch."""
        if not self.entries:
            return []
        commands = [self.stack.command(index) for index in range(self.stack.count())]
        steps = [command.after for command in commands if isinstance(command, _GoTo)]
        first = commands[0].before if commands and isinstance(commands[0], _GoTo) else self.current
        return [first, *steps]

    def visit(self, words: str, point: LatentPoint, model: Path) -> None:
        """A new entry, changed from the current one, as one step that can be undone."""
        number = len(self.entries)
        parent = self.current if self.entries else None
        self.entries.append(Entry(number, words, point, model, parent=parent))
        if parent is None:
            self.current = number
        else:
            self._push(words, number)
        self.changed.emit()

    def go_to(self, number: int) -> None:
        """Along undo and redo where the entry lies there, else by a step of its own, which can be undone."""
        if number == self.current or not 0 <= number < len(self.entries):
            return
        if number in self.path:
            self.stack.setIndex(self.path.index(number))
        else:
            self.stack.push(_GoTo(self, f"Back to {self.entries[number].words}", self.current, number))

    def undo(self) -> None:
        self.stack.undo()

    def redo(self) -> None:
        self.stack.redo()

    def set_thumbnail(self, number: int, thumbnail: np.ndarray) -> None:
        self.entries[number] = replace(self.entries[number], thumbnail=thumbnail)
        self.thumbnail_changed.emit(number)

    def _push(self, words: str, number: int) -> None:
        before, self.current = self.current, number
        self.stack.push(_GoTo(self, words, before, number))  # which does it, and finds itself there already

    def _arrive(self, number: int) -> None:
        if number == self.current:
            return
        self.current = number
        self.changed.emit()
        self.moved.emit(self.entries[number])
