"""The picture that is looked at: large, its stars, how it was made, its words, and the way back to Explore."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.gallery.name_row import NameRow
from ganstudio.gui.gallery.star_row import StarRow
from ganstudio.gui.gallery.tag_row import TagRow
from ganstudio.gui.gallery.tile_paint import paint_picture
from ganstudio.gui.models.gallery_model import GalleryModel
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import describe, line, section_label, text
from ganstudio.latents.gallery.finding import time_words
from ganstudio.latents.gallery.item import Item

WIDTH, INSET = 320, 16
RESTORE = "Opens Explore as it was. Undo brings you back."
NO_POINT = "This file carries no point: it was not saved in Explore, or another program left the point out."


class PanelPicture(QWidget):
    """The picture of an item, as the grid has it, larger."""

    def __init__(self, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gallery = gallery
        self.item: Item | None = None
        self.setFixedSize(WIDTH - 2 * INSET - 1, WIDTH - 2 * INSET - 1)
        describe(self, "Picture", "")
        gallery.thumbnails.ready.connect(self.update)

    def show_item(self, item: Item | None) -> None:
        self.item = item
        self.setAccessibleDescription("" if item is None else item.name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.item is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        side = round(self.width() * self.devicePixelRatioF())
        self._gallery.thumbnails.want_one(self.item, side)
        picture = self._gallery.thumbnails.get(self.item, side)
        paint_picture(painter, QRect(QPoint(0, 0), self.size()), self.item, picture)


class SidePanel(Surfaced):
    """Knows the gallery. What is asked of the picture goes out by signals."""

    restore_asked = Signal(Path)
    copy_point_asked = Signal(Path)
    reveal_asked = Signal(Path)
    menu_asked = Signal(QPoint)

    def __init__(self, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.setObjectName("gallery_panel")
        self.setFixedWidth(WIDTH)
        self._gallery = gallery
        self.name = NameRow()
        self.reveal = IconButton(
            "folder-open", "Show in folder", "Show the file in the file manager", size=24
        )
        self.more = IconButton("dots-three", "More", "What else can be done with this picture", size=24)
        self.picture, self.stars, self.tags = PanelPicture(gallery), StarRow(), TagRow()
        self.size_words = text("", "caption")
        self.problem = text("", "error", wrap=True)
        self.made = QFormLayout()
        self.made_head = section_label("How it was made")
        self.copy = IconButton(
            "copy", "Copy the point", "Copy the latent point as text (JSON)", size=24, pixels=14
        )
        self.copy.setObjectName("gallery_copy_point")
        self.restore = Button(
            "Restore this point", "primary", "arrow-counter-clockwise", RESTORE + " (Enter)", height=36
        )
        self.restore.setObjectName("gallery_restore")
        self.foot = text(RESTORE, "caption", wrap=True)
        self.nothing = text("Choose a picture to see how it was made.", "note", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._connect()
        self.show_current()

    @Slot()
    def show_current(self) -> None:
        """Only while it is in sight: it is drawn anew when it comes."""
        item = self._gallery.current
        self.body.setVisible(item is not None)
        self.end.setVisible(item is not None)
        self.nothing.setVisible(item is None)
        self.name.show_path(None if item is None else item.path)
        self.picture.show_item(item)
        if item is None:
            return
        self.stars.show_stars(item.stars)
        size = f"{item.width:,} × {item.height:,}, " if item.width else ""
        self.size_words.setText(f"{size}{item.format}")
        self.problem.setText(item.problem)
        self.problem.setVisible(bool(item.problem))
        self._show_made(item)
        self.tags.show_tags(item.tags, self._known_tags())
        self.restore.setEnabled(item.has_point)
        self.restore.setToolTip(f"{RESTORE} (Enter)" if item.has_point else NO_POINT)
        self.foot.setText(RESTORE if item.has_point else NO_POINT)
        self.copy.setVisible(item.has_point)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_current()

    def _known_tags(self) -> list[str]:
        return sorted({tag for item in self._gallery.items.values() for tag in item.tags}, key=str.casefold)

    def _show_made(self, item: Item) -> None:
        while self.made.rowCount():
            self.made.removeRow(0)
        saved = time_words(item.modified, date.today())
        self.made_head.setText("How it was made" if item.has_point else "File")
        for name, words in (*item.made, ("Folder", item.place), ("Saved", saved)):
            if words:
                self.made.addRow(text(name, "label"), _value(words))

    def _connect(self) -> None:
        gallery = self._gallery
        gallery.chosen_changed.connect(self.show_current)
        self.stars.rated.connect(lambda stars: gallery.set_stars(self._items(), stars))
        self.tags.added.connect(lambda tag: gallery.add_tag(self._items(), tag))
        self.tags.removed.connect(lambda tag: gallery.remove_tag(self._items(), tag))
        self.name.renamed.connect(self._rename)
        self.name.problem.connect(self._show_problem)
        for button, signal in (
            (self.restore, self.restore_asked),
            (self.copy, self.copy_point_asked),
            (self.reveal, self.reveal_asked),
        ):
            button.clicked.connect(lambda _=False, s=signal: [s.emit(item.path) for item in self._items()])
        self.more.clicked.connect(
            lambda: self.menu_asked.emit(self.more.mapToGlobal(self.more.rect().bottomLeft()))
        )

    def _items(self) -> list[Item]:
        return [] if self._gallery.current is None else [self._gallery.current]

    @Slot(str)
    def _rename(self, name: str) -> None:
        for item in self._items():
            self._gallery.rename(item, name)

    @Slot(str)
    def _show_problem(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    # -- layout -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.body, self.end = QWidget(), QWidget()
        self.body.setProperty("surface", "none")
        column = QVBoxLayout(self.body)
        column.setContentsMargins(INSET, 0, INSET, INSET)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self.problem)
        column.addWidget(self.picture)
        column.addSpacing(6)
        column.addLayout(self._rating())
        self._divide(column)
        column.addLayout(self._making())
        self._divide(column)
        column.addWidget(self.tags)
        column.addStretch(1)
        foot = QVBoxLayout(self.end)
        foot.setContentsMargins(INSET, 12, INSET, 12)
        foot.setSpacing(8)
        foot.addWidget(self.restore)
        foot.addWidget(self.foot)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("surface", "none")
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, 0, 0)
        within.addWidget(self.body)
        within.addWidget(self.nothing, 1)
        self._scroll.setWidget(inside)
        whole = QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self.end)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(line("v"))
        row.addLayout(whole, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 12)
        row.setSpacing(4)
        row.addWidget(self.name, 1)
        row.addWidget(self.reveal)
        row.addWidget(self.more)
        return row

    def _rating(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.stars)
        row.addStretch(1)
        row.addWidget(self.size_words)
        return row

    def _making(self) -> QVBoxLayout:
        head = QHBoxLayout()
        head.addWidget(self.made_head)
        head.addStretch(1)
        head.addWidget(self.copy)
        self.made.setContentsMargins(0, 0, 0, 0)
        self.made.setVerticalSpacing(8)
        self.made.setHorizontalSpacing(12)
        self.made.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self.made)
        return column

    def _divide(self, column: QVBoxLayout) -> None:
        column.addSpacing(12)
        column.addWidget(line())
        column.addSpacing(12)


def _value(words: str) -> QLabel:
    label = text(words, "value", wrap=True)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
