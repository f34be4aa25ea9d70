"""The place where directions are found and made, in the column of the list that they go to."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.explore.direction_making import MakePage
from ganstudio.gui.explore.direction_pages import SearchPage
from ganstudio.gui.models.explore.directions_model import DirectionsModel
from ganstudio.gui.models.explore.point_pictures import PointPictures
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import section_label

PAGES = ("GANSpace", "SeFa", "Your own")
TIPS = (
    "Principal components of the latents",
    "What the weights amplify most",
    "From pictures you mark, or two classes",
)
SIDE = 64  # px: of the small pictures


class DirectionFinder(QWidget):
    """`left` when one wants the list back, `filled` when something was found."""

    left = Signal()
    filled = Signal()  # with results that want to be seen

    def __init__(self, directions: DirectionsModel) -> None:
        super().__init__()
        self.setObjectName("direction_finder")
        self._directions = directions
        self.pictures = PointPictures(directions.explore, "directions", SIDE, self)
        self.back = IconButton("arrow-left", "Back to the directions", "Back to the list of directions")
        self.ways = Segmented(PAGES, "How to find directions", TIPS)
        self.components = SearchPage("pca", directions, self.pictures)
        self.eigenvectors = SearchPage("sefa", directions, self.pictures)
        self.own = MakePage(directions, self.pictures)
        pages: tuple[SearchPage | MakePage, ...] = (self.components, self.eigenvectors, self.own)
        self.pages = dict(zip(PAGES, pages))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.want_pictures)
        self._lay_out()
        self._connect()
        self.show_page(PAGES[0])

    def show_page(self, name: str) -> None:
        self.ways.set_choice(name)
        for title, page in self.pages.items():
            page.setVisible(title == name)
        self._later.start()

    @Slot()
    def want_pictures(self) -> None:
        """Those of the page that is seen, and no others."""
        if not self.isVisible():
            return
        page = self.pages[self.ways.choice()]
        self.pictures.want(page.points() if isinstance(page, MakePage) else page.results.points())
        page.update()
        self._repaint()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._later.start()

    @Slot()
    def _repaint(self) -> None:
        for page in self.pages.values():
            for strip in page.results.strips:
                strip.view.update()
        self.own.grid.update()

    def _connect(self) -> None:
        explore = self._directions.explore
        self.back.clicked.connect(self.left)
        self.ways.chosen.connect(self.show_page)
        self.pictures.changed.connect(self._repaint)
        for page in self.pages.values():
            page.results.wanted.connect(self._later.start)
            page.results.filled.connect(self.filled)
        explore.settled.connect(self._later.start)
        self._directions.search.marks_changed.connect(self._later.start)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.back)
        head.addWidget(section_label("Find directions"))
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.ways)
        for page in self.pages.values():
            column.addWidget(page)
