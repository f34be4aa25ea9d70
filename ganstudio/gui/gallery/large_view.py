"""One picture as large as the room, its neighbours a key away."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.gallery.page_bar import PageBar
from ganstudio.gui.gallery.zoom_view import STEP, ZoomView
from ganstudio.gui.models.gallery_model import GalleryModel
from ganstudio.gui.models.gallery_thumbnails import image_of
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import text
from ganstudio.gui.workers import Reader
from ganstudio.latents.gallery.opening import open_pixels

TIP = "Left and right go to the neighbours, Enter restores, 1 to 5 give stars, Esc or Space goes back"


class LargeView(Surfaced):
    """Knows the gallery and shows its current picture."""

    closed = Signal()
    opened = Signal(Path)
    copied = Signal()
    binned = Signal()

    def __init__(self, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.setObjectName("gallery_large")
        self._gallery = gallery
        self._shown: tuple[Path, object] | None = None
        self._lies: Path | None = None
        self.bar, self.view = PageBar(), ZoomView()
        self.view.setAccessibleDescription(TIP)
        self.before = IconButton("caret-left", "Picture before", "The picture before (Left)")
        self.after = IconButton("caret-right", "Next picture", "The next picture (Right)")
        self.problem = text("", "error")
        self.problem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problem.hide()
        for widget in (self.before, self.after):
            self.bar.tools.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.problem)
        column.addWidget(self.view, 1)
        self._reader = Reader(self)
        self._reader.answered.connect(self._show)
        self._reader.refused.connect(self._refuse)
        self._connect()

    def _connect(self) -> None:
        self.bar.back.clicked.connect(self.closed)
        self.bar.fit.clicked.connect(self.view.fit)
        self.bar.larger.clicked.connect(lambda: self.view.zoom(STEP))
        self.bar.smaller.clicked.connect(lambda: self.view.zoom(1 / STEP))
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.view.scaled.connect(self.bar.show_scale)
        self._gallery.chosen_changed.connect(self.refresh)

    def open(self) -> None:
        """Shows the current picture and takes the keys."""
        self._shown = self._lies = None
        self.refresh()
        self.view.setFocus()

    def step(self, by: int) -> None:
        """To the neighbour, which is then the chosen one."""
        current, shown = self._gallery.current, self._gallery.shown
        if current is None or current not in shown:
            return
        place = shown.index(current) + by
        if 0 <= place < len(shown):
            self._gallery.choose(shown[place].path)

    def close_reader(self) -> None:
        self._reader.close()

    @Slot()
    def refresh(self) -> None:
        if not self.isVisible() and self._shown is not None:
            return
        item = self._gallery.current
        if item is None:
            if self._shown is not None and self.isVisible():
                self.closed.emit()
            return
        self.bar.title.setText(item.name)
        wanted = item.path, item.stamp[:2]
        if wanted != self._shown:
            self._shown = wanted
            path = item.path
            self._reader.ask(lambda: (path, image_of(open_pixels(path))))

    @Slot(int, object)
    def _show(self, number: int, answer: tuple[Path, QImage]) -> None:
        """The same file again, such as one with another star, is shown as it lay."""
        if self._reader.is_newest(number):
            path, image = answer
            self.problem.hide()
            self.view.show_image(image, keep_view=path == self._lies)
            self._lies = path

    @Slot(int, str)
    def _refuse(self, number: int, sentence: str) -> None:
        if self._reader.is_newest(number):
            self.view.show_image(QImage())
            self.problem.setText(sentence)
            self.problem.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, current = event.key(), self._gallery.current
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Space):
            self.closed.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current is not None:
            self.opened.emit(current.path)
        elif key == Qt.Key.Key_Delete:
            self.binned.emit()
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_5 and current is not None:
            self._gallery.set_stars([current], key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)
