"""A found direction: its name, how strong or how sure it is, and the current point at five strengths along it."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from ganstudio.gui.explore.cell_paint import paint_cursor, paint_picture, paint_ring
from ganstudio.gui.models.explore.directions_model import DirectionsModel
from ganstudio.gui.models.explore.point_pictures import PointPictures
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.text import ElidedLabel, describe, text
from ganstudio.gui.widgets.value_row import MINUS
from ganstudio.latents.directions import Direction, use
from ganstudio.latents.point import LatentPoint, Layers

FAR, NEAR = (-2.0, -1.0, 0.0, 1.0, 2.0), (-1.0, -0.5, 0.0, 0.5, 1.0)
GAP, LARGEST = 2, 64
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def caption_of(direction: Direction) -> str:
    if direction.accuracy is not None:
        words = f"Held-out accuracy {direction.accuracy:.0%}"
    elif direction.explained is not None:
        words = f"{direction.explained:.1%} of the variance"
    else:
        words = direction.note.partition(", ")[2]
    return words.replace("%", "\u2009%")


class DirectionStrip(QWidget):
    """Click on a picture to go there; Add keeps the direction with the model."""

    def __init__(self, directions: DirectionsModel, pictures: PointPictures, direction: Direction) -> None:
        super().__init__()
        self.setObjectName("direction_strip")
        self.directions, self.direction = directions, direction
        self.view = StripView(self, pictures)
        self.title = ElidedLabel(direction.name, "value")
        self.add = Button("Add", "link", "plus", f"Keep {direction.name} with the model", height=24)
        self.add.clicked.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(text(caption_of(direction), "caption"))
        head.addWidget(self.add)
        column.addLayout(head)
        column.addWidget(self.view)
        self.show_state()

    @property
    def strengths(self) -> tuple[float, ...]:
        return NEAR if self.direction.accuracy is not None else FAR

    def points(self) -> list[LatentPoint]:
        """The current point at each strength."""
        point = self.directions.explore.point
        if point is None:
            return []
        return [point.with_direction(use(self.direction, strength)) for strength in self.strengths]

    def set_layers(self, layers: Layers) -> None:
        """Where the direction acts, to begin with."""
        self.direction = self.direction.changed(layers=layers)
        self.show_state()

    def show_state(self) -> None:
        """Whether it is in the list already."""
        is_there = any(self._is_same(saved) for saved in self.directions.saved)
        self.add.setEnabled(not is_there)
        self.add.setText("Added" if is_there else "Add")
        self.view.update()

    def _is_same(self, saved: Direction) -> bool:
        return (saved.vector, saved.scale) == (self.direction.vector, self.direction.scale)

    def _add(self) -> None:
        model = self.directions
        name = self.direction.name
        if model.is_saved(name):
            name = model.free_name(name)
        model.save(self.direction.changed(name=name))
        self.show_state()


class StripView(QWidget):
    """Five pictures; the arrow keys move along them and Enter goes to one."""

    def __init__(self, strip: DirectionStrip, pictures: PointPictures) -> None:
        super().__init__()
        self._strip, self._pictures = strip, pictures
        self.cursor_cell = 2
        self._shown: dict[int, QImage] = {}
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(59)
        describe(self, f"{strip.direction.name} at five strengths", "Click a picture, or Enter, to go there")

    def side(self) -> int:
        return max(8, min(LARGEST, (self.width() - 4 * GAP) // 5))

    def sizeHint(self) -> QSize:
        return QSize(304, 59)

    def resizeEvent(self, event: object) -> None:
        self.setFixedHeight(self.side())

    def rect_of(self, cell: int) -> QRectF:
        return QRectF(cell * (self.side() + GAP), 0, self.side(), self.side())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        current = self._strip.directions.explore.point
        for cell, point in enumerate(self._strip.points()):
            image = self._pictures.of(point)
            if image is not None:
                self._shown[cell] = image
            paint_picture(painter, self.rect_of(cell), image or self._shown.get(cell), image is None)
            if point == current and point.strength_of(self._strip.direction.name):
                paint_ring(painter, self.rect_of(cell))
        if self.hasFocus():
            paint_cursor(painter, self.rect_of(self.cursor_cell))

    def take(self, cell: int) -> None:
        """Goes there."""
        self.cursor_cell = cell
        self._strip.directions.try_out(self._strip.direction, self._strip.strengths[cell])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self._cell_at(event.position().x())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.take(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            self.cursor_cell = max(0, min(4, self.cursor_cell + step))
            self.setAccessibleDescription(self._words(self.cursor_cell))
            self.update()
        elif event.key() in ENTER:
            self.take(self.cursor_cell)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            cell = self._cell_at(event.pos().x())
            QToolTip.showText(event.globalPos(), "" if cell is None else self._words(cell), self)
            return True
        own = (Qt.Key.Key_Left, Qt.Key.Key_Right, *ENTER)
        is_key = isinstance(event, QKeyEvent) and event.key() in own
        if is_key and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()  # the arrows belong to the strip that has the focus, not to the room
            return True
        return super().event(event)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def _cell_at(self, x: float) -> int | None:
        cell = int(x // (self.side() + GAP))
        return cell if 0 <= cell < 5 else None

    def _words(self, cell: int) -> str:
        strength = self._strip.strengths[cell]
        sign = MINUS if strength < 0 else "+" if strength > 0 else ""
        return f"{self._strip.direction.name} at {sign}{abs(strength):g}. Click to go there."
