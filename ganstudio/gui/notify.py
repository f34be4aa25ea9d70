"""A word from the system when a training ends while one looks at something else."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.words import count, value

SHOWN = 15_000  # ms


class Notifier(QObject):
    """Tells once of each training that ends, fails or waits for a person, unless its window is in front."""

    def __init__(self, studio: StudioModel, window: QWidget) -> None:
        super().__init__(window)
        self._studio, self._window = studio, window
        self._before: State | None = None
        self._tray: QSystemTrayIcon | None = None
        studio.training_changed.connect(self._look)

    @Slot()
    def _look(self) -> None:
        run = self._studio.training
        if run is None or run.state is self._before:
            return
        was_going, self._before = self._before is not None, run.state
        words = message(run)
        if was_going and words and self._studio.preferences.notify and not self._window.isActiveWindow():
            self.tell(*words)

    def tell(self, title: str, words: str) -> None:
        """By the system's own notices where it has them, else by the button of the window."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            QApplication.alert(self._window)
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._window.windowIcon(), self)
            self._tray.messageClicked.connect(self._come)
        self._tray.show()
        self._tray.showMessage(title, words, self._window.windowIcon(), SHOWN)
        QTimer.singleShot(SHOWN, self, self._tray.hide)

    @Slot()
    def _come(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()


def message(run: RunModel) -> tuple[str, str] | None:
    """Title and words for what a run has come to; None for what nobody need be told."""
    if run.state is State.FINISHED:
        return f"{run.name} is finished", best_words(run) or f"It made {count(run.step)} steps."
    if run.state is State.FAILED:
        return f"{run.name} has failed", run.error
    if run.state is State.PAUSED and run.refused_save is not None:
        return f"{run.name} is paused", run.refused_save.message
    return None


def best_words(run: RunModel) -> str:
    """The best value of the first metric; empty where nothing was measured."""
    measure = run.quality.main()
    best = run.quality.best(measure) if measure is not None else None
    if measure is None or best is None:
        return ""
    step, number = best
    return f"Its best {measure.title} is {value(number)}, at step {count(step)}."
