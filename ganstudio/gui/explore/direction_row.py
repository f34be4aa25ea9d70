"""One direction in the list: name, slider, value, reset, a menu, and its layers when they are unfolded."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui.fonts import font
from ganstudio.gui.models.explore.directions_model import DirectionsModel
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.layer_range import LayerRange
from ganstudio.gui.widgets.text import describe, text
from ganstudio.gui.widgets.value_row import LABEL, ValueRow
from ganstudio.latents.directions import Direction
from ganstudio.latents.point import Layers

REACH, MADE_REACH = 4.0, 2.0  # units to either side
STEP = 0.1


def explain(direction: Direction) -> str:
    """What a direction is, for its tip."""
    words = [direction.note or "A direction"]
    if direction.accuracy is not None:
        words.append(f"{direction.accuracy:.0%} of held-out latents sorted rightly".replace("%", "\u2009%"))
    is_made = direction.kind == "made" and direction.accuracy is not None
    words.append(
        "1 leads from the one side to the other" if is_made else "1 is one standard deviation of the latents"
    )
    return ". ".join(words) + "."


def key_of(direction: Direction) -> tuple[object, ...]:
    """What a row shows of a direction; layers change without a new row."""
    return direction.name, direction.vector, direction.scale, direction.note


class DirectionRow(QWidget):
    """`direction_row` of the list. F2 renames; the menu is at its end and under the right button."""

    unfolded = Signal()

    def __init__(self, directions: DirectionsModel, direction: Direction, num_ws: int) -> None:
        super().__init__()
        self.setObjectName("direction_row")
        self.directions, self.name, self.key = directions, direction.name, key_of(direction)
        reach = MADE_REACH if direction.accuracy is not None else REACH
        reach = max(reach, abs(directions.strength_of(self.name)))
        self.value = ValueRow(self.name, -reach, reach, STEP, 0.0, explain(direction), decimals=1, origin=0.0)
        self.more = IconButton(
            "dots-three-vertical",
            f"More for {self.name}",
            "Rename, layers, save or remove",
            size=20,
            pixels=14,
        )
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill)
        self.more.setMenu(self.menu)
        self.layers = LayerRange(
            "in layers", max(1, num_ws), "The styles in which this direction acts; 0 is the coarsest."
        )
        self.layers.setVisible(False)
        self.field = NameField(self)
        self.problem = text("", "error", wrap=True)
        self.problem.setVisible(False)
        self._has_styles = num_ws > 0
        self._lay_out()
        self._connect()
        self.show_state()

    @Slot()
    def show_state(self) -> None:
        """Strength and layers as the model has them."""
        strength = self.directions.strength_of(self.name)
        if strength != self.value.value():
            self.value.set_value(strength)
        layers = self.directions.layers_of(self.name)
        if not self.layers.track.is_held and layers != self.layers.layers():
            self.layers.set_layers(layers)

    def rename(self) -> None:
        """The name becomes a field."""
        self.field.begin(self.name)

    def unfold_layers(self, unfold: bool) -> None:
        self.layers.setVisible(unfold and self._has_styles)
        if unfold:
            self.layers.track.first.setFocus()
        self.unfolded.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.rename()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.value.moved.connect(lambda value: self.directions.set_strength(self.name, value, live=True))
        self.value.settled.connect(self._settle)
        self.layers.moved.connect(self._move_layers)
        self.layers.settled.connect(self._settle_layers)
        self.field.typed.connect(self._take_name)

    @Slot(float)
    def _settle(self, value: float) -> None:
        self.directions.set_strength(self.name, value, live=True)
        self.directions.explore.settle()

    @Slot(object)
    def _move_layers(self, layers: Layers) -> None:
        self.directions.set_layers(self.name, layers, live=True)

    @Slot(object)
    def _settle_layers(self, layers: Layers) -> None:
        self.directions.set_layers(self.name, layers, live=True)
        self.directions.explore.settle()
        self.directions.set_layers(self.name, layers)

    @Slot(str)
    def _take_name(self, name: str) -> None:
        try:
            self.problem.setVisible(False)
            self.directions.rename(self.name, name)
        except StudioError as error:
            self.problem.setText(str(error))
            self.problem.setVisible(True)
            self.field.begin(name, is_wrong=True)

    @Slot()
    def _fill(self) -> None:
        """Made anew each time the menu opens, so that it shows how things are."""
        self.menu.clear()
        self.menu.addAction("Rename").triggered.connect(self.rename)
        if self._has_styles:
            layers = self.menu.addAction("Layers")
            layers.setCheckable(True)
            layers.setChecked(self.layers.isVisible())
            layers.triggered.connect(self.unfold_layers)
        self.menu.addSeparator()
        direction = self.directions.of(self.name)
        if direction is not None and not self.directions.is_saved(self.name):
            kept = direction.changed(layers=self.directions.layers_of(self.name))
            self.menu.addAction("Save with the model").triggered.connect(lambda: self.directions.save(kept))
        self.menu.addAction("Remove").triggered.connect(lambda: self.directions.remove(self.name))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.value, 1)
        row.addWidget(self.more)
        column.addLayout(row)
        inner = QHBoxLayout()
        inner.setContentsMargins(16, 0, 20, 0)
        inner.addWidget(self.layers)
        column.addLayout(inner)
        column.addWidget(self.problem)
        self.setFocusProxy(self.value)


class NameField(QLineEdit):
    """Lies over a row's name while one types: `typed` by Enter, Escape and leaving change nothing."""

    typed = Signal(str)

    def __init__(self, row: DirectionRow) -> None:
        super().__init__(row)
        self._row = row
        self.setFont(font(12))
        self.setMaxLength(80)
        self.hide()
        describe(self, "Name of the direction", "Enter takes the name, Escape leaves it as it was")
        self.returnPressed.connect(self._finish)

    def begin(self, name: str, is_wrong: bool = False) -> None:
        self.setGeometry(0, 3, LABEL + 60, 26)
        self.setText(name)
        self.setProperty("wrong", "true" if is_wrong else "false")
        repolish(self)
        self.show()
        self.raise_()
        self.setFocus()
        self.selectAll()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.KeyPress:
                self._leave()
                self._row.problem.setVisible(False)
            event.accept()  # Escape is not for the room while one types
            return True
        return super().event(event)

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.hide()

    def _finish(self) -> None:
        name = self.text()
        self._leave()
        self.typed.emit(name)

    def _leave(self) -> None:
        self._row.value.setFocus()
        self.hide()
