"""What stands under the view: the picture's name, its size, and what became of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ganstudio.gui.models.translate.item import Item, State
from ganstudio.gui.widgets.text import ElidedLabel, text

WORDS = {State.WAITING: "waiting", State.STOPPED: "stopped, goes on with Translate"}


class Caption(QWidget):
    """A name in bold and the rest behind it, in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self.name, self.about = text("", "value"), ElidedLabel("", "label")
        self.name.setObjectName("picture_name")
        self.about.setObjectName("picture_about")
        self.about.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
        )  # as wide as its words
        self.setFixedHeight(32)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.setSpacing(16)
        row.addStretch(1)
        row.addWidget(self.name)
        row.addWidget(self.about)
        row.addStretch(1)

    def say(self, name: str, about: str) -> None:
        shown = self.name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 280)
        self.name.setText(shown)
        self.name.setMinimumWidth(self.name.sizeHint().width())  # what is cut short is what is said of it
        self.name.setToolTip(name if shown != name else "")
        self.about.setText(about)
        self.about.setVisible(bool(about))


def words_for(item: Item) -> str:
    """3088 × 2056, translated in 1.9 s in 12 tiles."""
    size = f"{item.size[0]} × {item.size[1]}" if item.size[0] else ""
    return ", ".join(part for part in (size, *_parts(item)) if part)


def _parts(item: Item) -> list[str]:
    if item.state is State.REFUSED:
        return [item.sentence]
    if item.state is State.RUNNING:
        return [f"translating, tile {item.done + 1} of {item.total}" if item.total > 1 else "translating"]
    if item.result is None:
        return [WORDS.get(item.state, "")]
    made = f"translated in {seconds_words(item.seconds)}"
    if item.tiles > 1 and "tile" not in item.how:
        made += f" in {item.tiles} tiles"
    outdated = "in another way than is chosen now" if item.is_out_of_date else ""
    return [made, item.how, outdated]


def seconds_words(seconds: float) -> str:
    """0.04 s, 1.9 s, 75 s."""
    return f"{seconds:.2f} s" if seconds < 0.1 else f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
