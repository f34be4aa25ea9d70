"""X/Y/Z sheets: what each axis changes, where each picture and label stands, checkpoints, stopping."""

import errno
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from ganstudio.errors import StudioError
from ganstudio.latents import sheet_rendering
from ganstudio.latents.mixing import MixGrid
from ganstudio.latents.model import Model
from ganstudio.latents.point import DirectionUse, LatentPoint, Layers, Origin, Vector
from ganstudio.latents.progress import Progress
from ganstudio.latents.rendering import render
from ganstudio.latents.sheet import Axis, Place, Sheet, class_axis
from ganstudio.latents.sheet_drawing import SheetLook, draw_sheet, sheet_size
from ganstudio.latents.sheet_rendering import export_sheet, sheet_cells
from tests.latents.small_models import small_stylegan2

NAMES = ("cat", "dog", "owl")
POINT = LatentPoint.of_seed(4, 1, psi=0.7)
SMILE = DirectionUse(name="smile", vector=Vector.of(np.arange(12)), strength=9.0, layers=Layers(first=2))
SEEDS, PSI = Axis("seed", (1, 2, 3)), Axis("psi", (0.5, 1.0))


@pytest.fixture(scope="module")
def model() -> Model:
    return small_stylegan2(NAMES)


def test_what_each_axis_changes() -> None:
    assert SEEDS.applied(POINT, 1) == LatentPoint.of_seed(2, 1, psi=0.7)
    assert PSI.applied(POINT, 0) == POINT.changed(psi=0.5)
    assert class_axis([0, 2], NAMES).applied(POINT, 1) == LatentPoint.of_seed(4, 2, psi=0.7)
    strength = Axis("direction", (-1.0, 0.0, 2.5), direction=SMILE)
    assert [strength.applied(POINT, place).strength_of("smile") for place in range(3)] == [-1, 0, 2.5]
    assert strength.applied(POINT, 1) == POINT
    mixed = Axis("layer", (0, 3), source=Origin.of_seed(8)).applied(POINT, 1).mixes
    assert [(mix.origin.seed, mix.layers, mix.weight) for mix in mixed] == [(8, Layers(first=3, last=3), 1.0)]
    assert Axis("checkpoint", (10, 20)).applied(POINT, 0) == POINT


def test_words() -> None:
    assert SEEDS.words == ("1", "2", "3")
    assert class_axis([0, 2], NAMES).words == ("cat", "owl")
    assert Axis("direction", (-1.0, 0.0, 2.5), direction=SMILE).words == ("-1", "0", "+2.5")
    assert Axis("checkpoint", (12000,)).words == ("12,000",)
    assert Axis("layer", (1,), source=Origin.of_seed(8)).title == "Layer of seed 8"
    assert Axis("layer", (1,), source=Origin.of_seed(8)).said(0) == "Layer 1 of seed 8"
    assert PSI.said(0) == "ψ 0.5"
    sheet = Sheet(POINT, SEEDS, PSI, class_axis([0, 2], NAMES))
    assert sheet.labels.pages == ("Class cat", "Class owl")


def test_wrong_sheets_are_refused() -> None:
    with pytest.raises(StudioError, match="change the same"):
        Sheet(POINT, SEEDS, SEEDS)
    with pytest.raises(StudioError, match="at least one value"):
        Sheet(POINT, SEEDS, Axis("psi", ()))
    with pytest.raises(StudioError, match="too large"):
        Sheet(POINT, Axis("seed", tuple(range(100))), Axis("psi", tuple(i / 100 for i in range(50))))


def test_every_cell_is_the_picture_of_its_point(model: Model) -> None:
    sheet = Sheet(POINT, SEEDS, PSI, class_axis([2, 0], NAMES))
    cells = dict(sheet_cells(model, sheet))
    assert list(cells) == [Place(z, y, x) for z in range(2) for y in range(2) for x in range(3)]
    point = LatentPoint.of_seed(3, 0, psi=1.0)
    assert sheet.point_at(Place(1, 1, 2)) == point
    assert np.array_equal(np.asarray(cells[Place(1, 1, 2)]), np.asarray(render(model, point)))


def test_checkpoints_are_loaded_once_each(model: Model) -> None:
    asked: list[int] = []
    models = {10: model, 20: small_stylegan2(NAMES, seed=5)}

    def model_at(step: int) -> Model:
        asked.append(step)
        return models[step]

    sheet = Sheet(POINT, Axis("checkpoint", (20, 10)), SEEDS)
    cells = dict(sheet_cells(model, sheet, model_at))
    assert asked == [10, 20]
    for x, step in enumerate((20, 10)):
        picture = render(models[step], LatentPoint.of_seed(2, 1, psi=0.7))
        assert np.array_equal(np.asarray(cells[Place(0, 1, x)]), np.asarray(picture))
    with pytest.raises(StudioError, match="no checkpoints"):
        list(sheet_cells(model, sheet))


def test_pictures_stand_in_their_places_under_their_labels() -> None:
    """Cells of one grey each are found again where rows and columns say; ink stands above and beside them."""
    sheet = Sheet(POINT, SEEDS, PSI, class_axis([0, 2], NAMES))
    cells = {
        place: Image.new("L", (40, 40), 10 + place.z * 60 + place.y * 30 + place.x * 5)
        for place in sheet.places()
    }
    look = SheetLook(background=(255, 0, 0), heading="A model")
    picture = draw_sheet(sheet.labels, cells, 40, look)
    assert picture.size == sheet_size(sheet.labels, 40, look)
    pixels = np.asarray(picture)
    corners = {}
    for place, cell in cells.items():
        grey = cell.getpixel((0, 0))
        rows, columns = np.nonzero((pixels == grey).all(axis=2))
        corners[place] = int(rows.min()), int(columns.min())
        top, left = corners[place]
        assert (pixels[top : top + 40, left : left + 40] == grey).all()
    rise = {corners[Place(0, y, 0)][0] for y in range(2)} | {corners[Place(1, y, 0)][0] for y in range(2)}
    assert len(rise) == 4
    assert corners[Place(0, 0, 1)][1] - corners[Place(0, 0, 0)][1] == 42
    top, left = corners[Place(0, 0, 0)]
    for above in (pixels[top - 20 : top, left : left + 40], pixels[top : top + 40, : left - 5]):
        assert (above != look.background).any()


def test_a_sheet_is_saved_with_progress(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "sheet.png"
    sheet = Sheet(POINT, SEEDS, PSI)
    steps = list(export_sheet(model, sheet, path, size=32))
    assert steps == [Progress(done, 6) for done in range(7)]
    with Image.open(path) as picture:
        assert picture.size == sheet_size(sheet.labels, 32)
    grid = MixGrid((POINT,), (POINT, LatentPoint.of_seed(2, 0)), {0: 1.0})
    assert list(export_sheet(model, grid, tmp_path / "mix.png"))[-1] == Progress(5, 5)


def test_a_stop_saves_nothing(model: Model, tmp_path: Path) -> None:
    answers = iter([False, False, True])
    steps = list(
        export_sheet(
            model, Sheet(POINT, SEEDS, PSI), tmp_path / "sheet.png", should_stop=lambda: next(answers)
        )
    )
    assert steps[-1] == Progress(2, 6)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_told(model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(sheet_rendering, "write_file", full)
    with pytest.raises(StudioError, match="is full"):
        list(export_sheet(model, Sheet(POINT, SEEDS), tmp_path / "sheet.png"))
