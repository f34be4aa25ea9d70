"""Pictures and points on their way to other programs."""

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QDesktopServices, QImage

from ganstudio.errors import StudioError
from ganstudio.gui.models.gallery_thumbnails import image_of
from ganstudio.latents.gallery.item import POINT_KEY
from ganstudio.latents.gallery.opening import open_pixels
from ganstudio.latents.gallery.png_text import text_of


def files_as_data(paths: Sequence[Path], image: QImage | None = None) -> QMimeData:
    """The files themselves, and the picture for programs that paste pixels."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if image is not None and not image.isNull():
        data.setImageData(image)
    return data


def read_image(path: Path) -> QImage:
    """For a thread. Raises StudioError where it cannot be read."""
    return image_of(open_pixels(path))


def point_text(path: Path) -> str:
    """The point of a picture as JSON, for a thread. Raises StudioError where there is none."""
    try:
        text = text_of(path, POINT_KEY)
        return json.dumps(json.loads(text or "")["point"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise StudioError(f"{path.name} carries no point that can be copied.") from error


def reveal(path: Path) -> None:
    """Opens the folder of a file in the file manager of the system."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path if path.is_dir() else path.parent)))


def play(path: Path) -> None:
    """Opens a clip with the program that the system has for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
