"""The style-mixing grid."""

import torch

from ganstudio.latents.mixing import MixGrid, mix_grid, mixes_from
from ganstudio.latents.point import LatentPoint, Layers, Origin
from ganstudio.latents.sheet import Place
from tests.latents.small_models import small_stylegan2


def test_columns_give_their_layers_and_rows_the_others() -> None:
    model = small_stylegan2()
    rows = [LatentPoint.of_seed(seed, psi=0.7) for seed in (0, 1)]
    columns = [LatentPoint.of_seed(seed) for seed in (5, 6, 7)]
    grid = mix_grid(rows, columns, [0, 1, 4])
    assert [len(row) for row in grid] == [3, 3]
    w = {seed: model.map(model.latents([seed]), psi=0.7)[0] for seed in (0, 1, 5, 6, 7)}
    for row, mixed in zip((0, 1), grid):
        for column, point in zip((5, 6, 7), mixed):
            hand = w[row].clone()
            hand[[0, 1, 4]] = w[column][[0, 1, 4]]
            assert torch.allclose(model.mapper.styles([point])[0], hand, atol=1e-6)


def test_layers_go_their_own_share_of_the_way() -> None:
    model = small_stylegan2()
    weights = {0: 1.0, 1: 0.25, 2: 0.25, 3: 0.0, 5: 0.25}
    (((point,),),) = (mix_grid([LatentPoint.of_seed(0)], [LatentPoint.of_seed(5)], weights),)
    assert [(mix.layers, mix.weight) for mix in point.mixes] == [
        (Layers(first=0, last=0), 1.0), (Layers(first=1, last=2), 0.25), (Layers(first=5, last=5), 0.25),
    ]  # fmt: skip
    row, column = (model.map(model.latents([seed]))[0] for seed in (0, 5))
    shares = torch.tensor([weights.get(layer, 0.0) for layer in range(6)])[:, None]
    assert torch.allclose(model.mapper.styles([point])[0], row + shares * (column - row), atol=1e-6)
    assert mixes_from(Origin.of_seed(1), {2: 0.0}) == ()


def test_a_labelled_grid_names_seeds_and_layers() -> None:
    points = [LatentPoint.of_seed(seed) for seed in range(5)]
    grid = MixGrid(tuple(points[:2]), tuple(points[2:]), {0: 1, 1: 1, 3: 0.5})
    assert grid.count == 11
    assert grid.labels.shape == Place(1, 3, 4)
    assert grid.labels.x == ("", "2", "3", "4")
    assert grid.labels.y == ("", "0", "1")
    assert grid.labels.x_title == "Layers 0–1, 3 of seed"
