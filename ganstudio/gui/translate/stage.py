"""Every state of the Translate room on request, for pictures of it: bundled photographs and the starter translator."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from ganstudio.errors import StudioError
from ganstudio.gui.room_names import TRANSLATE_STATES
from ganstudio.gui.translate.room import TranslateRoom
from ganstudio.resources import resource, starter_translators

COUNT, SIDE = 6, 512
MODES = {"side-by-side": "Side by side", "there-and-back": "There and back"}


def enter(room: TranslateRoom, state: str, folder: Path, wait_until: Callable[..., bool]) -> None:
    """Puts a room that is in sight into a state; its pictures lie in `folder`. Raises StudioError."""
    if state not in TRANSLATE_STATES:
        raise StudioError(f"There is no state called {state}; there are {', '.join(TRANSLATE_STATES)}.")
    translate = room.translate
    if state == "no-model":
        return
    if state != "dropped":
        translate.open(_translator(folder))
        wait_until(lambda: translate.facts is not None)
    if state == "empty":
        return
    if state == "live":
        _show_live(room, folder, wait_until)
        return
    translate.queue.add(_pictures(folder, SIDE * 4 if state == "translating" else SIDE))
    if state == "refused-files":
        translate.queue.add(_others(folder))
    wait_until(lambda: len(translate.queue.items) >= COUNT)
    if state == "translating":
        wait_until(lambda: any(item.total > 1 and item.done for item in translate.queue.items), 20)
    elif state != "dropped":
        wait_until(lambda: bool(translate.queue.results) and room.is_settled())
        room.canvas.set_mode(MODES.get(state, "Wipe"))
        wait_until(
            lambda: room.is_settled() and (state != "there-and-back" or translate.shown.cycle is not None)
        )


class _Stills(QObject):
    """A camera that sees one photograph after the other."""

    frame = Signal(QImage)
    failed = Signal(str)

    def start(self) -> None:
        """It is asked for each frame."""

    def stop(self) -> None:
        """It never runs by itself."""


def _show_live(room: TranslateRoom, folder: Path, wait_until: Callable[..., bool]) -> None:
    live, source = room.translate.live, _Stills(room)
    live.start(source)
    for path in _pictures(folder, SIDE)[:3]:
        image = QImage(str(path))
        source.frame.emit(image)
        wait_until(lambda wanted=image: live.frame is not None and live.frame.image == wanted, 20)


def _pictures(folder: Path, side: int) -> list[Path]:
    """A few bundled photographs, enlarged so that there is something to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with zipfile.ZipFile(resource("datasets", "photos.zip")) as bundle:
        names = [name for name in bundle.namelist() if name.lower().endswith((".jpg", ".png", ".webp"))]
        for name in names[:: max(1, len(names) // COUNT)][:COUNT]:
            with Image.open(io.BytesIO(bundle.read(name))) as picture:
                path = folder / f"{Path(name).stem}.png"
                picture.convert("RGB").resize((side, side), Image.Resampling.BICUBIC).save(path)
            made.append(path)
    return made


def _others(folder: Path) -> list[Path]:
    """What is no picture."""
    notes, broken = folder / "notes.txt", folder / "broken.png"
    notes.write_text("Not a picture.", "utf-8")
    broken.write_bytes(b"\x89PNG\r\n\x1a\n")
    return [notes, broken]


def _translator(folder: Path) -> Path:
    """The starter, or where none ships a small one that was never trained."""
    starters = starter_translators()
    if starters:
        return starters[0]
    import torch

    from ganstudio.latents.model import Model
    from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord
    from ganstudio.recipes import RECIPES

    kind = RECIPES["cyclegan"]
    pictures = PicturesRecord(resolution=64, channels=3, domains=("Photographs", "Untrained"))
    wanted = kind.settings_type(resolution=64, width=8, blocks=2)  # type: ignore[call-arg]
    settings = kind.resolve(wanted, pictures.pictures(), torch.device("cpu"))
    record = ModelRecord(
        recipe="cyclegan", settings=settings.model_dump(mode="json"), pictures=pictures, data=DataRecord(name="photos"),
        step=0, images=0, seed=0,
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "untrained.safetensors"
    Model(kind.build_generator(settings, pictures.pictures()), record).save(path)
    return path
