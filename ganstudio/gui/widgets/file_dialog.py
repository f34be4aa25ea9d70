"""Questions for a file that do not block: the window goes on while the dialog is open."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_open(
    parent: QWidget, title: str, kinds: str, then: Callable[[list[Path]], object],
    mode: QFileDialog.FileMode = QFileDialog.FileMode.ExistingFile, start: Path | None = None,
) -> QFileDialog:  # fmt: skip
    """Asks for what there is already; `then` gets the chosen paths. `kinds` is a name filter of Qt, "" for any."""
    dialog = _dialog(parent, title, kinds, start or Path.home(), then)
    dialog.setFileMode(mode)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, mode is QFileDialog.FileMode.Directory)
    dialog.open()
    return dialog


def ask_save(
    parent: QWidget, title: str, kinds: str, start: Path, then: Callable[[Path], object]
) -> QFileDialog:
    """Asks for a name to save under; the dialog itself asks before it gives one that is taken."""
    dialog = _dialog(parent, title, kinds, start.parent, lambda paths: then(paths[0]))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(start.name)
    dialog.open()
    return dialog


def _dialog(
    parent: QWidget, title: str, kinds: str, start: Path, then: Callable[[list[Path]], object]
) -> QFileDialog:
    dialog = QFileDialog(parent.window(), title, str(start), kinds)
    dialog.filesSelected.connect(lambda chosen: then([Path(each) for each in chosen]))
    dialog.finished.connect(dialog.deleteLater)
    return dialog
