"""Runs of image-to-image recipes: what they show, what they measure, what they leave for a reader of the folder."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from ganstudio.data.domains import Domains, open_domains
from ganstudio.latents.model import load_model
from ganstudio.networks.translators import Translators
from ganstudio.recipes.base import Pictures
from ganstudio.recipes.translation_settings import CycleGANSettings
from ganstudio.training import translation_preview
from ganstudio.training.averaging import settled
from ganstudio.training.checkpoints import newest_checkpoint
from ganstudio.training.events import Evaluation, Preview
from ganstudio.training.preview_rows import preview_rows, rows_of_run
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.scoring import resolve_measuring
from ganstudio.training.session import train
from ganstudio.training.translation_preview import TranslationPainter

from .conftest import last_state

Tiny = Callable[..., dict[str, Any]]
CPU = torch.device("cpu")
FEW = {"evaluate_every": 5, "evaluate_samples": 64, "preview_every": 5}


class Inverted(nn.Module):
    multiple, reach, is_local = 1, 0, True

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return -images


@pytest.fixture
def domains(two_sides: Path) -> Domains:
    return open_domains(two_sides, None, 16)


def as_bytes(images: np.ndarray) -> np.ndarray:
    return images.transpose(0, 2, 3, 1)


def test_rows_go_there_and_back(domains: Domains) -> None:
    pictures = Pictures(16, 3, (), domains.titles)
    painter = TranslationPainter(domains, pictures, ("a2b", "b2a"), CPU)
    a, b = domains.titles
    assert painter.rows == (a, f"as {b}", "and back", b, f"as {a}", "and back")
    tiles = painter.paint(Translators(Inverted(), Inverted()))
    assert tiles is not None
    count = painter.columns
    assert 1 < count <= len(domains.test_a)
    rows = tiles.reshape(6, count, 16, 16, 3)
    held_out = {picture.tobytes() for picture in as_bytes(np.asarray(domains.a.images[domains.test_a]))}
    assert {picture.tobytes() for picture in rows[0]} <= held_out
    assert len({picture.tobytes() for picture in rows[0]}) == count
    assert np.abs(rows[1].astype(int) + rows[0] - 255).max() <= 1
    assert np.abs(rows[2].astype(int) - rows[0]).max() <= 1
    assert not np.array_equal(rows[0], rows[3])


def test_rows_of_pairs_end_with_the_truth(domains: Domains) -> None:
    painter = TranslationPainter(domains, Pictures(16, 3, (), domains.titles), ("b2a",), CPU)
    a, b = domains.titles
    assert painter.rows == (b, f"as {a}", f"{a}, true") * 2
    tiles = painter.paint(Translators(b2a=Inverted()))
    assert tiles is not None
    rows = tiles.reshape(6, painter.columns, 16, 16, 3)
    truth = {
        as_bytes(np.asarray(domains.b.images[[j]])).tobytes(): as_bytes(np.asarray(domains.a.images[[i]]))
        for i, j in domains.test_pairs
    }
    for first in (0, 3):
        for source, made, true in zip(*rows[first : first + 3]):
            assert np.array_equal(truth[source.tobytes()][0], true)
            assert np.abs(made.astype(int) + source - 255).max() <= 1


def test_a_stop_ends_a_preview_between_pictures(domains: Domains, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation_preview, "PIXELS_AT_ONCE", {"cpu": 1})
    painter = TranslationPainter(domains, Pictures(16, 3, (), domains.titles), ("a2b", "b2a"), CPU)
    asked: list[int] = []
    translators = Translators(Inverted(), Inverted())
    assert painter.paint(translators, lambda: bool(asked.append(1)) or len(asked) > 2) is None
    assert len(asked) == 3
    assert painter.paint(translators) is not None


@pytest.mark.parametrize(
    ("recipe", "metrics"),
    [
        ("cyclegan", {"kid", "kid_a2b", "kid_b2a", "cycle", "counterpart_a2b", "counterpart_b2a"}),
        ("pix2pix", {"kid", "counterpart_a2b", "l1"}),
    ],
)
def test_a_run_is_shown_and_measured(recipe: str, metrics: set[str], tiny: Tiny, tmp_path: Path) -> None:
    run = tmp_path / "run"
    events = list(train(recipe, out=run, steps=10, **tiny(recipe, **FEW)))
    found = [event for event in events if isinstance(event, Evaluation)]
    assert {event.metric for event in found} == metrics
    assert [event.step for event in found if event.metric == "kid"] == [5, 10]
    assert found[0].metric == "kid"
    assert found[0].is_best
    assert "untranslated" in found[0].label
    (first, _) = [line for line in RunFolder(run).metrics() if "metrics" in line]
    assert first["untranslated"].keys() == metrics - {"cycle"}
    best = RunFolder(run).best()
    assert best is not None
    assert best.metric == "kid"
    previews = [event for event in events if isinstance(event, Preview)]
    assert previews[0].pictures.shape == (6 * previews[0].columns, 16, 16, 3)
    assert previews[0].raw is not None
    record = json.loads((run / "run.json").read_text())
    assert rows_of_run(record) == previews[0].rows
    assert load_model(run).directions == tuple(record["data"]["directions"])
    assert (run / "previews" / "10.png").is_file()
    saved, _ = newest_checkpoint(run / "checkpoints")
    assert saved is not None
    (check, *_) = saved.numbers["health"]["history"]["checks"]
    name = "kid_a2b" if recipe == "cyclegan" else "kid"
    assert list(check["untranslated"]) == record["data"]["directions"]
    assert check["untranslated"]["a2b"] == first["metrics"][name] / first["untranslated"][name]


def test_measuring_changes_nothing_in_the_run(tiny: Tiny, tmp_path: Path) -> None:
    for name, every in (("with", 5), ("without", 0)):
        settings = tiny("cyclegan", **FEW | {"evaluate_every": every})
        list(train("cyclegan", out=tmp_path / name, steps=10, **settings))
    assert last_state(tmp_path / "with") == last_state(tmp_path / "without")


@pytest.mark.parametrize(("resolution", "samples"), [(32, 256), (64, 256), (128, 64), (256, 64)])
def test_larger_pictures_are_measured_by_fewer(resolution: int, samples: int) -> None:
    settings = CycleGANSettings(resolution=resolution, steps=4000)
    found = resolve_measuring(settings, CPU)
    assert (found.evaluate_samples, found.evaluate_every) == (samples, 500)
    assert resolve_measuring(settings, torch.device("cuda")).evaluate_samples == 2000


def test_rows_are_known_without_torch() -> None:
    code = "import sys, ganstudio.training.preview_rows; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert preview_rows(("A", "B"), ("a2b",), paired=False) == ("A", "as B")
    assert rows_of_run({"pictures": {"class_names": []}}) == ()


class Normed(nn.Module):
    """Twice the picture, and a batch norm: what it is shown is easy to follow."""

    multiple, reach, is_local = 1, 0, False

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(3)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.norm(2 * images)


def test_averaged_translators_measure_their_batch_norms_anew() -> None:
    average = Translators(Normed(), Normed())
    for network in average.networks.values():
        network.norm.running_mean.fill_(9.0)  # type: ignore[union-attr]

    def batch(index: int) -> dict[str, torch.Tensor]:
        a = torch.full((16, 3, 64, 64), 0.1 * index)
        return {"a": a, "b": a - 1}

    network = settled(average, None, CPU, batches=batch)
    assert not network.training
    means = [network.networks[name].norm.running_mean[0].item() for name in ("a2b", "b2a")]  # type: ignore[index,union-attr]
    assert means == pytest.approx([2 * 0.15, 2 * (0.15 - 1)], abs=1e-5)  # four batches of 16 pictures
    kept = settled(average, None, CPU)
    assert kept.networks["a2b"].norm.running_mean[0] == 9  # type: ignore[index,union-attr]
    assert average.networks["a2b"].norm.running_mean[0] == 9  # type: ignore[index,union-attr]
