"""A card with a plot: what it shows, log or linear, a part of the steps, and saving."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QSizePolicy, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui.models.curves import Points
from ganstudio.gui.train.saving import save_plot
from ganstudio.gui.train.step_plot import StepPlot
from ganstudio.gui.train.title_choice import TitleChoice
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import Card
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import text

NARROW = 350  # pixels
REDRAW = 250  # ms: at most four times a second
KINDS = {"PNG picture": ".png", "SVG drawing": ".svg", "CSV numbers": ".csv"}
SHARES = {"All steps": 1.0, "Last half": 0.5, "Last 10 %": 0.1}
SCALE_TIPS = ["Logarithmic: equal ratios look equal", "Linear: equal differences look equal"]
NO_LOG = "These values are not all above zero, so a log scale cannot show them"


class PlotCard(Card):
    """`refused` carries a sentence when a plot cannot be saved; `chosen` what shall be shown."""

    refused = Signal(str)
    chosen = Signal(str)

    def __init__(self, name: str, tip: str, plot: StepPlot, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setContentsMargins(16, 10, 12, 8)
        self.body.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # all equally wide
        self.setAccessibleName(name)
        self.plot, self._name = plot, name
        self.pointed: float | None = None
        self.is_narrow = False
        self.redraw_every = REDRAW
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.timeout.connect(self.redraw)
        self.choice = TitleChoice(name, tip)
        self.choice.set_options([name], name)
        self.choice.chosen.connect(self.chosen)
        self.scale = Segmented(["Log", "Linear"], f"Scale of {name}", SCALE_TIPS, height=24)
        self.scale.chosen.connect(lambda choice: self.plot.set_log(choice == "Log"))
        self.whole = IconButton(
            "arrows-out-line-horizontal", f"All steps of {name}",
            "Show all steps again (double-click the plot)", size=24, pixels=14,
        )  # fmt: skip
        self.whole.clicked.connect(lambda: self.plot.show_last(1.0))
        self.whole.hide()
        self.plot.ranged.connect(self.whole.setVisible)
        self.more = IconButton(
            "dots-three", f"More about {name}", "Choose the steps to show, or save", size=24
        )
        self.more.setMenu(self._menu())
        self.empty = text("", "caption", wrap=True, parent=self.plot)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.plot.pointed.connect(self.point_at)
        self.body.addLayout(self.head)

    # -- what a subclass does -----------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draws what is there now."""
        raise NotImplementedError

    def point_at(self, step: float | None) -> None:
        """Values at a step; at the newest one for None."""
        raise NotImplementedError

    def series(self) -> dict[str, Points]:
        """What a CSV file gets: name -> (steps, values)."""
        raise NotImplementedError

    # -- what every card does -----------------------------------------------------------------------------------

    def say_empty(self, sentence: str) -> None:
        """What stands in the frame while there is no point."""
        self.empty.setText(sentence)

    @Slot()
    def refresh_soon(self) -> None:
        """New points: draws within a quarter of a second, however many come."""
        if not self._refresh.isActive():
            self._refresh.start(self.redraw_every)

    def save_as(self, path: Path) -> None:
        """PNG, SVG or CSV by the file's ending."""
        try:
            save_plot(self.plot, self.series(), path)
        except StudioError as error:
            self.refused.emit(str(error))

    def show_filled(self, is_filled: bool) -> None:
        """Controls of the plot, or the sentence in the empty frame."""
        self.empty.setVisible(not is_filled)
        for control in (self.scale, self.more):
            control.setVisible(is_filled)
        self.whole.setVisible(is_filled and self.plot.is_ranged)

    def allow_log(self, allowed: bool) -> None:
        """A log scale needs values above zero."""
        if allowed != self.scale.isEnabled():
            self.scale.setEnabled(allowed)
            self.scale.setToolTip("" if allowed else NO_LOG)
        if not allowed and self.scale.choice() == "Log":
            self.scale.set_choice("Linear")
            self.plot.set_log(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty.setGeometry(
            64, 0, max(0, self.plot.width() - 96), self.plot.height()
        )  # clear of the ticks
        if (self.width() < NARROW) != self.is_narrow:
            self.is_narrow = self.width() < NARROW
            self.fit_width()

    def fit_width(self) -> None:
        """A narrow card leaves out what can be left out."""

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        for words, share in SHARES.items():
            menu.addAction(words).triggered.connect(self._shower(share))
        menu.addSeparator()
        for words, ending in KINDS.items():
            menu.addAction(f"Save as {words}…").triggered.connect(lambda _=False, e=ending: self._ask_file(e))
        return menu

    def _shower(self, share: float) -> Callable[[], None]:
        return lambda: self.plot.show_last(share)

    def _ask_file(self, ending: str) -> None:
        dialog = QFileDialog(self.window(), "Save the plot", f"{self.choice.text().lower()}{ending}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending[1:])
        dialog.setNameFilter(f"*{ending}")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_as(Path(chosen)))
        dialog.open()
