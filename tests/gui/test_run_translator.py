"""A run that translates, in the Train room: its rows, a subject closer, its sides, its losses, KID, and the way on."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.quality import Measure
from ganstudio.gui.models.sheets import sheet_of
from ganstudio.gui.start.request import draft_of
from ganstudio.gui.train.curve_names import groups
from ganstudio.gui.train.preview_grid import PreviewGrid
from ganstudio.gui.train.row_names import block_of, subject
from ganstudio.gui.train.run_view import RunView
from ganstudio.resources import runs_folder
from tests.gui.run_view_tools import click, shown
from tests.gui.window_fakes import write_run

ROWS = ("Google", "as Twitter", "and back", "Twitter", "as Google", "and back")
SERIES = [
    "generator/adversarial_a2b", "generator/adversarial_b2a", "generator/cycle_a", "generator/cycle_b",
    "generator/identity_a", "discriminator/adversarial_a", "discriminator/adversarial_b",
    "discriminator/real_logits", "discriminator/fake_logits",
]  # fmt: skip
KID = "KID (EfficientNet-Lite0, untranslated 0.118)"


def write_translator(path: Path) -> Path:
    """A run of CycleGAN: each tile of its previews has a shade of its own, 10 columns of 6 rows."""
    write_run(path, recipe="cyclegan")
    record = json.loads((path / "run.json").read_text())
    record["data"] |= {
        "name": "emoji-google and emoji-twitter",
        "source": "emoji-google",
        "to": "emoji-twitter",
    }
    record["pictures"] |= {"class_names": [], "domains": ["Google", "Twitter"]}
    (path / "run.json").write_text(json.dumps(record))
    for preview in (path / "previews").glob("*.png"):
        shades = np.kron(np.arange(60).reshape(6, 10), np.ones((8, 8)))
        Image.fromarray(shades.astype(np.uint8)).save(preview)
    lines = [json.loads(line) for line in (path / "metrics.jsonl").read_text().splitlines()]
    for line in lines:
        if "losses" in line:
            line["losses"] = {name: 0.1 + at for at, name in enumerate(SERIES)}
    for step, value in ((20, 0.1), (40, 0.07), (60, 0.08)):
        lines.append({
            "step": step, "images": 1, "seconds": step * 0.5,
            "metrics": {"kid_a2b": value / 2, "cycle": 0.1, "kid": value},
            "labels": {"kid": KID, "kid_a2b": f"KID, Google as Twitter{KID[3:]}", "cycle": "Cycle error (L1)"},
            "protocols": {"kid": "KID[a]", "kid_a2b": "KID[b]", "cycle": "Cycle[c]"},
        })  # fmt: skip
    (path / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


@pytest.fixture
def view(qtbot: QtBot, window: MainWindow) -> RunView:
    return shown(qtbot, window, write_translator(runs_folder() / "there-and-back"))


def test_rows_have_names_beside_the_pictures(qtbot: QtBot, view: RunView) -> None:
    grid = view.grid
    qtbot.waitUntil(lambda: grid.row_names == ROWS)
    rect = grid.picture_rect()
    assert rect.left() > 60  # room for the names
    assert rect.right() <= grid.width()
    names = grid.grab().toImage().copy(0, round(rect.y()), round(rect.x()) - 4, round(rect.height()))
    high = rect.height() / 6
    for row in range(6):  # something is written beside each row
        part = names.copy(0, round(row * high), names.width(), round(high))
        shades = {part.pixelColor(x, y).red() for x in range(part.width()) for y in range(part.height())}
        assert max(shades) - min(shades) > 100
    assert grid.words(13) == "as Twitter, picture 4"


def test_the_pictures_are_not_painted_over(qtbot: QtBot, view: RunView) -> None:
    grid = view.grid
    image, rect = grid.grab().toImage(), grid.picture_rect()
    side = rect.width() / 10
    for tile in (0, 13, 59):
        row, column = divmod(tile, 10)
        middle = QPointF(rect.x() + (column + 0.5) * side, rect.y() + (row + 0.5) * side).toPoint()
        assert abs(image.pixelColor(middle).red() - tile) <= 1


def test_a_subject_is_shown_there_and_back_side_by_side(
    qtbot: QtBot, window: MainWindow, view: RunView
) -> None:
    grid, sample = view.grid, view.pictures.sample
    rect = grid.picture_rect()
    side = rect.width() / 10
    place = QPointF(rect.x() + 3.5 * side, rect.y() + 1.5 * side).toPoint()  # as Twitter, the fourth
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)
    assert view.pictures.currentWidget() is sample
    assert sample._pixels[0, :, 0].reshape(3, 8)[:, 0].tolist() == [3, 13, 23]
    assert sample._names == ("Google", "as Twitter", "and back")
    assert sample.name.text() == "Picture 4 at step 60"
    assert sample.picture.picture_rect().width() == 3 * sample.picture.picture_rect().height()
    assert sample.explore.text() == "Translate"
    with qtbot.waitSignal(window.studio.translate_wanted):
        click(qtbot, sample.explore)


def test_header_shows_both_sides_and_the_way_to_translate(
    qtbot: QtBot, window: MainWindow, view: RunView, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(window.studio, "translate_run", opened.append)
    header = window.train.header
    assert (header.dataset_choice.currentText(), header.other_choice.currentText()) == ("Google", "Twitter")
    assert header.other_choice.isVisible()
    assert not header.other_choice.isEnabled()
    assert header.explore_button.text() == "Translate"
    click(qtbot, header.explore_button)
    window.studio.runs.refresh()
    qtbot.waitUntil(lambda: bool(window.studio.runs.rows))
    menu = window.train.runs.menu_of(window.studio.runs.rows[0])
    action = next(each for each in menu.actions() if each.text() == "Translate")
    action.trigger()
    menu.close()
    path = runs_folder() / "there-and-back"
    assert opened == [path, path]


def test_another_run_makes_pictures_again(qtbot: QtBot, window: MainWindow, view: RunView) -> None:
    shown(qtbot, window, write_run(runs_folder() / "digits"))
    qtbot.waitUntil(lambda: view.grid.row_names == ())
    assert window.train.header.explore_button.text() == "Explore"
    assert window.train.header.other_choice.isHidden()
    assert view.grid.words(12) == "Seed 12, class 2"


def test_kid_stands_against_the_untranslated(qtbot: QtBot, view: RunView) -> None:
    card = view.quality
    assert card.choice.text() == "KID"
    assert card.choice.options() == ["KID", "KID, Google as Twitter", "Cycle error"]
    level = card.plot._level
    assert level.isVisible()
    assert level.value() == pytest.approx(np.log10(0.118))
    assert view.stats.names["Best"].text() == "Best KID"
    assert view.stats.values["Best"].text() == "0.0700"
    card.choice.choose("Cycle error")
    assert not level.isVisible()


def test_a_baseline_is_read_from_the_label() -> None:
    assert Measure("kid", label=KID).baseline == 0.118
    assert Measure("kid", label="KID (X, untranslated 1.2e-05)").baseline == 1.2e-05
    assert Measure("fid", label="FD (EfficientNet-Lite0)").baseline is None


def test_losses_come_one_direction_at_a_time() -> None:
    found = groups(SERIES)
    assert list(found["Losses"]) == ["generator/adversarial_a2b", "discriminator/adversarial_b"]
    assert list(found["Losses, B to A"]) == ["generator/adversarial_b2a", "discriminator/adversarial_a"]
    assert [names[0] for names in found["Cycle"].values()] == ["Cycle of A", "Cycle of B"]
    assert list(found["Identity"]) == ["generator/identity_a"]
    assert found["Penalties"] == {}
    assert len(found["Balance: logits"]) == 2
    paired = groups(["generator/adversarial", "discriminator/adversarial", "generator/l1"])
    assert list(paired["Losses"]) == ["generator/adversarial", "discriminator/adversarial"]
    assert paired["Penalties"]["generator/l1"][0] == "L1 to the truth"
    assert paired["Cycle"] == {}


def test_tiles_of_one_subject_stand_in_one_column() -> None:
    assert subject(ROWS, 25, 10) == [5, 15, 25]
    assert subject(ROWS, 45, 10) == [35, 45, 55]
    assert block_of(("A", "as B")) == 2
    assert subject(("A", "as B"), 3, 12) == [3, 15]


def test_names_that_do_not_match_the_rows_are_left_out(qtbot: QtBot) -> None:
    grid = PreviewGrid()
    qtbot.addWidget(grid)
    sheet = sheet_of(1, np.zeros((24, 8, 8, 3), np.uint8), 12)
    grid.show_sheet(sheet, (), ROWS)
    assert grid.row_names == ()
    grid.show_sheet(sheet, (), ("A", "as B"))
    assert grid.row_names == ("A", "as B")


def test_a_duplicate_begins_with_both_sides(window: MainWindow) -> None:
    draft = draft_of(write_translator(runs_folder() / "there-and-back"))
    assert (draft.data, draft.to) == ("emoji-google", "emoji-twitter")
