"""Every state of the Translate room on request, for pictures of it: bundled emoji and the starter translator."""

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

EMOJI = {
    "fox": "1f98a", "apple": "1f34e", "owl": "1f989", "rocket": "1f680", "panda": "1f43c", "sunflower": "1f33b",
}  # fmt: skip
COUNT, SIDE = len(EMOJI), 128  # a little more than the starter learnt at
LARGE = 2048  # takes long enough to be seen at work
MODES = {"side-by-side": "Side by side", "there-and-back": "There and back"}


def enter(room: TranslateRoom, state: str, folder: Path, wait_until: Callable[..., bool]) -> None:
    """Puts a room that is in sight into a state; its pictures lie in `folder`. Raises StudioError."""
    if state not in TRANSLATE_STATES:
        raise StudioError(f"There is no state called {state}; there are {', '.join(TRANSLATE_STATES)}.")
    translate = room.translate
    if state == "no-model":
        return
    if state != "dropped":
        path = _translator(folder)
        translate.open(path)
        wait_until(lambda: translate.facts is not None and translate.facts.path == path)
        translate.set_manner(direction="b2a")  # coloured emoji become outlines
    if state == "empty":
        return
    if state == "live":
        _show_live(room, folder, wait_until)
        return
    translate.queue.add(_pictures(folder, LARGE if state == "translating" else SIDE))
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
    """A camera that sees one picture after the other."""

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
    """A few bundled emoji on white, enlarged so that there is something to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with zipfile.ZipFile(resource("datasets", "emoji-twitter.zip")) as bundle:
        for name, code in EMOJI.items():
            with Image.open(io.BytesIO(bundle.read(f"{code}.webp"))) as picture:
                drawn = picture.convert("RGBA").resize((side, side), Image.Resampling.BICUBIC)
            on_white = Image.new("RGB", drawn.size, "white")
            on_white.paste(drawn, mask=drawn.getchannel("A"))
            made.append(folder / f"{name}.png")
            on_white.save(made[-1])
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
    pictures = PicturesRecord(resolution=64, channels=3, domains=("Outlines", "Colour"))
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
