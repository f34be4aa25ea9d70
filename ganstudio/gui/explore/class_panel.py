"""Classes and blends of them."""

from PySide6.QtWidgets import QWidget

from ganstudio.gui.models.explore.explore_model import ExploreModel


class ClassPanel(QWidget):
    """Classes and blends of them."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
