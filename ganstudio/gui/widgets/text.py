"""Words at the sizes of the type scale, and the names that screen readers and tool tips give."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

Type = Literal[
    "big", "readout", "title", "section", "body", "note", "label", "value", "caption", "error", "link"
]  # fmt: skip


def text(words: str, type_: Type = "body", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label of the type scale: never rich text, for names come from files."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("type", type_)
    label.setWordWrap(wrap)
    return label


def section_label(words: str) -> QLabel:
    """The head of a section or card."""
    return text(words, "section")


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where the room ends; the whole of it is the tool tip then."""

    def __init__(self, words: str = "", type_: Type = "body", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("type", type_)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)


def line(direction: Literal["h", "v"] = "h") -> QFrame:
    """A hairline between things."""
    made = QFrame()
    made.setProperty("line", direction)
    if direction == "h":
        made.setFixedHeight(1)
    else:
        made.setFixedWidth(1)
    return made


def describe(widget: QWidget, name: str, tip: str = "") -> None:
    """Gives a control its accessible name, and a tool tip that is its accessible description too."""
    widget.setAccessibleName(name)
    widget.setToolTip(tip)
    widget.setAccessibleDescription(tip)
