"""Keyframes between which the point moves."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.explore_model import ExploreModel


class TimelineModel(QObject):
    """Keys, where the playhead stands, and whether it plays."""

    changed = Signal()

    def __init__(self, explore: "ExploreModel") -> None:
        super().__init__(explore)
        self.explore = explore
