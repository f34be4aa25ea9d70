"""How long Stop takes to be done, from the click until nothing is at work: worst of 20 in each phase.

python -m tests.benchmarks.stopping [TIMES] [PHASES...] prints the figures as JSON. Everything is saved by then.
"""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.benchmarks.pairing import Row
from tests.benchmarks.window import Driver, opened

PICTURES, SIDE = 1500, 256


def while_importing(driver: Driver) -> Callable[[], float]:
    """A folder of pictures is being checked; the click is on the sheet's own button."""
    folder = driver.home / "pictures"
    write_pictures(folder)
    page = driver.window.train.start_page

    def once() -> float:
        from ganstudio.gui.start.tasks import Task

        page.add_pictures(folder)
        driver.until(page.sheet.is_busy, "the check has begun")
        driver.let_pass(random.uniform(0.05, 0.6))
        assert page.sheet.is_busy(), "the check was over before it could be stopped"
        page.sheet.checking.cancel.click()
        return driver.until(lambda: not page.sheet.is_busy() and not Task.running, "the check has stopped")

    return once


def write_pictures(folder: Path) -> None:
    folder.mkdir()
    noise = np.random.default_rng(1).integers(0, 256, (SIDE, SIDE, 3), dtype=np.uint8)
    for index in range(PICTURES):
        Image.fromarray(np.roll(noise, index, axis=0)).save(folder / f"{index:05d}.png", compress_level=1)


def while_training(driver: Driver) -> Callable[[], float]:
    return lambda: stopped_after(driver, lambda run: run.step >= 2, random.uniform(0, 0.5))


def while_evaluating(driver: Driver) -> Callable[[], float]:
    changes = {"evaluate_every": 2, "evaluate_samples": 2000}
    return lambda: stopped_after(
        driver, lambda run: run.evaluating is not None, random.uniform(0, 1), **changes
    )


def while_saving(driver: Driver) -> Callable[[], float]:
    """A checkpoint after every step of one picture, so that a stop falls into saving more often than not."""

    def once() -> float:
        folders = lambda run: list((run.path / "checkpoints").glob("*")) if run.path.exists() else []  # noqa: E731
        changes = {"checkpoint_minutes": 0.0, "batch": 1}
        return stopped_after(driver, lambda run: bool(folders(run)), random.uniform(0, 0.3), **changes)

    return once


def stopped_after(driver: Driver, is_there: Callable[[Any], bool], wait: float, **changes: Any) -> float:
    """Trains until `is_there`, waits a moment and presses Stop."""
    run = driver.train(**changes)
    driver.until(lambda: is_there(run) or not run.is_busy, "the phase has begun")
    driver.let_pass(wait)
    if not run.is_busy:
        raise RuntimeError(run.error or "training ended early")
    driver.window.train.header.stop_button.click()
    return driver.until(lambda: not run.is_busy, "the run has stopped")


PHASES = {
    "importing": while_importing,
    "training": while_training,
    "evaluating": while_evaluating,
    "saving": while_saving,
}


def main(times: int, phases: list[str]) -> dict[str, list[float]]:
    """Seconds of every stop."""
    random.seed(1)
    found = {}
    with opened() as driver:
        for phase in phases:
            once = PHASES[phase](driver)
            found[phase] = [once() for _ in range(times)]
    return found


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    """Each phase in a process of its own."""
    for phase in PHASES:
        command = [sys.executable, "-m", "tests.benchmarks.stopping", "3" if quick else "20", phase]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=1800)
        if ended.returncode:
            raise RuntimeError(ended.stderr[-2000:])
        times = json.loads(ended.stdout.splitlines()[-1])[phase]
        yield Row(f"Stop while {phase}, worst of {len(times)}", max(times), goal=1, at_most=True, unit="s",
                  details={"seconds": times})  # fmt: skip


if __name__ == "__main__":
    print(
        json.dumps(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, sys.argv[2:] or list(PHASES))),
        flush=True,
    )
