"""Live: which camera or part of the screen, how many frames a second, keep one, stop. Absent where there is neither."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from ganstudio.gui.icons import icon
from ganstudio.gui.models.translate.live import LiveSource
from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.translate.live_sources import ScreenSource, SourceChoice, has_screen, sources
from ganstudio.gui.translate.region_picker import RegionPicker
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.text import text


class LiveControls(QWidget):
    """`find` lists what there is, each time the menu opens; nothing is offered where it is not `is_possible`."""

    def __init__(
        self, translate: TranslateModel, find: Callable[[], Sequence[SourceChoice]] = sources,
        is_possible: Callable[[], bool] = has_screen, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._translate, self._live, self._find = translate, translate.live, find
        self._is_possible = is_possible
        self._is_narrow = False
        self.begin = Button("Live", "quiet", "video-camera", "Translate a camera or a part of the screen", 28)
        self.begin.setObjectName("live_button")
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self._fill)
        self.begin.setMenu(self.menu)
        self.rate = text("", "label")
        self.rate.setObjectName("live_rate")
        self.rate.setMinimumWidth(96)
        self.keep = Button("Keep frame", "quiet", "camera", "The frame becomes one of the pictures", 28)
        self.keep.setObjectName("live_keep_button")
        self.end = Button("Stop live", "quiet", "stop", "Back to the pictures", 28)
        self.end.setObjectName("live_stop_button")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for part in (self.begin, self.end, self.keep, self.rate):
            row.addWidget(part)
        self.keep.clicked.connect(self._live.keep)
        self.end.clicked.connect(self._live.stop)
        self._live.changed.connect(self.refresh)
        translate.model_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        live = self._live
        self.begin.setVisible(self._translate.facts is not None and not live.is_on and self._is_possible())
        for part in (self.end, self.keep):
            part.setVisible(live.is_on)
        self.rate.setVisible(live.is_on and not self._is_narrow)
        self.keep.setEnabled(live.frame is not None)
        self.rate.setText(f"{live.rate:.1f} frames/s" if live.rate else "Waiting for a frame")

    def set_narrow(self, is_narrow: bool) -> None:
        """In a narrow window there is room for what acts only."""
        self._is_narrow = is_narrow
        self.refresh()

    def start(self, choice: SourceChoice) -> None:
        if choice.make is not None:
            self._live.start(choice.make(self))
        else:
            self._pick()

    def _fill(self) -> None:
        self.menu.clear()
        for choice in self._find():
            action = self.menu.addAction(icon(choice.icon), choice.name)
            action.triggered.connect(lambda _=False, choice=choice: self.start(choice))

    def _pick(self) -> None:
        screen = self.screen() or QGuiApplication.primaryScreen()

        def begin(region: QRect) -> None:
            source: LiveSource = ScreenSource(screen, region, self)
            self._live.start(source)

        picker = RegionPicker(screen, self.window())
        picker.picked.connect(begin)
        picker.show()
        picker.activateWindow()
