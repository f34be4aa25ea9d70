"""The list of a generator's layers: resolution, what the layer is, and how many maps it makes."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.widgets.text import describe

WIDTH, ROW = 168, 28
PARTS = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class LayerList(QListWidget):
    """`set_layers` takes (resolution, words, maps) of each layer, the coarsest first."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("layer_list")
        self.setFixedWidth(WIDTH)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(LayerRow(self))
        describe(
            self, "Layers", "The layers of the generator in the order in which they work, and their maps"
        )

    def set_layers(self, layers: list[tuple[int, str, int]], chosen: int) -> None:
        self.clear()
        for resolution, words, maps in layers:
            said = f"{resolution} px, {words}, {count(maps)}"
            item = QListWidgetItem(said)
            item.setToolTip(said)
            item.setData(PARTS, (f"{resolution} px", words, str(maps)))
            self.addItem(item)
        self.setCurrentRow(chosen)


class LayerRow(QStyledItemDelegate):
    """Three columns: resolution, words, number of maps."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(WIDTH - 12, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, rect = theme.current(), QRect(option.rect)
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft if is_chosen else colours.hover))
            painter.drawRoundedRect(rect, 6, 6)
        parts = index.data(PARTS)
        quiet = QColor(colours.text2 if is_chosen else colours.text3)
        inner, side = rect.adjusted(8, 0, -8, 0), Qt.AlignmentFlag
        painter.setFont(font(11))
        painter.setPen(quiet)
        painter.drawText(inner, side.AlignLeft | side.AlignVCenter, parts[0])
        painter.drawText(inner, side.AlignRight | side.AlignVCenter, parts[2])
        painter.setFont(font(12, 500))
        painter.setPen(QColor(colours.text))
        painter.drawText(inner.adjusted(44, 0, -24, 0), side.AlignLeft | side.AlignVCenter, parts[1])


def count(maps: int) -> str:
    return "1 map" if maps == 1 else f"{maps} maps"
