"""Where Tab goes: in the order in which a window is read, also through what was made late."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLayout, QScrollArea, QWidget

MARGIN = 8  # pixels around what scrolls into view


def stops(parent: QWidget, also: QWidget | None = None) -> Iterator[QWidget]:
    """What Tab stops at within a widget, in the order of the layouts, and `also`, which need be no stop."""
    for child in _children(parent):
        is_there = child.isVisible() or (also is not None and (child is also or child.isAncestorOf(also)))
        if is_there and not child.isWindow():
            if child is also or _takes_tab(child):
                yield child
            yield from stops(child, also)


def go_on(window: QWidget, forward: bool) -> bool:
    """Gives the focus to the stop behind, or before, the one that has it; from the last on to the first."""
    here = QApplication.focusWidget()
    found = list(stops(window, here))
    if not found or found == [here]:
        return False
    if here in found:
        to = found[(found.index(here) + (1 if forward else -1)) % len(found)]
    else:
        to = found[0 if forward else -1]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    to.setFocus(reason)
    _scroll_to(to)
    return True


def _takes_tab(widget: QWidget) -> bool:
    """Of buttons of which one is chosen, that one; arrows lead to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    chosen = group.checkedButton() if group is not None and group.exclusive() else None
    asked = [widget] if group is None or chosen is None else group.buttons() if widget is chosen else []
    is_stop = any(each.focusPolicy() & Qt.FocusPolicy.TabFocus for each in asked)
    return is_stop and widget.isEnabled() and widget.focusProxy() is None


def _scroll_to(widget: QWidget) -> None:
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, MARGIN, MARGIN)
        above = above.parentWidget()


def _children(parent: QWidget) -> list[QWidget]:
    """Those in the layout as it has them, then those that lie beside or over it."""
    laid_out = list(_widgets_in(parent.layout()))
    return laid_out + [
        child for child in parent.children() if isinstance(child, QWidget) and child not in laid_out
    ]


def _widgets_in(layout: QLayout | None) -> Iterator[QWidget]:
    for index in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(index) if layout is not None else None
        if item is None:
            continue
        widget = item.widget()
        if widget is not None:
            yield widget
        else:
            yield from _widgets_in(item.layout())
