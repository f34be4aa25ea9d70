"""The Gallery room: saved pictures as a grid, the chosen one at the right, what can be done with them below."""

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.gallery.actions import GalleryActions
from ganstudio.gui.gallery.clipboard import reveal
from ganstudio.gui.gallery.compare_view import CompareView
from ganstudio.gui.gallery.filter_bar import FilterBar
from ganstudio.gui.gallery.item_menu import item_menu
from ganstudio.gui.gallery.large_view import LargeView
from ganstudio.gui.gallery.note import Note
from ganstudio.gui.gallery.picture_grid import PictureGrid
from ganstudio.gui.gallery.side_panel import SidePanel
from ganstudio.gui.gallery.tray import Tray, why_not_compare
from ganstudio.gui.models.gallery_model import GalleryModel
from ganstudio.gui.start.find_box import FindBox
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.empty_state import EmptyState
from ganstudio.gui.widgets.header import Header

NARROW = 1028  # of the room, without the rail: the panel folds away below
EMPTY = "Pictures that you save in Explore are kept here, each with its point."


class GalleryRoom(QWidget):
    """Knows the gallery. `restore_asked` carries the picture whose point Explore shall open, `blend_asked` those to be
    keys of its timeline, `explore_asked` is the way out of an empty room."""

    restore_asked = Signal(Path)
    blend_asked = Signal(list)
    explore_asked = Signal()

    def __init__(self, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("room_gallery")
        self.setAcceptDrops(True)
        self.gallery = gallery
        if gallery.parent() is None:  # else Python might collect it, timers and all, in a thread that reads
            gallery.setParent(self)
        self._wants_panel = False  # where it is narrow
        self._make_header()
        self.filters, self.grid = FilterBar(gallery), PictureGrid(gallery)
        self.large, self.compare = LargeView(gallery), CompareView()
        self.panel, self.tray, self.note = SidePanel(gallery), Tray(gallery), Note()
        self.actions_ = GalleryActions(gallery, self.note, self)
        self._make_empty_states()
        self._lay_out()
        self._connect()
        self._show_state()

    def close_down(self) -> None:
        """Ends every thread; needed before the window goes."""
        self.large.close_reader()
        self.compare.close_reader()
        self.actions_.close()
        self.gallery.close()

    def show_path(self, path: Path) -> None:
        """Chooses a picture, such as one that was just saved."""
        self.show_all()
        self.gallery.show_path(path)

    # -- pages --------------------------------------------------------------------------------------------------

    @Slot()
    def show_all(self) -> None:
        """The grid again."""
        if self.pages.currentWidget() is self.grid_page:
            return
        self.pages.setCurrentWidget(self.grid_page)
        self._fold()
        self.tray.show_chosen()
        self.grid.setFocus()
        self.grid.reveal_current()

    @Slot()
    def look_closer(self) -> None:
        if self.gallery.current is not None:
            self.pages.setCurrentWidget(self.large)
            self.large.open()

    @Slot()
    def compare_chosen(self) -> None:
        chosen = self.gallery.chosen
        if not why_not_compare(chosen):
            self.pages.setCurrentWidget(self.compare)
            self._fold()
            self.compare.open(chosen[0].path, chosen[1].path)

    @Slot()
    def _show_state(self) -> None:
        """Pictures, or why there are none."""
        gallery = self.gallery
        if gallery.shown:
            wanted: QWidget = self.grid
        elif gallery.items:
            wanted = self.none_found
        else:
            wanted = self.empty if gallery.is_read else self.grid
        if self.inside.currentWidget() is not wanted:
            self.inside.setCurrentWidget(wanted)
        self.filters.setVisible(bool(gallery.items))
        self.search.setVisible(bool(gallery.items) or not gallery.is_read)
        self.none_found.sentence.setText(_why_none(gallery.words, gallery.filter))
        if not gallery.items and gallery.is_read:
            self.show_all()
        if self.search.text() != gallery.words:
            self.search.setText(gallery.words)
        self._fold()
        here = self.window().focusWidget()
        if self.isVisible() and (here is None or not here.isVisible()):  # what had the focus has gone
            self._take_focus()

    def _take_focus(self) -> None:
        """To the pictures, or to the button that leads to some."""
        page = self.inside.currentWidget()
        target = self.grid if page is self.grid else page.findChild(Button) if page is not None else None
        if target is not None:
            target.setFocus()

    @Slot()
    def _fold(self) -> None:
        """The panel stands beside pictures only; where it is narrow it is there on request."""
        is_narrow = self.width() < NARROW
        self.fold.setVisible(is_narrow and bool(self.gallery.items))
        is_wanted = self._wants_panel if is_narrow else True
        is_comparing = self.pages.currentWidget() is self.compare
        self.panel.setVisible(is_wanted and bool(self.gallery.items) and not is_comparing)

    @Slot()
    def _toggle_panel(self) -> None:
        self._wants_panel = not self._wants_panel
        self._fold()

    # -- menus, drops and keys ----------------------------------------------------------------------------------

    @Slot()
    def rename(self) -> None:
        if self.gallery.current is not None:
            self._wants_panel = True
            self._fold()
            self.panel.name.begin()

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        about = self.gallery.chosen or [item for item in (self.gallery.current,) if item]
        if about:
            item_menu(self, about, self.actions_.act).popup(where)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files from outside; what is dragged out of the grid does not come back in."""
        if event.source() is None and _local_files(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.gallery.deeds.bring_in(_local_files(event.mimeData().urls()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Find):
            self.search.setFocus()
            self.search.selectAll()
        elif event.matches(QKeySequence.StandardKey.Paste):
            paths = _local_files(QGuiApplication.clipboard().mimeData().urls())
            if paths:
                self.gallery.deeds.bring_in(paths)
        elif event.matches(QKeySequence.StandardKey.Refresh):
            self.gallery.refresh()
        elif event.key() == Qt.Key.Key_F2:
            self.rename()
        else:
            super().keyPressEvent(event)

    # -- coming and going ---------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.gallery.watch()
        self._take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.gallery.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "panel"):
            self._fold()

    # -- making -------------------------------------------------------------------------------------------------

    def _make_header(self) -> None:
        self.header = Header("Gallery")
        self.search = FindBox(
            "Find a picture", "Finds pictures by name, model, seed, word or class (Ctrl+F)", 320
        )
        self.search.setObjectName("gallery_find")
        self.search.setFixedHeight(32)
        self.search.setPlaceholderText("Find by name, model, seed, word or class")
        self.open_button = Button(
            "Open folder", "quiet", "folder-open", "Show the pictures in the file manager"
        )
        self.open_button.setObjectName("gallery_open_folder")
        self.import_button = Button(
            "Import", "plain", "upload-simple", "Copy pictures and clips into the gallery"
        )
        self.import_button.setObjectName("gallery_import")
        self.fold = IconButton("list", "Details", "Show or hide the details of the picture")
        self.fold.setObjectName("gallery_fold")
        self.header.left.addWidget(self.search)
        for widget in (self.open_button, self.import_button, self.fold):
            self.header.right.addWidget(widget)

    def _make_empty_states(self) -> None:
        explore = Button("Open Explore", "primary", "compass", "Go to the Explore room and save a picture")
        explore.setObjectName("gallery_explore")
        explore.clicked.connect(self.explore_asked)
        self.empty = EmptyState("squares-four", EMPTY, explore)
        everything = Button("Show all pictures", "plain", "", "Search for nothing and show every kind")
        everything.setObjectName("gallery_show_all")
        everything.clicked.connect(self._show_everything)
        self.none_found = EmptyState("magnifying-glass", "", everything)

    @Slot()
    def _show_everything(self) -> None:
        self.gallery.set_words("")
        self.gallery.set_filter("all")

    def _connect(self) -> None:
        gallery, actions = self.gallery, self.actions_
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.grid.setFocus)
        self.open_button.clicked.connect(actions.open_folder)
        self.import_button.clicked.connect(actions.ask_import)
        self.fold.clicked.connect(self._toggle_panel)
        self.filters.sided.connect(self.grid.set_side)
        gallery.changed.connect(self._show_state)
        for page in (self.grid, self.large):
            page.opened.connect(actions.open_item)
            page.copied.connect(lambda: actions.act("copy"))
            page.binned.connect(lambda: actions.act("bin"))
        self.grid.looked.connect(self.look_closer)
        self.grid.menu_asked.connect(self._show_menu)
        self.large.closed.connect(self.show_all)
        self.compare.closed.connect(self.show_all)
        self.panel.restore_asked.connect(actions.open_item)
        self.panel.copy_point_asked.connect(actions.copy_point)
        self.panel.reveal_asked.connect(reveal)
        self.panel.menu_asked.connect(self._show_menu)
        self.tray.asked.connect(actions.act)
        actions.restore_asked.connect(self.restore_asked)
        actions.blend_asked.connect(self.blend_asked)
        actions.large_asked.connect(self.look_closer)
        actions.compare_asked.connect(self.compare_chosen)
        actions.rename_asked.connect(self.rename)

    @Slot(str)
    def _search(self, words: str) -> None:
        if words != self.gallery.words:
            self.gallery.set_words(words)

    def _lay_out(self) -> None:
        self.inside, self.pages = QStackedWidget(), QStackedWidget()
        for page in (self.grid, self.none_found, self.empty):
            self.inside.addWidget(page)
        self.grid_page = Surfaced("window")
        self.pages.addWidget(self.grid_page)
        self.pages.addWidget(self.large)
        self.pages.addWidget(self.compare)
        within = _column(self.grid_page)
        within.addWidget(self.filters)
        within.addWidget(self.inside, 1)
        within.addWidget(self.tray)
        left = _column()
        left.addWidget(self.pages, 1)
        left.addWidget(self.note)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(left, 1)
        row.addWidget(self.panel)
        column = _column(self)
        column.addWidget(self.header)
        column.addLayout(row, 1)


def _column(widget: QWidget | None = None) -> QVBoxLayout:
    column = QVBoxLayout(widget) if widget is not None else QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column


def _local_files(urls: list[QUrl]) -> list[Path]:
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def _why_none(words: str, kind: str) -> str:
    if words.strip():
        return f"No picture has “{words.strip()}” in its name, model, seed, words or class."
    if kind == "starred":
        return "No picture has a star yet; keys 1 to 5 give them."
    return "There is no picture of this kind."
