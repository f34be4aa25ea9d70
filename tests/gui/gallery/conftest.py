"""A gallery of small pictures in a room that is shown."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.gallery.room import GalleryRoom
from ganstudio.gui.models.gallery_model import GalleryModel
from ganstudio.latents.point import LatentPoint
from tests.latents.gallery.pictures import save

NAMES = ("a", "b", "c", "d", "e", "f", "g", "h")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eight pictures, `a` the newest; h carries no point."""
    made = tmp_path / "gallery"
    for number, name in enumerate(NAMES):
        point = None if name == "h" else LatentPoint.of_seed(100 + number, number % 3)
        path = save(made / f"{name}.png", point)
        os.utime(path, (1.7e9 - number,) * 2)
    return made


@pytest.fixture
def make_room(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[[Path], GalleryRoom]]:
    theme.apply(qapp, "dark")
    rooms: list[GalleryRoom] = []

    def make(folder: Path) -> GalleryRoom:
        room = GalleryRoom(GalleryModel(folder))
        rooms.append(room)
        theme.dress(room)
        room.resize(1368, 868)
        room.show()
        room.activateWindow()
        room.grid.setFocus()
        qtbot.waitUntil(lambda: room.gallery.is_read and not room.gallery.unread, timeout=60_000)
        return room

    yield make
    for room in rooms:
        room.close_down()
        room.close()
        room.deleteLater()


@pytest.fixture
def room(make_room: Callable[[Path], GalleryRoom], folder: Path) -> GalleryRoom:
    return make_room(folder)
