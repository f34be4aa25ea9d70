"""Results become files: read the picture again, finish its translation, write it. In a thread, one after the other."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.disk import plain_sentence
from ganstudio.errors import StudioError
from ganstudio.gui.behind import giving_way
from ganstudio.gui.models.long_tasks import LongTask, LongTasks
from ganstudio.gui.models.translate.item import Finish, Readable, Result
from ganstudio.gui.models.translate.news import Mailbox, NotSaved, Saved
from ganstudio.gui.models.translate.translating import stamp_of
from ganstudio.gui.start.tasks import Report, ShouldStop, Task
from ganstudio.gui.workers import sentence
from ganstudio.resources import gallery_folder

if TYPE_CHECKING:
    from ganstudio.translation.reading import Source


@dataclass(frozen=True)
class Order:
    """One result that shall be a file, finished like that."""

    number: int
    picture: Readable
    result: Result
    finish: Finish


class Saving(QObject):
    """What became of each order comes to the mailbox; `ended` follows the last."""

    ended = Signal()

    def __init__(self, mailbox: Mailbox, tasks: LongTasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox, self._tasks = mailbox, tasks
        self._stop = threading.Event()
        self._task: LongTask | None = None
        self._waiting: list[Order] = []
        self._folders: list[Path] = []  # of what was saved since the last summary
        self._problems: list[str] = []

    @property
    def is_busy(self) -> bool:
        return self._task is not None

    def begin(self, orders: Iterable[Order]) -> None:
        """After those that were given before."""
        self._waiting += orders
        if not self.is_busy and self._waiting:
            orders, self._waiting = self._waiting, []
            self._stop.clear()
            self._task = self._tasks.begin(f"Saving {_results(len(orders))}", self.stop)
            Task(self, self._job(orders)).begin(
                lambda _none: self._end(), lambda _words: self._end(), self._show
            )

    @Slot()
    def stop(self) -> None:
        """What is saved stays; the picture in hand is finished."""
        self._waiting.clear()
        self._stop.set()

    def count(self, news: Saved | NotSaved) -> None:
        """For the summary."""
        if isinstance(news, Saved):
            self._folders.append(news.path.parent)
        else:
            self._problems.append(news.sentence)

    def summary(self) -> tuple[str, Path | None, bool]:
        """One sentence about what was saved and what was not, the folder of the last file, and whether any failed."""
        folders, problems = self._folders, self._problems
        self._folders, self._problems = [], []
        where = f"in {folders[0]}" if len(set(folders)) == 1 else "beside their pictures"
        words = f"Saved {_results(len(folders))} {where}." if folders else ""
        if len(problems) == 1:
            words = f"{words} {problems[0]}".strip()
        elif problems:
            words = f"{words} {_results(len(problems))} could not be saved; their rows say why.".strip()
        return words, folders[-1] if folders else None, bool(problems)

    def close(self) -> None:
        self.stop()
        Task.stop_all(self)

    def _job(self, orders: list[Order]) -> Callable[[Report, ShouldStop], None]:
        def job(report: Report, _should_stop: ShouldStop) -> None:
            for done, order in enumerate(orders, 1):
                if self._stop.is_set():
                    return
                with giving_way():
                    self._mailbox.put(outcome(order))
                report(done, len(orders))

        return job

    @Slot(int, int)
    def _show(self, done: int, total: int) -> None:
        if self._task is not None:
            self._task.update(done / total, f"{done:,} of {total:,}")

    def _end(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.end()
            self.ended.emit()
        self.begin(())


def _results(count: int) -> str:
    return "1 result" if count == 1 else f"{count:,} results"


def outcome(order: Order) -> Saved | NotSaved:
    """Saves one result; whatever is wrong with it is one sentence."""
    name = order.picture.name
    try:
        return Saved(order.number, _saved(order), order.result, order.finish)
    except StudioError as error:
        return NotSaved(order.number, str(error))
    except OSError as error:
        folder = order.finish.output.folder or order.picture.file.parent
        return NotSaved(order.number, str(plain_sentence(error, folder, f"save the result of {name}")))
    except MemoryError:
        return NotSaved(order.number, f"{name} does not fit into memory; close other programs and try again.")
    except Exception as error:
        return NotSaved(order.number, f"The result of {name} could not be saved: {sentence(error)}")


def _saved(order: Order) -> Path:
    from ganstudio.translation.finishing import finished
    from ganstudio.translation.writing import save_result

    source, making, finish = _source(order), order.result.making, order.finish
    manner = replace(
        making.manner,
        strength=finish.strength,
        keep_brightness=finish.keep_brightness,
        keep_alpha=finish.keep_alpha,
    )
    output = finish.output
    if output.folder is None and order.picture.is_without_file:
        output = replace(output, folder=gallery_folder())
    pixels = finished(source.pixels, order.result.pixels(), manner, output.original_size)
    return save_result(source, pixels, output, manner, making.model_name, order.number)


def _source(order: Order) -> "Source":
    """The picture as it was translated. Raises StudioError where the file is another one now."""
    if stamp_of(order.picture.file) != order.result.stamp and order.picture.file.exists():
        raise StudioError(f"{order.picture.name} has changed since it was translated; translate it again.")
    return order.picture.read()
