"""`evaluate`: a model and folders of pictures against data, in words and as JSON."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.cli.evaluate import is_model, made_by
from ganstudio.data.library import open_dataset
from ganstudio.latents.model import load_model
from ganstudio.metrics.evaluator import Evaluator
from ganstudio.metrics.fakes import Fakes
from ganstudio.metrics.patience import exhaust
from tests.cli.conftest import Invoke


def test_a_run(invoke: Invoke, run: Path, pictures: Path) -> None:
    result = invoke(
        "evaluate", run, "--data", pictures, "--metrics", "fid,kid,is,pr", "--samples", 12, "--json"
    )
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert (document["model"], document["data"], document["samples"]) == (str(run), str(pictures), 12)
    assert [value["metric"] for value in document["metrics"]] == ["fid", "kid", "is", "precision", "recall"]
    assert document["metrics"][0]["label"] == "FD (EfficientNet-Lite0)"
    assert document["metrics"][0]["protocol"] == "FD[efficientnet-lite0|bilinear-96|20-all|12|flip=0]"
    assert all(np.isfinite(value["value"]) for value in document["metrics"])
    model, data = load_model(run), open_dataset(pictures, 16)
    fakes = Fakes(model.generator, [0.5, 0.5], "cpu", 0)
    expected = exhaust(Evaluator(data, samples=12).evaluate(fakes.generate, lambda: False))
    assert document["metrics"][0]["value"] == pytest.approx(expected.scores[0].value, rel=1e-4)


def test_words_for_a_person(invoke: Invoke, run: Path, pictures: Path) -> None:
    result = invoke("evaluate", run, "--data", pictures, "--metrics", "fid", "--samples", 4)
    assert result.exit_code == 0, result.stderr
    assert "FD (EfficientNet-Lite0)" in result.stdout
    assert "FD[efficientnet-lite0|bilinear-96|20-all|4|flip=0]" in result.stdout


def test_a_folder_against_itself(invoke: Invoke, pictures: Path) -> None:
    result = invoke("evaluate", pictures, "--data", pictures, "--metrics", "fid,pr", "--json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert document["samples"] == 20
    values = {value["metric"]: value["value"] for value in document["metrics"]}
    assert abs(values["fid"]) < 1e-6
    assert values["precision"] == values["recall"] == 1


def test_a_folder_of_other_sizes_is_brought_to_the_datas(
    invoke: Invoke, pictures: Path, tmp_path: Path
) -> None:
    for number in range(3):
        Image.new("RGB", (40, 30), (200, number, 0)).save(tmp_path / f"{number}.png")
    result = invoke("evaluate", tmp_path, "--data", pictures, "--metrics", "fid", "--samples", 2, "--json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert document["samples"] == 2
    assert document["metrics"][0]["value"] > 1


def test_what_a_model_is(run: Path, pictures: Path) -> None:
    assert is_model(str(run))
    assert is_model(str(run / "model.safetensors"))
    assert is_model("no-such-thing"), "and then the model's own sentence says so"
    assert not is_model(str(pictures))
    assert not is_model("digits")


def test_classes_that_the_data_does_not_know(run: Path, pictures: Path, tmp_path: Path) -> None:
    """A model's classes come equally often where the data has none of them, and nobody asks whether they agree."""
    for number in range(4):
        Image.new("L", (16, 16), 50 * number).save(tmp_path / f"{number}.png")
    model = load_model(run)
    plain = made_by(model, open_dataset(tmp_path, 16), 8, 0, model.device)
    assert plain.asked is None
    assert plain.generate(0, 8).shape == (8, 1, 16, 16)
    assert made_by(model, open_dataset(pictures, 16), 8, 0, model.device).asked is not None


@pytest.mark.parametrize(
    ("flags", "status", "words"),
    [
        (["--metrics", "fid,lpips"], 2, "'lpips' is no metric; choose from fid, kid, is, pr"),
        (["--metrics", ","], 2, "is no metric"),
        (["--weights", "x.pth"], 2, "belong to --features inception-2015"),
        (
            ["--features", "inception-2015", "--weights", "/none/x.pth"],
            1,
            "There is no weights file /none/x.pth",
        ),
        (["--split", "val"], 1, "has no split called val"),
        (["--metrics", "is", "--samples", "5"], 1, "needs at least 10"),
        (["--samples", "1"], 2, "samples"),
    ],
)
def test_wrong_words(
    invoke: Invoke, run: Path, pictures: Path, flags: list[str], status: int, words: str
) -> None:
    result = invoke("evaluate", run, "--data", pictures, *flags)
    assert result.exit_code == status
    assert words in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("model", "words"), [("nowhere", "There is no model at nowhere")])
def test_a_model_that_is_not_there(invoke: Invoke, pictures: Path, model: str, words: str) -> None:
    result = invoke("evaluate", model, "--data", pictures)
    assert (result.exit_code, words in result.stderr) == (1, True)


def test_offline_the_sentence_says_what_to_do(
    invoke: Invoke, run: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from ganstudio.metrics import fetching, weights

    nowhere = replace(weights.INCEPTION, urls=("http://127.0.0.1:9/inception.pth",))
    monkeypatch.setattr(fetching, "INCEPTION", nowhere)
    result = invoke("evaluate", run, "--data", pictures, "--features", "inception-2015")
    assert result.exit_code == 1
    assert "could not be downloaded" in result.stderr
    assert "choose the features efficientnet-lite0" in result.stderr


def test_ctrl_c_ends_it_cleanly_within_a_second(run: Path, pictures: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "ganstudio",
        "evaluate",
        str(run),
        "--data",
        str(pictures),
        "--samples",
        "100000",
    ]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2], env=os.environ
    )
    assert process.stderr is not None
    lines = iter(process.stderr.readline, "")
    assert any("Scoring samples" in line for line in lines)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    asked_at = time.monotonic()
    said = []
    while not said or (said[-1] and not said[-1].startswith("Stopped")):
        said.append(next(lines, ""))
    stopped_after = time.monotonic() - asked_at
    assert said[-1] == "Stopped; nothing was measured.\n"
    assert stopped_after < 5, "a tenth of a second on an idle machine"
    assert "Traceback" not in "".join(lines)
    assert process.wait(20) == 0


def test_a_translator_is_judged_both_ways(invoke: Invoke, tmp_path: Path) -> None:
    from tests.latents.translator_models import small_translator

    random = np.random.RandomState(0)
    for name in ("A", "B"):
        (tmp_path / "two" / name).mkdir(parents=True)
        for number in range(12):
            pixels = random.randint(0, 255, (16, 16, 3)).astype(np.uint8)
            Image.fromarray(pixels).save(tmp_path / "two" / name / f"{number}.png")
    small_translator().save(tmp_path / "model.safetensors")
    result = invoke("evaluate", tmp_path / "model.safetensors", "--data", tmp_path / "two", "--json")
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    found = {entry["metric"]: entry for entry in document["metrics"]}
    assert {"kid", "kid_a2b", "kid_b2a", "cycle"} <= found.keys()
    assert found["kid"]["value"] > 0
    assert "untranslated" in found["kid_a2b"]
    assert document["samples"] == 24
    for words, sentence in (
        (["--metrics", "fid"], "do not belong to a model that translates"),
        (["--split", "test"], "do not belong to a model that translates"),
    ):
        refused = invoke("evaluate", tmp_path / "model.safetensors", "--data", tmp_path / "two", *words)
        assert refused.exit_code == 2
        assert sentence in refused.stderr
