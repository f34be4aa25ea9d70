"""`data`: lists, checks and imports."""

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

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
