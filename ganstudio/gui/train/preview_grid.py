"""The pictures of the fixed latents, painted pixel by pixel."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.models.sheets import Sheet
from ganstudio.gui.train.row_names import paint_gaps, paint_names, width_of
from ganstudio.gui.widgets.text import describe

SHARP_ENOUGH = 0.72  # a whole-number scale is taken where it fills this share of the room
TIP = "Each tile is one fixed latent, drawn anew at every preview. Click one to look closer."
CLOSER = "Click to look closer"


class PreviewGrid(QWidget):
    """Shows a sheet as large as fits: whole-number scale and hard pixels where the room allows it.

    `opened` carries the number of the tile that a person wants to see closer.
    """

    opened = Signal(int)
    explore_asked = Signal(int)  # the tile

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview_grid")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 120)
        describe(self, "Preview", TIP)
        self._sheet: Sheet | None = None
        self._image = QImage()
        self._scaled = QPixmap()  # as it was painted last, so that a ring that moves costs nothing
        self._class_names: tuple[str, ...] = ()
        self.row_names: tuple[str, ...] = ()
        self._message = ""
        self.chosen: int | None = None

    @property
    def sheet(self) -> Sheet | None:
        return self._sheet

    def show_sheet(
        self, sheet: Sheet | None, class_names: tuple[str, ...] = (), row_names: tuple[str, ...] = ()
    ) -> None:
        """`row_names` say what each row shows, where rows differ, as those of a translator do."""
        self._sheet, self._class_names = sheet, class_names
        self._image, self._scaled = image_of(sheet.pixels) if sheet is not None else QImage(), QPixmap()
        self.row_names = row_names if len(row_names) == self._rows() else ()
        if sheet is None or (self.chosen is not None and self.chosen >= self.count):
            self.chosen = None
        self.update()

    def say(self, message: str) -> None:
        """What stands here while there is no picture."""
        self._message = message
        self.update()

    def height_for(self, width: int, limit: int) -> int:
        """The height of the picture in a room of `width` x `limit`."""
        if self._image.isNull():
            return limit
        return round(self._image.height() * self._scale(width, limit))

    def picture_rect(self) -> QRectF:
        """Where the picture lies, in this widget's coordinates."""
        scale = self._scale(self.width(), self.height())
        size = self._image.size().toSizeF() * scale
        names = self._names_width()
        left = names + max(0, round((self.width() - names - size.width()) / 2))
        return QRectF(left, round((self.height() - size.height()) / 2), size.width(), size.height())

    def tile_at(self, point: QPointF) -> int | None:
        """The number of the tile under a point: the seed of its latent."""
        rect = self.picture_rect()
        if self._sheet is None or not rect.contains(point):
            return None
        side = self._tile_side()
        column, row = int((point.x() - rect.x()) / side), int((point.y() - rect.y()) / side)
        return min(row, self._rows() - 1) * self._columns() + min(column, self._columns() - 1)

    def words(self, tile: int) -> str:
        """Seed n, and the class where there are classes; of a translator the row's name and which picture."""
        if self.row_names:
            row, column = divmod(tile, self._columns())
            return f"{self.row_names[row]}, picture {column + 1}"
        if not self._class_names:
            return f"Seed {tile}"
        return f"Seed {tile}, class {self._class_names[tile % len(self._class_names)]}"

    def sizeHint(self) -> QSize:
        return QSize(768, 384)

    # -- painting -----------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        painter.fillRect(self.rect(), QColor(colours.canvas))
        if self._image.isNull():
            painter.setFont(font(12))
            painter.setPen(QColor(colours.text3))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._message)
            return
        rect = self.picture_rect()
        painter.drawPixmap(rect.topLeft(), self._fitted(rect))
        paint_gaps(painter, self.row_names, rect)
        paint_names(painter, self.row_names, rect, rect.x() - self._names_width())
        painter.setPen(QPen(QColor(128, 128, 128, 64), 1))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        if self.chosen is not None:
            painter.setPen(QPen(QColor(colours.ring), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap,
                                Qt.PenJoinStyle.MiterJoin))  # fmt: skip
            painter.drawRect(self._tile_rect(self.chosen).adjusted(1, 1, -1, -1))

    def _fitted(self, rect: QRectF) -> QPixmap:
        """The picture at the size that is painted."""
        ratio = self.devicePixelRatioF()
        size = (rect.size() * ratio).toSize()
        if self._scaled.size() != size:
            scale = size.width() / self._image.width()
            is_whole = abs(scale - round(scale)) < 1e-6
            how = (
                Qt.TransformationMode.FastTransformation
                if is_whole
                else Qt.TransformationMode.SmoothTransformation
            )
            self._scaled = QPixmap.fromImage(
                self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, how)
            )
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled

    def _scale(self, width: int, height: int) -> float:
        """Screen units for each pixel of the picture."""
        if self._image.isNull():
            return 1.0
        ratio = self.devicePixelRatioF()
        width -= self._names_width()
        fit = max(min(width / self._image.width(), height / self._image.height()), 1e-3) * ratio
        whole = float(np.floor(fit))
        return (whole if whole >= 1 and whole >= SHARP_ENOUGH * fit else fit) / ratio

    def _names_width(self) -> int:
        return width_of(self.row_names, self._side())

    def _columns(self) -> int:
        return max(1, self._image.width() // self._side())

    def _rows(self) -> int:
        return max(1, self._image.height() // self._side())

    @property
    def count(self) -> int:
        """How many tiles there are."""
        return self._columns() * self._rows()

    def _side(self) -> int:
        return max(1, self._sheet.side) if self._sheet is not None else 1

    def _tile_side(self) -> float:
        return self._side() * self.picture_rect().width() / max(1, self._image.width())

    def _tile_rect(self, tile: int) -> QRectF:
        row, column = divmod(tile, self._columns())
        side, rect = self._tile_side(), self.picture_rect()
        return QRectF(rect.x() + column * side, rect.y() + row * side, side, side)

    # -- pointing and keys --------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._sheet is not None:
            return True  # each tile has its own
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(self.tile_at(event.position()))
        if self.chosen is None:
            QToolTip.hideText()
        else:
            self._show_tip(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        tile = self.tile_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and tile is not None:
            QToolTip.hideText()
            self.opened.emit(tile)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._choose(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns(), Qt.Key.Key_Down: self._columns(),
        }  # fmt: skip
        move = moves.get(Qt.Key(event.key()))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.chosen is not None:
            self.opened.emit(self.chosen)
            return
        if self._sheet is None or move is None:
            super().keyPressEvent(event)
            return
        wanted = 0 if self.chosen is None else self.chosen + move
        if 0 <= wanted < self.count:
            self._choose(wanted)
            corner = self._tile_rect(wanted).topRight().toPoint() + QPoint(8, 0)
            self._show_tip(self.mapToGlobal(corner))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._sheet is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tile = self.chosen
        if tile is not None:
            menu.addAction("Look closer").triggered.connect(lambda: self.opened.emit(tile))
            words = "Translate" if self.row_names else "Explore"
            menu.addAction(words).triggered.connect(lambda: self.explore_asked.emit(tile))
            menu.addAction(self._action(menu, "Copy this picture", self._tile_pixels(tile)))
        menu.addAction(self._action(menu, "Copy all pictures", self._image.rect()))
        menu.popup(event.globalPos())

    def _action(self, menu: QMenu, words: str, part: QRect) -> QAction:
        action = QAction(words, menu)
        action.triggered.connect(lambda: QGuiApplication.clipboard().setImage(self._image.copy(part)))
        return action

    def _tile_pixels(self, tile: int) -> QRect:
        row, column = divmod(tile, self._columns())
        side = self._side()
        return QRect(column * side, row * side, side, side)

    def _choose(self, tile: int | None) -> None:
        if tile != self.chosen:
            self.chosen = tile
            self.setAccessibleDescription(self.words(tile) if tile is not None else TIP)
            self.update()

    def _show_tip(self, where: QPoint) -> None:
        if self.chosen is not None:
            QToolTip.showText(where, f"{self.words(self.chosen)}\n{CLOSER}", self)


def image_of(pixels: np.ndarray) -> QImage:
    """[H, W, 1 or 3] uint8 -> an image that owns its bytes: numpy may free the array at any time."""
    height, width, channels = pixels.shape
    kind = QImage.Format.Format_Grayscale8 if channels == 1 else QImage.Format.Format_RGB888
    whole = np.ascontiguousarray(pixels)
    return QImage(whole.data, width, height, width * channels, kind).copy()
