"""How the panels of the left column are laid out: 272 pixels wide, 16 from the left, a hairline under each."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ganstudio.gui.widgets.text import ElidedLabel, line

WIDTH = 272
OVER = 5  # px by which a reset button reaches over the edge, so that its icon ends there
INSET = 16


def left_column(panel: QWidget) -> QVBoxLayout:
    """The column that a panel fills. Its right inset gives way to a scroll bar, its contents do not move."""
    outer = QVBoxLayout(panel)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    body = QWidget()
    body.setFixedWidth(INSET + WIDTH + OVER)
    column = QVBoxLayout(body)
    column.setContentsMargins(INSET, 8, 0, 12)
    column.setSpacing(4)
    outer.addWidget(body, alignment=Qt.AlignmentFlag.AlignLeft)
    outer.addWidget(line())
    return column


def row(*parts: QWidget | QLayout | int | None, over: bool = False, height: int = 32) -> QWidget:
    """Things beside each other: a number is a gap; None, or an elided label, takes what room is left.

    `over` is for a row with a reset at its end.
    """
    made = QWidget()
    made.setFixedHeight(height)
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0 if over else OVER, 0)
    layout.setSpacing(0)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part, int(isinstance(part, ElidedLabel)))
        else:
            layout.addLayout(part)
    return made
