"""A direction of one's own: from marked pictures, or between two classes, with its held-out accuracy."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ganstudio.gui.explore.direction_pages import LAYERS_TIP, Results, labelled
from ganstudio.gui.explore.mark_grid import MarkGrid
from ganstudio.gui.models.explore.directions_model import DirectionsModel
from ganstudio.gui.models.explore.point_pictures import PointPictures
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.layer_range import LayerRange
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.switch import Switch
from ganstudio.gui.widgets.text import describe, text
from ganstudio.latents.point import LatentPoint, Layers

MARKS, CLASSES = "Mark pictures", "Two classes"
FEWEST = 3
SENTENCES = {
    "marks": "Mark pictures that have more of something, and some that have less; their difference is the direction.",
    "classes": "Leads from the latents of one class to those of another.",
}
NAME_TIP = "What the direction is called in the list"
APART_TIP = "Takes out what the directions in the list do already, so that they stay as they are"
OTHERS = "All others"


class MakePage(QWidget):
    """Two classes are offered where there are some and w tells them apart."""

    def __init__(self, directions: DirectionsModel, pictures: PointPictures) -> None:
        super().__init__()
        self.directions, self.search, self._explore = directions, directions.search, directions.explore
        self.how = Segmented((MARKS, CLASSES), "How to make a direction", tuple(SENTENCES.values()))
        self.sentence = text("", "label", wrap=True)
        self.grid = MarkGrid(self.search, pictures)
        self.others = IconButton(
            "shuffle", "Other samples", "Twenty other seeds; what is marked stays marked"
        )
        self.clear = Button("Clear", "link", tip="Takes every mark away", height=24)
        self.counts = text("", "caption")
        self.is_more = Button("More", "plain", "plus", "The picture shown now has more of it", height=28)
        self.is_less = Button("Less", "plain", "minus", "The picture shown now has less of it", height=28)
        self.start, self.end = Choice("From", "Where strength 0 is"), Choice("To", "Where strength 1 leads")
        self.layers = LayerRange("Act in layers", 1, LAYERS_TIP)
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.name.setFixedHeight(28)
        describe(self.name, "Name of the new direction", NAME_TIP)
        self.apart = Switch("Keep the others as they are", APART_TIP)
        self.make = Button(
            "Make direction", "plain", "compass", "Fits a boundary and tests it on what it has not seen"
        )
        self.make.setObjectName("make_direction")
        self.stop = Button("Stop", "plain", "stop", "Ends this search")
        self.problem = text("", "error", wrap=True)
        self.results = Results(directions, pictures)
        self._lay_out()
        self._connect()
        self.begin()

    @property
    def kind(self) -> str:
        return "classes" if self.how.choice() == CLASSES and self.how.isVisibleTo(self) else "marks"

    def points(self) -> list[LatentPoint]:
        """Whose pictures are wanted."""
        return (self.search.samples() if self.kind == "marks" else []) + self.results.points()

    @Slot()
    def begin(self) -> None:
        """As the model that is explored has it."""
        facts = self._explore.facts
        if facts is None:
            return
        names = list(facts.class_names)
        self.how.setVisible(facts.has_styles and len(names) > 1)
        self.layers.setVisible(facts.has_styles)
        if self.layers.track.count != max(1, facts.num_ws):
            self.layers.set_count(max(1, facts.num_ws))
            self.layers.set_layers(Layers())
        if [self.end.itemText(i) for i in range(self.end.count())] != names:
            self.start.clear()
            self.end.clear()
            self.start.addItems([*names, OTHERS])
            self.end.addItems(names)
            self.end.setCurrentIndex(min(1, len(names) - 1))
        self.show_state()

    @Slot()
    def show_state(self) -> None:
        search, kind = self.search, self.kind
        is_mine = search.running == kind
        more, less = search.counts()
        self.sentence.setText(SENTENCES[kind])
        self.marking.setVisible(kind == "marks")
        self.choosing.setVisible(kind == "classes")
        self.counts.setText(f"{more} more, {less} less" if more + less else f"At least {FEWEST} of each")
        self.clear.setVisible(more + less > 0)
        self._show_ready(more, less)
        self.make.setVisible(not is_mine)
        self.stop.setVisible(is_mine)
        self.problem.setText(search.problems.get(kind, ""))
        self.problem.setVisible(bool(self.problem.text()))
        self._apart_row.setVisible(bool(self.directions.saved))
        self.name.setPlaceholderText(self._default_name())
        self.results.show_found(search.found.get(kind, ()))

    def _show_ready(self, more: int, less: int) -> None:
        """A button that cannot act says why."""
        why = ""
        if self.kind == "marks" and min(more, less) < FEWEST:
            why = f"Mark at least {FEWEST} pictures as more and {FEWEST} as less first"
        elif self.kind == "classes" and self.start.currentText() == self.end.currentText():
            why = "Choose two different classes first"
        self.make.setEnabled(not why and not self.search.running)
        self.make.setToolTip(why or self.make.accessibleDescription())

    def _default_name(self) -> str:
        if self.kind == "classes":
            return self.directions.free_name(f"{self.start.currentText()} to {self.end.currentText()}"[:80])
        return self.directions.free_name("My direction")

    @Slot()
    def _make(self) -> None:
        name = " ".join(self.name.text().split()) or self._default_name()
        against = (
            self.directions.saved if self.apart.isChecked() and self._apart_row.isVisibleTo(self) else ()
        )
        layers = self.layers.layers()
        if self.kind == "marks":
            self.search.make_from_marks(name, layers, against)
        else:
            start = self.start.currentIndex()
            is_class = start < self.end.count()
            end = self.end.currentIndex()
            self.search.make_from_classes(name, start if is_class else None, end, layers, against)

    def _mark_shown(self, is_more: bool) -> None:
        if self._explore.point is not None:
            self.search.mark(self._explore.point, is_more)

    def _connect(self) -> None:
        search = self.search
        self.how.chosen.connect(self.show_state)
        self.how.chosen.connect(self.results.wanted)
        self.others.clicked.connect(search.show_more)
        self.clear.clicked.connect(search.clear_marks)
        self.is_more.clicked.connect(lambda: self._mark_shown(True))
        self.is_less.clicked.connect(lambda: self._mark_shown(False))
        for choice in (self.start, self.end):
            choice.currentIndexChanged.connect(self.show_state)
        self.make.clicked.connect(self._make)
        self.stop.clicked.connect(search.stop)
        search.changed.connect(self.show_state)
        search.marks_changed.connect(self.show_state)
        self.directions.changed.connect(self.show_state)
        self._explore.model_changed.connect(self.begin)

    def _lay_out(self) -> None:
        self.marking, self.choosing = QWidget(), QWidget()
        marks = _column(self.marking, 8)
        shown = _row(text("Picture shown now", "label"), None, self.is_more, self.is_less)
        marks.addWidget(self.grid)
        marks.addLayout(_row(self.counts, None, self.clear, self.others))
        marks.addLayout(shown)
        classes = _column(self.choosing, 0)
        classes.addWidget(labelled("From", self.start))
        classes.addWidget(labelled("To", self.end))
        column = _column(self, 4)
        column.addWidget(self.how)
        column.addSpacing(4)
        column.addWidget(self.sentence)
        column.addSpacing(4)
        column.addWidget(self.marking)
        column.addWidget(self.choosing)
        column.addWidget(self.layers)
        column.addWidget(labelled("Name", self.name))
        self._apart_row = QWidget()
        apart = _column(self._apart_row, 0)
        apart.addLayout(_row(text("Keep the others as they are", "label"), None, self.apart))
        self._apart_row.setFixedHeight(32)
        column.addWidget(self._apart_row)
        column.addSpacing(4)
        for widget in (self.make, self.stop, self.problem):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self.results)


def _column(widget: QWidget, spacing: int) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Widgets beside one another; None stretches."""
    row = QHBoxLayout()
    row.setSpacing(4)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
