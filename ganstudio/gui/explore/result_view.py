"""The picture of the point, as large as fits: looking closer, comparing, and dragging through the seeds."""

from pathlib import Path

from PySide6.QtCore import QSize, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ganstudio.gui.explore.result_hand import ResultHand
from ganstudio.gui.explore.result_words import picture_words
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.gui.widgets.text import describe

TIP = (
    "Drag to walk through seeds, scroll to look closer, drop a saved picture to restore it. "
    "R is a random seed, the arrows step the seed, B shows the pinned picture."
)
BUSY_AFTER = 150  # ms of loading, after which the old picture fades


class ResultView(ResultHand):
    """Paints `explore`'s newest picture and never asks for one by itself but when it is dragged or keys step the seed.

    `photo_dropped` carries a Path or a QImage that is no picture of a model.
    """

    photo_dropped = Signal(object)

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__(explore, parent)
        self.setObjectName("result_view")
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        describe(self, "Picture", TIP)
        self.exchange.photo_found.connect(self.photo_dropped)
        self.exchange.pin_asked.connect(self.pin)
        self._was_stale = self._pins_next = False
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(BUSY_AFTER)
        self._fade.timeout.connect(self._grow_stale)
        self._listen()

    def _listen(self) -> None:
        explore = self._explore
        explore.picture_changed.connect(self._take_picture)
        explore.frame_changed.connect(self._take_frame)
        explore.pinned_changed.connect(self._take_pinned)
        explore.loading_changed.connect(self._take_loading)
        explore.settled.connect(self._describe)
        explore.model_changed.connect(self._take_model)
        self._take_pinned()
        if explore.picture is not None:
            self._take_picture(explore.picture)

    def pin(self) -> None:
        """Compares with the picture of now from here on; a preview is waited out."""
        picture = self._explore.picture
        self._pins_next = picture is not None and picture.is_preview
        if picture is not None and not picture.is_preview:
            self._explore.pin(picture)

    def restore_or_offer(self, file: Path) -> None:
        """A picture of this program is gone to; of any other `photo_dropped` tells."""
        self.exchange.open_file(file)

    def close_down(self) -> None:
        self.exchange.close()

    def sizeHint(self) -> QSize:
        return QSize(560, 560)

    # -- what happens ---------------------------------------------------------------------------------------------

    @Slot(object)
    def _take_picture(self, picture: Picture) -> None:
        self._fade.stop()
        self.set_stale(False)
        if self._explore.frame is None:
            self.show_picture(picture)
        if self._pins_next and not picture.is_preview:
            self.pin()

    @Slot(object)
    def _take_frame(self, frame: Picture | None) -> None:
        picture = frame or self._explore.picture
        if picture is not None:
            self.show_picture(picture)

    @Slot()
    def _take_pinned(self) -> None:
        pinned = self._explore.pinned
        self.show_pinned(None if pinned is None else pinned.pixels)

    @Slot(bool)
    def _take_loading(self, is_loading: bool) -> None:
        self._fade.stop()
        if is_loading:
            self._fade.start()
        else:  # with another model, or with none after all
            self._was_stale = self.is_stale
            self.set_stale(False)

    @Slot()
    def _take_model(self) -> None:
        """The picture is the old model's: it stays, and fades unless the new one is quick."""
        if self._was_stale:
            self._grow_stale()
        else:
            self._fade.start()
        self._was_stale = False

    @Slot()
    def _grow_stale(self) -> None:
        self.set_stale(True)

    @Slot()
    def _describe(self, *_ignored: object) -> None:
        point, facts = self._explore.point, self._explore.facts
        if point is not None and facts is not None:
            self.setAccessibleDescription(f"{picture_words(point, facts.class_names)}. {TIP}")

    # -- drops ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is not self and self.exchange.takes(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.exchange.take(event.mimeData())
