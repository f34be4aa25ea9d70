"""Style mixing."""

from PySide6.QtWidgets import QWidget

from ganstudio.gui.models.explore.explore_model import ExploreModel


class MixPanel(QWidget):
    """Style mixing."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
