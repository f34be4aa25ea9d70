"""The small button that takes a row back to its default."""

from ganstudio.gui.icons import icon
from ganstudio.gui.widgets.button import IconButton


class ResetButton(IconButton):
    """Nearly invisible while there is nothing to reset, accent when there is."""

    def __init__(self, label: str) -> None:
        self._changed, self._back_to = False, ""
        super().__init__(
            "arrow-counter-clockwise", f"Reset {label}", f"{label} is at its default", size=24, pixels=14
        )
        self.setEnabled(False)

    def set_changed(self, changed: bool, back_to: str) -> None:
        if (changed, back_to) == (self._changed, self._back_to):
            return  # rows tell at every move
        self._changed, self._back_to = changed, back_to
        self.setEnabled(changed)
        self.setToolTip(f"Back to {back_to}" if changed else f"At its default, {back_to}")
        self.set_icon(self._icon_name)

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self.setIcon(icon(name, "accent_line" if self._changed else "off", disabled="border"))
