"""`data`: lists, checks and imports."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.data.domains import open_domains
from ganstudio.data.library import open_dataset
from tests.cli.conftest import Invoke


@pytest.fixture
def messy(pictures: Path, tmp_path: Path) -> Path:
    """The pictures with one that is text, and one that is there twice."""
    folder = tmp_path / "messy"
    shutil.copytree(pictures, folder)
    (folder / "day" / "text.png").write_text("hello")
    shutil.copy(folder / "day" / "0.png", folder / "day" / "again.png")
    return folder


def test_list(invoke: Invoke) -> None:
    document = json.loads(invoke("data", "list", "--json").stdout)
    digits = next(info for info in document if info["name"] == "digits")
    assert (digits["count"], digits["source"], len(digits["class_names"])) == (5000, "bundled", 10)
    assert "digits" in invoke("data", "list").stdout


def test_check_names_what_is_wrong(invoke: Invoke, messy: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.png"
    result = invoke("data", "check", messy, "--json", "--sheet", sheet)
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert (document["files"], document["usable"]) == (22, 21)
    assert document["classes"] == {"day": 11, "night": 10}
    levels = {finding["file"]: finding["level"] for finding in document["findings"]}
    assert levels["day/text.png"] == "unusable"
    assert Image.open(sheet).format == "PNG"
    words = invoke("data", "check", messy).stdout
    assert "21 of 22 files can be used" in words
    assert "unusable: day/text.png" in words


def test_import_keeps_pictures_under_a_name(invoke: Invoke, messy: Path) -> None:
    result = invoke("data", "import", messy, "--name", "sky", "--resolution", 8, "--fit", "stretch", "--json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert (document["name"], document["count"], document["resolution"]) == ("sky", 21, 8)
    assert [skipped["file"] for skipped in document["skipped"]] == ["day/text.png"]
    assert len(open_dataset("sky")) == 21
    again = invoke("data", "import", messy, "--name", "sky")
    assert again.exit_code == 1
    assert "already a data set called sky" in again.stderr
    assert invoke("data", "import", messy, "--name", "sky", "--replace", "--clean").exit_code == 0
    assert len(open_dataset("sky")) == 20


def test_there_is_nothing_to_check_or_import(invoke: Invoke, tmp_path: Path) -> None:
    for command in (["check", tmp_path / "no"], ["import", tmp_path / "no", "--name", "x"]):
        result = invoke("data", *command)
        assert result.exit_code == 1
        assert "There is no data set or folder" in result.stderr
    assert invoke("data", "import", tmp_path).exit_code == 2


@pytest.fixture
def two_sides(tmp_path: Path) -> Path:
    """Twelve pairs in A and B, one of them broken."""
    folder = tmp_path / "two"
    random = np.random.RandomState(0)
    for side, level in (("A", 50), ("B", 150)):
        (folder / side).mkdir(parents=True)
        for number in range(12):
            pixels = random.randint(level, level + 50, (16, 16, 3)).astype(np.uint8)
            Image.fromarray(pixels).save(folder / side / f"{number}.png")
    (folder / "A" / "3.png").write_text("hello")
    return folder


def test_check_of_two_sides(invoke: Invoke, two_sides: Path, tmp_path: Path) -> None:
    result = invoke("data", "check", two_sides, "--sheet", tmp_path / "sheet.png")
    assert result.exit_code == 0, result.stderr
    assert "two: folders A and B" in result.stdout
    assert "A, A: 11 of 12 files can be used; colour; sizes 16x16 (11); 5 held out" in result.stdout
    assert "11 pairs are known, 5 of them held out" in result.stdout
    assert "unusable: A/3.png: It is text, not a picture." in result.stdout
    assert Image.open(tmp_path / "sheet.png").format == "PNG"
    document = json.loads(invoke("data", "check", two_sides / "A", "--to", two_sides / "B", "--json").stdout)
    assert (document["layout"], document["pairs"], document["a"]["usable"]) == ("two sets", 11, 11)
    assert "23 of 24 files can be used" in invoke("data", "check", two_sides, "--one").stdout


def test_import_of_two_sides(invoke: Invoke, two_sides: Path) -> None:
    titles = ("--titles", "Dark", "Bright")
    result = invoke("data", "import", two_sides, "--name", "shades", "--resolution", 8, *titles, "--json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert (document["counts"], document["pairs"], document["resolution"]) == ([11, 11], 11, 8)
    assert document["sides"] == ["Dark", "Bright"]
    listed = {info["name"]: info for info in json.loads(invoke("data", "list", "--json").stdout)}
    assert (listed["shades"]["kind"], listed["shades"]["paired"]) == ("two", True)
    assert "Dark and Bright, pairs" in invoke("data", "list").stdout
    words = invoke(
        "data", "import", two_sides / "A", "--to", two_sides / "B", "--name", "shades", "--replace", "--clean"
    )
    assert words.exit_code == 0, words.stderr
    assert "--recipe pix2pix" in words.stdout
    assert (open_domains("shades").titles, open_domains("shades").resolution) == (("A", "B"), 16)
    assert invoke("data", "import", two_sides, "--one", "--name", "flat").exit_code == 0
    assert open_dataset("flat").class_names == ("A", "B")


def test_two_sides_and_contradictions(invoke: Invoke, two_sides: Path) -> None:
    assert invoke("data", "check", two_sides, "--one", "--to", two_sides).exit_code == 2
    result = invoke("data", "import", two_sides, "--one", "--name", "x", "--titles", "a", "b")
    assert result.exit_code == 2
    assert "--titles names two sides" in result.stderr
    result = invoke("data", "check", "emoji-google-twitter", "--to", "digits")
    assert result.exit_code == 1
    assert "has two sides already" in result.stderr
