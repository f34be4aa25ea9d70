"""A few pictures of a data set, to look at. No Qt."""

from collections.abc import Callable

import numpy as np
from PIL import Image

from ganstudio.data.library import list_datasets, open_dataset
from ganstudio.data.side_samples import sample_sides
from ganstudio.errors import StudioError
from ganstudio.gui.start.catalog import DataInfo
from ganstudio.resources import resource

COUNT = 64


def list_data() -> list[DataInfo]:
    """Bundled data sets, then imported ones."""
    return [
        DataInfo(
            info.name,
            info.title,
            info.count,
            info.resolution,
            tuple(info.class_names),
            info.source,
            info.problem,
            ("pairs" if info.paired else "domains") if info.kind == "two" else "pictures",
            info.sides,
            info.counts,
        )
        for info in list_datasets()
    ]


def sample_pictures(
    name: str, report: Callable[[int, int], None], should_stop: Callable[[], bool], count: int = COUNT
) -> np.ndarray:
    """Pictures [count, H, W, C] uint8, one of each class in turn; of data with two sides [2, count, H, W, C], what
    belongs together at the same place. Decodes one set where that is still to do, of two sides only these pictures."""
    two = next((info for info in list_datasets() if info.name == name and info.kind == "two"), None)
    if two is not None:
        return sample_sides(
            name, count=count, resolution=two.resolution, progress=report, should_stop=should_stop
        ).transpose(0, 1, 3, 4, 2)
    dataset = open_dataset(name, progress=report, should_stop=should_stop)
    return dataset.images[pick(dataset.labels, count)].transpose(0, 2, 3, 1)


def recipe_samples(recipe: str) -> np.ndarray | None:
    """Pictures [N, H, H, C] uint8 that a model of this recipe made; None where none are bundled."""
    try:
        with Image.open(resource("samples", f"{recipe}.png")) as strip:
            pixels = np.asarray(strip)
    except (StudioError, OSError):
        return None
    side = pixels.shape[0]
    tiles = pixels.reshape(side, pixels.shape[1] // side, side, -1)
    return np.ascontiguousarray(tiles.swapaxes(0, 1))


def pick(labels: np.ndarray, count: int) -> np.ndarray:
    """Indices int64: the first of every class, the second of every class, and so on; spread out within a class."""
    draw = np.random.default_rng(0)
    order = draw.permutation(len(labels))
    turns = np.zeros(len(labels), np.int64)
    for label in np.unique(labels):
        members = order[labels[order] == label]
        turns[members] = np.arange(len(members))
    return np.lexsort((order.argsort(), labels, turns))[:count]


def at_resolution(pictures: np.ndarray, side: int) -> np.ndarray:
    """Pictures [N, H, W, C] as they look at `side` pixels."""
    if pictures.shape[1] == side:
        return pictures
    filter_ = Image.Resampling.LANCZOS if side < pictures.shape[1] else Image.Resampling.BILINEAR
    squeezed = pictures[..., 0] if pictures.shape[-1] == 1 else pictures
    small = np.stack(
        [np.asarray(Image.fromarray(picture).resize((side, side), filter_)) for picture in squeezed]
    )
    return small[..., None] if small.ndim == 3 else small
