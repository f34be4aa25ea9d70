"""The menu of one picture or of several: what can be done with them, and why not where it cannot."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from ganstudio.gui.gallery.side_panel import NO_POINT
from ganstudio.gui.gallery.tray import why_not_blend, why_not_compare
from ganstudio.latents.gallery.item import Item

ONE = (
    ("restore", "Restore this point", "Enter", "Opens Explore exactly as it was"),
    ("large", "Look closer", "Space", "The picture as large as the room"),
    ("play", "Play", "", "Opens the clip with the program that the system has for it"),
    ("", "", "", ""),
    ("copy", "Copy picture", "Ctrl+C", "The picture and its file, to paste elsewhere"),
    ("point", "Copy the point", "", "The latent point as text (JSON)"),
    ("rename", "Rename", "F2", "Another name for the file"),
    ("reveal", "Show in folder", "", "Show the file in the file manager"),
    ("export", "Export…", "", "Copy the file into a folder"),
    ("", "", "", ""),
    ("bin", "Move to the bin", "Delete", "The file goes to the bin of the system"),
)
MANY = (
    ("compare", "Compare", "", "Lay two pictures over each other"),
    ("blend", "Blend between them", "", "Open Explore's timeline with these points as keys"),
    ("grid", "Make a grid", "", "Save one picture of all, with their names under them"),
    ("", "", "", ""),
    ("copy", "Copy files", "Ctrl+C", "The files, to paste elsewhere"),
    ("export", "Export…", "", "Copy the files into a folder"),
    ("", "", "", ""),
    ("bin", "Move to the bin", "Delete", "The files go to the bin of the system"),
)
"""Deed, words, keys and tip; an empty row is a line."""


def item_menu(parent: QWidget, chosen: list[Item], act: Callable[[str], None]) -> QMenu:
    """`act` is called with the deed."""
    menu = QMenu(parent)
    menu.setObjectName("gallery_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    why_not = _why_not(chosen)
    for deed, words, keys, tip in ONE if len(chosen) == 1 else MANY:
        if not deed:
            menu.addSeparator()
        elif deed != "play" or chosen[0].kind == "video":
            action = menu.addAction(f"{words}\t{keys}" if keys else words)
            action.setEnabled(not why_not.get(deed))
            action.setToolTip(why_not.get(deed) or tip)
            action.triggered.connect(lambda _=False, d=deed: act(d))
    return menu


def _why_not(chosen: list[Item]) -> dict[str, str]:
    no_point = "" if chosen[0].has_point else NO_POINT
    return {
        "restore": no_point, "point": no_point, "compare": why_not_compare(chosen), "blend": why_not_blend(chosen),
    }  # fmt: skip
