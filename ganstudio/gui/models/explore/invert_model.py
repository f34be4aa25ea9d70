"""Fitting a picture in the window: what is fitted, how far it is, and the point that came of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QBuffer, QObject, Signal, Slot
from PySide6.QtGui import QImage

from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.long_job import LongJob
from ganstudio.gui.models.series import Series
from ganstudio.gui.workers import Reader
from ganstudio.latents.inversion_settings import InversionSettings

if TYPE_CHECKING:
    from ganstudio.latents.inversion import Fit

FITS = ("crop", "letterbox", "stretch")
COPIED = "The copied picture"


class InvertModel(QObject):
    """`changed` is sent at every change: of the target, of the fit, of what is wrong."""

    changed = Signal()

    def __init__(self, explore: ExploreModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self.name, self.problem = "", ""
        self.target: np.ndarray | None = None  # [C, R, R] uint8
        self._fitted: np.ndarray | None = None  # what the job that runs began with
        self.found: Fit | None = None
        self.curve = Series()
        self.class_number: int | None = None
        self.fit = "crop"
        self.steps = InversionSettings.steps
        self._source: Path | bytes | None = None
        self._job: LongJob | None = None
        self._starts_when_read = False
        self._reader = Reader(self)
        self._reader.answered.connect(self._take_target)
        self._reader.refused.connect(self._refuse)
        explore.model_changed.connect(self._follow_model)

    @property
    def is_running(self) -> bool:
        return self._job is not None

    @property
    def can_use(self) -> bool:
        """Whether there is a fit that is not the point yet."""
        return self.found is not None and self.found.point != self._explore.point

    def take(self, picture: Path | QImage, begin: bool = False) -> None:
        """A picture from outside; it is read in a thread, and fitted at once where it should `begin`."""
        self.stop()
        self._source = picture if isinstance(picture, Path) else _encoded(picture)
        self.name = picture.name if isinstance(picture, Path) else COPIED
        self._starts_when_read = begin
        self._read()

    def set_fit(self, fit: str) -> None:
        """How it becomes a square."""
        self.fit = fit
        self._read()

    @Slot()
    def start(self) -> None:
        """Fits the target, from the beginning."""
        if self.target is None or self._explore.facts is None or self.is_running:
            return
        settings = InversionSettings(steps=self.steps, class_number=self.class_number)
        self.found, self.curve, self.problem = None, Series(), ""
        self._fitted = self.target
        job = partial(_fits, self.target, settings)
        self._job = self._explore.run_long(
            f"Fitting {COPIED.lower() if self.name == COPIED else self.name}",
            job,
            self._take_fit,
            self._finish,
            self._fail,
        )
        self._job.ended.connect(self._forget_job)
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        """Ends the fit within a second; what was reached is kept."""
        if self._job is not None:
            self._job.stop()

    @Slot()
    def use(self) -> None:
        """Goes to the fitted point, as one step that can be undone."""
        if self.found is not None:
            self._explore.notes[self.found.point] = self.found.notes(self.name)
            self._explore.change(f"Inverted {self.name}", self.found.point)
            self.changed.emit()

    def close(self) -> None:
        self.stop()
        self._reader.close()

    # -- what happens ---------------------------------------------------------------------------------------------

    def _read(self) -> None:
        facts = self._explore.facts
        if facts is None or self._source is None:
            return
        self.stop()
        self._reader.ask(
            partial(_target, self._source, facts.resolution, facts.channels, self.fit, self.name)
        )

    @Slot(int, object)
    def _take_target(self, number: int, target: np.ndarray) -> None:
        if not self._reader.is_newest(number):
            return
        self.target, self.found, self.problem, self.curve = target, None, "", Series()
        self._begin_if_asked()
        self.changed.emit()

    def _begin_if_asked(self) -> None:
        if self._starts_when_read and not self.is_running:
            self._starts_when_read = False
            self.start()

    @Slot(int, str)
    def _refuse(self, number: int, words: str) -> None:
        if self._reader.is_newest(number):
            self.target, self.found, self.problem, self.curve = None, None, words, Series()
            self._starts_when_read = False
            self.changed.emit()

    def _take_fit(self, fit: "Fit") -> None:
        if not self._is_stale():
            self.found = fit
            if not len(self.curve) or fit.step > self.curve.steps[-1]:
                self.curve.add(fit.step, fit.distance)
            self.changed.emit()

    def _finish(self) -> None:
        if not self._is_stale():
            self.use()

    def _fail(self, words: str) -> None:
        self.problem = words

    @Slot()
    def _forget_job(self) -> None:
        self._job = None
        self._begin_if_asked()
        self.changed.emit()

    def _is_stale(self) -> bool:
        """Whether what arrives belongs to another picture or model."""
        return self.target is None or self.target is not self._fitted

    @Slot()
    def _follow_model(self) -> None:
        facts = self._explore.facts
        self.class_number = None
        self.target, self.found, self.curve, self.problem = None, None, Series(), ""
        self.stop()
        if facts is not None:
            self._read()
        self.changed.emit()


def _target(source: Path | bytes, side: int, channels: int, fit: str, name: str) -> np.ndarray:
    from ganstudio.latents.target import read_target, target_of

    if isinstance(source, Path):
        return read_target(source, side, channels, fit)  # type: ignore[arg-type]  # one of FITS
    return target_of(source, side, channels, fit, name=name)  # type: ignore[arg-type]


def _fits(target: np.ndarray, settings: InversionSettings, model, should_stop: Callable[[], bool]):  # type: ignore[no-untyped-def]
    from ganstudio.latents.inversion import invert

    return invert(model, target, settings, should_stop)


def _encoded(picture: QImage) -> bytes:
    """A copied picture as a file, so that it is checked like one."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]  # it takes no bytes, whatever its stub says
    return bytes(buffer.data().data())
