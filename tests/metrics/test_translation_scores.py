"""Scores of translators whose answers are known beforehand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from ganstudio.data.dataset import Dataset
from ganstudio.data.domains import Domains
from ganstudio.data.side_pictures import SidePictures
from ganstudio.errors import StudioError
from ganstudio.metrics import translation_evaluator
from ganstudio.metrics.extractors import Extractor
from ganstudio.metrics.kernel import kernel, kernel_distance, kernel_distance_of_all
from ganstudio.metrics.patience import exhaust
from ganstudio.metrics.results import Results, Score
from ganstudio.metrics.translation_evaluator import TranslationEvaluator
from ganstudio.metrics.translation_sides import choose_sides
from ganstudio.networks.translators import Translators

SIDE, WIDTH = 16, 12


class Made(nn.Module):
    """A translator that is a function."""

    multiple, reach, is_local = 1, 0, True

    def __init__(self, function: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self.function = function

    def forward(self, images: Tensor) -> Tensor:
        return self.function(images)


SAME, NEGATIVE = Made(lambda x: x), Made(lambda x: -x)


@pytest.fixture(autouse=True)
def _small_features(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Features that are a fixed random projection of the pixels, and a cache of one's own."""
    monkeypatch.setenv("GANSTUDIO_HOME", str(tmp_path / "home"))
    torch.manual_seed(0)
    matrix = torch.randn(3 * SIDE * SIDE, WIDTH) / SIDE

    def network(x: Tensor) -> tuple[Tensor, Tensor]:
        features = (x.flatten(1) / 255) @ matrix
        return features, features[:, :2]

    def load(name: str, *_: Any, **__: Any) -> Extractor:
        prepare, device = (lambda x: x), torch.device("cpu")
        return Extractor(name, network, WIDTH, 2, SIDE, "none", prepare, device)  # type: ignore[arg-type]

    monkeypatch.setattr(translation_evaluator, "load_extractor", load)


def dataset(name: str, images: np.ndarray) -> Dataset:
    return Dataset(name, images, np.zeros(len(images), np.int64), (), f"fingerprint of {name}", title=name)


def domains(count: int = 160, held: int = 80, paired: bool = True, far: int = 60) -> Domains:
    """Noise at two levels of brightness, B being A made brighter by `far`; the last `held` are held out."""
    random = np.random.RandomState(1)
    a = random.randint(0, 180, (count, 3, SIDE, SIDE)).astype(np.uint8)
    train, test = np.arange(count - held), np.arange(count - held, count)
    pairs = np.stack([test, test], axis=1) if paired else np.zeros((0, 2), np.int64)
    sides = dataset("Dark", a), dataset("Bright", a + np.uint8(far))
    return Domains("both", *sides, ("Dark", "Bright"), train, train, test, test, test_pairs=pairs)


def scores(two: Domains, translators: Translators, **options: Any) -> dict[str, Score]:
    results: Results | None = exhaust(
        TranslationEvaluator(two, SIDE, 3, **options).evaluate(translators, lambda: False)
    )
    assert results is not None
    assert results.diversity is None
    return {score.metric: score for score in results.scores}


def test_left_as_they_are_pictures_score_the_baseline() -> None:
    found = scores(domains(), Translators(SAME, SAME))
    assert list(found) == ["kid", "kid_a2b", "kid_b2a", "cycle", "counterpart_a2b", "counterpart_b2a"]
    for name, score in found.items():
        assert not score.higher_is_better
        assert name == "cycle" or score.value == score.baseline
    assert found["cycle"].value == 0
    assert found["kid"].value == pytest.approx((found["kid_a2b"].value + found["kid_b2a"].value) / 2)
    assert found["kid_a2b"].value > 0
    assert found["kid_a2b"].label.startswith("KID, Dark as Bright (EfficientNet-Lite0, untranslated ")


def test_the_right_translation_is_the_truth() -> None:
    """One that adds what B has more; what is scored are bytes, so 60 levels are 60 levels."""
    step = 60 / 127.5
    right = Translators(Made(lambda x: x + step), Made(lambda x: x - step))
    found = scores(domains(), right)
    assert found["counterpart_a2b"].value == pytest.approx(0, abs=1e-6)
    assert found["cycle"].value == pytest.approx(0, abs=1e-6)
    before = found["kid_a2b"].baseline
    assert before is not None
    assert abs(found["kid_a2b"].value) < before / 10


def test_the_cycle_is_measured_on_bytes() -> None:
    """There is -x, and back is x: the error is the mean of |2x|. A signal below one level brings nothing back."""
    two = domains()
    images = two.a.images[two.test_a].astype(np.float64) / 127.5 - 1
    others = two.b.images[two.test_b].astype(np.float64) / 127.5 - 1
    expected = np.mean([np.abs(2 * images).mean(), np.abs(2 * others).mean()])
    assert scores(two, Translators(NEGATIVE, SAME))["cycle"].value == pytest.approx(expected, abs=0.01)
    hiding = Made(lambda x: x / 1000)
    finding = Made(lambda x: (x * 1000).clamp(-1, 1))
    assert scores(two, Translators(hiding, finding))["cycle"].value > 0.3


def test_one_direction_is_compared_with_the_truth() -> None:
    found = scores(domains(), Translators(b2a=SAME))
    assert list(found) == ["kid", "counterpart_b2a", "l1"]
    assert found["l1"].value == found["l1"].baseline == pytest.approx(60 / 127.5, abs=1e-4)
    assert "Bright as Dark" in found["kid"].label
    assert "b2a" in found["kid"].protocol
    exact = scores(domains(), Translators(b2a=Made(lambda x: x - 60 / 127.5)))
    assert exact["l1"].value == pytest.approx(0, abs=1e-6)


