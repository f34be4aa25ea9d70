"""Two chosen pictures, A and B, over each other."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from ganstudio.gui.gallery.compare_canvas import MODES, CompareCanvas, Mode
from ganstudio.gui.gallery.page_bar import PageBar
from ganstudio.gui.gallery.zoom_view import STEP
from ganstudio.gui.models.gallery_thumbnails import image_of
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import Surfaced, repolish
from ganstudio.gui.widgets.segmented import Segmented
from ganstudio.gui.widgets.text import describe, text
from ganstudio.gui.workers import Reader
from ganstudio.latents.gallery.comparing import Pair, difference, open_pair

LARGEST_GAIN = 16
TIPS = (
    "One over the other, a line between them to drag",
    "Next to each other; both zoom and move together",
    "How far apart their colours are, made brighter by the gain",
)


class CompareView(Surfaced):
    """Reads two files in a thread. `closed` goes back to all."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.setObjectName("gallery_compare_view")
        self._paths: tuple[Path, Path] | None = None
        self._pair: Pair | None = None
        self._pair_asked = 0
        self.bar, self.canvas = PageBar(), CompareCanvas()
        self.modes = Segmented(MODES, "Way to compare", TIPS)
        self.modes.setObjectName("compare_mode")
        self.gain = QSlider(Qt.Orientation.Horizontal)
        self.gain.setObjectName("compare_gain")
        self.gain.setRange(1, LARGEST_GAIN)
        self.gain.setFixedWidth(96)
        describe(self.gain, "Gain", "How many times brighter the difference is shown than it is")
        self.gain_words = text("× 1", "value")
        self.gain_words.setMinimumWidth(32)
        self.swap = IconButton("swap", "Swap A and B", "Swap A and B (X)")
        self.facts = text("", "caption")
        self.facts.setContentsMargins(16, 6, 16, 6)
        self._reader = Reader(self)
        self._lay_out()
        self._connect()
        self._show_mode("Slider")

    def open(self, first: Path, second: Path) -> None:
        self._paths, self._pair = (first, second), None
        self.canvas.names = (f"A  {first.stem}", f"B  {second.stem}")
        self.bar.title.setText("Compare")
        self._say("")
        self.canvas.other = self.canvas.apart = QImage()
        self.canvas.show_image(QImage())
        self._pair_asked = self._reader.ask(lambda: open_pair(first, second))
        self.canvas.setFocus()

    def close_reader(self) -> None:
        self._reader.close()

    def _connect(self) -> None:
        canvas, bar = self.canvas, self.bar
        self._reader.answered.connect(self._take)
        self._reader.refused.connect(self._refuse)
        bar.back.clicked.connect(self.closed)
        bar.fit.clicked.connect(canvas.fit)
        bar.larger.clicked.connect(lambda: canvas.zoom(STEP))
        bar.smaller.clicked.connect(lambda: canvas.zoom(1 / STEP))
        canvas.scaled.connect(bar.show_scale)
        self.modes.chosen.connect(self._show_mode)
        self.gain.valueChanged.connect(self._ask_difference)
        self.swap.clicked.connect(self._swap)

    @Slot(str)
    def _show_mode(self, words: str) -> None:
        mode: Mode = next(each for each in MODES if each == words)
        self.modes.set_choice(mode)
        self.canvas.set_mode(mode)
        for widget in (self.gain, self.gain_words):
            widget.setVisible(mode == "Difference")
        if mode == "Difference":
            self._ask_difference()

    @Slot()
    def _swap(self) -> None:
        if self._paths is not None:
            self.open(self._paths[1], self._paths[0])

    @Slot()
    def _ask_difference(self, *_ignored: object) -> None:
        """In a thread; of several the newest is made."""
        gain, pair = self.gain.value(), self._pair
        self.gain_words.setText(f"× {gain}")
        if pair is not None:
            self._reader.ask(lambda: image_of(difference(pair, gain)))

    @Slot(int, object)
    def _take(self, number: int, answer: Pair | QImage) -> None:
        if isinstance(answer, Pair):
            if number == self._pair_asked:
                self._show_pair(answer)
        elif self._reader.is_newest(number):
            self.canvas.apart = answer
            self.canvas.update()

    def _show_pair(self, pair: Pair) -> None:
        self._pair = pair
        self.canvas.other = image_of(pair.b)
        self.canvas.show_image(image_of(pair.a))
        words = f"Mean difference {pair.mean:.2f} of 255; {100 * pair.share:.0f} % of the pixels differ."
        self._say(words + (" B is shown at the size of A." if pair.was_resized else ""))
        if self.canvas.mode == "Difference":
            self._ask_difference()

    @Slot(int, str)
    def _refuse(self, _number: int, sentence: str) -> None:
        self._say(sentence, "error")

    def _say(self, words: str, type_: str = "caption") -> None:
        self.facts.setText(words)
        self.facts.setProperty("type", type_)
        repolish(self.facts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Escape: self.closed.emit, Qt.Key.Key_X: self._swap,
            Qt.Key.Key_1: lambda: self._show_mode(MODES[0]), Qt.Key.Key_2: lambda: self._show_mode(MODES[1]),
            Qt.Key.Key_3: lambda: self._show_mode(MODES[2]),
        }  # fmt: skip
        if event.key() in deeds:
            deeds[event.key()]()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        for widget in (self.gain, self.gain_words, self.modes, self.swap):
            self.bar.tools.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.facts)
