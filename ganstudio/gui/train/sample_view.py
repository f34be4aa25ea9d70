"""One sample in place of all: large, with its neighbours a key away, and how it grew over the training."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui import theme
from ganstudio.gui.fonts import font
from ganstudio.gui.models.sheets import Sheet, read_tile
from ganstudio.gui.train.preview_grid import image_of
from ganstudio.gui.train.row_names import subject
from ganstudio.gui.train.sheet_store import Source
from ganstudio.gui.train.time_strip import TimeStrip, tile_of
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import describe, text
from ganstudio.gui.workers import Reader

TIP = "One sample of the preview. Left and right go to its neighbours, Enter explores it, Esc goes back to all of them."

EXPLORE = ("Explore", "Walk on from this sample in the Explore room", "compass")
TRANSLATE = ("Translate", "Translate pictures of your own with this run", "arrows-left-right")
NAMES = 24  # pixels for the names under pictures


class LargePicture(QWidget):
    """A picture, or several side by side with a name under each, at the largest whole-number scale that fits. A click
    asks to close it."""

    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(96, 96)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        describe(self, "Sample", "Click to go back to all samples")
        self._image, self._names = QImage(), tuple[str, ...]()

    def show_image(self, image: QImage, names: tuple[str, ...] = ()) -> None:
        self._image, self._names = image, names
        self.update()

    def picture_rect(self) -> QRect:
        """Where the picture lies."""
        ratio, high = self.devicePixelRatioF(), self.height() - (NAMES if self._names else 0)
        across, down = max(1, self._image.width()), max(1, self._image.height())
        fit = min(self.width() / across, high / down) * ratio
        scale = (int(fit) if fit >= 1 else fit) / ratio
        width, height = round(across * scale), round(down * scale)
        return QRect((self.width() - width) // 2, (high - height) // 2, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter, rect = QPainter(self), self.picture_rect()
        is_smaller = rect.width() * self.devicePixelRatioF() < self._image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smaller)
        painter.drawImage(rect, self._image)
        painter.setPen(QPen(QColor(128, 128, 128, 64), 1))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.setFont(font(12, 500))
        painter.setPen(QColor(theme.current().text2))
        for at, name in enumerate(self._names):
            width = rect.width() // len(self._names)
            place = QRect(rect.x() + at * width, rect.bottom() + 1, width, NAMES)
            words = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, width - 8)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class SampleView(Surfaced):
    """`closed` ends it, `stepped` asks for the tile beside, `moved` for another step; `refused` is a sentence."""

    closed = Signal()
    stepped = Signal(int)
    moved = Signal(int)
    refused = Signal(str)
    explore_asked = Signal(int)  # the tile

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.setObjectName("sample_view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        describe(self, "One sample", TIP)
        self.tile, self._source, self._pixels = 0, Source(0, Path(), 0), np.empty((0, 0, 1), np.uint8)
        self._tiles, self._names = [0], tuple[str, ...]()
        self.picture, self.strip = LargePicture(), TimeStrip()
        self.name = text("", "section")
        self.picture.clicked.connect(self.closed)
        self.strip.moved.connect(self.moved)
        self._reader, self._saver = Reader(self), Reader(self)
        self._reader.answered.connect(self._sharpen)
        self._saver.refused.connect(lambda _number, sentence: self.refused.emit(sentence))
        self.back = Button("All samples", "quiet", "arrow-left", "Back to all samples (Esc)", height=28)
        self.back.clicked.connect(self.closed)
        self.before = IconButton("caret-left", "Sample before", "The sample before (Left)")
        self.after = IconButton("caret-right", "Next sample", "The next sample (Right)")
        self.save = Button("Save picture", "plain", "download-simple", "Save this sample as a PNG", height=28)
        words, tip, sign = EXPLORE
        self.explore = Button(words, "plain", sign, tip, height=28)
        self.explore.setObjectName("explore_sample_button")
        self.explore.clicked.connect(lambda: self.explore_asked.emit(self.tile))
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        self.save.clicked.connect(self._ask_file)
        self._lay_out()

    def show_tile(
        self, sheet: Sheet, tile: int, words: str, source: Source, row_names: tuple[str, ...] = ()
    ) -> None:
        """The tile of a sheet at once; sharper from its file where the sheet was made smaller. Of a translator all
        tiles of the subject stand side by side: the picture, what is made of it, and back or the truth."""
        self.tile, self._source = tile, source
        self._tiles = subject(row_names, tile, sheet.columns) if row_names else [tile]
        self._names = tuple(row_names[each // sheet.columns] for each in self._tiles) if row_names else ()
        tiles = tuple(self._tiles)
        self._show(np.concatenate([tile_of(sheet, each) for each in tiles], axis=1))
        self._name_next_room(bool(row_names))
        # Rows are named under the pictures.
        short = f"Picture {tile % sheet.columns + 1}" if row_names else words
        self.name.setText(f"{short} at step {sheet.step:,}")
        self.setAccessibleDescription(self.name.text())
        self.strip.mark(sheet.step)
        if source.side > sheet.side:
            job = replace(source, columns=sheet.columns)
            self._reader.ask(
                lambda: (tile, job.step, np.concatenate([full_tile(job, each) for each in tiles], axis=1))
            )

    def show_growth(self, sources: list[Source]) -> None:
        """The previews among which the strip shows this tile, or what is made of it."""
        self.strip.show_tile(sources, self._tiles[min(1, len(self._tiles) - 1)])

    def save_as(self, path: Path) -> None:
        """The sample that is shown, at its own size, as PNG; in a thread."""
        pixels = self._pixels
        self._saver.ask(lambda: save_picture(pixels, path))

    def close_readers(self) -> None:
        for reader in (self._reader, self._saver):
            reader.close()
        self.strip.close_reader()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Escape: self.closed.emit, Qt.Key.Key_Left: lambda: self.stepped.emit(-1),
            Qt.Key.Key_Right: lambda: self.stepped.emit(1),
            Qt.Key.Key_Return: lambda: self.explore_asked.emit(self.tile),
        }  # fmt: skip
        deed = deeds.get(event.key())
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def _show(self, pixels: np.ndarray) -> None:
        self._pixels = pixels
        self.picture.show_image(image_of(pixels), self._names)

    def _name_next_room(self, translates: bool) -> None:
        words, tip, sign = TRANSLATE if translates else EXPLORE
        if self.explore.text() != words:
            self.explore.setText(words)
            self.explore.set_icon(sign)
            describe(self.explore, words, tip)
            describe(self, "One sample", TIP.replace("explores it", "opens Translate") if translates else TIP)

    @Slot(int, object)
    def _sharpen(self, number: int, answer: tuple[int, int, np.ndarray]) -> None:
        tile, step, pixels = answer
        if self._reader.is_newest(number) and (tile, step) == (self.tile, self._source.step):
            self._show(pixels)

    def _ask_file(self) -> None:
        dialog = QFileDialog(
            self.window(), "Save the picture", f"seed{self.tile}-step{self._source.step}.png"
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.setNameFilter("*.png")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_as(Path(chosen)))
        dialog.open()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.back, self.before, self.name, self.after):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.save)
        head.addWidget(self.explore)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.picture, 1)
        column.addWidget(self.strip)


def full_tile(source: Source, tile: int) -> np.ndarray:
    """The tile [H, W, C] uint8 as it was made."""
    if source.pictures is not None:
        return np.ascontiguousarray(source.pictures[tile])
    return read_tile(source.path, source.side, source.columns, tile)


def save_picture(pixels: np.ndarray, path: Path) -> None:
    """Raises StudioError where the file cannot be written."""
    if not image_of(pixels).save(str(path), "PNG"):  # type: ignore[call-overload]
        raise StudioError(f"{path} cannot be written; choose a folder that exists and that you may write to.")
