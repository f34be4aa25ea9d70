"""The seed plane: a map of small pictures around the current point, on which one walks."""

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ganstudio.gui import theme
from ganstudio.gui.explore.plane_axes import Axes, Place, SeedAxes
from ganstudio.gui.explore.plane_paint import (
    GAP,
    cell_rect,
    map_picture,
    paint_cell_ring,
    paint_place,
)
from ganstudio.gui.explore.plane_tiles import PlaneTiles
from ganstudio.gui.explore.plane_trail import Trail
from ganstudio.gui.explore.plane_view import Path, PlaneView
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.point import LatentPoint

SIDE = 272
SCROLL_EVERY = 120  # ms, while one walks beyond the edge
TIP = (
    "Drag to walk between the pictures, click to take one, scroll to see more or fewer. "
    "Arrows step, Shift ten times as far, Alt a tenth; plus and minus zoom."
)
ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class SeedPlane(QWidget):
    """Walking changes the point at once; letting go makes it a step that can be undone."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("seed_plane")
        self.setFixedSize(SIDE, SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        describe(self, "Seed plane", TIP)
        self.axes: Axes = SeedAxes()
        self.view, self.path = PlaneView.around((0, 0)), Path()
        self.place: Place | None = None
        self.is_grid = False
        self.tiles = PlaneTiles(explore, self)
        self._explore = explore
        self._pressed: QPointF | None = None
        self._pointer = QPointF()
        self._is_walking, self._is_stepping, self._turned = False, False, 0
        self._map: QPixmap | None = None
        self._trail = Trail()
        self._edge = QTimer(self)
        self._edge.setInterval(SCROLL_EVERY)
        self._edge.timeout.connect(self._scroll)
        self.tiles.changed.connect(self._redraw)
        explore.model_changed.connect(self._begin)
        explore.point_changed.connect(self._follow)
        explore.settled.connect(self._settle)
        self._begin()

    def set_axes(self, axes: Axes) -> None:
        """Another meaning of the plane; the view begins around where the point lies on it."""
        self.axes = axes
        self.tiles.forget()
        self._begin()

    def set_grid(self, is_grid: bool) -> None:
        """Cells apart from each other that are clicked, or a plane that is walked."""
        self.is_grid = is_grid
        self._redraw()

    def set_view(self, view: PlaneView) -> None:
        if view != self.view:
            self.view = view
            self._show_tiles()
            self._redraw()

    # -- the point ------------------------------------------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        """Another model or other axes."""
        point = self._explore.point
        self.place = None if point is None else self.axes.place(point, (0, 0))
        self.view = PlaneView.around(self.place or (0, 0), self.view.count)
        self.path = Path()
        if self.place is not None:
            self.path.begin(self.place)
        self.tiles.forget()
        self._show_tiles()

    @Slot(object)
    def _follow(self, point: LatentPoint) -> None:
        before, self.place = self.place, self.axes.place(point, self.place or self._middle())
        if self.place == before:
            return
        if self.place is None:
            self.update()
            return
        if self._is_walking or self._is_stepping:
            self.path.walk(self.place)
        elif not self.path.back_to(self.place):
            self.path.begin(self.place)
        if not self.view.holds(self.place):
            self.view = PlaneView.around(self.place, self.view.count)
            self._redraw()
        self.update()

    @Slot(object)
    def _settle(self, point: LatentPoint) -> None:
        if self.place is not None and not self._is_walking:
            self.path.stop(self.place)
        self._show_tiles()
        self.update()

    def _show_tiles(self) -> None:
        point = self._explore.point
        if self.isVisible() and point is not None and self._explore.facts is not None:
            self.tiles.show(self.axes, point, self.view, self.place or self._middle())

    def _walk_to(self, place: Place) -> None:
        point = self._explore.point
        if point is not None:
            self._explore.change(self.axes.words, self.axes.at(point, *place), live=True)

    def _take(self, column: int, row: int) -> None:
        point = self._explore.point
        if point is None:
            return
        self._is_stepping = True  # the path goes on to the cell
        self._explore.change(self.axes.name(column, row), self.axes.at(point, column, row))
        self._is_stepping = False

    # -- hands ----------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = self._pointer = event.position()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or self.is_grid:
            return
        self._pointer = event.position()
        far = (self._pointer - self._pressed).manhattanLength() >= QApplication.startDragDistance() / 2
        if self._is_walking or far:
            self._is_walking = True
            self._walk_to(self.view.place_at(self._pointer.x(), self._pointer.y(), SIDE))
            if self._beyond() == (0, 0):
                self._edge.stop()
            elif not self._edge.isActive():
                self._edge.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton or self._pressed is None:
            return
        self._edge.stop()
        self._pressed = None
        if self._is_walking:
            self._is_walking = False
            self._explore.settle()
        elif self.rect().contains(event.position().toPoint()):
            self._take(*self._cell_at(event.position()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()
        self._turned += event.angleDelta().y()
        notches = int(self._turned / 120)
        if notches:
            self._turned -= notches * 120
            about = self.view.place_at(event.position().x(), event.position().y(), SIDE)
            self.set_view(self.view.zoomed(self.view.count - notches, about))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = ARROWS.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            more = 1 if event.key() == Qt.Key.Key_Minus else -1
            self.set_view(self.view.zoomed(self.view.count + more, self.place or self._middle()))
        elif step is None:
            super().keyPressEvent(event)
        else:
            self._step(*step, event.modifiers())

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self._is_stepping and not event.isAutoRepeat():
            self._explore.settle()
            self._is_stepping = False
        super().keyReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.axes.name(*self._cell_at(QPointF(event.pos()))), self)
            return True
        return super().event(event)

    def _step(self, right: int, down: int, held: Qt.KeyboardModifier) -> None:
        is_fine = bool(held & Qt.KeyboardModifier.AltModifier) and not self.is_grid
        length = 10.0 if held & Qt.KeyboardModifier.ShiftModifier else 0.1 if is_fine else 1.0
        x, y = self.place or self._middle()
        if not is_fine:
            x, y = round(x), round(y)
        self._is_stepping = True
        self._walk_to((round(x + right * length, 6), round(y + down * length, 6)))

    @Slot()
    def _scroll(self) -> None:
        """Beyond the edge the map moves on under the hand."""
        self.view = self.view.shifted(*self._beyond())
        self._show_tiles()
        self._redraw()
        self._walk_to(self.view.place_at(self._pointer.x(), self._pointer.y(), SIDE))

    def _beyond(self) -> tuple[int, int]:
        x, y = self._pointer.x(), self._pointer.y()
        return (x > SIDE) - (x < 0), (y > SIDE) - (y < 0)

    def _cell_at(self, position: QPointF) -> tuple[int, int]:
        column = int(min(max(position.x(), 0), SIDE - 1) * self.view.count / SIDE)
        row = int(min(max(position.y(), 0), SIDE - 1) * self.view.count / SIDE)
        return self.view.left + column, self.view.top + row

    def _middle(self) -> Place:
        half = (self.view.count - 1) // 2
        return self.view.left + half, self.view.top + half

    # -- painting -------------------------------------------------------------------------------------------------

    @Slot()
    def _redraw(self) -> None:
        self._map = None
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_tiles()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_map"):
            self._redraw()

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        gap = GAP if self.is_grid else 0
        if self._map is None:
            self._map = map_picture(self.tiles.images, self.view, SIDE, self.devicePixelRatioF(), gap)
        painter.drawPixmap(0, 0, self._map)
        if self.is_grid and self.place is not None:
            column, row = (round(value) for value in self.place)
            paint_cell_ring(painter, cell_rect(self.view, column, row, SIDE, gap))
        elif self.place is not None:
            self._trail.paint(painter, self.path, self.place, self.view, SIDE, self.devicePixelRatioF())
            paint_place(painter, QPointF(*self.view.pixels_of(self.place, SIDE)))
