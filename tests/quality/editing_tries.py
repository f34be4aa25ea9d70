"""Tries of inverting and dragging on the shipped models, judged by what can be seen."""

from dataclasses import dataclass

import numpy as np

from ganstudio.latents.model import Model
from ganstudio.latents.picture_file import pixels_of
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import render


@dataclass(frozen=True)
class Try:
    point: LatentPoint
    handle: tuple[float, float]
    target: tuple[float, float]


def drag_tries(model: Model, number: int, way: float = 0.2) -> list[Try]:
    """The outermost ink in a random direction, to be pulled `way` of the width in another."""
    draws, found, seed = np.random.default_rng(7), [], 100
    while len(found) < number:
        point = LatentPoint.of_seed(seed, seed % model.num_classes)
        pixels = pixels_of(render(model, point)).mean(axis=2)
        rows, columns = np.nonzero(pixels > 127 if model.channels == 1 else pixels < 204)
        along, towards = draws.uniform(0, 2 * np.pi, 2)
        most = int((columns * np.cos(along) + rows * np.sin(along)).argmax())
        x, y = (columns[most] + 0.5) / model.resolution, (rows[most] + 0.5) / model.resolution
        target = (float(x + way * np.cos(towards)), float(y + way * np.sin(towards)))
        if all(0.08 < place < 0.92 for place in target):
            found.append(Try(point, (float(x), float(y)), target))
        seed += 1
    return found


def found_again(
    before: np.ndarray, after: np.ndarray, handle: tuple[float, float], radius: int = 3, reach: float = 10.0
) -> tuple[float, float]:
    """Where the 7 x 7 pixels around a handle are now, to a quarter pixel, within `reach` pixels of where they were.

    Pictures [H, W, C] uint8 -> a place. It knows nothing of the generator's features.
    """
    import torch

    from ganstudio.latents.drag_features import disc, read_at

    side = before.shape[1]
    old, new = (torch.from_numpy(each.copy()).permute(2, 0, 1)[None].float() for each in (before, after))
    line = torch.arange(-radius, radius + 1) / side
    patch = torch.stack(torch.meshgrid(line, line, indexing="xy"), dim=-1).flatten(0, 1)
    here = torch.tensor(handle)
    wanted = read_at(old, here + patch)
    places = here + disc(reach / side, int(4 * reach))
    seen = read_at(new, (places[:, None] + patch).flatten(0, 1)).reshape(len(places), *wanted.shape)
    best = places[(seen - wanted).square().mean(dim=(1, 2)).argmin()]
    return float(best[0]), float(best[1])
