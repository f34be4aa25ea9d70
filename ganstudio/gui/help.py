"""F1: the shortcuts, and the words of the field in a newcomer's terms."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.text import section_label, text

SHORTCUTS = {
    "Ctrl+1 … Ctrl+6": "Train, Explore, Translate, Evaluate, Gallery, Playground",
    "Ctrl+N": "A new run",
    "Space": "Train: pause and go on. Explore: play the timeline",
    "Ctrl+Z, Ctrl+Shift+Z": "Explore: undo, redo",
    "Ctrl+S": "Explore: save the picture with its point",
    "Ctrl+C, Ctrl+V": "Copy and paste a point or a picture",
    "R": "Explore: a random seed",
    "Arrow keys": "Step through seeds, previews, tiles and lists",
    "Tab, Shift+Tab": "The next and the previous control",
    "F1": "This page",
    "Ctrl+Q": "Close the window; a training is saved first",
}
WORDS = {
    "GAN": "Two networks that learn against each other: one makes pictures, one tells them from real ones.",
    "Generator (G)": "The network that makes pictures out of random numbers. Amber in every plot.",
    "Discriminator (D)": "The network that judges whether a picture is real or made. Blue in every plot.",
    "Recipe": "One published system: its networks, its losses and its settings.",
    "Run": "One training, kept in a folder. It can be stopped, closed and resumed without losing anything.",
    "Step": "One round of learning for both networks. Each sees a batch of pictures.",
    "kimg": "A thousand pictures shown to the discriminator: a length that does not depend on the batch.",
    "Seed": "A number that fixes the random numbers behind one picture, so that it can be made again.",
    "Latent point": "Everything that fixes one picture: seed, class, truncation, noise, mix, directions.",
    "w": "The style vector that StyleGAN makes of a seed. Each layer of the generator takes one.",
    "Truncation ψ": "How far from the average w: smaller is more typical, larger more varied.",
    "Style mix": "Some layers take the w of another seed: coarse ones give shape, fine ones colour and texture.",
    "Direction": "A vector in w along which one thing changes, such as slant or a smile.",
    "Inversion": "Finding the latent point whose picture looks most like a given one.",
    "Averaged generator": "A running mean of the generator's weights, which makes better pictures.",
    "Loss": "What a network tries to make small. In a GAN both hover: neither has to fall for pictures to improve.",
    "Penalty": "A term that keeps the discriminator from changing too steeply, which steadies the game.",
    "Checkpoint": "Everything that a resume needs, saved every few minutes.",
}  # fmt: skip


class Help(QDialog):
    """Stays open beside the window; Escape closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("help")
        self.setWindowTitle("Help")
        self.setAccessibleName("Help")
        self.resize(680, 620)
        page = QWidget()
        page.setProperty("surface", "none")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for title, entries in (("Shortcuts", SHORTCUTS), ("Words", WORDS)):
            column.addWidget(section_label(title))
            column.addLayout(_table(entries))
            column.addSpacing(12)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        close = Button("Close", "primary", tip="Close the help (Escape)")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 16)
        foot.addStretch(1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll, 1)
        whole.addLayout(foot)


def _table(entries: dict[str, str]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, 148)
    grid.setColumnStretch(1, 1)
    for row, (name, words) in enumerate(entries.items()):
        grid.addWidget(text(name, "value"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(text(words, "label", wrap=True), row, 1)
    return grid
