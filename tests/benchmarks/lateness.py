"""How late the window's event loop is while a StyleGAN2 of 64 px trains in it, with curves and previews on.

python -m tests.benchmarks.lateness [SECONDS] prints the figures as JSON. Measured with the few points of a young run,
and again with 200,000 recorded points in every curve.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from tests.benchmarks.pairing import Row
from tests.benchmarks.window import Driver, opened

INTERVAL, POINTS, FROM_STEP = 16, 200_000, 100


class Metronome:
    """A timer of 16 ms that notes how late each tick comes after the one before."""

    def __init__(self) -> None:
        from PySide6.QtCore import QElapsedTimer, Qt, QTimer

        self.late: list[float] = []
        self._clock, self._timer = QElapsedTimer(), QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self._clock.start()
        self._timer.start(INTERVAL)

    def stop(self) -> None:
        self._timer.stop()

    def _tick(self) -> None:
        self.late.append(max(0.0, self._clock.nsecsElapsed() / 1e6 - INTERVAL))
        self._clock.restart()

    def figures(self) -> dict[str, float]:
        """Milliseconds."""
        late = np.asarray(self.late)
        middle, high = np.percentile(late, [50, 99])
        return {"p50": float(middle), "p99": float(high), "max": float(late.max()), "ticks": len(late)}


def watch(driver: Driver, seconds: float) -> dict[str, float]:
    metronome = Metronome()
    metronome.start()
    driver.let_pass(seconds)
    metronome.stop()
    return metronome.figures()


def lengthen(run: Any) -> None:
    """As if the run had recorded 200,000 points: each curve so far is drawn out, its steps squeezed together."""
    random = np.random.default_rng(1)
    for curves in (run.curves, run.clock):
        known = {name: [part.copy() for part in curves.points(name)] for name in curves.names()}
        curves.cut_after(-1)
        for name, (steps, values) in known.items():
            places = np.linspace(steps[0], steps[-1], POINTS)
            drawn_out = np.interp(places, steps, values)
            if curves is run.curves:
                drawn_out *= 1 + 0.05 * random.standard_normal(POINTS)
            curves.add_many((place, {name: value}) for place, value in zip(places, drawn_out))
    run.progressed.emit()


def main(seconds: float) -> dict[str, Any]:
    """Figures of one window: idle, in training, and with long curves."""
    with opened() as driver:
        idle = watch(driver, min(5.0, seconds))
        run = driver.train()
        driver.until(lambda: run.step >= FROM_STEP or not run.is_busy, f"step {FROM_STEP}", 900)
        if not run.is_busy:
            raise RuntimeError(run.error or "training ended early")
        first, begun = watch(driver, seconds), run.step
        lengthen(run)
        driver.let_pass(1)  # the first drawing of what is long
        long = watch(driver, seconds)
        shown = {
            "steps_meanwhile": run.step - begun,
            "points": max(len(run.curves.points(name)[0]) for name in run.curves.names()),
        }
        driver.window.studio.stop(run)
        driver.until(lambda: not run.is_busy, "training has stopped")
    return {"idle": idle, "training": first, "long_curves": long} | shown


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    """In a process of its own, so that nothing else is in it."""
    seconds = "5" if quick else "30"
    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.lateness", seconds], capture_output=True, text=True, timeout=1800
    )  # fmt: skip
    if ended.returncode:
        raise RuntimeError(ended.stderr[-2000:])
    figures = json.loads(ended.stdout.splitlines()[-1])
    for name, words in (("training", "while training"), ("long_curves", f"with {POINTS:,} points a curve")):
        details = figures[name] | {"idle": figures["idle"], "points": figures["points"]}
        yield Row(
            f"Event loop late, p99, {words}", figures[name]["p99"], goal=33, at_most=True, details=details
        )


if __name__ == "__main__":
    print(json.dumps(main(float(sys.argv[1]) if len(sys.argv) > 1 else 30.0)), flush=True)
