"""A labelled sheet of two or three axes."""

from PySide6.QtWidgets import QWidget

from ganstudio.gui.models.explore.explore_model import ExploreModel


class SheetPage(QWidget):
    """A labelled sheet of two or three axes."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
