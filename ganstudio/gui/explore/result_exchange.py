"""Pictures and points that come to the view and leave it: drops, the clipboard, dragging out, the menu."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPoint, QSize, Qt, QTemporaryDir, QUrl, Signal, Slot
from PySide6.QtGui import QDrag, QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from ganstudio.disk import plain_sentence
from ganstudio.errors import StudioError
from ganstudio.gui.explore.keeping import copy_point, save_picture
from ganstudio.gui.explore.point_mime import POINT, mime_of, picture_in, point_in
from ganstudio.gui.icons import icon
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.train.preview_grid import image_of
from ganstudio.gui.train.run_menu import reveal_folder
from ganstudio.gui.workers import Reader
from ganstudio.latents.gallery.png_text import text_of
from ganstudio.latents.point import LatentPoint
from ganstudio.resources import gallery_folder

if TYPE_CHECKING:
    from ganstudio.gui.explore.result_face import ResultFace
    from ganstudio.latents.model import Model

KEY = "ganstudio.point"  # of the text in a PNG that carries a point
PICTURES = {".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"}
THUMB = 96  # px beside the pointer


class Exchange(QObject):
    """`photo_found` carries a Path or QImage that is no picture of a model; `pin_asked` is chosen in the menu."""

    photo_found = Signal(object)
    pin_asked = Signal()
    translate_asked = Signal(QImage, str)  # the picture and what it is called

    def __init__(self, explore: ExploreModel, view: "ResultFace") -> None:
        super().__init__(view)
        self._explore, self._view = explore, view
        self._reader = Reader(self)
        self._reader.answered.connect(self._sort)
        self._reader.refused.connect(lambda _number, words: explore.refused.emit(words))
        self._folder: QTemporaryDir | None = None

    def close(self) -> None:
        self._reader.close()

    # -- in -------------------------------------------------------------------------------------------------------

    def takes(self, mime: QMimeData) -> bool:
        """Whether a drag may be dropped on the picture; folders and models are the room's."""
        return mime.hasFormat(POINT) or mime.hasImage() or _file_in(mime) is not None

    def take(self, mime: QMimeData, words: str = "Dropped point") -> None:
        point, file = point_in(mime), _file_in(mime)
        if point is not None:
            self.go_to(point, words)
        elif file is not None:
            self.open_file(file)
        elif mime.hasImage():
            self.photo_found.emit(QImage(mime.imageData()))

    def go_to(self, point: LatentPoint, words: str) -> None:
        facts = self._explore.facts
        if facts is None:
            return
        if facts.fits(point):
            self._explore.change(words, point)
        else:
            self._explore.refused.emit(
                f"{facts.name} cannot show this point: it belongs to a model of another kind. Open that model first."
            )

    def open_file(self, file: Path) -> None:
        """Restores the point of a saved picture; tells of any other."""
        self._reader.ask(partial(_carries_point, file))

    @Slot(int, object)
    def _sort(self, number: int, answer: tuple[Path, bool]) -> None:
        if self._reader.is_newest(number):
            file, has_point = answer
            self._explore.open_picture(file) if has_point else self.photo_found.emit(file)

    @Slot()
    def paste(self) -> None:
        mime = QGuiApplication.clipboard().mimeData()
        if mime is not None:
            self.take(mime, "Pasted point")

    # -- out ------------------------------------------------------------------------------------------------------

    @Slot()
    def copy_picture(self) -> None:
        """The pixels alone, as other programs paste them."""
        picture = self._view.picture
        if picture is not None:
            QGuiApplication.clipboard().setImage(image_of(picture.pixels))

    @Slot()
    def send_to_translate(self) -> None:
        picture, facts = self._view.picture, self._explore.facts
        if picture is not None and facts is not None:
            self.translate_asked.emit(image_of(picture.pixels), facts.name)

    def drag_out(self, source: QWidget, is_held: Callable[[], bool]) -> None:
        """Writes the point's PNG, then drags it if it is still held: other programs get a file, this one the point."""
        point = self._explore.point
        if point is None:
            return
        if self._folder is None:
            self._folder = QTemporaryDir()
        folder = Path(self._folder.path())
        self._explore.ask(
            "drag out", partial(_written, point, folder, 0), partial(self._carry, source, point, is_held)
        )

    def _carry(self, source: QWidget, point: LatentPoint, is_held: Callable[[], bool], path: Path) -> None:
        if is_held():
            self.drag_of(source, point, path).exec(Qt.DropAction.CopyAction)

    def drag_of(self, source: QWidget, point: LatentPoint, path: Path) -> QDrag:
        """What is dragged: the file, the point, and its picture beside the pointer."""
        mime = mime_of(point)
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        drag = QDrag(source)
        drag.setMimeData(mime)
        picture = self._view.picture
        if picture is not None:
            shown = QPixmap.fromImage(image_of(picture.pixels))
            drag.setPixmap(shown.scaled(QSize(THUMB, THUMB), Qt.AspectRatioMode.KeepAspectRatio))
        return drag

    # -- the menu -------------------------------------------------------------------------------------------------

    def open_menu(self, where: QPoint) -> None:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(where)

    def fill(self, menu: QMenu) -> None:
        """What can be done with the picture."""
        has_picture = self._view.picture is not None
        is_pinned = self._explore.pinned is not None
        self._add(menu, "Save picture", "download-simple", self.save, has_picture)
        self._add(menu, "Save with a star", "star", self.save_starred, has_picture)
        self._add(menu, "Show saved pictures", "folder-open", self.reveal, True)
        menu.addSeparator()
        self._add(menu, "Copy picture", "image", self.copy_picture, has_picture)
        self._add(menu, "Copy point", "copy", lambda: copy_point(self._explore), has_picture)
        self._add(menu, "Translate picture", "arrows-left-right", self.send_to_translate, has_picture)
        self._add(menu, "Paste point or picture", "clipboard", self.paste, self._can_paste())
        menu.addSeparator()
        self._add(menu, "Pin this picture", "push-pin", self.pin_asked.emit, has_picture)
        self._add(menu, "Unpin", "push-pin-slash", lambda: self._explore.pin(None), is_pinned)
        self._add(menu, "Go to the pinned point", "arrow-bend-up-left", self._go_to_pinned, is_pinned)

    @Slot()
    def save(self) -> None:
        save_picture(self._explore)

    @Slot()
    def save_starred(self) -> None:
        """Into the gallery with a star."""
        point = self._explore.point
        if point is not None:
            self._explore.ask("save starred", partial(_written, point, None, 1), self._tell_starred)

    def _tell_starred(self, path: Path) -> None:
        self._explore.told.emit(f"Saved as {path.name} in the gallery, with a star.")

    @Slot()
    def reveal(self) -> None:
        """Opens the folder of saved pictures."""
        folder = gallery_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._explore.refused.emit(
                str(plain_sentence(error, folder, "open the folder of saved pictures"))
            )
            return
        reveal_folder(folder)

    def _go_to_pinned(self) -> None:
        if self._explore.pinned is not None:
            self.go_to(self._explore.pinned.point, "Back to the pinned point")

    def _can_paste(self) -> bool:
        mime = QGuiApplication.clipboard().mimeData()
        return mime is not None and self.takes(mime)

    def _add(self, menu: QMenu, words: str, icon_name: str, deed: Callable[[], object], is_on: bool) -> None:
        action = menu.addAction(icon(icon_name), words)
        action.setEnabled(is_on)
        action.triggered.connect(lambda: deed())


def _written(point: LatentPoint, folder: Path | None, stars: int, model: "Model") -> Path:
    """The PNG of a point under a free name, in the gallery where `folder` is None."""
    from ganstudio.latents.gallery.labels import Labels, write_labels
    from ganstudio.latents.gallery.names import new_picture_path
    from ganstudio.latents.picture_file import save_picture as write

    path = new_picture_path(model.name, point, folder)
    write(model, point, path)
    if stars:
        write_labels(path, Labels(stars=stars))
    return path


def _carries_point(file: Path) -> tuple[Path, bool]:
    """Reads a file, so a thread calls it."""
    try:
        return file, file.suffix.lower() == ".png" and text_of(file, KEY) is not None
    except OSError as error:
        raise StudioError(f"{file.name} cannot be read; check that it still exists.") from error


def _file_in(mime: QMimeData) -> Path | None:
    """The first picture among dragged files."""
    files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return picture_in(mime) or next((file for file in files if file.suffix.lower() in PICTURES), None)
