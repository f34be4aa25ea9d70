"""The maths of the left panels, without a window: places of the plane, views, paths, shares of classes."""

import random

import pytest

from ganstudio.gui.explore.class_shares import blend_of, percentages, shares_of, toggled, with_share
from ganstudio.gui.explore.plane_axes import CELL, DirectionAxes, SeedAxes, nearest_copy
from ganstudio.gui.explore.plane_view import FEWEST, LONGEST, MOST, Path, PlaneView
from ganstudio.latents.plane import seed_at
from ganstudio.latents.point import DirectionUse, LatentPoint, Layers, Origin, Vector
from ganstudio.latents.seeds import HIGHEST_SEED


def test_the_place_of_a_walk_is_found_again_from_its_seeds_over_the_seams() -> None:
    """A walk of 500 steps from seed 0 to the left and up, which leaves the first column, row and seed behind."""
    axes, point, draws = SeedAxes(), LatentPoint.of_seed(0), random.Random(3)
    x = y = 0.0
    for _ in range(500):
        x, y = x + draws.uniform(-0.9, 0.5), y + draws.uniform(-0.6, 0.5)
        point = axes.at(point, x, y)
        assert axes.place(point, (x + 0.3, y - 0.3)) == pytest.approx((x, y), abs=1e-6)
    assert x < -50


def test_a_place_has_the_seeds_around_it_in_bilinear_parts() -> None:
    point = SeedAxes().at(LatentPoint.of_seed(0), 3.25, 2.5)
    parts = {part.seed: part.share for part in point.origin.seeds}
    assert parts == pytest.approx({203: 0.375, 204: 0.125, 303: 0.375, 304: 0.125})
    assert SeedAxes().at(point, 4, 1).seed == 104


def test_column_100_of_a_row_is_column_0_of_the_next() -> None:
    assert seed_at(100, 0) == seed_at(0, 1) == 100
    assert nearest_copy((0, 1), (99.5, 0)) == (100, 0)
    assert nearest_copy((5, 7), (5, 7)) == (5, 7)
    last = HIGHEST_SEED % 100, HIGHEST_SEED // 100
    assert nearest_copy(last, (0, 0)) == (-1, 0)  # the seed before 0


def test_a_fitted_point_has_no_place_among_seeds() -> None:
    point = LatentPoint(origin=Origin(w=Vector.of([1.0, 2.0])))
    assert SeedAxes().place(point, (0, 0)) is None


def test_directions_span_a_plane_of_their_strengths() -> None:
    right, up = (DirectionUse(name=name, vector=Vector.of([1.0, 0.0]), strength=1.0) for name in "ab")
    axes = DirectionAxes(right, up)
    point = axes.at(LatentPoint.of_seed(7), 3, -2)
    assert (point.strength_of("a"), point.strength_of("b")) == (3 * CELL, 2 * CELL)
    assert axes.place(point, (0, 0)) == (3, -2)
    assert axes.frame(point) == LatentPoint.of_seed(7)
    assert point.seed == 7


def test_a_direction_that_is_in_the_point_keeps_its_layers() -> None:
    used = DirectionUse(name="a", vector=Vector.of([0.0, 1.0]), strength=1.0, layers=Layers(first=2))
    point = LatentPoint.of_seed(0).with_direction(used)
    right, up = (used.model_copy(update={"name": name, "layers": Layers()}) for name in "ab")
    axes = DirectionAxes(right, up)
    moved = axes.at(point, 4, 0)
    assert moved.directions[0].layers == Layers(first=2)
    assert moved.strength_of("a") == 4 * CELL


# -- what is seen -----------------------------------------------------------------------------------------------


def test_pixels_and_places_are_each_other_s_inverse() -> None:
    view = PlaneView.around((10, 20), 8)
    assert (view.left, view.top) == (6, 16)
    assert view.pixels_of((6, 16), 272) == (17, 17)  # the middle of the first cell
    for x, y in ((0, 0), (100, 30), (272, 271)):
        assert view.pixels_of(view.place_at(x, y, 272), 272) == pytest.approx((x, y))
    assert view.place_at(-50, 999, 272) == view.place_at(0, 272, 272)
    assert view.holds((6, 23))
    assert not view.holds((14, 20))


