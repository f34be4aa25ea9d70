"""One Ctrl-C ends a run cleanly with status 0, two end it at once."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ganstudio.cli import stopping
from ganstudio.cli.stopping import stop_request
from ganstudio.training.run_folder import RunFolder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stop_request() as asked:
        assert not asked()
        signal.raise_signal(number)
        assert asked()
    assert signal.getsignal(number) is before


def test_one_request_that_arrives_twice_is_one() -> None:
    """torchrun passes on the Ctrl-C that the terminal has sent already, and then asks its processes to end."""
    with stop_request():
        for number in (signal.SIGINT, signal.SIGINT, signal.SIGTERM):
            signal.raise_signal(number)


def test_a_second_ctrl_c_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "SAME_REQUEST", 0.0)
    with stop_request():
        signal.raise_signal(signal.SIGTERM)
        time.sleep(0.01)
        signal.raise_signal(signal.SIGTERM)  # only a person's Ctrl-C is impatient
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def start(pictures: Path, out: Path) -> subprocess.Popen[str]:
    """A run that would take hours."""
    command = [
        sys.executable, "-m", "ganstudio", "train", "--recipe", "cgan", "--data", str(pictures), "--steps", "9999999",
        "--batch", "4", "--set", "width=4", "--set", "d_width=4", "--set", "report_every=2",
        "--out", str(out), "--json",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
    )
    assert process.stderr is not None
    timer = threading.Timer(120, process.kill)
    timer.start()
    while "training" not in process.stderr.readline():
        assert process.poll() is None
    timer.cancel()
    time.sleep(0.3)
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_run_is_whole(pictures: Path, tmp_path: Path, number: signal.Signals) -> None:
    out = tmp_path / "run"
    process = start(pictures, out)
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 0, stderr
    summary = json.loads(stdout)
    assert summary["stopped"] is True
    assert Path(summary["model"]).is_file()
    assert "Traceback" not in stderr
    status = RunFolder(out).status()
    assert (status.state, status.step) == ("stopped", summary["step"])
