"""Which series of a run are drawn together, and what they are called."""

from collections.abc import Iterable

Names = dict[str, tuple[str, str, int]]
"""Series -> (name in the row of values, word at the curve's end, number of the colour)."""
LOSSES, LOGITS, GRADIENTS = "Losses", "Balance: logits", "Balance: gradients"
AUGMENTATION, PENALTIES = "Augmentation", "Penalties"
BACK, CYCLES, IDENTITIES = "Losses, B to A", "Cycle", "Identity"
GROUP_TIPS = {
    LOSSES: "What each network plays for. A falling loss does not mean better pictures: look at the quality too.",
    LOGITS: "The discriminator's mean answer to real and to generated pictures. Far apart: it tells them with ease.",
    GRADIENTS: "The length of each network's gradient. Near zero: that network hardly learns any more.",
    BACK: "The same for the way back: the translator of B to A and the discriminator of A.",
    CYCLES: "How far a picture is from itself after there and back, times its weight.",
    IDENTITIES: "How much a translator changes a picture that is already on its target side, times its weight.",
    PENALTIES: "Terms that are added to the losses to keep the training steady.",
    AUGMENTATION: "How often pictures are augmented, and the sign of overfitting that steers it.",
}
NETWORKS = {"generator": ("Generator", "G", 1), "discriminator": ("Discriminator", "D", 0)}
MAIN_TERM = "adversarial"
TERMS = {
    "r1": ("R1 penalty", "R1"),
    "r2": ("R2 penalty", "R2"),
    "penalty": ("Gradient penalty", "GP"),
    "drift": ("Drift", "drift"),
    "l1": ("L1 to the truth", "L1"),
    "path_length": ("Path length", "PL"),
}
SIGNALS: dict[str, tuple[str, tuple[str, str, int]]] = {
    "discriminator/real_logits": (LOGITS, ("Real", "real", 0)),
    "discriminator/fake_logits": (LOGITS, ("Generated", "gen.", 1)),
    "generator/gradient_norm": (GRADIENTS, ("Generator", "G", 1)),
    "discriminator/gradient_norm": (GRADIENTS, ("Discriminator", "D", 0)),
    "discriminator/real_sign": (AUGMENTATION, ("Overfitting r", "r", 2)),
    "augment/p": (AUGMENTATION, ("Probability p", "p", 3)),
}
"""What is reported beside the losses and is no part of them -> its group and its names."""
DIRECTIONS: dict[str, Names] = {
    LOSSES: {
        "generator/adversarial_a2b": ("A to B", "A to B", 1),
        "discriminator/adversarial_b": ("Discriminator of B", "D of B", 0),
    },
    BACK: {
        "generator/adversarial_b2a": ("B to A", "B to A", 1),
        "discriminator/adversarial_a": ("Discriminator of A", "D of A", 0),
    },
    CYCLES: {
        "generator/cycle_a": ("Cycle of A", "cycle A", 2),
        "generator/cycle_b": ("Cycle of B", "cycle B", 3),
    },
    IDENTITIES: {
        "generator/identity_a": ("Identity of A", "id. A", 2),
        "generator/identity_b": ("Identity of B", "id. B", 3),
    },
}
"""Of two translators and their discriminators, each direction beside its own discriminator."""
OTHER_COLOURS = (2, 3, 4, 5)


def groups(names: Iterable[str]) -> dict[str, Names]:
    """Every group in the order of the menu; one without series is empty."""
    names = list(names)
    found = {group: known(series, names) for group, series in DIRECTIONS.items()}
    found[LOSSES] = main_losses(names)
    found |= {LOGITS: Names(), GRADIENTS: Names(), PENALTIES: penalties(names)}
    found[AUGMENTATION] = Names()
    for name, (group, words) in SIGNALS.items():
        if name in names:
            found[group][name] = words
    return found


def main_losses(names: Iterable[str]) -> Names:
    """The loss that each network plays for."""
    names = list(names)
    if pairs := known(DIRECTIONS[LOSSES], names):
        return pairs
    found: Names = {}
    for name in names:
        network, _, term = name.partition("/")
        if term == MAIN_TERM:
            found[name] = NETWORKS.get(network, (network.capitalize(), network[:1].upper(), 2))
    return dict(sorted(found.items(), key=lambda item: -item[1][2]))


def known(those: Names, names: Iterable[str]) -> Names:
    """Of a table those that a run reports."""
    reported = set(names)
    return {name: words for name, words in those.items() if name in reported}


def penalties(names: Iterable[str]) -> Names:
    """Whatever else is added to the losses; four at most, as many as stay apart in colour."""
    elsewhere = {*SIGNALS, *(name for each in DIRECTIONS.values() for name in each)}
    terms = sorted(name for name in names if not name.endswith(f"/{MAIN_TERM}") and name not in elsewhere)
    return {name: (*_title(name), colour) for name, colour in zip(terms[: len(OTHER_COLOURS)], OTHER_COLOURS)}


def _title(name: str) -> tuple[str, str]:
    term = name.partition("/")[2] or name
    plain = term.replace("_", " ")
    return TERMS.get(term, (plain.capitalize(), plain))
