"""The rows of the list of runs: a thumbnail, the name, how far it is; groups by state."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QStandardItem

from ganstudio.gui.models.happenings import title as title_of_notice
from ganstudio.gui.models.run_list import RunRow
from ganstudio.gui.train.preview_grid import image_of
from ganstudio.gui.words import value

ROW = Qt.ItemDataRole.UserRole
PICTURE, CHOSEN, COLUMN = (Qt.ItemDataRole.UserRole + number for number in (1, 2, 3))
GROUPS = {
    "Running": ("running", "preparing", "paused", "stopping"),
    "Finished": ("finished",),
    "Stopped": ("stopped", "new", "interrupted", "damaged"),
}
SIGNS = {
    "interrupted": ("warning", "warning"),
    "damaged": ("warning", "error"),
    "paused": ("pause", "text3"),
    "stopped": ("pause", "text3"),
}
"""State -> icon and the token of its colour."""


def group_of(row: RunRow) -> str:
    return next((group for group, states in GROUPS.items() if row.state in states), "Stopped")


def sign_of(row: RunRow) -> tuple[str, str] | None:
    """The icon at the right end of a row: a problem before everything else."""
    if row.problem is not None:
        return "warning", row.problem.level
    return SIGNS.get(row.state)


def best_of(row: RunRow) -> str:
    """The best value as the column shows it; a run that trains shows its progress instead."""
    return "" if row.best is None or group_of(row) == "Running" else value(row.best)


def metric_of(row: RunRow) -> str:
    """FID, or FD where the features are not those that FID is defined on."""
    return row.best_label.partition(" (")[0]


def column_of(rows: Sequence[RunRow]) -> str:
    """The head over the values of a group; values of several metrics each say theirs in the tool tip."""
    metrics = {metric_of(row) for row in rows if best_of(row)}
    return metrics.pop() if len(metrics) == 1 else "Best" if metrics else ""


def caption(row: RunRow, title: str) -> str:
    """The second line of a row."""
    if row.problem is not None and group_of(row) != "Running" and row.state != "damaged":
        return title_of_notice(row.problem)
    match row.state:
        case "running":
            return f"Step {row.step:,} of {row.steps:,}"
        case "paused":
            return f"Paused at step {row.step:,}"
        case "preparing":
            return "Preparing"
        case "stopping":
            return "Saving"
        case "interrupted":
            return f"Interrupted at step {row.step:,}"
        case "damaged":
            return "run.json is damaged"
        case "stopped":
            return f"Stopped at step {row.step:,}"
        case _:
            return f"{title}, {row.step:,} steps"


def run_item(row: RunRow, title: str) -> QStandardItem:
    """An item that holds a run; its text is what a screen reader says."""
    item = QStandardItem()
    fill_item(item, row, title)
    return item


def fill_item(item: QStandardItem, row: RunRow, title: str) -> None:
    """Lets an item show a run as it is now."""
    words = caption(row, title)
    number = f", {metric_of(row)} {best_of(row)}" if best_of(row) else ""
    item.setText(f"{row.name}, {words}{number}")
    item.setData(row, ROW)
    item.setData(words, Qt.ItemDataRole.StatusTipRole)
    item.setToolTip("\n".join(_tip(row, title)))
    if row.pixels is not None:
        item.setData(QPixmap.fromImage(image_of(row.pixels)), PICTURE)


def head_item(title: str, column: str) -> QStandardItem:
    """The head of a group, and of its column of values."""
    item = QStandardItem(title)
    item.setData(column, COLUMN)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _tip(row: RunRow, title: str) -> list[str]:
    lines = [row.name, f"{title} on {row.data}" if row.data else title, f"Step {row.step:,} of {row.steps:,}"]
    if row.best is not None:
        lines.append(f"Best {row.best_label}: {value(row.best)}")
    if row.problem is not None:
        lines.append(row.problem.message)
    return [*lines, str(row.path)]
