"""The seed and the plane of seeds around it."""

from PySide6.QtWidgets import QWidget

from ganstudio.gui.models.explore.explore_model import ExploreModel


class SeedPanel(QWidget):
    """The seed and the plane of seeds around it."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
