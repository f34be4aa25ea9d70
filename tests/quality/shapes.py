"""Red and blue shapes on white, for translators whose truth is known: the form stays and the colour changes."""

from pathlib import Path
from typing import Literal

import numpy as np
from PIL import Image, ImageDraw

SIDE, FINER = 32, 4
Colour = Literal["red", "blue"]


def write_shapes(folder: Path, colour: Colour, count: int, seed: int) -> Path:
    """`count` PNG files of SIDE pixels."""
    folder.mkdir(parents=True)
    for number, picture in enumerate(shapes(colour, count, seed)):
        Image.fromarray(picture).save(folder / f"{number:04}.png")
    return folder


def shapes(colour: Colour, count: int, seed: int) -> np.ndarray:
    """uint8 [count, SIDE, SIDE, 3]: discs, boxes, triangles and stars, anywhere, of any size and shade."""
    draw = np.random.default_rng(seed)
    return np.stack([_shape(draw, colour) for _ in range(count)])


def _shape(draw: np.random.Generator, colour: Colour) -> np.ndarray:
    radius = draw.uniform(10, 13)
    x, y = draw.uniform(radius + 1, SIDE - radius - 1, 2)
    strong, weak = int(draw.integers(170, 240)), int(draw.integers(20, 70))
    shade = (strong, weak, weak) if colour == "red" else (weak, weak, strong)
    picture = Image.new("RGB", (SIDE * FINER, SIDE * FINER), "white")
    corners = _corners(draw, radius) + np.array([x, y])
    ImageDraw.Draw(picture).polygon([tuple(corner) for corner in corners * FINER], fill=shade)
    return np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BOX))


def _corners(draw: np.random.Generator, radius: float) -> np.ndarray:
    """[corners, 2] around the origin, turned at random."""
    count, inner = ((32, 1.0), (4, 1.0), (3, 1.0), (10, 0.5))[draw.integers(4)]
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + draw.uniform(0, 2 * np.pi)
    reach = np.where(np.arange(count) % 2, inner * radius, radius)[:, None]
    return reach * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def form(pictures: np.ndarray) -> np.ndarray:
    """bool [N, H, W]: where uint8 [N, H, W, 3] is nearer to a colour than to white."""
    return pictures.min(axis=-1) < 150


def overlap(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Intersection over union of forms bool [N, H, W]: [N]."""
    return (a & b).sum((1, 2)) / np.maximum((a | b).sum((1, 2)), 1)


def has_colour(pictures: np.ndarray, colour: Colour) -> np.ndarray:
    """bool [N]: whether the mean of what has a form is clearly more of that colour than of the other."""
    wanted, other = (0, 2) if colour == "red" else (2, 0)
    parts = form(pictures)
    means = [picture[part].mean(0) if part.any() else np.zeros(3) for picture, part in zip(pictures, parts)]
    return np.array([mean[wanted] > mean[other] + 80 for mean in means])
