"""Pictures of feature maps, painted pixel by pixel; the theme's colours come in when they are painted."""

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.train.preview_grid import image_of
from ganstudio.gui.widgets.picture_paint import paint_edge
from ganstudio.gui.widgets.text import describe
from ganstudio.gui.widgets.viewport import Edges, Viewport
from ganstudio.latents.map_picture import GREY, Colour, Colours, MapPicture, color_table

TIP = "Left and right go through the channels, up and down through the layers"


class PictureView(QWidget):
    """A picture [H, W, C] uint8 as large as fits, with a caption under it."""

    edges = Edges.WHEN_ZOOMED

    def __init__(self, name: str, caption: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(96, 112)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        describe(self, name)
        self.caption = caption
        self._image = QImage()

    def show_pixels(self, pixels: np.ndarray | None) -> None:
        self._image = QImage() if pixels is None else image_of(pixels)
        self.update()

    def set_caption(self, words: str) -> None:
        self.caption = words
        self.update()

    def picture_rect(self) -> QRectF:
        """Where the picture lies."""
        if self._image.isNull():
            return QRectF()
        room, size = QSizeF(self.width(), self.height() - 24), QSizeF(self._image.size())
        return Viewport(room, size, self.devicePixelRatioF(), edges=self.edges).rect

    def sizeHint(self) -> QSize:
        return QSize(320, 340)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter, rect = QPainter(self), self.picture_rect()
        is_smaller = rect.width() * self.devicePixelRatioF() < self._image.width()
        is_smooth = is_smaller or self.edges is not Edges.CRISP
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(rect, self._image)
        paint_edge(painter, rect)
        painter.setFont(font(11))
        painter.setPen(QColor(theme.current().text3))
        words = painter.fontMetrics().elidedText(self.caption, Qt.TextElideMode.ElideRight, self.width() - 8)
        line = QRectF(0, min(rect.bottom() + 4, self.height() - 20), self.width(), 20)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, words)


class MapView(PictureView):
    """`stepped` asks for another channel, `layered` for another layer; `picked` carries a tile of a mosaic."""

    stepped = Signal(int)
    layered = Signal(int)
    picked = Signal(int)
    edges = Edges.CRISP  # each pixel is a number

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Feature maps", parent=parent)
        self.setObjectName("map_view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(TIP)
        self.is_grey = False
        self._picture: MapPicture | None = None

    @property
    def picture(self) -> MapPicture | None:
        return self._picture

    def show_map(self, picture: MapPicture | None) -> None:
        self._picture = picture
        self._colour()

    def set_grey(self, is_grey: bool) -> None:
        self.is_grey = is_grey
        self._colour()

    def pixels(self) -> np.ndarray | None:
        """What is shown, [H, W, 3] uint8, a pixel for each number."""
        if self._picture is None:
            return None
        return color_table(*self._colours())[self._picture.levels]

    def tile_at(self, x: float, y: float) -> int | None:
        """The channel under a point of a mosaic."""
        picture, rect = self._picture, self.picture_rect()
        if picture is None or len(picture.channels) < 2 or not rect.contains(x, y):
            return None
        rows = -(-len(picture.channels) // picture.columns)
        column = int((x - rect.x()) / rect.width() * picture.columns)
        tile = int((y - rect.y()) / rect.height() * rows) * picture.columns + column
        return picture.channels[tile] if tile < len(picture.channels) else None

    def event(self, event: QEvent) -> bool:
        """Arrows are this view's own while it has the focus, not the room's."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _moves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (move := _moves(event)) is None:
            super().keyPressEvent(event)
            return
        signal, by = move
        (self.stepped if signal == "channel" else self.layered).emit(by)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        channel = self.tile_at(event.position().x(), event.position().y())
        if event.button() is Qt.MouseButton.LeftButton and channel is not None:
            self.picked.emit(channel)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_picture"):
            self._colour()

    def _colour(self) -> None:
        self.show_pixels(self.pixels())

    def _colours(self) -> tuple[Colours, Colour]:
        colours = theme.current()
        canvas = _rgb(colours.canvas)
        if self.is_grey:
            return GREY, canvas
        made, gap = _rgb(colours.made), _rgb(colours.border)
        if self._picture is not None and self._picture.low >= 0:  # energy has no sign, so no blue
            return (canvas, _between(canvas, made), made), gap
        return (_rgb(colours.real), canvas, made), gap


def _moves(event: QKeyEvent) -> tuple[str, int] | None:
    moves = {
        Qt.Key.Key_Left: ("channel", -1), Qt.Key.Key_Right: ("channel", 1),
        Qt.Key.Key_Up: ("layer", -1), Qt.Key.Key_Down: ("layer", 1),
    }  # fmt: skip
    return moves.get(Qt.Key(event.key()))


def _between(one: Colour, other: Colour) -> Colour:
    red, green, blue = ((a + b) // 2 for a, b in zip(one, other))
    return red, green, blue


def _rgb(colour: str) -> Colour:
    made = QColor(colour)
    return made.red(), made.green(), made.blue()
