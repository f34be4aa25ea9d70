"""Trains in the real window for a while and watches what grows: python -m tests.benchmarks.soak --minutes 60

Prints memory, file descriptors and threads every few seconds, then the slope of memory after the warm-up. Ends with
status 1 where it is a megabyte a minute or more, or where descriptors or threads grow.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import psutil

EVERY = 10.0  # seconds between two looks
WARM_UP = 0.3  # of the time: caches, the first checkpoint and the first scores are made in it
MOST = 1.0  # MB a minute


@dataclass(frozen=True)
class Look:
    """`late` is the longest that the event loop was late since the look before, in ms."""

    seconds: float
    megabytes: float
    descriptors: int
    threads: int
    step: int
    late: float


def slope(looks: list[Look]) -> float:
    """MB a minute, by least squares over what follows the warm-up."""
    kept = [look for look in looks if look.seconds >= looks[-1].seconds * WARM_UP]
    if len(kept) < 2:
        return 0.0
    minutes = np.array([look.seconds / 60 for look in kept])
    return float(np.polyfit(minutes, [look.megabytes for look in kept], 1)[0])


def grows(values: list[int]) -> bool:
    """Whether the last third is always above the first third after the warm-up."""
    third = max(1, len(values) // 3)
    return min(values[-third:]) > max(values[:third])


def soak(minutes: float, recipe: str, batch: int, every: float) -> list[Look]:
    """Runs the window; every run that ends is followed by another, so that starting and ending are soaked too."""
    from PySide6.QtCore import QEventLoop, QTimer

    from ganstudio.gui.app import build
    from ganstudio.gui.start.request import TrainRequest
    from ganstudio.resources import runs_folder

    _app, window = build(["ganstudio"])
    window.show()
    window.resize(1440, 900)
    loop, me, looks, begun = QEventLoop(), psutil.Process(), list[Look](), time.monotonic()
    ticks = {"last": time.monotonic(), "late": 0.0, "runs": 0}

    def tick() -> None:
        now = time.monotonic()
        ticks["late"], ticks["last"] = max(ticks["late"], now - ticks["last"] - 0.016), now

    def keep_training() -> None:
        if not window.studio.is_training:
            ticks["runs"] += 1
            settings = {"batch": batch, "steps": 200_000, "preview_every": 50, "report_every": 5, "evaluate_every": 100,
                        "evaluate_samples": 200, "checkpoint_minutes": 0.5}  # fmt: skip
            out = runs_folder() / f"soak-{ticks['runs']}"
            window.studio.start(TrainRequest(recipe, "digits", out, settings, "cpu-demo", device="cpu"))

    def look() -> None:
        step = window.studio.training.step if window.studio.training else 0
        seen = Look(time.monotonic() - begun, me.memory_info().rss / 2**20, me.num_fds(), me.num_threads(), step,
                    1000 * ticks["late"])  # fmt: skip
        ticks["late"] = 0.0
        looks.append(seen)
        print(f"{seen.seconds:7.0f} s  {seen.megabytes:8.1f} MB  {seen.descriptors:4d} descriptors  "
              f"{seen.threads:3d} threads  step {seen.step:7,d}  late {seen.late:5.0f} ms", flush=True)  # fmt: skip

    timers = []
    for interval, slot in ((16, tick), (500, keep_training), (round(1000 * every), look)):
        timer = QTimer()
        timer.timeout.connect(slot)
        timer.start(interval)
        timers.append(timer)
    QTimer.singleShot(round(minutes * 60_000), loop.quit)
    loop.exec()
    for timer in timers:
        timer.stop()
    window.save_and_leave()
    while window.isVisible():
        loop.processEvents()
    return looks


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--recipe", default="dcgan")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--every", type=float, default=EVERY, help="seconds between two looks")
    parser.add_argument("--json", type=Path, help="also write every look here")
    asked = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["GANSTUDIO_HOME"] = home
        looks = soak(asked.minutes, asked.recipe, asked.batch, asked.every)
    found = slope(looks)
    after = [look for look in looks if look.seconds >= looks[-1].seconds * WARM_UP]
    leaks = [name for name, values in (("descriptors", [look.descriptors for look in after]),
                                       ("threads", [look.threads for look in after])) if grows(values)]  # fmt: skip
    late = np.percentile([look.late for look in after], 99)
    verdict = "good" if found < MOST and not leaks else "TOO MUCH"
    print(f"slope {found:+.2f} MB/min after the warm-up (limit {MOST}), growing: {', '.join(leaks) or 'nothing'}, "
          f"latest event loop {late:.0f} ms: {verdict}")  # fmt: skip
    if asked.json:
        asked.json.write_text(
            json.dumps({"slope": found, "growing": leaks, "looks": [asdict(look) for look in looks]})
        )
    return 0 if verdict == "good" else 1


if __name__ == "__main__":
    sys.exit(main())
