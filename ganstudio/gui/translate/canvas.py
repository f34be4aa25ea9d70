"""The middle of the Translate room: tools, the view, what there is to say about the picture, and all pictures."""

from collections.abc import Callable

from PySide6.QtCore import QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from ganstudio.gui.icons import icon
from ganstudio.gui.models.translate.cycle import GAIN
from ganstudio.gui.models.translate.item import Item, State
from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.translate.batch_deeds import reveal
from ganstudio.gui.translate.batch_rows import plain_sentence_of, size_of
from ganstudio.gui.translate.before_after_face import Scene
from ganstudio.gui.translate.before_after_view import MODES, BeforeAfterView
from ganstudio.gui.translate.canvas_tools import CanvasTools
from ganstudio.gui.translate.caption import Caption, words_for
from ganstudio.gui.translate.film_strip import FilmStrip
from ganstudio.gui.translate.live_controls import LiveControls
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.empty_state import EmptyState
from ganstudio.gui.widgets.notice import Notice

NOTHING = (
    "Drop pictures or a folder anywhere in this room. They are translated at once and saved when you say so."
)
NO_MODEL = (
    "There is no translator yet. Train CycleGAN or pix2pix on two kinds of pictures, or open a model of one."
)


class TranslateCanvas(Surfaced):
    """`open_asked` wants pictures, `model_asked` a model; `explore_asked` carries a result to be inverted."""

    open_asked = Signal()
    model_asked = Signal()
    explore_asked = Signal(QImage)

    def __init__(self, translate: TranslateModel, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self._translate, self._queue, self._shown = translate, translate.queue, translate.shown
        self.view = BeforeAfterView()
        self.tools, self.notice = CanvasTools(self.view), Notice("translate_notice")
        self.caption, self.strip = Caption(), FilmStrip(translate.queue)
        self.live = LiveControls(translate)  # whoever lays out the room finds a place for it
        self.menu = QMenu(self)
        self.tools.more.setMenu(self.menu)
        self._lay_out()
        self._connect()
        self.refresh()

    # -- what a person does ---------------------------------------------------------------------------------------

    @Slot(str)
    def set_mode(self, words: str) -> None:
        """Ignored where the way is not offered."""
        mode = next(each for each in MODES if each == words)
        if self._offered(mode):
            self.tools.modes.set_choice(mode)
            self.view.set_mode(mode)
            self._shown.want_cycle(mode == "There and back")
            self.refresh()

    @property
    def result(self) -> QImage | None:
        """What is shown after, at its full size."""
        if self._translate.live.frame is not None:
            return self._translate.live.frame.after.image
        view = self._shown.view
        return None if view is None or view.after is None or view.is_reduced else view.after.image

    @Slot()
    def copy(self) -> None:
        if self.result is not None:
            QGuiApplication.clipboard().setImage(self.result)

    @Slot()
    def send_to_explore(self) -> None:
        if self.result is not None:
            self.explore_asked.emit(self.result)

    @Slot()
    def save(self) -> None:
        """The result that is shown."""
        item = self._queue.current
        if item is not None and item.result is not None:
            self._queue.save([item.number])

    @Slot()
    def retry(self) -> None:
        """The picture that is shown, once more."""
        if self._queue.current is not None:
            self._queue.retry(self._queue.current.number)

    @Slot(int)
    def step(self, by: int) -> None:
        self._queue.select_next() if by > 0 else self._queue.select_previous()

    # -- what is shown --------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        self._offer_modes()
        if self._translate.live.is_on:
            self._show_live()
            return
        item = self._queue.current
        self._stack.setCurrentWidget(self._page(item))
        self._show_scene(item)
        is_refused = self._stack.currentWidget() is self.refused
        if item is not None and is_refused:
            self.refused.sentence.setText(plain_sentence_of(item))
        self.strip.setVisible(len(self._queue.items) > 0)
        self.caption.setVisible(item is not None)
        if item is not None:
            self.caption.say(item.name, "" if is_refused else self._about(item))

    def _show_live(self) -> None:
        frame, facts = self._translate.live.frame, self._translate.facts
        self._stack.setCurrentWidget(self.view)
        self.caption.show()
        self.view.show_progress(None)
        self.view.show_scene(None if frame is None else Scene(frame.before, frame.after))
        side = f", translated at {facts.resolution} px" if facts is not None else ""
        self.caption.say(
            "Live", f"{frame.image.width()} × {frame.image.height()}{side}" if frame is not None else ""
        )

    def _page(self, item: Item | None) -> QWidget:
        if item is not None:
            is_blank = item.state is State.REFUSED and self._shown.view is None
            return self.refused if is_blank else self.view
        has_model = (
            self._translate.facts is not None or self._translate.is_loading or self._translate.shelf.rows
        )
        return self.empty if has_model else self.no_model

    def _about(self, item: Item) -> str:
        cycle = self._shown.cycle
        if self._shown.problem:
            return self._shown.problem
        if self.view.mode == "There and back":
            if cycle is not None:
                return f"brought back with a mean L1 of {cycle.l1:.3f} on [-1, 1]"
            if self._shown.parts is not None:
                done, total = self._shown.parts
                return (
                    f"bringing it back, tile {min(done + 1, total)} of {total}"
                    if total > 1
                    else "bringing it back"
                )
        if item.state is State.WAITING and self._translate.facts is None and not self._translate.is_loading:
            return f"{size_of(item)}, waits until a model is chosen at the right"
        return words_for(item)

    def _show_scene(self, item: Item | None) -> None:
        view, cycle, facts = self._shown.view, self._shown.cycle, self._translate.facts
        if item is None or view is None:
            self.view.show_progress(None)
            self.view.show_scene(None)
            return
        there, back, apart = (
            (cycle.there, cycle.back, cycle.apart) if cycle is not None else (view.after, None, None)
        )
        is_running = item.state is State.RUNNING
        scene = Scene(view.before, view.after, there, back, apart, is_running)
        if facts is not None and self.view.mode == "There and back":
            direction = item.result.making.manner.direction if item.result is not None else "a2b"
            a, b = facts.ends(direction)
            tags = (a, f"As {b}", "And back", f"Difference × {GAIN}")
            scene = Scene(view.before, view.after, there, back, apart, is_running, tags)
        self.view.show_scene(scene, QSizeF(view.before.size), is_faded=self._shown.is_stale)
        self.view.show_progress((item.done / item.total if item.total else 0.0) if is_running else None)

    def _offer_modes(self) -> None:
        for button in self.tools.modes.buttons():
            button.setVisible(self._offered(button.text()))
        if not self._offered(self.view.mode):
            self.set_mode("Wipe")

    def _offered(self, mode: str) -> bool:
        facts = self._translate.facts
        is_round = facts is not None and facts.is_round and not self._translate.live.is_on
        return mode != "There and back" or is_round

    @Slot()
    def _fill_menu(self) -> None:
        item, has_result = self._queue.current, self.result is not None
        path = (item.saved or item.path) if item is not None else None
        self.menu.clear()
        deeds: tuple[tuple[str, str, Callable[[], object], bool], ...] = (
            ("Save this result", "download-simple", self.save, has_result),
            ("Copy result\tCtrl+C", "copy", self.copy, has_result),
            ("Show in folder", "folder-open", lambda: reveal(path), path is not None),
            ("Invert in Explore", "compass", self.send_to_explore, has_result),
        )
        for words, icon_name, deed, is_on in deeds:
            action = self.menu.addAction(icon(icon_name), words)
            action.setEnabled(is_on)
            action.triggered.connect(lambda _=False, deed=deed: deed())

    # -- layout ---------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        translate, view = self._translate, self.view
        for signal in (
            self._shown.changed,
            translate.model_changed,
            translate.loading_changed,
            translate.shelf.changed,
        ):
            signal.connect(self.refresh)
        translate.live.changed.connect(self.refresh)
        self._queue.current_changed.connect(self.refresh)
        self._queue.inserted.connect(self._show_first)
        translate.refused.connect(self.notice.warn)
        translate.told.connect(self.notice.tell)
        self.tools.modes.chosen.connect(self.set_mode)
        view.mode_asked.connect(self.set_mode)
        view.stepped.connect(self.step)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        self.menu.aboutToShow.connect(self._fill_menu)

    @Slot()
    def _show_first(self) -> None:
        if self._queue.current is None and self._queue.items:
            self._queue.select(self._queue.items[0].number)
        self.strip.show()

    def _open_menu(self, place: object) -> None:
        if self.view.scene is not None:
            self.menu.popup(self.view.mapToGlobal(place))  # type: ignore[call-overload]

    def _lay_out(self) -> None:
        choose = Button("Open pictures", "primary", "folder-open", "Choose files")
        choose.clicked.connect(self.open_asked)
        self.empty = EmptyState("image-square", NOTHING, choose)
        choose_model = Button("Open a model", "primary", "folder-open", "A .safetensors or .pth file")
        choose_model.clicked.connect(self.model_asked)
        self.no_model = EmptyState("arrows-left-right", NO_MODEL, choose_model)
        self._stack = QStackedWidget()
        again = Button(
            "Try again", "plain", "arrow-clockwise", "Reads the file once more, such as after mending it"
        )
        again.clicked.connect(self.retry)
        self.refused = EmptyState("warning", "", again)
        for page in (self.view, self.empty, self.no_model, self.refused):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addWidget(self.notice)
        column.addWidget(self._stack, 1)
        column.addWidget(self.caption)
        column.addWidget(self.strip)
        column.addSpacing(8)
