"""An icon that stands for itself and follows the theme."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel

from ganstudio.gui import theme
from ganstudio.gui.icons import pixmap


class Sign(QLabel):
    """`colour` names a token."""

    def __init__(self, name: str, size: int = 16, colour: str = "text2") -> None:
        super().__init__()
        self._icon = (name, size, colour)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_icon"):
            self._draw()

    def _draw(self) -> None:
        self.setPixmap(pixmap(*self._icon))
