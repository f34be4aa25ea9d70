"""The model class: what load_model checks, what labels, truncation and noise mean."""

import resource
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.errors import StudioError
from ganstudio.latents import building
from ganstudio.latents import model as module
from ganstudio.latents.allotment import Allotment, TooLargeError
from ganstudio.latents.model import Model, load_model
from ganstudio.latents.model_file import write_model
from ganstudio.recipes import RECIPES
from tests.latents.fake_recipes import FAKES, fake_record
from tests.latents.points import small_model

NAMES = ("cat", "dog", "owl")


@pytest.fixture(autouse=True)
def _fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "RECIPES", FAKES)


def make(recipe: str, classes: tuple[str, ...] = (), **settings: float) -> Model:
    record = fake_record(recipe, classes, **settings)
    torch.manual_seed(1)
    kind = FAKES[recipe]
    return Model(
        kind.build_generator(kind.settings_type(**record.settings), record.pictures.pictures()), record
    )


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "model.safetensors"
    make("styled", NAMES).save(path)
    return path


def test_what_a_loaded_model_says(saved: Path) -> None:
    model = load_model(str(saved))
    assert (model.recipe, model.resolution, model.channels) == ("styled", 8, 1)
    assert (model.z_dim, model.w_dim, model.num_ws) == (6, 5, 4)
    assert (model.num_classes, model.class_names) == (3, NAMES)


def test_the_file_keeps_every_picture(saved: Path) -> None:
    before, after = make("styled", NAMES), load_model(saved)
    z = before.latents([0, 1, 2])
    assert torch.equal(before.generate(z, [0, 1, 2]), after.generate(z, [0, 1, 2]))


def test_latents_are_numpys() -> None:
    z = make("plain").latents([0, 7])
    assert z.dtype == torch.float32
    # numpy.random.RandomState(0).randn(3): the first numbers of the legacy stream, known for many years
    assert torch.allclose(z[0, :3], torch.tensor([1.76405235, 0.40015721, 0.97873798]))
    assert np.array_equal(z[1].numpy(), np.random.RandomState(7).randn(6).astype(np.float32))
    for seed in (-1, 2**32):
        with pytest.raises(StudioError, match="seeds go from 0"):
            make("plain").latents([seed])


def test_truncation_without_classes_is_towards_the_average() -> None:
    model = make("styled")
    z = model.latents(range(4))
    w, half = model.map(z), model.map(z, psi=0.5, cutoff=3)
    assert w.shape == (4, 4, 5)
    assert torch.allclose(half[:, :3], (w[:, :3] + 0.25) / 2)
    assert torch.equal(half[:, 3], w[:, 3])
    assert torch.allclose(model.map(z, psi=0)[:, 0], torch.full((4, 5), 0.25))


def test_truncation_with_classes_is_towards_the_mean_of_the_class() -> None:
    model = make("styled", NAMES)
    mapping = model.generator.mapping
    fixed = torch.from_numpy(np.random.RandomState(0).randn(module.CENTRE_SAMPLES, 6).astype(np.float32))
    for number in range(3):  # the mapping is linear: the mean of w is w at the mean z
        one_hot = torch.eye(3)[number]
        mean = mapping(torch.cat((fixed.mean(dim=0), one_hot)))
        w = model.map(model.latents([5]), [number], psi=0)
        assert torch.allclose(w, mean.expand(1, 4, 5), atol=1e-5)
    z = model.latents([5, 6])
    full, none, some = (model.map(z, [0, 2], psi=psi, cutoff=2) for psi in (1, 0, 0.7))
    assert torch.allclose(some, none + 0.7 * (full - none), atol=1e-6)
    assert torch.equal(some[:, 2:], full[:, 2:])


def test_a_blend_of_classes_truncates_towards_the_blend_of_their_means() -> None:
    model = make("styled", NAMES)
    z = model.latents([3])
    cat, owl = (model.map(z, [number], psi=0) for number in (0, 2))
    assert torch.allclose(model.map(z, [[0.25, 0.0, 0.75]], psi=0), 0.25 * cat + 0.75 * owl, atol=1e-6)


@pytest.mark.parametrize(
    "labels",
    [[1, 1], 1, np.array([1, 1]), torch.tensor([1, 1]), [[0.0, 1.0, 0.0]] * 2, torch.eye(3)[[1, 1]]],
)
def test_labels_of_every_form(labels: Any) -> None:
    model = make("plain", NAMES)
    z = model.latents([0, 1])
    assert torch.equal(model.generate(z, labels), model.generate(z, [1, 1]))
    assert not torch.equal(model.generate(z, labels), model.generate(z, [0, 1]))


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (None, "needs a class"), ([0], "must be 2 class numbers"), ([0, 3], "no such class"), ([0, -1], "no such"),
        ([0.5, 1.0], "must be 2 class numbers"), ([True, False], "must be"), ([[1.0, 0.0]] * 2, "must be"),
        ([[0.5, 0.0, 0.0]] * 2, "sum to 1"), ([[float("nan"), 0.0, 1.0]] * 2, "sum to 1"),
    ],
)  # fmt: skip
def test_wrong_labels_are_sentences(labels: Any, words: str) -> None:
    model = make("plain", NAMES)
    with pytest.raises(StudioError, match=words):
        model.generate(model.latents([0, 1]), labels)


def test_labels_for_a_model_without_classes() -> None:
    with pytest.raises(StudioError, match="knows no classes"):
        make("plain").generate(torch.zeros(1, 6), [0])


def test_without_styles() -> None:
    model = make("plain")
    z = model.latents([0, 1])
    assert (model.w_dim, model.num_ws, model.has_styles) == (None, None, False)
    assert torch.allclose(model.generate(z, psi=0.5), model.generate(z * 0.5))
    for call in (lambda: model.map(z), lambda: model.synthesize(torch.zeros(1, 4, 5))):
        with pytest.raises(StudioError, match="has no styles"):
            call()


