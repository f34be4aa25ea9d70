"""Which pictures are shown, in what order and how large."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from ganstudio.gui.gallery.tile_grid import LARGEST, SMALLEST, USUAL
from ganstudio.gui.models.gallery_model import GalleryModel
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.choice import Choice
from ganstudio.gui.widgets.sign import Sign
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.gallery.finding import Filter, Sort

HEIGHT = 56
FILTERS: dict[Filter, tuple[str, str]] = {
    "all": ("All", "Every picture in the folder"),
    "starred": ("Starred", "Pictures with one star or more"),
    "explored": ("Explored", "Pictures that carry a point of a model"),
    "translated": ("Translated", "Pictures that were made out of other pictures"),
    "videos": ("Videos", "Clips and animations"),
}
SORTS: dict[Sort, str] = {
    "newest": "Newest first", "oldest": "Oldest first", "name": "By name", "stars": "Most stars first",
    "model": "By model",
}  # fmt: skip


class FilterBar(QWidget):
    """`sided` carries the wanted side of a tile."""

    sided = Signal(int)

    def __init__(self, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(360)  # narrower than all of it: less is shown then
        self._gallery = gallery
        self.chips = {kind: self._chip(kind) for kind in FILTERS}
        self.sort = Choice("Order", "In which order the pictures stand")
        self.sort.setObjectName("gallery_sort")
        self.sort.setMinimumWidth(136)
        for sort, words in SORTS.items():
            self.sort.addItem(words, sort)
        self.size_ = QSlider(Qt.Orientation.Horizontal)
        self.size_.setObjectName("gallery_size")
        self.size_.setRange(SMALLEST, LARGEST)
        self.size_.setSingleStep(8)
        self.size_.setPageStep(32)
        self.size_.setValue(USUAL)
        self.size_.setFixedWidth(88)
        describe(self.size_, "Size of the pictures", "How large the pictures are shown")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for chip in self.chips.values():
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.sort)
        row.addSpacing(8)
        self._sign = Sign("squares-four", 14, "text3")
        row.addWidget(self._sign)
        row.addWidget(self.size_)
        self.sort.activated.connect(lambda _index: gallery.set_sort(self.sort.currentData()))
        self.size_.valueChanged.connect(self.sided)
        gallery.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Kinds of which there is nothing have no chip, unless it is the one that is chosen."""
        for kind, chip in self.chips.items():
            count, is_on = self._gallery.counts[kind], kind == self._gallery.filter
            chip.setText(f"{FILTERS[kind][0]}  {count:,}")
            chip.setChecked(is_on)
            chip.setVisible(kind in ("all", "starred") or count > 0 or is_on)
        self.sort.setCurrentIndex(list(SORTS).index(self._gallery.sort))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sign.setVisible(self.width() > 760)
        self.size_.setVisible(self.width() > 640)

    def _chip(self, kind: Filter) -> Button:
        words, tip = FILTERS[kind]
        chip = Button(words, "chip", "star" if kind == "starred" else "", tip, height=28)
        chip.setObjectName(f"gallery_{kind}")
        chip.clicked.connect(lambda: self._gallery.set_filter(kind))
        return chip
