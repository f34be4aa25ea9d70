"""The sheet of the Explore room: a labelled grid over two or three axes, drawn while one looks."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ganstudio.gui.explore.sheet_axis_row import SheetAxisRow
from ganstudio.gui.explore.sheet_view import SheetView
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.sheet_model import SheetModel, X, Y, Z
from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.card import Surfaced, repolish
from ganstudio.gui.widgets.text import ElidedLabel
from ganstudio.latents.gallery.names import free_path, safe_name
from ganstudio.resources import gallery_folder


class SheetPage(Surfaced):
    """Axes above, the grid below. Pictures come a few at a time and never before the result's."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        super().__init__("canvas", parent)
        self.setObjectName("sheet_page")
        self._explore = explore
        self.model = SheetModel(explore, self)
        self.rows = [SheetAxisRow(self.model, number) for number in (X, Y, Z)]
        self.view = SheetView(self.model)
        self.caption = ElidedLabel("", "caption")
        self.caption.setObjectName("sheet_caption")
        self.export = Button("Export…", "quiet", "download-simple", "Save the sheet as one labelled PNG")
        self.export.setObjectName("sheet_export")
        self._lay_out()
        self.export.clicked.connect(self._ask_export)
        self.view.moved.connect(self._keep_in_view)
        self.model.changed.connect(self._show_state)
        self.model.pictures.changed.connect(self._show_state)
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.see(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.see(False)

    def close_down(self) -> None:
        self.model.close()

    @Slot()
    def _show_state(self) -> None:
        problem = next((words for words in self.model.problems if words), "")
        sheet, missing = self.model.sheet, self.model.pictures.missing
        words = f"{sheet.count:,} pictures" if sheet is not None else ""
        if sheet is not None and missing:
            words = f"{sheet.count - missing:,} of {sheet.count:,} pictures"
        kind = "error" if problem else "caption"
        if self.caption.property("type") != kind:
            self.caption.setProperty("type", kind)
            repolish(self.caption)
        self.caption.setText(problem or words)
        self.export.setEnabled(sheet is not None and not problem)

    @Slot(QRectF)
    def _keep_in_view(self, cell: QRectF) -> None:
        middle, room = cell.center().toPoint(), round(cell.width())
        self._area.ensureVisible(middle.x(), middle.y(), room, room)

    @Slot()
    def _ask_export(self) -> None:
        facts = self._explore.facts
        if facts is None:
            return
        gallery_folder().mkdir(parents=True, exist_ok=True)
        proposed = free_path(gallery_folder(), safe_name(f"{facts.name} sheet"), ".png")
        name, _ = QFileDialog.getSaveFileName(self, "Export the sheet", str(proposed), "PNG (*.png)")
        if name:
            self.model.export(Path(name).with_suffix(".png"))

    def _lay_out(self) -> None:
        axes = QVBoxLayout()
        axes.setSpacing(8)
        for row in self.rows:
            axes.addWidget(row)
        axes.setContentsMargins(24, 8, 16, 0)
        line = QHBoxLayout()
        line.setContentsMargins(24, 0, 16, 0)
        line.setSpacing(16)
        line.addWidget(self.caption, 1)
        line.addWidget(self.export)
        self._area = area = QScrollArea()
        area.setWidget(self.view)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for part in (self.view, area.viewport()):  # the canvas shows through
            part.setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(axes)
        column.addLayout(line)
        column.addWidget(area, 1)
