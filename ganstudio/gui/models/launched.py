"""A run that this window started as processes of its own."""

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ganstudio.errors import StudioError
from ganstudio.gui import processes
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.processes import Glance, Process
from ganstudio.gui.start.request import TrainRequest
from ganstudio.gui.workers import Reader
from ganstudio.training.events import Preparing

EVERY = 500  # ms
ENDED = ("finished", "stopped")


class LaunchedRun(RunModel):
    """Preparing until its folder is there; from then on it is watched as any run that trains elsewhere."""

    appeared = Signal()  # its folder can be read
    ended = Signal()  # its processes are gone

    def __init__(self, request: TrainRequest, parent: QObject | None = None) -> None:
        super().__init__(request.out, request.recipe, request.data, parent)
        self.request = request
        self.process: Process | None = None
        self._reader = Reader(self)
        self._reader.answered.connect(self._show)
        self._watch = QTimer(self)
        self._watch.setInterval(EVERY)
        self._watch.timeout.connect(self._look)

    @property
    def is_alive(self) -> bool:
        """Whether its processes run, as far as is known."""
        return self._watch.isActive()

    def launch(self) -> None:
        """Starts the processes; failing is a state, not an exception."""
        self.error = ""
        count = processes.processes_of(self.request)
        self.preparing = Preparing(f"Starting {count} processes" if count > 1 else "Starting a process")
        try:
            self.process = processes.start_detached(processes.train_command(self.request), self.path)
        except StudioError as error:
            self.fail(str(error))
            return
        self._set_state(State.PREPARING)
        self._watch.start()

    def stop(self) -> None:
        """Before there is a run nothing can be lost, so the processes end; afterwards its folder is asked."""
        if self.state is State.PREPARING and self.process is not None:
            self.process.terminate()
            self._set_state(State.STOPPING)

    def wait(self) -> None:
        """Lets the processes be: they outlive the window."""
        self._watch.stop()
        self._reader.close()
        if self.state is State.PREPARING:
            self._set_state(State.RUNNING_ELSEWHERE)

    @Slot()
    def _look(self) -> None:
        process, path = self.process, self.path
        if process is not None:
            self._reader.ask(lambda: processes.look_at(process, path))

    @Slot(int, object)
    def _show(self, _number: int, glance: Glance) -> None:
        if not self._watch.isActive():
            return
        if not glance.is_alive:
            self._watch.stop()
            self._end_with(glance)
        elif glance.state == "running" and self.state is State.PREPARING:
            self.preparing = None
            self._set_state(State.RUNNING_ELSEWHERE)
            self.appeared.emit()
        elif self.state is State.PREPARING and glance.words:
            self.preparing = Preparing(glance.words)
            self.noticed.emit()

    def _end_with(self, glance: Glance) -> None:
        """How its processes ended: as the folder says, or with the last thing that they wrote."""
        self.ended.emit()
        if glance.state in ENDED:
            if self.state in (State.PREPARING, State.STOPPING):
                self.appeared.emit()  # it was quicker than a look
        elif self.state is State.STOPPING:
            self._set_state(State.STOPPED)
        else:
            self.preparing = None
            self.fail(glance.words or f"The training processes ended without a word; see {self.path}.")
