"""Small runs and models for tests of the Explore room: real weights, made in a second."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from ganstudio.gui.models.explore.explore_model import ExploreModel

PATIENCE = 60_000  # ms: the first model of a process brings half of torch along
SETTINGS: dict[str, Any] = {
    "data": "digits", "resolution": 16, "width": 8, "d_width": 8, "batch": 8, "report_every": 2, "seed": 3,
    "preview_every": 1000, "evaluate_every": 0,
}  # fmt: skip


def train_run(path: Path, recipe: str = "cgan", steps: int = 8, **changes: Any) -> Path:
    """A whole run of a few steps, with a snapshot at every second one."""
    from ganstudio.training.session import train

    list(train(recipe, out=path, steps=steps, **{**SETTINGS, "snapshot_every": 2, **changes}))
    return path


def open_model(qtbot: QtBot, explore: ExploreModel, path: Path) -> None:
    """Opens a model and waits for its picture."""
    explore.open(path)
    qtbot.waitUntil(lambda: explore.facts is not None and explore.facts.path == path, timeout=PATIENCE)
    wait_for_picture(qtbot, explore)


def wait_for_picture(qtbot: QtBot, explore: ExploreModel, holds: Callable[[], bool] = lambda: True) -> None:
    """Until the picture is that of the point, and something else holds."""

    def is_there() -> bool:
        picture = explore.picture
        is_shown = picture is not None and picture.point == explore.point and not picture.is_preview
        return is_shown and not explore.is_loading and holds()

    qtbot.waitUntil(is_there, timeout=PATIENCE)
