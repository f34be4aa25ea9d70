"""What happens between Start and the first step: imports and pictures, and a Stop that does not wait for them."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ganstudio.data.parallel import StoppedError
from ganstudio.gui import jobs
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.run_model import State
from ganstudio.gui.start.request import TrainRequest
from ganstudio.training import session
from ganstudio.training.events import Event, Preparing
from tests.gui.test_train_room import button, click
from tests.gui.window_fakes import FakeRun


def request(path: Path) -> TrainRequest:
    return TrainRequest("cgan", "digits", path)


def stopped_after(qtbot: QtBot, window: MainWindow, run: Any) -> float:
    """Seconds from the click on Stop until the run has stopped."""
    begun = time.monotonic()
    click(qtbot, button(window, "stop_button"))
    qtbot.waitUntil(lambda: run.state is State.STOPPED, timeout=10_000)
    return time.monotonic() - begun


def test_a_stop_while_modules_load_does_not_wait_for_them(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads, gate = threading.Event(), threading.Event()
    monkeypatch.setattr(jobs, "load_training", lambda: (loads.set(), gate.wait(20)))
    run = window.studio.start(request(tmp_path / "run"))
    assert run is not None
    qtbot.waitUntil(loads.is_set)
    assert stopped_after(qtbot, window, run) < 1
    assert run.error == ""
    gate.set()


def test_a_stop_while_pictures_are_read_is_no_failure_and_start_begins_again(
    qtbot: QtBot, window: MainWindow, fake: FakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Callable[[], bool]] = []

    def reading(*_words: Any, should_stop: Callable[[], bool], **_settings: Any) -> Iterator[Event]:
        calls.append(should_stop)
        if len(calls) > 1:
            yield from fake.job(should_stop)
            return
        while not should_stop():
            yield Preparing("Reading pictures", 1, 10)
            time.sleep(0.01)
        raise StoppedError

    monkeypatch.setattr(session, "train", reading)
    run = window.studio.start(request(fake.path))
    assert run is not None
    qtbot.waitUntil(lambda: run.preparing == Preparing("Reading pictures", 1, 10))
    assert stopped_after(qtbot, window, run) < 1
    assert run.error == ""
    click(qtbot, button(window, "start_button"))
    fake.advance(3)
    qtbot.waitUntil(lambda: run.step == 3)


def test_what_cannot_be_imported_is_a_failure(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise ImportError("libtorch is missing")

    monkeypatch.setattr(jobs, "load_training", broken)
    run = window.studio.start(request(tmp_path / "run"))
    assert run is not None
    qtbot.waitUntil(lambda: run.state is State.FAILED)
    assert "libtorch is missing" in run.error
