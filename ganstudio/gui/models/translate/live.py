"""A camera or a part of the screen, translated while one looks: the newest frame wins."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np
from PySide6.QtCore import QObject, Signal, SignalInstance, Slot
from PySide6.QtGui import QImage

from ganstudio.gui.models.translate.translating_job import TranslatingJob
from ganstudio.gui.pyramid import Pyramid
from ganstudio.translation.manner import Manner

if TYPE_CHECKING:
    from ganstudio.gui.models.translate.translate_model import TranslateModel
    from ganstudio.latents.model import Model

FRAMES = 12  # over which their number a second is taken


class LiveSource(Protocol):
    """`frame` carries a QImage, `failed` one sentence, after which no more frames come."""

    @property
    def frame(self) -> SignalInstance: ...
    @property
    def failed(self) -> SignalInstance: ...
    def start(self) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True, eq=False)
class LiveFrame:
    """A frame, and what became of it as strength and brightness ask."""

    image: QImage
    before: Pyramid
    after: Pyramid


class Live(QObject):
    """Off by itself. While a frame is translated, those that come are dropped but for the newest."""

    changed = Signal()

    def __init__(self, translate: "TranslateModel", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translate = translate
        self._source: LiveSource | None = None
        self._job: TranslatingJob | None = None
        self._newest: QImage | None = None
        self._times: deque[float] = deque(maxlen=FRAMES)
        self.frame: LiveFrame | None = None

    @property
    def is_on(self) -> bool:
        return self._source is not None

    @property
    def rate(self) -> float:
        """Frames a second."""
        times = self._times
        return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 and times[-1] > times[0] else 0.0

    def start(self, source: LiveSource) -> None:
        """Shows this source in place of any other."""
        self.stop()
        self._source = source
        source.frame.connect(self._take)
        source.failed.connect(self._refuse)
        source.start()
        self.changed.emit()

    @Slot()
    def stop(self) -> None:
        if self._source is None:
            return
        source, self._source = self._source, None
        source.frame.disconnect(self._take)
        source.failed.disconnect(self._refuse)
        source.stop()
        if self._job is not None:
            self._job.stop()
        self._newest, self.frame = None, None
        self._times.clear()
        self.changed.emit()

    @Slot()
    def keep(self) -> None:
        """The frame that is shown becomes one of the pictures."""
        if self.frame is not None:
            self._translate.queue.add_picture(self.frame.image, "Live frame")

    @Slot(QImage)
    def _take(self, image: QImage) -> None:
        self._newest = image
        self._go_on()

    def _go_on(self) -> None:
        if self._job is None and self._newest is not None and self.is_on:
            image, self._newest = self._newest, None
            work = partial(_translated, image, self._translate.manner)
            self._job = self._translate.run(work, self._show, self._end, self._fail, urgent=True)

    def _show(self, frame: LiveFrame) -> None:
        if self.is_on:
            self.frame = frame
            self._times.append(time.monotonic())
            self.changed.emit()

    def _end(self) -> None:
        self._job = None
        self._go_on()

    def _fail(self, sentence: str) -> None:
        self._job = None
        self._refuse(sentence)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self.stop()
        self._translate.refused.emit(sentence)


def _translated(
    image: QImage, manner: Manner, model: "Model", should_stop: Callable[[], bool]
) -> Iterator[LiveFrame]:
    """At the model's resolution, for that is what can keep up."""
    from ganstudio.translation.applying import translate_pixels
    from ganstudio.translation.finishing import finished

    before = pixels_of(image)
    made = translate_pixels(model, before, replace(manner, size="resized"), should_stop=should_stop)
    yield LiveFrame(image, Pyramid(before), Pyramid(finished(before, made.pixels, manner)))


def pixels_of(image: QImage) -> np.ndarray:
    """An image as [H, W, 3] uint8."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    height, width, stride = plain.height(), plain.width(), plain.bytesPerLine()
    rows = np.frombuffer(plain.constBits(), np.uint8, height * stride).reshape(height, stride)
    return rows[:, : 3 * width].reshape(height, width, 3).copy()
