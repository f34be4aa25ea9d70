"""The cards of step 1: data sets, and the one that adds a folder."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.icons import icon
from ganstudio.gui.start.catalog import DataInfo
from ganstudio.gui.start.pick_card import RADIUS, TEXT_LEFT, PickCard, paint_tag

HEIGHT, LEAST, MOST = 132, 220, 320


def in_words(info: DataInfo) -> str:
    """`5,000 pictures, 28 px, 10 classes`, or `1,852 pairs, 64 px`."""
    parts = [_counted(info), f"{info.resolution} px"]
    if info.class_names:
        parts.append(f"{len(info.class_names)} classes")
    return ", ".join(parts)


def described(info: DataInfo) -> str:
    """What the tool tip says."""
    sides = f"\nFrom {info.sides[0]} to {info.sides[1]}" if info.sides else ""
    return f"{info.title}: {info.problem or in_words(info)}{sides}"


def _counted(info: DataInfo) -> str:
    counts = info.counts or (info.count,)
    if info.kind == "pairs" and len(set(counts)) == 1:
        return f"{counts[0]:,} pairs" if counts[0] != 1 else "1 pair"
    words = " and ".join(f"{count:,}" for count in counts)
    return f"{words} pictures" if counts != (1,) else "1 picture"


class DataCard(PickCard):
    """A data set: twelve or so of its pictures, its title and its size."""

    def __init__(self, info: DataInfo) -> None:
        super().__init__(info.title, described(info))
        self.setObjectName(f"data_{info.name}")
        self.info = info
        self._side = self._why_not = ""
        self.setEnabled(not info.problem)

    def show_fit(self, why_not: str, side: str) -> None:
        """Why the chosen recipe cannot use it, which disables it; and which side it is: From, To or neither."""
        if self.info.problem or (why_not, side) == (self._why_not, self._side):
            return
        self._why_not, self._side = why_not, side
        self.setEnabled(not why_not)
        tip = described(self.info)
        tip = f"{tip}\n{why_not}" if why_not else f"{tip}\nThis is the {side} side." if side else tip
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.update()

    def paint_words(self, painter: QPainter, colours: theme.Tokens) -> None:
        self.words(painter, 82, self.info.title, 13, 600, colours.text if self.isEnabled() else colours.off)
        if self.info.problem:
            self.words(painter, 102, self.info.problem, 12, 400, colours.error)
            return
        self.words(painter, 102, in_words(self.info), 12, 400, self._soft(colours))
        if self._side:
            paint_tag(painter, self._side, self.width() - TEXT_LEFT, 83, colours)
        elif self.isChecked():
            _tick(painter, self.width() - 28, 86, colours)

    def _soft(self, colours: theme.Tokens) -> str:
        return colours.off if not self.isEnabled() else colours.text2 if self.isChecked() else colours.text3


class AddCard(PickCard):
    """Opens the sheet that checks and imports pictures; lights up while something is dragged over the page."""

    def __init__(self) -> None:
        super().__init__(
            "Add a folder of pictures", "Choose a folder or zip of pictures, or drop one on this page"
        )
        self.setObjectName("add_data")
        self.setCheckable(False)
        self._is_target = False

    def set_target(self, is_target: bool) -> None:
        self._is_target = is_target
        self.update()

    def nextCheckState(self) -> None:
        pass

    def paint_strip(self, painter: QPainter, colours: theme.Tokens) -> None:
        pass

    def paint_words(self, painter: QPainter, colours: theme.Tokens) -> None:
        middle = self.height() // 2
        icon("folder-plus", "text2").paint(painter, self.width() // 2 - 10, middle - 32, 20, 20)
        painter.setPen(QColor(colours.text))
        painter.setFont(font(12, 600))
        self._centred(painter, middle - 4, "Drop it here" if self._is_target else "Add a folder of pictures")
        painter.setPen(QColor(colours.text2))
        painter.setFont(font(12))
        self._centred(
            painter, middle + 15, "to check and import it" if self._is_target else "or drop one here"
        )

    def _centred(self, painter: QPainter, top: int, words: str) -> None:
        painter.drawText(QRect(0, top, self.width(), 18), Qt.AlignmentFlag.AlignCenter, words)

    def _paint_ground(self, painter: QPainter, colours: theme.Tokens) -> None:
        lit = self._is_target
        pen = QPen(
            QColor(colours.accent_line if lit else colours.border), 2 if lit else 1, Qt.PenStyle.DashLine
        )
        painter.setPen(pen)
        fill = colours.accent_soft if lit else colours.panel if self.underMouse() else colours.window
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)


def _tick(painter: QPainter, left: int, top: int, colours: theme.Tokens) -> None:
    """A round tick that says: chosen."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.accent_line))
    painter.drawEllipse(QRectF(left, top, 13, 13))
    painter.setPen(QPen(QColor(colours.accent_soft), 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPolyline([QPointF(left + x, top + y) for x, y in ((3.7, 6.8), (5.7, 8.8), (9.3, 4.7))])
