"""What can be done with a visited point."""

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from ganstudio.gui.explore.point_mime import mime_of
from ganstudio.gui.icons import icon
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import Picture
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.model import Model


def history_menu(explore: ExploreModel, number: int, parent: QWidget) -> QMenu:
    """Go there, compare with it, make it a key, copy it. What needs its model says so where another is open."""
    entry, facts = explore.history.entries[number], explore.facts
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    is_of_model = facts is not None and facts.path == entry.model
    for words, name, deed, needs_model in (
        ("Go here", "arrow-bend-up-left", lambda: explore.go_to(number), False),
        ("Pin to compare with", "push-pin", lambda: _pin(explore, entry.point), True),
        ("Add as a key of the timeline", "plus", lambda: explore.timeline.add_key(entry.point), True),
        ("Copy point", "copy", lambda: QGuiApplication.clipboard().setMimeData(mime_of(entry.point)), False),
    ):
        action = menu.addAction(icon(name), words)
        action.triggered.connect(lambda _checked=False, deed=deed: deed())
        if needs_model and not is_of_model:
            action.setEnabled(False)
            action.setToolTip("This point is of another model; go to it first")
    return menu


def _pin(explore: ExploreModel, point: LatentPoint) -> None:
    explore.ask("pin visited", partial(_rendered, point), explore.pin)


def _rendered(point: LatentPoint, model: "Model") -> Picture:
    from ganstudio.latents.picture_file import pixels_of
    from ganstudio.latents.rendering import render

    return Picture(point, np.array(pixels_of(render(model, point))))
