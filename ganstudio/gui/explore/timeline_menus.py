"""Menus of the timeline: of a key, and of the whole."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ganstudio.errors import StudioError
from ganstudio.gui.models.explore.timeline_model import TimelineModel
from ganstudio.gui.widgets.file_dialog import ask_open, ask_save
from ganstudio.latents.keyframes import Easing

EASINGS: tuple[tuple[Easing, str], ...] = (
    ("linear", "Linear"),
    ("ease", "Ease"),
    ("ease in", "Ease in"),
    ("ease out", "Ease out"),
    ("hold", "Hold"),
)
FILTER = "Timeline (*.json)"


def key_menu(model: TimelineModel, place: int, parent: QWidget) -> QMenu:
    """What can be done with one key."""
    menu = _menu(parent)
    menu.addAction("Go to this point\tEnter").triggered.connect(lambda: model.take_key(place))
    menu.addAction("Replace by the current point").triggered.connect(lambda: model.replace_key(place))
    menu.addSeparator()
    menu.addAction("Easing to the next key:").setEnabled(False)
    group = QActionGroup(menu)
    for easing, words in EASINGS:
        action = menu.addAction(words)
        action.setCheckable(True)
        action.setChecked(model.keys[place].easing == easing)
        group.addAction(action)
        action.triggered.connect(lambda _checked=False, easing=easing: model.set_easing(place, easing))
    menu.addSeparator()
    menu.addAction("Remove\tDelete").triggered.connect(lambda: model.remove_key(place))
    return menu


def timeline_menu(model: TimelineModel, parent: QWidget) -> QMenu:
    """What can be done with the whole."""
    menu, has_keys = _menu(parent), bool(model.keys)
    frame = menu.addAction("Take this frame\tEnter")
    frame.setEnabled(model.explore.frame is not None)
    frame.triggered.connect(model.take_frame)
    back = menu.addAction("Back to the current point\tEsc")
    back.setEnabled(model.explore.frame is not None)
    back.triggered.connect(model.leave)
    menu.addSeparator()
    smooth = menu.addAction("Smooth curve through the keys")
    smooth.setToolTip("A cubic curve without corners; off, the way from key to key is straight")
    smooth.setCheckable(True)
    smooth.setChecked(model.timeline.smooth)
    smooth.triggered.connect(model.set_smooth)
    menu.addSeparator()
    menu.addAction("Open a timeline…").triggered.connect(lambda: _ask_open(model, parent))
    save = menu.addAction("Save the timeline…")
    save.setEnabled(has_keys)
    save.triggered.connect(lambda: _ask_save(model, parent))
    clear = menu.addAction("Remove all keys")
    clear.setEnabled(has_keys)
    clear.triggered.connect(model.clear)
    return menu


def _ask_open(model: TimelineModel, parent: QWidget) -> None:
    ask_open(parent, "Open a timeline", FILTER, lambda paths: model.open(paths[0]))


def _ask_save(model: TimelineModel, parent: QWidget) -> None:
    ask_save(
        parent, "Save the timeline", FILTER, Path.home() / "timeline.json", lambda path: _save(model, path)
    )


def _save(model: TimelineModel, path: Path) -> None:
    try:
        model.save(path.with_suffix(".json"))
    except (StudioError, OSError) as error:
        model.explore.refused.emit(str(error))


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    return menu
