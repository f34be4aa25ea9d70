"""The 48-pixel bar over a large picture: back, what it is, tools, and how large it is shown."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import ElidedLabel, describe, line, text

HEIGHT = 48


class PageBar(Surfaced):
    """`tools` takes widgets. The caller connects the buttons."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__("window", parent)
        self.setFixedHeight(HEIGHT)
        self.back = Button("All pictures", "quiet", "arrow-left", "Back to all pictures (Esc)", height=28)
        self.title = ElidedLabel(title, "section")
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        self.scale = text("", "value")
        self.scale.setMinimumWidth(48)
        describe(self.scale, "Scale", "Pixels of the screen a pixel of the picture")
        self.smaller = IconButton("minus", "Smaller", "Zoom out (−)", size=28, pixels=14)
        self.larger = IconButton("plus", "Larger", "Zoom in (+)", size=28, pixels=14)
        self.fit = Button("Fit", "quiet", "arrows-out", "The whole picture (F)", height=28)
        inside = QWidget()
        inside.setFixedHeight(HEIGHT - 1)
        row = QHBoxLayout(inside)
        row.setContentsMargins(8, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        row.addLayout(self.tools)
        for widget in (self.smaller, self.scale, self.larger, self.fit):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(inside)
        column.addWidget(line())

    @Slot(float)
    def show_scale(self, scale: float) -> None:
        self.scale.setText(f"{100 * scale:,.0f} %")
