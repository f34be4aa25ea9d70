"""The list of runs at the left of the Train room."""

from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QIcon, QStandardItemModel
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QMenu, QVBoxLayout, QWidget

from ganstudio.gui import theme
from ganstudio.gui.icons import icon
from ganstudio.gui.models.run_list import RunRow
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.train.run_rows import GROUPS, ROW, RunDelegate, fill_item, group_of, head_item, run_item
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import describe, line, section_label, text

WIDTH = 232


class RunsPanel(Surfaced):
    """Opens a run when it is chosen; `resume_asked` carries the folder of one that shall go on."""

    resume_asked = Signal(Path)

    def __init__(self, studio: StudioModel, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.setObjectName("runs_panel")
        self.setFixedWidth(WIDTH)
        self._studio = studio
        self._rows: list[RunRow] = []
        self.new = IconButton("plus", "New run", "Choose data and a recipe for a new run (Ctrl+N)", size=28)
        self.new.setObjectName("new_run_button")
        self.new.clicked.connect(lambda: studio.show(None))
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a run")
        self.search.setObjectName("find_run")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedHeight(28)
        describe(self.search, "Find a run", "Shows the runs whose name, recipe or data contain these letters")
        self._glass = self.search.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.refresh)
        self.none = text("", "caption", wrap=True)
        self.none.setContentsMargins(12, 8, 12, 0)
        self._make_list()
        self._lay_out()
        self._draw_glass()
        studio.runs.changed.connect(self.refresh)
        studio.shown_changed.connect(self._mark)
        studio.library_loaded.connect(self._rebuild)
        self.refresh()

    @Slot()
    def refresh(self, *_ignored: object) -> None:
        """Rows that look the same stay as they are."""
        wanted = self.search.text().casefold()
        rows = [
            row
            for row in self._studio.runs.rows
            if wanted in f"{row.name} {row.recipe} {row.data}".casefold()
        ]
        if [_place(row) for row in rows] != [_place(row) for row in self._rows]:
            self._fill(rows)
        elif [row.key for row in rows] != [row.key for row in self._rows]:
            self._update(rows)
        self._rows = rows
        if rows:
            self.none.setText("")
        elif self._studio.runs.is_read:
            self.none.setText("No run has this in its name." if wanted else "Your runs will be listed here.")
        self.none.setVisible(not rows)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in theme.RESTYLED and hasattr(self, "_glass"):
            self._draw_glass()

    @Slot()
    def _rebuild(self) -> None:
        self._rows = []
        self.refresh()

    def _draw_glass(self) -> None:
        self._glass.setIcon(icon("magnifying-glass", "text3"))

    def _fill(self, rows: list[RunRow]) -> None:
        self.model.clear()
        for group in GROUPS:
            members = [row for row in rows if group_of(row) == group]
            if members:
                self.model.appendRow(head_item(group))
            for row in members:
                self.model.appendRow(run_item(row, self._studio.recipe_title(row.recipe)))
        self._mark()

    def _update(self, rows: list[RunRow]) -> None:
        """The same rows with other numbers: their items stay, so that nothing scrolls or flickers."""
        known = {row.path: row for row in rows}
        for number in range(self.model.rowCount()):
            item = self.model.item(number)
            row = item.data(ROW)
            if row is not None and known[row.path].key != row.key:
                fill_item(item, known[row.path], self._studio.recipe_title(row.recipe))

    @Slot()
    def _mark(self, *_ignored: object) -> None:
        """Chooses the row of the run that is shown."""
        shown = self._studio.shown.path if self._studio.shown is not None else None
        self.list.blockSignals(True)
        self.list.clearSelection()
        for number in range(self.model.rowCount()):
            index = self.model.index(number, 0)
            row = index.data(ROW)
            if row is not None and row.path == shown:
                self.list.setCurrentIndex(index)
        self.list.blockSignals(False)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None:
            self._studio.open_run(row.path)

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        row = self.list.indexAt(where).data(ROW)
        if row is not None:
            menu = self.menu_of(row)
            menu.popup(self.list.viewport().mapToGlobal(where))

    def menu_of(self, row: RunRow) -> QMenu:
        """What can be done with a run."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open").triggered.connect(lambda: self._studio.open_run(row.path))
        resume = menu.addAction("Resume")
        resume.triggered.connect(lambda: self.resume_asked.emit(row.path))
        resume.setEnabled(
            row.state in ("stopped", "interrupted", "finished") and not self._studio.is_training
        )
        reveal = menu.addAction("Show its folder")
        reveal.triggered.connect(lambda: reveal_folder(row.path))
        return menu

    def _make_list(self) -> None:
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setObjectName("runs_list")
        self.list.setModel(self.model)
        self.list.setItemDelegate(RunDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        describe(self.list, "Runs", "Every run; Enter opens one, the menu key shows what can be done with it")
        self.list.clicked.connect(self._open)
        self.list.activated.connect(self._open)
        self.list.customContextMenuRequested.connect(self._show_menu)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 10)
        head.addWidget(section_label("Runs"))
        head.addStretch(1)
        head.addWidget(self.new)
        box = QVBoxLayout()
        box.setContentsMargins(12, 0, 12, 8)
        box.addWidget(self.search)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(box)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(line("v"))


def _place(row: RunRow) -> tuple[Path, str]:
    """What decides where a row stands."""
    return row.path, group_of(row)


def reveal_folder(path: Path) -> None:
    """Opens the folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
