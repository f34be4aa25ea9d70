"""Two models with one point."""

from PySide6.QtWidgets import QWidget

from ganstudio.gui.models.explore.explore_model import ExploreModel


class ComparePage(QWidget):
    """Two models with one point."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
