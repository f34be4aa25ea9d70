"""How long it takes from the start of the process until the window answers, and until its start page can be used.

python -m tests.benchmarks.startup prints the figures of one start as JSON.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.pairing import Row

BEGUN, LIMIT = "BENCHMARK_BEGUN", 60.0
NAIVE = """
import json, os, time
import torch, torchvision
from PySide6 import QtCore, QtGui, QtWidgets
app = QtWidgets.QApplication([])
window = QtWidgets.QMainWindow()
window.show()
while not window.windowHandle().isExposed():
    app.processEvents()
app.processEvents()
print(json.dumps({"answers": time.time() - float(os.environ["BENCHMARK_BEGUN"])}), flush=True)
os._exit(0)
"""


def main() -> None:
    """In a fresh process: opens the window, waits until the start page can be used, and closes it."""
    begun = float(os.environ.get(BEGUN) or time.time())
    from ganstudio.gui.app import build

    app, window = build([], late_rooms=True)
    from PySide6.QtCore import QTimer

    figures: dict[str, float] = {}
    last, worst = time.time(), 0.0

    def look() -> None:
        nonlocal last, worst
        now = time.time()
        handle = window.windowHandle()
        if "answers" in figures:
            worst = max(worst, now - last)
        elif handle is not None and handle.isExposed():
            figures["answers"] = now - begun
            figures["processor_until_it_answers"] = time.process_time()
        last = now
        page = window.train.start_page
        if "answers" in figures and page is not None and can_start(page):
            figures["usable"] = now - begun
        if ("usable" in figures and "torch" in sys.modules) or now - begun > LIMIT:
            figures["torch_is_there"] = now - begun
            timer.stop()
            window.close()
            app.quit()

    timer = QTimer()
    timer.timeout.connect(look)
    window.show()
    timer.start(5)
    app.exec()
    figures["longest_silence"] = worst
    print(json.dumps(figures), flush=True)
    os._exit(0)


def can_start(page: Any) -> bool:
    """Data and recipe are chosen and the button would start a run."""
    chosen = page.model.data_name and page.model.recipe_name and page.model.recipes and page.model.data
    return bool(chosen) and page.start.isEnabled()


def one_start(*arguments: str) -> dict[str, float]:
    """Figures of one process, in seconds from before it was started. Each has an empty home folder of its own."""
    with tempfile.TemporaryDirectory() as home:
        changes = {BEGUN: str(time.time()), "GANSTUDIO_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
        ended = subprocess.run(
            [sys.executable, *arguments],
            env=os.environ | changes,
            capture_output=True,
            text=True,
            timeout=2 * LIMIT,
            check=True,
        )
    return json.loads(ended.stdout.splitlines()[-1])


def help_seconds() -> float:
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "ganstudio", "--help"], capture_output=True, check=True, timeout=LIMIT
    )
    return time.perf_counter() - begun


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    times = 2 if quick else 9
    ours, naive = [], []
    for _ in range(times):
        ours.append(one_start("-m", "tests.benchmarks.startup"))
        naive.append(one_start("-c", NAIVE)["answers"])
    middle = {name: statistics.median(start[name] for start in ours) for name in ours[0]}
    other = statistics.median(naive)
    against, details = "bare window after import torch", {"starts": times} | middle
    ratio = statistics.median(b / a["answers"] for a, b in zip(ours, naive))
    yield Row("Window shown and answering", middle["answers"], other, ratio, 1.5, True, "s", against, details)
    page = "Start page can start a run, torch loaded behind it"
    yield Row(
        page, middle["usable"], other, other / middle["usable"], unit="s", against=against, details=details
    )
    yield Row("Longest silence of the event loop meanwhile", middle["longest_silence"] * 1e3, details=details)
    yield Row(
        "ganstudio --help",
        statistics.median(help_seconds() for _ in range(times)),
        goal=0.5,
        at_most=True,
        unit="s",
    )


if __name__ == "__main__":
    main()
