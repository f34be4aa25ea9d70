"""Which resolution is shown while a control moves."""

import pytest

from ganstudio.gui.models.explore.pace import QUICK, Pace

SIDES = (4, 8, 16, 32, 64, 128, 256)


@pytest.mark.parametrize(
    ("full", "side"), [(0.019, None), (0.021, 128), (0.027, 64), (0.030, 32), (0.036, 16), (0.070, 16)]
)
def test_the_largest_that_is_expected_to_be_quick(full: float, side: int | None) -> None:
    """Of seven sizes the n-th takes n sevenths of the time."""
    pace = Pace(SIDES)
    pace.took(256, full)
    assert pace.side() == side


def test_what_was_measured_counts_more() -> None:
    pace = Pace(SIDES)
    pace.took(256, 0.030)
    pace.took(128, 0.9 * QUICK)
    assert pace.side() == 128
    pace = Pace(SIDES)
    pace.took(256, 0.030)
    pace.took(64, 1.1 * QUICK)
    assert pace.side() == 32


def test_one_slow_picture_changes_nothing_and_many_do() -> None:
    pace = Pace(SIDES)
    for seconds in (0.5, 0.010, 0.3):
        pace.took(256, seconds)
    assert pace.side() is None
    for _ in range(5):
        pace.took(256, 0.3)
    assert pace.side() == 16


@pytest.mark.parametrize("sides", [(64,), (4, 8, 16)])
def test_without_a_size_that_shows_something_the_full_picture(sides: tuple[int, ...]) -> None:
    pace = Pace(sides)
    pace.took(sides[-1], 1.0)
    assert pace.side() is None


def test_the_first_picture_alone_says_little() -> None:
    pace = Pace(SIDES)
    assert pace.side() is None
    pace.took(256, 0.1)
    assert not pace.is_known
    pace.took(256, 0.1)
    assert pace.is_known
