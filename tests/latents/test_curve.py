"""The cubic curve, compared with hand values and with scipy's."""

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from ganstudio.latents.curve import CubicCurve


def test_a_natural_spline_by_hand() -> None:
    """Through 0, 1, 0 at 0, 1, 2 the middle bend is -3, so that it stands at 11/16 half-way up."""
    curve = CubicCurve(np.array([0.0, 1, 2]), np.array([0.0, 1, 0]))
    assert curve.at(0.5) == pytest.approx(11 / 16)
    assert curve.at(1.5) == pytest.approx(11 / 16)
    assert [float(curve.at(time)) for time in (-1, 0, 1, 2, 3)] == pytest.approx([0, 0, 1, 0, 0])


@pytest.mark.parametrize("count", [2, 3, 4, 7])
@pytest.mark.parametrize("closed", [False, True])
def test_agrees_with_scipy(count: int, closed: bool) -> None:
    random = np.random.RandomState(count)
    times = np.cumsum(random.rand(count) + 0.2)
    values, period = random.randn(count, 3, 2), float(times[-1] - times[0] + 0.7)
    curve = CubicCurve(times, values, period if closed else None)
    if closed:
        other = CubicSpline(
            np.append(times, times[0] + period), np.concatenate((values, values[:1])), bc_type="periodic"
        )
    else:
        other = CubicSpline(times, values, bc_type="natural")
    for time in np.linspace(times[0], times[0] + period if closed else times[-1], 50):
        assert np.allclose(curve.at(time), other(time), atol=1e-9)


def test_a_closed_curve_has_no_corner_where_it_closes() -> None:
    curve = CubicCurve(np.array([0.0, 1, 1.5]), np.array([[0.0, 1], [2, 0], [1, 5]]), period=3)
    step = 1e-5
    assert np.allclose(curve.at(3), [0, 1])
    assert np.allclose(
        (curve.at(step) - curve.at(0)) / step, (curve.at(0) - curve.at(-step)) / step, atol=1e-3
    )


def test_one_value_stands_still() -> None:
    assert CubicCurve(np.array([2.0]), np.array([[3.0, 4.0]])).at(9).tolist() == [3, 4]
