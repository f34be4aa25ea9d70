"""The menu of one picture or of several: what can be done with them, and why not where it cannot."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from ganstudio.gui.models.translate.item import Item, State

DEEDS = (
    ("show", "Show", "Enter", "Show it in the middle of the room"),
    ("retry", "Translate again", "", "Read and translate it anew"),
    ("", "", "", ""),
    ("save", "Save result", "", "Write the result to a file"),
    ("copy", "Copy result", "Ctrl+C", "The result, to paste elsewhere"),
    ("reveal", "Show picture in folder", "", "Show the folder of the picture in the file manager"),
    ("reveal_saved", "Show result in folder", "", "Show the folder of the saved result in the file manager"),
    ("", "", "", ""),
    ("remove", "Remove from the list", "Delete", "Files stay where they are"),
)
"""Deed, words, keys and tip; an empty row is a line."""
OF_ONE = {"show", "copy", "reveal", "reveal_saved"}


def batch_menu(parent: QWidget, items: Sequence[Item], act: Callable[[str], None]) -> QMenu:
    """`act` is called with the deed."""
    menu = QMenu(parent)
    menu.setObjectName("batch_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    why_not = _why_not(items)
    for deed, words, keys, tip in DEEDS:
        if not deed:
            menu.addSeparator()
        elif len(items) == 1 or deed not in OF_ONE:
            words = words if len(items) == 1 else _many(deed, len(items))
            action = menu.addAction(f"{words}\t{keys}" if keys else words)
            action.setObjectName(deed)
            action.setEnabled(not why_not.get(deed))
            action.setToolTip(why_not.get(deed) or tip)
            action.triggered.connect(lambda _=False, deed=deed: act(deed))
    return menu


def _many(deed: str, count: int) -> str:
    return {
        "retry": f"Translate {count:,} again",
        "save": "Save their results",
        "remove": f"Remove {count:,} from the list",
    }[deed]


def _why_not(items: Sequence[Item]) -> dict[str, str]:
    first = items[0]
    has_result = any(item.result is not None for item in items)
    can_retry = any(
        item.state is not State.RUNNING and (item.is_readable or item.path is not None) for item in items
    )
    no_result = "" if has_result else "There is no result yet"
    return {
        "retry": "" if can_retry else "It is being translated, or was no picture",
        "save": no_result,
        "copy": no_result,
        "reveal": "" if first.path is not None else "It came without a file",
        "reveal_saved": "" if first.saved is not None else "Its result is not saved yet",
    }
