"""`mix`, `interpolate` and `sheet`, and what `sample` keeps in its pictures: driven with the bundled digits."""

import json
import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from ganstudio.cli import making
from ganstudio.latents.direction_store import save_direction
from ganstudio.latents.directions import Direction
from ganstudio.latents.keyframes import Timeline, write_timeline
from ganstudio.latents.model import Model, load_model
from ganstudio.latents.model_file import read_model, write_model
from ganstudio.latents.picture_file import read_point, read_saved
from ganstudio.latents.point import LatentPoint, Vector
from ganstudio.latents.rendering import render
from ganstudio.latents.sheet import Axis, Place, Sheet, class_axis
from ganstudio.latents.sheet_drawing import draw_sheet
from ganstudio.resources import resource
from tests.cli.conftest import Invoke


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, so that nothing is kept beside the bundled one."""
    path = tmp_path_factory.mktemp("models") / "digits.safetensors"
    shutil.copy(resource("models", "digits.safetensors"), path)
    return path


@pytest.fixture(scope="module")
def model(digits: Path) -> Model:
    return load_model(digits)


@pytest.fixture(scope="module")
def trained(digits: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with two checkpoints that differ."""
    run = tmp_path_factory.mktemp("runs") / "two"
    record, tensors = read_model(digits)
    for step, factor in ((100, 0.5), (200, 1.0)):
        folder = run / "checkpoints" / f"{step:08d}"
        folder.mkdir(parents=True)
        halved = {
            name: t * factor if "to" in name and t.is_floating_point() else t for name, t in tensors.items()
        }
        write_model(folder / "weights.safetensors", halved, record.model_copy(update={"step": step}))
    (run / "run.json").write_text("{}")
    return run


def same(picture: Image.Image, path: Path) -> bool:
    with Image.open(path) as saved:
        return saved.mode == picture.mode and np.array_equal(np.asarray(saved), np.asarray(picture))


# -- sample --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noise", ["const", "none", "random"])
def test_sampled_pictures_carry_their_points(
    invoke: Invoke, digits: Path, model: Model, tmp_path: Path, noise: str
) -> None:
    result = invoke(
        "sample",
        digits,
        "--seeds",
        "3,4",
        "--classes",
        "7",
        "--psi",
        0.6,
        "--noise",
        noise,
        "--out",
        tmp_path,
    )
    assert result.exit_code == 0, result.stderr
    for seed in (3, 4):
        file = tmp_path / f"seed{seed:04d}-class7.png"
        point = read_point(file)
        assert (point.seed, point.psi, point.noise) == (seed, 0.6, noise)
        assert same(render(model, point), file)
        assert read_saved(file).warning(model) == ""


def test_a_grid_shows_what_render_gives(invoke: Invoke, digits: Path, model: Model, tmp_path: Path) -> None:
    invoke("sample", digits, "--seeds", "1", "--classes", "0-9", "--psi", 0.7, "--out", tmp_path / "g.png")
    expected = [np.asarray(render(model, LatentPoint.of_seed(1, number, 0.7))) for number in range(10)]
    assert same(Image.fromarray(np.hstack(expected)), tmp_path / "g.png")


# -- mix -----------------------------------------------------------------------------------------------------------


def test_mix_into_a_folder(invoke: Invoke, digits: Path, model: Model, tmp_path: Path) -> None:
    result = invoke(
        "mix", digits, "--rows", "0,1", "--columns", "4-6", "--layers", "0-2,5", "--psi", 0.8, "--out", tmp_path / "m",
        "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["layers"] == [0, 1, 2, 5]
    files = sorted((tmp_path / "m").iterdir())
    assert len(files) == 6
    file = tmp_path / "m" / "row0001-column0005.png"
    point = read_point(file)
    assert same(render(model, point), file)
    hand = model.map(model.latents([1]), [1], psi=0.8)
    hand[:, [0, 1, 2, 5]] = model.map(model.latents([5]), [1], psi=0.8)[:, [0, 1, 2, 5]]
    assert np.allclose(model.mapper.styles([point]).numpy(), hand.numpy(), atol=1e-5)


def test_mix_as_a_grid(invoke: Invoke, digits: Path, tmp_path: Path) -> None:
    result = invoke(
        "mix", digits, "--rows", "0-1", "--columns", "4-6", "--layers", "0-3", "--out", tmp_path / "m.png"
    )
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'm.png'}\n")
    with Image.open(tmp_path / "m.png") as picture:
        assert picture.width > 4 * 64
        assert picture.height > 3 * 64


