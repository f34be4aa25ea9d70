"""The right side of the import sheet: how the pictures are brought to a square, and under which name."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QProgressBar, QVBoxLayout

from ganstudio.gui.start.bars import Bar
from ganstudio.gui.start.import_sources import Fitted, Order, free_name, name_problem
from ganstudio.gui.start.sample_view import SampleView
from ganstudio.gui.start.setting_row import Problem, SettingRow
from ganstudio.gui.start.summary_panel import OWN, SIZES, inset
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import line, section_label, text

OTHER = "other colour"
TITLES = (
    replace(
        OWN, name="title_a", label="From", help="What side A, the pictures to translate from, is called."
    ),
    replace(OWN, name="title_b", label="To", help="What side B, what they become, is called."),
)
"""Of the two sides, where there are two."""
FIELDS = (
    *TITLES,
    replace(OWN, name="name", label="Name", help="What the data set is called; also on the command line."),
    replace(OWN, name="resolution", label="Resolution", unit="px", kind="choice", accepts_auto=True,
            choices=tuple(map(str, SIZES)), help="Side of the square pictures that are kept."),
    replace(OWN, name="fit", label="Fit", kind="choice", choices=("crop", "letterbox", "stretch"),
            help="Crop cuts the longer sides off, letterbox shows all on a background, stretch bends it."),
    replace(OWN, name="background", label="Background", kind="choice", choices=("white", "black", "grey", OTHER),
            help="Behind transparent pictures, and beside letterboxed ones."),
)  # fmt: skip
DEFAULTS: dict[str, Any] = {
    "title_a": "",
    "title_b": "",
    "name": "",
    "resolution": "auto",
    "fit": "crop",
    "background": "white",
}


class ImportPanel(Surfaced):
    """Edits an order. `changed` asks for a new preview; `import_asked` and `cancel_asked` are its buttons."""

    changed = Signal()
    import_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__("panel")
        self.setFixedWidth(320)
        self.values, self._wish, self._usable = dict(DEFAULTS), "", 0
        self._sides: tuple[str, ...] = ()  # as the check found them called; empty of one set
        self.sample, self.caption = SampleView(), text("", "caption")
        self.rows = {field.name: SettingRow(field) for field in FIELDS}
        for name, row in self.rows.items():
            row.control.setObjectName(f"import_{name}")
            row.edited.connect(self._take)
            row.reset_asked.connect(self._reset)
        self.problem = Problem()
        self.button = Button(
            "Import", "primary", "download-simple", "Decode the pictures once and keep them", 40
        )
        self.button.setObjectName("import_button")
        self.button.clicked.connect(self.import_asked)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.progress = text("", "caption")
        self.cancel = Button("Cancel", "plain", tip="Stop the import; nothing of it is kept", height=28)
        self.cancel.setObjectName("import_cancel")
        self.cancel.clicked.connect(self.cancel_asked)
        self._lay_out()
        self.show_busy(False)

    def begin(self, wish: str, usable: int, sides: tuple[str, ...] = ()) -> None:
        """For a newly checked source, with a name to suggest; `sides`: what its two sides are called, if it has two."""
        self._wish, self._usable, self._sides = wish, usable, sides
        self.values = dict(DEFAULTS)
        for name in ("name", "title_a", "title_b"):
            self.rows[name].settle()
        for field in TITLES:
            self.rows[field.name].setVisible(bool(sides))
        self.problem.say("")
        self.refresh()

    def order(self, source: str, exclude: tuple[str, ...]) -> Order:
        side = self.values["resolution"]
        return Order(
            source, self.name(), None if side == "auto" else int(side), self.values["fit"], self.values["background"],
            exclude, self.titles(),
        )  # fmt: skip

    def titles(self) -> tuple[str, str] | None:
        """What the two sides will be called."""
        if not self._sides:
            return None
        return (self._shown("title_a"), self._shown("title_b"))

    def _shown(self, name: str) -> str:
        return str(self.values[name]).strip() or self._default(name)

    def _default(self, name: str) -> Any:
        if name == "name":
            return self.default_name()
        if name in ("title_a", "title_b"):
            return self._sides[name == "title_b"] if self._sides else ""
        return DEFAULTS[name]

    def _problem_of(self, name: str, value: Any) -> str:
        if name == "name":
            return name_problem(value)
        titles = self.titles()
        is_twice = name == "title_b" and titles is not None and titles[0] == titles[1]
        return "The two sides need different names." if is_twice else ""

    def name(self) -> str:
        return str(self.values["name"] or self.default_name())

    def default_name(self) -> str:
        return free_name(self._wish)

    def show_preview(self, fitted: Fitted | None) -> None:
        """None while it is being made."""
        if fitted is None:
            self.sample.set_pictures(None)
            return
        self.sample.set_pictures(fitted.pictures, fitted.others)
        side = fitted.pictures.shape[1]
        self.caption.setText(f"What will be kept, at {side} px")
        self.rows["resolution"].show_auto(fitted.own)

    def show_busy(self, busy: bool) -> None:
        """While an import goes on, only Cancel acts."""
        for row in self.rows.values():
            row.control.setEnabled(not busy)
        self.button.setVisible(not busy)
        for widget in (self.bar, self.progress, self.cancel):
            widget.setVisible(busy)
        if busy:
            self.show_progress(0, 0)
            self.problem.say("")

    def show_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.progress.setText(f"Importing {done:,} of {total:,}" if total else "Importing")

    def refresh(self) -> None:
        """Rows and button as the values say."""
        for name, row in self.rows.items():
            default = self._default(name)
            value = self.values[name] or default
            row.show_state(value, default, value != default, self._problem_of(name, value))
        problem = name_problem(self.name()) or self._problem_of("title_b", "")
        self.button.setEnabled(not problem and self._usable > 0)
        self.button.setToolTip(problem or "Decode the pictures once and keep them")

    def _take(self, name: str, value: Any) -> None:
        if value == OTHER:
            self._ask_colour()
            return
        self.values[name] = value
        self.refresh()
        if name not in ("name", "title_a", "title_b"):
            self.changed.emit()

    def _reset(self, name: str) -> None:
        self.rows[name].settle()
        self._take(name, DEFAULTS[name])

    def _ask_colour(self) -> None:
        self.refresh()
        dialog = QColorDialog(QColor("white"), self)
        dialog.colorSelected.connect(lambda colour: self._take("background", colour.name()))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Bar(48, section_label("How they are kept")))
        column.addWidget(inset(self.sample))
        column.addWidget(inset(self.caption))
        column.addSpacing(6)
        column.addWidget(line())
        column.addSpacing(6)
        for row_ in self.rows.values():
            column.addWidget(row_)
        column.addStretch(1)
        column.addWidget(line())
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 16)
        foot.setSpacing(8)
        for widget in (self.problem, self.progress, self.bar, self.cancel, self.button):
            foot.addWidget(widget)
        column.addLayout(foot)
