"""Every state of the Explore room on request, for pictures of it: everything in them is rendered by real models."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.room_names import EXPLORE_STATES
from ganstudio.latents.plane import origin_at
from ganstudio.latents.point import Origin, class_blend

if TYPE_CHECKING:
    from ganstudio.gui.explore.room import ExploreRoom

Wait = Callable[..., bool]
WALK = ((12.0, 4.0), (12.6, 4.3), (13.4, 4.2), (14.0, 5.0), (15.2, 5.6))


def enter(room: "ExploreRoom", state: str, wait_until: Wait) -> None:
    """Puts the room, which is in sight and has a model, into a state."""
    assert state in EXPLORE_STATES
    wait_until(room.is_settled)
    deeds: dict[str, Callable[[ExploreRoom, Wait], None]] = {
        "walking": _walk, "blending": _blend, "directions": _directions, "comparing": _compare, "inside": _inside,
        "sheet": _sheet, "dragging": _drag, "inverting": _invert, "timeline": _timeline, "branches": _branches,
        "refused": _refuse, "before-after": _wipe,
    }  # fmt: skip
    if state in deeds:
        deeds[state](room, wait_until)
    wait_until(room.is_settled)


def _walk(room: "ExploreRoom", wait_until: Wait) -> None:
    explore = room.explore
    for x, y in WALK:
        _change(explore, "Seed", wait_until, origin=origin_at(x, y))


def _blend(room: "ExploreRoom", wait_until: Wait) -> None:
    _walk(room, wait_until)
    names = room.explore.facts.class_names if room.explore.facts else ()
    if len(names) > 1:
        _change(room.explore, "Class", wait_until, classes=class_blend([(0, 0.65), (1, 0.35)]))


def _directions(room: "ExploreRoom", wait_until: Wait) -> None:
    _walk(room, wait_until)
    for number, direction in enumerate(room.explore.directions.shown[:3]):
        room.explore.directions.set_strength(direction.name, (1.2, -0.8, 0.6)[number])
    room.directions.open_finder()
    wait_until(lambda: False, 4.0)


def _compare(room: "ExploreRoom", wait_until: Wait) -> None:
    _walk(room, wait_until)
    room.canvas.open_page("Compare")
    others = [row.path for row in room.shelf.rows if row.path != getattr(room.explore.facts, "path", None)]
    if others:
        room.canvas.compare.choose(others[0])
    wait_until(lambda: False, 3.0)


def _inside(room: "ExploreRoom", wait_until: Wait) -> None:
    _walk(room, wait_until)
    room.canvas.open_page("Inside")
    wait_until(lambda: False, 3.0)


def _sheet(room: "ExploreRoom", wait_until: Wait) -> None:
    room.canvas.open_page("Sheet")
    wait_until(lambda: False, 6.0)


def _drag(room: "ExploreRoom", wait_until: Wait) -> None:
    _walk(room, wait_until)
    room.canvas.open_page("Drag")
    model = room.canvas.drag.model
    for place in ((0.5, 0.3), (0.66, 0.22), (0.45, 0.7), (0.4, 0.84)):
        model.place(place)
    wait_until(lambda: False, 0.5)


def _invert(room: "ExploreRoom", wait_until: Wait) -> None:
    """A picture that the model itself could make, a little blurred: of another seed."""
    from PySide6.QtGui import QImage

    from ganstudio.gui.train.preview_grid import image_of

    assert room.explore.picture is not None
    pixels = np.array(room.explore.picture.pixels)
    blurred = (pixels.astype(int) + np.roll(pixels, 1, axis=1)) // 2
    picture = QImage(image_of(blurred.astype(np.uint8)))
    _walk(room, wait_until)
    room.canvas.invert(picture)
    wait_until(lambda: False, 9.0)


def _timeline(room: "ExploreRoom", wait_until: Wait) -> None:
    for number, (x, y) in enumerate(WALK):
        _change(room.explore, "Seed", wait_until, origin=origin_at(3 * x, 2 * y))
        room.explore.timeline.add_key(room.explore.point, seconds=1.7 * number)
    wait_until(lambda: False, 1.0)


def _branches(room: "ExploreRoom", wait_until: Wait) -> None:
    _walk(room, wait_until)
    room.explore.undo()
    room.explore.undo()
    for seed in (40, 41):
        _change(room.explore, "Seed", wait_until, origin=Origin.of_seed(seed))
    room.explore.undo()


def _refuse(room: "ExploreRoom", wait_until: Wait) -> None:
    _walk(room, wait_until)
    room.explore.open(Path("damaged.safetensors"))
    wait_until(lambda: not room.explore.is_loading)


def _wipe(room: "ExploreRoom", wait_until: Wait) -> None:
    room.explore.pin(room.explore.picture)
    _walk(room, wait_until)
    room.canvas.picture.view.show_wipe(True)


def _change(explore: ExploreModel, words: str, wait_until: Wait, **changes: object) -> None:
    """One step, whose picture is waited for, so that it gets its thumbnail."""
    assert explore.point is not None
    explore.change(words, explore.point.changed(**changes))
    wait_until(lambda: explore.picture is not None and explore.picture.point == explore.point)
