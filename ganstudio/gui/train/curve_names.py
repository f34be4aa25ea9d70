"""Which series of a run go into which plot, and what they are called."""

from collections.abc import Iterable

Names = dict[str, tuple[str, str, int]]
"""Series -> (name in the row of values, word at the curve's end, number of the colour)."""
NETWORKS = {"generator": ("Generator", "G", 1), "discriminator": ("Discriminator", "D", 0)}
MAIN_TERM = "adversarial"
TERMS = {
    "r1": ("R1 penalty", "R1"),
    "r2": ("R2 penalty", "R2"),
    "penalty": ("Gradient penalty", "GP"),
    "drift": ("Drift", "drift"),
    "path_length": ("Path length", "PL"),
}
OTHER_COLOURS = (2, 3, 4, 5)


def main_losses(names: Iterable[str]) -> Names:
    """The loss that each network plays for."""
    found: Names = {}
    for name in names:
        network, _, term = name.partition("/")
        if term == MAIN_TERM:
            found[name] = NETWORKS.get(network, (network.capitalize(), network[:1].upper(), 2))
    return dict(sorted(found.items(), key=lambda item: -item[1][2]))


def other_terms(names: Iterable[str]) -> Names:
    """Penalties and whatever else is added to the losses; four at most, as many as stay apart in colour."""
    terms = sorted(name for name in names if not name.endswith(f"/{MAIN_TERM}"))[: len(OTHER_COLOURS)]
    return {name: (*_title(name), colour) for name, colour in zip(terms, OTHER_COLOURS)}


def metrics(names: Iterable[str]) -> Names:
    """Measures of quality."""
    found = sorted(names)[: len(OTHER_COLOURS)]
    return {name: (name.upper(), name.upper(), colour) for name, colour in zip(found, (5, *OTHER_COLOURS))}


def _title(name: str) -> tuple[str, str]:
    term = name.partition("/")[2] or name
    plain = term.replace("_", " ")
    return TERMS.get(term, (plain.capitalize(), plain))