def test_zooming_keeps_the_place_under_the_pointer() -> None:
    view = PlaneView(0, 0, 8)
    about = view.place_at(200, 60, 272)
    for count in (7, 5, 3, 12, 16):
        zoomed = view.zoomed(count, about)
        assert zoomed.count == count
        x, y = zoomed.pixels_of(about, 272)
        cell = 272 / count
        assert abs(x - 200) <= cell / 2 + 1e-9
        assert abs(y - 60) <= cell / 2 + 1e-9
    assert view.zoomed(1, about).count == FEWEST
    assert view.zoomed(99, about).count == MOST


def test_cells_come_from_the_middle_outwards() -> None:
    cells = PlaneView(0, 0, 5).cells((2, 2))
    assert cells[0] == (2, 2)
    assert set(cells[1:5]) == {(1, 2), (3, 2), (2, 1), (2, 3)}
    assert len(set(cells)) == 25


def test_a_path_is_walked_stopped_and_gone_back() -> None:
    path = Path()
    path.begin((0, 0))
    path.walk((0.01, 0))  # too small to be seen
    path.walk((1, 0))
    path.stop((1, 0.5))
    path.walk((2, 0))
    path.stop((3, 0))
    assert path.stops == [(0, 0), (1, 0.5), (3, 0)]
    assert path.back_to((1, 0.5))
    assert path.stops == [(0, 0), (1, 0.5)]
    assert path.places == [(0, 0), (1, 0), (1, 0.5)]
    assert not path.back_to((9, 9))


def test_a_path_stays_bounded() -> None:
    path = Path()
    path.begin((0, 0))
    for step in range(2 * LONGEST):
        path.walk((step, 0))
    assert len(path.places) == LONGEST
    assert path.stops == []


# -- classes ----------------------------------------------------------------------------------------------------


def test_classes_join_and_leave_a_blend_in_proportion() -> None:
    two = toggled({3: 1.0}, 5)
    assert two == {3: 0.5, 5: 0.5}
    three = toggled({3: 0.8, 5: 0.2}, 1)
    assert three == pytest.approx({3: 0.8 * 2 / 3, 5: 0.2 * 2 / 3, 1: 1 / 3})
    assert toggled(three, 1) == pytest.approx({3: 0.8, 5: 0.2})
    assert toggled({3: 1.0}, 3) == {3: 1.0}  # the last one stays


def test_one_share_moves_and_the_others_make_room() -> None:
    assert with_share({0: 0.5, 1: 0.5}, 1, 0.35) == pytest.approx({0: 0.65, 1: 0.35})
    assert with_share({0: 0.6, 1: 0.3, 2: 0.1}, 2, 0.4) == pytest.approx({0: 0.4, 1: 0.2, 2: 0.4})
    gone = with_share({0: 0.5, 1: 0.5}, 1, 7)
    assert gone == {0: 0.0, 1: 1.0}
    assert with_share(gone, 1, 0.25) == {0: 0.75, 1: 0.25}  # brought back
    assert with_share({0: 1.0}, 0, 0.2) == {0: 1.0}


def test_any_sequence_of_changes_sums_to_one() -> None:
    draws, shares = random.Random(1), {0: 1.0}
    for _ in range(500):
        number = draws.randrange(6)
        if number in shares and draws.random() < 0.6:
            shares = with_share(shares, number, draws.uniform(-0.2, 1.2))
        else:
            shares = toggled(shares, number)
        assert sum(shares.values()) == pytest.approx(1)
        assert min(shares.values()) >= 0
        blend = blend_of(shares)
        assert shares_of(blend) == pytest.approx({n: s for n, s in shares.items() if s > 0})
        assert sum(percentages(shares).values()) == 100


def test_per_cents_are_rounded_by_largest_remainder() -> None:
    assert percentages({0: 1 / 3, 1: 1 / 3, 2: 1 / 3}) == {0: 34, 1: 33, 2: 33}
    assert percentages({0: 0.655, 1: 0.345}) in ({0: 66, 1: 34}, {0: 65, 1: 35})
    assert percentages({4: 1.0}) == {4: 100}
