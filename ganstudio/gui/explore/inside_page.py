"""Inside the generator: what each layer makes of the current point."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from ganstudio.gui.explore.layer_rows import LayerList, count
from ganstudio.gui.explore.map_view import MapView, PictureView
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import ElidedLabel, describe
from ganstudio.latents.map_picture import CLIPPED, MapPicture, View
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.inside import LayerInfo
    from ganstudio.latents.model import Model

VIEWS: dict[str, View] = {
    "Mean": "mean", "Energy": "energy", "Channel": "channel", "Strongest": "strongest",
}  # fmt: skip
VIEW_TIPS = (
    "The mean of all maps of the layer",
    "The root mean square over all maps: how much happens where",
    "One map by itself",
    "The 16 maps with the most energy; click one to see it by itself",
)
HEAT, GREY = "Heat", "Grey"
COLOUR_TIPS = ("Blue below zero, amber above", "Black for the lowest value, white for the highest")


class InsidePage(Surfaced):
    """A list of layers, one view of the chosen one, and the result beside it. It follows the point while it is seen."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.setObjectName("inside_page")
        self._explore = explore
        self._layers: list[LayerInfo] = []
        self._layers_of = ""  # the model whose layers they are
        self.list = LayerList()
        self.view = Segmented(list(VIEWS), "View of the maps", VIEW_TIPS)
        self.colours = Segmented([HEAT, GREY], "Colours", COLOUR_TIPS)
        self.channel = QSpinBox()
        self.save = IconButton(
            "download-simple", "Save the map", "Save this map as a PNG, a pixel for each number"
        )
        self.map, self.result = MapView(), PictureView("Result", "Result")
        self.caption = ElidedLabel("", "caption")
        self._name_parts()
        self._lay_out()
        self._connect()

    @property
    def layer(self) -> "LayerInfo | None":
        """The layer that is looked at."""
        row = self.list.currentRow()
        return self._layers[row] if 0 <= row < len(self._layers) else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin()

    def save_to(self, path: Path) -> None:
        """Writes the map that is shown. A sentence says where, or why not."""
        pixels = self.map.pixels()
        if pixels is None:
            return
        from PIL import Image

        try:
            Image.fromarray(pixels).save(path, "png")
        except OSError as error:
            reason = error.strerror or str(error)
            self._explore.refused.emit(f"The map was not saved: {reason}; choose another folder.")
        else:
            self._explore.told.emit(f"Saved the map as {path.name}.")

    # -- asking for maps ----------------------------------------------------------------------------------------

    @Slot()
    def _begin(self) -> None:
        """The layers of the model where they are not known yet, else the maps."""
        facts = self._explore.facts
        if facts is None or not self.isVisible():
            return
        self._show_result(self._explore.picture)
        if facts.fingerprint != self._layers_of:
            self._explore.ask("inside layers", _layers, partial(self._take_layers, facts.fingerprint))
        else:
            self._ask()

    def _take_layers(self, fingerprint: str, found: "list[LayerInfo]") -> None:
        before = self.layer
        self._layers, self._layers_of = found, fingerprint
        names = [layer.name for layer in found]
        same = before is not None and before.name in names
        with QSignalBlocker(self.list):
            rows = [(layer.resolution, layer.words, layer.maps) for layer in found]
            self.list.set_layers(
                rows, names.index(before.name) if before is not None and same else len(found) // 2
            )
        self._ask()

    @Slot()
    def _ask(self) -> None:
        point, layer = self._explore.point, self.layer
        if point is None or layer is None or not self.isVisible():
            return
        with QSignalBlocker(self.channel):
            self.channel.setRange(0, layer.maps - 1)
        self.channel.setVisible(self._view == "channel")
        job = partial(_map, point, layer, self._view, self.channel.value())
        self._explore.ask("inside map", job, partial(self._show_map, layer), live=True)

    def _show_map(self, layer: "LayerInfo", picture: MapPicture) -> None:
        if layer is not self.layer:
            return
        self.map.show_map(picture)
        self.map.set_caption(f"{layer.words}, {layer.resolution} px, {self._words(picture, layer)}")
        self.caption.setText(
            f"{picture.low:.3g} to {picture.high:.3g}, the {CLIPPED:.0f}th percentile of the values' sizes"
        )
        self.save.setEnabled(True)

    def _words(self, picture: MapPicture, layer: "LayerInfo") -> str:
        if len(picture.channels) == 1:
            return f"channel {picture.channels[0]} of {layer.maps}"
        if picture.channels:
            return f"the strongest {len(picture.channels)} of {layer.maps} channels"
        return f"{self.view.choice().lower()} of {count(layer.maps)}"

    @property
    def _view(self) -> View:
        return VIEWS[self.view.choice()]

    # -- what a person does -------------------------------------------------------------------------------------

    @Slot(int)
    def _step_channel(self, by: int) -> None:
        if self._view != "channel":
            self._look_at(self.channel.value())
        else:
            self.channel.setValue(self.channel.value() + by)

    @Slot(int)
    def _step_layer(self, by: int) -> None:
        self.list.setCurrentRow(min(max(self.list.currentRow() + by, 0), self.list.count() - 1))

    @Slot(int)
    def _look_at(self, channel: int) -> None:
        self.view.set_choice("Channel")
        with QSignalBlocker(self.channel):
            self.channel.setValue(channel)
        self._ask()

    @Slot(str)
    def _choose_colours(self, name: str) -> None:
        self.map.set_grey(name == GREY)

    @Slot(object)
    def _show_result(self, picture: Picture | None) -> None:
        if self.isVisible():
            self.result.show_pixels(None if picture is None else picture.pixels)

    @Slot(object)
    def _follow(self, _point: LatentPoint) -> None:
        self._ask()

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self.window(), "Save the map")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("*.png")
        dialog.setDefaultSuffix("png")
        layer = self.layer
        dialog.selectFile(f"{layer.name} {self.view.choice().lower()}.png" if layer else "map.png")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.open()

    # -- layout -------------------------------------------------------------------------------------------------

    def _name_parts(self) -> None:
        self.view.setObjectName("map_kind")
        self.colours.setObjectName("map_colours")
        self.channel.setObjectName("map_channel")
        self.channel.setPrefix("Channel ")
        self.channel.setFixedSize(112, 28)
        self.channel.setWrapping(True)
        describe(self.channel, "Channel", "Which of the layer's maps is shown")
        self.save.setObjectName("map_save")
        self.save.setEnabled(False)
        self.channel.hide()

    def _lay_out(self) -> None:
        tools, pictures, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (tools, pictures, foot):
            row.setSpacing(8)
        tools.addWidget(self.view)
        tools.addStretch(1)
        tools.addWidget(self.save)
        pictures.addWidget(self.map, 2)
        pictures.addWidget(self.result, 1)
        foot.addWidget(self.colours)
        foot.addWidget(self.caption, 1)
        foot.addWidget(self.channel)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(tools)
        right.addLayout(pictures, 1)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 8)
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        explore = self._explore
        explore.model_changed.connect(self._begin)
        explore.point_changed.connect(self._follow)
        explore.picture_changed.connect(self._show_result)
        self.list.currentRowChanged.connect(self._ask)
        self.view.chosen.connect(self._ask)
        self.colours.chosen.connect(self._choose_colours)
        self.channel.valueChanged.connect(self._ask)
        self.map.stepped.connect(self._step_channel)
        self.map.layered.connect(self._step_layer)
        self.map.picked.connect(self._look_at)
        self.save.clicked.connect(self._choose_file)


def _layers(model: "Model") -> "list[LayerInfo]":
    from ganstudio.latents.inside import layers

    return layers(model)


def _map(point: LatentPoint, layer: "LayerInfo", view: View, channel: int, model: "Model") -> MapPicture:
    from ganstudio.latents.inside import feature_maps
    from ganstudio.latents.map_picture import map_picture

    return map_picture(feature_maps(model, point, layer).numpy(), view, channel)
