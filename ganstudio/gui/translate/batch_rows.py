"""The batch as Qt's lists want it, and each picture in words."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Slot

from ganstudio.gui.models.translate.batch import Batch
from ganstudio.gui.models.translate.item import Item, State
from ganstudio.gui.words import duration

ITEM = Qt.ItemDataRole.UserRole + 1
NOTHING = QModelIndex()
STATES = {
    State.WAITING: "waiting",
    State.RUNNING: "being translated",
    State.DONE: "done",
    State.REFUSED: "not translated",
    State.STOPPED: "stopped, waiting",
}


class BatchRows(QAbstractListModel):
    """One row an item. Nothing is copied, so a thousand rows cost nothing until they are painted."""

    def __init__(self, batch: Batch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.batch = batch
        batch.inserting.connect(lambda first, last: self.beginInsertRows(QModelIndex(), first, last))
        batch.inserted.connect(self.endInsertRows)
        batch.removing.connect(lambda first, last: self.beginRemoveRows(QModelIndex(), first, last))
        batch.removed.connect(self.endRemoveRows)
        batch.item_changed.connect(self._show)
        batch.all_changed.connect(self._show_all)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NOTHING) -> int:
        return 0 if parent.isValid() else len(self.batch.items)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        item = self.item_at(index)
        if item is None:
            return None
        if role == ITEM:
            return item
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return in_words(item)
        return tip(item) if role == Qt.ItemDataRole.ToolTipRole else None

    def item_at(self, index: QModelIndex | QPersistentModelIndex) -> Item | None:
        return self.batch.items[index.row()] if 0 <= index.row() < len(self.batch.items) else None

    def index_of(self, item: Item | None) -> QModelIndex:
        """Not valid where it is gone."""
        row = -1 if item is None else self.batch.row_of(item.number)
        return self.index(row, 0) if row >= 0 else QModelIndex()

    @Slot()
    def _show_all(self) -> None:
        if self.batch.items:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.batch.items) - 1, 0))

    @Slot(int)
    def _show(self, number: int) -> None:
        row = self.batch.row_of(number)
        if row >= 0:
            index = self.index(row, 0)
            self.dataChanged.emit(index, index)


def plain_sentence_of(item: Item) -> str:
    """Its sentence without its name, which stands above it."""
    words = item.sentence.removeprefix(f"{item.name}:").strip()
    return words[:1].upper() + words[1:]


def size_of(item: Item) -> str:
    return f"{item.size[0]} × {item.size[1]}" if item.size[0] else ""


def caption(item: Item) -> str:
    """The second line of a row."""
    if item.sentence:
        return plain_sentence_of(item)
    parts = [size_of(item)]
    if item.state is State.RUNNING:
        parts.append(f"tile {min(item.done + 1, item.total)} of {item.total}" if item.total > 1 else "")
    elif item.state is State.DONE and item.is_out_of_date:
        parts.append("out of date")
    elif item.state is State.DONE and item.saved is not None:
        parts.append("saved")
    return ", ".join(part for part in parts if part) or STATES[item.state].capitalize()


def in_words(item: Item) -> str:
    """What a screen reader says."""
    parts = [item.name, size_of(item), STATES[item.state]]
    if item.state is State.RUNNING and item.total > 1:
        parts.append(f"tile {item.done} of {item.total}")
    if item.state is State.DONE:
        parts += ["out of date"] * item.is_out_of_date + ["saved"] * (item.saved is not None)
    return ", ".join(part for part in (*parts, plain_sentence_of(item)) if part)


def tip(item: Item) -> str:
    """All that is known of it."""
    lines = [str(item.path) if item.path is not None else item.name, size_of(item)]
    if item.result is not None:
        lines.append(f"Translated in {duration_of(item.seconds)}" + (f", {item.how}" if item.how else ""))
    if item.state is State.DONE and item.is_out_of_date:
        lines.append("Made by another model, direction or size; Translate makes it anew")
    if item.saved is not None:
        lines.append(f"Saved as {item.saved}")
    if item.state is State.STOPPED:
        lines.append("Stopped; Translate goes on with it")
    return "\n".join(line for line in (*lines, plain_sentence_of(item)) if line)


def duration_of(seconds: float) -> str:
    """1.9 s, 14 s, 3 min."""
    return f"{seconds:.1f} s" if seconds < 10 else duration(seconds)
