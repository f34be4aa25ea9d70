"""The evaluator on a data set, mostly with a network of one product in place of a trained one."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from ganstudio.data.dataset import Dataset
from ganstudio.errors import StudioError
from ganstudio.metrics import evaluator as module
from ganstudio.metrics.evaluator import Evaluator, Results, Working
from ganstudio.metrics.extractors import Extractor, load_extractor
from ganstudio.metrics.frechet import frechet_distance
from ganstudio.metrics.moments import moments_of
from ganstudio.metrics.patience import exhaust
from ganstudio.resources import cache_folder
from tests.metrics.conftest import blobs

NEVER = lambda: False  # noqa: E731


class Product(nn.Module):
    """pictures [N, 3, 8, 8] -> 24 features and 5 logits."""

    def __init__(self) -> None:
        super().__init__()
        random = torch.Generator().manual_seed(0)
        self.weight = torch.randn(192, 24, generator=random) / 192
        self.seen = 0

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        self.seen += len(pictures)
        features = (pictures.flatten(1) @ self.weight).relu()
        return features, features[:, :5]


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Product:
    """Replaces the real extractors; `seen` counts pictures."""
    made = Product()

    def load(name: str, resolution: int, device: object, **_: object) -> Extractor:
        cpu = torch.device("cpu")
        return Extractor(name, made, 24, 5, 120, "none-8", lambda pictures: pictures, cpu)

    monkeypatch.setattr(module, "load_extractor", load)
    return made


def pictures(count: int = 200, seed: int = 0, classes: int = 3) -> Dataset:
    images = blobs(count, seed, 8).numpy()
    labels = np.arange(count) % max(1, classes)
    images[:, 0] = images[:, 0] // 4 + (60 * labels)[:, None, None].astype(np.uint8)
    names = tuple("abcdefgh"[:classes])
    return Dataset("blobs", images, labels, names, f"fingerprint-{count}-{seed}-{classes}")


def from_images(images: np.ndarray) -> Callable[[int, int], Tensor]:
    return lambda first, count: torch.from_numpy(images[first : first + count])


def evaluate(evaluator: Evaluator, generate: Callable[[int, int], Tensor], **options: object) -> Results:
    results = exhaust(evaluator.evaluate(generate, NEVER, **options))
    assert results is not None
    return results


@pytest.mark.usefixtures("network")
def test_a_set_against_itself() -> None:
    data = pictures(300)
    results = evaluate(Evaluator(data, ("fid", "kid", "pr"), samples=300), from_images(data.images))
    values = {score.metric: score.value for score in results.scores}
    assert 0 <= values["fid"] < 1e-6
    assert values["precision"] == values["recall"] == 1
    assert [score.higher_is_better for score in results.scores] == [False, False, True, True]
    assert results.diversity.spread == pytest.approx(1)


def test_the_value_is_that_of_all_features(network: Product) -> None:
    data, made = pictures(200), pictures(150, 1)
    results = evaluate(Evaluator(data, samples=150), from_images(made.images))
    with torch.no_grad():
        sides = [network(torch.from_numpy(each.images).float())[0] for each in (made, data)]
    expected = frechet_distance(*(moments_of(side) for side in sides))
    assert results.scores[0].value == pytest.approx(expected, rel=1e-6)


@pytest.mark.usefixtures("network")
def test_images_are_judged_as_the_bytes_they_would_be_saved_as() -> None:
    data, made = pictures(), torch.rand(100, 3, 8, 8, generator=torch.Generator().manual_seed(0)) * 2.4 - 1.2
    saved = np.clip(made.numpy() * np.float32(127.5) + 128, 0, 255).astype(np.uint8)
    evaluator = Evaluator(data, ("fid", "kid"), samples=100)
    floats = evaluate(evaluator, lambda first, count: made[first : first + count])
    assert floats.scores == evaluate(evaluator, from_images(saved)).scores


@pytest.mark.usefixtures("network")
def test_protocols_name_everything() -> None:
    data = pictures(40)
    results = evaluate(Evaluator(data, ("fid", "kid", "is", "pr"), samples=30), from_images(data.images))
    assert {score.metric: (score.label, score.protocol) for score in results.scores} == {
        "fid": ("FD (EfficientNet-Lite0)", "FD[efficientnet-lite0|none-8|40-all|30|flip=0]"),
        "kid": ("KID (EfficientNet-Lite0)", "KID[efficientnet-lite0|none-8|40-all|30|flip=0|100x30]"),
        "is": ("Inception score (EfficientNet-Lite0)", "IS[efficientnet-lite0|none-8|30|splits=10]"),
        "precision": ("Precision (EfficientNet-Lite0)", "Precision[efficientnet-lite0|none-8|40-all|30|flip=0|k=3]"),
        "recall": ("Recall (EfficientNet-Lite0)", "Recall[efficientnet-lite0|none-8|40-all|30|flip=0|k=3]"),
    }  # fmt: skip
    some = Evaluator(data, features="inception-2015", samples=30, weights=Path("any"), reals=20)
    (score,) = evaluate(some, from_images(data.images)).scores
    assert (score.label, score.protocol) == ("FID", "FID[inception-2015|none-8|20-all|30|flip=0]")


@pytest.mark.usefixtures("network")
def test_a_split(monkeypatch: pytest.MonkeyPatch) -> None:
    data = pictures(40)
    monkeypatch.setattr(Dataset, "splits", property(lambda self: ("train", "test") * 20))
    half = Evaluator(data, samples=20, split="test")
    (score,) = evaluate(half, from_images(data.images[1::2])).scores
    assert score.value < 1e-6
    assert "|20-test|" in score.protocol
    with pytest.raises(StudioError, match="no split called val; it has test, train"):
        Evaluator(data, split="val")


def test_the_data_is_looked_at_once(network: Product) -> None:
    data = pictures(200)

    def score(metrics: tuple[str, ...] = ("fid",)) -> tuple[float, int]:
        network.seen = 0
        results = evaluate(Evaluator(data, metrics, samples=50), from_images(data.images))
        return results.scores[0].value, network.seen

    first = score()
    assert first[1] == 250
    assert score() == (first[0], 50)
    assert score(("fid", "kid"))[1] == 250, "kernels need every feature, which was not kept"
    assert score(("fid", "kid"))[1] == 50
    assert score() == (first[0], 50)
    other = replace(data, fingerprint="another")
    network.seen = 0
    evaluate(Evaluator(other, samples=50), from_images(data.images))
    assert network.seen == 250


@pytest.mark.parametrize("damage", ["cut", "noise", "empty", "other"])
def test_a_damaged_cache_is_made_again(network: Product, damage: str) -> None:
    data = pictures(100)
    value = evaluate(Evaluator(data, samples=50), from_images(data.images)).scores
    (file,) = (cache_folder() / "statistics").iterdir()
    content = file.read_bytes()
    if damage == "other":
        from safetensors.torch import save

        content = save({"count": torch.tensor(3), "mean": torch.zeros(5), "scatter": torch.zeros(5, 5)})
    changed = {"cut": content[:500], "noise": b"\xff" * 400, "empty": b"", "other": content}[damage]
    file.write_bytes(changed)
    network.seen = 0
    assert evaluate(Evaluator(data, samples=50), from_images(data.images)).scores == value
    assert network.seen == 150
    assert file.read_bytes() != changed


@pytest.mark.usefixtures("network")
def test_a_disk_that_refuses_costs_only_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ganstudio.disk.write_file", full)
    assert evaluate(Evaluator(pictures(50), samples=20), from_images(pictures(50).images)).scores


@pytest.mark.usefixtures("network")
def test_classes_are_recognised() -> None:
    data = pictures(300)
    evaluator = Evaluator(data, samples=120)
    assert evaluator.class_shares == pytest.approx([1 / 3] * 3)
    results = evaluate(
        evaluator, from_images(data.images), asked=lambda first, count: data.labels[first : first + count]
    )
    assert results.diversity.agreement is not None
    assert results.diversity.agreement > 0.9
    assert results.diversity.class_shares == pytest.approx([1 / 3] * 3, abs=0.1)
    assert results.diversity.real_class_shares == pytest.approx([1 / 3] * 3, abs=0.1)
    only = data.images[data.labels == 1]
    dropped = evaluate(Evaluator(data, samples=100), from_images(only)).diversity
    assert dropped.class_shares[1] > 0.9
    assert dropped.agreement is None


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("world", [2, 3])
def test_several_processes_give_what_one_gives(world: int) -> None:
    data, made = pictures(101), pictures(77, 1)
    metrics = ("fid", "kid", "is", "pr")
    alone = evaluate(
        Evaluator(data, metrics, samples=77),
        from_images(made.images),
        asked=lambda f, n: data.labels[f : f + n],
    )
    barrier, boxes = threading.Barrier(world), [[] for _ in range(world)]

    def sum_for(rank: int) -> Callable[[list[Tensor]], None]:
        def sum_(tensors: list[Tensor]) -> None:
            boxes[rank] = [tensor.clone() for tensor in tensors]
            barrier.wait(20)
            for place, tensor in enumerate(tensors):
                tensor.copy_(torch.stack([box[place] for box in boxes]).sum(dim=0))
            barrier.wait(20)

        return sum_

    together: dict[int, Results] = {}
    fresh = replace(data, fingerprint=f"shared-{world}")

    def work(rank: int) -> None:
        evaluator = Evaluator(fresh, metrics, samples=77, share=(rank, world), sum_=sum_for(rank))
        together[rank] = evaluate(
            evaluator, from_images(made.images), asked=lambda f, n: data.labels[f : f + n]
        )

    threads = [threading.Thread(target=work, args=(rank,)) for rank in range(world)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(together) == list(range(world))
    for rank in range(world):
        for mine, one in zip(together[rank].scores, alone.scores):
            assert mine.protocol == one.protocol
            assert mine.value == pytest.approx(one.value, rel=1e-6, abs=1e-7)
        assert together[rank].diversity.agreement == alone.diversity.agreement
        assert together[rank].diversity.class_shares == pytest.approx(alone.diversity.class_shares)


@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("phase", ["Looking at the data", "Scoring samples"])
def test_it_stops_in_every_phase(phase: str) -> None:
    stopping = False
    made = 0

    def generate(first: int, count: int) -> Tensor:
        nonlocal made
        made += count
        return torch.from_numpy(pictures(500).images[first : first + count])

    working = Evaluator(pictures(500), samples=500).evaluate(generate, lambda: stopping)
    for now in working:
        if now.what == phase:
            stopping = True
            break
    before = made
    assert exhaust(working) is None
    assert made == before


@pytest.mark.usefixtures("network")
def test_it_stops_while_it_compares(monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = False
    monkeypatch.setattr("ganstudio.metrics.results.frechet_distance", lambda *_: time.sleep(2.5))
    data = pictures(60)
    working = Evaluator(data, samples=60).evaluate(from_images(data.images), lambda: stopping)
    for now in working:
        assert not torch.is_inference_mode_enabled()
        assert torch.is_grad_enabled(), "no mode leaks out of a generator"
        if now.what == "Comparing with the data":
            stopping, asked_at = True, time.monotonic()
    assert stopping
    assert time.monotonic() - asked_at < 1


@pytest.mark.usefixtures("network")
def test_progress() -> None:
    data = pictures(90)
    seen = list(Evaluator(data, samples=70).evaluate(from_images(data.images), NEVER))
    for what, total in (("Looking at the data", 90), ("Scoring samples", 70)):
        steps = [now for now in seen if now.what == what]
        assert [now.done for now in steps] == sorted({now.done for now in steps})
        assert steps[-1] == Working(what, total, total)
        assert len(steps) >= 5


@pytest.mark.usefixtures("network")
def test_pictures_that_are_not_finite() -> None:
    data = pictures(40)
    with pytest.raises(StudioError, match="pictures that are not finite"):
        evaluate(Evaluator(data, samples=40), lambda first, count: torch.full((count, 3, 8, 8), torch.nan))


@pytest.mark.parametrize(
    ("metrics", "samples", "count", "words"),
    [
        (("fid", "lpips"), 100, 40, "no metric 'lpips'"),
        (("fid",), 1, 40, "fid needs at least 2"),
        (("pr",), 40, 3, "pr needs at least 4"),
        (("is",), 9, 40, "is needs at least 10"),
    ],
)
def test_wrong_wishes(metrics: tuple[str, ...], samples: int, count: int, words: str) -> None:
    with pytest.raises(StudioError, match=words):
        Evaluator(pictures(count), metrics, samples=samples)


def test_nothing_global_is_touched() -> None:
    """With the real network: random state, threads, precision and modes are as they were."""
    data = replace(pictures(8), fingerprint="real")

    def state() -> tuple[object, ...]:
        return (
            torch.get_rng_state().sum().item(), np.random.get_state()[1].sum(), torch.get_num_threads(),
            torch.is_grad_enabled(), torch.backends.cuda.matmul.allow_tf32, torch.get_default_dtype(),
        )  # fmt: skip

    before = state()
    evaluator = Evaluator(data, ("fid", "kid"), samples=8)
    for _ in evaluator.evaluate(from_images(data.images), NEVER):
        assert state() == before
    assert state() == before
    assert load_extractor("efficientnet-lite0", 8).width == 1280
