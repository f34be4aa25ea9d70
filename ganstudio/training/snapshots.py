"""Snapshots: small copies of the averaged generator along a run, so that one can travel through its training later.

They hold no training state and a resume never reads them. A run is the same with and without them.
"""

import time
from contextlib import suppress
from pathlib import Path

import torch
from torch import Tensor

from ganstudio.disk import require_space, write_file
from ganstudio.latents.model_file import model_bytes
from ganstudio.latents.moments import LIVE, SNAPSHOTS, is_watched, numbered
from ganstudio.settings import Settings
from ganstudio.training import distributed
from ganstudio.training.keeping import Keeper
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.scoring import round_number
from ganstudio.training.state import TrainingState

COUNT = 20  # over a run, when "auto" chooses
FEWEST_STEPS = 100  # between two, when "auto" chooses
BUDGET = 512 << 20  # bytes of all together; beyond it they are thinned out evenly
MARGIN = 32  # times its size must be free: the next checkpoint needs that room more
LARGEST_HALF = 65504.0


def resolve_snapshots(settings: Settings) -> Settings:
    """Replaces "auto" in how often a snapshot is kept."""
    if settings.snapshot_every != "auto":
        return settings
    return settings.changed({"snapshot_every": max(FEWEST_STEPS, round_number(settings.steps / COUNT))})


class Snapshots:
    """Writes them for one run. A snapshot is never worth a run: what the disk refuses is left out."""

    def __init__(self, folder: RunFolder, state: TrainingState, keeper: Keeper) -> None:
        self._run, self._state, self._keeper = folder.path, state, keeper
        self._every = int(state.recipe.settings.snapshot_every)
        self._writes = distributed.rank() == 0

    def is_due(self) -> bool:
        """By the step, so that every process comes to the same decision."""
        return self._every > 0 and self._state.step % self._every == 0

    def write(self) -> None:
        """RUN/snapshots/STEP.safetensors. Raises NotFiniteError if the generator holds NaN or infinity."""
        generator = self._keeper.generator()
        if self._writes:
            with suppress(OSError):  # the checkpoint will say what is wrong with the disk
                folder = self._run / SNAPSHOTS
                folder.mkdir(exist_ok=True)
                self._save(folder / f"{self._state.step}.safetensors", generator.state_dict())
                thin_out(folder)

    def write_live(self) -> None:
        """RUN/live.safetensors, if somebody watches the run learn. The averaged generator must be settled already."""
        if self._writes and is_watched(self._run):
            with suppress(OSError):
                self._save(self._run / LIVE, self._keeper.generator().state_dict())

    def _save(self, path: Path, state: dict[str, Tensor]) -> None:
        data = model_bytes(halved(state), self._keeper.model_record())
        require_space(path.parent, MARGIN * len(data))
        write_file(path, data)


def halved(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Half precision where the numbers allow it; loading makes them float32 again."""
    return {name: tensor.half() if _fits_half(tensor) else tensor for name, tensor in state.items()}


def _fits_half(tensor: Tensor) -> bool:
    return tensor.dtype == torch.float32 and tensor.numel() > 0 and float(tensor.abs().max()) < LARGEST_HALF


def thin_out(folder: Path, budget: int = BUDGET) -> None:
    """Removes snapshots until they fit, each time the one that leaves the smallest gap; first and last stay."""
    files = numbered(folder)
    sizes = {path: path.stat().st_size for _, path in files}
    while sum(sizes.values()) > budget and len(files) > 2:
        gaps = [files[i + 1][0] - files[i - 1][0] for i in range(1, len(files) - 1)]
        _, path = files.pop(1 + gaps.index(min(gaps)))
        del sizes[path]
        path.unlink(missing_ok=True)


def drop_later(run: Path, step: int, keep: bool) -> None:
    """After a resume from `step`: later snapshots come again, so they go; with `keep`, after going back on purpose,
    they move to RUN/set-aside."""
    for at, path in numbered(run / SNAPSHOTS):
        if at > step and keep:
            home = run / "set-aside"
            home.mkdir(exist_ok=True)
            path.rename(home / f"snapshot-{at}-{time.time_ns()}.safetensors")
        elif at > step:
            path.unlink(missing_ok=True)
