"""The menu of one run or of several: what can be done with them, and why not where it cannot."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu, QWidget

from ganstudio.gui.models.run_list import RunRow

ACTIONS = (
    ("open", "Open", "Enter", "Show this run"),
    ("explore", "Explore", "", "Walk through what it has learnt"),
    ("resume", "Resume", "", "Go on from the last checkpoint"),
    (
        "duplicate",
        "Duplicate with changes",
        "",
        "A new run with this data, recipe and settings to begin with",
    ),
    ("", "", "", ""),
    ("compare", "Add to comparison", "Ctrl+Space", "Choose this run for a comparison"),
    ("rename", "Rename", "F2", "Another name for the run and its folder"),
    ("folder", "Show folder", "", "Open its folder in the file manager"),
    ("export", "Export to TensorBoard…", "", "Write curves and previews as TensorBoard reads them"),
    ("", "", "", ""),
    ("bin", "Move to the bin", "Delete", "The whole folder goes to the bin of the system"),
)
"""Deed, words, keys and tip; an empty row is a line."""
MANY = ("compare_all", "export", "bin")


def run_menu(
    parent: QWidget,
    is_chosen: bool,
    why_not: dict[str, str],
    act: Callable[[str], None],
    translates: bool = False,
) -> QMenu:
    """`why_not`: deed -> why it cannot be done. `act` is called with the deed."""
    menu = _empty_menu(parent)
    for deed, words, keys, tip in ACTIONS:
        if not deed:
            menu.addSeparator()
            continue
        if deed == "explore" and translates:
            words, tip = "Translate", "Translate pictures with what it has learnt"
        title = "Remove from comparison" if deed == "compare" and is_chosen else words
        _add(menu, deed, f"{title}\t{keys}" if keys else title, why_not.get(deed, ""), tip, act)
    return menu


def runs_menu(parent: QWidget, count: int, why_not: dict[str, str], act: Callable[[str], None]) -> QMenu:
    """For several that are chosen."""
    menu = _empty_menu(parent)
    for deed, words in zip(
        MANY,
        (f"Compare {count} runs", f"Export {count} runs to TensorBoard…", f"Move {count} runs to the bin"),
    ):
        _add(menu, deed, words, why_not.get(deed, ""), words, act)
    return menu


def why_not_resume(row: RunRow, training: str) -> str:
    """Why a run cannot go on; empty when it can. `training` is the run that trains now."""
    if row.state in ("running", "preparing", "paused", "stopping"):
        return "This run is training"
    if row.state == "damaged":
        return "run.json of this run is damaged"
    if row.state == "finished" and row.step >= row.steps:
        return "This run is complete; open it and raise its length, then resume"
    return f"{training} is training; one run trains at a time" if training else ""


def reveal_folder(path: Path) -> None:
    """Opens the folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _empty_menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setToolTipsVisible(True)
    return menu


def _add(menu: QMenu, deed: str, words: str, why_not: str, tip: str, act: Callable[[str], None]) -> None:
    action = menu.addAction(words)
    action.setEnabled(not why_not)
    action.setToolTip(why_not or tip)
    action.triggered.connect(lambda: act(deed))
