"""Points that come from elsewhere: saved pictures, and points of another model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.errors import StudioError
from ganstudio.gui.models.explore.facts import ModelFacts
from ganstudio.gui.models.explore.loading import Loaded, Loader
from ganstudio.latents.point import ClassShare, LatentPoint, Origin, class_blend

if TYPE_CHECKING:
    from ganstudio.latents.picture_file import SavedPoint


@dataclass(frozen=True, eq=False)
class Restored:
    """What a saved picture says about itself; `name` is the file's. `loaded` is the model that made it, where that is
    another one than the open one and could be found."""

    saved: "SavedPoint"
    name: str
    loaded: Loaded | None = None


def read_restored(path: Path) -> Restored:
    """Reads a file, so a thread calls it. Raises StudioError where the picture carries no point."""
    from ganstudio.gui.behind import load_torch

    load_torch()
    from ganstudio.latents.picture_file import read_saved

    return Restored(read_saved(path), path.name)


def found_model(restored: Restored, loader: Loader, candidates: Sequence[Path]) -> Restored:
    """The same with the model that made the picture, if one of the candidates is it."""
    for path in candidates:
        try:
            loaded = loader.load(path)
        except StudioError:  # a candidate that cannot be read is none
            continue
        if loaded.facts.fingerprint == restored.saved.model.fingerprint:
            return replace(restored, loaded=loaded)
    return restored


def adapted(point: LatentPoint, before: ModelFacts | None, after: ModelFacts) -> LatentPoint:
    """The nearest point that another model can render: seeds and psi stay, classes go by name, what it cannot know
    goes."""
    origin = point.origin if point.origin.seeds else Origin.of_seed(0)
    fitting = LatentPoint(origin=origin, classes=_classes(point, before, after), psi=point.psi, noise=point.noise,
                          noise_seed=point.noise_seed)  # fmt: skip
    for name in ("mixes", "directions", "origin", "cutoff", "shift", "turn"):
        richer = fitting.changed(**{name: getattr(point, name)})
        if after.fits(richer):
            fitting = richer
    return fitting


def _classes(point: LatentPoint, before: ModelFacts | None, after: ModelFacts) -> tuple[ClassShare, ...]:
    if not after.class_names:
        return ()
    names = before.class_names if before is not None else ()
    found = [
        (after.class_names.index(names[part.number]), part.share)
        for part in point.classes
        if part.number < len(names) and names[part.number] in after.class_names
    ]
    if not found and before is None:
        found = [(part.number, part.share) for part in point.classes if part.number < len(after.class_names)]
    return class_blend(found) if found else (ClassShare(number=0, share=1.0),)
