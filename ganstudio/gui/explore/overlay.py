"""A small panel that lies over the room until it is closed; it blocks nothing."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import Card

GAP = 8


class Overlay(Card):
    """Opens above the panel of the control that asked for it; Escape, its x, or the same control again closes it."""

    def __init__(self, title: str, anchor: QWidget, width: int, above: QWidget | None = None) -> None:
        super().__init__(title)
        self._anchor, self._above = anchor, above or anchor
        self.setFixedWidth(width)
        self.close_button = IconButton("x", f"Close {title.lower()}", "Close (Esc)", size=24, pixels=14)
        self.close_button.clicked.connect(self.leave)
        self.head.addWidget(self.close_button)
        self.hide()

    def toggle(self) -> None:
        if self.isVisible():
            self.leave()
        else:
            self.open()

    def open(self) -> None:
        """Shows itself with the focus in its first field."""
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            window.installEventFilter(self)
        self.place()
        self.show()
        self.raise_()
        first = self.first_field()
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def first_field(self) -> QWidget | None:
        """What has the focus at first."""
        return None

    def leave(self) -> None:
        self.hide()
        self._anchor.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> None:
        """Above its control, within the window."""
        window = self.parentWidget()
        if window is None:
            return
        self.adjustSize()
        corner = self._anchor.mapTo(window, QPoint(0, 0))
        left = min(
            max(GAP, corner.x() + self._anchor.width() - self.width()), window.width() - self.width() - GAP
        )
        top = self._above.mapTo(window, QPoint(0, 0)).y() - self.height() - GAP
        self.move(left, max(GAP, top))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() != Qt.Key.Key_Space:  # which would play the timeline beneath
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self.place()
        return False
