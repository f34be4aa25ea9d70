"""The list of runs at the left of the Train room."""

from pathlib import Path

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ganstudio.bin import Binned
from ganstudio.gui.models.run_list import RunRow
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.start.find_box import FindBox
from ganstudio.gui.train.run_actions import RunActions
from ganstudio.gui.train.run_menu import reveal_folder, run_menu, runs_menu, why_not_resume
from ganstudio.gui.train.run_rows import (
    CHOSEN,
    COLUMN,
    GROUPS,
    ROW,
    column_of,
    fill_item,
    group_of,
    head_item,
    run_item,
)
from ganstudio.gui.train.runs_list import RunsList
from ganstudio.gui.train.runs_note import ChosenBar, RunsNote
from ganstudio.gui.widgets.button import IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.text import line, section_label, text

__all__ = ["RunsPanel", "reveal_folder"]

WIDTH = 232


class RunsPanel(Surfaced):
    """Opens a run when it is chosen. `resume_asked` carries the folder of one that shall go on, `compare_asked` those
    to set side by side, `duplicate_asked` the RunDraft that a new run begins with."""

    resume_asked = Signal(Path)
    compare_asked = Signal(list)
    duplicate_asked = Signal(object)

    def __init__(self, studio: StudioModel, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.setObjectName("runs_panel")
        self.setFixedWidth(WIDTH)
        self._studio = studio
        self._rows: list[RunRow] = []
        self.chosen: list[Path] = []  # for a comparison, in the order of choosing
        self.actions_ = RunActions(studio, self)
        self.new = IconButton("plus", "New run", "Choose data and a recipe for a new run (Ctrl+N)", size=28)
        self.new.setObjectName("new_run_button")
        self.new.clicked.connect(lambda: studio.show(None))
        self.search = FindBox("Find a run", "Shows the runs whose name, recipe or data contain these letters")
        self.search.setPlaceholderText("Find a run")
        self.search.setObjectName("find_run")
        self.search.setFixedWidth(WIDTH - 25)
        self.search.textChanged.connect(self.refresh)
        self.none = text("", "caption", wrap=True)
        self.none.setContentsMargins(12, 8, 12, 0)
        self.list = RunsList(self.actions_.problem_of)
        self.model = self.list.rows
        self.bar, self.note = ChosenBar(), RunsNote()
        self._lay_out()
        self._connect()
        self.refresh()

    def close_tasks(self) -> None:
        """Ends the threads of this panel."""
        self.actions_.close()

    # -- rows ---------------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self, *_ignored: object) -> None:
        """Rows that look the same stay as they are; while a name is typed, all do."""
        if self.list.is_editing():
            return
        wanted = self.search.text().casefold()
        rows = [
            row
            for row in self._studio.runs.rows
            if wanted in f"{row.name} {self._title(row)} {row.recipe} {row.data}".casefold()
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
        self._choose([path for path in self.chosen if self._studio.runs.row_of(path)])

    @Slot()
    def _rebuild(self) -> None:
        self._rows = []
        self.refresh()

    def _title(self, row: RunRow) -> str:
        return self._studio.recipe_title(row.recipe)

    def _fill(self, rows: list[RunRow]) -> None:
        self.model.clear()
        for group in GROUPS:
            members = [row for row in rows if group_of(row) == group]
            if members:
                self.model.appendRow(head_item(group, column_of(members)))
            for row in members:
                self.model.appendRow(run_item(row, self._title(row)))
        self._mark()
        self._show_chosen()

    def _update(self, rows: list[RunRow]) -> None:
        """The same rows with other numbers: their items stay, so that nothing scrolls or flickers."""
        known = {row.path: row for row in rows}
        for item in (self.model.item(number) for number in range(self.model.rowCount())):
            row = item.data(ROW)
            if row is None:
                item.setData(column_of([each for each in rows if group_of(each) == item.text()]), COLUMN)
            elif known[row.path].key != row.key:
                fill_item(item, known[row.path], self._title(row))

    @Slot()
    def _mark(self, *_ignored: object) -> None:
        """Chooses the row of the run that is shown."""
        shown = self._studio.shown.path if self._studio.shown is not None else None
        self.list.blockSignals(True)
        self.list.setCurrentIndex(self.list.index_of(shown))
        self.list.blockSignals(False)

    # -- choosing several ---------------------------------------------------------------------------------------

    @Slot(Path)
    def _toggle(self, path: Path) -> None:
        """In or out. The first other one takes the run that is shown along, as a list does with its chosen row."""
        if path in self.chosen:
            self._choose([each for each in self.chosen if each != path])
            return
        shown = self._studio.shown
        first = [shown.path] if not self.chosen and shown and self.list.index_of(shown.path).isValid() else []
        self._choose(list(dict.fromkeys([*self.chosen, *first, path])))

    @Slot(Path, Path)
    def _range(self, first: Path, last: Path) -> None:
        ends = sorted(self.list.index_of(path).row() for path in (first, last))
        between = (self.list.path_at(self.model.index(row, 0)) for row in range(ends[0], ends[1] + 1))
        self._choose(list(dict.fromkeys([*self.chosen, *(path for path in between if path)])))

    def _choose(self, paths: list[Path]) -> None:
        if paths != self.chosen:
            self.chosen = paths
            self._show_chosen()

    def _show_chosen(self) -> None:
        for item in (self.model.item(number) for number in range(self.model.rowCount())):
            row = item.data(ROW)
            if row is not None and bool(item.data(CHOSEN)) != (row.path in self.chosen):
                item.setData(row.path in self.chosen, CHOSEN)
        self.bar.show_count(len(self.chosen))

    @Slot()
    def _compare(self) -> None:
        if len(self.chosen) > 1:
            self.compare_asked.emit(list(self.chosen))

    # -- what can be done ---------------------------------------------------------------------------------------

    def menu_of(self, row: RunRow) -> QMenu:
        """What can be done with a run, or with all that are chosen where it is one of several."""
        if row.path in self.chosen and len(self.chosen) > 1:
            paths = list(self.chosen)
            busy = self.actions_.why_busy(paths)
            return runs_menu(self, len(paths), {"bin": busy}, lambda deed: self._do(deed, paths))
        training = self._studio.training if self._studio.is_training else None
        busy, damaged = self.actions_.why_busy([row.path]), "run.json of this run is damaged"
        why_not = {
            "resume": why_not_resume(row, training.name if training else ""),
            "rename": busy,
            "bin": busy,
        }
        if row.state == "damaged":
            why_not |= {"duplicate": damaged, "export": damaged}
        is_chosen = row.path in self.chosen
        return run_menu(
            self, is_chosen, why_not, lambda deed: self._do(deed, [row.path]), translates=bool(row.domains)
        )

    @Slot(Path, QPoint)
    def _show_menu(self, path: Path, where: QPoint) -> None:
        row = self._studio.runs.row_of(path)
        if row is not None:
            self.menu_of(row).popup(where)

    def _do(self, deed: str, paths: list[Path]) -> None:
        """What a menu or a key means."""
        self.note.clear()
        path = paths[0]
        match deed:
            case "open":
                self._studio.open_run(path)
            case "explore":
                row = self._studio.runs.row_of(path)
                go = self._studio.translate_run if row and row.domains else self._studio.explore_run
                go(path)
            case "resume":
                self.resume_asked.emit(path)
            case "duplicate":
                self.actions_.duplicate(path)
            case "compare":
                self._toggle(path)
            case "compare_all":
                self._compare()
            case "rename":
                self.list.rename(path)
            case "folder":
                reveal_folder(path)
            case "export":
                self._ask_export(paths)
            case "bin":
                self.actions_.move_to_bin(paths)

    def _ask_export(self, paths: list[Path]) -> None:
        dialog = QFileDialog(self.window(), "Export to TensorBoard: choose a folder", str(Path.home()))
        dialog.setObjectName("export_dialog")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.actions_.export(paths, Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _say_binned(self, binned: list[Binned]) -> None:
        name = binned[0].path.name if len(binned) == 1 else f"{len(binned)} runs"
        can_undo = bool(binned) and all(each.place is not None for each in binned)
        undo = (lambda: self.actions_.restore(binned)) if can_undo else None
        self.note.say(f"{name} is in the bin.", "Undo", "Take it out of the bin again", undo)

    def _say_exported(self, folder: Path) -> None:
        words = f"Exported. Look at it with: tensorboard --logdir {folder}"
        self.note.say(words, "Show", "Open the folder", lambda: reveal_folder(folder))

    def _connect(self) -> None:
        studio, actions = self._studio, self.actions_
        studio.runs.changed.connect(self.refresh)
        studio.shown_changed.connect(self._mark)
        studio.library_loaded.connect(self._rebuild)
        self.list.opened.connect(studio.open_run)
        self.list.toggled.connect(self._toggle)
        self.list.ranged.connect(self._range)
        self.list.menu_asked.connect(self._show_menu)
        self.list.binned.connect(lambda path: self._do("bin", self.chosen if path in self.chosen else [path]))
        self.list.delegate.renamed.connect(actions.rename)
        self.list.delegate.typed.connect(self.note.refuse)
        self.list.delegate.closeEditor.connect(lambda *_: self.refresh())
        self.bar.asked.connect(self._compare)
        self.bar.cleared.connect(lambda: self._choose([]))
        actions.refused.connect(self.note.refuse)
        actions.binned.connect(self._say_binned)
        actions.exported.connect(self._say_exported)
        actions.duplicated.connect(self.duplicate_asked)

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
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(box)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        column.addWidget(self.bar)
        column.addWidget(self.note)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(line("v"))


def _place(row: RunRow) -> tuple[Path, str]:
    """What decides where a row stands."""
    return row.path, group_of(row)
