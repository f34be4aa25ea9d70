"""Which file a person means by MODEL."""

from pathlib import Path

from ganstudio.errors import StudioError
from ganstudio.latents.moments import LIVE, MODEL, SNAPSHOTS, WEIGHTS


def locate_model(path: Path) -> Path:
    """A .safetensors file as it is; of a run folder its model, else its newest checkpoint's weights."""
    if path.is_file():
        return path
    if not path.is_dir():
        raise StudioError(f"There is no model at {path}; give a run folder or a .safetensors file.")
    for candidate in (path / "model.safetensors", path / "weights.safetensors", *_checkpoints(path)):
        if candidate.is_file():
            return candidate
    if (path / "run.json").exists():
        raise StudioError(f"The run {path} has no model yet; let it train until its first checkpoint.")
    raise StudioError(f"{path} is not a run folder: there is no model in it; choose another folder.")


def model_name(file: Path) -> str:
    """What a person calls the model in a file that `locate_model` found: its run, perhaps with a step, or the file."""
    if file.name == "weights.safetensors" and file.parent.parent.name == "checkpoints":
        return f"{file.parents[2].name} at {int(file.parent.name):,}"
    if file.parent.name == SNAPSHOTS and file.stem.isdecimal():
        return f"{file.parents[1].name} at {int(file.stem):,}"
    return file.parent.name if file.name in (MODEL, WEIGHTS, LIVE) else file.stem


def _checkpoints(run: Path) -> list[Path]:
    """The weights of every checkpoint, newest first."""
    folder = run / "checkpoints"
    steps = [step for step in folder.iterdir() if step.name.isdecimal()] if folder.is_dir() else []
    return [step / "weights.safetensors" for step in sorted(steps, key=lambda step: -int(step.name))]
