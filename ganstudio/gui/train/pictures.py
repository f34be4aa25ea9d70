"""The pictures of a run: all samples of a preview, or one of them large; the scrubber says of which step."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from ganstudio.gui.models.run_model import RunModel
from ganstudio.gui.models.sheets import Sheet
from ganstudio.gui.train.preview_grid import PreviewGrid
from ganstudio.gui.train.sample_view import SampleView
from ganstudio.gui.train.scrubber import Scrubber
from ganstudio.gui.train.sheet_store import SheetStore, Source
from ganstudio.gui.widgets.binding import Binding


class Pictures(QStackedWidget):
    """Knows the run and the scrubber. `resized` says that the picture has another shape."""

    resized = Signal()
    refused = Signal(str)
    explore_asked = Signal(int)  # the tile

    def __init__(self, scrubber: Scrubber, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: RunModel | None = None
        self._links = Binding()
        self._scrubber = scrubber
        self._shown: Source | None = None
        self.grid, self.sample, self.store = PreviewGrid(), SampleView(), SheetStore(self)
        self.addWidget(self.grid)
        self.addWidget(self.sample)
        self.store.ready.connect(self._paint)
        self.store.refused.connect(self.refused)
        self.grid.opened.connect(self.look_closer)
        self.sample.closed.connect(self.look_at_all)
        self.sample.stepped.connect(self._go_beside)
        self.sample.moved.connect(scrubber.go_to)
        self.sample.refused.connect(self.refused)
        self.sample.explore_asked.connect(self.explore_asked)
        self.grid.explore_asked.connect(self.explore_asked)
        scrubber.moved.connect(self._show_wanted)
        scrubber.kind_chosen.connect(self.refresh)

    def show_run(self, run: RunModel | None) -> None:
        self._run = run
        self.store.forget()
        self._shown = None
        self.look_at_all()
        self.grid.show_sheet(None)
        if run is None:
            self._links.connect()
            return
        self._links.connect((run.previewed, self.refresh), (run.identified, self._begin_again))
        self._scrubber.follow()
        self.refresh()

    def close_readers(self) -> None:
        self.store.close()
        self.sample.close_readers()

    @Slot()
    def refresh(self, *_ignored: object) -> None:
        """More previews, or those of the other generator."""
        run = self._run
        if run is None:
            return
        self._scrubber.allow_raw(bool(run.raw_previews))
        self._scrubber.show_steps([step for step, _ in self._previews()], run.best_step)
        self._show_wanted()

    @Slot(int)
    def look_closer(self, tile: int) -> None:
        """One sample in place of all."""
        self.grid.chosen = tile
        self.sample.tile = tile
        self.setCurrentWidget(self.sample)
        self.sample.setFocus()
        if self._shown is not None and self.grid.sheet is not None:
            self._show_sample(self._shown, self.grid.sheet)

    @Slot()
    def look_at_all(self) -> None:
        if self.currentWidget() is self.sample:
            self.setCurrentWidget(self.grid)
            self.grid.setFocus()

    # -- what is shown ------------------------------------------------------------------------------------------

    @Slot()
    def _begin_again(self) -> None:
        """A resume may have gone back: its files are written anew."""
        self.store.forget()
        self.refresh()

    def _previews(self) -> list[tuple[int, Path]]:
        if self._run is None:
            return []
        return self._run.raw_previews if self._scrubber.is_raw else self._run.previews

    def _source(self, index: int) -> Source | None:
        """Where a preview comes from; the newest of a training in this window needs no file."""
        run, previews = self._run, self._previews()
        if run is None or not 0 <= index < len(previews):
            return None
        step, path = previews[index]
        newest = run.newest
        if newest is not None and newest.step == step:
            pictures = newest.raw if self._scrubber.is_raw else newest.pictures
            if pictures is not None:
                return Source(step, path, pictures.shape[1], pictures, newest.columns)
        return Source(step, path, run.resolution)

    @Slot()
    def _show_wanted(self, *_ignored: object) -> None:
        source = self._source(self._scrubber.index)
        if source is None:
            self._shown = None
            self.look_at_all()
            self.grid.show_sheet(None)
        else:
            self.store.ask(source)

    @Slot(object, object)
    def _paint(self, source: Source, sheet: Sheet) -> None:
        """While the previews play, whatever comes is shown; else only what is wanted still."""
        wanted = self._source(self._scrubber.index)
        if not self._scrubber.is_playing and wanted != source:
            return
        before = self.grid.sheet
        names = self._run.class_names if self._run is not None else ()
        self._shown = source
        rows_before = self.grid.row_names
        self.grid.show_sheet(sheet, names, self._row_names())
        if rows_before != self.grid.row_names or before is None or before.pixels.shape != sheet.pixels.shape:
            self.resized.emit()
        if self.currentWidget() is self.sample:
            self._show_sample(source, sheet)

    def _row_names(self) -> tuple[str, ...]:
        run = self._run
        if run is None:
            return ()
        return run.preview_rows or (run.newest.rows if run.newest is not None else ())

    def _show_sample(self, source: Source, sheet: Sheet) -> None:
        tile = min(self.sample.tile, sheet.count - 1)
        self.sample.show_tile(sheet, tile, self.grid.words(tile), source, self.grid.row_names)
        found = (self._source(index) for index in range(len(self._previews())))
        self.sample.show_growth([each for each in found if each is not None])

    @Slot(int)
    def _go_beside(self, by: int) -> None:
        tile = self.sample.tile + by
        if 0 <= tile < self.grid.count:
            self.look_closer(tile)
