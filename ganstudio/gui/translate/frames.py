"""How a view is divided for each way of comparing, and which picture stands where."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF

from ganstudio.gui.pyramid import Pyramid

if TYPE_CHECKING:
    from ganstudio.gui.translate.before_after_face import Mode, Scene

GAP = 8.0
AIR = 16.0, 4.0  # left and right of several pictures, above and below them; their own inset comes on top


@dataclass(frozen=True, eq=False)
class Frame:
    """A part of the view. `picture` is None while it is to come; `is_waiting` where it stands for what is to come."""

    rect: QRectF
    picture: Pyramid | None
    tag: str = ""
    is_right: bool = False
    is_waiting: bool = False


def frames_for(scene: "Scene", mode: "Mode", is_before: bool, whole: QRectF, size: QSizeF) -> list[Frame]:
    """One frame, two of them over or beside each other, or four. `size` is the picture's own."""
    before, after, tags = scene.before, scene.after, scene.tags
    inner = whole.adjusted(AIR[0], AIR[1], -AIR[0], -AIR[1])
    if is_before:
        return [Frame(whole, before, tags[0])]
    if mode == "There and back":
        four = (before, scene.there, scene.back, scene.apart)
        return [
            Frame(rect, each, tag) for rect, each, tag in zip(_four(inner, size), four, tags, strict=True)
        ]
    if mode == "Side by side":
        left, right = _two(inner, size)
        return [
            Frame(left, before, tags[0]),
            Frame(right, after or before, tags[1], is_waiting=after is None),
        ]
    if mode == "After" and after is not None:
        return [Frame(whole, after, tags[1], is_right=True)]
    if after is None:
        return [Frame(whole, before, is_waiting=scene.is_running)]
    return [Frame(whole, before, tags[0]), Frame(whole, after, tags[1], is_right=True)]


def _two(whole: QRectF, size: QSizeF) -> tuple[QRectF, QRectF]:
    """Beside each other, or under each other where that leaves more room for the picture."""
    beside = QSizeF((whole.width() - GAP) / 2, whole.height())
    below = QSizeF(whole.width(), (whole.height() - GAP) / 2)
    if _scale(beside, size) >= _scale(below, size):
        return QRectF(whole.topLeft(), beside), QRectF(whole.topLeft(), beside).translated(
            beside.width() + GAP, 0
        )
    return QRectF(whole.topLeft(), below), QRectF(whole.topLeft(), below).translated(0, below.height() + GAP)


def _four(whole: QRectF, size: QSizeF) -> list[QRectF]:
    """In a row, or two by two where that leaves more room."""
    row = QSizeF((whole.width() - 3 * GAP) / 4, whole.height())
    block = QSizeF((whole.width() - GAP) / 2, (whole.height() - GAP) / 2)
    columns, part = (4, row) if _scale(row, size) > _scale(block, size) else (2, block)
    return [
        QRectF(whole.topLeft(), part).translated(
            number % columns * (part.width() + GAP), number // columns * (part.height() + GAP)
        )
        for number in range(4)
    ]


def _scale(room: QSizeF, size: QSizeF) -> float:
    return min(room.width() / size.width(), room.height() / size.height())
