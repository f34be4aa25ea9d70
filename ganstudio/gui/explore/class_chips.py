"""Chips of the classes, with a field to find one where there are many."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.explore.class_chip import HEIGHT, ClassChip
from ganstudio.gui.explore.class_shares import Shares, percentages
from ganstudio.gui.widgets.flow import Flow
from ganstudio.gui.widgets.text import describe, text

MANY = 24  # classes from which on there is a field to find one
MOST = 120  # chips at once
TALLEST = 5 * (HEIGHT + 8)


class ClassChips(QWidget):
    """`picked(number, blend)`, `dragged(number, by)` and `let_go` pass on what the chips say."""

    picked = Signal(int, bool)
    dragged = Signal(int, float)
    let_go = Signal()
    found = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: Sequence[str] = ()
        self._shares: Shares = {}
        self._is_blend = False
        self.chips: dict[int, ClassChip] = {}
        self.find_box = QLineEdit()
        self.find_box.setObjectName("class_find")
        self.find_box.setFixedHeight(28)
        self.find_box.setPlaceholderText("Find a class")
        self.find_box.setClearButtonEnabled(True)
        describe(self.find_box, "Find a class", "Part of a class's name, or its number")
        self.find_box.textChanged.connect(self._build)
        self.more = text("", "caption")
        self._inner = QWidget()
        self._laid_out: set[int] = set()
        self._inner.setProperty("surface", "none")
        self._flow = Flow(self._inner)
        self._area = _Area(self._inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.find_box, self._area, self.more):
            column.addWidget(widget)

    def set_names(self, names: Sequence[str]) -> None:
        """The classes of another model."""
        self._names = names
        self.find_box.setVisible(len(names) > MANY)
        self.find_box.clear()
        self._shares = {}
        self._replace([])  # the same numbers may have other names
        self._build()

    def show_shares(self, shares: Shares, is_blend: bool) -> None:
        """Which classes are in the point, and whether parts are written."""
        lacks = [number for number in shares if number not in self.chips]
        self._shares, self._is_blend = shares, is_blend
        if lacks:
            self._build()
        else:
            self._mark()

    def matches(self) -> list[int]:
        """Numbers of the classes that are shown; chosen ones always are."""
        words = self.find_box.text().strip().casefold()
        found = [n for n, name in enumerate(self._names) if words in name.casefold() or words == str(n)]
        chosen = [n for n in self._shares if n not in found[:MOST]]
        return sorted(found[:MOST] + chosen)

    @Slot()
    def _build(self) -> None:
        wanted = self.matches()
        if wanted != list(self.chips):
            self._replace(wanted)
        hidden = len(self._names) - len(wanted)
        self.more.setText(
            f"{hidden:,} more; find them by name" if hidden and not self.find_box.text() else ""
        )
        self.more.setVisible(bool(self.more.text()))
        self._mark()
        self.found.emit()

    def _replace(self, wanted: list[int]) -> None:
        self._flow.setEnabled(False)  # not once a chip
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._laid_out = set()
        self.chips = {number: self._made(number) for number in wanted}
        for chip in self.chips.values():
            self._flow.addWidget(chip)
            chip.show()
        self._flow.setEnabled(True)

    def _made(self, number: int) -> ClassChip:
        chip = ClassChip(self._names[number], self._inner)
        chip.picked.connect(lambda blend: self.picked.emit(number, blend))
        chip.dragged.connect(lambda by: self.dragged.emit(number, by))
        chip.let_go.connect(self.let_go)
        chip.stepped.connect(lambda by: self._step(number, by))
        return chip

    def _mark(self) -> None:
        parts = percentages(self._shares) if self._shares else {}
        sizes = [chip.sizeHint() for chip in self.chips.values()]
        for number, chip in self.chips.items():
            chip.show_share(parts.get(number), self._is_blend)
        if not any(chip.hasFocus() for chip in self.chips.values()) and self.chips:
            first = next((number for number in self._shares if number in self.chips), next(iter(self.chips)))
            self._let_tab_reach(self.chips[first])
        if sizes != [chip.sizeHint() for chip in self.chips.values()] or self.chips.keys() != self._laid_out:
            self._laid_out = set(self.chips)
            self._flow.invalidate()
            self._area.fit()

    def _let_tab_reach(self, chip: ClassChip) -> None:
        """Tab stops once in all the chips; the arrows go on from there."""
        for each in self.chips.values():
            each.setFocusPolicy(Qt.FocusPolicy.TabFocus if each is chip else Qt.FocusPolicy.NoFocus)

    def _step(self, number: int, by: int) -> None:
        """The focus goes to the chip beside."""
        numbers = list(self.chips)
        to = self.chips[numbers[(numbers.index(number) + by) % len(numbers)]]
        self._let_tab_reach(to)
        to.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(to, 0, 8)


class _Area(QScrollArea):
    """As high as its chips, up to a limit, from which on it scrolls."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def fit(self) -> None:
        inner = self.widget()
        layout = inner.layout() if inner is not None else None
        if layout is not None:
            self.setFixedHeight(min(max(layout.heightForWidth(self.width()), HEIGHT), TALLEST))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.fit()

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)
