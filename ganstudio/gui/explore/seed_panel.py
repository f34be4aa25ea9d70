"""The seed and the plane of seeds around it."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QWidget

from ganstudio.gui.explore.axes_choice import AxesChoice
from ganstudio.gui.explore.left_column import left_column, row
from ganstudio.gui.explore.plane_axes import Axes, SeedAxes
from ganstudio.gui.explore.result_walk import random_seed
from ganstudio.gui.explore.seed_plane import SeedPlane
from ganstudio.gui.explore.seed_spin import SeedSpin
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.reset_button import ResetButton
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import ElidedLabel, section_label
from ganstudio.latents.plane import place_of, seed_at
from ganstudio.latents.point import LatentPoint, Origin

QUIET = 350  # ms after the last step of the field, when the seed counts as chosen
SEED_TIP = "The number that the latent is drawn from: the same seed is the same picture, in other tools too"
HINTS = {"Plane": "Drag to walk. Scroll to zoom.", "Grid": "Click a picture. Scroll to zoom."}
FITTED = "fitted"
FITTED_TIP = "This point was fitted or given as a vector; it is no seed. Typing one leaves it."
NO_PLACE = "A fitted point has no place here."


class SeedPanel(QWidget):
    """Field, dice and plane say the same in three ways."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.spin = SeedSpin("Seed", SEED_TIP)
        self.spin.setObjectName("seed_spin")
        self.spin.setFixedWidth(118)
        self.dice = IconButton("dice-five", "Random seed", "A random seed (R)", size=28)
        self.dice.setObjectName("random_button")
        self.reset = ResetButton("seed")
        self.plane = SeedPlane(explore)
        self.hint = ElidedLabel(HINTS["Plane"], "caption")
        tips = ("Walk between the seeds", "Whole seeds apart from each other")
        self.mode = Segmented(("Plane", "Grid"), "Plane or grid", tips, height=26)
        self.axes = AxesChoice(explore)
        self._said = ""
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._lay_out()
        self._connect()
        self._begin()

    def _connect(self) -> None:
        explore = self._explore
        self._quiet.timeout.connect(explore.settle)
        self.spin.chosen.connect(self._choose)
        self.spin.lineEdit().returnPressed.connect(explore.settle)
        self.dice.clicked.connect(lambda: random_seed(explore))
        self.reset.clicked.connect(self._reset)
        self.mode.chosen.connect(self._show_mode)
        self.axes.chosen.connect(self._show_axes)
        self.axes.said.connect(self._say)
        explore.model_changed.connect(self._begin)
        explore.point_changed.connect(self._show_point)

    @Slot()
    def _begin(self) -> None:
        self.setVisible(self._explore.facts is not None)
        if self._explore.point is not None:
            self._show_point(self._explore.point)

    @Slot(object)
    def _choose(self, seed: int) -> None:
        point = self._explore.point
        if point is not None:
            self._explore.change("Seed", point.changed(origin=Origin.of_seed(seed)), live=True)
            self._quiet.start()

    @Slot()
    def _reset(self) -> None:
        point = self._explore.point
        if point is not None:
            self._explore.change("Seed 0", point.changed(origin=Origin.of_seed(0)))

    @Slot(object)
    def _show_point(self, point: LatentPoint) -> None:
        origin, place = point.origin, place_of(point.origin)
        if place is None:
            self.spin.show_seed(None, instead=FITTED)
        else:
            seed = origin.seed if origin.seed is not None else seed_at(round(place[0]), round(place[1]))
            self.spin.show_seed(seed, is_exact=origin.seed is not None)
        self.spin.setToolTip(FITTED_TIP if place is None else SEED_TIP)
        self.reset.set_changed(origin.seed != 0, "seed 0")
        self._show_hint()

    @Slot(str)
    def _show_mode(self, mode: str) -> None:
        self.plane.set_grid(mode == "Grid")
        self._show_hint()

    @Slot(object)
    def _show_axes(self, axes: Axes) -> None:
        self.plane.set_axes(axes)
        self._show_hint()

    @Slot(str)
    def _say(self, words: str) -> None:
        self._said = words
        self._show_hint()

    def _show_hint(self) -> None:
        point = self._explore.point
        is_lost = (
            isinstance(self.plane.axes, SeedAxes) and point is not None and place_of(point.origin) is None
        )
        self.hint.setText(self._said or (NO_PLACE if is_lost else HINTS[self.mode.choice()]))

    def _lay_out(self) -> None:
        column = left_column(self)
        head = (section_label("Seed"), None, self.spin, 8, self.dice, 4, self.reset)
        column.addWidget(row(*head, over=True))
        column.addWidget(self.plane)
        column.addSpacing(4)
        column.addWidget(row(self.hint, 8, self.mode, height=28))
        column.addWidget(self.axes)
