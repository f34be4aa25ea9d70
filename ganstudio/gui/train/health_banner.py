"""One line about a run: how it is, why, and the one thing to do about it."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import pixmap
from ganstudio.gui.models.run_model import RunModel
from ganstudio.gui.train.health import Deed, Message, message
from ganstudio.gui.widgets.binding import Binding
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import describe, text


class HealthBanner(Surfaced):
    """`asked` carries what the button means: resume, retry, unpause, folder."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self.setObjectName("health_banner")
        self.setMinimumHeight(40)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        describe(self, "Health of the run", "What this run is doing, and what can be done about a problem")
        self._run: RunModel | None = None
        self._links = Binding()
        self._dismissed = 0
        self._message = Message("heartbeat", "good", "", "")
        self._icon = QLabel()
        self.name = text("", "section")
        self.words = text("", "note", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = Button("", "plain", tip="What helps here", height=28)
        self.button.setObjectName("health_button")
        self.button.clicked.connect(lambda: self.asked.emit(self._message.deed))
        self.copy = IconButton(
            "copy", "Copy the details", "Copy the technical details for a bug report", size=28
        )
        self.copy.clicked.connect(self._copy)
        self.dismiss = IconButton("x", "Dismiss", "Dismiss this notice", size=28, pixels=14)
        self.dismiss.clicked.connect(self._dismiss)
        self._lay_out()

    @property
    def deed(self) -> Deed:
        return self._message.deed

    def show_run(self, run: RunModel | None) -> None:
        self._run, self._dismissed = run, 0
        if run is None:
            self._links.connect()
        else:
            self._links.connect(
                (run.state_changed, self.refresh), (run.noticed, self.refresh), (run.progressed, self.refresh)
            )
        self.refresh()

    def height_for(self, width: int) -> int:
        """The height that its words need."""
        layout = self.layout()
        return max(40, layout.totalHeightForWidth(width)) if layout is not None else 40

    def say(self, sentence: str) -> None:
        """An error of something that was asked for here, until the run changes."""
        self._show(Message("warning", "error", "Not done", sentence))

    @Slot()
    def refresh(self, *_ignored: object) -> None:
        if self._run is not None:
            wanted = message(self._run, self._dismissed)
            if wanted != self._message:
                self._show(wanted)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_icon"):
            self._draw_icon()

    def _show(self, shown: Message) -> None:
        self._message = shown
        self.name.setText(shown.name)
        self.words.setText(shown.words)
        self.setAccessibleDescription(f"{shown.name}: {shown.words}")
        self.button.setText(shown.button)
        self.button.setAccessibleName(shown.button or "No action")
        self.button.setVisible(bool(shown.button))
        self.copy.setVisible(bool(shown.details))
        is_notice = self._run is not None and len(self._run.notices) > self._dismissed and not shown.deed
        self.dismiss.setVisible(
            is_notice and shown.name not in ("Stopping", "Preparing", "Running elsewhere")
        )
        self._draw_icon()

    def _draw_icon(self) -> None:
        self._icon.setPixmap(pixmap(self._message.icon, 16, self._message.colour))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._message.details)

    @Slot()
    def _dismiss(self) -> None:
        if self._run is not None:
            self._dismissed = len(self._run.notices)
            self.refresh()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(8)
        self._icon.setFixedSize(QSize(20, 20))
        row.addWidget(self._icon)
        row.addWidget(self.name)
        row.addWidget(self.words, 1)
        for widget in (self.copy, self.button, self.dismiss):
            widget.hide()
            row.addWidget(widget)
