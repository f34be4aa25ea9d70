"""The left side of the Translate room: where pictures are dropped, and what has become of each."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from ganstudio.gui.gallery.note import Note
from ganstudio.gui.models.translate.item import State
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from ganstudio.gui.translate.batch_deeds import BatchDeeds, reveal
from ganstudio.gui.translate.batch_list import BatchList
from ganstudio.gui.translate.batch_menu import batch_menu
from ganstudio.gui.translate.drop_zone import DropZone
from ganstudio.gui.translate.incoming import take, take_clipboard
from ganstudio.gui.widgets.button import Button, IconButton
from ganstudio.gui.widgets.card import Surfaced
from ganstudio.gui.widgets.file_dialog import ask_open
from ganstudio.gui.widgets.text import line, section_label, text

WIDTH = 288
ENDINGS = "png jpg jpeg jpe jfif tif tiff webp bmp gif avif ppm pgm tga"
KINDS = f"Pictures ({' '.join('*.' + ending for ending in ENDINGS.split())});;All files (*)"


class PicturesPanel(Surfaced):
    """Knows the queue, which finds out what was dropped."""

    def __init__(self, queue: PictureQueue, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self.setObjectName("pictures_panel")
        self.setFixedWidth(WIDTH)
        self._queue = queue
        self.deeds = BatchDeeds(queue, self)
        self.count = text("", "label")
        self.count.setObjectName("pictures_count")
        self.more = IconButton("dots-three", "More", "What else can be done with these pictures", size=28)
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self.menu)
        self.zone = DropZone()
        self.list = BatchList(queue)
        self.note = Note()
        self.note.setObjectName("pictures_note")
        self.clear_button = Button("Clear", "quiet", "trash", "Take every picture out of the list")
        self.clear_button.setObjectName("clear_button")
        self.retry_button = Button("Retry failed", "quiet", tip="Read and translate those anew that failed")
        self.retry_button.setObjectName("retry_failed_button")
        self._lay_out()
        self._connect()
        self.refresh()

    def close_tasks(self) -> None:
        """Ends the threads of this panel."""
        self.deeds.close()

    # -- what comes in --------------------------------------------------------------------------------------------

    @Slot(QMimeData)
    def take_mime(self, mime: QMimeData) -> bool:
        """Whatever was dropped on the room. Whether there was anything to take."""
        return take(self._queue, mime)

    @Slot()
    def paste(self) -> bool:
        """The same from the clipboard."""
        has_taken = take_clipboard(self._queue)
        if not has_taken:
            self.note.refuse("The clipboard holds no picture and no file; copy one first.")
        return has_taken

    @Slot()
    def ask_files(self) -> QFileDialog:
        """Lets a person choose pictures; the window goes on meanwhile."""
        dialog = ask_open(self, "Open pictures", KINDS, self._queue.add, QFileDialog.FileMode.ExistingFiles)
        dialog.setObjectName("pictures_dialog")
        return dialog

    @Slot()
    def ask_folder(self) -> QFileDialog:
        dialog = ask_open(
            self, "Open a folder of pictures", "", self._queue.add, QFileDialog.FileMode.Directory
        )
        dialog.setObjectName("pictures_dialog")
        return dialog

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    # -- what is shown --------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Counts and buttons; the rows show themselves."""
        queue, total = self._queue, len(self._queue.items)
        done, failed = queue.count(State.DONE), queue.count(State.REFUSED)
        words = f"{done:,} of {total:,} done" if total else ""
        self.count.setText("Looking for pictures" if queue.is_gathering and not total else words)
        self.count.setToolTip(f"{failed:,} could not be translated; their rows say why" if failed else "")
        self.clear_button.setEnabled(bool(total))
        self.retry_button.setEnabled(bool(failed))
        self.clear_button.setToolTip("Take every picture out of the list" if total else "The list is empty")
        self.retry_button.setToolTip(
            "Read and translate those anew that failed, once their files are mended"
            if failed
            else "None has failed"
        )

    @Slot()
    def clear(self) -> None:
        """Takes all out, at once where nothing is lost; results that are in no file are worth a question."""
        unsaved = len(self._queue.unsaved)
        if not unsaved:
            self._clear()
            return
        words = "1 result is not saved." if unsaved == 1 else f"{unsaved:,} results are not saved."
        tip = "Take every picture out of the list; its result is gone then"
        self.note.say(words, "Clear anyway", tip, self._clear, is_bad=True)

    def _clear(self) -> None:
        self.note.hide()
        self._queue.clear()

    @Slot(str, object)
    def _tell(self, words: str, folder: Path | None) -> None:
        if folder is None:
            self.note.say(words)
        else:
            self.note.say(words, "Show folder", "Open the folder in the file manager", lambda: reveal(folder))

    def menu_of(self, numbers: Sequence[int]) -> QMenu:
        """What can be done with these pictures."""
        items = [item for number in numbers if (item := self._queue.item(number)) is not None]
        return batch_menu(self, items, lambda deed: self.deeds.do(deed, numbers))

    @Slot(list, QPoint)
    def _show_menu(self, numbers: list[int], where: QPoint) -> None:
        self.menu_of(numbers).popup(where)

    def _fill_menu(self) -> None:
        queue = self._queue
        self.menu.clear()
        self.menu.addAction("Open pictures…").triggered.connect(lambda: self.ask_files())
        self.menu.addAction("Open a folder…").triggered.connect(lambda: self.ask_folder())
        self.menu.addAction("Paste\tCtrl+V").triggered.connect(lambda: self.paste())
        self.menu.addSeparator()
        failed = [item.number for item in queue.those(State.REFUSED)]
        saved = [item.number for item in queue.items if item.saved is not None]
        remove_failed = self.menu.addAction("Remove those that failed")
        remove_failed.setEnabled(bool(failed))
        remove_failed.triggered.connect(lambda: queue.remove_all(failed))
        remove_saved = self.menu.addAction("Remove those that are saved")
        remove_saved.setEnabled(bool(saved))
        remove_saved.triggered.connect(lambda: queue.remove_all(saved))

    def _connect(self) -> None:
        queue = self._queue
        queue.changed.connect(self.refresh)
        queue.told.connect(self._tell)
        queue.refused.connect(self.note.refuse)
        self.deeds.refused.connect(self.note.refuse)
        self.zone.dropped.connect(self.take_mime)
        self.zone.asked.connect(self.ask_files)
        self.list.asked.connect(self.deeds.do)
        self.list.menu_asked.connect(self._show_menu)
        self.clear_button.clicked.connect(self.clear)
        self.retry_button.clicked.connect(queue.retry_failed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 12, 10)
        head.setSpacing(8)
        head.addWidget(section_label("Pictures"))
        head.addStretch(1)
        head.addWidget(self.count)
        head.addWidget(self.more)
        zone = QVBoxLayout()
        zone.setContentsMargins(12, 0, 12, 8)
        zone.addWidget(self.zone)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 8, 8, 8)
        foot.addWidget(self.clear_button)
        foot.addStretch(1)
        foot.addWidget(self.retry_button)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(zone)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        column.addWidget(line())
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(column, 1)
        row.addWidget(line("v"))
