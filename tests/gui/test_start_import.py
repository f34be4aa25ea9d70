"""Checking and importing pictures in the window: drop, refusals, findings, fit, cancel, and what is chosen after."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ganstudio.data.library import list_datasets, open_dataset
from ganstudio.errors import StudioError
from ganstudio.gui.models.long_tasks import LongTasks
from ganstudio.gui.start import import_sources
from ganstudio.gui.start.import_sources import ImportSources, Order
from ganstudio.gui.start.page import StartPage
from ganstudio.gui.start.samples import list_data, sample_pictures
from tests.gui.start_fakes import sources

Make = Callable[..., StartPage]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Two classes of twelve pictures, a text file, a copy, and a wide one."""
    folder = tmp_path / "my pets"
    draw = np.random.default_rng(1)
    for name in ("cats", "dogs"):
        (folder / name).mkdir(parents=True)
        for number in range(12):
            pixels = draw.integers(0, 255, (40, 60, 3), np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number:02d}.png")
    (folder / "cats" / "note.png").write_text("I am a text.")
    (folder / "dogs" / "copy.png").write_bytes((folder / "cats" / "00.png").read_bytes())
    return folder


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    made: list[StartPage] = []

    def build(imports: ImportSources | None = None, tasks: LongTasks | None = None) -> StartPage:
        real = sources(data=list_data, sample=_small_sample)
        page = StartPage(real, imports, tasks, tmp_path / "runs")
        qtbot.addWidget(page)
        page.resize(1368, 812)
        page.show()
        made.append(page)
        return page

    yield build
    for page in made:
        page.stop_work()


def _small_sample(name: str, report: Any, should_stop: Any) -> np.ndarray:
    """The bundled sets are not decoded in these tests."""
    if name in ("digits", "emoji-google", "emoji-twitter", "photos"):
        return np.zeros((4, 32, 32, 1), np.uint8)
    return sample_pictures(name, report, should_stop)


def drop(page: QWidget, *paths: Path) -> bool:
    """Drags files over a widget and lets go; whether they were welcome."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), copy, mime, left, none)
    QApplication.sendEvent(page, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(page, QDropEvent(QPointF(300, 300), copy, mime, left, none))
    return True


def checked(page: StartPage, qtbot: QtBot, path: Path) -> None:
    """Drops a folder and waits for its report and preview."""
    assert drop(page, path)
    qtbot.waitUntil(
        lambda: page.sheet.found.isVisible() and page.sheet.panel.caption.text() != "", timeout=20_000
    )


def click(qtbot: QtBot, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_dropped_folder_is_checked_imported_and_chosen(make: Make, qtbot: QtBot, pictures: Path) -> None:
    page = make()
    checked(page, qtbot, pictures)
    report, panel = page.sheet.report, page.sheet.panel
    assert report.figures["Usable"].text() == "25 of 26"
    assert report.figures["Classes"].text() == "2"
    assert report.classes.text() == "cats 12   dogs 13"
    assert report.picture.isVisible()
    assert panel.default_name() == "my pets"
    assert panel.caption.text() == "What will be kept, at 64 px"
    with qtbot.waitSignal(page.data_chosen, timeout=20_000) as chosen:
        click(qtbot, panel.button)
    assert chosen.args == ["my pets"]
    assert page.data_step.isVisible()
    dataset = open_dataset("my pets")
    assert (len(dataset), dataset.class_names) == (25, ("cats", "dogs"))
    qtbot.waitUntil(lambda: page.data_step.cards["my pets"].has_pictures())


def test_a_ticked_finding_is_left_out(make: Make, qtbot: QtBot, pictures: Path) -> None:
    page = make()
    checked(page, qtbot, pictures)
    view = page.sheet.report.list
    rows = {view.findings.finding(row).file: row for row in range(view.findings.rowCount())}
    assert set(rows) == {"cats/note.png", "dogs/copy.png"}
    view.setCurrentIndex(view.findings.index(rows["dogs/copy.png"]))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert page.sheet.report.left_out() == ("dogs/copy.png",)
    assert page.sheet.report.figures["Left out"].text() == "2"
    view.findings.toggle(rows["cats/note.png"])
    assert page.sheet.report.left_out() == ("dogs/copy.png",), "an unreadable file is nobody's choice"
    with qtbot.waitSignal(page.sheet.imported, timeout=20_000):
        click(qtbot, page.sheet.panel.button)
    assert len(open_dataset("my pets")) == 24


def test_all_suspicious_files_at_once(make: Make, qtbot: QtBot, pictures: Path) -> None:
    page = make()
    checked(page, qtbot, pictures)
    click(qtbot, page.sheet.report.all_out)
    assert page.sheet.report.left_out() == ("dogs/copy.png",)
    click(qtbot, page.sheet.report.none_out)
    assert page.sheet.report.left_out() == ()


def test_fit_background_and_resolution_reach_the_preview_and_the_import(
    make: Make, qtbot: QtBot, pictures: Path
) -> None:
    page = make()
    checked(page, qtbot, pictures)
    panel = page.sheet.panel
    for name, value in (("fit", "letterbox"), ("background", "black"), ("resolution", "16")):
        control = panel.rows[name].control
        control.activated.emit(control.findData(value))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: panel.caption.text() == "What will be kept, at 16 px", timeout=20_000)
    order = panel.order("x", ())
    assert (order.resolution, order.fit, order.background) == (16, "letterbox", "black")
    with qtbot.waitSignal(page.sheet.imported, timeout=20_000):
        click(qtbot, panel.button)
    images = open_dataset("my pets").images
    assert images.shape == (25, 3, 16, 16)
    assert (images[:, :, 0] == 0).all(), "a wide picture has black above"


def test_the_name_is_checked_while_it_is_typed(make: Make, qtbot: QtBot, pictures: Path) -> None:
    page = make()
    checked(page, qtbot, pictures)
    field = page.findChild(QLineEdit, "import_name")
    assert isinstance(field, QLineEdit)
    field.selectAll()
    qtbot.keyClicks(field, "digits")
    assert "comes with GAN Studio" in page.sheet.panel.rows["name"].problem.words.text()
    assert not page.sheet.panel.button.isEnabled()
    qtbot.keyClicks(field, "2")
    assert page.sheet.panel.button.isEnabled()
    assert page.sheet.panel.order("x", ()).name == "digits2"


@pytest.mark.parametrize("kind", ["text", "empty", "missing"])
def test_what_is_no_data_is_refused_in_a_sentence(
    make: Make, qtbot: QtBot, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / kind
    if kind == "text":
        path.write_text("no pictures")
    if kind == "empty":
        path.mkdir()
    page = make()
    assert drop(page, path)
    sheet = page.sheet
    qtbot.waitUntil(lambda: not sheet.is_busy(), timeout=20_000)
    if kind == "empty":
        assert sheet.found.isVisible()
        assert not sheet.panel.button.isEnabled()
    else:
        assert sheet.drop.isVisible()
        assert sheet.drop.problem.isVisible()
        assert kind in sheet.drop.problem.words.text()
        assert sheet.drop.problem.words.text().endswith(".")


def test_only_one_local_thing_can_be_dropped(make: Make, tmp_path: Path) -> None:
    page = make()
    assert not drop(page, tmp_path, tmp_path)
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/pictures.zip")])
    enter = QDragEnterEvent(
        QPoint(1, 1),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(page, enter)
    assert not enter.isAccepted()


class Slow:
    """Work that takes ten seconds unless it is stopped."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    def __call__(
        self, _what: object, progress: Callable[[int, int], None], should_stop: Callable[[], bool]
    ) -> Any:
        for done in range(1000):
            if should_stop():
                self.stopped.set()
                raise StudioError("Stopped.")
            progress(done, 1000)
            time.sleep(0.01)


