"""Latent points drawn over every field, and small models of every recipe with random weights."""

import random
from functools import cache

import numpy as np
import torch

from ganstudio.latents.model import Model
from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord
from ganstudio.latents.plane import origin_at
from ganstudio.latents.point import DirectionUse, LatentPoint, Layers, Mix, Origin, Vector, class_blend
from ganstudio.recipes import RECIPES

SMALL: dict[str, dict[str, object]] = {
    "stylegan2": {"z_dim": 8, "w_dim": 8, "channel_base": 128, "channel_max": 8},
    "dcgan": {"z_dim": 8, "width": 8},
    "cgan": {"z_dim": 8, "width": 8},
    "wgan_gp": {"z_dim": 8, "width": 8},
}
NAMES = ("left", "right", "both")


@cache
def small_model(recipe: str, classes: bool = True, channels: int = 3) -> Model:
    """A model of 16 px with weights that are random and always the same."""
    kind = RECIPES[recipe]
    known = set(kind.settings_type.model_fields)
    wanted = {name: value for name, value in SMALL.get(recipe, {}).items() if name in known}
    names = NAMES if classes and kind.card.classes != "none" else ()
    pictures = PicturesRecord(resolution=16, channels=channels, class_names=names)
    settings = kind.resolve(
        kind.settings_type(resolution=16, batch=4, **wanted), pictures.pictures(), torch.device("cpu")
    )
    record = ModelRecord(
        recipe=recipe, settings=settings.model_dump(mode="json"), pictures=pictures, data=DataRecord(name="random"),
        step=1, images=4, seed=0,
    )  # fmt: skip
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        generator = kind.build_generator(settings, pictures.pictures())
        for name, tensor in generator.state_dict().items():
            if name.endswith(("noise_strength", "w_avg", "running_mean")):
                tensor.normal_(std=0.3)
    return Model(generator, record, name=f"small {recipe}")


def random_point(model: Model, draws: random.Random) -> LatentPoint:
    """Any point that the model can render: every field takes part now and then."""
    truncation = draws.choice([1.0, 0.0, draws.uniform(-1, 2)])
    kind = draws.choice(["const", "none", "random"])
    return LatentPoint(
        origin=_origin(model, draws), classes=_classes(model, draws), psi=truncation,
        cutoff=draws.choice([None, None, draws.randrange(9)]), noise=kind, noise_seed=draws.randrange(2**32),
        mixes=_mixes(model, draws), directions=_directions(model, draws),
    )  # fmt: skip


def _origin(model: Model, draws: random.Random) -> Origin:
    kind = draws.choice(["seed", "plane", "z", "w", "w+"] if model.has_styles else ["seed", "plane", "z"])
    numbers = np.random.default_rng(draws.randrange(2**32))
    if kind == "seed":
        return Origin.of_seed(draws.randrange(2**32))
    if kind == "plane":
        return origin_at(draws.uniform(0, 99), draws.uniform(0, 1000))
    if kind == "z":
        return Origin(z=Vector.of(numbers.standard_normal(model.z_dim)))
    shape = (model.w_dim,) if kind == "w" else (model.num_ws, model.w_dim)
    return Origin(w=Vector.of(numbers.standard_normal(shape)))


def _classes(model: Model, draws: random.Random):  # type: ignore[no-untyped-def]
    if not model.num_classes:
        return ()
    chosen = draws.sample(range(model.num_classes), draws.randint(1, model.num_classes))
    return class_blend((number, draws.uniform(0.1, 1)) for number in chosen)


def _layers(model: Model, draws: random.Random) -> Layers:
    first = draws.randrange(model.num_ws or 1)
    return Layers(first=first, last=draws.choice([None, draws.randint(first, (model.num_ws or 1) + 1)]))


def _mixes(model: Model, draws: random.Random) -> tuple[Mix, ...]:
    if not model.has_styles:
        return ()
    return tuple(
        Mix(
            origin=_origin(model, draws),
            layers=_layers(model, draws),
            weight=draws.choice([1.0, draws.random()]),
        )
        for _ in range(draws.choice([0, 0, 1, 3]))
    )


def _directions(model: Model, draws: random.Random) -> tuple[DirectionUse, ...]:
    numbers = np.random.default_rng(draws.randrange(2**32))
    width = model.w_dim if model.has_styles else model.z_dim
    return tuple(
        DirectionUse(
            name=f"way {index}", vector=Vector.of(numbers.standard_normal(width)), strength=draws.uniform(-3, 3),
            layers=_layers(model, draws),
        )
        for index in range(draws.choice([0, 0, 1, 2]))
    )  # fmt: skip
