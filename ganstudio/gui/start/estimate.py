"""Short trials that measure what a run would cost, each in a process of its own that can be killed at any time."""

from collections.abc import Callable, Sequence
from contextlib import suppress

import psutil
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal, Slot

from ganstudio.errors import StudioError
from ganstudio.gui.processes import environment
from ganstudio.gui.start.costs import Cost, Question, cost_of, remember, remembered, why_failed
from ganstudio.gui.start.tasks import Task

SETTLED = 700  # ms without a change before a trial begins
POLITE = 3  # of nice: the window goes first, and on a quiet computer the trial is as fast as the run


class Trials(QObject):
    """`want` says what is asked for now, `also` what is measured after it when nothing else is to do.

    One trial runs at a time. `allowed` is False while a run trains: it would be slowed, and so would the trial.
    """

    changed = Signal()

    def __init__(self, allowed: Callable[[], bool] = lambda: True, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._allowed = allowed
        self.costs: dict[str, Cost] = {}
        self.failures: dict[str, str] = {}
        self.wanted: Question | None = None
        self._others: list[Question] = []
        self._asked: Question | None = None
        self._process: QProcess | None = None
        self._dying: set[QProcess] = set()
        self._is_on = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED)
        self._timer.timeout.connect(self._next)
        Task(self, lambda _report, _stop: remembered()).begin(self._take_remembered)

    @property
    def is_measuring(self) -> bool:
        """Whether the trial that runs is the one that is wanted."""
        return self._process is not None and self._asked == self.wanted

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is measured because a run trains."""
        return not self._allowed()

    def cost(self, question: Question | None) -> Cost | None:
        return self.costs.get(question.key) if question is not None else None

    def failure(self, question: Question | None) -> str:
        return self.failures.get(question.key, "") if question is not None else ""

    def want(self, question: Question | None) -> None:
        """Another choice: the trial of the one before ends."""
        if question != self.wanted:
            self.wanted = question
            if self._asked != question:
                self._kill()
            self.changed.emit()
        self._soon()

    def also(self, questions: Sequence[Question]) -> None:
        """What the cards of other recipes show."""
        self._others = list(questions)
        self._soon()

    def start(self) -> None:
        """The page is seen."""
        self._is_on = True
        self._soon()

    def stop(self) -> None:
        """The page is left, or a run starts: at once."""
        self._is_on = False
        self._timer.stop()
        self._kill()

    @Slot()
    def look_again(self) -> None:
        """A run began or ended."""
        if not self._allowed():
            self._kill()
        self._soon()
        self.changed.emit()

    def close(self) -> None:
        """Ends every process and thread; needed before the program ends."""
        self.stop()
        for process in list(self._dying):
            process.waitForFinished(5000)
        Task.stop_all(self)

    # -- one trial after another --------------------------------------------------------------------------------

    def _soon(self) -> None:
        if self._is_on and self._process is None:
            self._timer.start()

    @Slot()
    def _next(self) -> None:
        if not self._is_on or self._process is not None or not self._allowed():
            return
        open_ones = (
            each for each in (self.wanted, *self._others) if each is not None and not self._is_known(each)
        )
        question = next(open_ones, None)
        if question is not None:
            self._begin(question)
            self.changed.emit()

    def _is_known(self, question: Question) -> bool:
        return question.key in self.costs or question.key in self.failures

    def _begin(self, question: Question) -> None:
        self._asked = question
        self._process = process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.started.connect(lambda: _be_polite(process))
        process.errorOccurred.connect(lambda _error: self._end(process))
        process.finished.connect(lambda *_: self._end(process))
        program, *words = question.command()
        process.start(program, words)

    def _end(self, process: QProcess) -> None:
        """What a trial said; nothing of one that was killed."""
        self._dying.discard(process)
        if process is not self._process:
            process.deleteLater()
            return
        question, self._process, self._asked = self._asked, None, None
        assert question is not None
        said, complained = process.readAllStandardOutput().data(), process.readAllStandardError().data()
        if process.error() is QProcess.ProcessError.FailedToStart:
            self.failures[question.key] = "The trial cannot be started."
        elif process.exitStatus() is QProcess.ExitStatus.NormalExit and process.exitCode() == 0:
            self._keep(question, bytes(said))
        else:
            self.failures[question.key] = why_failed(bytes(complained).decode(errors="replace"))
        process.deleteLater()
        self.changed.emit()
        self._soon()

    def _keep(self, question: Question, said: bytes) -> None:
        try:
            self.costs[question.key] = cost_of(said)
        except StudioError as error:
            self.failures[question.key] = str(error)
            return
        costs = dict(self.costs)
        Task(self, lambda _report, _stop: remember(costs)).begin(lambda _: None)

    def _kill(self) -> None:
        """The process is gone a moment later; nobody waits for it."""
        process, self._process, self._asked = self._process, None, None
        if process is not None:
            self._dying.add(process)
            process.kill()

    def _take_remembered(self, found: dict[str, Cost]) -> None:
        self.costs = found | self.costs
        self.changed.emit()


def _be_polite(process: QProcess) -> None:
    """Everything else on this computer goes first."""
    with suppress(psutil.Error, OSError, ValueError):
        trial = psutil.Process(process.processId())
        trial.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS if psutil.WINDOWS else POLITE)


def _environment() -> QProcessEnvironment:
    made = QProcessEnvironment()
    for name, value in environment().items():
        made.insert(name, value)
    return made
