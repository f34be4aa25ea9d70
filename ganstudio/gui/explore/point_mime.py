"""Latent points as they are dragged and copied: as JSON of their own type, or as a saved PNG's file."""

from pathlib import Path

from pydantic import ValidationError
from PySide6.QtCore import QMimeData

from ganstudio.latents.point import LatentPoint

POINT = "application/x-ganstudio-point"
LONGEST = 32 << 20  # bytes


def mime_of(point: LatentPoint) -> QMimeData:
    """What a drag of a thumbnail carries."""
    mime = QMimeData()
    mime.setData(POINT, point.model_dump_json().encode())
    return mime


def holds_point(mime: QMimeData) -> bool:
    """Whether `point_in` may find something; asked while a drag moves."""
    return mime.hasFormat(POINT) or picture_in(mime) is not None


def point_in(mime: QMimeData) -> LatentPoint | None:
    """The point that was dragged; None where there is none or it is damaged."""
    data = bytes(mime.data(POINT).data()) if mime.hasFormat(POINT) else b""
    if not data or len(data) > LONGEST:
        return None
    try:
        return LatentPoint.model_validate_json(data)
    except ValidationError:
        return None


def picture_in(mime: QMimeData) -> Path | None:
    """The first PNG file that was dragged."""
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return next((path for path in files if path.suffix.lower() == ".png"), None)
