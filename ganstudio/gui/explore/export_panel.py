"""Exporting the timeline: format, size, rate, how often, and where to; progress is in the bar at the bottom."""

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from ganstudio.gui.explore.overlay import Overlay
from ganstudio.gui.explore.timeline_length import field_row
from ganstudio.gui.models.explore.clip_export import ENDINGS, LARGEST, SMALLEST, ClipExport, ClipWish
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.train.run_menu import reveal_folder
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import ElidedLabel, describe, text

WIDTH = 380
FORMAT_TIPS = (
    "A film that every player shows (H.264)",
    "An animated picture without loss, for the web",
    "An animated picture of 256 colours, for everywhere else",
    "A folder with every frame as PNG; each carries its point",
)
SCALES = ("×1", "×2", "×4", "×8")
NAME_TIP = "The file's name without its ending"


class ExportPanel(Overlay):
    """Asks, shows what it comes to, and starts; where the file is stands here when it is done."""

    def __init__(self, explore: ExploreModel, anchor: QWidget, above: QWidget) -> None:
        super().__init__("Export", anchor, WIDTH, above)
        self.setObjectName("export_panel")
        self._explore, self._timeline = explore, explore.timeline
        self.export = ClipExport(explore, self)
        self.folder = self.export.folder
        self._make_fields()
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Proposes a name that is free and a size that can be seen well."""
        facts = self._explore.facts
        if facts is None or not self._timeline.keys:
            return
        with QSignalBlocker(self.size_field), QSignalBlocker(self.rate):
            self.rate.setValue(round(self._timeline.timeline.frames_per_second))
            self._propose_size()
        self.name.setText(self.export.free_name(self.folder, self._ending()))
        self._show()
        super().open()

    def first_field(self) -> QWidget:
        return self.name

    def wish(self) -> ClipWish:
        """What a person asks for here."""
        repeats = self.repeats.value() if self._timeline.timeline.loop else 1
        name, size, rate = self.name.text().strip(), self.size_field.value(), self.rate.value()
        return ClipWish(self.folder, name, self._ending(), size, rate, repeats)

    # -- what happens -------------------------------------------------------------------------------------------

    @Slot()
    def _start(self) -> None:
        problem = self.export.problem(self.wish())
        if problem:
            self._say(problem, "error")
        else:
            self.export.start(self.wish())

    @Slot()
    def _show(self) -> None:
        """What the wish comes to, or how far the export is."""
        export, is_loop = self.export, self._timeline.timeline.loop
        for widget in self._repeat_row:
            widget.setVisible(is_loop)
        self.where.setText(str(self.folder))
        self.start.setText("Stop" if export.is_running else "Export")
        self.reveal.setVisible(export.finished is not None and not export.is_running)
        if export.is_running:
            self._say(f"Frame {export.done:,} of {export.total:,}", "caption")
        elif export.error:
            self._say(export.error, "error")
        elif export.finished is not None:
            self._say(f"Saved as {export.finished.name}", "caption")
        else:
            self._describe_wish()
        self.place()

    def _describe_wish(self) -> None:
        wish = self.wish()
        frames = self.export.frames(wish)
        seconds = self._timeline.duration * wish.repeats
        self._say(f"{frames:,} frames, {seconds:.4g} s, {wish.size} × {wish.size} px", "caption")

    def _say(self, words: str, kind: str) -> None:
        is_error = kind == "error"
        self.note.setVisible(not is_error)
        self.error.setVisible(is_error)
        (self.error if is_error else self.note).setText(words)

    @Slot()
    def _changed(self) -> None:
        self.export.forget()
        facts, size = self._explore.facts, self.size_field.value()
        for factor, button in self._scale_buttons().items():
            button.setChecked(facts is not None and size == facts.resolution * factor)
        self._show()

    @Slot(str)
    def _choose_format(self, _format: str) -> None:
        folder, stem = self.folder, self.name.text().strip()
        if not stem or (folder / f"{stem}{self._ending()}").exists():
            self.name.setText(self.export.free_name(folder, self._ending()))
        self._changed()

    def _scale_by(self, factor: int) -> None:
        facts = self._explore.facts
        if facts is not None:
            self.size_field.setValue(facts.resolution * factor)
        self._changed()

    def _propose_size(self) -> None:
        facts = self._explore.facts
        assert facts is not None
        self.size_field.setValue(
            min(max(facts.resolution, facts.resolution * -(-256 // facts.resolution)), LARGEST)
        )
        for factor, button in self._scale_buttons().items():
            button.setChecked(self.size_field.value() == facts.resolution * factor)

    @Slot()
    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Where the clip goes", str(self.folder))
        if name:
            self.folder = Path(name)
            self._changed()

    @Slot()
    def _reveal(self) -> None:
        if self.export.finished is not None:
            reveal_folder(self.export.finished.parent)

    @Slot()
    def _start_or_stop(self) -> None:
        if self.export.is_running:
            self.export.stop()
        else:
            self._start()

    def _ending(self) -> str:
        return ENDINGS[self.format.choice()]

    def _scale_buttons(self) -> dict[int, Button]:
        return {int(name[1:]): button for name, button in self.scales.items()}

    # -- layout -------------------------------------------------------------------------------------------------

    def _make_fields(self) -> None:
        self.format = Segmented(list(ENDINGS), "Format", FORMAT_TIPS)
        self.format.setObjectName("export_format")
        self.size_field, self.rate, self.repeats = QSpinBox(), QSpinBox(), QSpinBox()
        self.size_field.setRange(SMALLEST, LARGEST)
        self.size_field.setSuffix(" px")
        self.rate.setRange(1, 240)
        self.repeats.setRange(1, 100)
        describe(self.size_field, "Size", "Width and height in pixels")
        describe(self.rate, "Frames a second", "Frames a second of the clip")
        describe(self.repeats, "Loops", "How often the loop goes round")
        self.scales = {
            name: Button(name, "chip", tip=f"{name[1:]} times the model's size", height=28) for name in SCALES
        }
        self.name, self.where = QLineEdit(), ElidedLabel("", "caption")
        self.name.setFixedHeight(28)
        describe(self.name, "File name", NAME_TIP)
        self.name.setObjectName("export_name")
        self.change = Button("Change", "link", tip="Choose another folder", height=24)
        self.note, self.error = text("", "caption"), text("", "error", wrap=True)
        self.reveal = Button("Show in folder", "link", tip="Open the folder that it is in", height=24)
        self.start = Button(
            "Export", "primary", tip="Render every frame and write the clip; the same button stops it"
        )
        self.start.setObjectName("export_start")

    def _connect(self) -> None:
        self.format.chosen.connect(self._choose_format)
        for name, button in self.scales.items():
            button.clicked.connect(lambda _checked=False, factor=int(name[1:]): self._scale_by(factor))
        for field in (self.size_field, self.rate, self.repeats):
            field.valueChanged.connect(self._changed)
        self.name.textEdited.connect(self._changed)
        self.name.returnPressed.connect(self._start)
        self.change.clicked.connect(self._ask_folder)
        self.reveal.clicked.connect(self._reveal)
        self.start.clicked.connect(self._start_or_stop)
        self.export.changed.connect(self._show)

    def _lay_out(self) -> None:
        self.body.addWidget(self.format)
        self.body.addLayout(field_row("Size", *self.scales.values(), self.size_field, width=92))
        self.body.addLayout(field_row("Frames a second", self.rate, width=92))
        loops = QWidget()
        row = field_row("Loops", self.repeats, width=92)
        row.setContentsMargins(0, 0, 0, 0)
        loops.setLayout(row)
        self._repeat_row = (loops,)
        self.body.addWidget(loops)
        self.name.setFixedWidth(WIDTH - 32 - 88)
        self.body.addLayout(field_row("Name", self.name))
        folder = QHBoxLayout()
        folder.addWidget(text("Folder", "label"))
        folder.addSpacing(52)
        folder.addWidget(self.where, 1)
        folder.addWidget(self.change)
        self.body.addLayout(folder)
        self.body.addWidget(self.error)
        last = QHBoxLayout()
        last.addWidget(self.note)
        last.addWidget(self.reveal)
        last.addStretch(1)
        last.addWidget(self.start)
        self.body.addLayout(last)
