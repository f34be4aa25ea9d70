"""A segmented control: a few words of which exactly one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QPushButton, QWidget

from ganstudio.gui.widgets.text import describe


class Segmented(QFrame):
    """`chosen` is sent with the option when a person picks it; `set_choice` does not send it."""

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[str],
        name: str,
        tips: Sequence[str] = (),
        height: int = 28,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("segmented", "true")
        self.setFixedHeight(height)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetMinAndMaxSize)
        row.setSpacing(0)
        for index, option in enumerate(options):
            row.addWidget(self._segment(option, tips[index] if index < len(tips) else option, height))
        self.set_choice(options[0])

    def choice(self) -> str:
        button = self._group.checkedButton()
        return button.text() if button else ""

    def set_choice(self, option: str) -> None:
        for button in self._group.buttons():
            if button.text() == option:
                button.setChecked(True)

    def buttons(self) -> list[QAbstractButton]:
        """One for each option, in their order; one that is hidden is not offered."""
        return self._group.buttons()

    def _segment(self, option: str, tip: str, height: int) -> QPushButton:
        button = QPushButton(option)
        button.setProperty("kind", "segment")
        button.setCheckable(True)
        button.setFixedHeight(height - 2)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        describe(button, f"{self.accessibleName()}: {option}", tip)
        button.clicked.connect(lambda: self.chosen.emit(option))
        self._group.addButton(button)
        return button
