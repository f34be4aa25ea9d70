"""Runs that train elsewhere: another process, another machine, or processes that this window started."""

import json
import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ganstudio.errors import StudioError
from ganstudio.gui import processes
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.launched import LaunchedRun
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.start.request import TrainRequest
from ganstudio.resources import runs_folder
from ganstudio.training.run_folder import RunFolder
from tests.gui.test_train_room import button, click
from tests.gui.window_fakes import write_run


class Elsewhere:
    """A run that somebody else trains: its lock is held, and lines are added to its log."""

    def __init__(self, path: Path) -> None:
        self.folder = RunFolder(write_run(path, reached=20, ended=None))
        self._held = ExitStack()
        self._held.enter_context(self.folder.held())

    def report(self, step: int, **more: Any) -> None:
        losses = {"generator/adversarial": 1.0, "discriminator/adversarial": 0.5}
        self.folder.log({"step": step, "images": step * 4, "seconds": step * 0.5, "losses": losses,
                         "images_per_second": 8.0, **more})  # fmt: skip

    def end(self, how: str = "stopped") -> None:
        if how:
            self.folder.log({"step": 60, "images": 240, "seconds": 30.0, "ended": how})
        self._held.close()


@pytest.fixture
def elsewhere(_own_home: Path) -> Elsewhere:
    return Elsewhere(runs_folder() / "afar")


def opened(qtbot: QtBot, window: MainWindow, path: Path) -> RunModel:
    window.studio.open_run(path)
    qtbot.waitUntil(lambda: window.studio.shown is not None)
    run = window.studio.shown
    assert run is not None
    return run


def test_a_run_elsewhere_grows_before_ones_eyes(
    qtbot: QtBot, window: MainWindow, elsewhere: Elsewhere
) -> None:
    run = opened(qtbot, window, elsewhere.folder.path)
    assert run.state is State.RUNNING_ELSEWHERE
    for step in (30, 40, 50, 60):
        elsewhere.report(step)
    qtbot.waitUntil(lambda: run.step == 60)
    assert run.curves.points("generator/adversarial")[0].tolist()[-4:] == [30, 40, 50, 60]
    assert run.seconds_left() == pytest.approx(20.0)  # 40 steps of half a second
    assert window.train.view.stats.values["Step"].text() == "60"
    assert window.train.view.stats.values["Time left"].text() == "about 20 s"
    elsewhere.end()
    qtbot.waitUntil(lambda: run.state is State.STOPPED)
    qtbot.waitUntil(lambda: not window.studio.watching.is_watched(run), timeout=3000)
    assert button(window, "start_button").text() == "Resume"


def test_stop_asks_the_folder_and_pause_says_why_not(
    qtbot: QtBot, window: MainWindow, elsewhere: Elsewhere
) -> None:
    run = opened(qtbot, window, elsewhere.folder.path)
    pause, stop = button(window, "pause_button"), button(window, "stop_button")
    assert not pause.isEnabled()
    assert "another process" in pause.toolTip()
    click(qtbot, stop)
    qtbot.waitUntil(elsewhere.folder.is_asked_to_stop)
    assert not stop.isEnabled()
    assert "saves" in stop.toolTip()
    assert run.state is State.RUNNING_ELSEWHERE
    elsewhere.end()
    qtbot.waitUntil(lambda: run.state is State.STOPPED)


def test_a_folder_that_cannot_be_written_says_so(
    qtbot: QtBot, window: MainWindow, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: RunFolder) -> None:
        raise StudioError("The folder cannot be written; check its rights.")

    monkeypatch.setattr(RunFolder, "ask_to_stop", refuse)
    opened(qtbot, window, elsewhere.folder.path)
    click(qtbot, button(window, "stop_button"))
    qtbot.waitUntil(lambda: window.train.view.banner.words.text().endswith("check its rights."))
    elsewhere.end()


def test_a_run_that_begins_elsewhere_appears_in_the_list(qtbot: QtBot, window: MainWindow) -> None:
    window.studio.runs.watch()
    qtbot.waitUntil(lambda: window.studio.runs.is_read)
    begun = time.monotonic()
    elsewhere = Elsewhere(runs_folder() / "new")
    qtbot.waitUntil(lambda: [row.state for row in window.studio.runs.rows] == ["running"], timeout=8000)
    assert time.monotonic() - begun < 7
    elsewhere.end()


def test_a_stopped_run_that_another_process_goes_on_with_is_followed(
    qtbot: QtBot, window: MainWindow
) -> None:
    path = write_run(runs_folder() / "afar", reached=20)
    run = opened(qtbot, window, path)
    assert run.state is State.STOPPED
    with RunFolder(path).held():
        window.studio.runs.refresh()
        qtbot.waitUntil(lambda: run.state is State.RUNNING_ELSEWHERE)
        assert window.studio.watching.is_watched(run)


def test_a_run_whose_folder_goes_away_says_so(qtbot: QtBot, window: MainWindow, elsewhere: Elsewhere) -> None:
    run = opened(qtbot, window, elsewhere.folder.path)
    (elsewhere.folder.path / "run.json").unlink()
    qtbot.waitUntil(lambda: run.state is State.FAILED)
    assert "run.json is missing" in run.error


# -- processes that this window started -------------------------------------------------------------------------

