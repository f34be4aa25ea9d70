"""The threads: nothing piles up, nothing escapes, nothing is dropped while it runs."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.workers import Mailbox, Reader, TrainingThread
from ganstudio.training.events import Health, Preparing, Preview, Progress
from tests.gui.window_fakes import FakeRun, failing, flooding


def test_the_mailbox_keeps_every_point_and_the_newest_picture() -> None:
    box = Mailbox()
    for step in range(100):
        box.put(Progress(step, step, 0.0, {}, 0.0))
        box.put(Preview(step, Path(f"{step}.png"), np.full((1, 2, 2, 1), step, np.uint8)))
        box.put(Preparing("x", step, 100))
    box.put(Health(1, "a", "info", "b"))
    mail = box.take()
    assert [point.step for point in mail.points] == list(range(100))
    assert mail.preview is not None
    assert int(mail.preview.pictures[0, 0, 0, 0]) == 99
    assert mail.preparing == Preparing("x", 99, 100)
    kept = [event for event in mail.others if isinstance(event, Preview)]
    assert [event.step for event in kept] == list(range(100))  # every preview is on the scrubber
    assert sum(event.pictures.nbytes for event in kept) == 0  # but only one picture waits
    assert box.take().points == []


def test_a_flood_of_events_does_not_hold_up_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    owner = QObject()
    run = RunModel(tmp_path, parent=owner)
    heard: list[float] = []
    run.progressed.connect(lambda: heard.append(time.monotonic()))
    run.start(flooding(tmp_path, 1.0))
    qtbot.waitUntil(lambda: run.state is State.STOPPED, timeout=10_000)
    assert len(heard) <= 25  # ten a second, and what the end brings
    assert len(run.curves.points("generator/adversarial")[0]) == run.step > 100


def test_an_error_becomes_a_sentence_and_a_traceback(qtbot: QtBot, tmp_path: Path) -> None:
    run = RunModel(tmp_path)
    with qtbot.waitSignal(run.state_changed, check_params_cb=lambda state: state is State.FAILED):
        run.start(failing("The data is gone; choose another."))
    assert run.error == "The data is gone; choose another."
    assert "StudioError" in run.traceback


def test_a_second_training_hears_nothing_of_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    run = RunModel(tmp_path)
    first, second = FakeRun(tmp_path, steps=3), FakeRun(tmp_path, steps=8, start=3)
    first.advance(3)
    run.start(first.job)
    qtbot.waitUntil(lambda: run.state is State.FINISHED)
    second.advance(5)
    run.start(second.job)
    qtbot.waitUntil(lambda: run.state is State.FINISHED)
    assert run.curves.points("generator/adversarial")[0].tolist() == [1, 2, 3, 4, 5, 6, 7, 8]


def test_the_reader_skips_what_is_no_longer_wanted(qtbot: QtBot) -> None:
    reader, answers, done = Reader(), list[tuple[int, object]](), list[str]()
    reader.answered.connect(lambda number, answer: answers.append((number, answer)))
    begun, gate = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        gate.wait(10)
        return "slow"

    reader.ask(slow)
    assert begun.wait(10)
    for word in ("never", "neither"):
        reader.ask(lambda word=word: done.append(word))
    newest = reader.ask(lambda: "newest")
    gate.set()
    qtbot.waitUntil(lambda: (newest, "newest") in answers)
    assert done == []
    assert not reader.is_newest(1)
    reader.close()
    assert not reader.isRunning()


def test_the_training_thread_has_a_large_stack() -> None:
    def job(should_stop: object) -> Iterator[object]:
        yield from ()

    assert TrainingThread(job).stackSize() == 16 << 20  # type: ignore[arg-type]


def test_qt_gives_none_back() -> None:
    """Some versions of PySide lose a reference to None at each call of these, and die after about 9,000."""
    code = """
import sys
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QWidget
app = QApplication([])
class Painted(QWidget):
    def paintEvent(self, event):
        painter = QPainter(self)
        painter.drawImage(QRect(0, 0, 4, 4), self.image)
        painter.drawImage(0, 0, self.image)
widget, label, pixmap = Painted(), QLabel(), QPixmap(4, 4)
widget.image = QImage(4, 4, QImage.Format.Format_RGB32)
widget.show()
before = sys.getrefcount(None)
for _ in range(20_000):
    label.setPixmap(pixmap); widget.update(); widget.parent()
for _ in range(2_000):
    widget.repaint(); app.processEvents()
print(sys.getrefcount(None) - before)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert abs(int(result.stdout)) < 2_000