# -- interpolate ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loop", [False, True])
def test_a_clip(invoke: Invoke, digits: Path, model: Model, tmp_path: Path, loop: bool) -> None:
    out = tmp_path / "clip.mp4"
    result = invoke(
        "interpolate", digits, "--seeds", "1,5,9", "--frames", 12, "--fps", 24, "--classes", 3, "--psi", 0.7,
        "--size", 63, "--enlarge", "nearest", "--out", out, "--json", *(["--loop"] if loop else []),
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert document["seeds"] == [1, 5, 9]
    assert [document[key] for key in ("frames", "fps", "size", "loop", "space")] == [12, 24, 64, loop, "w"]
    with av.open(str(out)) as container:
        assert container.streams.video[0].average_rate == 24
        frames = [frame.to_ndarray(format="gray").astype(int) for frame in container.decode(video=0)]
    assert len(frames) == 12
    first, last = (
        np.asarray(
            render(model, LatentPoint.of_seed(seed, 3, 0.7)).resize((64, 64), Image.Resampling.NEAREST)
        )
        for seed in (1, 9)
    )
    assert np.abs(frames[0] - first.astype(int)).mean() < 8
    assert (np.abs(frames[-1] - last.astype(int)).mean() < 8) is not loop


def test_pngs_of_a_way_through_the_classes(
    invoke: Invoke, digits: Path, model: Model, tmp_path: Path
) -> None:
    out = tmp_path / "frames"
    result = invoke("interpolate", digits, "--seeds", "4,4", "--frames", 5, "--space", "z", "--out", out)
    assert result.exit_code == 0, result.stderr
    points = [read_point(file) for file in sorted(out.iterdir())]
    assert [point.classes[0].number for point in points[:1]] == [0]
    assert points[2].classes[1].share == pytest.approx(0.5)
    assert all(same(render(model, point), out / f"frame{n:05d}.png") for n, point in enumerate(points, 1))


def test_a_saved_timeline(invoke: Invoke, digits: Path, tmp_path: Path) -> None:
    points = [LatentPoint.of_seed(seed, 2) for seed in (1, 2)]
    write_timeline(tmp_path / "walk.json", Timeline.through(points, 0.5, frames_per_second=20))
    out = tmp_path / "clip.webp"
    result = invoke("interpolate", digits, "--timeline", tmp_path / "walk.json", "--out", out)
    assert result.exit_code == 0, result.stderr
    with Image.open(out) as picture:
        assert getattr(picture, "n_frames", 1) == 10
        assert picture.size == (256, 256)


# -- sheet ---------------------------------------------------------------------------------------------------------


def test_a_sheet(invoke: Invoke, digits: Path, model: Model, tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    result = invoke(
        "sheet", digits, "--x", "class=7-9", "--y", "psi=0..1 in 2", "--z", "seed=1,2", "--size", 32, "--out", out,
        "--json",
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    document = json.loads(result.stdout)
    assert document["pictures"] == 12
    assert document["y"] == {"kind": "psi", "title": "ψ", "values": [0, 1], "labels": ["0", "1"]}
    sheet = Sheet(
        LatentPoint.of_seed(0, 0),
        class_axis([7, 8, 9], model.class_names),
        Axis("psi", (0, 1)),
        Axis("seed", (1, 2)),
    )
    cells = {
        Place(z, y, x): render(model, LatentPoint.of_seed(z + 1, x + 7, float(y)))
        for z in range(2) for y in range(2) for x in range(3)
    }  # fmt: skip
    assert same(draw_sheet(sheet.labels, cells, 32), out)


def test_a_sheet_through_training(invoke: Invoke, trained: Path, tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    result = invoke(
        "sheet", trained, "--x", "checkpoint=all", "--seed", 3, "--class", 5, "--out", out, "--json"
    )
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["x"]["values"] == [100, 200]
    pictures = [
        render(load_model(trained / "checkpoints" / f"{step:08d}"), LatentPoint.of_seed(3, 5))
        for step in (100, 200)
    ]
    assert np.abs(np.asarray(pictures[0]).astype(int) - np.asarray(pictures[1])).mean() > 1
    sheet = Sheet(LatentPoint.of_seed(3, 5), Axis("checkpoint", (100, 200)))
    cells = {
        Place(0, 0, x): picture.resize((64, 64), Image.Resampling.LANCZOS)
        for x, picture in enumerate(pictures)
    }
    assert same(draw_sheet(sheet.labels, cells, 64), out)


def test_a_sheet_along_a_saved_direction(invoke: Invoke, digits: Path, model: Model, tmp_path: Path) -> None:
    from ganstudio.latents.direction_store import directions_file

    vector = Vector.of(np.random.RandomState(0).randn(64))
    direction = Direction(name="slant", kind="made", vector=vector, scale=1.0, model=model.fingerprint)
    save_direction(directions_file(digits, model.fingerprint), direction)
    point = tmp_path / "point.png"
    invoke("sample", digits, "--seeds", "6", "--classes", "4", "--out", tmp_path)
    (tmp_path / "seed0006-class4.png").rename(point)
    out = tmp_path / "sheet.png"
    result = invoke(
        "sheet", digits, "--x", "direction:Slant=-2..2 in 3", "--point", point, "--out", out, "--json"
    )
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["x"]["labels"] == ["-2", "0", "+2"]
    assert json.loads(result.stdout)["x"]["title"] == "slant"
    result = invoke("sheet", digits, "--x", "direction:frown=0", "--out", out)
    assert (result.exit_code, "there are slant" in result.stderr) == (1, True)


# -- what goes wrong -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ("mix MODEL --rows 0- --columns 1 --layers 0 --out OUT/m.png", 2, "not a range of rows"),
        (
            "mix MODEL --rows 0 --columns 1 --layers 8 --out OUT/m.png",
            1,
            "layers? 8; this model's go from 0 to 7",
        ),
        ("mix MODEL --rows 0 --columns 1 --layers 0 --out OUT/m.jpg", 2, "saved as .png"),
        ("interpolate MODEL --seeds 1,2 --out OUT/clip.avi", 1, "clips are .mp4"),
        ("interpolate MODEL --out OUT/clip.mp4", 2, "Give --seeds"),
        ("interpolate MODEL --seeds 1,2 --classes 1,2,3 --out OUT/c.mp4", 1, "2 seeds and 3 classes"),
        ("interpolate MODEL --seeds 1,2 --psi 9 --out OUT/c.mp4", 2, "range"),
        ("interpolate MODEL --seeds 1,2 --frames 2 --out /proc/none/c.mp4", 1, "Cannot save c.mp4"),
        ("sheet MODEL --x size=1 --out OUT/s.png", 1, "is no axis"),
        ("sheet MODEL --x seed=a --out OUT/s.png", 1, "not a list of values"),
        ("sheet MODEL --x psi=9 --out OUT/s.png", 1, "from -4 to 4"),
        ("sheet MODEL --x checkpoint=all --out OUT/s.png", 1, "no other checkpoints"),
        ("sheet MODEL --x seed=1 --y seed=2 --out OUT/s.png", 1, "change the same"),
        ("sheet MODEL --x seed=1 --out OUT/s", 2, "saved as .png"),
    ],
)
def test_wrong_words(
    invoke: Invoke, digits: Path, tmp_path: Path, words: str, status: int, said: str
) -> None:
    arguments = [word.replace("MODEL", str(digits)).replace("OUT", str(tmp_path)) for word in words.split()]
    result = invoke(*arguments)
    assert result.exit_code == status, result.stderr
    assert said.replace("layers?", "layer") in result.stderr
    assert not list(tmp_path.iterdir())


def test_models_without_styles_or_classes_say_so(invoke: Invoke, run: Path, tmp_path: Path) -> None:
    result = invoke("mix", run, "--rows", 0, "--columns", 1, "--layers", 0, "--out", tmp_path / "m.png")
    assert (result.exit_code, "no styles to mix" in result.stderr) == (1, True)
    result = invoke("sheet", run, "--x", "layer=0", "--out", tmp_path / "s.png")
    assert (result.exit_code, "no styles to mix" in result.stderr) == (1, True)
    result = invoke("interpolate", run, "--seeds", "1,2", "--space", "w", "--out", tmp_path / "c.gif")
    assert (result.exit_code, "has no w" in result.stderr) == (1, True)
    result = invoke("interpolate", run, "--seeds", "1,2", "--frames", 3, "--out", tmp_path / "c.gif")
    assert result.exit_code == 0, result.stderr


@pytest.mark.parametrize(
    "words",
    [
        "interpolate MODEL --seeds 1,2 --out OUT/c.mp4",
        "sheet MODEL --x seed=0-9 --out OUT/s.png",
        "mix MODEL --rows 0-3 --columns 4-9 --layers 0-3 --out OUT/m.png",
        "sample MODEL --seeds 0-9 --out OUT/g.png",
    ],
)
def test_a_stop_ends_cleanly(
    invoke: Invoke, digits: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """Ctrl-C during the third picture."""
    import signal

    from ganstudio.latents import clip, rendering, sheet_rendering

    made: list[int] = []

    def slow(*arguments: object) -> Image.Image:
        made.append(1)
        if len(made) == 3:
            signal.raise_signal(signal.SIGINT)
        return render(*arguments)  # type: ignore[arg-type]

    for module in (clip, rendering, sheet_rendering):
        monkeypatch.setattr(module, "render", slow)
    result = invoke(
        *[word.replace("MODEL", str(digits)).replace("OUT", str(tmp_path)) for word in words.split()]
    )
    assert result.exit_code == 0
    assert making.NOTHING_KEPT in result.stderr
    assert len(made) == 3
    assert not list(tmp_path.iterdir())