WRITES_A_RUN = """
import json, sys, time
from pathlib import Path
from ganstudio.training.run_folder import RunFolder
from tests.gui.window_fakes import write_run
print("Reading pictures ...", flush=True)
path = Path(sys.argv[1])
time.sleep(float(sys.argv[2]))
(path / "background.log").rename(path.parent / "kept.log")
path.rmdir()
folder = RunFolder(write_run(path, steps=100, reached=20, ended=None))
with folder.held():
    (path.parent / "kept.log").rename(path / "background.log")
    step = 20
    while step < 100 and not folder.is_asked_to_stop():
        step += 1
        folder.log({"step": step, "images": step, "seconds": step / 10, "losses": {"generator/adversarial": 1.0},
                    "images_per_second": 9.0})
        time.sleep(0.05)
    folder.log({"step": step, "images": step, "seconds": 9.0, "ended": "finished" if step == 100 else "stopped"})
"""


def launch(window: MainWindow, monkeypatch: pytest.MonkeyPatch, *words: str) -> LaunchedRun:
    """Starts `words` in the place of torchrun."""
    monkeypatch.setattr(processes, "train_command", lambda _request: [sys.executable, *words])
    run = window.studio.start(TrainRequest("cgan", "digits", runs_folder() / "wide", processes=2))
    assert isinstance(run, LaunchedRun)
    return run


def test_several_processes_are_prepared_then_watched_then_stopped(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = launch(window, monkeypatch, "-c", WRITES_A_RUN, str(runs_folder() / "wide"), "1.5")
    assert run.state is State.PREPARING
    assert window.studio.shown is run
    assert not button(window, "pause_button").isEnabled()
    qtbot.waitUntil(
        lambda: run.preparing is not None and run.preparing.what == "Reading pictures ...", timeout=10_000
    )
    qtbot.waitUntil(lambda: run.state is State.RUNNING_ELSEWHERE, timeout=20_000)
    qtbot.waitUntil(lambda: run.step > 22, timeout=10_000)
    assert window.studio.is_training
    assert run.steps == 100
    click(qtbot, button(window, "stop_button"))
    qtbot.waitUntil(lambda: run.state is State.STOPPED, timeout=10_000)
    qtbot.waitUntil(lambda: not window.studio.is_training, timeout=10_000)
    assert run.step < 100
    assert window.studio.tasks.tasks == []


def test_processes_that_fail_leave_their_last_sentence(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = (
        "import sys; print('There is no data set called x; choose another.', file=sys.stderr);"
        "print('E1122 19:07:03 torch/distributed/elastic: failed', file=sys.stderr); sys.exit(1)"
    )
    run = launch(window, monkeypatch, "-c", says)
    qtbot.waitUntil(lambda: run.state is State.FAILED, timeout=10_000)
    assert run.error == "There is no data set called x; choose another."
    assert not window.studio.is_training


def test_stop_ends_processes_that_have_no_run_yet(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = launch(window, monkeypatch, "-c", "import time; time.sleep(60)")
    assert run.process is not None
    begun = time.monotonic()
    click(qtbot, button(window, "stop_button"))
    qtbot.waitUntil(lambda: run.state is State.STOPPED, timeout=10_000)
    assert time.monotonic() - begun < 2
    assert run.process.poll() is not None


def test_a_program_that_is_not_there_is_a_sentence(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "train_command", lambda _request: ["/nowhere/python"])
    run = window.studio.start(TrainRequest("cgan", "digits", runs_folder() / "wide", processes=2))
    assert run is not None
    assert run.state is State.FAILED
    assert "No process can be started" in run.error


def test_the_command_line_says_all_that_the_start_page_asked_for() -> None:
    request = TrainRequest(
        "dcgan", "digits", Path("/runs/a b"), {"batch": 32, "mirror": True}, "paper", 7, "cuda", processes=4
    )
    words = processes.train_command(request)
    assert words[1:6] == ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "4"]
    assert words[6:8] == ["-m", "ganstudio"]
    said = dict(zip(words[9::2], words[10::2]))
    assert words[8] == "train"
    assert said["--out"] == "/runs/a b"
    assert (said["--seed"], said["--device"], said["--preset"]) == ("7", "cuda", "paper")
    assert [words[at + 1] for at, word in enumerate(words) if word == "--set"] == ["batch=32", "mirror=True"]


def test_detached_processes_outlive_who_started_them(tmp_path: Path) -> None:
    words = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(60)"]
    process = processes.start_detached(words, tmp_path / "run")
    try:
        assert os.getsid(process.pid) != os.getsid(0)
        deadline = time.monotonic() + 10
        while (
            processes.last_words(tmp_path / "run" / processes.LOG) != "here" and time.monotonic() < deadline
        ):
            time.sleep(0.05)
        assert processes.look_at(process, tmp_path / "run") == processes.Glance(True, "here", "")
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_torchrun_trains_on_two_processes(qtbot: QtBot, window: MainWindow) -> None:
    changes = {"steps": 4000, "batch": 8, "report_every": 5, "resolution": 16, "evaluate_every": 0}
    run = window.studio.start(
        TrainRequest("dcgan", "digits", runs_folder() / "wide", changes, device="cpu", processes=2)
    )
    assert run is not None
    qtbot.waitUntil(lambda: run.state is State.RUNNING_ELSEWHERE or bool(run.error), timeout=120_000)
    assert run.error == ""
    qtbot.waitUntil(lambda: run.step >= 20, timeout=60_000)
    click(qtbot, button(window, "stop_button"))
    begun = time.monotonic()
    qtbot.waitUntil(lambda: run.state is State.STOPPED, timeout=20_000)
    assert (
        time.monotonic() - begun < 5
    )  # within a second it stops; then it saves, and the folder is looked at
    log = [json.loads(line) for line in (run.path / "metrics.jsonl").read_text().splitlines()]
    assert log[-1]["ended"] == "stopped"
