"""GAN Studio: train and explore generative adversarial networks."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ganstudio.interop.opening import open_model as load_model
    from ganstudio.latents.model import Model as Model
    from ganstudio.latents.picture_file import read_point as read_point
    from ganstudio.latents.point import LatentPoint as LatentPoint
    from ganstudio.latents.rendering import render as render
    from ganstudio.training.session import resume as resume
    from ganstudio.training.session import train as train

__version__ = "0.4.0"
__all__ = ["LatentPoint", "Model", "load_model", "read_point", "render", "resume", "train"]

_HOMES = {
    "LatentPoint": "ganstudio.latents.point.LatentPoint",
    "Model": "ganstudio.latents.model.Model",
    "load_model": "ganstudio.interop.opening.open_model",
    "read_point": "ganstudio.latents.picture_file.read_point",
    "render": "ganstudio.latents.rendering.render",
    "resume": "ganstudio.training.session.resume",
    "train": "ganstudio.training.session.train",
}


def __getattr__(name: str) -> Any:
    """Loads torch only when it is needed, so that `ganstudio --help` answers at once (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'ganstudio' has no attribute {name!r}")
    from importlib import import_module

    module, _, name_there = _HOMES[name].rpartition(".")
    return getattr(import_module(module), name_there)
