"""A folder with two sides, from the drop to a run that may start, through the sheet as a person uses it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ganstudio.data.domains import open_domains
from ganstudio.gui.start.page import StartPage
from ganstudio.gui.start.samples import list_data, sample_pictures
from tests.gui.test_start_import import checked, click
from tests.gui.two_sides_fakes import two_sided_sources

COUNTS = {"trainA": 7, "trainB": 5, "testA": 2, "testB": 2}


def small_sample(name: str, report: Any, should_stop: Any) -> np.ndarray:
    """Bundled sets are not decoded in these tests."""
    if name == "outline2colour":
        return sample_pictures(name, report, should_stop)
    return np.zeros((16, 16, 16, 3), np.uint8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The layout of the published CycleGAN data, and one file that is no picture."""
    made, draw = tmp_path / "outline2colour", np.random.default_rng(2)
    for name, count in COUNTS.items():
        (made / name).mkdir(parents=True)
        for number in range(count):
            pixels = draw.integers(0, 256, (24, 24, 3), np.uint8)
            Image.fromarray(pixels).save(made / name / f"{number}.png")
    (made / "trainB" / "broken.png").write_text("I am a text.")
    return made


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[StartPage]:
    made = StartPage(two_sided_sources(data=list_data, sample=small_sample), folder=tmp_path / "runs")
    qtbot.addWidget(made)
    made.resize(1368, 812)
    made.show()
    qtbot.waitUntil(lambda: bool(made.model.recipe_name))
    yield made
    made.stop_work()


def test_two_sides_are_checked_named_imported_and_ready_to_train(
    qtbot: QtBot, page: StartPage, folder: Path
) -> None:
    checked(page, qtbot, folder)
    report, panel = page.sheet.report, page.sheet.panel
    assert report.figures["Usable"].text() == "16 of 17"
    assert panel.titles() == ("Outline", "Colour")
    field = page.findChild(QLineEdit, "import_title_b")
    assert isinstance(field, QLineEdit)
    assert field.isVisible()
    field.selectAll()
    qtbot.keyClicks(field, "Outline")
    assert panel.rows["title_b"].problem.words.text() == "The two sides need different names."
    assert not panel.button.isEnabled()
    field.selectAll()
    qtbot.keyClicks(field, "Painted")
    with qtbot.waitSignal(page.data_chosen, timeout=20_000) as chosen:
        click(qtbot, panel.button)
    assert chosen.args == ["outline2colour"]
    domains = open_domains("outline2colour")
    assert domains.titles == ("Outline", "Painted")
    assert (len(domains.train_a), len(domains.train_b), len(domains.test_a), len(domains.test_b)) == (
        7,
        5,
        2,
        2,
    )
    qtbot.waitUntil(lambda: page.model.recipe_name == "cyclegan" and page.start.isEnabled())
    assert [slot.title for slot in page.data_step.slots.slots] == ["Outline", "Painted"]
    with qtbot.waitSignal(page.start_requested) as started:
        click(qtbot, page.start)
    request = started.args[0]
    assert (request.recipe, request.data, request.to) == ("cyclegan", "outline2colour", None)
