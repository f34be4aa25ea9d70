"""The real window, offscreen, with a home folder of its own, driven from a script: for what only the whole shows."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganstudio.gui.start.request import TrainRequest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from ganstudio.gui.main_window import MainWindow

PATIENCE = 120.0  # seconds
SMALL = {
    "resolution": 64, "batch": 4, "z_dim": 64, "w_dim": 64, "channel_base": 512, "channel_max": 96,
    "report_every": 1, "preview_every": 10, "evaluate_every": 0,
}  # fmt: skip
"""StyleGAN2 at 64 px, so small that one core makes several steps a second."""


class Driver:
    """Application and window; time passes only in `until` and `let_pass`."""

    def __init__(self, app: "QApplication", window: "MainWindow", home: Path) -> None:
        self.app, self.window, self.home = app, window, home
        self._runs = 0

    def let_pass(self, seconds: float) -> None:
        """The window's own event loop for that long."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def until(self, condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> float:
        """The event loop until `condition` holds; returns the seconds it took, to 5 ms."""
        from PySide6.QtCore import QEventLoop, QTimer

        begun, loop, timer = time.perf_counter(), QEventLoop(), QTimer()
        ended = begun

        def look() -> None:
            nonlocal ended
            ended = time.perf_counter()
            if condition() or ended - begun > patience:
                loop.quit()

        timer.timeout.connect(look)
        timer.start(5)
        loop.exec()
        timer.stop()
        if not condition():
            raise TimeoutError(f"waited {patience:.0f} s in vain until {what}")
        return ended - begun

    def train(self, **changes: Any) -> Any:
        """Starts a small StyleGAN2 on the bundled photographs and shows it."""
        self._runs += 1
        request = TrainRequest(
            "stylegan2", "photos", self.home / "runs" / f"run-{self._runs}", SMALL | changes
        )
        return self.window.studio.start(request)


@contextmanager
def opened(width: int = 1440, height: int = 900) -> Iterator[Driver]:
    """A window that is up and has loaded what loads behind it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as home:
        os.environ["GANSTUDIO_HOME"] = home
        from ganstudio.gui.app import build

        app, window = build([])
        window.resize(width, height)
        window.show()
        driver = Driver(app, window, Path(home))
        driver.until(lambda: bool(window.studio.library.recipes), "recipes and data are known")
        try:
            yield driver
        finally:
            if window.studio.training is not None:
                window.studio.training.wait()
                driver.until(lambda: not window.studio.is_training, "training has ended")
            window.close()
            driver.until(lambda: not window.isVisible(), "the window is closed")
