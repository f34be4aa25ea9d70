"""What the axes of a sheet are called, and the values they begin with."""

from collections.abc import Sequence

from ganstudio.gui.models.explore.facts import ModelFacts
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.seeds import HIGHEST_SEED
from ganstudio.latents.sheet import TITLES, Kind

MOST_CLASSES = 16


def kind_words(kind: Kind | None) -> str:
    """The name of a kind of axis."""
    if kind is None:
        return "None"
    return {"psi": "Truncation ψ", "checkpoint": "Checkpoint"}.get(kind, TITLES[kind])


def first_values(kind: Kind | None, facts: ModelFacts | None, point: LatentPoint | None) -> str:
    """Values that show what an axis does, around the current point, as one writes them."""
    if facts is None or kind is None:
        return ""
    if kind == "seed":
        first = min((point.seed if point is not None else None) or 0, HIGHEST_SEED - 7)
        return f"{first}-{first + 7}"
    if kind == "class":
        return _all_classes(facts.class_names)
    return {
        "psi": "0..1 in 6", "direction": "-3..3 in 7", "layer": f"0-{facts.num_ws - 1}", "checkpoint": "all in 8",
    }[kind]  # fmt: skip


def _all_classes(names: Sequence[str]) -> str:
    """All of them, or the first MOST_CLASSES."""
    last = min(len(names), MOST_CLASSES) - 1
    if last == 0 or any("," in name for name in (names[0], names[last])):
        return f"0-{last}" if last else "0"
    return f"{names[0]}-{names[last]}"
