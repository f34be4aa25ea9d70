"""The row over the picture: how it is shown, looking closer, comparing, keeping."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from ganstudio.gui.explore.result_view import ResultView
from ganstudio.gui.icons import icon
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.text import ElidedLabel, describe
from ganstudio.gui.widgets.viewport import Edges

PIN_FIRST = "Pin a picture first: it is what the picture of now is compared with"
EYE = "Hold to see the pinned picture (B)"
WIPE = "A divider between the pinned picture and the one of now"
PIN = "Pin this picture, to compare others with it"
UNPIN = "Unpin: nothing is compared any more"
STAR = "Save this picture in the gallery, with a star"
MATTES = ("Theme", "Dark", "Light", "White")


class ShownWords(ElidedLabel):
    """One line of one width, so that what stands beside it never moves."""

    def __init__(self) -> None:
        super().__init__("", "label")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setObjectName("picture_words")
        describe(self, "How the picture is shown")

    def sizeHint(self) -> QSize:
        return QSize(208, super().sizeHint().height())


class PictureTools(QWidget):
    """Belongs to a `ResultView`, stands wherever the room puts it."""

    def __init__(self, explore: ExploreModel, view: ResultView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._explore, self._view, self._pointed = explore, view, ""
        self.words = ShownWords()
        self.zoom = IconButton("magnifying-glass", "Zoom", "Fit, actual size, zoom and pixel grid")
        self.eye = IconButton("eye", "Show the pinned picture", EYE)
        self.wipe = IconButton("circle-half", "Wipe", WIPE)
        self.pin = IconButton("push-pin", "Pin", PIN)
        self.star = IconButton("star", "Save with a star", STAR)
        self.more = IconButton(
            "dots-three", "More", "Save, copy, paste, pin, and what lies behind the picture"
        )
        self.wipe.setCheckable(True)
        self.pin.setCheckable(True)
        self._lay_out()
        self._make_menus()
        self._connect()
        self._refresh()
        self._say()

    def set_compact(self, compact: bool) -> None:
        """Where there is no room the words go, and what the menus hold as well."""
        for widget in (self.words, self.wipe, self.star):
            widget.setVisible(not compact)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.words)
        row.addSpacing(4)
        for button in (self.zoom, self.eye, self.wipe, self.pin, self.star, self.more):
            row.addWidget(button)

    def _connect(self) -> None:
        view = self._view
        view.pointed.connect(self._point_at)
        view.view_changed.connect(self._say)
        view.view_changed.connect(self._refresh)
        self._explore.pinned_changed.connect(self._refresh)
        self._explore.picture_changed.connect(self._refresh)
        self.eye.pressed.connect(lambda: view.show_before(True))
        self.eye.released.connect(lambda: view.show_before(False))
        self.wipe.clicked.connect(view.show_wipe)
        self.pin.clicked.connect(self._pin)
        self.star.clicked.connect(view.exchange.save_starred)

    def _make_menus(self) -> None:
        self.zoom_menu, self.more_menu = QMenu(self), QMenu(self)
        self.zoom_menu.aboutToShow.connect(self._fill_zoom)
        self.more_menu.aboutToShow.connect(self._fill_more)
        self.zoom.setMenu(self.zoom_menu)
        self.more.setMenu(self.more_menu)

    # -- what happens ---------------------------------------------------------------------------------------------

    @Slot(str)
    def _point_at(self, words: str) -> None:
        self._pointed = words
        self._say()

    @Slot()
    def _say(self) -> None:
        """The pixel under the pointer, else how the picture is shown."""
        words = self._pointed or self._view.words()
        if words != self.words.text():
            self.words.setText(words)

    @Slot()
    def _refresh(self, *_ignored: object) -> None:
        has_picture, has_pinned = self._view.picture is not None, self._explore.pinned is not None
        for button in (self.zoom, self.pin, self.star):
            button.setEnabled(has_picture)
        for button, tip in ((self.eye, EYE), (self.wipe, WIPE)):
            if button.isEnabled() != has_pinned or not button.toolTip():
                button.setEnabled(has_pinned)
            button.setToolTip(tip if has_pinned else PIN_FIRST)
        self.wipe.setChecked(self._view.is_wiping)
        if self.pin.isChecked() != has_pinned or self.pin.toolTip() != (UNPIN if has_pinned else PIN):
            self.pin.setChecked(has_pinned)
            self.pin.set_icon("push-pin-slash" if has_pinned else "push-pin")
            describe(self.pin, "Unpin" if has_pinned else "Pin", UNPIN if has_pinned else PIN)

    @Slot()
    def _pin(self) -> None:
        if self._explore.pinned is None:
            self._view.pin()
        else:
            self._explore.pin(None)
        self._refresh()

    # -- menus ----------------------------------------------------------------------------------------------------

    @Slot()
    def _fill_zoom(self) -> None:
        menu, view = self.zoom_menu, self._view
        menu.clear()
        for words, icon_name, key, look in (
            ("Fit", "frame-corners", "0", lambda: view.viewport.fitted()),
            ("Actual size", "image-square", "1", lambda: view.viewport.zoomed(1.0)),
            ("Zoom in", "magnifying-glass-plus", "+", lambda: view.viewport.stepped(1)),
            ("Zoom out", "magnifying-glass-minus", "-", lambda: view.viewport.stepped(-1)),
        ):
            action = menu.addAction(icon(icon_name), f"{words}\t{key}")
            action.triggered.connect(lambda _checked=False, look=look: view.look(look()))
        menu.addSeparator()
        self._add_toggle(menu, "Hand: drag to pan", view.is_hand).triggered.connect(view.set_hand)
        self._add_toggle(menu, "Pixel grid from 12×", view.shows_grid).triggered.connect(view.set_grid)
        menu.addSeparator()
        group = QActionGroup(menu)
        for edges in Edges:
            action = self._add_toggle(menu, edges.value, view.viewport.edges is edges)
            action.triggered.connect(lambda _checked=False, edges=edges: view.set_edges(edges))
            group.addAction(action)

    @Slot()
    def _fill_more(self) -> None:
        menu, view = self.more_menu, self._view
        menu.clear()
        view.exchange.fill(menu)
        wipe = self._add_toggle(menu, "Wipe between pinned and now", view.is_wiping)
        wipe.setEnabled(self._explore.pinned is not None)
        wipe.triggered.connect(view.show_wipe)
        menu.addSeparator()
        mattes = menu.addMenu("Behind the picture")
        group = QActionGroup(mattes)
        for name in MATTES:
            action = self._add_toggle(mattes, "As the theme" if name == "Theme" else name, view.matte == name)
            action.triggered.connect(lambda _checked=False, name=name: view.set_matte(name))
            group.addAction(action)

    def _add_toggle(self, menu: QMenu, words: str, is_on: bool) -> QAction:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(is_on)
        return action
