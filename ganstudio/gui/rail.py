"""The narrow rail on the left that names the rooms."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import icon
from ganstudio.gui.rooms import ROOMS, Room
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.logo import Logo
from ganstudio.gui.widgets.text import describe, line

WIDTH = 72


class RailButton(QToolButton):
    """An icon over a word; the icon of the room that is open takes the accent."""

    def __init__(self, room: Room, key: str) -> None:
        super().__init__()
        self._room = room
        self.setObjectName(f"nav_{room.name}")
        self.setProperty("kind", "rail")
        self.setText(room.title)
        self.setCheckable(True)
        self.setFixedSize(64, 52)
        self.setIconSize(QSize(20, 20))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        describe(self, room.title, f"{room.tip} ({key})")
        self.toggled.connect(self._draw)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_room"):
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon(self._room.icon, "accent_line" if self.isChecked() else "text2"))


class Rail(Surfaced):
    """Logo, rooms, help and settings."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("window", parent)
        self.setFixedWidth(WIDTH)
        self.buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        for number, room in enumerate(ROOMS, 1):
            self._add(room, f"Ctrl+{number}")
        self.help = IconButton("question", "Help", "Shortcuts and words (F1)", size=40, pixels=20)
        self.help.setObjectName("help_button")
        self.settings = IconButton(
            "gear", "Settings of the window", "Theme, notices and folders", size=40, pixels=20
        )
        self.settings.setObjectName("settings_button")
        self._lay_out()

    def choose(self, name: str) -> None:
        self.buttons[name].setChecked(True)

    def _add(self, room: Room, key: str) -> None:
        button = RailButton(room, key)
        button.clicked.connect(lambda: self.chosen.emit(room.name))
        self._group.addButton(button)
        self.buttons[room.name] = button

    def _lay_out(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        column = QVBoxLayout()
        column.setContentsMargins(0, 12, 0, 8)
        column.setSpacing(4)
        column.addWidget(Logo(), alignment=centre)
        column.addSpacing(12)
        for button in self.buttons.values():
            column.addWidget(button, alignment=centre)
        column.addStretch(1)
        column.addWidget(self.help, alignment=centre)
        column.addWidget(self.settings, alignment=centre)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(line("v"))
