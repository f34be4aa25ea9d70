"""The window: the rail, the rooms, the bar at the bottom."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ganstudio.gui import theme
from ganstudio.gui.behind import load_rooms, window_is_up
from ganstudio.gui.closing import Closing
from ganstudio.gui.help import Help
from ganstudio.gui.models.preferences import CHOICES
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.notify import Notifier
from ganstudio.gui.rail import Rail
from ganstudio.gui.rooms import ROOMS, ComingRoom, LateRoom
from ganstudio.gui.status_bar import StatusBar
from ganstudio.gui.train.room import StartPageMaker, TrainRoom, make_start_page
from ganstudio.gui.train.runs_panel import reveal_folder
from ganstudio.gui.unsaved import UnsavedResults
from ganstudio.gui.widgets.focus_ring import FocusRing
from ganstudio.gui.widgets.logo import window_icon
from ganstudio.gui.widgets.tab_order import go_on

if TYPE_CHECKING:
    from ganstudio.gui.explore.room import ExploreRoom
    from ganstudio.gui.gallery.room import GalleryRoom
    from ganstudio.gui.translate.room import TranslateRoom

SOON = 30  # ms: after the first painting
THEMES = {"system": "Theme of the system", "dark": "Dark theme", "light": "Light theme"}


class MainWindow(QMainWindow):
    """Knows the studio; rooms know it too, and never each other."""

    def __init__(self, studio: StudioModel, start_page: StartPageMaker = make_start_page) -> None:
        super().__init__()
        self.setObjectName("MainWindow")
        self.setWindowTitle("GAN Studio")
        self.setWindowIcon(window_icon())
        self.setMinimumSize(960, 640)
        self.studio = studio
        self.closing = Closing(studio, self)
        self.closing.free.connect(self._leave)
        self.unsaved = UnsavedResults(studio.translate.queue, self)
        self.unsaved.free.connect(self.close)
        self.notifier = Notifier(studio, self)
        self._help: Help | None = None
        self.rail = Rail()
        self.train = TrainRoom(studio, start_page)
        self._explore = LateRoom("explore", self._make_explore)
        self._translate = LateRoom("translate", self._make_translate)
        self._gallery = LateRoom("gallery", self._make_gallery)
        self.rooms: dict[str, QWidget] = {
            "train": self.train,
            "explore": self._explore,
            "translate": self._translate,
            "gallery": self._gallery,
        }
        self.rooms |= {room.name: ComingRoom(room, self.open_train) for room in ROOMS if room.sentence}
        self.status = StatusBar(studio)
        self._lay_out()
        self.ring = FocusRing(self)
        self._add_shortcuts()
        self._fill_settings()
        self.rail.chosen.connect(self.open_room)
        self.rail.help.clicked.connect(self.open_help)
        studio.explore_wanted.connect(lambda: self.open_room("explore"))
        studio.translate_wanted.connect(lambda: self.open_room("translate"))
        self.open_room("train")
        theme.dress(self)
        self._restore()

    @Slot(str)
    def open_room(self, name: str) -> None:
        self.rail.choose(name)
        self._stack.setCurrentWidget(self.rooms[name])

    def open_train(self) -> None:
        self.open_room("train")

    def make_rooms(self) -> None:
        """Makes the rooms that would be made when they are first opened."""
        for place in (self._explore, self._translate, self._gallery):
            place.make()

    @property
    def explore(self) -> "ExploreRoom":
        return self._explore.room

    @property
    def translate(self) -> "TranslateRoom":
        return self._translate.room

    @property
    def gallery(self) -> "GalleryRoom":
        return self._gallery.room

    def _make_explore(self) -> "ExploreRoom":
        from ganstudio.gui.explore.room import ExploreRoom

        made = ExploreRoom(self.studio.explore, self.studio.shelf)
        made.translate_asked.connect(self.studio.translate_run)
        made.picture_sent.connect(self.send_to_translate)
        return made

    def _make_translate(self) -> "TranslateRoom":
        from ganstudio.gui.translate.room import TranslateRoom

        made = TranslateRoom(self.studio.translate)
        made.explore_asked.connect(self.invert)
        return made

    def _make_gallery(self) -> "GalleryRoom":
        from ganstudio.gui.gallery.room import GalleryRoom

        made = GalleryRoom(self.studio.gallery)
        made.restore_asked.connect(self.restore)
        made.blend_asked.connect(self.blend)
        made.explore_asked.connect(lambda: self.open_room("explore"))
        return made

    @Slot(Path)
    def restore(self, picture: Path) -> None:
        """Goes to the point of a saved picture, as one step that can be undone."""
        self._once_explored(lambda: self.studio.explore.open_picture(picture))

    @Slot(list)
    def blend(self, pictures: list[Path]) -> None:
        """Saved pictures become keys of the timeline."""
        self._once_explored(lambda: self.studio.explore.add_keys(pictures))

    @Slot(QImage)
    def invert(self, picture: QImage) -> None:
        """Looks for the point of a picture, such as a translated one."""
        self._once_explored(lambda: self.explore.canvas.invert(picture))

    @Slot(QImage, str)
    def send_to_translate(self, picture: QImage, name: str) -> None:
        """A picture of Explore becomes one of the pictures that are translated."""
        self.open_room("translate")
        self.studio.translate.queue.add_picture(picture, name)

    def _once_explored(self, deed: Callable[[], None]) -> None:
        """Opens Explore and does something there: at once, or when its first model is there."""
        self.open_room("explore")
        explore = self.studio.explore
        if explore.facts is not None:
            deed()
        else:
            explore.model_changed.connect(deed, Qt.ConnectionType.SingleShotConnection)

    @Slot()
    def new_run(self) -> None:
        self.open_room("train")
        self.studio.show(None)

    @property
    def help_page(self) -> Help:
        """Made when it is first wanted."""
        if self._help is None:
            self._help = Help(self)
        return self._help

    @Slot()
    def open_help(self) -> None:
        """Beside the window, once."""
        self.help_page.show()
        self.help_page.raise_()

    def follow_system(self) -> None:
        """Changes with the system's theme while that is what was chosen."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @Slot()
    def _follow_system(self) -> None:
        app = QApplication.instance()
        if self.studio.preferences.theme == "system" and isinstance(app, QApplication):
            theme.apply(app, theme.resolve("system"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.studio.shown is None:
            self.train.open_start()
        QTimer.singleShot(SOON, self, self._load_behind)

    @Slot()
    def _load_behind(self) -> None:
        """What takes long to load waits until the window is painted."""
        window_is_up()
        self.studio.load_library()
        self.studio.library_loaded.connect(load_rooms, Qt.ConnectionType.SingleShotConnection)

    # -- closing ------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """A thread that still runs would abort the process, so the window closes only when there is none."""
        is_asked_for = event.spontaneous()  # by a person, at the window's own button
        if is_asked_for and not self.unsaved.may_close():
            event.ignore()
            return
        if not self.closing.may_close(self.train.is_importing()):
            event.ignore()
            return
        self.studio.preferences.keep_geometry(self.saveGeometry())
        self.train.close_down()
        self._close_rooms()
        self.studio.close()
        event.accept()

    def leave(self) -> None:
        """Closes as the button of the window does."""
        if self.unsaved.may_close():
            self.close()

    def _close_rooms(self) -> None:
        """What a room that was never made would have closed has threads all the same."""
        if self._explore.is_made:
            self.explore.close_down()
        else:
            self.studio.explore.close()
        if self._translate.is_made:
            self.translate.close_down()
        else:
            self.studio.translate.close()
        if self._gallery.is_made:
            self.gallery.close_down()
        else:
            self.studio.gallery.close()

    def save_and_leave(self) -> None:
        """Stops what is at work and closes as soon as everything is on the disk."""
        self.closing.save_and_leave()

    @Slot()
    def _leave(self) -> None:
        self.train.close_down()
        self.close()

    # -- keyboard -----------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Only who moves by keyboard sees the ring."""
        moved = go_on(self, forward)
        self.ring.show_on(QApplication.focusWidget())
        return moved

    def _add_shortcuts(self) -> None:
        for number, room in enumerate(ROOMS, 1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda name=room.name: self.open_room(name))
        for keys, slot in (("F1", self.open_help), ("Ctrl+N", self.new_run), ("Ctrl+Q", self.leave)):
            QShortcut(QKeySequence(keys), self, slot)

    # -- settings and layout ------------------------------------------------------------------------------------

    def _fill_settings(self) -> None:
        self.settings_menu = QMenu(self)
        group = QActionGroup(self)
        for choice in CHOICES:
            action = QAction(THEMES[choice], self.settings_menu)
            action.setCheckable(True)
            action.setChecked(self.studio.preferences.theme == choice)
            action.triggered.connect(lambda _=False, c=choice: self.studio.preferences.set_theme(c))
            group.addAction(action)
            self.settings_menu.addAction(action)
        self.settings_menu.addSeparator()
        tell = self.settings_menu.addAction("Tell me when a training ends")
        tell.setCheckable(True)
        tell.setChecked(self.studio.preferences.notify)
        tell.toggled.connect(self.studio.preferences.set_notify)
        reveal = self.settings_menu.addAction("Show the folder of runs")
        reveal.triggered.connect(self._reveal_runs)
        self.rail.settings.setMenu(self.settings_menu)

    def _reveal_runs(self) -> None:
        self.studio.runs.folder.mkdir(parents=True, exist_ok=True)
        reveal_folder(self.studio.runs.folder)

    def _restore(self) -> None:
        geometry: QByteArray = self.studio.preferences.geometry
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(1440, 900)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for room in ROOMS:
            self._stack.addWidget(self.rooms[room.name])
        centre = QWidget()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._stack, 1)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.status)
        self.setCentralWidget(centre)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
