"""What a menu, a key or a button of the batch means."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage

from ganstudio.gui.models.translate.item import Item
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from ganstudio.gui.models.translate.small_pictures import image_of
from ganstudio.gui.start.tasks import Task

if TYPE_CHECKING:
    from ganstudio.translation.manner import Manner


class BatchDeeds(QObject):
    """`refused` carries one sentence."""

    refused = Signal(str)

    def __init__(self, queue: PictureQueue, parent: QObject) -> None:
        super().__init__(parent)
        self._queue = queue

    def do(self, deed: str, numbers: Sequence[int]) -> None:
        """To these pictures; those that are gone meanwhile are left out."""
        items = [item for number in numbers if (item := self._queue.item(number)) is not None]
        if not items:
            return
        match deed:
            case "show":
                self._queue.select(items[0].number)
            case "retry":
                self._queue.retry(*(item.number for item in items))
            case "save":
                self._queue.save([item.number for item in items])
            case "copy":
                self._copy(items[0])
            case "reveal":
                reveal(items[0].path)
            case "reveal_saved":
                reveal(items[0].saved)
            case "remove":
                self._queue.remove_all([item.number for item in items])

    def close(self) -> None:
        Task.stop_all(self)

    def _copy(self, item: Item) -> None:
        """As it would be saved now, but for transparency."""
        manner = self._queue.manner
        if item.result is not None:
            Task(self, lambda _report, _stop: finished_image(item, manner)).begin(
                _to_clipboard, self.refused.emit
            )


def finished_image(item: Item, manner: "Manner") -> QImage:
    """For a thread. Raises StudioError where the picture or its result cannot be read."""
    from ganstudio.translation.finishing import finished

    before, after = item.before(), item.after()
    if after is None:
        return QImage()
    made_by = item.result.making.manner if item.result is not None else manner
    finish = replace(made_by, strength=manner.strength, keep_brightness=manner.keep_brightness)
    return image_of(finished(before, after, finish))


def _to_clipboard(image: QImage) -> None:
    if not image.isNull():
        QGuiApplication.clipboard().setImage(image)


def reveal(path: Path | None) -> None:
    """Opens the folder of a file, or a folder, in the file manager of the system."""
    if path is not None:
        folder = path if path.is_dir() else path.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
