"""Two ways to have directions found: GANSpace and SeFa, each with its options and its results."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.explore.direction_strip import DirectionStrip
from ganstudio.gui.models.explore.directions_model import DirectionsModel
from ganstudio.gui.models.explore.point_pictures import PointPictures
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.layer_range import LayerRange
from ganstudio.gui.widgets.text import text
from ganstudio.gui.widgets.value_row import ValueRow
from ganstudio.latents.directions import Direction
from ganstudio.latents.point import LatentPoint, Layers

MOST, AT_FIRST = 20, 6
LAYERS_TIP = "The styles in which the directions act: coarse ones shape, fine ones colour. 0 is the coarsest."
SENTENCES = {
    "pca": "GANSpace looks at 10,000 latents and finds along which directions they differ most.",
    "sefa": "SeFa needs no pictures: it finds the directions that the model's own weights amplify most.",
}
COUNT_TIP = "How many directions to look for, the strongest first"
CLASS_TIP = "Whose latents: of all classes in equal parts, or of the class or blend that is shown now"
EVERY, THIS = "All classes", "The class shown now"


class Results(QWidget):
    """Strips of found directions; they keep their places while they are the same."""

    wanted = Signal()  # other pictures
    filled = Signal()  # with something new

    def __init__(self, directions: DirectionsModel, pictures: PointPictures) -> None:
        super().__init__()
        self._directions, self._pictures = directions, pictures
        self.strips: list[DirectionStrip] = []
        self._found: tuple[Direction, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_found(self, found: tuple[Direction, ...]) -> None:
        if found == self._found:
            for strip in self.strips:
                strip.show_state()
            return
        self._found = found
        for strip in self.strips:
            strip.hide()
            strip.deleteLater()
        self.strips = [DirectionStrip(self._directions, self._pictures, each) for each in found]
        for strip in self.strips:
            self._column.addWidget(strip)
        self.wanted.emit()
        if found:
            self.filled.emit()

    def points(self) -> list[LatentPoint]:
        return [point for strip in self.strips for point in strip.points()]

    def set_layers(self, layers: Layers) -> None:
        for strip in self.strips:
            strip.set_layers(layers)
        self.wanted.emit()


class SearchPage(QWidget):
    """`kind` is "pca" or "sefa"."""

    def __init__(self, kind: str, directions: DirectionsModel, pictures: PointPictures) -> None:
        super().__init__()
        self.kind, self.search, self._explore = kind, directions.search, directions.explore
        words = "Find components" if kind == "pca" else "Find directions"
        self.count = ValueRow("How many", 1, MOST, 1, AT_FIRST, COUNT_TIP, decimals=0)
        self.layers = LayerRange("Act in layers", 1, LAYERS_TIP)
        self.whose = Choice("Latents of", CLASS_TIP)
        self.whose.addItems([EVERY, THIS])
        self.look = Button(words, "plain", "magnifying-glass", SENTENCES[kind])
        self.look.setObjectName(f"find_{kind}")
        self.stop = Button("Stop", "plain", "stop", "Ends this search")
        self.caption = text("", "caption", wrap=True)
        self.problem = text("", "error", wrap=True)
        self.results = Results(directions, pictures)
        self._lay_out()
        self.look.clicked.connect(self._find)
        self.stop.clicked.connect(self.search.stop)
        self.search.changed.connect(self.show_state)
        directions.changed.connect(self.show_state)
        self.layers.settled.connect(self._move_layers)
        self._explore.model_changed.connect(self.begin)
        self.begin()

    @Slot()
    def begin(self) -> None:
        """As the model that is explored has it."""
        facts = self._explore.facts
        if facts is None:
            return
        self.layers.setVisible(facts.has_styles)
        if self.layers.track.count != max(1, facts.num_ws):
            self.layers.set_count(max(1, facts.num_ws))
            self.layers.set_layers(Layers())
        self._whose_row.setVisible(self.kind == "pca" and facts.has_styles and bool(facts.class_names))
        self.show_state()

    @Slot()
    def show_state(self) -> None:
        search, is_mine = self.search, self.search.running == self.kind
        found = search.found.get(self.kind, ())
        self.look.setVisible(not is_mine)
        self.look.setEnabled(not search.running)
        self.stop.setVisible(is_mine)
        self.problem.setText(search.problems.get(self.kind, ""))
        self.problem.setVisible(bool(self.problem.text()))
        self.results.show_found(found)
        self.caption.setText(self._summary(found, is_mine))
        self.caption.setVisible(bool(self.caption.text()))

    def _summary(self, found: tuple[Direction, ...], is_mine: bool) -> str:
        if is_mine:
            return f"Looking, {self.search.share:.0%}".replace("%", "\u2009%")
        shares = [direction.explained for direction in found if direction.explained is not None]
        if shares:
            held = f"{sum(shares):.0%}".replace("%", "\u2009%")
            return f"{len(shares)} components hold {held} of the variance. Click a picture to go there."
        return "Click a picture to go there." if found else ""

    @Slot()
    def _find(self) -> None:
        count, layers = round(self.count.value()), self.layers.layers()
        if self.kind == "pca":
            this = self.whose.currentText() == THIS and self._whose_row.isVisibleTo(self)
            self.search.find_components(count, layers, this)
        else:
            self.search.find_eigenvectors(count, layers)

    @Slot(object)
    def _move_layers(self, layers: Layers) -> None:
        """Components are the same in any layers; what SeFa finds is not."""
        if self.kind == "pca":
            self.results.set_layers(layers)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(text(SENTENCES[self.kind], "label", wrap=True))
        column.addSpacing(4)
        column.addWidget(self.count)
        column.addWidget(self.layers)
        self._whose_row = labelled("Latents of", self.whose)
        column.addWidget(self._whose_row)
        column.addSpacing(4)
        column.addWidget(self.look)
        column.addWidget(self.stop)
        column.addWidget(self.problem)
        column.addWidget(self.caption)
        column.addSpacing(4)
        column.addWidget(self.results)


def labelled(label: str, control: QWidget) -> QWidget:
    """A row of 32 px with words before a control."""
    made = QWidget()
    made.setFixedHeight(32)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    name = text(label, "label")
    name.setFixedWidth(88)
    row.addWidget(name)
    row.addWidget(control, 1)
    return made
