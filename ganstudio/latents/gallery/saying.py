"""What a point says about itself, in the words of the window."""

from collections.abc import Sequence

from ganstudio.latents.point import DirectionUse, LatentPoint, Layers, Mix, Origin

Row = tuple[str, str]
"""What it is, and its value."""
MOST_NAMED = 2


def rows_of(point: LatentPoint, class_names: Sequence[str]) -> list[Row]:
    """One row for everything that is not at its plain value; the seed always."""
    rows = [("Seed" if point.seed is not None else "Latent", origin_words(point.origin))]
    if point.psi != 1.0:
        rows.append(("Truncation ψ", _psi_words(point)))
    if point.classes:
        rows.append(("Class", class_words(point, class_names)))
    if point.mixes:
        rows.append(("Style mix", _named([_mix_words(mix) for mix in point.mixes])))
    if point.directions:
        rows.append(("Directions", _named([_direction_words(use) for use in point.directions])))
    if point.noise != "const":
        rows.append(("Noise", "off" if point.noise == "none" else f"random, seed {point.noise_seed:,}"))
    if point.shift != (0.0, 0.0):
        rows.append(("Shift", f"{point.shift[0]:+.2f}, {point.shift[1]:+.2f}"))
    if point.turn:
        rows.append(("Turn", f"{360 * point.turn:.0f}°"))
    return rows


def origin_words(origin: Origin) -> str:
    """1,284; or 60 % 12, 40 % 13; or which kind of vector."""
    if origin.seed is not None:
        return f"{origin.seed:,}"
    if origin.seeds:
        ranked = sorted(origin.seeds, key=lambda part: -part.share)
        return _named([f"{100 * part.share:.0f} % of {part.seed:,}" for part in ranked])
    if origin.z is not None:
        return "z of its own"
    return "w of its own" if origin.w is not None and len(origin.w.shape) == 1 else "w+ of its own"


def class_words(point: LatentPoint, class_names: Sequence[str]) -> str:
    ranked = sorted(point.classes, key=lambda part: -part.share)
    names = [name_of(part.number, class_names) for part in ranked]
    if len(ranked) == 1:
        return names[0]
    return _named([f"{100 * part.share:.0f} % {name}" for part, name in zip(ranked, names, strict=True)])


def name_of(number: int, class_names: Sequence[str]) -> str:
    return class_names[number] if number < len(class_names) else str(number)


def _psi_words(point: LatentPoint) -> str:
    if point.cutoff is None:
        return f"{point.psi:.2f}"
    if point.cutoff == 0:
        return f"{point.psi:.2f}, no layers"
    return f"{point.psi:.2f}, layers 0–{point.cutoff - 1}"


def _layer_words(layers: Layers) -> str:
    if layers.last is None:
        return "All layers" if layers.first == 0 else f"Layers {layers.first} to last"
    return f"Layer {layers.first}" if layers.first == layers.last else f"Layers {layers.first}–{layers.last}"


def _mix_words(mix: Mix) -> str:
    seed = mix.origin.seed
    source = f"seed {seed:,}" if seed is not None else "another point"
    share = "" if mix.weight == 1 else f" {100 * mix.weight:.0f} %"
    return f"{_layer_words(mix.layers)}{share} from {source}"


def _direction_words(use: DirectionUse) -> str:
    return f"{use.name} {use.strength:+.1f}"


def _named(words: list[str]) -> str:
    """The first of them, and how many more there are."""
    rest = len(words) - MOST_NAMED
    return ", ".join(words[:MOST_NAMED]) + (f", {rest} more" if rest > 0 else "")
