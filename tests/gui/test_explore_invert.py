"""The Invert page: pictures that come in, the fit as it comes nearer, and the one step that it is."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.explore.invert_page import ANY_CLASS, InvertPage
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.invert_model import COPIED
from ganstudio.latents.picture_file import read_saved
from tests.gui.explore_fakes import noise, open_model
from tests.latents.points import NAMES, small_model

LONG = 30_000


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, explore: ExploreModel) -> Iterator[InvertPage]:
    theme.apply(qapp, "dark")
    made = InvertPage(explore)
    made.resize(700, 520)
    made.show()
    qtbot.waitExposed(made)
    made.steps.setValue(20)
    yield made
    made.close_down()
    qtbot.waitUntil(lambda: not made.model.is_running, timeout=LONG)
    made.close()
    made.deleteLater()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "me.png"
    Image.fromarray(noise(24)).save(path)
    return path


def wait(qtbot: QtBot, page: InvertPage) -> None:
    qtbot.waitUntil(lambda: page.model.found is not None and not page.model.is_running, timeout=LONG)


def test_a_dropped_file_is_fitted_and_is_one_step_to_undo(
    qtbot: QtBot, page: InvertPage, explore: ExploreModel, photo: Path
) -> None:
    before, entries = explore.point, len(explore.history.entries)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    event = QDropEvent(
        QPointF(40, 40),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.drop.dropEvent(event)
    wait(qtbot, page)
    assert page.model.found is not None
    assert explore.point == page.model.found.point
    assert explore.history.entries[-1].words == "Inverted me.png"
    assert len(explore.history.entries) == entries + 1
    assert page.state.text().startswith("Done: step 20 of 20")
    assert not page.use.isVisible()
    explore.undo()
    assert explore.point == before
    assert page.use.isVisible()
    qtbot.mouseClick(page.use, Qt.MouseButton.LeftButton)
    assert explore.point == page.model.found.point


def test_the_fit_is_seen_while_it_comes_nearer(qtbot: QtBot, page: InvertPage, photo: Path) -> None:
    page.steps.setValue(2000)
    page.start_with(photo)
    qtbot.waitUntil(lambda: len(page.model.curve) > 2, timeout=LONG)
    assert page.fit.isVisible()
    assert page.curve.isVisible()
    assert "PSNR" in page.state.text()
    assert page.begin.text() == "Stop"
    assert not page.steps.isEnabled()
    qtbot.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.model.is_running, timeout=LONG)
    assert page.model.found is not None
    assert page.model.found.step < 2000
    assert page.begin.text() == "Fit again"


def test_a_saved_picture_says_what_was_fitted(
    qtbot: QtBot, page: InvertPage, explore: ExploreModel, photo: Path, tmp_path: Path
) -> None:
    from ganstudio.gui.explore.keeping import save_picture
    from ganstudio.resources import gallery_folder

    page.start_with(photo)
    wait(qtbot, page)
    with qtbot.waitSignal(explore.told, timeout=LONG):
        save_picture(explore)
    (saved,) = gallery_folder().glob("*.png")
    assert read_saved(saved).notes["inverted from"] == "me.png"


def test_what_is_no_picture_is_told_beside_the_drop_zone(
    qtbot: QtBot, page: InvertPage, tmp_path: Path
) -> None:
    (tmp_path / "notes.png").write_text("only words")
    page.start_with(tmp_path / "notes.png")
    qtbot.waitUntil(lambda: bool(page.problem.text()), timeout=LONG)
    assert page.problem.isVisible()
    assert "notes.png cannot be used: it is text" in page.problem.text()
    assert not page.begin.isEnabled()
    assert not page.model.is_running


def test_a_copied_picture_is_fitted(qtbot: QtBot, page: InvertPage) -> None:
    image = QImage(20, 12, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QApplication.clipboard().setImage(image)
    page.drop.setFocus()
    qtbot.keyClick(page.drop, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait(qtbot, page)
    assert page.model.name == COPIED
    assert page.model.target is not None
    assert page.model.target[:, 8, 8].tolist() == [255, 0, 0]


def test_the_class_may_be_fixed(qtbot: QtBot, page: InvertPage, photo: Path) -> None:
    assert [page.classes.itemText(row) for row in range(page.classes.count())] == [ANY_CLASS, *NAMES]
    page.classes.setCurrentIndex(3)
    page.start_with(photo)
    wait(qtbot, page)
    assert page.model.found is not None
    assert [part.number for part in page.model.found.point.classes] == [2]


def test_another_shape_reads_the_picture_anew(qtbot: QtBot, page: InvertPage, tmp_path: Path) -> None:
    wide = np.zeros((10, 40), np.uint8)
    Image.fromarray(wide).save(tmp_path / "wide.png")
    page.model.take(tmp_path / "wide.png")
    qtbot.waitUntil(lambda: page.model.target is not None, timeout=LONG)
    page.shape.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.model.target is not None and page.model.target.max() == 255, timeout=LONG)


def test_another_model_reads_the_picture_for_its_own_size(
    qtbot: QtBot, page: InvertPage, explore: ExploreModel, photo: Path, tmp_path: Path
) -> None:
    page.model.take(photo)
    qtbot.waitUntil(lambda: page.model.target is not None, timeout=LONG)
    small_model("dcgan", classes=False, channels=1).save(tmp_path / "plain.safetensors")
    open_model(qtbot, explore, tmp_path / "plain.safetensors")
    qtbot.waitUntil(lambda: page.model.target is not None and len(page.model.target) == 1, timeout=LONG)
    assert not page.classes.isVisible()


def test_the_keyboard_asks_for_a_file(qtbot: QtBot, page: InvertPage) -> None:
    with qtbot.waitSignal(page.drop.asked):
        page.drop.asked.disconnect(page._choose)
        qtbot.keyClick(page.drop, Qt.Key.Key_Return)
    for control in (
        page.drop,
        page.fit,
        page.curve,
        page.classes,
        page.shape,
        page.steps,
        page.begin,
        page.use,
    ):
        assert control.accessibleName()


def test_both_themes_paint(qtbot: QtBot, qapp: QApplication, page: InvertPage) -> None:
    colours = []
    for name in ("dark", "light"):
        theme.apply(qapp, name)
        colours.append(page.grab().toImage().pixelColor(QPoint(2, 2)).lightness())
    assert colours[0] < 60 < 200 < colours[1]
