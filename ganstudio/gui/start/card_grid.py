"""Cards in columns that fill the width; the arrow keys walk over them and choose."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

GAP = 16


class CardGrid(QWidget):
    """Cards of one height. With `rows` given, only what fits in so many rows is shown. One stop for the Tab key."""

    columns_changed = Signal(int)

    def __init__(
        self, least: int, height: int, most: int, rows: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._least, self._height, self._most, self.rows = least, height, most, rows
        self.cards: list[QAbstractButton] = []
        self.columns = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_cards(self, cards: Sequence[QAbstractButton]) -> None:
        """Shows these cards; those that were there before are hidden, not deleted."""
        for card in self.cards:
            if card not in cards:
                card.hide()
        self.cards = list(cards)
        for card in self.cards:
            card.setParent(self)
            card.removeEventFilter(self)
            card.installEventFilter(self)
        self._arrange()

    def sizeHint(self) -> QSize:
        return QSize(3 * self._least + 2 * GAP, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._least, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self.cards:
            return self._walk(self.cards.index(watched), Qt.Key(event.key()))
        if event.type() == QEvent.Type.FocusIn and watched in self.cards:
            self._hold_tab(self.cards.index(watched))
        return super().eventFilter(watched, event)

    def shown(self) -> list[QAbstractButton]:
        """The cards that have room."""
        return self.cards[: self.columns * self.rows] if self.rows else self.cards

    def set_rows(self, rows: int) -> None:
        """What is seen of the next cards."""
        self.rows = rows

    def tab_stops(self) -> list[QWidget]:
        return list(self.shown())

    def _walk(self, index: int, key: Qt.Key) -> bool:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.cards[index].click()
            return True
        if key not in steps:
            return False
        shown, target = self.shown(), index + steps[key]
        while 0 <= target < len(shown) and not shown[target].isEnabled():
            target += steps[key]
        if not 0 <= target < len(shown):
            return True
        self._hold_tab(target)
        self.cards[target].setFocus(Qt.FocusReason.TabFocusReason)
        if self.cards[target].isCheckable():
            self.cards[target].click()
        return True

    def _hold_tab(self, index: int) -> None:
        """Tab enters at one card only, the chosen or last visited."""
        for place, card in enumerate(self.cards):
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if place == index else Qt.FocusPolicy.ClickFocus)

    def _arrange(self) -> None:
        columns = max(1, (self.width() + GAP) // (self._least + GAP))
        width = min(self._most, (self.width() - GAP * (columns - 1)) // columns)
        if columns != self.columns:
            self.columns = columns
            self.columns_changed.emit(columns)
        shown = self.shown()
        for index, card in enumerate(self.cards):
            column, row = index % columns, index // columns
            card.setGeometry(column * (width + GAP), row * (self._height + GAP), width, self._height)
            card.setVisible(index < len(shown))
        rows = -(-len(shown) // columns)
        self.setFixedHeight(max(self._height, rows * (self._height + GAP) - GAP))
        chosen = [index for index, card in enumerate(shown) if card.isChecked()]
        self._hold_tab(chosen[0] if chosen else 0)
