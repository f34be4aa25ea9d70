"""The page of the Explore room that shows the picture of the point."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.explore.picture_tools import PictureTools
from ganstudio.gui.explore.result_view import ResultView
from ganstudio.gui.models.explore.explore_model import ExploreModel

ROOMY = 700  # px of the canvas, from which the row over the picture holds everything


class PicturePage(QWidget):
    """`view` fills it; `tools` are for the row over all pages. `photo_dropped` carries a Path or a QImage to invert."""

    photo_dropped = Signal(object)

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = ResultView(explore)
        self.tools = PictureTools(explore, self.view)
        self.tools.set_compact(True)  # until there is room: what is hidden must not widen the window
        self.view.photo_dropped.connect(self.photo_dropped)
        self.setFocusProxy(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tools.set_compact(self.width() < ROOMY)

    def close_down(self) -> None:
        """Ends the thread that reads dropped files."""
        self.view.close_down()
