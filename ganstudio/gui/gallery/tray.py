"""What can be done with the chosen pictures: a bar under the grid, there only while some are chosen."""

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ganstudio.gui.gallery.tile_paint import paint_picture
from ganstudio.gui.models.gallery_model import GalleryModel
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import describe, line, text
from ganstudio.latents.gallery.contact_sheet import MOST
from ganstudio.latents.gallery.item import Item

HEIGHT, THUMB, GAP = 64, 40, 8
COMPARE = "Lay two pictures over each other: slider, side by side, difference"
BLEND = "Open Explore's timeline with these points as keys"
GRID = "Save one picture of all, with their names under them"


class ChosenThumbs(QWidget):
    """As many of the chosen pictures as there is room for."""

    def __init__(self, gallery: GalleryModel) -> None:
        super().__init__()
        self._gallery = gallery
        self.setFixedHeight(THUMB)
        describe(self, "Chosen pictures", "")
        gallery.thumbnails.ready.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = round(THUMB * self.devicePixelRatioF())
        for number, item in enumerate(self._gallery.chosen[: (self.width() + GAP) // (THUMB + GAP)]):
            place = QRect(number * (THUMB + GAP), 0, THUMB, THUMB)
            paint_picture(painter, place, item, self._gallery.thumbnails.get(item, side))


class Tray(Surfaced):
    """Knows the gallery; `asked` carries a deed of `item_menu`."""

    asked = Signal(str)

    def __init__(self, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__("window", parent)
        self.setObjectName("gallery_tray")
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(360)
        self._gallery = gallery
        self.count = text("", "section")
        self.thumbs = ChosenThumbs(gallery)
        self.compare = Button("Compare", "plain", "columns", COMPARE)
        self.blend = Button("Blend between them", "plain", "shuffle", BLEND)
        self.grid = Button("Make a grid", "plain", "grid-four", GRID)
        self.export = Button("Export", "quiet", "export", "Copy the chosen files into a folder")
        self.delete = Button(
            "Delete", "quiet", "trash", "Move the chosen files to the bin of the system (Delete)"
        )
        self.clear = IconButton("x", "Choose none", "Choose none (Esc)", size=28, pixels=14)
        deeds = {
            "compare": self.compare, "blend": self.blend, "grid": self.grid, "export": self.export,
            "bin": self.delete,
        }  # fmt: skip
        for deed, button in deeds.items():
            button.setObjectName("gallery_make_grid" if deed == "grid" else f"gallery_{deed}")
            button.clicked.connect(lambda _=False, d=deed: self.asked.emit(d))
        self.clear.clicked.connect(lambda: gallery.choose(None))
        self._lay_out()
        gallery.chosen_changed.connect(self.show_chosen)
        self.show_chosen()

    @Slot()
    def show_chosen(self) -> None:
        """What cannot be done says why."""
        chosen = self._gallery.chosen
        self.setVisible(bool(chosen))
        self.count.setText(f"{len(chosen):,} chosen")
        self._fit_thumbs()
        _allow(self.compare, COMPARE, why_not_compare(chosen))
        _allow(self.blend, BLEND, why_not_blend(chosen))
        _allow(self.grid, GRID, "" if len(chosen) <= MOST else f"A grid holds at most {MOST} pictures")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, Export and Delete are icons."""
        super().resizeEvent(event)
        is_narrow = self.width() < 860
        for button, words in ((self.export, "Export"), (self.delete, "Delete")):
            button.setText("" if is_narrow else words)
        self.blend.setText("Blend" if self.width() < 680 else "Blend between them")
        self._fit_thumbs()

    def _fit_thumbs(self) -> None:
        """They take what the buttons leave."""
        others = (self.count, self.compare, self.blend, self.grid, self.export, self.delete, self.clear)
        taken = sum(widget.sizeHint().width() + GAP for widget in others) + 5 * GAP
        room = max(0, self.width() - taken) // (THUMB + GAP)
        shown = min(len(self._gallery.chosen), room)
        self.thumbs.setFixedWidth(shown * (THUMB + GAP))
        self.thumbs.update()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(GAP)
        row.addWidget(self.count)
        row.addSpacing(GAP)
        row.addWidget(self.thumbs)
        for button in (self.compare, self.blend, self.grid):
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self.export, self.delete, self.clear):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line())
        column.addLayout(row, 1)


def why_not_compare(chosen: list[Item]) -> str:
    if len(chosen) != 2:
        return "Choose exactly two pictures to compare: Ctrl-click another one"
    return ""


def why_not_blend(chosen: list[Item]) -> str:
    if len(chosen) < 2:
        return "Choose two pictures or more: Ctrl-click another one"
    if not all(item.has_point for item in chosen):
        return "Each of them needs a point; at least one carries none"
    if len({item.fingerprint for item in chosen}) > 1:
        return "They were made with different models; points of one model blend"
    return ""


def _allow(button: Button, tip: str, why_not: str) -> None:
    button.setEnabled(not why_not)
    button.setToolTip(why_not or tip)
