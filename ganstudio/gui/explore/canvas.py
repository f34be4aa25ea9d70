"""The middle of the Explore room: a row of tools, a page, time travel, and the visited points."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.explore.compare_page import ComparePage
from ganstudio.gui.explore.drag_page import DragPage
from ganstudio.gui.explore.history_strip import HistoryStrip
from ganstudio.gui.explore.inside_page import InsidePage
from ganstudio.gui.explore.invert_page import InvertPage
from ganstudio.gui.explore.picture_page import PicturePage
from ganstudio.gui.explore.sheet_page import SheetPage
from ganstudio.gui.explore.time_travel import TimeTravelBar
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.notice import Notice
from ganstudio.gui.widgets.segmented import Segmented

TOOLS = 48
TIPS = {
    "Picture": "The picture of the point",
    "Compare": "Two models side by side with one point",
    "Inside": "What the layers of the generator make of the point",
    "Sheet": "A labelled sheet over two or three axes",
    "Drag": "Pull what you see to another place",
    "Invert": "Find the point that looks like a picture of yours",
}


class Canvas(Surfaced):
    """Which page is seen, and one line for what was refused or done."""

    translate_asked = Signal(object)  # the path of a translator

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self._explore = explore
        self.picture, self.compare = PicturePage(explore), ComparePage(explore)
        self.inside, self.sheet = InsidePage(explore), SheetPage(explore)
        self.drag, self.fit = DragPage(explore), InvertPage(explore)
        self.pages: dict[str, QWidget] = dict(
            zip(TIPS, (self.picture, self.compare, self.inside, self.sheet, self.drag, self.fit))
        )
        self.time, self.history = TimeTravelBar(explore), HistoryStrip(explore)
        self.choice = Segmented(list(TIPS), "View", list(TIPS.values()))
        self.notice = Notice("explore_notice")
        self._lay_out()
        self.choice.chosen.connect(self.open_page)
        explore.model_changed.connect(self._offer)
        explore.refused.connect(self.notice.warn)
        explore.told.connect(self.notice.tell)
        explore.translator_found.connect(self._offer_translate)
        self.picture.photo_dropped.connect(self.invert)
        self.open_page("Picture")

    @Slot(str)
    def open_page(self, name: str) -> None:
        self.choice.set_choice(name)
        self._stack.setCurrentWidget(self.pages[name])

    @Slot()
    def open_invert(self) -> None:
        self.open_page("Invert")
        self.fit.setFocus()

    @Slot(object)
    def invert(self, picture: Path | QImage) -> None:
        """Fits the model to a picture from outside."""
        self.open_page("Invert")
        self.fit.start_with(picture)

    def restore_or_invert(self, file: Path) -> None:
        """A PNG of this program is restored; any other can be inverted."""
        self.picture.view.restore_or_offer(file)

    def take_key(self, event: QKeyEvent) -> bool:
        """Keys of the picture that reach the room: R and the arrows."""
        return self.picture.view.take_key(event)

    def take_focus(self) -> None:
        """To what is seen of the point; on a page of controls to the row of pages."""
        page = self._stack.currentWidget()
        button = next(each for each in self.choice.buttons() if each.text() == self.choice.choice())
        (button if page is None or page.focusProxy() is None else page).setFocus()

    def close_down(self) -> None:
        """Ends the threads of those pages that have some."""
        for part in (self.picture, self.compare, self.sheet, self.drag, self.fit, self.time):
            part.close_down()

    @Slot(object, str)
    def _offer_translate(self, path: Path, sentence: str) -> None:
        self.notice.offer(sentence, "Open in Translate", lambda: self.translate_asked.emit(path))

    @Slot()
    def _offer(self) -> None:
        """Pages that the model cannot fill are not offered."""
        facts = self._explore.facts
        for button in self.choice.buttons():
            is_drag = self.pages[button.text()] is self.drag
            button.setVisible(not is_drag or (facts is not None and self.drag.fits(facts)))
        if not self._is_offered(self.choice.choice()):
            self.open_page("Picture")

    def _is_offered(self, name: str) -> bool:
        return any(button.text() == name and not button.isHidden() for button in self.choice.buttons())

    def _lay_out(self) -> None:
        tools = QWidget()
        tools.setFixedHeight(TOOLS)
        row = QHBoxLayout(tools)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.choice)
        row.addStretch(1)
        row.addWidget(self.picture.tools)
        self._stack = QStackedWidget()
        for page in self.pages.values():
            self._stack.addWidget(page)
        self._stack.currentChanged.connect(
            lambda: self.picture.tools.setVisible(self._stack.currentWidget() is self.picture)
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tools)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        column.addWidget(self.time)
        column.addWidget(self.history)
