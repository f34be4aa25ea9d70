"""(slow) A direction that a person makes between two digits leads there, while a classifier is the judge."""

import pytest
import torch

from ganstudio.latents.directions import Direction, use
from ganstudio.latents.made_directions import from_classes, from_marks
from ganstudio.latents.model import Model, load_model
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import synthesize
from ganstudio.resources import resource
from tests.quality.judge import Judge, load_judge
from tests.quality.test_judge import needs_mnist

PAIRS = ((4, 7), (9, 2), (1, 0), (8, 3), (6, 5), (3, 8), (7, 1), (0, 6), (5, 9), (2, 4))
SEEDS = range(5000, 5200)


def shares(
    model: Model, judge: Judge, direction: Direction, start: int, end: int, strength: float
) -> tuple[float, float]:
    """Shares of pictures of the class `start` that are read as `end`: as they are, and with the direction."""
    points = [LatentPoint.of_seed(seed, start) for seed in SEEDS]
    moved = [point.with_direction(use(direction, strength)) for point in points]
    read = [
        torch.cat([judge.read(synthesize(model, some[i : i + 50]))[0] for i in range(0, len(some), 50)])
        for some in (points, moved)
    ]
    return float((read[0] == end).double().mean()), float((read[1] == end).double().mean())


@pytest.mark.slow
@needs_mnist
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("start", "end"), PAIRS)
@pytest.mark.parametrize("how", ["classes", "marks"])
def test_a_made_direction_leads_to_the_other_digit(start: int, end: int, how: str) -> None:
    """At a strength of 1, by all of both classes and by a dozen marked pictures of each."""
    model, judge = load_model(resource("models", "digits.safetensors")), load_judge()
    if how == "classes":
        steps = list(from_classes(model, "There", start, end))
    else:
        more, less = ([LatentPoint.of_seed(seed, number) for seed in range(12)] for number in (end, start))
        steps = list(from_marks(model, "There", more, less))
    (direction,) = steps[-1].found
    before, after = shares(model, judge, direction, start, end, 1.0)
    print(f"{how} {start} to {end}: {before:.3f} -> {after:.3f}, held out {direction.accuracy:.3f}")
    assert before < 0.1
    assert after > 0.9
    assert direction.accuracy is not None
    assert direction.accuracy > 0.95
