"""Which translator: those that come with the program, those of runs, and files."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ganstudio.gui.icons import icon
from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.translate.model_row import ModelRow
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.file_dialog import ask_open
from ganstudio.gui.widgets.text import describe, section_label, text

MODELS = "Models (*.safetensors *.pth *.pt);;All files (*)"
NONE = "No translator yet. Train CycleGAN or pix2pix, or open a model."
LOADING = "Opening the model"


class ModelPanel(QWidget):
    """The rows are buttons of which the open one is checked."""

    def __init__(self, translate: TranslateModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self.open_button = Button("Open", "quiet", "folder-open", "Open a model file or a run", height=28)
        self.open_button.setObjectName("open_translator_button")
        self.menu = QMenu(self)
        self.menu.addAction(icon("file"), "Open a model file").triggered.connect(lambda: self.ask_file())
        self.menu.addAction(icon("folder-open"), "Open a run folder").triggered.connect(
            lambda: self.ask_run()
        )
        self.open_button.setMenu(self.menu)
        self.choice = QWidget()
        self.choice.setObjectName("translator_choice")
        describe(self.choice, "Translator", "The model that translates")
        self.words = text(NONE, "caption", wrap=True)
        self._group = QButtonGroup(self)
        self._list = QVBoxLayout(self.choice)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        self._lay_out()
        translate.shelf.changed.connect(self.refresh)
        translate.model_changed.connect(self._mark)
        translate.loading_changed.connect(self._mark)
        self.refresh()

    @property
    def rows(self) -> list[ModelRow]:
        return [button for button in self._group.buttons() if isinstance(button, ModelRow)]

    @Slot()
    def ask_file(self) -> QFileDialog:
        """Lets a person choose a file; the window goes on meanwhile."""
        dialog = ask_open(self, "Open a model", MODELS, lambda paths: self._translate.open(paths[0]))
        dialog.setObjectName("translator_dialog")
        return dialog

    @Slot()
    def ask_run(self) -> QFileDialog:
        mode = QFileDialog.FileMode.Directory
        dialog = ask_open(self, "Open a run folder", "", lambda paths: self._translate.open(paths[0]), mode)
        dialog.setObjectName("translator_dialog")
        return dialog

    @Slot()
    def refresh(self) -> None:
        """The rows as the shelf has them now; the focus stays on the same model."""
        focused = next((row.row.path for row in self.rows if row.hasFocus()), None)
        for old in self.rows:
            self._group.removeButton(old)
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        for each in self._translate.shelf.rows:
            row = ModelRow(each)
            row.clicked.connect(lambda _=False, path=each.path: self._choose(path))
            self._group.addButton(row)
            self._list.addWidget(row)
            if each.path == focused:
                row.setFocus()
        self._mark()

    def _choose(self, path: Path) -> None:
        facts = self._translate.facts
        if facts is None or facts.path != path:
            self._translate.open(path)
        self._mark()

    @Slot()
    def _mark(self, *_ignored: object) -> None:
        """The open model's row is checked, not the one that is still on its way."""
        facts = self._translate.facts
        self._group.setExclusive(False)
        for row in self.rows:
            row.setChecked(facts is not None and row.row.path == facts.path)
        self._group.setExclusive(True)
        is_loading = self._translate.is_loading
        self.words.setText(LOADING if is_loading else NONE)
        self.words.setVisible(is_loading or not self.rows)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.addWidget(section_label("Model"))
        head.addStretch(1)
        head.addWidget(self.open_button)
        self.words.setContentsMargins(8, 0, 8, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.choice)
        column.addWidget(self.words)
