"""A whole window with fake data, recipes and training."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.main_window import MainWindow
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.preferences import Preferences
from ganstudio.gui.models.studio_model import StudioModel
from ganstudio.gui.start.page import StartPage
from ganstudio.resources import runs_folder
from tests.gui.explore_fakes import open_model
from tests.gui.start_fakes import sources
from tests.gui.window_fakes import FakeRun, library
from tests.latents.points import small_model


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path) -> Iterator[StudioModel]:
    made = StudioModel(Preferences(tmp_path / "window.ini"), library)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, studio: StudioModel) -> Iterator[MainWindow]:
    theme.apply(qapp, "dark")
    made = MainWindow(studio, lambda model: StartPage(sources(), tasks=model.tasks))
    made.resize(1440, 900)
    made.show()
    page = made.train.start_page
    qtbot.waitUntil(lambda: bool(page.model.recipe_name) and page.start.isEnabled())
    yield made
    if studio.training is not None:
        studio.training.wait()
        qtbot.waitUntil(lambda: not studio.is_training)
    made.close()
    made.deleteLater()


@pytest.fixture
def fake(_own_home: Path) -> FakeRun:
    return FakeRun(runs_folder() / "digits-cgan")


@pytest.fixture
def training(studio: StudioModel, fake: FakeRun, monkeypatch: pytest.MonkeyPatch) -> FakeRun:
    """Whatever is started or resumed is this fake run."""
    monkeypatch.setattr("ganstudio.gui.models.studio_model.train_job", lambda request: fake.job)
    for module in ("studio_model", "run_model"):
        name = f"ganstudio.gui.models.{module}.resume_job"
        monkeypatch.setattr(name, lambda path, changes=None: fake.resumed(changes))
    return fake


@pytest.fixture
def styled(tmp_path: Path) -> Path:
    """The file of a small StyleGAN2 with three classes."""
    path = tmp_path / "styled.safetensors"
    small_model("stylegan2").save(path)
    return path


@pytest.fixture
def explore(qtbot: QtBot, styled: Path) -> Iterator[ExploreModel]:
    """What the Explore room shows, with that model open."""
    made = ExploreModel()
    open_model(qtbot, made, styled)
    yield made
    made.directions.close()
    made.close()
