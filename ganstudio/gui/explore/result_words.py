"""A latent point in words, for those who cannot see its picture and for tips."""

from collections.abc import Sequence

from ganstudio.gui.explore.result_walk import place_words
from ganstudio.latents.point import LatentPoint


def picture_words(point: LatentPoint, class_names: Sequence[str]) -> str:
    """Seed 12, class 3, psi 0.70, 2 directions."""
    parts = [place_words(point.origin)]
    if point.classes:
        shares = [
            _name(part.number, class_names) + ("" if part.share > 0.995 else f" {part.share:.0%}")
            for part in point.classes
        ]
        parts.append("class " + " and ".join(shares))
    parts.append(f"psi {point.psi:.2f}")
    if point.mixes:
        parts.append("style mix" if len(point.mixes) == 1 else f"{len(point.mixes)} style mixes")
    if point.directions:
        parts.append("1 direction" if len(point.directions) == 1 else f"{len(point.directions)} directions")
    return ", ".join(parts)


def _name(number: int, class_names: Sequence[str]) -> str:
    return class_names[number] if number < len(class_names) else str(number)
