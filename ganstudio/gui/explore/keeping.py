"""Saving, copying and pasting what the Explore room shows."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication, QImage

from ganstudio.gui.explore.point_mime import holds_point, mime_of, picture_in, point_in
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.train.preview_grid import image_of
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.model import Model


def save_picture(explore: ExploreModel) -> None:
    """Writes the current point's picture into the gallery; `told` says where, in the window's thread."""
    if explore.point is not None:
        explore.ask(
            f"save {id(explore.point)}",
            partial(_save, explore.point, explore.notes.get(explore.point)),
            lambda path: explore.told.emit(f"Saved as {path.name} in the gallery."),
        )


def _save(point: LatentPoint, notes: dict[str, str] | None, model: "Model") -> Path:
    from ganstudio.latents.gallery.names import new_picture_path
    from ganstudio.latents.picture_file import save_picture as write

    path = new_picture_path(model.name, point)
    write(model, point, path, notes)
    return path


def copy_point(explore: ExploreModel) -> None:
    """The point and its picture go to the clipboard: other programs take the picture, this one the point."""
    if explore.point is None:
        return
    mime = mime_of(explore.point)
    if explore.picture is not None:
        mime.setImageData(image_of(explore.picture.pixels).copy())
    QGuiApplication.clipboard().setMimeData(mime)
    explore.told.emit("Copied the point and its picture.")


def paste(explore: ExploreModel) -> QImage | Path | None:
    """A copied point is gone to; a picture without one is given back, for it can be inverted."""
    mime = QGuiApplication.clipboard().mimeData()
    if mime is None:
        return None
    point = point_in(mime)
    if point is not None:
        explore.change("Pasted point", point)
        return None
    file = picture_in(mime)
    if file is not None and holds_point(mime):
        explore.open_picture(file)
        return None
    if mime.hasImage():
        return QImage(mime.imageData())
    return None
