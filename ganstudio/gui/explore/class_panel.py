"""Classes and blends of them. Which class is shown is always chosen, never random."""

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ganstudio.gui.explore.blend_rows import BlendRows
from ganstudio.gui.explore.class_chips import ClassChips
from ganstudio.gui.explore.class_shares import Shares, blend_of, shares_of, toggled, with_share
from ganstudio.gui.explore.left_column import WIDTH, left_column, row
from ganstudio.gui.explore.thumbnail_grid import ThumbnailGrid
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.switch import Switch
from ganstudio.gui.widgets.text import section_label, text
from ganstudio.latents.point import LatentPoint

COLUMNS, TALLEST = 5, 290
BLEND_TIP = "On: each click adds a class to the blend or takes it out. Off: a click picks one class."
SHEET_TIP = "This point with every class; click one to take it"


class ClassPanel(QWidget):
    """Absent for models without classes."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("class_choice")
        self._explore = explore
        self._shares: Shares = {}  # with classes at 0 that a hand has only just moved there
        self._is_acting, self._is_mode_ours = False, False
        self._shown: tuple[Shares, bool] | None = None
        self.chips = ClassChips()
        self.blend = Switch("Blend classes", BLEND_TIP)
        self.blend.setObjectName("blend_switch")
        self.rows = BlendRows()
        self.every = Button("Every class", "link", tip=SHEET_TIP, height=24)
        self.every.setObjectName("every_class")
        self.every.setCheckable(True)
        self.sheet = ThumbnailGrid(explore, "classes", "Every class", SHEET_TIP, COLUMNS, WIDTH - 10)
        self.sheet_area = _scrolled(self.sheet)
        self._lay_out()
        self._connect()
        self._begin()

    def _connect(self) -> None:
        explore = self._explore
        self.chips.picked.connect(self._pick)
        self.chips.dragged.connect(self._drag)
        self.chips.let_go.connect(self._let_go)
        self.chips.found.connect(self._show_sheet)
        self.blend.toggled.connect(self._switch)
        self.rows.moved.connect(self._set_share)
        self.rows.settled.connect(self._let_go)
        self.every.toggled.connect(self._show_sheet)
        self.sheet.picked.connect(self._take)
        explore.model_changed.connect(self._begin)
        explore.point_changed.connect(self._show_point)
        explore.settled.connect(self._show_sheet)

    @Slot()
    def _begin(self) -> None:
        facts = self._explore.facts
        self.setVisible(facts is not None and bool(facts.class_names))
        if facts is None or not facts.class_names:
            return
        self.chips.set_names(facts.class_names)
        self._shares, self._shown = {}, None
        if self._explore.point is not None:
            self._show_point(self._explore.point)

    @Slot(object)
    def _show_point(self, point: LatentPoint) -> None:
        facts = self._explore.facts
        if facts is None or not facts.fits(point) or not facts.class_names:
            return  # the point of another model, for a moment
        shares = shares_of(point.classes)
        if self._is_acting:
            shares = {number: shares.get(number, 0.0) for number in self._shares}
        if self._shown == (shares, self.blend.isChecked()):
            return  # something else moves
        self._shares = shares
        self._show_mode(len(shares) > 1)
        self._shown = (shares, self.blend.isChecked())
        self.chips.show_shares(*self._shown)
        self.rows.show_shares(shares, facts.class_names)
        self._mark_sheet()

    # -- what a person does -------------------------------------------------------------------------------------

    @Slot(int, bool)
    def _pick(self, number: int, with_shift: bool) -> None:
        if not (with_shift or self.blend.isChecked()):
            self._change(f"Class {self._name(number)}", {number: 1.0})
            return
        shares = toggled(self._shares, number)
        words = (
            f"Without {self._name(number)}" if number in self._shares else f"Blend in {self._name(number)}"
        )
        self._change(words, shares)

    @Slot(int, float)
    def _drag(self, number: int, by: float) -> None:
        if number in self._shares:
            self._set_share(number, self._shares[number] + by)

    @Slot(int, float)
    def _set_share(self, number: int, share: float) -> None:
        point = self._explore.point
        if point is None:
            return
        self._shares = with_share(self._shares, number, share)
        self._is_acting = True
        self._explore.change("Class blend", point.changed(classes=blend_of(self._shares)), live=True)
        self._is_acting = False

    @Slot()
    def _let_go(self) -> None:
        self._explore.settle()

    @Slot(bool)
    def _switch(self, is_on: bool) -> None:
        """Without blending, the class with the largest part is left."""
        self._is_mode_ours = False
        if not is_on and len(self._shares) > 1:
            largest = max(self._shares, key=lambda number: self._shares[number])
            self._change(f"Class {self._name(largest)}", {largest: 1.0})
        elif self._explore.point is not None:
            self._show_point(self._explore.point)

    @Slot(int)
    def _take(self, item: int) -> None:
        number = self.chips.matches()[item]
        self._change(f"Class {self._name(number)}", {number: 1.0})

    def _change(self, words: str, shares: Shares) -> None:
        point = self._explore.point
        if point is not None:
            self._explore.change(words, point.changed(classes=blend_of(shares)))

    def _name(self, number: int) -> str:
        facts = self._explore.facts
        return facts.class_names[number] if facts is not None else str(number)

    def _show_mode(self, is_blend: bool) -> None:
        """A blend turns the switch on; one that was turned on so goes off with the blend."""
        if is_blend == self.blend.isChecked() or (not is_blend and not self._is_mode_ours):
            return
        self._is_mode_ours = is_blend
        with QSignalBlocker(self.blend):
            self.blend.setChecked(is_blend)
        self.blend.update()

    # -- every class --------------------------------------------------------------------------------------------

    @Slot()
    def _show_sheet(self, *_ignored: object) -> None:
        facts, point = self._explore.facts, self._explore.point
        is_open = self.every.isChecked()
        self.sheet_area.setVisible(is_open)
        if not is_open or facts is None or point is None or not facts.class_names or not facts.fits(point):
            return
        items = [
            (facts.class_names[number], point.changed(classes=blend_of({number: 1.0})))
            for number in self.chips.matches()
        ]
        self.sheet.show_items(items)
        self.sheet_area.setFixedHeight(min(self.sheet.height(), TALLEST))
        self._mark_sheet()

    def _mark_sheet(self) -> None:
        shown = self.chips.matches()
        one = next(iter(self._shares)) if len(self._shares) == 1 else None
        self.sheet.set_chosen(shown.index(one) if one in shown else None)

    def _lay_out(self) -> None:
        column = left_column(self)
        head = (section_label("Class"), 12, self.every, None, text("Blend", "label"), 8, self.blend)
        column.addWidget(row(*head))
        self.chips.setFixedWidth(WIDTH)
        column.addWidget(self.chips)
        self.rows.setFixedWidth(WIDTH + 5)
        column.addWidget(self.rows)
        column.addSpacing(4)
        column.addWidget(self.sheet_area)
        self.sheet_area.setVisible(False)


def _scrolled(sheet: ThumbnailGrid) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFixedWidth(WIDTH)
    area.setWidget(sheet)
    sheet.setAutoFillBackground(False)  # which the area has just turned on
    area.viewport().setAutoFillBackground(False)
    return area
