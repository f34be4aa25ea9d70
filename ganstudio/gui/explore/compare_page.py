"""Two models, or two moments of one run, with the same point."""

from itertools import groupby
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ganstudio.gui.explore.compare_view import CompareView, Mode
from ganstudio.gui.icons import icon
from ganstudio.gui.models.explore.compare_model import Candidate, CompareModel
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import ModelFacts
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import ElidedLabel, describe

MODES: dict[str, Mode] = {"Wipe": "Wipe", "Side by side": "Side by side", "Difference": "Difference"}
MODE_TIPS = (
    "One over the other, with a divider to drag",
    "Both whole, with the same zoom",
    "How far apart they are: black where they agree",
)
CHOOSE = "Compare with"
TIP = (
    "The second model: another moment of this run, a model that comes with the program, another run or a file"
)
EMPTY = "Choose a second model; it shows the same point beside the first."


class ComparePage(Surfaced):
    """The explored model and another; whatever changes the point changes both pictures."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.setObjectName("compare_page")
        self._explore = explore
        self.model = CompareModel(explore, self)
        self._candidates: tuple[Candidate, ...] = ()
        self.other = Button(CHOOSE, "plain", "cube", TIP, height=28)
        self.menu = QMenu(self)
        self.other.setMenu(self.menu)
        self.mode = Segmented(list(MODES), "How the two are shown", MODE_TIPS)
        self.swap = IconButton(
            "arrows-left-right", "Swap", "Explore the other model, and compare it with this one"
        )
        self.view = CompareView()
        self.words = ElidedLabel(EMPTY, "caption")
        self._name_parts()
        self._lay_out()
        self._connect()
        self._show()

    def choose(self, path: Path) -> None:
        """Compares with this model."""
        self.model.open(path)

    def close_down(self) -> None:
        """Ends the threads."""
        self.model.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.set_active(True)
        self.model.look()
        self._show_first()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.set_active(False)

    # -- the menu -----------------------------------------------------------------------------------------------

    @Slot(object)
    def _keep(self, found: tuple[Candidate, ...]) -> None:
        self._candidates = found
        if self.menu.isVisible():
            self._fill()

    @Slot()
    def _fill(self) -> None:
        self.menu.clear()
        for section, group in groupby(self._candidates, key=lambda each: each.section):
            self.menu.addSection(section)
            for each in group:
                action = self.menu.addAction(each.words)
                action.triggered.connect(lambda _=False, path=each.path: self.choose(path))
        self.menu.addSeparator()
        file = self.menu.addAction(icon("file", "text2"), "Open a model file")
        file.triggered.connect(self._browse)

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self.window(), "Choose a model file")
        dialog.setNameFilter("*.safetensors")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.choose(Path(chosen)))
        dialog.open()

    # -- what is shown ------------------------------------------------------------------------------------------

    @Slot()
    def _show(self) -> None:
        model = self.model
        self.other.set_busy("Opening" if model.is_loading else "")
        if not model.is_loading:
            self.other.setText(_name(model.other) or CHOOSE)
        self.swap.setEnabled(model.other is not None)
        self.mode.setEnabled(model.other is not None)
        self._show_second()

    @Slot()
    def _show_first(self, *_ignored: object) -> None:
        picture = self._explore.picture
        if self.isVisible():
            self.view.show_picture(0, None if picture is None else picture.pixels, _name(self._explore.facts))
            self._say()

    @Slot()
    def _show_second(self, *_ignored: object) -> None:
        picture = self.model.picture if self.model.other is not None else None
        self.view.show_picture(1, None if picture is None else picture.pixels, _name(self.model.other))
        self._say()

    def _say(self) -> None:
        parts = [self.model.note] if self.model.other is not None else [EMPTY]
        if self.view.mode == "Difference" and (apart := self.view.difference()) is not None:
            parts.insert(0, f"On average {float(apart.mean()):.1f} of 255 apart.")
        self.words.setText("  ".join(part for part in parts if part))

    @Slot(str)
    def _choose_mode(self, name: str) -> None:
        self.view.set_mode(MODES[name])
        self._say()

    # -- layout -------------------------------------------------------------------------------------------------

    def _name_parts(self) -> None:
        self.other.setObjectName("compare_choice")
        self.other.setMaximumWidth(220)
        self.mode.setObjectName("compare_mode")
        self.swap.setObjectName("compare_swap")
        describe(self.other, CHOOSE, TIP)

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(24, 0, 16, 0)
        tools.setSpacing(8)
        tools.addWidget(self.other)
        tools.addWidget(self.swap)
        tools.addStretch(1)
        tools.addWidget(self.mode)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 16, 8)
        foot.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        explore, model = self._explore, self.model
        explore.picture_changed.connect(self._show_first)
        explore.model_changed.connect(self._show_first)
        model.changed.connect(self._show)
        model.picture_changed.connect(self._show_second)
        model.listed.connect(self._keep)
        model.refused.connect(explore.refused)
        self.menu.aboutToShow.connect(self._fill)
        self.menu.aboutToShow.connect(model.look)
        self.mode.chosen.connect(self._choose_mode)
        self.swap.clicked.connect(model.swap)


def _name(facts: ModelFacts | None) -> str:
    return "" if facts is None else facts.name
