"""Curves: what is drawn of many points."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ganstudio.gui.models.curves import LIMIT, Curves, decimate, smooth
from ganstudio.gui.train.plot_maths import apart, limits, nearest, tick_spacing


def test_decimation_keeps_extremes_and_ends() -> None:
    y = np.random.default_rng(0).normal(size=100_000)
    y[41_234], y[77_777] = 50.0, -50.0
    x = np.arange(100_000.0)
    thin_x, thin_y = decimate(x, y)
    assert len(thin_x) <= LIMIT
    assert {0.0, 41_234.0, 77_777.0, 99_999.0} <= set(thin_x.tolist())
    assert (thin_y == y[thin_x.astype(int)]).all()
    assert (np.diff(thin_x) > 0).all()


def test_each_stretch_keeps_its_own_extremes() -> None:
    x = np.arange(50_000.0)
    y = np.random.default_rng(1).normal(size=50_000)
    thin_x, thin_y = decimate(x, y)
    for start in range(0, 50_000, 500):
        inside = (thin_x >= start) & (thin_x < start + 500)
        whole = y[start : start + 500]
        assert thin_y[inside].max() >= np.sort(whole)[-10]
        assert thin_y[inside].min() <= np.sort(whole)[9]


def test_few_points_stay_as_they_are() -> None:
    x, y = np.arange(LIMIT * 1.0), np.ones(LIMIT)
    assert decimate(x, y)[0] is x


@given(arrays.arrays(float, st.integers(1, 300), elements=st.floats(-1e6, 1e6)), st.floats(0, 1))
def test_smoothing_stays_within_the_curve(y: np.ndarray, amount: float) -> None:
    result = smooth(y, amount)
    assert result.shape == y.shape
    room = 1e-6 * max(1.0, float(np.abs(y).max()))
    assert result.max() <= y.max() + room
    assert result.min() >= y.min() - room


def test_smoothing_is_a_centred_mean() -> None:
    y = np.arange(100.0)
    assert np.allclose(smooth(y, 0.5)[10:90], y[10:90])  # a straight line does not lag
    assert smooth(np.array([0.0, 3.0, 0.0] + [0.0] * 7), 1.0)[1] == 1.0


def test_curves_forget_what_lies_beyond_a_resume() -> None:
    curves = Curves()
    for step in range(1, 1000):
        curves.add(step, {"a": step * 2.0} | ({"b": 1.0} if step > 500 else {}))
    curves.cut_after(400)
    curves.add(401, {"a": -1.0})
    steps, values = curves.points("a")
    assert steps[-2:].tolist() == [400, 401]
    assert values[-2:].tolist() == [800, -1]
    assert curves.names() == ["a"]


def test_ticks_are_round_and_enough() -> None:
    assert tick_spacing(0, 1.7, 3) == 0.5
    assert tick_spacing(0, 20_000, 4) == 5000
    assert tick_spacing(-0.2, 3.4, 3) == 1
    assert tick_spacing(2, 2, 3) == 1


def test_one_spike_does_not_flatten_the_rest() -> None:
    y = np.ones(1000)
    y[500] = 1e6
    low, high = limits([y])
    assert low < 1 < high < 2


def test_words_at_the_ends_stand_apart() -> None:
    assert apart([0.0, 5.0], 2.0) == [0.0, 5.0]
    assert apart([1.0, 1.0], 2.0) == [0.0, 2.0]
    assert np.allclose(apart([0.0, 1.0, 1.5, 9.0], 1.0), [-1 / 6, 5 / 6, 11 / 6, 9.0])
    assert apart([], 1.0) == []


def test_nearest_point() -> None:
    steps = np.array([10.0, 20.0, 40.0])
    assert [nearest(steps, step) for step in (-5, 14, 16, 31, 99)] == [0, 0, 1, 2, 2]
