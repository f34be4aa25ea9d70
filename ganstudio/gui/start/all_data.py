"""Every data set there is, and those that can be downloaded."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import icon
from ganstudio.gui.start import data_cards
from ganstudio.gui.start.card_grid import CardGrid
from ganstudio.gui.start.data_choice import DataChoice
from ganstudio.gui.start.pick_card import RADIUS, PickCard
from ganstudio.gui.start.start_model import StartModel
from ganstudio.gui.start.summary_panel import scrolling
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.text import line, section_label, text

OFFERED = (
    ("mnist", "MNIST", "60,000 digits, 28 px, 10 classes"),
    ("fashion-mnist", "Fashion-MNIST", "60,000 pieces of clothing, 28 px, 10 classes"),
    ("cifar10", "CIFAR-10", "50,000 things and animals, 32 px, 10 classes"),
)
"""What a click downloads."""


class DownloadCard(PickCard):
    """A data set that is not here yet."""

    def __init__(self, name: str, title: str, what: str) -> None:
        super().__init__(f"Download {title}", f"Download {title} ({what}), check it and import it")
        self.setObjectName(f"download_{name}")
        self.setCheckable(False)
        self._title, self._what = title, what

    def nextCheckState(self) -> None:
        pass

    def paint_strip(self, painter: QPainter, colours: theme.Tokens) -> None:
        icon("download-simple", "text2").paint(painter, 15, 14, 20, 20)

    def paint_words(self, painter: QPainter, colours: theme.Tokens) -> None:
        self.words(painter, 42, self._title, 13, 600, colours.text)
        self.words(painter, 62, self._what, 12, 400, colours.text3)

    def _paint_ground(self, painter: QPainter, colours: theme.Tokens) -> None:
        painter.setPen(QPen(QColor(colours.hairline), 1))
        painter.setBrush(QColor(colours.raised if self.underMouse() else colours.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)


class AllData(DataChoice):
    """Choosing a set goes back to the start page."""

    closed = Signal()
    download_asked = Signal(str, str)

    def __init__(self, model: StartModel) -> None:
        super().__init__(model)
        self.downloads = CardGrid(data_cards.LEAST + 60, 92, data_cards.MOST + 60)
        self.downloads.set_cards([self._offer(*offered) for offered in OFFERED])
        self.back = Button("Back", "quiet", "arrow-left", "Back to the new run", 28)
        self.back.setObjectName("all_data_back")
        self.back.clicked.connect(self.closed)
        self._lay_out()

    def _offer(self, name: str, title: str, what: str) -> DownloadCard:
        card = DownloadCard(name, title, what)
        card.clicked.connect(lambda: self.download_asked.emit(name, title))
        return card

    def _lay_out(self) -> None:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(8, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(section_label("All data"))
        row.addStretch(1)
        content = QWidget()
        content.setProperty("surface", "none")
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.grid)
        column.addSpacing(8)
        column.addWidget(section_label("Download"))
        column.addWidget(
            text("Well-known data sets, fetched from their publishers when you ask for them.", "note")
        )
        column.addWidget(self.downloads)
        column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(head)
        page.addWidget(line())
        area = scrolling(content)
        area.setAlignment(Qt.AlignmentFlag.AlignTop)
        page.addWidget(area, 1)
