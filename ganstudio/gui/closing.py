"""How the window closes: at once, or after one question while something is at work."""

from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QSessionManager
from PySide6.QtWidgets import QApplication, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui.close_question import CloseQuestion
from ganstudio.gui.models.launched import LaunchedRun
from ganstudio.gui.models.run_model import State
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.processes import resume_command, start_detached, train_command

SAVED = "Everything it has learnt is saved, and it can be resumed at any time."
OUTLIVES = "It trains in processes of its own, which need no window; opening its run shows it again."


class Closing(QObject):
    """Knows the studio and whether pictures are being imported. `free` says that the window may close now."""

    free = Signal()

    def __init__(self, studio: StudioModel, window: QWidget) -> None:
        super().__init__(window)
        self._studio, self._window = studio, window
        self._is_leaving = self._is_keeping = False
        self.question: CloseQuestion | None = None
        studio.training_changed.connect(self._go_on)
        if isinstance(app := QGuiApplication.instance(), QGuiApplication):
            app.commitDataRequest.connect(self.save_for_logout)

    def may_close(self, is_importing: bool) -> bool:
        """Whether the window may close now; where it may not, a person is asked."""
        is_kept = self._is_keeping and isinstance(self._studio.training, LaunchedRun)
        if is_kept or not (self._studio.is_training or is_importing):
            if self.question is not None:
                self.question.close()
            return True
        if not self._is_leaving:
            self._ask()
        return False

    def save_and_leave(self) -> None:
        """Stops what is at work; `free` follows when everything is on the disk."""
        self._is_leaving, self._is_keeping = True, False
        run = self._studio.training
        if run is not None and self._studio.is_training:
            self._studio.stop(run)
        self._go_on()

    def keep_and_leave(self) -> None:
        """The run goes on in a process of its own."""
        self._is_leaving = self._is_keeping = True
        run = self._studio.training
        if isinstance(run, LaunchedRun):
            self.free.emit()
        elif run is not None and run.is_busy:
            run.stop()
        self._go_on()

    @Slot(QSessionManager)
    def save_for_logout(self, _manager: QSessionManager | None = None) -> None:
        """The system ends the session: nobody can be asked, and nothing may be lost."""
        run = self._studio.training
        if run is not None and run.is_busy:
            self._is_leaving = True
            run.wait()
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    @Slot()
    def _go_on(self) -> None:
        if not self._is_leaving or self._studio.is_training:
            return
        if self._is_keeping and not isinstance(self._studio.training, LaunchedRun):
            try:
                self._start_behind()
            except StudioError as error:
                self._is_leaving = self._is_keeping = False
                if self.question is not None:
                    self.question.say(str(error))
                return
        self.free.emit()

    def _start_behind(self) -> None:
        """The saved run is resumed by a process of its own; one that has not begun yet is begun there."""
        run, request = self._studio.training, self._studio.request
        if run is None or run.state is State.FINISHED:
            return
        if run.state is State.FAILED and run.error:
            raise StudioError(run.error)
        if (Path(run.path) / "run.json").is_file():
            start_detached(resume_command(run.path), run.path)
        elif request is not None and Path(request.out) == run.path:
            start_detached(train_command(request), run.path)

    def _ask(self) -> None:
        if self.question is not None and self.question.isVisible():
            return
        run, is_training = self._studio.training, self._studio.is_training
        if run is not None and is_training:
            words = OUTLIVES if isinstance(run, LaunchedRun) else SAVED
            self.question = CloseQuestion(f"{run.name} is training", words, self._window)
        else:
            words = "The import ends; nothing half-done is kept."
            self.question = CloseQuestion(
                "Pictures are being imported", words, self._window, stop="Stop and close", can_keep=False
            )
        self.question.leaving.connect(self.save_and_leave)
        self.question.keeping.connect(self.keep_and_leave)
        self.question.open()
