"""Which series of a run are drawn together, and what they are called."""

from collections.abc import Iterable

Names = dict[str, tuple[str, str, int]]
"""Series -> (name in the row of values, word at the curve's end, number of the colour)."""
LOSSES, LOGITS, GRADIENTS = "Losses", "Balance: logits", "Balance: gradients"
AUGMENTATION, PENALTIES = "Augmentation", "Penalties"
GROUP_TIPS = {
    LOSSES: "What each network plays for. A falling loss does not mean better pictures: look at the quality too.",
    LOGITS: "The discriminator's mean answer to real and to generated pictures. Far apart: it tells them with ease.",
    GRADIENTS: "The length of each network's gradient. Near zero: that network hardly learns any more.",
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
OTHER_COLOURS = (2, 3, 4, 5)


def groups(names: Iterable[str]) -> dict[str, Names]:
    """Every group in the order of the menu; one without series is empty."""
    names = list(names)
    found = {LOSSES: main_losses(names), LOGITS: Names(), GRADIENTS: Names(), PENALTIES: penalties(names)}
    found[AUGMENTATION] = Names()
    for name, (group, words) in SIGNALS.items():
        if name in names:
            found[group][name] = words
    return found


def main_losses(names: Iterable[str]) -> Names:
    """The loss that each network plays for."""
    found: Names = {}
    for name in names:
        network, _, term = name.partition("/")
        if term == MAIN_TERM:
            found[name] = NETWORKS.get(network, (network.capitalize(), network[:1].upper(), 2))
    return dict(sorted(found.items(), key=lambda item: -item[1][2]))


def penalties(names: Iterable[str]) -> Names:
    """Whatever else is added to the losses; four at most, as many as stay apart in colour."""
    terms = sorted(name for name in names if not name.endswith(f"/{MAIN_TERM}") and name not in SIGNALS)
    return {name: (*_title(name), colour) for name, colour in zip(terms[: len(OTHER_COLOURS)], OTHER_COLOURS)}


def _title(name: str) -> tuple[str, str]:
    term = name.partition("/")[2] or name
    plain = term.replace("_", " ")
    return TERMS.get(term, (plain.capitalize(), plain))
