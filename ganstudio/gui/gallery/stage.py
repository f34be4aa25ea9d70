"""Every state of the Gallery room on request, for pictures of it: what it shows was made by the bundled models."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.errors import StudioError
from ganstudio.gui.gallery.room import GalleryRoom
from ganstudio.gui.room_names import GALLERY_STATES
from ganstudio.latents.gallery.labels import Labels, write_labels
from ganstudio.latents.gallery.names import new_picture_path
from ganstudio.latents.point import ClassShare, LatentPoint, Layers, Mix, Origin
from ganstudio.resources import starter_models

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

COUNT = 60
DAY = 86400.0


def fill(folder: Path, state: str) -> None:
    """Saves sample pictures into an empty folder, some with stars and words, over several days. Needs seconds.

    Raises StudioError for an unknown state.
    """
    if state not in GALLERY_STATES:
        raise StudioError(f"There is no state called {state}; there are {', '.join(GALLERY_STATES)}.")
    folder.mkdir(parents=True, exist_ok=True)
    if state != "empty":
        for number, path in enumerate(_pictures(folder)):
            _label(path, number)


def enter(room: GalleryRoom, state: str, wait_until: Callable[..., bool]) -> None:
    """Puts a room whose gallery is a filled folder, and that is in sight, into a state."""
    gallery = room.gallery
    wait_until(lambda: gallery.is_read and not gallery.unread)
    if state in ("filled", "large"):
        gallery.choose(gallery.shown[1].path)
    if state in ("chosen-two", "comparing"):
        gallery.choose(gallery.shown[0].path)
        gallery.toggle(gallery.shown[2].path)
    if state == "comparing":
        room.compare_chosen()
        wait_until(lambda: not room.compare.canvas.image.isNull())
    if state == "large":
        room.look_closer()
        wait_until(lambda: not room.large.view.image.isNull())
    if state == "nothing-found":
        room.search.setText("panda")
    wait_until(lambda: room.gallery.thumbnails.is_done)


def _pictures(folder: Path) -> Iterator[Path]:
    from ganstudio.latents.model import load_model
    from ganstudio.latents.picture_file import save_picture

    models = [load_model(path) for path in starter_models()]
    for number in range(COUNT):
        model = models[number % len(models)]
        point = _point(model, number)
        path = new_picture_path(model.name, point, folder)
        save_picture(model, point, path)
        yield path
    yield _clip(models[0], folder)


def _point(model: "Model", number: int) -> LatentPoint:
    """Another kind of point each time."""
    seed = 1284 + 37 * number
    classes: tuple[ClassShare, ...] = ()
    if model.class_names:
        first = number % len(model.class_names)
        classes = (ClassShare(number=first, share=1.0),)
        if number % 5 == 1 and len(model.class_names) > 1:
            second = (first + 1) % len(model.class_names)
            classes = (ClassShare(number=first, share=0.65), ClassShare(number=second, share=0.35))
    mixes: tuple[Mix, ...] = ()
    if number % 3 == 1:
        mixes = (Mix(origin=Origin.of_seed(52 + number), layers=Layers(first=4)),)
    return LatentPoint(
        origin=Origin.of_seed(seed), classes=classes, psi=(0.7, 1.0, 0.5)[number % 3], mixes=mixes
    )


def _clip(model: "Model", folder: Path) -> Path:
    from ganstudio.latents.rendering import render

    frames = [render(model, _point(model, number)).convert("P") for number in (0, 10, 20)]
    path = folder / "Three of one class.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=500, loop=0)
    return path


def _label(path: Path, number: int) -> None:
    stars, words = (
        (5, 0, 4, 3, 0, 2, 0)[number % 7],
        (("warm", "series 2"), (), ("for the cover",))[number % 3],
    )
    if stars or words:
        write_labels(path, Labels(stars=stars, tags=words))
    days = 0 if number < 14 else 1 if number < 35 else 4 + number // 20
    when = time.time() - days * DAY - 60 * number
    if days == 0:
        when = max(when, _midnight() + 60 * (COUNT - number))
    os.utime(path, (when, when))


def _midnight() -> float:
    now = time.localtime()
    return time.mktime((now.tm_year, now.tm_mon, now.tm_mday, 0, 0, 0, 0, 0, -1))
