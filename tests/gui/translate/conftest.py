"""A queue of pictures whose translating thread is a fake, and a real room; no translators but those of a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.models.long_tasks import LongTasks
from ganstudio.gui.models.run_list import RunList
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from ganstudio.gui.models.translate.session_folder import SessionFolder
from ganstudio.gui.models.translate.translate_model import TranslateModel
from ganstudio.gui.translate.room import TranslateRoom
from tests.gui.translate.queue_fakes import FakeRunner, FakeTranslate


@pytest.fixture(autouse=True)
def _no_starters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Translators that come with the program are not offered: what is there is what a test made."""
    monkeypatch.setattr("ganstudio.gui.models.translate.translator_shelf.starter_translators", lambda: [])


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[FakeRunner]:
    made = FakeRunner()
    yield made
    made.close()


@pytest.fixture
def translate() -> FakeTranslate:
    return FakeTranslate()


@pytest.fixture
def queue(runner: FakeRunner, translate: FakeTranslate, tmp_path: Path) -> Iterator[PictureQueue]:
    made = PictureQueue(
        runner.run, LongTasks(), translate=translate, folder=SessionFolder(tmp_path / "cache" / "translate")
    )
    made.set_model("inverter", "Inverter")
    yield made
    translate.gate.set()
    runner.close()
    made.close()


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[TranslateRoom]:
    theme.apply(qapp, "dark")
    runs = RunList(tmp_path / "runs")
    made = TranslateRoom(TranslateModel(runs))
    theme.dress(made)
    made.setMinimumSize(320, 240)  # a window has one of its own too
    made.resize(1368, 868)
    made.show()
    yield made
    made.close()
    made.close_down()
    runs.close()
    made.deleteLater()
