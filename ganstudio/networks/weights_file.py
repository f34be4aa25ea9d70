"""Reads the weights of a network from a file that came from outside, without running code from it."""

from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from ganstudio.errors import StudioError


def read_weights(path: Path) -> dict[str, Tensor]:
    """The tensors of a .safetensors or a PyTorch file by name. Raises StudioError for anything else."""
    try:
        if path.suffix.lower() == ".safetensors":
            return load_file(path)
        state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise StudioError(f"There is no weights file {path}; check the path.") from error
    except PermissionError as error:
        raise StudioError(f"{path} may not be read; change its rights or give another file.") from error
    except (Exception, SafetensorError) as error:  # torch's unpickler raises errors of many kinds
        raise StudioError(f"{path} is damaged or holds no plain weights; download the file again.") from error
    if not isinstance(state, dict) or not all(isinstance(part, Tensor) for part in state.values()):
        raise StudioError(f"{path} holds no plain weights; give the file of the network's weights alone.")
    return state
