"""What the grid of style mixes shows: heads, pictures, and which of them is chosen."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.explore.cell_paint import paint_cursor, paint_picture, paint_ring, paint_words
from ganstudio.gui.models.explore.mix_model import HEAD, Cell, MixModel
from ganstudio.gui.models.explore.point_pictures import PointPictures
from ganstudio.latents.point import LatentPoint

GAP, LARGEST = 2, 64


class MixCells(QWidget):
    """Paints the cells of a MixModel. `cursor_cell` is where the keyboard stands, `target` what a drop would hit."""

    def __init__(self, mix: MixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mix = mix
        self.pictures = PointPictures(mix.explore, "mix", parent=self)
        self.cursor_cell: Cell = (0, 0)
        self.target: Cell | None = None
        self.shown: dict[Cell, QImage] = {}
        self._points: dict[Cell, LatentPoint] = {}  # as they were when the point settled last
        self._fresh: set[Cell] = set()  # those whose picture is of their point
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        mix.changed.connect(self.refresh)
        self._ringed: Cell | None = None
        mix.explore.point_changed.connect(self._move_ring)
        self.pictures.changed.connect(self._collect)
        self.refresh()

    # -- where things are ---------------------------------------------------------------------------------------

    def side(self) -> int:
        """Of a cell, in pixels."""
        count = len(self.mix.columns) + 1
        return max(8, min(LARGEST, (self.width() - GAP * (count - 1)) // count))

    def rect_of(self, row: int, column: int) -> QRect:
        step = self.side() + GAP
        return QRect((column + 1) * step, (row + 1) * step, self.side(), self.side())

    def cell_at(self, point: QPoint) -> Cell | None:
        """The cell or head under a point; None over the corner and outside."""
        step = self.side() + GAP
        row, column = point.y() // step - 1, point.x() // step - 1
        is_inside = row < len(self.mix.rows) and column < len(self.mix.columns) and min(row, column) >= HEAD
        return (row, column) if is_inside and (row, column) != (HEAD, HEAD) else None

    def sizeHint(self) -> QSize:
        return QSize(304, 250)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def _fit(self) -> None:
        height = (len(self.mix.rows) + 1) * (self.side() + GAP) - GAP
        if height != self.height():
            self.setFixedHeight(height)

    # -- pictures -----------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Has the pictures made that are missing; old ones stay, dim, until then."""
        cells = self.mix.cells()
        self.shown = {cell: image for cell, image in self.shown.items() if cell in cells}
        row, column = self.cursor_cell
        self.cursor_cell = (min(row, len(self.mix.rows) - 1), min(column, len(self.mix.columns) - 1))
        self._fit()
        points = {cell: self.mix.point_at(*cell) for cell in cells}
        self._points = {cell: point for cell, point in points.items() if point is not None}
        self._collect()
        self.pictures.want(self._points.values())

    @Slot()
    def _collect(self) -> None:
        """Looks up once which pictures there are: a point takes long to compare, and painting is frequent."""
        found = {cell: self.pictures.of(point) for cell, point in self._points.items()}
        known = {cell: image for cell, image in found.items() if image is not None}
        self.shown |= known
        self._fresh = set(known)
        self.update()

    @Slot()
    def _move_ring(self) -> None:
        """Painted anew only where the chosen cell is another: the point changes with every move of a hand."""
        if self.mix.chosen() != self._ringed:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        corner = QRectF(self.rect_of(HEAD, HEAD))
        paint_words(painter, corner, self.corner_word())
        for cell in self.mix.cells():
            self._paint_cell(painter, cell)
        self._ringed = self.mix.chosen()
        if self._ringed is not None:
            paint_ring(painter, QRectF(self.rect_of(*self._ringed)))
        if self.mix.first_is_current:
            self._paint_mark(painter, colours)
        if self.target is not None:
            paint_ring(painter, QRectF(self.rect_of(*self.target)))
        elif self.hasFocus():
            paint_cursor(painter, QRectF(self.rect_of(*self.cursor_cell)))

    def corner_word(self) -> str:
        """What the rows give."""
        facts = self.mix.explore.facts
        return "shape" if facts is None or self.mix.layers.start > 0 else "colours"

    def _paint_cell(self, painter: QPainter, cell: Cell) -> None:
        paint_picture(painter, QRectF(self.rect_of(*cell)), self.shown.get(cell), cell not in self._fresh)

    def _paint_mark(self, painter: QPainter, colours: theme.Tokens) -> None:
        """A dot on the head that is the current point."""
        rect = QRectF(self.rect_of(0, HEAD))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor("#ffffff"))
        painter.setBrush(QColor(colours.ring))
        painter.drawEllipse(QRectF(rect.right() - 11, rect.bottom() - 11, 8, 8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
