"""The runs of a comparison side by side: newest pictures, then only what differs."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganstudio.gui import theme
from ganstudio.gui.models.comparison import Compared, Row, best_rows, settings_rows
from ganstudio.gui.models.sheets import Sheet
from ganstudio.gui.start.draft import shown
from ganstudio.gui.train.preview_grid import image_of
from ganstudio.gui.train.readout import Swatch
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Card, repolish
from ganstudio.gui.widgets.text import ElidedLabel, line, text
from ganstudio.gui.words import count, duration, value

LABELS, LEAST = 200, 120  # pixels: the column of labels, and the narrowest of a run
PICTURE = 190


class SheetView(QWidget):
    """A preview, whole, as large as fits; hard pixels where it is enlarged."""

    def __init__(self, sheet: Sheet | None, name: str) -> None:
        super().__init__()
        self._image = image_of(sheet.pixels) if sheet is not None else QImage()
        self.setFixedHeight(PICTURE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"Newest pictures of {name}")
        self.setToolTip(f"Newest pictures of {name}")

    def sizeHint(self) -> QSize:
        return QSize(LEAST, PICTURE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colours = QPainter(self), theme.current()
        if self._image.isNull():
            painter.fillRect(self.rect(), QColor(colours.canvas))
            painter.setPen(QColor(colours.text3))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "No pictures yet")
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        is_smaller = size.width() < self._image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smaller)
        painter.drawImage(place, self._image)
        painter.setPen(QPen(QColor(128, 128, 128, 64), 1))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))


class RunHead(QWidget):
    """The colour and name of a run, its pictures, and how far it is."""

    def __init__(self, run: Compared, colour: int) -> None:
        super().__init__()
        name = QHBoxLayout()
        name.setSpacing(8)
        name.addWidget(Swatch(colour))
        self.name = ElidedLabel(run.name, "value")
        name.addWidget(self.name, 1)
        opened = run.opened
        step = f"Step {run.sheet.step:,}" if run.sheet else f"Step {opened.step:,}"
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(name)
        column.addWidget(SheetView(run.sheet, run.name))
        column.addWidget(text(f"{step} of {opened.steps:,}", "caption"))


class CompareTable(Card):
    """One column a run. Equal settings are left out; the best of a row is bold and in the accent."""

    def __init__(self, runs: Sequence[Compared]) -> None:
        super().__init__("What differs")
        shared, partial = settings_rows(runs, shown)
        self.rows = [*best_rows(runs, value), *fact_rows(runs), *shared]
        first = len(self.rows)
        self.rows += partial
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, LABELS)
        for column, run in enumerate(runs, 1):
            head = QWidget()
            inside = QHBoxLayout(head)
            inside.setContentsMargins(0, 0, 0, 6)
            inside.addWidget(Swatch(column - 1))
            inside.addWidget(ElidedLabel(run.name, "value"), 1)
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, 1)
        for number, row in enumerate(self.rows):
            self._add(2 * number + (2 if number >= first else 1), row)
        self._first = first
        self.rest = Button(
            f"{len(partial)} settings of some recipes only", "link", "caret-right",
            "Show or hide the settings that not all of these recipes have", 32,
        )  # fmt: skip
        self.rest.setCheckable(True)
        self.rest.toggled.connect(self._show_rest)
        self._grid.addWidget(self.rest, 2 * first + 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.rest.setVisible(bool(partial))
        self._show_rest(False)
        self.body.addLayout(self._grid)
        if not shared and not partial:
            self.body.addWidget(text("These runs have the same settings.", "note"))

    def cell(self, label: str, run: int) -> QLabel:
        """The value of one run in the row with that label."""
        at = next(number for number, row in enumerate(self.rows) if row.label == label)
        item = self._grid.itemAtPosition(2 * at + (3 if at >= self._first else 2), run + 1)
        widget = item.widget() if item is not None else None
        assert isinstance(widget, QLabel)
        return widget

    @Slot(bool)
    def _show_rest(self, is_shown: bool) -> None:
        self.rest.set_icon("caret-down" if is_shown else "caret-right")
        for at in range(2 * self._first + 2, self._grid.rowCount()):
            for column in range(self._grid.columnCount()):
                item = self._grid.itemAtPosition(at, column)
                if item is not None and (widget := item.widget()) is not None:
                    widget.setVisible(is_shown)

    def _add(self, at: int, row: Row) -> None:
        self._grid.addWidget(line(), at, 0, 1, self._grid.columnCount())
        label = text(row.label, "label")
        label.setFixedHeight(30)
        self._grid.addWidget(label, at + 1, 0)
        for run, words in enumerate(row.values):
            cell = ElidedLabel(words, "value")
            cell.setFixedHeight(30)
            if run in row.best:
                cell.setProperty("type", "link")
                cell.setStyleSheet("font-size: 12px; font-weight: 600;")
                repolish(cell)
                cell.setAccessibleName(f"{row.label} {words}, the best")
            self._grid.addWidget(cell, at + 1, run + 1)


def fact_rows(runs: Sequence[Compared]) -> list[Row]:
    """How far and how long, and recipe and data where they differ."""
    facts = [
        Row("Recipe", tuple(run.title for run in runs)),
        Row("Data", tuple(run.opened.data for run in runs)),
        Row("Steps", tuple(f"{run.opened.step:,} of {run.opened.steps:,}" for run in runs)),
        Row("Pictures seen", tuple(count(run.pictures) for run in runs)),
        Row("Training time", tuple(duration(run.seconds) for run in runs)),
    ]
    return [row for row in facts if len(set(row.values)) > 1 or row.label == "Steps"]


def heads(runs: Sequence[Compared]) -> QWidget:
    """The newest pictures of all runs in one row."""
    made = Card("Newest pictures")
    made.title.setToolTip("Every run draws its own fixed latents")
    row = QHBoxLayout()
    row.setSpacing(16)
    for colour, run in enumerate(runs):
        row.addWidget(RunHead(run, colour), 1)
    made.body.addLayout(row)
    return made
