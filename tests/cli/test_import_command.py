"""`import`: other programs' translators as files of ours."""

import json
from pathlib import Path

import pytest
import torch

from ganstudio.latents.model import load_model
from tests.cli.conftest import Invoke
from tests.interop.repository_networks import PlainResNet, save_as, with_lively_weights


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    network = with_lively_weights(PlainResNet(1))
    save_as(tmp_path / "horse2zebra" / "latest_net_G_B.pth", network)
    return save_as(tmp_path / "horse2zebra" / "latest_net_G_A.pth", network)


def test_both_directions_become_one_file(invoke: Invoke, foreign: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "model.safetensors"
    result = invoke("import", foreign, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"{out}: cyclegan, horse -> zebra; zebra -> horse\n"
    model = load_model(out)
    assert model.domains == ("horse", "zebra")
    images = torch.rand(1, 3, 16, 16)
    assert torch.equal(
        model.translate(images, "b2a"), model.translate(images, "a2b")
    )  # of equal weights here


def test_titles_may_be_given(invoke: Invoke, foreign: Path, tmp_path: Path) -> None:
    out = tmp_path / "model.safetensors"
    result = invoke("import", foreign, "--domains", "mare, okapi", "--out", out, "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert (told["domains"], told["directions"]) == (["mare", "okapi"], ["a2b", "b2a"])
    assert load_model(out).domains == ("mare", "okapi")


@pytest.mark.parametrize("titles", ["horse", "a,b,c", "a,", "a,a"])
def test_titles_are_two(invoke: Invoke, foreign: Path, tmp_path: Path, titles: str) -> None:
    result = invoke("import", foreign, "--domains", titles, "--out", tmp_path / "model.safetensors")
    assert result.exit_code == 2
    assert "two different titles" in result.stderr


def test_what_is_refused(invoke: Invoke, foreign: Path, tmp_path: Path) -> None:
    assert invoke("import", foreign, "--out", tmp_path / "model.pth").exit_code == 2
    bad = tmp_path / "bad.pth"
    bad.write_bytes(foreign.read_bytes()[:-100])
    result = invoke("import", bad, "--out", tmp_path / "model.safetensors")
    assert (result.exit_code, result.stderr) == (1, f"{bad} is damaged; download or copy the file again.\n")
    assert not (tmp_path / "model.safetensors").exists()
    assert invoke("import", tmp_path / "none.pth", "--out", tmp_path / "m.safetensors").exit_code == 1


def test_a_translator_makes_no_samples(invoke: Invoke, foreign: Path, tmp_path: Path) -> None:
    result = invoke("sample", foreign, "--seeds", "0-3", "--out", tmp_path / "grid.png")
    assert result.exit_code == 1
    assert "translates pictures" in result.stderr
