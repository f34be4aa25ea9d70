"""What is done with many files at once: copies in and out, sheets, the bin and back. Files move in threads."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from ganstudio.bin import Binned
from ganstudio.gui.models.long_tasks import LongTask, LongTasks
from ganstudio.gui.start.tasks import Job, Task
from ganstudio.latents.gallery.contact_sheet import save_sheet
from ganstudio.latents.gallery.files import bin_files, copy_files, pictures_in, unbin_files
from ganstudio.latents.gallery.item import Item


class GalleryDeeds(QObject):
    """`came`: files that are new in the folder; `exported`: their folder and how many; `binned`: what may come back;
    `done` after each deed, however it ended."""

    came = Signal(list)
    exported = Signal(Path, int)
    binned = Signal(list)
    nothing_found = Signal()
    refused = Signal(str)
    done = Signal()

    def __init__(self, folder: Path, tasks: LongTasks | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._tasks = folder, tasks

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Copies pictures, and those in folders, into the gallery."""
        folder = self._folder

        def keep(made: list[Path]) -> None:
            if made:
                self.came.emit(made)
            else:
                self.nothing_found.emit()

        self._begin(
            "Importing pictures",
            lambda report, stop: copy_files(pictures_in(paths), folder, report, stop),
            keep,
        )

    def export(self, items: Sequence[Item], out: Path) -> None:
        """Copies pictures into a folder."""
        paths = [item.path for item in items]
        self._begin(
            f"Exporting {len(paths)} pictures",
            lambda report, stop: copy_files(paths, out, report, stop),
            lambda made: self.exported.emit(out, len(made)),
        )

    def make_sheet(self, items: Sequence[Item]) -> None:
        """One picture of all, labelled, in the gallery."""
        chosen, folder = list(items), self._folder
        self._begin(
            "Making a grid",
            lambda report, stop: save_sheet(chosen, folder, report, stop),
            lambda path: self.came.emit([path] if path is not None else []),
        )

    def move_to_bin(self, items: Sequence[Item]) -> None:
        paths = [item.path for item in items]
        self._begin("", lambda _report, stop: bin_files(paths, stop), self.binned.emit)

    def restore(self, binned: Sequence[Binned]) -> None:
        """Takes files out of the bin again."""
        self._begin("", lambda _report, _stop: unbin_files(binned), self.came.emit)

    def close(self) -> None:
        Task.stop_all(self)

    def _begin(self, name: str, job: Job, keep: Callable[[Any], None]) -> None:
        """In a thread; the bar at the bottom shows how far it is, and stops it, where it has a name."""
        task, long = Task(self, job), list[LongTask]()

        def end(say: Callable[[], None]) -> None:
            for each in long:
                each.end()
            say()
            self.done.emit()

        def cancel() -> None:
            task.stop()
            end(lambda: None)

        if name and self._tasks is not None:
            long.append(self._tasks.begin(name, cancel))
        task.begin(
            lambda answer: end(lambda: keep(answer)),
            lambda sentence: end(lambda: self.refused.emit(sentence)),
            lambda done, total: long[0].update(done / total) if long and total else None,
        )
