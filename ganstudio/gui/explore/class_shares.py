"""The arithmetic of class blends: shares by class number, which always sum to 1."""

from ganstudio.latents.point import ClassShare, class_blend

Shares = dict[int, float]


def shares_of(classes: tuple[ClassShare, ...]) -> Shares:
    return {part.number: part.share for part in classes}


def blend_of(shares: Shares) -> tuple[ClassShare, ...]:
    return class_blend(shares.items())


def toggled(shares: Shares, number: int) -> Shares:
    """One class more, with an equal part; or one less, of which the others take over. The last one stays."""
    if number not in shares:
        part = 1 / (len(shares) + 1)
        return {**{each: share * (1 - part) for each, share in shares.items()}, number: part}
    others = {each: share for each, share in shares.items() if each != number}
    total = sum(others.values())
    return {each: share / total for each, share in others.items()} if total > 0 else shares


def with_share(shares: Shares, number: int, share: float) -> Shares:
    """One class at `share`; the others divide the rest as before, or evenly where they had nothing.

    Classes at 0 stay in the result, so that they can be brought back; `blend_of` drops them.
    """
    others = [each for each in shares if each != number]
    if not others:
        return {number: 1.0}
    share = min(max(share, 0.0), 1.0)
    total = sum(shares[each] for each in others)
    rest = {each: shares[each] / total if total > 1e-9 else 1 / len(others) for each in others}
    return {each: share if each == number else rest[each] * (1 - share) for each in shares}


def percentages(shares: Shares) -> dict[int, int]:
    """Whole per cents that sum to 100: the largest remainders are rounded up."""
    exact = {number: 100 * share for number, share in shares.items()}
    whole = {number: int(value + 1e-9) for number, value in exact.items()}
    left = 100 - sum(whole.values())
    for number in sorted(exact, key=lambda each: whole[each] - exact[each])[:left]:
        whole[number] += 1
    return whole
