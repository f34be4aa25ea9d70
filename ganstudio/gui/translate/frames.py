"""How a view is divided for each way of comparing, and which picture stands where."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF

from ganstudio.gui.pyramid import Pyramid
from ganstudio.gui.widgets.viewport import LEAST_INSET

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


def frames_for(
    scene: "Scene", mode: "Mode", is_before: bool, whole: QRectF, size: QSizeF, is_fit: bool = True
) -> list[Frame]:  # fmt: skip
    """One frame, two of them over or beside each other, or four. `size` is the picture's own; while it fits, several
    frames are no larger than their pictures, which stay near each other however wide the view is."""
    before, after, tags = scene.before, scene.after, scene.tags
    inner = whole.adjusted(AIR[0], AIR[1], -AIR[0], -AIR[1])
    if is_before:
        return [Frame(whole, before, tags[0])]
    if mode == "There and back":
        four = (before, scene.there, scene.back, scene.apart)
        return [
            Frame(rect, each, tag)
            for rect, each, tag in zip(_four(inner, size, is_fit), four, tags, strict=True)
        ]
    if mode == "Side by side":
        left, right = _two(inner, size, is_fit)
        return [
            Frame(left, before, tags[0]),
            Frame(right, after or before, tags[1], is_waiting=after is None),
        ]
    if mode == "After" and after is not None:
        return [Frame(whole, after, tags[1], is_right=True)]
    if after is None:
        return [Frame(whole, before, is_waiting=scene.is_running)]
    return [Frame(whole, before, tags[0]), Frame(whole, after, tags[1], is_right=True)]


def _two(whole: QRectF, size: QSizeF, is_fit: bool) -> list[QRectF]:
    """Beside each other, or under each other where that leaves more room for the picture."""
    beside = QSizeF((whole.width() - GAP) / 2, whole.height())
    below = QSizeF(whole.width(), (whole.height() - GAP) / 2)
    if _scale(beside, size) >= _scale(below, size):
        return _grid(whole, beside, size, 2, 2, is_fit)
    return _grid(whole, below, size, 2, 1, is_fit)


def _four(whole: QRectF, size: QSizeF, is_fit: bool) -> list[QRectF]:
    """In a row, or two by two where that leaves more room."""
    row = QSizeF((whole.width() - 3 * GAP) / 4, whole.height())
    block = QSizeF((whole.width() - GAP) / 2, (whole.height() - GAP) / 2)
    if _scale(row, size) > _scale(block, size):
        return _grid(whole, row, size, 4, 4, is_fit)
    return _grid(whole, block, size, 4, 2, is_fit)


def _grid(whole: QRectF, part: QSizeF, size: QSizeF, count: int, columns: int, is_fit: bool) -> list[QRectF]:
    """Parts in rows of `columns`, together in the middle of the whole."""
    if is_fit:
        part = _hugging(part, size)
    rows = count // columns
    width, height = columns * (part.width() + GAP) - GAP, rows * (part.height() + GAP) - GAP
    first = QRectF(
        whole.center().x() - width / 2, whole.center().y() - height / 2, part.width(), part.height()
    )
    return [
        first.translated(number % columns * (part.width() + GAP), number // columns * (part.height() + GAP))
        for number in range(count)
    ]


def _hugging(part: QSizeF, size: QSizeF) -> QSizeF:
    """As large as the picture that fits into a part, with the air around it that a viewport leaves."""
    across, down = part.width() - 2 * LEAST_INSET, part.height() - LEAST_INSET
    scale = max(0.0, min(across / size.width(), down / size.height()))
    return QSizeF(scale * size.width() + 2 * LEAST_INSET, scale * size.height() + LEAST_INSET).boundedTo(part)


def _scale(room: QSizeF, size: QSizeF) -> float:
    return min(room.width() / size.width(), room.height() / size.height())