def test_generate_is_map_then_synthesize() -> None:
    model = make("styled")
    z = model.latents([0, 1])
    assert torch.equal(model.generate(z, psi=0.7), model.synthesize(model.map(z, psi=0.7)))


def test_noise() -> None:
    model = make("styled")
    w = model.map(model.latents([0, 1]))
    plain = model.synthesize(w, noise="none")
    assert torch.allclose(model.synthesize(w), plain + 1)
    state = torch.get_rng_state()
    first, second = (model.synthesize(w, noise="random") for _ in range(2))
    assert torch.equal(torch.get_rng_state(), state), "exploring must not move a run's random numbers"
    assert 0.8 < (first - plain).std() < 1.2
    assert not torch.equal(first, second)
    with pytest.raises(StudioError, match="no noise 'loud'"):
        model.synthesize(w, noise="loud")  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [(6,), (1, 5), (1, 6, 1)])
def test_wrong_shapes_are_sentences(shape: tuple[int, ...]) -> None:
    with pytest.raises(StudioError, match=r"z must be \[N, 6\]"):
        make("plain").generate(torch.zeros(shape))
    with pytest.raises(StudioError, match=r"w must be \[N, 4, 5\]"):
        make("styled").synthesize(torch.zeros(shape))


def test_parts_give_the_same_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    for model in (make("plain", NAMES), make("styled", NAMES)):
        z, labels = model.latents(range(7)), [0, 1, 2, 0, 1, 2, 0]
        whole = model.generate(z, labels)
        monkeypatch.setattr(module, "PIXELS_AT_ONCE", 3 * 64)
        assert torch.allclose(model.generate(z, labels), whole, atol=1e-6)
        monkeypatch.undo()


def test_loading_leaves_random_numbers_alone(saved: Path) -> None:
    state = torch.get_rng_state()
    load_model(saved)
    assert torch.equal(torch.get_rng_state(), state)


def test_a_run_folder_gives_its_model_else_its_newest_checkpoint(tmp_path: Path) -> None:
    for step, width in ((9, 3), (10, 4)):
        folder = tmp_path / "checkpoints" / str(step)
        folder.mkdir(parents=True)
        make("plain", width=width).save(folder / "weights.safetensors")
    (tmp_path / "checkpoints" / ".11.tmp-5").mkdir()
    assert load_model(tmp_path).z_dim == 4
    assert load_model(tmp_path / "checkpoints" / "9").z_dim == 3
    make("plain", width=5).save(tmp_path / "model.safetensors")
    assert load_model(tmp_path).z_dim == 5


def test_folders_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="is not a run folder"):
        load_model(tmp_path)
    (tmp_path / "run.json").write_text("{}")
    with pytest.raises(StudioError, match="has no model yet"):
        load_model(tmp_path)
    with pytest.raises(StudioError, match="no model at"):
        load_model(tmp_path / "none")


GOOD = {"layer.weight": torch.zeros(64, 6), "layer.bias": torch.zeros(64)}


@pytest.mark.parametrize(
    ("recipe", "settings", "state", "words"),
    [
        ("sorcery", {}, GOOD, "needs the recipe 'sorcery'"),
        ("plain", {"width": "many"}, GOOD, "damaged record: width"),
        ("plain", {"width": 10**9}, GOOD, "damaged record: width"),
        ("plain", {"depth": 3}, GOOD, "damaged record: There is no setting called depth"),
        ("plain", {"width": 7}, GOOD, r"layer\.weight is \[64, 6\] in place of \[64, 7\]"),
        ("plain", {}, {"layer.bias": torch.zeros(64)}, r"layer\.weight is missing"),
        ("plain", {}, {**GOOD, "more": torch.zeros(1)}, "more is unknown"),
        ("plain", {}, {**GOOD, "layer.bias": torch.zeros(64, dtype=torch.int64)}, r"layer\.bias"),
    ],
)
def test_files_that_do_not_fit(tmp_path: Path, recipe: str, settings: Any, state: Any, words: str) -> None:
    path = tmp_path / "odd.safetensors"
    write_model(path, state, fake_record(recipe, **settings))
    with pytest.raises(StudioError, match=words) as caught:
        load_model(path)
    assert "odd.safetensors" in str(caught.value)


def test_half_precision_weights_load(tmp_path: Path) -> None:
    path = tmp_path / "half.safetensors"
    write_model(path, {name: tensor.half() for name, tensor in GOOD.items()}, fake_record("plain"))
    assert load_model(path).generate(torch.zeros(1, 6)).dtype == torch.float32


def test_a_record_that_asks_for_far_too_much_costs_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its weights are few, its settings are large: the network is given up before anything large is made."""
    small, large = small_model("stylegan2"), {"channel_base": 262_144, "channel_max": 2048, "w_dim": 4096}
    record = small.record.model_copy(update={"settings": {**small.record.settings, **large}})
    write_model(tmp_path / "false.safetensors", small.generator.state_dict(), record)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    monkeypatch.setattr(building, "RECIPES", RECIPES)
    with pytest.raises(StudioError, match="far too few"):
        load_model(tmp_path / "false.safetensors")
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 200_000  # KiB; the whole network would take 700 MB


def test_an_allotment_counts_every_way_to_say_a_size() -> None:
    with Allotment(0):
        torch.empty(1 << 20)
        torch.zeros((1 << 10, 1 << 10))
        torch.randn(size=(1 << 10, 1 << 10))
        torch.ones([1 << 10, 1 << 9])
        with pytest.raises(TooLargeError):
            torch.rand(1 << 10, 1 << 10)
