"""The row over the view: how before and after are compared, the zoom, and what can be done with the result."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.gui.translate.before_after_view import MODES, BeforeAfterView
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import text

HEIGHT = 48
TIPS = (
    "One over the other, a line between them to drag (1)",
    "Next to each other; both zoom and move together (2)",
    "The result alone; Space shows the picture before (3)",
    "The result translated back, and how far that is from the picture (4)",
)


class CanvasTools(QWidget):
    """`modes` chooses; the zoom buttons act on the view themselves; `more` has a menu that others fill."""

    def __init__(self, view: BeforeAfterView) -> None:
        super().__init__()
        self._view = view
        self.setFixedHeight(HEIGHT)
        self.modes = Segmented(MODES, "Way to compare", TIPS)
        self.modes.setObjectName("compare_modes")
        self.zoom = text("", "label")
        self.zoom.setObjectName("zoom_words")
        self.smaller = IconButton("magnifying-glass-minus", "Smaller", "Smaller (−)")
        self.larger = IconButton("magnifying-glass-plus", "Larger", "Larger (+)")
        self.fit = IconButton("corners-out", "Fit", "The whole picture (F)")
        self.whole = IconButton("square", "100 %", "Every pixel as one of the screen (Z)")
        self.more = IconButton("dots-three", "More", "What else can be done with the result")
        self.more.setObjectName("result_more")
        self._lay_out()
        self.smaller.clicked.connect(lambda: view.zoom(-1))
        self.larger.clicked.connect(lambda: view.zoom(1))
        self.fit.clicked.connect(view.fit)
        self.whole.clicked.connect(view.show_whole_pixels)
        view.view_changed.connect(self._show_zoom)
        self._show_zoom()

    def _show_zoom(self) -> None:
        viewport, has_picture = self._view.viewport, self._view.scene is not None
        share = f"{100 * viewport.shown_scale:.0f} %"
        self.zoom.setText((f"Fit, {share}" if viewport.is_fit else share) if has_picture else "")
        for button in (self.smaller, self.larger, self.fit, self.whole, self.more):
            button.setEnabled(has_picture)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(4)
        row.addWidget(self.modes)
        row.addStretch(1)
        row.addWidget(self.zoom)
        row.addSpacing(4)
        for button in (self.smaller, self.larger, self.fit, self.whole, self.more):
            row.addWidget(button)
