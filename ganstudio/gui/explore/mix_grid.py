"""The grid of style mixes under the hand: clicks, keys, drags and drops."""

from PySide6.QtCore import QEvent, QPoint, Qt, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QMenu, QToolTip, QWidget

from ganstudio.gui.explore.mix_cells import MixCells
from ganstudio.gui.explore.point_mime import holds_point, mime_of, picture_in, point_in
from ganstudio.gui.explore.seed_field import SeedField
from ganstudio.gui.models.explore.mix_model import HEAD, Cell, MixModel
from ganstudio.gui.widgets.text import describe
from ganstudio.latents.point import Origin

TIP = (
    "Rows give the shape, columns the styles in the layers below. Click a cell to make it the result; "
    "double-click a head to type a seed, R makes it random, drop a picture on a head to use it."
)
MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MixGrid(MixCells):
    """Takes mouse and keys: a click takes a cell, a head is typed, made random, or dropped on."""

    def __init__(self, mix: MixModel, parent: QWidget | None = None) -> None:
        super().__init__(mix, parent)
        self.setObjectName("mix_grid")
        self._pressed: tuple[Cell, QPoint] | None = None
        self.field = SeedField(self)
        self.field.typed.connect(self._take_seed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        describe(self, "Style mixes", TIP)

    # -- words --------------------------------------------------------------------------------------------------

    def words(self, cell: Cell) -> str:
        """`Row: seed 1, column: seed 12`."""
        row, column = cell
        if row == HEAD:
            return f"Column {column + 1}: {origin_words(self.mix.columns[column])}"
        is_current = row == 0 and self.mix.first_is_current
        shape = "the current point" if is_current else origin_words(self.mix.rows[row])
        if column == HEAD:
            return f"Row {row + 1}: {shape}"
        return f"Shape of {shape}, styles of {origin_words(self.mix.columns[column])}"

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            cell = self.cell_at(event.pos())
            hint = (
                "Double-click to type a seed, R for a random one"
                if cell and HEAD in cell
                else "Click to take"
            )
            QToolTip.showText(event.globalPos(), f"{self.words(cell)}\n{hint}" if cell else TIP, self)
            return True
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and self._is_own(event)
        ):
            event.accept()
            return True
        return super().event(event)

    # -- keys ---------------------------------------------------------------------------------------------------

    def _is_own(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        is_head_key = event.key() in (Qt.Key.Key_R, Qt.Key.Key_F2) and HEAD in self.cursor_cell
        return event.key() in MOVES or event.key() in ENTER or is_head_key

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_own(event):
            super().keyPressEvent(event)
        elif event.key() in MOVES:
            self._move(*MOVES[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_R:
            self.mix.randomise(*self.cursor_cell)
        elif HEAD in self.cursor_cell:
            self.edit(self.cursor_cell)
        else:
            self.mix.take(*self.cursor_cell)

    def _move(self, down: int, right: int) -> None:
        row = max(HEAD, min(self.cursor_cell[0] + down, len(self.mix.rows) - 1))
        column = max(HEAD, min(self.cursor_cell[1] + right, len(self.mix.columns) - 1))
        if (row, column) != (HEAD, HEAD):
            self._stand_on((row, column))

    def _stand_on(self, cell: Cell) -> None:
        self.cursor_cell = cell
        self.setAccessibleDescription(self.words(cell))
        self.update()

    def edit(self, cell: Cell) -> None:
        """Types another seed for a head."""
        self._stand_on(cell)
        row, column = cell
        origin = self.mix.columns[column] if row == HEAD else self.mix.origin_of(row)
        self.field.begin(self.rect_of(*cell), origin.seed)

    @Slot(object)
    def _take_seed(self, seed: int) -> None:
        self.mix.set_head(*self.cursor_cell, Origin.of_seed(seed))

    # -- mouse --------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position().toPoint())
        if cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self._stand_on(cell)
            self._pressed = (cell, event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        cell, start = self._pressed
        far = (event.position().toPoint() - start).manhattanLength() >= QApplication.startDragDistance()
        point = self.mix.point_at(*cell)
        if far and point is not None:
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(mime_of(point))
            if cell in self.shown:
                drag.setPixmap(QPixmap.fromImage(self.shown[cell].scaled(self.side(), self.side())))
            drag.exec(Qt.DropAction.CopyAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if (
            pressed is not None
            and HEAD not in pressed[0]
            and self.cell_at(event.position().toPoint()) == pressed[0]
        ):
            self.mix.take(*pressed[0])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position().toPoint())
        if cell is not None and HEAD in cell and event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            self.edit(cell)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        cell = self.cursor_cell if by_key else self.cell_at(event.pos())
        if cell is not None:
            self._stand_on(cell)
            where = self.mapToGlobal(self.rect_of(*cell).center()) if by_key else event.globalPos()
            self.menu(cell).popup(where)

    def menu(self, cell: Cell) -> QMenu:
        """What can be done with a cell or a head."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Make it the result").triggered.connect(lambda: self.mix.take(*cell))
        if HEAD in cell:
            menu.addAction("Type a seed…\tF2").triggered.connect(lambda: self.edit(cell))
            menu.addAction("Random seed\tR").triggered.connect(lambda: self.mix.randomise(*cell))
            current = menu.addAction("Use the current point")
            current.triggered.connect(lambda: self._use_current(cell))
        return menu

    def _use_current(self, cell: Cell) -> None:
        point = self.mix.explore.point
        if cell == (0, HEAD):
            self.mix.set_first_is_current(True)
        elif point is not None:
            self.mix.drop(*cell, point)

    # -- drops --------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_point(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        cell = self.cell_at(event.position().toPoint())
        self._aim(cell if cell is not None and HEAD in cell else None)
        event.setAccepted(self.target is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(None)

    def dropEvent(self, event: QDropEvent) -> None:
        cell, mime = self.target, event.mimeData()
        self._aim(None)
        dropped = point_in(mime) or picture_in(mime)
        if cell is not None and dropped is not None:
            event.acceptProposedAction()
            self.mix.drop(*cell, dropped)

    def _aim(self, cell: Cell | None) -> None:
        if cell != self.target:
            self.target = cell
            self.update()


def origin_words(origin: Origin) -> str:
    """Where a latent begins, in words."""
    if origin.seed is not None:
        return f"seed {origin.seed:,}"
    return "a blend of seeds" if origin.seeds else "a latent of its own"
