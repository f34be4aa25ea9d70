"""The gallery as the window shows it: what lies in its folder, what is shown of that, and what is chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal, Slot

from ganstudio.gui.behind import giving_way
from ganstudio.gui.models.errands import Errands
from ganstudio.gui.models.gallery_choice import Choice
from ganstudio.gui.models.gallery_deeds import GalleryDeeds
from ganstudio.gui.models.gallery_thumbnails import Thumbnails
from ganstudio.gui.models.long_tasks import LongTasks
from ganstudio.gui.workers import Reader
from ganstudio.latents.gallery.files import rename_file
from ganstudio.latents.gallery.finding import Filter, Section, Sort, counts, found, sections
from ganstudio.latents.gallery.folder import GalleryFolder
from ganstudio.latents.gallery.item import Item
from ganstudio.latents.gallery.labels import Labels, clean_tags, write_labels
from ganstudio.resources import gallery_folder

FIRST, AT_ONCE = 64, 512  # files that are read before the window hears of them
SOON, NOW_AND_THEN = 200, 3000  # ms after a change was told; ms between looks, for disks that tell nothing
MOST_FOLDERS = 64  # that are watched


class GalleryModel(QObject):
    """`changed`: other items, filter or order. `chosen_changed`: others are chosen or looked at."""

    changed = Signal()
    chosen_changed = Signal()
    refused = Signal(str)

    def __init__(
        self, folder: Path | None = None, tasks: LongTasks | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._folder = GalleryFolder(folder or gallery_folder())
        self.items: dict[Path, Item] = {}
        self.shown: list[Item] = []
        self.sections: list[Section] = []
        self.counts: dict[Filter, int] = counts(())
        self.filter: Filter = "all"
        self.words, self.is_read = "", False
        self.sort: Sort = "newest"
        self._choice = Choice()
        self._awaited: Path | None = None  # to be chosen as soon as it is there
        self._writing: dict[Path, int] = {}
        self.thumbnails = Thumbnails(self)
        self.deeds = GalleryDeeds(self._folder.path, tasks, self)
        self.deeds.came.connect(self._await)
        self.deeds.done.connect(self.refresh)
        self._errands, self._reader = Errands(self), Reader(self)
        self._scan_number = self._read_number = 0
        self._reader.answered.connect(self._take)
        self._reader.refused.connect(self._refuse)
        self._watch_outside()

    @property
    def folder(self) -> Path:
        return self._folder.path

    # -- what there is ------------------------------------------------------------------------------------------

    def watch(self) -> None:
        """The room is in sight: reads the folder and goes on looking."""
        self._poll.start(NOW_AND_THEN)
        self.refresh()

    def rest(self) -> None:
        """The room is out of sight."""
        self._poll.stop()

    @Slot()
    def refresh(self) -> None:
        """Looks at the folder again, in a thread; only files that changed are read."""
        folder = self._folder
        self._scan_number = self._reader.ask(lambda: (folder.scan(), folder.folders()))

    @property
    def unread(self) -> int:
        """Files of which only the name is known yet."""
        return sum(not item.is_read for item in self.items.values())

    def close(self) -> None:
        """Ends every thread; what was to be written is."""
        self._poll.stop()
        self._reader.close()
        self.thumbnails.close()
        self._errands.close()
        self.deeds.close()

    # -- what is shown ------------------------------------------------------------------------------------------

    def set_filter(self, kind: Filter) -> None:
        self.filter = kind
        self._arrange()

    def set_words(self, words: str) -> None:
        self.words = words
        self._arrange()

    def set_sort(self, sort: Sort) -> None:
        self.sort = sort
        self._arrange()

    # -- what is chosen -----------------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[Item]:
        """In the order of choosing."""
        return [self.items[path] for path in self._choice.chosen if path in self.items]

    @property
    def current(self) -> Item | None:
        """The one that the panel shows."""
        path = self._choice.current
        return None if path is None else self.items.get(path)

    @property
    def places(self) -> dict[Path, int]:
        """The number of each among the chosen ones."""
        return self._choice.places()

    def place_of(self, path: Path) -> int | None:
        """Its number among the chosen ones."""
        return self.places.get(path)

    def choose(self, path: Path | None) -> None:
        self._choice.choose(path)
        self.chosen_changed.emit()

    def toggle(self, path: Path) -> None:
        self._choice.toggle(path)
        self.chosen_changed.emit()

    def extend(self, path: Path) -> None:
        self._choice.extend(path, self._order())
        self.chosen_changed.emit()

    def choose_all(self) -> None:
        self._choice.choose_all(self._order())
        self.chosen_changed.emit()

    def look_at(self, path: Path) -> None:
        """Goes there without changing what is chosen."""
        self._choice.current = path
        self.chosen_changed.emit()

    def show_path(self, path: Path) -> None:
        """Chooses a file as soon as it is listed, such as one that was just saved."""
        self._await([path])
        self.refresh()

    # -- labels and names ---------------------------------------------------------------------------------------

    def set_stars(self, items: Iterable[Item], stars: int) -> None:
        """0 to 5, written into the files in a thread."""
        for item in items:
            if item.stars != stars:
                self._label(item, item.labels.model_copy(update={"stars": stars}))
        self._arrange()

    def add_tag(self, items: Iterable[Item], tag: str) -> None:
        for item in items:
            self._set_tags(item, (*item.tags, tag))
        self._arrange()

    def remove_tag(self, items: Iterable[Item], tag: str) -> None:
        for item in items:
            self._set_tags(item, [each for each in item.tags if each.casefold() != tag.casefold()])
        self._arrange()

    def rename(self, item: Item, name: str) -> None:
        if name != item.name:
            path = item.path
            self._errands.add(
                lambda: rename_file(path, name), lambda new: self._renamed(path, new), self._refuse_deed
            )

    def _set_tags(self, item: Item, tags: Sequence[str]) -> None:
        cleaned = clean_tags(tags)
        if cleaned != item.tags:
            self._label(item, item.labels.model_copy(update={"tags": cleaned}))

    def _label(self, item: Item, labels: Labels) -> None:
        """At once in the window, soon in the file."""
        path = item.path
        self.items[path] = item.labelled(labels)
        self._writing[path] = self._writing.get(path, 0) + 1

        def end(sentence: str = "") -> None:
            self._writing[path] -= 1
            if not self._writing[path]:
                del self._writing[path]
            if sentence:
                self.refused.emit(sentence)
            self.refresh()

        self._errands.add(lambda: write_labels(path, labels), lambda _none: end(), end)

    def _renamed(self, old: Path, new: Path) -> None:
        if old in self.items:
            self.items[new] = replace(self.items.pop(old), path=new)
        self._choice.rename(old, new)
        self._arrange()
        self.refresh()

    # -- what comes back ----------------------------------------------------------------------------------------

    @Slot(int, object)
    def _take(self, number: int, answer: tuple[list[Item], list[Path]] | list[Item]) -> None:
        if isinstance(answer, tuple):
            if number == self._scan_number:
                self._take_scan(*answer)
        else:
            self._take_read(answer)
        if number >= self._scan_number:
            self._read_more()

    def _take_scan(self, items: list[Item], folders: list[Path]) -> None:
        before = self.items
        self.items = {item.path: self._merged(item, before.get(item.path)) for item in items}
        self._watch_folders(folders)
        is_new = not self.is_read or self.items != before
        self.is_read = True
        if is_new:
            self._arrange()

    def _take_read(self, items: list[Item]) -> None:
        for item in items:
            if item.path in self.items:
                self.items[item.path] = self._merged(item, self.items[item.path])
        self._arrange()

    def _merged(self, item: Item, before: Item | None) -> Item:
        """What was known of a file stays until it is read again; labels that are being written are the newest."""
        if before is None:
            return item
        if not item.is_read:
            return replace(before, stamp=item.stamp, is_read=False)
        return item.labelled(before.labels) if item.path in self._writing else item

    def _read_more(self) -> None:
        """The next files, first those that stand first."""
        rest = [item for item in self.shown if not item.is_read]
        rest = rest or [item for item in self.items.values() if not item.is_read]
        if rest:
            is_first = len(rest) == len(self.items)
            batch, folder = rest[: FIRST if is_first else AT_ONCE], self._folder
            self._read_number = self._reader.ask(lambda: _read(folder, batch))

    @Slot(int, str)
    def _refuse(self, _number: int, sentence: str) -> None:
        self.refused.emit(sentence)

    def _refuse_deed(self, sentence: str) -> None:
        self.refused.emit(sentence)
        self.refresh()

    # -- order --------------------------------------------------------------------------------------------------

    def _order(self) -> list[Path]:
        return [item.path for item in self.shown]

    @Slot()
    def _arrange(self) -> None:
        """Filter, order and heads anew; what is gone is not chosen any more."""
        before = self._order()
        ordered = found(self.items.values(), self.filter, self.words, self.sort)
        self.sections = sections(ordered, self.sort)
        self.shown = [item for section in self.sections for item in section.items]
        self.counts = counts(self.items.values())
        self._choice.keep_only(set(self.items), before, self._order())
        if self._awaited is not None and self._awaited in self.items:
            self._choice.choose(self._awaited)
            self._awaited = None
        self.changed.emit()
        self.chosen_changed.emit()

    @Slot(list)
    def _await(self, paths: list[Path]) -> None:
        """What a deed brought shall be seen."""
        if paths:
            self._awaited = paths[0]
            self.filter, self.words = "all", ""
            self._arrange()

    # -- changes from outside -----------------------------------------------------------------------------------

    def _watch_outside(self) -> None:
        self._poll, self._soon = QTimer(self), QTimer(self)
        self._poll.timeout.connect(self.refresh)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._look_soon)

    @Slot()
    def _look_soon(self, *_ignored: object) -> None:
        if not self._soon.isActive():
            self._soon.start(SOON)

    def _watch_folders(self, folders: list[Path]) -> None:
        wanted = {str(folder) for folder in folders[:MOST_FOLDERS] if folder.is_dir()}
        watched = set(self._watcher.directories())
        if gone := list(watched - wanted):
            self._watcher.removePaths(gone)
        if fresh := list(wanted - watched):
            self._watcher.addPaths(fresh)


def _read(folder: GalleryFolder, items: list[Item]) -> list[Item]:
    """In the reader's thread."""
    with giving_way():
        return [folder.read(item) for item in items]
