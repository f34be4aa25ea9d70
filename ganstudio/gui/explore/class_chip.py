"""A chip for one class: its name, and in a blend its part in per cent."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.widgets.button import Button

HEIGHT, PAD, GAP, WIDEST = 28, 12, 6, 240
FAR = 5  # px of movement that make a drag
WHOLE = 200  # px of a drag that are all of the blend
ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class ClassChip(Button):
    """`picked(blend)` by click or Space, with Shift to blend; `dragged` by how much of the whole; `let_go` after."""

    picked = Signal(bool)
    dragged = Signal(float)
    let_go = Signal()
    stepped = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        tip = f"{name}. Click picks it; with Shift it is blended with the others, and dragging sets how much."
        super().__init__(name, "chip", tip=tip, height=HEIGHT, parent=parent)
        self.name, self._percent = name, ""
        self._pressed: float | None = None
        self._is_dragging = False
        self.can_drag = False
        self._fit()

    def show_share(self, percent: int | None, is_blend: bool) -> None:
        """None: not chosen. In a blend the part is written behind the name."""
        part = f"{percent} %" if percent is not None and is_blend else ""
        if (part, percent is not None) == (self._percent, self.isChecked()):
            return
        self.setChecked(percent is not None)
        self._percent = part
        self.can_drag = bool(self._percent)
        self.setAccessibleName(f"{self.name} {self._percent}".strip())
        self._fit()

    def sizeHint(self) -> QSize:
        part = QFontMetrics(font(12, 600)).horizontalAdvance("100 %") + GAP if self._percent else 0
        return QSize(min(self._name_width() + part + 2 * PAD, WIDEST), HEIGHT)

    def nextCheckState(self) -> None:
        """Only the model decides what is chosen."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._is_dragging = event.position().x(), False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not self.can_drag:
            return
        by = event.position().x() - self._pressed
        if self._is_dragging or abs(by) > FAR:
            self._is_dragging = True
            self._pressed = event.position().x()
            self.dragged.emit(by / WHOLE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._is_dragging:
            self.let_go.emit()
        elif self._pressed is not None and self.rect().contains(event.position().toPoint()):
            self.picked.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        self._pressed, self._is_dragging = None, False
        self.setDown(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in ARROWS:
            self.stepped.emit(ARROWS[key])
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picked.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.accept()  # Space acted when it was pressed

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name and part have colours of their own, which no style sheet can give."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter, colours = QPainter(self), theme.current()
        is_bright = self.isChecked() or self.underMouse()
        painter.setFont(font(12, 600 if self.isChecked() else 500))
        painter.setPen(QColor(colours.text if is_bright else colours.text2))
        room = self.rect().adjusted(PAD, 0, -PAD, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        part = painter.fontMetrics().horizontalAdvance(self._percent) + GAP if self._percent else 0
        name = painter.fontMetrics().elidedText(self.name, Qt.TextElideMode.ElideRight, room.width() - part)
        painter.drawText(room, left, name)
        if self._percent:
            painter.setPen(QColor(colours.accent_line))
            painter.drawText(
                QRect(room), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._percent
            )

    def _name_width(self) -> int:
        return QFontMetrics(font(12, 600)).horizontalAdvance(self.name) + 1

    def _fit(self) -> None:
        self.setFixedWidth(self.sizeHint().width())
        self.update()
