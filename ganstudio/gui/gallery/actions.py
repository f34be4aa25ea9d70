"""What is done with the chosen pictures, whoever asks: a key, a button, a menu."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.bin import Binned
from ganstudio.gui.gallery.clipboard import files_as_data, play, point_text, read_image, reveal
from ganstudio.gui.gallery.note import Note
from ganstudio.gui.gallery.side_panel import NO_POINT
from ganstudio.gui.gallery.tray import why_not_blend
from ganstudio.gui.models.gallery_model import GalleryModel
from ganstudio.gui.start.tasks import Task
from ganstudio.gui.widgets.file_dialog import ask_open
from ganstudio.latents.gallery.item import FORMATS, Item, read_item


class GalleryActions(QObject):
    """Knows the gallery and says in the note what was done. What other rooms or pages do goes out by signals."""

    restore_asked = Signal(Path)
    blend_asked = Signal(list)
    large_asked = Signal()
    compare_asked = Signal()
    rename_asked = Signal()

    def __init__(self, gallery: GalleryModel, note: Note, room: QWidget) -> None:
        super().__init__(room)
        self._gallery, self._note, self._room = gallery, note, room
        gallery.refused.connect(note.refuse)
        gallery.deeds.refused.connect(note.refuse)
        gallery.deeds.binned.connect(self._say_binned)
        gallery.deeds.exported.connect(self._say_exported)
        gallery.deeds.nothing_found.connect(self._say_nothing_found)

    def close(self) -> None:
        """Ends every thread."""
        Task.stop_all(self)

    @Slot(str)
    def act(self, deed: str) -> None:
        """A deed of `item_menu` for what is chosen."""
        current = self._gallery.current
        about = self._gallery.chosen or [item for item in (current,) if item]
        if not about:
            return
        one = (current or about[0]).path
        deeds: dict[str, Callable[[], None]] = {
            "restore": lambda: self.open_item(one), "large": self.large_asked.emit, "play": lambda: play(one),
            "copy": lambda: self._copy(about), "point": lambda: self.copy_point(one),
            "rename": self.rename_asked.emit, "reveal": lambda: reveal(one),
            "export": lambda: self._ask_folder(about),
            "bin": lambda: self._gallery.deeds.move_to_bin(about), "compare": self.compare_asked.emit,
            "blend": self._blend, "grid": lambda: self._gallery.deeds.make_sheet(about),
        }  # fmt: skip
        deeds[deed]()

    @Slot(Path)
    def open_item(self, path: Path) -> None:
        """Restores a point; a clip plays; anything else is looked at closely."""
        item = self._gallery.items.get(path)
        if item is None:
            return
        if not item.is_read:
            item = read_item(item)  # one that has just been saved: its head alone, at once
        if item.has_point:
            self.restore_asked.emit(path)
        elif item.kind == "video":
            play(path)
        else:
            self._note.say(NO_POINT)
            self.large_asked.emit()

    @Slot(Path)
    def copy_point(self, path: Path) -> None:
        def keep(words: str) -> None:
            QGuiApplication.clipboard().setText(words)
            self._note.say("The point is copied as text.")

        Task(self, lambda _report, _stop: point_text(path)).begin(keep, self._note.refuse)

    @Slot()
    def open_folder(self) -> None:
        """Makes it if need be: a person may want to put pictures there."""
        self._gallery.folder.mkdir(parents=True, exist_ok=True)
        reveal(self._gallery.folder)

    @Slot()
    def ask_import(self) -> None:
        endings = " ".join(f"*{ending}" for ending in FORMATS)
        mode = QFileDialog.FileMode.ExistingFiles
        self._ask("Import pictures", mode, self._gallery.deeds.bring_in, f"Pictures and clips ({endings})")

    def _ask_folder(self, items: list[Item]) -> None:
        mode = QFileDialog.FileMode.Directory
        deeds = self._gallery.deeds
        self._ask("Export: choose a folder", mode, lambda paths: deeds.export(items, paths[0]))

    def _ask(
        self, title: str, mode: QFileDialog.FileMode, act: Callable[[list[Path]], Any], kinds: str = ""
    ) -> None:
        ask_open(self._room, title, kinds, act, mode).setObjectName("gallery_dialog")

    def _blend(self) -> None:
        chosen = self._gallery.chosen
        if not why_not_blend(chosen):
            self.blend_asked.emit([item.path for item in chosen])

    def _copy(self, items: list[Item]) -> None:
        """Files at once; the pixels of a single picture as soon as they are read."""
        paths = [item.path for item in items]
        QGuiApplication.clipboard().setMimeData(files_as_data(paths))
        if len(paths) > 1:
            self._note.say(f"{len(paths)} files are copied.")
            return

        def keep(image: QImage) -> None:
            QGuiApplication.clipboard().setMimeData(files_as_data(paths, image))
            self._note.say(f"{paths[0].stem} is copied.")

        Task(self, lambda _report, _stop: read_image(paths[0])).begin(keep, self._note.refuse)

    @Slot(list)
    def _say_binned(self, binned: list[Binned]) -> None:
        names = [each.path.stem for each in binned if each.path.suffix.lower() in FORMATS]
        if not names:
            return
        can_undo = all(each.place is not None for each in binned)
        undo = (lambda: self._gallery.deeds.restore(binned)) if can_undo else None
        words = f"{names[0]} is" if len(names) == 1 else f"{len(names)} pictures are"
        self._note.say(f"{words} in the bin.", "Undo", "Take it out of the bin again", undo)

    @Slot(Path, int)
    def _say_exported(self, folder: Path, count: int) -> None:
        words = "1 picture is" if count == 1 else f"{count} pictures are"
        self._note.say(f"{words} in {folder.name}.", "Show", "Open the folder", lambda: reveal(folder))

    @Slot()
    def _say_nothing_found(self) -> None:
        self._note.refuse("There was no picture among these; nothing is imported.")
