"""Which styles shape what: coarse, middle and fine, and the resolution at which a style acts."""

from ganstudio.latents.point import Layers

BANDS = ("Coarse", "Middle", "Fine")
MEANS = {"Coarse": "pose and shape", "Middle": "features", "Fine": "colours"}
_BY_RESOLUTION_FROM = 10  # styles; a smaller generator ends before there is anything finer than 32 px


def layer_resolution(layer: int, num_ws: int, resolution: int) -> int | None:
    """The side of the feature map that a style acts on; None where styles are not laid out like StyleGAN2's.

    There style 0 acts at 4 px, then two at each doubling, and the last one only turns features into colours.
    """
    if num_ws != 2 * resolution.bit_length() - 4:
        return None
    return min(4 << (layer + 1) // 2, resolution)


def band(name: str, num_ws: int, resolution: int) -> Layers:
    """Coarse is 4 to 8 px, middle 16 to 32 px, fine the rest (Karras et al. 2019, Fig. 3).

    A generator that does not reach beyond 32 px, or is laid out otherwise, is cut in thirds.
    """
    starts = _starts(num_ws, resolution)
    index = BANDS.index(name)
    return Layers(first=starts[index], last=starts[index + 1] - 1)


def bands(num_ws: int, resolution: int) -> dict[str, Layers]:
    """Those that are not empty."""
    found = {name: band(name, num_ws, resolution) for name in BANDS}
    return {
        name: layers
        for name, layers in found.items()
        if layers.last is not None and layers.last >= layers.first
    }


def _starts(num_ws: int, resolution: int) -> tuple[int, int, int, int]:
    if num_ws >= _BY_RESOLUTION_FROM and layer_resolution(0, num_ws, resolution) is not None:
        return 0, 3, 7, num_ws
    return 0, round(num_ws / 3), round(2 * num_ws / 3), num_ws


def first_choice(num_ws: int, resolution: int) -> Layers:
    """What is worth mixing at first: the fine layers; of a small generator, where they do little, the middle too."""
    starts = _starts(num_ws, resolution)
    return Layers(first=starts[2 if num_ws >= _BY_RESOLUTION_FROM else 1], last=num_ws - 1)


def words_of(layers: range, resolution: int, num_ws: int) -> str:
    """`layer 5, 16 px` or `layers 7 to 11, 64 to 128 px`."""
    first, last = layers.start, layers.stop - 1
    named = f"layer {first}" if first == last else f"layers {first} to {last}"
    low, high = (layer_resolution(layer, num_ws, resolution) for layer in (first, last))
    if low is None:
        return named
    return f"{named}, {low} px" if low == high else f"{named}, {low} to {high} px"


def meaning(layers: range, num_ws: int, resolution: int, channels: int = 3) -> str:
    """What a range of styles decides: `colours`, `features and colours`, `everything`."""
    parts = {name: part.rows(num_ws) for name, part in bands(num_ws, resolution).items()}
    touched = [name for name, part in parts.items() if 2 * len(_common(layers, part)) >= len(part)]
    if len(touched) == len(BANDS):
        return "everything"
    if not touched:  # a few layers only: the band that holds most of them
        touched = [max(parts, key=lambda name: len(_common(layers, parts[name])))]
    means = MEANS if channels > 1 else MEANS | {"Fine": "detail"}
    return " and ".join(means[name] for name in touched).replace("pose and shape and", "shape and")


def _common(one: range, other: range) -> range:
    return range(max(one.start, other.start), max(max(one.start, other.start), min(one.stop, other.stop)))
