"""GAN Studio: train and explore generative adversarial networks."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ganstudio.latents.model import Model as Model
    from ganstudio.latents.model import load_model as load_model
    from ganstudio.latents.picture_file import read_point as read_point
    from ganstudio.latents.point import LatentPoint as LatentPoint
    from ganstudio.latents.rendering import render as render
    from ganstudio.training.session import resume as resume
    from ganstudio.training.session import train as train

__version__ = "0.3.0"
__all__ = ["LatentPoint", "Model", "load_model", "read_point", "render", "resume", "train"]

_HOMES = {
    "LatentPoint": "ganstudio.latents.point",
    "Model": "ganstudio.latents.model",
    "load_model": "ganstudio.latents.model",
    "read_point": "ganstudio.latents.picture_file",
    "render": "ganstudio.latents.rendering",
    "resume": "ganstudio.training.session",
    "train": "ganstudio.training.session",
}


def __getattr__(name: str) -> Any:
    """Loads torch only when it is needed, so that `ganstudio --help` answers at once (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'ganstudio' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
