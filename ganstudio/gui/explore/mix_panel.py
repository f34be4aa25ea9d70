"""Style mixing: the grid, the range of layers that comes from its columns, and the mix in the current point."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ganstudio.gui.explore.mix_grid import MixGrid, origin_words
from ganstudio.gui.explore.mix_menu import MixMenu, single_layer_menu
from ganstudio.gui.explore.mix_weights import MixWeights
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.layer_bands import bands, first_choice, meaning, words_of
from ganstudio.gui.models.explore.mix_model import MixModel
from ganstudio.gui.models.explore.mix_parts import read_mixes
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.layer_range import LayerRange
from ganstudio.gui.widgets.text import ElidedLabel, line, section_label, text
from ganstudio.latents.point import LatentPoint, Layers

QUIET = 300  # ms after the last key, when a moved range counts as let go
RANGE_TIP = "The styles that come from the columns; all others come from the rows. Layer 0 is the coarsest."
NO_MIX_TIP = "Take the styles of other latents out of the current point"
WEIGHTS_TIP = "Set for each layer how far it goes towards the columns"


class MixPanel(QWidget):
    """Absent for models without styles."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.mix = MixModel(explore, self)
        self.grid = MixGrid(self.mix)
        self.caption = text("", "caption")
        self.more = IconButton("dots-three", "More for style mixes", "Size, random heads, export")
        self.more.setObjectName("mix_more")
        self.more.setMenu(MixMenu(self.mix, self))
        self.layers = LayerRange("Layers from the columns", 1, RANGE_TIP)
        self.layers.setObjectName("mix_layers")
        self.weights = MixWeights(self.mix)
        self.weights.setObjectName("mix_weights")
        self.weights.setVisible(False)
        self.shown_mix = ElidedLabel("", "caption")
        self.no_mix = Button("No mix", "link", tip=NO_MIX_TIP, height=24)
        self.no_mix.setObjectName("no_mix")
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET)
        self._lay_out()
        self._connect()
        self._begin()

    def _connect(self) -> None:
        self._quiet.timeout.connect(self.mix.settle)
        self.layers.moved.connect(self._move_layers)
        self.layers.settled.connect(self._settle_layers)
        self.no_mix.clicked.connect(self.mix.remove)
        self.mix.layers_changed.connect(self._show_layers)
        self._explore.model_changed.connect(self._begin)
        self._explore.point_changed.connect(self._show_point)

    # -- layers -------------------------------------------------------------------------------------------------

    @Slot(object)
    def _move_layers(self, layers: Layers) -> None:
        self.mix.set_layers(layers, live=True)
        self._quiet.start()

    @Slot(object)
    def _settle_layers(self, layers: Layers) -> None:
        self._quiet.stop()
        self.mix.set_layers(layers, live=True)
        self.mix.settle()

    @Slot()
    def _show_layers(self) -> None:
        facts, layers = self._explore.facts, self.mix.layers
        if facts is None or not facts.has_styles:
            return
        self.layers.set_count(facts.num_ws)
        self.layers.set_layers(Layers(first=layers.start, last=layers.stop - 1))
        given = meaning(layers, facts.num_ws, facts.resolution, facts.channels)
        self.caption.setText(f"{given.capitalize()} from the columns")
        self.caption.setToolTip(
            f"{words_of(layers, facts.resolution, facts.num_ws)} of the columns".capitalize()
        )
        for name, button in self.presets.items():
            part = bands(facts.num_ws, facts.resolution).get(name)
            button.setChecked(part is not None and part.rows(facts.num_ws) == layers)
        self.grid.update()

    # -- model and point ----------------------------------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        facts = self._explore.facts
        has_styles = facts is not None and facts.has_styles
        self.setVisible(has_styles)
        if facts is None or not has_styles:
            return
        found = bands(facts.num_ws, facts.resolution)
        for name, button in self.presets.items():
            button.setVisible(name in found)
            if name in found:
                layers = found[name].rows(facts.num_ws)
                words = words_of(layers, facts.resolution, facts.num_ws)
                button.setToolTip(
                    f"{meaning(layers, facts.num_ws, facts.resolution, facts.channels)}: {words}".capitalize()
                )
        self.layers.default = first_choice(facts.num_ws, facts.resolution)
        old = self.single.menu()
        self.single.setMenu(single_layer_menu(self.mix, self.single))
        if old is not None:
            old.deleteLater()
        self._show_layers()
        self._show_point(self._explore.point)

    @Slot(object)
    def _show_point(self, point: LatentPoint | None) -> None:
        is_mixed = point is not None and bool(point.mixes)
        self.mixed.setVisible(is_mixed)
        if point is not None and is_mixed:
            self.shown_mix.setText(self._mix_words(point))

    def _mix_words(self, point: LatentPoint) -> str:
        """`Mixed in: seed 12, layers 7 to 11, 64 to 128 px`."""
        facts = self._explore.facts
        found = read_mixes(point.mixes, facts.num_ws) if facts is not None else None
        if facts is None or found is None:
            return f"Mixed in: {len(point.mixes)} ranges of layers"
        origin, layers, weights = found
        words = f"Mixed in: {origin_words(origin)}, {words_of(layers, facts.resolution, facts.num_ws)}"
        used = {weights[layer] for layer in layers}
        return (
            words if used == {1.0} else f"{words}, {min(used):.0%} to {max(used):.0%}".replace("%", "\u2009%")
        )

    # -- layout -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addWidget(self.grid)
        column.addWidget(self.layers)
        column.addLayout(self._preset_row())
        column.addWidget(self.weights)
        self.mixed = QWidget()
        row = QHBoxLayout(self.mixed)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.shown_mix, 1)
        row.addWidget(self.no_mix)
        column.addWidget(self.mixed)
        outer.addLayout(column)
        outer.addWidget(line())
        outer.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(section_label("Style mix"))
        row.addStretch(1)
        row.addWidget(self.caption)
        row.addWidget(self.more)
        return row

    def _preset_row(self) -> QHBoxLayout:
        self.presets: dict[str, Button] = {}
        row = QHBoxLayout()
        row.setSpacing(4)
        for name in ("Coarse", "Middle", "Fine"):
            button = Button(name, "chip", tip=name, height=28)
            button.setObjectName(f"mix_{name.lower()}")
            button.clicked.connect(partial(self._take_preset, name))
            self.presets[name] = button
            row.addWidget(button)
        self.single = Button("Layer", "chip", "caret-down", "One layer alone", height=28)
        self.single.setCheckable(False)
        self.single.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.single.setObjectName("mix_single_layer")
        self.fold = IconButton("sliders-horizontal", "Weights of the layers", WEIGHTS_TIP)
        self.fold.setCheckable(True)
        self.fold.setObjectName("mix_fold")
        self.fold.toggled.connect(self.weights.setVisible)
        row.addWidget(self.single)
        row.addStretch(1)
        row.addWidget(self.fold)
        return row

    def _take_preset(self, name: str) -> None:
        facts = self._explore.facts
        if facts is not None:
            self.mix.set_layers(bands(facts.num_ws, facts.resolution)[name])
        self._show_layers()  # the chip that was clicked stays checked where nothing changed
