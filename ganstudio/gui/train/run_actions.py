"""What is done with runs from the list: another name, the bin, TensorBoard, a duplicate. Files move in threads."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ganstudio.bin import Binned
from ganstudio.gui.models.long_tasks import LongTask
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.start.request import draft_of
from ganstudio.gui.start.tasks import Report, ShouldStop, Task
from ganstudio.training.run_care import bin_run, name_problem, rename_run, unbin_run


class RunActions(QObject):
    """`renamed` carries a run before and after; `binned` what lies in the bin now; `duplicated` a RunDraft."""

    renamed = Signal(Path, Path)
    binned = Signal(object)  # list[Binned]
    restored = Signal(object)  # list[Path]
    exported = Signal(Path)
    duplicated = Signal(object)
    refused = Signal(str)

    def __init__(self, studio: StudioModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._studio = studio

    def problem_of(self, path: Path, name: str) -> str:
        """Why a run cannot have that name; empty when it can."""
        return name_problem(name, path.parent, own=path.name) or self.why_busy([path])

    def why_busy(self, paths: Sequence[Path]) -> str:
        """Why nothing can be done with these runs now: one of them trains."""
        rows = (self._studio.runs.row_of(path) for path in paths)
        busy = (
            row.name for row in rows if row and row.state in ("running", "preparing", "paused", "stopping")
        )
        name = next(busy, "")
        return f"{name} is training; stop it first." if name else ""

    def rename(self, path: Path, name: str) -> None:
        if problem := self.problem_of(path, name):
            self.refused.emit(problem)
            return
        Task(self, lambda _report, _stop: rename_run(path, name)).begin(
            lambda target: self._keep_name(path, target), self.refused.emit
        )

    def move_to_bin(self, paths: Sequence[Path]) -> None:
        if problem := self.why_busy(paths):
            self.refused.emit(problem)
            return

        def job(_report: Report, should_stop: ShouldStop) -> list[Binned]:
            return [bin_run(path) for path in paths if not should_stop()]

        Task(self, job).begin(self._keep_bin, self._refuse_bin)

    def restore(self, binned: Sequence[Binned]) -> None:
        """Takes runs out of the bin again."""

        def job(_report: Report, _should_stop: ShouldStop) -> list[Path]:
            return [unbin_run(each) for each in binned]

        Task(self, job).begin(self._keep_restored, self._refuse_bin)

    def export(self, paths: Sequence[Path], out: Path) -> None:
        """Writes runs for TensorBoard; the bar at the bottom shows how far that is, and stops it."""
        name = paths[0].name if len(paths) == 1 else f"{len(paths)} runs"
        long: LongTask | None = None

        def job(report: Report, should_stop: ShouldStop) -> Path:
            from ganstudio.training.tensorboard import export

            return export(paths, out, report, should_stop)

        def end(say: Callable[[], None]) -> None:
            if long is not None:
                long.end()
            say()

        task = Task(self, job)

        def cancel() -> None:
            task.stop()
            end(lambda: None)

        long = self._studio.tasks.begin(f"Exporting {name}", cancel)
        task.begin(
            lambda folder: end(lambda: self.exported.emit(folder)),
            lambda sentence: end(lambda: self.refused.emit(sentence)),
            lambda done, total: long.update(done / total if total else None),
        )

    def duplicate(self, path: Path) -> None:
        Task(self, lambda _report, _stop: draft_of(path)).begin(self.duplicated.emit, self.refused.emit)

    def close(self) -> None:
        """Ends every thread; needed before the program ends."""
        Task.stop_all(self)

    # -- what comes back ----------------------------------------------------------------------------------------

    def _keep_name(self, before: Path, after: Path) -> None:
        runs = self._studio.runs
        is_elsewhere = before in runs.others
        runs.forget(before)
        if is_elsewhere:
            runs.add(after)
        shown = self._studio.shown
        if shown is not None and shown.path == before:
            self._studio.open_run(after)
        self.renamed.emit(before, after)

    def _keep_bin(self, binned: list[Binned]) -> None:
        gone = {each.path for each in binned}
        shown = self._studio.shown
        if shown is not None and shown.path in gone:
            self._show_neighbour(shown.path, gone)
        for path in gone:
            self._studio.runs.forget(path)
        self.binned.emit(binned)

    def _show_neighbour(self, path: Path, gone: set[Path]) -> None:
        """What stood beside a run that is gone now; the start page where nothing is left."""
        paths = [row.path for row in self._studio.runs.rows]
        at = paths.index(path) if path in paths else 0
        left = [each for each in [*paths[at:], *reversed(paths[:at])] if each not in gone]
        if left:
            self._studio.open_run(left[0])
        else:
            self._studio.show(None)

    def _keep_restored(self, paths: list[Path]) -> None:
        for path in paths:
            self._studio.runs.add(path)
        self._studio.runs.refresh()
        self.restored.emit(paths)

    def _refuse_bin(self, sentence: str) -> None:
        self._studio.runs.refresh()
        self.refused.emit(sentence)
