"""Series that grow are drawn like series that are there at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ganstudio.gui.models.series import BLOCK, DIRECT, Series

LENGTH = 3 * DIRECT + 17


def noisy(length: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=length) + np.linspace(0, 5, length)


def made(values: np.ndarray, pieces: int = 7) -> Series:
    """Grown in pieces, and looked at between them."""
    series = Series()
    for part in np.array_split(np.arange(len(values)), pieces):
        series.extend(part * 10.0, values[part])
        series.is_positive()
    return series


def test_extremes_of_a_long_part_are_its_extremes() -> None:
    values = noisy(LENGTH)
    values[20_001], values[30_500] = 99.0, -99.0
    series = made(values)
    part = slice(100, LENGTH - 5)
    x, y = series.extremes(part, 600)
    assert len(x) <= 600
    assert (np.diff(x) > 0).all()
    assert (x[0], x[-1]) == (1000.0, (LENGTH - 6) * 10.0)
    assert (y == values[(x / 10).astype(int)]).all()
    assert {99.0, -99.0} <= set(y.tolist())


def test_wide_means_are_those_of_the_plain_formula() -> None:
    values = noisy(LENGTH)
    half = 1500
    index = np.linspace(0, LENGTH - 1, 200).astype(int)
    plain = np.array([values[max(0, at - half) : at + half + 1].mean() for at in index])
    assert np.abs(made(values).means(half, index) - plain).max() < 4 * BLOCK / half  # windows end at blocks


def test_narrow_means_are_exact() -> None:
    values = noisy(LENGTH)
    index = np.arange(LENGTH - 50, LENGTH)
    plain = np.array([values[max(0, at - 20) : at + 21].mean() for at in index])
    assert np.allclose(made(values).means(20, index), plain)


def test_values_that_are_not_finite_are_left_out_of_means() -> None:
    values = np.ones(LENGTH)
    values[::3] = np.nan
    values[1::99] = np.inf
    series = made(values)
    assert np.allclose(series.means(2000, np.array([0, 9000, LENGTH - 1])), 1.0)
    assert np.allclose(series.means(5, np.array([50, 51])), 1.0)
    assert not series.is_positive()


@pytest.mark.parametrize("at", [0, 5, 64, LENGTH - 1])
def test_one_value_of_zero_forbids_a_log_scale(at: int) -> None:
    values = np.ones(LENGTH)
    assert made(values).is_positive()
    values[at] = 0.0
    assert not made(values).is_positive()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2 * DIRECT), st.integers(1, 500))
def test_a_series_that_was_cut_is_as_if_the_rest_had_never_been(cut: int, more: int) -> None:
    first, second = noisy(2 * DIRECT, 1), noisy(more, 2) + 50
    series = made(first)
    series.cut_after(cut * 10)
    kept = first[: cut + 1]
    series.extend((len(kept) + np.arange(more)) * 10.0, second)
    whole = made(np.concatenate([kept, second]))
    part = slice(0, len(whole))
    assert np.array_equal(series.extremes(part, 300), whole.extremes(part, 300))
    index = np.arange(0, len(whole), 97)
    assert np.allclose(series.means(400, index), whole.means(400, index))
