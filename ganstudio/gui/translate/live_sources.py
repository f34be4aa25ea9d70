"""Where live frames come from: the cameras and screens that this machine has. Without a screen there are none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRect, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage, QScreen

from ganstudio.gui.models.translate.live import LiveSource

EVERY = 40  # ms between two looks at the screen
BLIND = ("offscreen", "minimal")  # platforms without a screen
NOT_SEEN = (
    "This desktop does not let programs look at the screen; choose a camera, or save a picture and drop it."
)


@dataclass(frozen=True)
class SourceChoice:
    """`make` is None where a part of the screen is to be drawn first."""

    name: str
    icon: str
    make: Callable[[QObject], LiveSource] | None


class ScreenSource(QObject):
    """A rectangle of a screen, in its own coordinates."""

    frame = Signal(QImage)
    failed = Signal(str)

    def __init__(self, screen: QScreen, region: QRect, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen, self._region = screen, region
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self.deleteLater()

    @Slot()
    def _look(self) -> None:
        region = self._region
        seen = self._screen.grabWindow(0, region.x(), region.y(), region.width(), region.height())
        if seen.isNull():
            self.failed.emit(NOT_SEEN)
        else:
            self.frame.emit(seen.toImage())


class CameraSource(QObject):
    """One camera; Qt's own threads decode, and frames are heard in the window's."""

    frame = Signal(QImage)
    failed = Signal(str)

    def __init__(self, device: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QVideoSink

        self._camera, self._session = QCamera(device, self), QMediaCaptureSession(self)
        self._sink = QVideoSink(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._sink.videoFrameChanged.connect(self._take)
        self._camera.errorOccurred.connect(lambda _error, words: self._refuse(words))

    def start(self) -> None:
        self._camera.start()

    def stop(self) -> None:
        self._camera.stop()
        self.deleteLater()

    def _take(self, seen: Any) -> None:
        image = seen.toImage()
        if not image.isNull():
            self.frame.emit(image)

    def _refuse(self, words: str) -> None:
        self.failed.emit(f"The camera gives no picture ({words.rstrip('.')}); close what else uses it.")


def has_screen() -> bool:
    """Whether there can be frames at all: a camera without a screen to show it on is of no use."""
    return QGuiApplication.platformName() not in BLIND


def sources() -> list[SourceChoice]:
    """Cameras first, then the screen. Looking for cameras takes a moment."""
    return [*_cameras(), SourceChoice("Part of the screen", "monitor", None)]


def _cameras() -> list[SourceChoice]:
    try:
        from PySide6.QtMultimedia import QMediaDevices
    except ImportError:
        return []

    def camera(device: Any) -> SourceChoice:
        return SourceChoice(device.description(), "video-camera", lambda parent: CameraSource(device, parent))

    return [camera(device) for device in QMediaDevices.videoInputs()]
