"""The name of a picture, which becomes a field to change it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import repolish
from ganstudio.gui.widgets.escape_field import EscapeField
from ganstudio.gui.widgets.text import ElidedLabel, describe
from ganstudio.latents.gallery.names import name_problem

TIP = "Enter keeps the name, which is that of the file; Esc gives up"


class NameField(EscapeField):
    """Leaving it by mouse or Tab gives up too."""

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.given_up.emit()


class NameRow(QWidget):
    """`renamed` carries the new name; `problem` why what is typed cannot be one, empty when it can."""

    renamed = Signal(str)
    problem = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self.label = ElidedLabel("", "section")
        self.field = NameField()
        self.field.setObjectName("gallery_name")
        self.field.setFixedHeight(28)
        describe(self.field, "Name", TIP)
        self.edit = IconButton(
            "pencil-simple", "Rename", "Give the picture another name (F2)", size=24, pixels=14
        )
        self.edit.setObjectName("gallery_rename")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.label, 1)
        row.addWidget(self.field, 1)
        row.addWidget(self.edit)
        self.field.hide()
        self.edit.clicked.connect(self.begin)
        self.field.textEdited.connect(self._check)
        self.field.returnPressed.connect(self._keep)
        self.field.given_up.connect(self._give_up)

    def show_path(self, path: Path | None) -> None:
        if path != self._path:
            self._path = path
            self._give_up()
        self.label.setText("" if path is None else path.stem)

    @Slot()
    def begin(self) -> None:
        if self._path is None:
            return
        self.field.setText(self._path.stem)
        self.label.hide()
        self.edit.hide()
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()

    @Slot(str)
    def _check(self, words: str) -> str:
        said = name_problem(words, self._path) if self._path is not None else ""
        self.field.setProperty("wrong", "true" if said else "false")
        repolish(self.field)
        self.problem.emit(said)
        return said

    @Slot()
    def _keep(self) -> None:
        words = self.field.text()
        if not self._check(words):
            self._give_up()
            self.renamed.emit(words)

    @Slot()
    def _give_up(self) -> None:
        if self.field.isVisibleTo(self):
            self.field.hide()
            self.problem.emit("")
        self.label.show()
        self.edit.show()
