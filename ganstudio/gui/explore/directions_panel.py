"""Directions of the model with their strengths in the current point, and the way to more of them."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.explore.direction_finder import DirectionFinder
from ganstudio.gui.explore.direction_row import DirectionRow, key_of
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.text import section_label, text

EMPTY = "A direction changes one thing at a time, such as a slant or a smile. This model's are not found yet."
TRIES = 15


class DirectionsPanel(QWidget):
    """`direction_list` holds a row for each; the finder takes the list's place while it is open."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore, self.directions = explore, explore.directions
        self.reset_all = Button(
            "Reset all", "link", tip="Takes every direction out of the picture", height=28
        )
        self.reset_all.setObjectName("reset_directions")
        self.find_more = Button(
            "Find more", "quiet", "plus", "Find directions of this model, or make your own", height=28
        )
        self.find_more.setObjectName("find_directions")
        self.list = QWidget()
        self.list.setObjectName("direction_list")
        self.list.setAccessibleName("Directions")
        self.empty = QWidget()
        self.find_first = Button(
            "Find directions", "plain", "magnifying-glass", "Find directions of this model, or make your own"
        )
        self.finder = DirectionFinder(self.directions)
        self.rows: list[DirectionRow] = []
        self._soon = QTimer(self)  # until the column has its new height
        self._soon.setInterval(30)
        self._tries = 0
        self._soon.timeout.connect(self._reveal)
        self._lay_out()
        self._connect()
        self._begin()

    def row_of(self, name: str) -> DirectionRow | None:
        return next((row for row in self.rows if row.name == name), None)

    @Slot()
    def open_finder(self) -> None:
        self._set_finding(True)
        self.finder.back.setFocus()
        self._reveal_soon()

    @Slot()
    def close_finder(self) -> None:
        self._set_finding(False)
        (self.find_more if self.rows else self.find_first).setFocus()

    @Slot()
    def _begin(self) -> None:
        """Another model: its rows have other layers, and there may be none."""
        facts = self._explore.facts
        self.setVisible(facts is not None)
        self._mark = "" if facts is None else facts.fingerprint
        self._fill(anew=True)

    @Slot()
    def _fill(self, anew: bool = False) -> None:
        """A row for each direction; those that stay keep their places, and a hand that drags one loses nothing."""
        shown = self.directions.shown
        old = {} if anew else {row.key: row for row in self.rows}
        facts = self._explore.facts
        rows = []
        for direction in shown:
            row = old.pop(key_of(direction), None)
            if row is None:
                row = DirectionRow(self.directions, direction, facts.num_ws if facts is not None else 0)
            rows.append(row)
        for row in self.rows:
            if row not in rows:
                row.hide()
                row.deleteLater()
        self.rows = rows
        for number, row in enumerate(rows):
            self._column.insertWidget(number, row)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        for row in self.rows:
            row.show_state()
        self.reset_all.setVisible(self.directions.is_any_used and not self.finder.isVisibleTo(self))
        self._set_finding(self.finder.isVisibleTo(self))

    def _set_finding(self, is_finding: bool) -> None:
        self.finder.setVisible(is_finding)
        self._head.setVisible(not is_finding)
        self.list.setVisible(not is_finding and bool(self.rows))
        self.empty.setVisible(not is_finding and not self.rows)
        self.find_more.setVisible(bool(self.rows))

    @Slot()
    def _reveal_soon(self) -> None:
        self._tries = 0
        self._soon.start()

    @Slot()
    def _reveal(self) -> None:
        """The finder's head comes to the top of the column that scrolls; tried until there is height enough."""
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        inner = above.widget() if isinstance(above, QScrollArea) else None
        self._tries += 1
        if not isinstance(above, QScrollArea) or inner is None or not self.finder.isVisible():
            self._soon.stop()
            return
        top, bar = self.mapTo(inner, self.rect().topLeft()).y(), above.verticalScrollBar()
        bar.setValue(top)
        if bar.value() == top or self._tries >= TRIES:
            self._soon.stop()

    def _connect(self) -> None:
        self.find_more.clicked.connect(self.open_finder)
        self.find_first.clicked.connect(self.open_finder)
        self.finder.left.connect(self.close_finder)
        self.finder.filled.connect(self._reveal_soon)
        self.reset_all.clicked.connect(self.directions.reset_all)
        self.directions.changed.connect(self._fill)
        self.directions.strengths_changed.connect(self._show_state)
        self._explore.model_changed.connect(self._begin)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(4)
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(section_label("Directions"))
        head.addStretch(1)
        head.addWidget(self.reset_all)
        head.addWidget(self.find_more)
        self._column = QVBoxLayout(self.list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        empty = QVBoxLayout(self.empty)
        empty.setContentsMargins(0, 4, 0, 8)
        empty.setSpacing(8)
        empty.addWidget(text(EMPTY, "label", wrap=True))
        empty.addWidget(self.find_first)
        self.finder.setVisible(False)
        for widget in (self._head, self.empty, self.list, self.finder):
            column.addWidget(widget)
