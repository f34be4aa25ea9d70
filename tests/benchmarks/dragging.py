"""Hands in the Explore room: the mouse on the seed plane, on psi and on a blend of classes, and a timeline that plays.

Each figure has its cost beside it: milliseconds of the processor for each painted picture, in the window's thread and
in the one that renders. On a busy machine these say more than the clock.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from ganstudio.latents.point import LatentPoint, class_blend
from tests.benchmarks.window import Driver

HERTZ = 60
Figures = dict[str, float]


def measure_hands(driver: Driver, seconds: float) -> dict[str, Figures]:
    """Every control that the model has: name -> rate, p50 and p95 in ms from input to paint, ms of the processor."""
    explore, room = driver.window.studio.explore, driver.window.explore
    assert explore.facts is not None
    assert explore.point is not None
    found = {"seed plane": drag(driver, room.seed.plane, _circle, seconds)}
    found["psi"] = drag(driver, room.truncation.slider, _swing, seconds)
    if len(explore.facts.class_names) > 1:
        explore.change("Blend", explore.point.changed(classes=class_blend([(0, 0.5), (1, 0.5)])))
        driver.let_pass(0.5)
        found["class blend"] = drag(driver, room.classes.rows.slider, _swing, seconds)
    return found | {"timeline": play(driver, seconds)}


def drag(
    driver: Driver, control: Any, path: Callable[[float], tuple[float, float]], seconds: float
) -> Figures:
    """Presses the mouse on a control, moves it at 60 Hz along `path` (shares of its size by seconds), lets go."""
    from PySide6.QtCore import QEvent, Qt, QTimer

    explore, asked, late = driver.window.studio.explore, _Asked(), _Late()
    clocks = _clocks(driver)  # now, for while something moves the picture goes before all questions
    explore.point_changed.connect(asked.note)
    driver.window.explore.canvas.picture.view.painted.connect(lambda point: late.note(asked, point))
    timer, begun, moves = QTimer(), time.perf_counter(), 0
    timer.setTimerType(Qt.TimerType.PreciseTimer)

    def move() -> None:
        nonlocal moves
        moves += 1
        asked.now = time.perf_counter()
        _mouse(control, QEvent.Type.MouseMove, path(asked.now - begun))

    _mouse(control, QEvent.Type.MouseButtonPress, path(0.0))
    timer.timeout.connect(move)
    timer.start(round(1000 / HERTZ))
    with _cost(clocks) as cost:
        driver.let_pass(seconds)
    timer.stop()
    _mouse(control, QEvent.Type.MouseButtonRelease, path(time.perf_counter() - begun))
    explore.point_changed.disconnect(asked.note)
    late.is_over = True
    driver.until(lambda: driver.window.explore.is_settled(), "the last picture is there")
    return late.figures(seconds, cost) | {"moves": moves}


def play(driver: Driver, seconds: float) -> Figures:
    """Two keys, played; how often a picture is painted against the frames there are."""
    explore = driver.window.studio.explore
    timeline, late = explore.timeline, _Late()
    assert explore.point is not None
    timeline.clear()
    for seed in (1, 2):
        explore.change("Seed", explore.point.changed(origin=LatentPoint.of_seed(seed).origin))
        timeline.add_key()
    timeline.set_loop(True)
    wait_until_quiet(driver)  # the pictures of the keys
    driver.window.explore.canvas.picture.view.painted.connect(late.count)
    clocks = _clocks(driver)
    with _cost(clocks) as cost:
        timeline.play()
        driver.let_pass(seconds)
        timeline.pause()
    late.is_over = True
    timeline.leave()
    return late.figures(seconds, cost) | {"wanted": timeline.timeline.frames_per_second}


def wait_until_quiet(driver: Driver, patience: float = 20.0) -> None:
    """Until this process has nothing to do: libraries and pictures load behind the window, thumbnails after a model."""
    end = time.perf_counter() + patience
    while time.perf_counter() < end:
        before = time.process_time()
        driver.let_pass(1.0)
        if time.process_time() - before < 0.1:
            return


def _circle(seconds: float) -> tuple[float, float]:
    return 0.5 + 0.4 * np.cos(seconds), 0.5 + 0.4 * np.sin(1.3 * seconds)


def _swing(seconds: float) -> tuple[float, float]:
    return 0.5 + 0.4 * np.sin(1.7 * seconds), 0.5


def _mouse(control: Any, kind: Any, share: tuple[float, float]) -> None:
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtWidgets import QApplication

    place = QPointF(share[0] * control.width(), share[1] * control.height())
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, place, QPointF(control.mapToGlobal(place)), left, left, none)
    QApplication.sendEvent(control, event)


class _Asked:
    """When the mouse moved that led to a point; by identity, for equality is not free."""

    def __init__(self) -> None:
        self.now = 0.0
        self._moves: dict[int, tuple[LatentPoint, float]] = {}

    def note(self, point: LatentPoint) -> None:
        self._moves[id(point)] = point, self.now

    def moment(self, point: LatentPoint) -> float | None:
        return self._moves.get(id(point), (point, None))[1]


class _Late:
    """Milliseconds from a move to its painted picture."""

    def __init__(self) -> None:
        self.all: list[float] = []
        self.painted, self.is_over = 0, False

    def note(self, asked: _Asked, point: LatentPoint) -> None:
        moved = asked.moment(point)
        if not self.is_over and moved is not None:
            self.painted += 1
            self.all.append(1000 * (time.perf_counter() - moved))

    def count(self, _point: LatentPoint) -> None:
        self.painted += not self.is_over

    def figures(self, seconds: float, cost: Figures) -> Figures:
        found = {f"{name} ms": 1000 * spent / max(self.painted, 1) for name, spent in cost.items()}
        if self.all:
            found |= {"p50": float(np.percentile(self.all, 50)), "p95": float(np.percentile(self.all, 95))}
        return {"rate": self.painted / seconds} | found


@contextmanager
def _cost(clocks: dict[str, int]) -> Iterator[Figures]:
    """Seconds of the processor in the window's thread, in the one that renders, and in all others."""
    before, all_before = (
        {name: time.clock_gettime(each) for name, each in clocks.items()},
        time.process_time(),
    )
    spent: Figures = {}
    yield spent
    whole = time.process_time() - all_before
    spent |= {name: time.clock_gettime(each) - before[name] for name, each in clocks.items()}
    spent["others"] = whole - sum(spent.values())


def _clocks(driver: Driver) -> dict[str, int]:
    return {
        "window": time.pthread_getcpuclockid(threading.get_ident()),
        "render": time.pthread_getcpuclockid(_rendering(driver)),
    }


def _rendering(driver: Driver) -> int:
    found: list[int] = []
    driver.window.studio.explore.ask("thread", lambda _model: threading.get_ident(), found.append)
    driver.until(lambda: bool(found), "the thread that renders has said who it is")
    return found[0]
