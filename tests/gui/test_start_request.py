"""Names of runs, samples of data, and the small pure parts of the start page."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from ganstudio.gui.start.catalog import power_of_two
from ganstudio.gui.start.draft import shown
from ganstudio.gui.start.recipe_cards import reference
from ganstudio.gui.start.request import TrainRequest, run_name
from ganstudio.gui.start.samples import at_resolution, pick
from ganstudio.gui.start.strip import matte
from ganstudio.training.run_care import name_problem


def test_a_run_is_named_after_data_and_recipe(tmp_path: Path) -> None:
    assert run_name("digits", "wgan_gp", tmp_path) == "digits-wgan-gp"
    (tmp_path / "digits-wgan-gp").mkdir()
    assert run_name("digits", "wgan_gp", tmp_path) == "digits-wgan-gp-2"
    (tmp_path / "Digits-WGAN-GP-2").mkdir()
    assert run_name("digits", "wgan_gp", tmp_path) == "digits-wgan-gp-3"
    assert run_name("/home/me/My Cats & Dogs.zip", "dcgan", tmp_path / "none") == "my-cats-dogs-dcgan"


@given(st.text(max_size=30), st.text(max_size=10))
def test_a_proposed_name_is_always_allowed(data: str, recipe: str) -> None:
    assert name_problem(run_name(data.replace("\0", ""), recipe, Path("/nowhere")), Path("/nowhere")) == ""


@pytest.mark.parametrize("name", ["", " ", "a/b", "..", "a.", " a", "a\nb", "x" * 200, "a:b"])
def test_a_name_that_is_no_folder_is_refused_in_a_sentence(name: str, tmp_path: Path) -> None:
    assert name_problem(name, tmp_path).endswith(".")


def test_a_taken_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "First").mkdir()
    assert "already" in name_problem("first", tmp_path)
    assert name_problem("second", tmp_path) == ""


def test_a_request_is_a_value() -> None:
    assert TrainRequest("dcgan", "digits", Path("a")) == TrainRequest(
        "dcgan", "digits", Path("a"), {}, None, 0, "auto"
    )


def test_samples_take_the_classes_in_turn() -> None:
    labels = np.array([2] * 50 + [0] * 5 + [1] * 20)
    chosen = pick(labels, 12)
    assert labels[chosen].tolist() == [0, 1, 2] * 4
    assert len(set(chosen.tolist())) == 12
    assert sorted(pick(labels, 1000).tolist()) == list(range(75))


def test_samples_at_another_resolution() -> None:
    grey = np.full((3, 28, 28, 1), 77, np.uint8)
    assert at_resolution(grey, 16).shape == (3, 16, 16, 1)
    assert (at_resolution(grey, 64) == 77).all()
    assert at_resolution(np.zeros((2, 8, 8, 3), np.uint8), 32).shape == (2, 32, 32, 3)


def test_the_matte_is_the_colour_in_the_corners() -> None:
    white = np.full((4, 16, 16, 3), 255, np.uint8)
    white[:, 4:12, 4:12] = np.random.default_rng(0).integers(0, 255, (4, 8, 8, 3))
    assert matte(white) == QColor(255, 255, 255)
    assert matte(np.random.default_rng(0).integers(0, 255, (4, 16, 16, 3), np.uint8)) is None


@pytest.mark.parametrize(("side", "power"), [(1, 2), (8, 8), (28, 32), (32, 32), (33, 64), (600, 1024)])
def test_auto_rounds_up_to_a_power_of_two(side: int, power: int) -> None:
    assert power_of_two(side) == power


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (2560, "2,560"), (0.0002, "0.0002"), (0.5, "0.5"), (10.0, "10"), (0.0, "0"), (1e-8, "1e-08"),
        ("auto", "auto"), (True, "on"),
    ],
)  # fmt: skip
def test_values_are_shown_as_a_person_writes_them(value: object, words: str) -> None:
    assert shown(value) == words


@pytest.mark.parametrize(
    ("paper", "short"),
    [
        ("Radford, Metz, Chintala: Unsupervised, deep, ICLR 2016", "Radford et al., ICLR 2016"),
        ("Mirza, Osindero: Conditional GANs, 2014; Miyato: cGANs, ICLR 2018", "Mirza and Osindero, 2014"),
        ("Goodfellow: GAN, NeurIPS 2014", "Goodfellow, NeurIPS 2014"),
    ],
)
def test_references_are_short(paper: str, short: str) -> None:
    assert reference(paper) == short
