"""The directions that a model has."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.explore_model import ExploreModel


class DirectionsModel(QObject):
    """Directions saved with the model, and how far the point goes along each."""

    changed = Signal()

    def __init__(self, explore: "ExploreModel") -> None:
        super().__init__(explore)
        self.explore = explore
