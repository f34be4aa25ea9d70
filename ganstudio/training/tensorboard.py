"""Runs as TensorBoard reads them: curves, measures of quality and previews."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from ganstudio.disk import plain_sentence
from ganstudio.errors import StudioError
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.stopping import never


def unseen(_done: int, _total: int) -> None:
    """The progress that nobody watches."""


def export(
    runs: Sequence[Path | str], out: Path | str,
    progress: Callable[[int, int], None] = unseen, should_stop: Callable[[], bool] = never,
) -> Path:  # fmt: skip
    """Writes each run into a folder of its own name under `out`, and returns `out`.

    Losses, speed and metrics become scalars over steps with the wall time of training, previews become images.
    Raises StudioError for a folder that is no run, for a name that `out` holds already, or a disk that refuses.
    """
    folders, out = [RunFolder(run) for run in runs], Path(out).expanduser().absolute()
    for folder in folders:
        folder.read()
        if (out / folder.path.name).exists():
            raise StudioError(f"{out / folder.path.name} exists already; choose another folder.")
    try:
        for done, folder in enumerate(folders):
            progress(done, len(folders))
            _write(folder, out / folder.path.name, should_stop)
    except OSError as error:
        raise plain_sentence(error, out, "write for TensorBoard") from error
    progress(len(folders), len(folders))
    return out


def _write(run: RunFolder, folder: Path, should_stop: Callable[[], bool]) -> None:
    from tensorboardX import SummaryWriter

    began = (run.path / "run.json").stat().st_mtime
    with SummaryWriter(str(folder), write_to_disk=True) as writer:
        writer.add_text("run.json", f"```\n{run.read().model_dump_json(indent=1)}\n```", 0, walltime=began)
        for line in run.metrics():
            if should_stop():
                return
            when = began + float(line.get("seconds", 0))
            for name, value in _scalars(line).items():
                writer.add_scalar(name, value, line["step"], walltime=when)
        for step, path in run.previews():
            if should_stop():
                return
            with Image.open(path) as picture:
                pixels = np.asarray(picture.convert("RGB"))
            writer.add_image("previews", pixels, step, dataformats="HWC")


def _scalars(line: dict[str, object]) -> dict[str, float]:
    """What one line of the log says in numbers: TensorBoard groups by what stands before the slash."""
    found: dict[str, float] = {}
    labels = line.get("labels")
    for group, values in (("losses", line.get("losses")), ("quality", line.get("metrics"))):
        for name, value in (values if isinstance(values, dict) else {}).items():
            label = labels.get(name, name) if group == "quality" and isinstance(labels, dict) else name
            found[f"{group}/{label}"] = float(value)
    if isinstance(speed := line.get("images_per_second"), int | float):
        found["speed/pictures_per_second"] = float(speed)
    return found