def test_without_pairs_there_is_no_truth() -> None:
    assert list(scores(domains(paired=False), Translators(SAME, SAME))) == [
        "kid",
        "kid_a2b",
        "kid_b2a",
        "cycle",
    ]
    assert list(scores(domains(paired=False), Translators(SAME))) == ["kid"]


def test_counterparts_do_not_make_two_sides_look_nearer() -> None:
    """Sides that are copies of each other: no distance, not one below nothing."""
    found = scores(domains(held=80, far=0), Translators(SAME, SAME))["kid_a2b"].value
    x = torch.from_numpy(np.random.RandomState(2).randn(80, WIDTH).astype(np.float32))
    assert kernel_distance(x, x, 1, 80)[0] < -0.01
    assert abs(found) < 1e-9


def test_the_kernel_distance_of_all_in_its_plain_form() -> None:
    x, y = torch.randn(7, 5), torch.randn(6, 5) + 1
    related = torch.tensor([[0, 3], [6, 1]])
    known = {(int(i), int(j)) for i, j in related}
    between = [
        float(kernel(x[i, None], y[j, None])) for i in range(7) for j in range(6) if (i, j) not in known
    ]
    within = [
        np.mean(
            [float(kernel(z[i, None], z[j, None])) for i in range(len(z)) for j in range(len(z)) if i != j]
        )
        for z in (x, y)
    ]
    assert kernel_distance_of_all(x, y, related) == pytest.approx(sum(within) - 2 * np.mean(between))
    nothing = torch.zeros(0, 2, dtype=torch.int64)
    assert kernel_distance_of_all(x[:6], y, nothing) == pytest.approx(kernel_distance(x[:6], y, 1, 6)[0])


def test_training_pictures_join_where_few_are_held_out() -> None:
    two = domains(count=100, held=10)
    sides = choose_sides(two, SIDE, 3, 256)
    assert str(sides.a) == "64-of-which-10-held-out"
    assert set(two.test_a) <= set(sides.a.pictures.numbers)
    assert "64-of-which-10-held-out" in scores(two, Translators(SAME, SAME))["kid"].protocol
    assert str(choose_sides(domains(), SIDE, 3, 256).a) == "80-held-out"
    few = choose_sides(domains(), SIDE, 3, 70)
    assert str(few.a) == "70-held-out"
    assert np.array_equal(few.a.pictures.numbers[few.pairs[:, 0]], few.b.pictures.numbers[few.pairs[:, 1]])


def test_a_side_of_one_picture_is_refused() -> None:
    two = (
        dataset("Many", np.zeros((9, 3, SIDE, SIDE), np.uint8)),
        dataset("One", np.zeros((1, 3, SIDE, SIDE), np.uint8)),
    )
    none, every = np.zeros(0, np.int64), (np.arange(9), np.arange(1))
    with pytest.raises(StudioError, match="One has fewer than two pictures"):
        choose_sides(Domains("both", *two, ("Many", "One"), *every, none, none), SIDE, 3, 64)


def test_pictures_are_whole_also_where_training_crops() -> None:
    larger = np.random.default_rng(0).integers(0, 256, (3, 3, 20, 20), np.uint8)
    larger[0, :, :4] = 255  # what a crop of the middle would lose half of
    pictures = SidePictures(dataset("Larger", larger), np.array([2, 0]), SIDE)
    read = pictures.read(0, 2)
    for found, number in zip(read, (2, 0)):
        for channel, values in zip(found, larger[number].astype(np.float32)):
            whole = Image.fromarray(values).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
            expected = np.asarray(whole).clip(0, 255)
            assert np.abs(channel.numpy() - expected).max() <= 0.51
    assert torch.equal(pictures.at(np.array([1])), read[1:])
    untouched = SidePictures(dataset("Equal", larger[..., :SIDE, :SIDE]), np.array([1]), SIDE)
    assert np.array_equal(untouched.read(0, 1)[0], larger[1, :, :SIDE, :SIDE])


def test_the_real_side_is_looked_at_once(tmp_path: Path) -> None:
    def looks() -> int:
        work = TranslationEvaluator(domains(), SIDE, 3).evaluate(Translators(SAME, SAME), lambda: False)
        return sum(working.what == "Looking at the data" for working in work)

    assert looks() > 0
    assert looks() == 0
    (file, _) = sorted((tmp_path / "home").glob("**/statistics/*.safetensors"))
    file.write_bytes(file.read_bytes()[:100])
    assert looks() > 0
    assert looks() == 0


def test_it_stops_between_any_two_batches() -> None:
    def runs(times: int) -> bool:
        asked = iter(range(times))
        evaluator = TranslationEvaluator(domains(), SIDE, 3)
        work = evaluator.evaluate(Translators(SAME, SAME), lambda: next(asked, None) is None)
        return exhaust(work) is not None

    assert not any(runs(times) for times in range(4))
    assert runs(1000)


def test_grey_pictures_beside_colour() -> None:
    two = domains()
    grey = dataset("Grey", two.a.images[:, :1])
    mixed = Domains("both", grey, two.b, ("Grey", "Bright"), two.train_a, two.train_b, two.test_a, two.test_b)
    assert scores(mixed, Translators(SAME, SAME))["cycle"].value == 0