def test_an_import_can_be_cancelled(make: Make, qtbot: QtBot, pictures: Path) -> None:
    tasks, slow = LongTasks(), Slow()
    page = make(ImportSources(keep=slow), tasks)
    checked(page, qtbot, pictures)
    panel = page.sheet.panel
    click(qtbot, panel.button)
    assert [task.name for task in tasks.tasks] == ["Importing my pets"]
    assert not panel.rows["fit"].control.isEnabled()
    assert not drop(page, pictures), "nothing can be dropped meanwhile"
    qtbot.waitUntil(lambda: "of 1,000" in panel.progress.text())
    with qtbot.assertNotEmitted(page.sheet.imported):
        click(qtbot, panel.cancel)
        assert not page.is_busy()
        assert tasks.tasks == []
        assert panel.button.isVisible()
        assert panel.rows["fit"].control.isEnabled()
        assert slow.stopped.wait(2), "the thread itself must end"
    assert page.sheet.found.isVisible()


def test_a_check_can_be_cancelled(make: Make, qtbot: QtBot, pictures: Path) -> None:
    slow = Slow()
    page = make(ImportSources(check=slow))
    drop(page, pictures)
    assert page.sheet.checking.isVisible()
    qtbot.waitUntil(lambda: "of 1,000" in page.sheet.checking.words.text())
    click(qtbot, page.sheet.checking.cancel)
    assert page.sheet.drop.isVisible()
    assert slow.stopped.wait(2)
    click(qtbot, page.sheet.back)
    assert page.data_step.isVisible()


def test_an_import_that_fails_says_so_beside_its_button(make: Make, qtbot: QtBot, pictures: Path) -> None:
    def full(order: Order, *_: object) -> str:
        raise StudioError("The disk is full; free 2 GB and try again.")

    page = make(ImportSources(keep=full))
    checked(page, qtbot, pictures)
    click(qtbot, page.sheet.panel.button)
    qtbot.waitUntil(lambda: page.sheet.panel.problem.isVisible())
    assert page.sheet.panel.problem.words.text() == "The disk is full; free 2 GB and try again."
    assert page.sheet.panel.button.isVisible()


def test_a_download_without_a_network_says_so(make: Make, qtbot: QtBot) -> None:
    asked = []

    def offline(source: str, *_: object) -> Any:
        asked.append(source)
        raise StudioError("MNIST could not be downloaded; connect to the internet.")

    page = make(ImportSources(check=offline))
    click(qtbot, page.data_step.all)
    click(qtbot, page.all_data.downloads.cards[0])
    qtbot.waitUntil(lambda: page.sheet.drop.problem.isVisible())
    assert asked == ["mnist"]
    assert page.sheet.drop.problem.words.text() == "MNIST could not be downloaded; connect to the internet."


def test_what_is_downloaded_can_be_kept_under_its_title() -> None:
    assert import_sources.free_name("MNIST") == "MNIST"
    assert import_sources.free_name("digits") == "digits-2"
    assert [info.name for info in list_datasets()][:1] == ["digits"]
