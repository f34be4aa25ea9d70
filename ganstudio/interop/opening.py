"""Opens every model that this program understands: its own, and the translators of the CycleGAN repository."""

from pathlib import Path

import torch

from ganstudio.interop.foreign_translator import open_translator
from ganstudio.interop.side_files import newest_generator
from ganstudio.latents.model import Model, load_model
from ganstudio.latents.moments import MODEL, WEIGHTS

FOREIGN = frozenset({".pth", ".pt", ".pkl", ".pickle", ".ckpt", ".bin"})


def open_model(path: str | Path, device: str | torch.device = "cpu") -> Model:
    """The model of a run folder, a checkpoint folder, a .safetensors file, or a .pth file such as latest_net_G_A.pth.

    Where two generators of one training lie side by side, both directions are opened. Raises StudioError with one
    sentence where a file is damaged, hostile, or of a kind that is not read.
    """
    path = Path(path)
    if path.is_dir() and not _is_ours(path):
        path = newest_generator(path) or path
    return open_translator(path, device) if path.is_file() and _is_foreign(path) else load_model(path, device)


def _is_ours(folder: Path) -> bool:
    return any((folder / name).exists() for name in ("run.json", "checkpoints", MODEL, WEIGHTS))


def _is_foreign(file: Path) -> bool:
    """By how it begins, a zip or a pickle, else by its name. A .safetensors file begins with a length and a brace."""
    try:
        with file.open("rb") as stream:
            start = stream.read(9)
    except OSError:
        return False  # what is wrong with it is said by whoever opens it
    if start[8:] == b"{":
        return False
    return start.startswith((b"PK\3\4", b"\x80")) or file.suffix.lower() in FOREIGN
