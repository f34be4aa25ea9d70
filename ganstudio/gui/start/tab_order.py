"""The order in which Tab visits controls, where rows and cards are made after the page."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtWidgets import QWidget


def chain(widgets: Iterable[QWidget]) -> None:
    """Tab goes from each widget to the next."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
