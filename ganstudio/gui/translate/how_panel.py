"""How pictures are translated: size, tiles, strength, brightness. Rows that make no sense are absent."""

from typing import Any, get_args

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.option_row import LABEL, OptionRow
from ganstudio.gui.widgets.switch import Switch
from ganstudio.gui.widgets.text import section_label
from ganstudio.gui.widgets.value_row import ValueRow
from ganstudio.translation.manner import Manner, Size

DEFAULT = Manner()
SIZES: tuple[Size, ...] = get_args(Size)
SIZE_TIP = "As the picture: whole where memory allows it, in tiles elsewhere"
OVERLAP_TIP = "How far tiles fade into each other, as this network sees further than a tile"
TILE_TIP = "Width and height of a tile"
STRENGTH_TIP = "How much of the result is blended over the picture; follows at once, also for what is done"
BRIGHTNESS_TIP = "Takes the colours of the result and the brightness of the picture"
TRAINING_TIP = (
    "Batch norm takes its statistics from each picture and dropout stays on, as pix2pix was published; off, both "
    "work as the model learnt them"
)


class HowPanel(QWidget):
    """Shows the manner and changes it."""

    def __init__(self, translate: TranslateModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self.size_choice = Choice("Size", SIZE_TIP)
        self.size_choice.setObjectName("size_choice")
        self.size_row = OptionRow("Size", self.size_choice, SIZE_TIP)
        self.tile = self._value_row("Tile size", 128, 1024, 64, DEFAULT.tile, TILE_TIP, "px", "tile_slider")
        self.overlap = self._value_row(
            "Tile overlap", 0, 128, 8, DEFAULT.overlap, OVERLAP_TIP, "px", "overlap_slider"
        )
        self.strength = self._value_row("Strength", 0, 100, 1, 100, STRENGTH_TIP, "%", "strength_slider")
        self.brightness = Switch("Keep brightness", BRIGHTNESS_TIP)
        self.brightness.setObjectName("keep_brightness")
        self.brightness_row = OptionRow("Keep brightness", self.brightness, BRIGHTNESS_TIP)
        self.training = Switch("As in training", TRAINING_TIP)
        self.training.setObjectName("own_statistics")
        self.training_row = OptionRow("As in training", self.training, TRAINING_TIP)
        self._lay_out()
        self._connect()
        self._show_model()

    @Slot()
    def _show_model(self) -> None:
        """The name of one size has the model's resolution in it."""
        facts = self._translate.facts
        side = f"At {facts.resolution} px" if facts is not None else "At the model's size"
        names = ("As the picture", "Whole", "In tiles", side)
        with QSignalBlocker(self.size_choice):
            self.size_choice.clear()
            self.size_choice.addItems(names)
        self._show()

    @Slot()
    def _show(self) -> None:
        manner, facts = self._translate.manner, self._translate.facts
        with QSignalBlocker(self.size_choice), QSignalBlocker(self.brightness), QSignalBlocker(self.training):
            self.size_choice.setCurrentIndex(SIZES.index(manner.size))
            self.brightness.setChecked(manner.keep_brightness)
            self.training.setChecked(manner.own_statistics)
        self.tile.set_value(manner.tile)
        self.overlap.set_value(manner.overlap)
        self.strength.set_value(round(100 * manner.strength))
        self.size_row.show_changed(manner.size != DEFAULT.size, "As the picture")
        self.brightness_row.show_changed(manner.keep_brightness, "off")
        self.training_row.show_changed(manner.own_statistics, "off")
        self.tile.setVisible(manner.size == "tiles")
        in_tiles = manner.size in ("auto", "tiles")
        self.overlap.setVisible(in_tiles and facts is not None and facts.fades(manner.tile))
        self.training_row.setVisible(facts is not None and facts.has_choice_of_statistics)

    def _set(self, **changes: Any) -> None:
        self._translate.set_manner(**changes)

    def _connect(self) -> None:
        translate = self._translate
        translate.manner_changed.connect(self._show)
        translate.model_changed.connect(self._show_model)
        self.size_choice.activated.connect(lambda index: self._set(size=SIZES[index]))
        self.size_row.reset_asked.connect(lambda: self._set(size=DEFAULT.size))
        self.tile.settled.connect(lambda value: self._set(tile=round(value)))
        self.overlap.settled.connect(lambda value: self._set(overlap=round(value)))
        self.strength.moved.connect(lambda value: self._set(strength=value / 100))
        self.strength.settled.connect(lambda value: self._set(strength=value / 100))
        self.brightness.toggled.connect(lambda on: self._set(keep_brightness=on))
        self.brightness_row.reset_asked.connect(lambda: self._set(keep_brightness=False))
        self.training.toggled.connect(lambda on: self._set(own_statistics=on))
        self.training_row.reset_asked.connect(lambda: self._set(own_statistics=False))

    def _value_row(
        self, label: str, low: int, high: int, step: int, default: int, tip: str, unit: str, name: str
    ) -> ValueRow:
        row = ValueRow(label, low, high, step, default, tip, decimals=0, label_width=LABEL, unit=unit)
        row.slider.setObjectName(name)
        return row

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 8)
        column.setSpacing(0)
        column.addWidget(section_label("How"))
        column.addSpacing(4)
        for row in (
            self.size_row, self.tile, self.overlap, self.strength, self.brightness_row, self.training_row,
        ):  # fmt: skip
            column.addWidget(row)
