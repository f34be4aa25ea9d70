"""`train` and `resume`: flags reach the run, JSON says how it ended, wrong use makes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from ganstudio.latents.model import load_model
from ganstudio.training.run_folder import RunFolder
from tests.cli.conftest import TINY, Invoke


def test_flags_reach_the_run(invoke: Invoke, pictures: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    result = invoke(
        "train", "--recipe", "dcgan", "--data", pictures, "--preset", "cpu-demo", *TINY, "--resolution", 32,
        "--seed", 7, "--device", "cpu", "--set", "preview-every=2", "--set", "mirror=yes", "--out", out, "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    summary = json.loads(result.stdout)
    assert (summary["run"], summary["step"], summary["images"]) == (str(out), 4, 16)
    assert summary["stopped"] is False
    assert summary["seconds"] > 0
    assert any(name.startswith("generator/") for name in summary["losses"])
    assert load_model(summary["model"]).resolution == 32
    record = RunFolder(out).read()
    wanted = {"steps": 4, "batch": 4, "width": 4, "preview_every": 2, "mirror": True, "resolution": 32}
    assert {name: record.settings[name] for name in wanted} == wanted
    assert (record.recipe, record.preset, record.seed) == ("dcgan", "cpu-demo", 7)
    assert "Finished at step 4" in result.stderr


def test_kimg_gives_the_length(invoke: Invoke, pictures: Path, tmp_path: Path) -> None:
    result = invoke(
        "train", "--recipe", "cgan", "--data", pictures, "--kimg", 0.012, "--batch", 4, "--set", "width=4",
        "--set", "d_width=4", "--out", tmp_path / "run", "--json",
    )  # fmt: skip
    assert json.loads(result.stdout)["step"] == 3


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--steps", 5, "--kimg", 1], "choose one of them"),
        (["--kimg", 1, "--set", "steps=5"], "choose one of them"),
        (["--set", "width"], "write it as KEY=VALUE"),
        (["--set", "wings=2"], "no setting called wings"),
        (["--set", "beta1=2"], "beta1 cannot be '2': give a number from 0 to 1"),
        (["--batch", 0], "0 is not in the range"),
        (["--batch", 100000], "batch cannot be 100000"),
        (["--resolution", 4], "resolution cannot be 4"),
        (["--preset", "none"], "no preset called none"),
        (["--recipe", "gam"], "no recipe called gam"),
        (["--device", "tpu"], "'tpu' is not one of"),
        (["--seed", -1], "-1 is not in the range"),
    ],
)
def test_wrong_use(invoke: Invoke, pictures: Path, tmp_path: Path, flags: list[Any], words: str) -> None:
    out = tmp_path / "run"
    result = invoke("train", "--recipe", "cgan", "--data", pictures, "--out", out, *flags)
    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert not out.exists()


def test_failures(invoke: Invoke, pictures: Path, run: Path, tmp_path: Path) -> None:
    for data, out, words in (
        (pictures, run, "already holds a run"),
        (tmp_path / "none", tmp_path / "new", "There is no data set or folder"),
        (pictures, Path("/proc/none/run"), "Cannot write the run"),
    ):
        result = invoke("train", "--recipe", "cgan", "--data", data, *TINY, "--out", out, "--json")
        assert result.exit_code == 1
        assert result.stdout == ""
        assert words in result.stderr
        assert "Traceback" not in result.stderr


def test_resume_goes_on(invoke: Invoke, pictures: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    invoke("train", "--recipe", "cgan", "--data", pictures, *TINY, "--out", out)
    result = invoke("resume", out, "--steps", 6, "--set", "report_every=1", "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["step"] == 6
    assert RunFolder(out).read().settings["report_every"] == 1


@pytest.mark.parametrize(
    ("flags", "status", "words"),
    [
        (["--set", "width=8"], 1, "width is fixed once a run has started"),
        (["--set", "wings=8"], 2, "no setting called wings"),
        (["--steps", 0], 2, "0 is not in the range"),
    ],
)
def test_resume_refuses(invoke: Invoke, run: Path, flags: list[Any], status: int, words: str) -> None:
    result = invoke("resume", run, *flags)
    assert (result.exit_code, words in result.stderr) == (status, True), result.stderr


def test_resume_of_no_run(invoke: Invoke, tmp_path: Path) -> None:
    result = invoke("resume", tmp_path / "none")
    assert result.exit_code == 1
    assert "is not a run" in result.stderr
    assert not (tmp_path / "none").exists()


def test_other_ranks_are_silent(
    invoke: Invoke, pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ganstudio.training import session
    from ganstudio.training.events import Finished, Started

    def fake(recipe: str, data: str, **_: Any) -> Any:
        yield Started(tmp_path, recipe, 0, 2, 0, "cpu", {})
        yield Finished(2, 8, 0.1, False, tmp_path / "model.safetensors")

    monkeypatch.setattr(session, "train", fake)
    arguments = ["train", "--recipe", "cgan", "--data", pictures, "--out", tmp_path / "run", "--json"]
    assert json.loads(invoke(*arguments).stdout)["step"] == 2
    monkeypatch.setenv("RANK", "1")
    result = invoke(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
