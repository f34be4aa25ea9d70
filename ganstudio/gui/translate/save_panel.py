"""How results are saved: format, folder, name, and what is kept of the picture."""

from pathlib import Path
from typing import Any, get_args

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.escape_field import EscapeField
from ganstudio.gui.widgets.file_dialog import ask_open
from ganstudio.gui.widgets.option_row import OptionRow
from ganstudio.gui.widgets.switch import Switch
from ganstudio.gui.widgets.text import section_label, text
from ganstudio.translation.manner import Format, Manner, Output
from ganstudio.translation.naming import check_pattern

DEFAULT, MANNER = Output(), Manner()
FORMATS: tuple[Format, ...] = get_args(Format)
FORMAT_WORDS = {"as-source": "As the picture", "png": "PNG", "jpeg": "JPEG", "webp": "WebP", "tiff": "TIFF"}
BESIDE, OTHER = "Next to the picture", "Choose a folder…"
FORMAT_TIP = "The format of the files; as the picture: PNG stays PNG, JPEG stays JPEG"
FOLDER_TIP = "Where results go; nothing is ever overwritten"
PATTERN_TIP = "The name of the files; {name}, {direction}, {model}, {number} and {folder} are filled in"
ALPHA_TIP = "What is transparent in the picture is transparent in the result, in formats that can"
METADATA_TIP = "Camera, date, place, copyright and colour profile go along"
SIZE_TIP = "A result that was made at the model's size is enlarged to the size of the picture"


class SavePanel(QWidget):
    """Shows the output and changes it."""

    def __init__(self, translate: TranslateModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self.format, self.folder = Choice("Save as", FORMAT_TIP), Choice("Folder", FOLDER_TIP)
        self.format.addItems([FORMAT_WORDS[each] for each in FORMATS])
        self.pattern = EscapeField()
        self.pattern.setFixedHeight(28)
        self.alpha, self.metadata = Switch("Keep transparency"), Switch("Keep metadata")
        self.original = Switch("Original size")
        self.format_row = OptionRow("Save as", self.format, FORMAT_TIP)
        self.folder_row = OptionRow("Folder", self.folder, FOLDER_TIP)
        self.pattern_row = OptionRow("Name", self.pattern, PATTERN_TIP)
        self.alpha_row = OptionRow("Keep transparency", self.alpha, ALPHA_TIP)
        self.metadata_row = OptionRow("Keep metadata", self.metadata, METADATA_TIP)
        self.original_row = OptionRow("Original size", self.original, SIZE_TIP)
        self.problem = text("", "error", wrap=True)
        self.problem.setObjectName("pattern_problem")
        self._name_parts()
        self._lay_out()
        self._connect()
        self._show()

    @Slot()
    def ask_folder(self) -> QFileDialog:
        """Lets a person choose where results go; the window goes on meanwhile."""
        dialog = ask_open(
            self,
            "Save results in",
            "",
            lambda paths: self._set(folder=paths[0]),
            QFileDialog.FileMode.Directory,
        )
        dialog.setObjectName("output_dialog")
        return dialog

    @Slot()
    def _show(self) -> None:
        output, manner = self._translate.output, self._translate.manner
        controls = (self.format, self.folder, self.alpha, self.metadata, self.original)
        blockers = [QSignalBlocker(control) for control in controls]
        self.format.setCurrentIndex(FORMATS.index(output.format))
        self._show_folder(output.folder)
        self.alpha.setChecked(manner.keep_alpha)
        self.metadata.setChecked(output.keep_metadata)
        self.original.setChecked(output.original_size)
        del blockers
        if not self.pattern.hasFocus():
            self.pattern.setText(output.pattern)
        self._say("")
        self.format_row.show_changed(output.format != DEFAULT.format, FORMAT_WORDS[DEFAULT.format])
        self.folder_row.show_changed(output.folder is not None, BESIDE)
        self.pattern_row.show_changed(output.pattern != DEFAULT.pattern, DEFAULT.pattern)
        self.alpha_row.show_changed(manner.keep_alpha != MANNER.keep_alpha, "on")
        self.metadata_row.show_changed(output.keep_metadata != DEFAULT.keep_metadata, "on")
        self.original_row.show_changed(output.original_size != DEFAULT.original_size, "on")
        self.original_row.setVisible(manner.size == "resized")

    def _show_folder(self, folder: Path | None) -> None:
        self.folder.clear()
        self.folder.addItems([BESIDE, *([folder.name or str(folder)] if folder is not None else []), OTHER])
        self.folder.setCurrentIndex(0 if folder is None else 1)
        self.folder.setToolTip(FOLDER_TIP if folder is None else f"{folder}. {FOLDER_TIP}")

    @Slot(int)
    def _choose_folder(self, index: int) -> None:
        words = self.folder.itemText(index)
        self._show()
        if index == 0:
            self._set(folder=None)
        elif words == OTHER:
            self.ask_folder()

    @Slot()
    def _take_pattern(self) -> None:
        """A pattern that makes no name is not taken, and says why."""
        pattern = self.pattern.text().strip()
        try:
            check_pattern(pattern)
        except StudioError as error:
            self._say(str(error))
            return
        self._say("")
        self._set(pattern=pattern)

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        wrong = "true" if problem else "false"
        if self.pattern.property("wrong") != wrong:
            self.pattern.setProperty("wrong", wrong)
            repolish(self.pattern)

    def _reset_pattern(self) -> None:
        self.pattern.setText(DEFAULT.pattern)
        self._take_pattern()

    def _set(self, **changes: Any) -> None:
        self._translate.set_output(**changes)

    def _connect(self) -> None:
        translate = self._translate
        translate.output_changed.connect(self._show)
        translate.manner_changed.connect(self._show)
        self.format.activated.connect(lambda index: self._set(format=FORMATS[index]))
        self.folder.activated.connect(self._choose_folder)
        self.pattern.editingFinished.connect(self._take_pattern)
        self.alpha.toggled.connect(lambda on: translate.set_manner(keep_alpha=on))
        self.metadata.toggled.connect(lambda on: self._set(keep_metadata=on))
        self.original.toggled.connect(lambda on: self._set(original_size=on))
        self.format_row.reset_asked.connect(lambda: self._set(format=DEFAULT.format))
        self.folder_row.reset_asked.connect(lambda: self._set(folder=None))
        self.pattern_row.reset_asked.connect(self._reset_pattern)
        self.alpha_row.reset_asked.connect(lambda: translate.set_manner(keep_alpha=MANNER.keep_alpha))
        self.metadata_row.reset_asked.connect(lambda: self._set(keep_metadata=DEFAULT.keep_metadata))
        self.original_row.reset_asked.connect(lambda: self._set(original_size=DEFAULT.original_size))

    def _name_parts(self) -> None:
        for name, part in (
            ("output_format", self.format), ("output_folder", self.folder), ("output_pattern", self.pattern),
            ("keep_alpha", self.alpha), ("keep_metadata", self.metadata), ("original_size", self.original),
        ):  # fmt: skip
            part.setObjectName(name)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(0)
        column.addWidget(section_label("Save"))
        column.addSpacing(4)
        for row in (
            self.format_row, self.folder_row, self.pattern_row, self.problem, self.alpha_row, self.metadata_row,
            self.original_row,
        ):  # fmt: skip
            column.addWidget(row)
