"""The two sides that a recipe translates between, as slots that data cards fill: From, To, and a button that swaps."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import icon
from ganstudio.gui.start import sides
from ganstudio.gui.start.data_cards import in_words
from ganstudio.gui.start.pick_card import RADIUS, PickCard
from ganstudio.gui.start.start_model import StartModel
from ganstudio.gui.widgets.button import IconButton

HEIGHT, SAMPLE, INSET, LEFT = 76, 70, 3, 88
EMPTY = "Pick its pictures below"
TIPS = (
    "The pictures to translate from, side A. Click, then pick a set below.",
    "What they become, side B. Click, then pick a set below.",
)
WHOLE = "Both sides come with {}. Pick a single set below to choose the sides one by one."
SWAP = "Swap the two sides"
NO_SWAP = "This recipe learns both ways at once, so the order of a set that holds both sides does not matter"


class SideSlot(PickCard):
    """One side: four of its pictures, its title and size. Checked while the next set that is picked goes here."""

    def __init__(self, side: int) -> None:
        super().__init__(sides.NAMES[side], TIPS[side])
        self.setObjectName(f"side_{'ab'[side]}")
        self._side, self._title, self._words = side, "", ""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_side(self, title: str, words: str, tip: str) -> None:
        """Without a title it is still to be chosen."""
        self._title, self._words = title, words
        self.setAccessibleName(f"{sides.NAMES[self._side]}: {title or 'not chosen yet'}")
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)
        self.update()

    @property
    def title(self) -> str:
        return self._title

    def sizeHint(self) -> QSize:
        return QSize(280, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, HEIGHT)

    def paint_strip(self, painter: QPainter, colours: theme.Tokens) -> None:
        room = QRect(INSET, INSET, SAMPLE, SAMPLE)
        if self._pictures is None or not len(self._pictures):
            painter.fillRect(room, QColor(colours.canvas))
            icon("image", "text3").paint(painter, room.adjusted(25, 25, -25, -25))
            return
        if self._strip is None:
            self._strip = self._painted(SAMPLE, SAMPLE, 2)
        painter.drawPixmap(room.topLeft(), self._strip)

    def paint_words(self, painter: QPainter, colours: theme.Tokens) -> None:
        soft = colours.text2 if self.isChecked() else colours.text3
        left = LEFT - 15
        self.words(painter, 8, sides.NAMES[self._side], 11, 400, soft, left)
        if self._title:
            self.words(painter, 27, self._title, 13, 600, colours.text, left)
            self.words(painter, 47, self._words, 12, 400, soft, left)
        else:
            self.words(painter, 27, EMPTY, 13, 400, colours.text2, left)

    def _paint_ground(self, painter: QPainter, colours: theme.Tokens) -> None:
        if self._title or self.isChecked():
            super()._paint_ground(painter, colours)
            return
        painter.setPen(QPen(QColor(colours.border), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(colours.panel if self.underMouse() else colours.window))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)


class SideSlots(QWidget):
    """Both slots; seen only while the chosen recipe asks for two sides. `turn_asked`: a set that holds both is to be
    learnt the other way round."""

    turn_asked = Signal()

    def __init__(self, model: StartModel) -> None:
        super().__init__()
        self._model = model
        self.slots = (SideSlot(sides.A), SideSlot(sides.B))
        self.can_turn = False  # whether the recipe can be set to go the other way
        self.swap = IconButton("arrows-left-right", SWAP, SWAP, size=32)
        self.swap.setObjectName("swap_sides")
        self.swap.clicked.connect(self._swap)
        self._group = QButtonGroup(self)
        for side, slot in enumerate(self.slots):
            self._group.addButton(slot)
            slot.clicked.connect(lambda _on=False, side=side: self._fill(side))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slots[sides.A], 1)
        row.addWidget(self.swap)
        row.addWidget(self.slots[sides.B], 1)

    def refresh(self) -> None:
        """What is chosen now, and which side is next."""
        model, data = self._model, self._model.chosen_data
        is_whole = data is not None and bool(data.sides)
        for side, slot in enumerate(self.slots):
            info = data if side == sides.A or is_whole else model.other
            words = in_words(info) if info is not None and not is_whole else _of(data.title if data else "")
            tip = WHOLE.format(data.title) if data is not None and is_whole else TIPS[side]
            slot.show_side(model.title_of(side), words, tip)
            slot.set_pictures(model.pictures_of(side))
        self._mark(is_whole)
        can_swap = model.other is not None or (is_whole and self.can_turn)
        self.swap.setEnabled(can_swap)
        self.swap.setToolTip(SWAP if can_swap else NO_SWAP if is_whole else "Choose both sides first")

    def tab_stops(self) -> list[QWidget]:
        return [] if self.isHidden() else [self.slots[sides.A], self.swap, self.slots[sides.B]]

    def _mark(self, is_whole: bool) -> None:
        """The side that is next is marked; neither is where one set holds both."""
        self._group.setExclusive(False)
        for side, slot in enumerate(self.slots):
            slot.setChecked(not is_whole and side == self._model.filling)
        self._group.setExclusive(not is_whole)

    def _swap(self) -> None:
        if self._model.other is not None:
            self._model.swap()
        else:
            self.turn_asked.emit()

    def _fill(self, side: int) -> None:
        self._model.fill(side)
        self.refresh()


def _of(title: str) -> str:
    return f"of {title}" if title else ""
