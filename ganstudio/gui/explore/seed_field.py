"""A small field for a seed that lies over a thumbnail while one types."""

from PySide6.QtCore import QEvent, QRect, QRegularExpression, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

from ganstudio.gui.fonts import font
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.seeds import HIGHEST_SEED

WIDTH, HEIGHT = 76, 26


class SeedField(QLineEdit):
    """`typed` carries the seed after Enter; Escape and leaving the field change nothing."""

    typed = Signal(object)  # an int; Qt's own ends at half of the seeds

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(WIDTH, HEIGHT)
        self.setFont(font(12, 500))
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{1,10}"), self))
        describe(self, "Seed", f"A whole number from 0 to {HIGHEST_SEED}; Enter takes it, Escape leaves it")
        self.returnPressed.connect(self._finish)
        self.hide()

    def begin(self, over: QRect, seed: int | None) -> None:
        """Appears over a thumbnail, with its seed to be typed over."""
        parent = self.parentWidget()
        assert parent is not None
        left = min(max(0, over.center().x() - WIDTH // 2), max(0, parent.width() - WIDTH))
        self.move(left, over.center().y() - HEIGHT // 2)
        self.setText("" if seed is None else str(seed))
        self._mark(False)
        self.show()
        self.raise_()
        self.setFocus()
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.KeyPress:
                self._leave()
            event.accept()  # Escape is not for the room while one types
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        event.accept()  # else Enter would go on to what lies beneath

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide()

    def _finish(self) -> None:
        seed = int(self.text())
        self._mark(seed > HIGHEST_SEED)
        if seed <= HIGHEST_SEED:
            self._leave()
            self.typed.emit(seed)

    def _mark(self, is_wrong: bool) -> None:
        self.setProperty("wrong", "true" if is_wrong else "false")
        repolish(self)

    def _leave(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            parent.setFocus()
        self.hide()
