"""What pointer and keys do in the grid of pictures."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ganstudio.gui.gallery.tile_grid import TileGrid
from ganstudio.gui.gallery.tile_paint import more_rect, stars_at
from ganstudio.gui.models.gallery_model import GalleryModel
from ganstudio.latents.gallery.item import Item


class PictureGrid(TileGrid):
    """The signals say what was asked of the item that the keys or the pointer are on."""

    opened = Signal(Path)
    looked = Signal()
    binned = Signal()
    copied = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, gallery: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(gallery, parent)
        self._pressed: QPoint | None = None
        self._was_chosen = False

    # -- pointer ------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.index_at(point)
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        if index is None:
            self._gallery.choose(None)
            return
        item = self._items()[index]
        stars = stars_at(self.rect_of(index), point, item.stars)
        if stars is not None:
            self._gallery.set_stars([item], stars)
            self.stars_under = stars
        elif more_rect(self.rect_of(index)).contains(point):
            self._take_along(item)
            self.menu_asked.emit(self.viewport().mapToGlobal(point))
        else:
            self._pressed = point
            self._press(item, event.modifiers())

    def _press(self, item: Item, keys: Qt.KeyboardModifier) -> None:
        self._was_chosen = False
        if keys & Qt.KeyboardModifier.ControlModifier:
            self._gallery.toggle(item.path)
        elif keys & Qt.KeyboardModifier.ShiftModifier:
            self._gallery.extend(item.path)
        elif self._gallery.place_of(item.path) is not None and len(self._gallery.chosen) > 1:
            self._was_chosen = True  # it may be a drag of all of them; a mere click chooses it alone
            self._gallery.look_at(item.path)
        else:
            self._gallery.choose(item.path)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if (point - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self._drag()
            return
        self._hover(self.index_at(point), point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position().toPoint())
        if self._pressed is not None and self._was_chosen and index is not None:
            self._gallery.choose(self._items()[index].path)
        self._pressed, self._was_chosen = None, False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.index_at(point)
        if index is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        item = self._items()[index]
        if stars_at(self.rect_of(index), point, item.stars) is not None:
            self.mousePressEvent(event)
        else:
            self.opened.emit(item.path)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None, QPoint())
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.index_at(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self._index_of_current()
        if index is not None:
            self._take_along(self._items()[index])
            is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
            here = self.viewport().mapToGlobal(self.rect_of(index).center())
            self.menu_asked.emit(here if is_key else event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.index_at(event.pos())
            words = "" if index is None else tip_of(self._items()[index])
            QToolTip.showText(event.globalPos(), words, self.viewport())
            return True
        return super().viewportEvent(event)

    def _take_along(self, item: Item) -> None:
        """What a menu is about: the item alone unless it is one of the chosen ones."""
        if self._gallery.place_of(item.path) is None:
            self._gallery.choose(item.path)
        else:
            self._gallery.look_at(item.path)

    def _hover(self, index: int | None, point: QPoint) -> None:
        stars = 0
        if index is not None:
            stars = stars_at(self.rect_of(index), point, self._items()[index].stars) or 0
        if (index, stars) != (self.hovered, self.stars_under):
            self.hovered, self.stars_under = index, stars
            self.viewport().update()

    def _drag(self) -> None:
        """The files themselves, for other programs and rooms."""
        drag, data = QDrag(self), QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(item.path)) for item in self._gallery.chosen])
        drag.setMimeData(data)
        current = self._gallery.current
        picture = self._gallery.thumbnails.get(current, 64) if current else None
        if picture is not None and not picture.isNull():
            drag.setPixmap(picture.scaled(64, 64, Qt.AspectRatioMode.KeepAspectRatio))
        drag.exec(Qt.DropAction.CopyAction)

    # -- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self._gallery.choose_all()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif self._move(event) or self._act(event):
            pass
        else:
            super().keyPressEvent(event)

    def _act(self, event: QKeyEvent) -> bool:
        key, current = event.key(), self._gallery.current
        if (
            Qt.Key.Key_0 <= key <= Qt.Key.Key_5
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self._gallery.set_stars(self._gallery.chosen, key - Qt.Key.Key_0)
            return True
        if current is None:
            return False
        if key == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._gallery.toggle(current.path)
            return True
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Space: self.looked.emit, Qt.Key.Key_Delete: self.binned.emit,
            Qt.Key.Key_Return: lambda: self.opened.emit(current.path),
            Qt.Key.Key_Enter: lambda: self.opened.emit(current.path),
            Qt.Key.Key_Escape: lambda: self._gallery.choose(None),
        }  # fmt: skip
        if key in deeds:
            deeds[key]()
        return key in deeds

    def _move(self, event: QKeyEvent) -> bool:
        """Arrows, Home, End and pages; with Shift they choose what lies between, with Ctrl nothing."""
        target = self._target(event.key())
        if target is None:
            return False
        path, keys = self._items()[target].path, event.modifiers()
        if keys & Qt.KeyboardModifier.ShiftModifier:
            self._gallery.extend(path)
        elif keys & Qt.KeyboardModifier.ControlModifier:
            self._gallery.look_at(path)
        else:
            self._gallery.choose(path)
        self.reveal(target)
        return True

    def _target(self, key: int) -> int | None:
        layout, now = self.layout_, self._index_of_current()
        if not layout.count:
            return None
        page = max(1, self.viewport().height() // layout.pitch - 1)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        rows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        if key == Qt.Key.Key_Home:
            return 0
        if key == Qt.Key.Key_End:
            return layout.count - 1
        if key not in steps and key not in rows:
            return None
        if now is None:
            return self._first_in_sight()
        if key in steps:
            return min(layout.count - 1, max(0, now + steps[Qt.Key(key)]))
        return layout.beside(now, rows[Qt.Key(key)])


def tip_of(item: Item) -> str:
    """What a picture is, in a few lines; plain text, for names come from files."""
    size = f"{item.width:,} × {item.height:,}, {item.format}" if item.width else item.format
    lines = [item.name, size, *(f"{name}: {value}" for name, value in item.made)]
    return "\n".join(line.replace("<", "‹").replace(">", "›") for line in [*lines, item.problem] if line)
