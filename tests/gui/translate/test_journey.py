"""From the window only: choose two domains, train, stop, open Translate, drop ten pictures, save the results."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.preferences import Preferences
from ganstudio.gui.models.run_state import State
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.models.translate.item import State as Picture
from ganstudio.gui.start.page import StartPage

COUNT, SIDE = 10, 24
SHORT = {"resolution": "16", "steps": "400", "batch": "2"}
SMALL = {
    "width": 4,
    "blocks": 1,
    "d_width": 4,
    "d_layers": 1,
    "evaluate_every": 0,
    "preview_every": 2,
    "report_every": 1,
}
PATIENCE = 120_000  # ms, on a computer that is busy with other things


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    """The real window: real data, recipes, training and translating. Only the short trials are left out."""
    theme.apply(qapp, "dark")
    studio = StudioModel(Preferences(tmp_path / "window.ini"))
    made = MainWindow(studio, lambda model: StartPage(tasks=model.tasks))
    made.resize(1440, 900)
    made.show()
    yield made
    if studio.training is not None:
        studio.training.stop()
        qtbot.waitUntil(lambda: not studio.is_training, timeout=PATIENCE)
    made.close()
    made.deleteLater()


@pytest.mark.slow
def test_from_two_domains_to_ten_translated_pictures(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    def until(is_so: Callable[[], bool]) -> None:
        qtbot.waitUntil(is_so, timeout=PATIENCE)

    page = window.train.start_page
    until(
        lambda: (
            {"emoji-google", "emoji-twitter"} <= page.model.pictures.keys() and bool(page.recipe_step.cards)
        )
    )
    choose(qtbot, page)
    until(lambda: page.form.is_made)
    set_small(qtbot, page)
    until(page.start.isEnabled)
    click(qtbot, named(window, QPushButton, "start_button"))

    run = window.studio.training
    assert run is not None
    until(lambda: run.state is State.FAILED or (run.step >= 4 and bool(run.previews)))
    assert run.error == ""
    assert run.domains == ("Google", "Twitter")
    grid = window.train.view.grid
    until(lambda: grid.row_names == ("Google", "as Twitter", "and back", "Twitter",
                                     "as Google", "and back"))  # fmt: skip
    click(qtbot, named(window, QPushButton, "stop_button"))
    until(lambda: run.state is State.STOPPED)
    assert (run.path / "model.safetensors").is_file()
    assert run.path.name == "google-twitter-cyclegan"

    click(qtbot, named(window, QPushButton, "explore_run_button"))
    room, translate = window.translate, window.studio.translate
    until(lambda: translate.facts is not None and room.isVisible())
    assert translate.facts is not None
    assert translate.facts.domains == ("Google", "Twitter")
    folder, out = tmp_path / "dropped", tmp_path / "saved"
    out.mkdir()
    drop(room, write_pictures(folder))
    queue = translate.queue
    until(lambda: len(queue.items) == COUNT and all(item.state is Picture.DONE for item in queue.items))
    choose_folder(window, out)
    button = named(window, QPushButton, "save_results_button")
    until(lambda: button.isVisible() and button.isEnabled())
    assert button.text() == f"Save {COUNT} results"
    click(qtbot, button)
    until(lambda: len(list(out.glob("*.png"))) == COUNT and not queue.is_saving)
    check_results(folder, out)


def choose(qtbot: QtBot, page: StartPage) -> None:
    """Google, then CycleGAN, then Twitter as the other side."""
    click(qtbot, page.data_step.cards["emoji-google"])
    click(qtbot, page.recipe_step.cards["cyclegan"])
    assert page.data_step.slots.isVisible()
    click(qtbot, page.data_step.cards["emoji-twitter"])


def set_small(qtbot: QtBot, page: StartPage) -> None:
    """What stands beside the choice is typed; what only the form has is set as its rows set it."""
    for name, value in SHORT.items():
        control = page.findChild(QWidget, f"start_{name}")
        if isinstance(control, QComboBox):
            index = next(at for at in range(control.count()) if control.itemText(at).startswith(value))
            control.setCurrentIndex(index)
            control.activated.emit(index)
        else:
            field = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
            assert isinstance(field, QLineEdit)
            field.selectAll()
            qtbot.keyClicks(field, value)
            qtbot.keyClick(field, Qt.Key.Key_Return)
    for name, value in SMALL.items():
        page.form.change(name, value)
    settings = page.form.settings()
    assert (settings.resolution, settings.steps, settings.batch) == (16, 400, 2)


def write_pictures(folder: Path) -> list[Path]:
    """Ten pictures of a person's own, of one colour each."""
    folder.mkdir()
    paths = [folder / f"picture-{number}.png" for number in range(COUNT)]
    for number, path in enumerate(paths):
        Image.new("RGB", (SIDE + number, SIDE), (20 * number, 120, 255 - 20 * number)).save(path)
    return paths


def drop(room: QWidget, paths: list[Path]) -> None:
    """What the window system says when files are let go over the room."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where, copy = room.rect().center(), Qt.DropAction.CopyAction
    held = (mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(room, QDragEnterEvent(where, copy, *held))  # who was entered gets the drop
    event = QDropEvent(QPointF(where), copy, *held)
    QApplication.sendEvent(room, event)
    assert event.isAccepted()


def choose_folder(window: MainWindow, out: Path) -> None:
    """The last entry of the list asks for a folder; the dialog gives it."""
    folders = window.translate.side.save.folder
    folders.activated.emit(folders.count() - 1)
    dialog = named(window, QFileDialog, "output_dialog")
    dialog.filesSelected.emit([str(out)])
    dialog.close()
    assert window.studio.translate.output.folder == out


def check_results(folder: Path, out: Path) -> None:
    """Each has the size of its picture and is no copy of it."""
    for source in folder.glob("*.png"):
        (result,) = out.glob(f"{source.stem}-*.png")
        before, after = (np.asarray(Image.open(path).convert("RGB")).astype(int) for path in (source, result))
        assert after.shape == before.shape
        assert np.abs(after - before).mean() > 1
    assert len(list(folder.iterdir())) == COUNT  # nothing was written beside them


def named(window: MainWindow, kind: type[QWidget], name: str) -> Any:
    found = window.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def click(qtbot: QtBot, widget: QWidget) -> None:
    assert widget.isEnabled(), widget.toolTip()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
