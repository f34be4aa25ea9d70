"""The noise that a generator adds: fixed, off, or drawn from a seed."""

import random

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.explore.left_column import row
from ganstudio.gui.explore.result_walk import RANDOM_BELOW
from ganstudio.gui.explore.seed_spin import SeedSpin
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.reset_button import ResetButton
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import describe, text
from ganstudio.latents.point import LatentPoint

KINDS = {"Fixed": "const", "Off": "none", "Seed": "random"}
TIPS = (
    "The noise that was drawn when the model was made: fine detail stays as you move",
    "No noise: what the styles alone say, smoother than usual",
    "Noise drawn from a seed of its own: other strands, freckles and texture in the same picture",
)
TIP = "Fine random detail that the generator adds to the styles"
QUIET = 350  # ms


class NoiseRow(QWidget):
    """The seed is there only while noise is drawn from one."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.label = text("Noise", "label")
        describe(self.label, "Noise", TIP)
        self.kind = Segmented(tuple(KINDS), "Noise", TIPS, height=26)
        self.kind.setObjectName("noise_choice")
        self.reset = ResetButton("noise")
        self.spin = SeedSpin("Noise seed", "The number that the noise is drawn from")
        self.spin.setObjectName("noise_seed_spin")
        self.spin.setFixedWidth(118)
        self.dice = IconButton("dice-five", "Random noise", "Noise from a random seed", size=24)
        self.seed_row = row(text("Noise seed", "label"), None, self.spin, 4, self.dice, over=True)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(row(self.label, None, self.kind, 4, self.reset, over=True))
        column.addWidget(self.seed_row)
        self.seed_row.setVisible(False)
        self._quiet.timeout.connect(explore.settle)
        self.kind.chosen.connect(self._choose_kind)
        self.spin.chosen.connect(self._choose_seed)
        self.spin.lineEdit().returnPressed.connect(explore.settle)
        self.dice.clicked.connect(self._roll)
        self.reset.clicked.connect(self._reset)
        explore.point_changed.connect(self.show_point)

    @Slot(object)
    def show_point(self, point: LatentPoint) -> None:
        title = next(title for title, kind in KINDS.items() if kind == point.noise)
        self.kind.set_choice(title)
        self.seed_row.setVisible(point.noise == "random")
        self.spin.show_seed(point.noise_seed)
        changed = point.noise != "const"
        self.reset.set_changed(changed, "fixed noise")
        kind = "changed" if changed else "label"  # no rule names "changed": it has the colour of text
        if self.label.property("type") != kind:
            self.label.setProperty("type", kind)
            repolish(self.label)

    @Slot(str)
    def _choose_kind(self, title: str) -> None:
        if self._explore.point is not None:
            words = {"Fixed": "Fixed noise", "Off": "Noise off", "Seed": "Noise from a seed"}[title]
            self._explore.change(words, self._explore.point.changed(noise=KINDS[title]))

    @Slot(object)
    def _choose_seed(self, seed: int) -> None:
        if self._explore.point is not None:
            self._explore.change("Noise seed", self._explore.point.changed(noise_seed=seed), live=True)
            self._quiet.start()

    @Slot()
    def _roll(self) -> None:
        if self._explore.point is not None:
            seed = random.randrange(RANDOM_BELOW)
            self._explore.change(f"Noise seed {seed:,}", self._explore.point.changed(noise_seed=seed))

    @Slot()
    def _reset(self) -> None:
        if self._explore.point is not None:
            self._explore.change("Fixed noise", self._explore.point.changed(noise="const", noise_seed=0))
