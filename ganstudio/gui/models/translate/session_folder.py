"""Where results lie until they are saved: lossless, in a folder of this session that nobody needs afterwards."""

import shutil
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from ganstudio.disk import require_space
from ganstudio.resources import cache_folder

if TYPE_CHECKING:
    import numpy as np

LOCK = "lock"
SPARE = 64 << 20  # bytes that are left free for everybody else


class SessionFolder:
    """Made when it is first needed. A lock of the system says that it is in use, and dies with the process."""

    def __init__(self, above: Path | None = None) -> None:
        self.above = above or cache_folder() / "translate"
        self._path: Path | None = None
        self._lock: FileLock | None = None
        self._count = 0
        self._making = threading.Lock()
        self._is_closed = False

    @property
    def path(self) -> Path:
        """The folder. Raises OSError where it cannot be made, or was closed."""
        with self._making:
            return self._path or self._make()

    def _make(self) -> Path:
        if self._is_closed:
            raise OSError("this session is over")
        self.above.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix="session-", dir=self.above))
        self._lock = FileLock(made / LOCK, thread_local=False)
        self._lock.acquire(timeout=1)
        self._path = made
        return made

    def new_file(self, suffix: str) -> Path:
        """A name that was not given before."""
        folder = self.path
        with self._making:
            self._count += 1
            return folder / f"{self._count:06d}{suffix}"

    def keep(self, pixels: "np.ndarray") -> Path:
        """Writes pixels [H, W, 3] uint8. Raises OSError where the disk is full; then nothing is left of it."""
        import numpy as np

        require_space(self.path, pixels.nbytes + SPARE)
        path = self.new_file(".npy")
        try:
            np.save(path, pixels, allow_pickle=False)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def keep_file(self, data: bytes, suffix: str) -> Path:
        """The same of an encoded picture."""
        require_space(self.path, len(data) + SPARE)
        path = self.new_file(suffix)
        try:
            path.write_bytes(data)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def owns(self, path: Path | None) -> bool:
        return path is not None and self._path is not None and path.parent == self._path

    def forget(self, path: Path | None) -> None:
        """Removes a file of this folder; others are left alone."""
        if path is not None and self.owns(path):
            with suppress(OSError):  # Windows: somebody reads it; it goes with the folder
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Removes the folder and all that is in it; there is none from then on."""
        self._is_closed = True
        if self._lock is not None:
            self._lock.release()
        if self._path is not None:
            shutil.rmtree(self._path, ignore_errors=True)
        self._path = self._lock = None

    def sweep(self) -> None:
        """Removes the folders of sessions whose process is gone."""
        if not self.above.is_dir():
            return
        with self._making:  # its own folder is not taken for another's while it is made
            for folder in self.above.glob("session-*"):
                if folder != self._path and _is_left(folder):
                    shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    """Whether nobody holds its lock. A folder without one is being made, unless it is empty for long."""
    lock = folder / LOCK
    if not lock.is_file():
        return False
    try:
        with FileLock(lock, timeout=0):
            return True
    except (Timeout, OSError):
        return False
