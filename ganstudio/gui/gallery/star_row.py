"""Five stars to click."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ganstudio.gui.icons import icon
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.gallery.labels import MOST_STARS

STEP, STAR = 24, 18


class StarRow(QWidget):
    """`rated` carries 0 to 5. A click on the last lit star takes all away."""

    rated = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_stars")
        self.setFixedSize(MOST_STARS * STEP, 28)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stars = self._under = 0
        describe(self, "Stars", "Click to give stars; keys 1 to 5 give them and 0 takes them")

    def show_stars(self, stars: int) -> None:
        self.stars = stars
        self.setAccessibleName(f"Stars: {stars} of {MOST_STARS}")
        self.update()

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, lit = QPainter(self), self._under or self.stars
        for number in range(MOST_STARS):
            place = QRect(number * STEP, 5, STAR, STAR)
            is_lit = number < lit
            icon("star-fill" if is_lit else "star", "warning" if is_lit else "text3").paint(painter, place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._under = self._at(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        wanted = self._at(event)
        self._under = 0
        self.rated.emit(0 if wanted == self.stars else wanted)

    def leaveEvent(self, event: QEvent) -> None:
        self._under = 0
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_5:
            self.rated.emit(event.key() - Qt.Key.Key_0)
        elif event.key() in steps:
            self.rated.emit(min(MOST_STARS, max(0, self.stars + steps[Qt.Key(event.key())])))
        else:
            super().keyPressEvent(event)

    def _at(self, event: QMouseEvent) -> int:
        return min(MOST_STARS, max(1, int(event.position().x()) // STEP + 1))
