"""Makes the directions that come with a starter model: `python packaging/starter_directions.py MODEL.safetensors`.

Each leads from pictures with less of something to pictures with more of it, as a ruler and not a person marks them:
from the seeds of every class those quarters with the least and the most. They are written beside the model. Run this
again whenever the model changes; a test compares fingerprints.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ganstudio.latents.direction_store import ENDING, write_directions
from ganstudio.latents.directions import Direction
from ganstudio.latents.made_directions import from_marks
from ganstudio.latents.model import Model, load_model
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import render_many

SEEDS = 120  # of each class

Measure = Callable[[np.ndarray], float]
"""pixels [H, W, C] in [0, 1] -> a number"""


def slant(pixels: np.ndarray) -> float:
    """How far the strokes lean to the right, per pixel of height."""
    across, down, weight = _moments(pixels.mean(axis=2))
    return float(-(weight * across * down).sum() / max(float((weight * down**2).sum()), 1e-9))


def boldness(pixels: np.ndarray) -> float:
    """How much ink there is."""
    return float(pixels.mean())


def width(pixels: np.ndarray) -> float:
    """How wide a figure is once it is made upright, in pixels; so that a slant is not a width."""
    across, down, weight = _moments(pixels.mean(axis=2))
    upright = across + slant(pixels) * down
    return float(np.sqrt((weight * upright**2).sum()))


def mouth(pixels: np.ndarray) -> float:
    """How much of the lower middle of a face is dark."""
    return _dark(pixels, slice(0.55, 0.85))


def eyes(pixels: np.ndarray) -> float:
    """How much of the upper middle of a face is dark: eyes and brows."""
    return _dark(pixels, slice(0.15, 0.52))


def orange(pixels: np.ndarray) -> float:
    """How far the colour of a face is from yellow towards orange: red less green, where it is not white."""
    is_face = pixels.min(axis=2) < 0.8
    return float((pixels[..., 0] - pixels[..., 1])[is_face].mean())


def _dark(pixels: np.ndarray, rows: slice) -> float:
    side = len(pixels)
    part = pixels[round(rows.start * side) : round(rows.stop * side), side // 4 : -side // 4]
    return float((part.mean(axis=2) < 0.4).mean())


def _moments(ink: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places to the right of and below the middle of the ink, and each pixel's share of it."""
    weight = ink / max(float(ink.sum()), 1e-9)
    down, across = np.mgrid[: ink.shape[0], : ink.shape[1]].astype(np.float64)
    return across - (weight * across).sum(), down - (weight * down).sum(), weight


MEASURES: dict[str, dict[str, Measure]] = {
    "digits": {"Slant": slant, "Boldness": boldness, "Width": width},
    "faces": {"Mouth": mouth, "Eyes": eyes, "Orange": orange},
}


def measured(model: Model, points: list[LatentPoint], measure: Measure) -> np.ndarray:
    """One value a picture [N]."""
    return np.array([measure(pixels / 255) for pixels in render_many(model, points)])


def make(model: Model) -> list[Direction]:
    """Each keeps off those before it, so that one does not do another's work."""
    groups = [
        [LatentPoint.of_seed(seed, number) for seed in range(SEEDS)] for number in range(model.num_classes)
    ]
    made: list[Direction] = []
    for name, measure in MEASURES[model.name].items():
        less: list[LatentPoint] = []
        more: list[LatentPoint] = []
        for points in groups:
            order = np.argsort(measured(model, points, measure))
            less += [points[index] for index in order[: SEEDS // 4]]
            more += [points[index] for index in order[-SEEDS // 4 :]]
        *_, last = from_marks(model, name, more, less, against=made)
        made.append(last.found[0].changed(note="From many pictures of every class, by measure"))
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    file = parser.parse_args().model
    directions = make(load_model(file))
    for direction in directions:
        print(f"{direction.name}: unit {direction.scale:.3f}, held-out accuracy {direction.accuracy:.3f}")
    write_directions(file.with_name(file.stem + ENDING), directions)


if __name__ == "__main__":
    main()
