"""The words of a picture: chips that a click takes away, and a field for another one."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.icons import icon
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.escape_field import EscapeField
from ganstudio.gui.widgets.flow import Flow
from ganstudio.gui.widgets.text import describe, section_label, text
from ganstudio.latents.gallery.labels import LONGEST_TAG


class TagRow(QWidget):
    """`added` and `removed` carry a word."""

    added = Signal(str)
    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] | None = None
        self.add = IconButton(
            "plus", "Add a word", "Add a word by which this picture can be found", size=24, pixels=14
        )
        self.add.setObjectName("gallery_add_word")
        self.field = EscapeField()
        self.field.setObjectName("gallery_word")
        self.field.setFixedHeight(28)
        self.field.setMaxLength(LONGEST_TAG)
        self.field.setPlaceholderText("Word, then Enter")
        describe(self.field, "Another word", "Enter adds it, Esc gives up")
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field.setCompleter(completer)
        self.none = text("No words yet", "caption")
        self._chips = QWidget()
        self._flow = Flow(self._chips, gap=6)
        head = QHBoxLayout()
        head.addWidget(section_label("Words"))
        head.addStretch(1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._chips)
        column.addWidget(self.none)
        column.addWidget(self.field)
        self.field.hide()
        self.add.clicked.connect(self._begin)
        self.field.given_up.connect(self._give_up)
        self.field.returnPressed.connect(self._add)

    def show_tags(self, tags: tuple[str, ...], known: Sequence[str]) -> None:
        """`known`: those of all pictures, which the field offers."""
        self._known.setStringList(list(known))
        if tags == self._tags:
            return
        self._tags = tags
        while (item := self._flow.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for tag in tags:
            self._flow.addWidget(self._chip(tag))
        self._chips.setVisible(bool(tags))
        self.none.setVisible(not tags)

    def _chip(self, tag: str) -> Button:
        chip = Button(tag.replace("&", "&&"), "chip", tip=f"Take the word away: {tag}", height=28)
        chip.setAccessibleName(f"Word: {tag}")
        chip.setCheckable(False)
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.setIcon(icon("x", "text3"))
        chip.setIconSize(chip.iconSize() * 0.7)
        chip.clicked.connect(lambda: self.removed.emit(tag))
        return chip

    @Slot()
    def _begin(self) -> None:
        self.field.show()
        self.field.setFocus()

    @Slot()
    def _give_up(self) -> None:
        self.field.clear()
        self.field.hide()
        self.add.setFocus()

    @Slot()
    def _add(self) -> None:
        """The field stays for the next one; an empty one ends it."""
        if not self.field.text().strip():
            self._give_up()
            return
        self.added.emit(self.field.text())
        self.field.clear()
