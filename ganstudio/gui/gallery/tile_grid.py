"""Pictures as a grid under the heads of their days. Only what is in sight is painted and read."""

from PySide6.QtCore import QPoint, QRect, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.gallery.grid_layout import CAPTION, HEAD, INSET, GridLayout
from ganstudio.gui.gallery.tile_paint import TileState, paint_tile
from ganstudio.gui.models.gallery_model import GalleryModel
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.gallery.item import Item

BAR = 10  # pixels, as in the style sheet
SMALLEST, USUAL, LARGEST = 96, 152, 288
TIP = (
    "Arrows move, Space looks closer, Enter restores, 1 to 5 give stars and 0 takes them, Delete moves to the bin, "
    "Ctrl+C copies, Ctrl+A chooses all"
)


class TileGrid(QAbstractScrollArea):
    """Shows what the gallery shows. `hovered` is the tile under the pointer, `stars_under` what a click would give."""

    def __init__(self, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_grid")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        describe(self, "Pictures", "")
        self.setAccessibleDescription(TIP)
        self._gallery, self._wanted = gallery, USUAL
        self.hovered: int | None = None
        self.stars_under = 0
        self.layout_ = GridLayout((), 0, USUAL)
        gallery.changed.connect(self.refresh)
        gallery.chosen_changed.connect(self._show_chosen)
        gallery.thumbnails.ready.connect(self.viewport().update)
        self.refresh()

    # -- layout -------------------------------------------------------------------------------------------------

    def set_side(self, wanted: int) -> None:
        """About how large a tile is; what stood at the top stays there."""
        self._wanted = max(SMALLEST, min(LARGEST, wanted))
        kept = self._first_in_sight()
        self._arrange()
        if kept is not None and kept < self.layout_.count:
            self.verticalScrollBar().setValue(max(0, self.layout_.place(kept)[1] - HEAD))

    @Slot()
    def refresh(self) -> None:
        self.hovered = None
        self._arrange()

    def rect_of(self, index: int) -> QRect:
        """Where the picture of a tile lies in the viewport."""
        left, top = self.layout_.place(index)
        return QRect(left, top - self.verticalScrollBar().value(), self.layout_.side, self.layout_.side)

    def index_at(self, point: QPoint) -> int | None:
        return self.layout_.at(point.x(), point.y() + self.verticalScrollBar().value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        heads = [(section.title, len(section.items)) for section in self._gallery.sections]
        width = self.width() - BAR  # with or without the bar, which would else come and go for ever
        self.layout_ = GridLayout(heads, width, self._wanted)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self.layout_.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(48)
        self.viewport().update()

    def _first_in_sight(self) -> int | None:
        top = self.verticalScrollBar().value()
        return next(iter(self.layout_.between(top, top + self.viewport().height())), None)

    def _items(self) -> list[Item]:
        return self._gallery.shown

    def _index_of_current(self) -> int | None:
        current = self._gallery.current
        paths = (number for number, item in enumerate(self._items()) if current and item.path == current.path)
        return next(paths, None)

    @Slot()
    def _show_chosen(self) -> None:
        current, count = self._gallery.current, len(self._gallery.chosen)
        words = f"{current.name}, {current.stars} stars; {count} chosen. " if current else ""
        self.setAccessibleDescription(words + TIP)
        self.viewport().update()

    def reveal_current(self) -> None:
        """Scrolls to the picture that is looked at."""
        index = self._index_of_current()
        if index is not None:
            self.reveal(index)

    def reveal(self, index: int) -> None:
        """Scrolls so that a tile is in sight, with its head where it is the first."""
        bar, top = self.verticalScrollBar(), self.layout_.place(index)[1]
        bottom = top + self.layout_.side + CAPTION + 8
        if top - HEAD < bar.value():
            bar.setValue(top - HEAD)
        elif bottom > bar.value() + self.viewport().height():
            bar.setValue(bottom - self.viewport().height())

    # -- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = self.verticalScrollBar().value()
        self._paint_heads(painter, top)
        side = round(self.layout_.side * self.devicePixelRatioF())
        items = self._items()
        indices = list(self.layout_.between(top, top + self.viewport().height()))
        current = self._gallery.current
        places = self._gallery.places
        for index in indices:
            item = items[index]
            state = TileState(
                places.get(item.path), len(places) > 1, index == self.hovered,
                self.hasFocus() and current is not None and item.path == current.path,
                self.stars_under if index == self.hovered else 0,
            )  # fmt: skip
            paint_tile(painter, self.rect_of(index), item, self._gallery.thumbnails.get(item, side), state)
        self._gallery.thumbnails.want([items[index] for index in indices], side)

    def _paint_heads(self, painter: QPainter, top: int) -> None:
        colours = theme.current()
        for head in self.layout_.heads:
            line = QRect(INSET, head.top - top, self.viewport().width() - 2 * INSET, HEAD)
            if not line.intersects(self.viewport().rect()):
                continue
            painter.setFont(font(13, 600))
            painter.setPen(QColor(colours.text))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, head.title)
            line.setLeft(line.left() + painter.fontMetrics().horizontalAdvance(head.title) + 10)
            painter.setFont(font(12))
            painter.setPen(QColor(colours.text3))
            words = "1 picture" if head.count == 1 else f"{head.count:,} pictures"
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, words)
