"""The head of the Explore room: which model, and what is done with its picture."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ganstudio.gui.explore.model_choice import ModelChoice
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.shelf import Shelf
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.header import Header
from ganstudio.gui.widgets.text import describe


class ExploreHeader(Header):
    """`save_asked`, `copy_asked`, `invert_asked` say what is wanted; the toggles bring folded panels back."""

    save_asked = Signal()
    copy_asked = Signal()
    invert_asked = Signal()

    def __init__(self, explore: ExploreModel, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__("Explore", parent)
        self._explore = explore
        self.left_toggle = _toggle("left_toggle", "dots-nine", "Seed, truncation and class")
        self.right_toggle = _toggle("right_toggle", "sliders-horizontal", "Style mix and directions")
        self.model_choice = ModelChoice(explore, shelf)
        self.copy = Button("Copy point", "quiet", "copy", "Copy the latent point and its picture (Ctrl+C)")
        self.copy.setObjectName("copy_button")
        self.invert = Button(
            "Invert a photo", "plain", "image", "Find the point that looks like a picture of yours"
        )
        self.invert.setObjectName("invert_button")
        self.save = Button(
            "Save picture", "primary", "download-simple", "Save as a PNG with its point (Ctrl+S)"
        )
        self.save.setObjectName("save_button")
        self.copy.clicked.connect(self.copy_asked)
        self.invert.clicked.connect(self.invert_asked)
        self.save.clicked.connect(self.save_asked)
        self.left.addWidget(self.left_toggle)
        self.left.addWidget(self.model_choice)
        for button in (self.copy, self.invert, self.save, self.right_toggle):
            self.right.addWidget(button)
        explore.model_changed.connect(self._refresh)
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        for button in (self.copy, self.invert, self.save):
            button.setVisible(self._explore.facts is not None)


def _toggle(name: str, icon_name: str, what: str) -> IconButton:
    button = IconButton(icon_name, what, f"Show or hide: {what.lower()}", size=32)
    button.setObjectName(name)
    button.setCheckable(True)
    button.hide()
    describe(button, what, f"Show or hide: {what.lower()}")
    return button
