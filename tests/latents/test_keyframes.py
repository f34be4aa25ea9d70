"""Timelines: which point at which moment, frame counts, loops that close, files."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from ganstudio.errors import StudioError
from ganstudio.latents.keyframes import (
    EASINGS,
    Course,
    Keyframe,
    Timeline,
    eased,
    frame_points,
    point_at,
    read_timeline,
    write_timeline,
)
from ganstudio.latents.model import Model
from ganstudio.latents.point import LatentPoint, Origin, Vector
from tests.latents.small_models import small_dcgan, small_stylegan2

NAMES = ("cat", "dog", "owl")
POINTS = [LatentPoint.of_seed(seed, seed % 3, psi=0.5 + seed / 10) for seed in range(4)]


@pytest.fixture(scope="module")
def model() -> Model:
    return small_stylegan2(NAMES)


@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize("loop", [False, True])
@pytest.mark.parametrize("space", ["w", "z"])
def test_every_key_is_met_exactly(model: Model, smooth: bool, loop: bool, space: Any) -> None:
    timeline = Timeline.through(POINTS, 2.0, loop=loop, smooth=smooth, space=space)
    for key in timeline.keys:
        assert point_at(model, timeline, key.seconds) is key.point
    assert point_at(model, timeline, 2.0) is POINTS[0 if loop else -1]
    assert point_at(model, timeline, 0.1) not in POINTS


@pytest.mark.parametrize("frames", [1, 2, 7, 12])
def test_frames_of_a_loop_stop_one_step_before_the_beginning(model: Model, frames: int) -> None:
    loop = Timeline.through(POINTS, 3.0, loop=True)
    moments = loop.moments(frames)
    assert len(list(frame_points(model, loop, frames))) == frames
    assert moments[-1] + 3.0 / frames == pytest.approx(3.0)
    way = Timeline.through(POINTS, 3.0).moments(frames)
    assert (len(way), way[0]) == (frames, 0)
    assert frames == 1 or way[-1] == 3.0


def test_frames_at_the_rate() -> None:
    assert Timeline(duration=2.5, frames_per_second=24).frame_count == 60
    assert len(Timeline(duration=2.5, frames_per_second=24).moments()) == 60
    with pytest.raises(StudioError, match="too many"):
        Timeline(duration=3600, frames_per_second=240).moments()


@pytest.mark.parametrize("space", ["w", "z"])
def test_a_smooth_loop_has_no_corner_anywhere(model: Model, space: Any) -> None:
    """Speeds before and after each key agree; on the straight way they do not."""

    def corners(smooth: bool) -> float:
        course = Course(model, Timeline.through(POINTS, 4.0, loop=True, smooth=smooth, space=space))
        step = 1e-2
        worst = 0.0
        for moment in (0.0, 1.0, 2.0, 3.0):
            ws = model.mapper.styles([course.at(moment + offset) for offset in (-step, 0, step)])
            worst = max(worst, float((ws[2] - 2 * ws[1] + ws[0]).norm() / step))
        return worst

    assert corners(smooth=True) < 0.1 * corners(smooth=False)


def test_straight_and_linear_is_by_the_clock(model: Model) -> None:
    timeline = Timeline.through(POINTS[:2], 2.0)
    quarter = point_at(model, timeline, 0.5)
    assert quarter.psi == pytest.approx(0.525)
    assert {part.number: part.share for part in quarter.classes} == pytest.approx({0: 0.75, 1: 0.25})


def test_easing_by_hand() -> None:
    middles = {"linear": 0.5, "ease in": 0.125, "ease out": 0.875, "ease": 0.5, "hold": 0.0}
    quarters = {"linear": 0.25, "ease in": 1 / 64, "ease out": 37 / 64, "ease": 1 / 16, "hold": 0.0}
    for easing in EASINGS:
        assert (eased(0, easing), eased(1, easing)) == (0, 1)
        assert eased(0.5, easing) == pytest.approx(middles[easing])
        assert eased(0.25, easing) == pytest.approx(quarters[easing])


def test_hold_stands_until_the_next_key(model: Model) -> None:
    keys = tuple(
        Keyframe(point=point, seconds=place, easing="hold") for place, point in enumerate(POINTS[:3])
    )
    timeline = Timeline(keys=keys, duration=2)
    assert [point_at(model, timeline, s).seed for s in (0, 0.99, 1, 1.5, 2)] == [0, 0, 1, 1, 2]


def test_before_the_first_key_and_after_the_last(model: Model) -> None:
    keys = (Keyframe(point=POINTS[0], seconds=1), Keyframe(point=POINTS[1], seconds=2))
    way = Timeline(keys=keys, duration=4)
    assert [point_at(model, way, s) for s in (0, 0.5, 3, 4)] == [POINTS[0], POINTS[0], POINTS[1], POINTS[1]]
    loop = way.changed(loop=True)  # the way back takes from second 2 to second 5, which is second 1 again
    assert point_at(model, loop, 5) == POINTS[0]
    assert point_at(model, loop, 0.5).psi == pytest.approx(0.5 + 0.1 / 6)
    assert point_at(model, loop, 0.5) == point_at(model, loop, 4.5)


def test_one_key_stands_and_none_is_told(model: Model) -> None:
    assert point_at(model, Timeline.through(POINTS[:1], 2, loop=True), 1.3) == POINTS[0]
    with pytest.raises(StudioError, match="no keyframes"):
        point_at(model, Timeline(), 0)


def test_a_smooth_way_takes_cutoffs_that_differ(model: Model) -> None:
    points = [point.changed(cutoff=cutoff) for point, cutoff in zip(POINTS, (1, 4, None, 2))]
    timeline = Timeline.through(points, 4.0, loop=True)
    course = Course(model, timeline)
    assert course.at(1) is points[1]
    near = model.mapper.styles([course.at(moment) for moment in (0.999, 1, 1.001)])
    assert torch.allclose(near[0], near[1], atol=0.02)
    assert torch.allclose(near[1], near[2], atol=0.02)


def test_keys_in_w_and_w_plus_share_a_curve(model: Model) -> None:
    plus = Origin(w=Vector.of(np.random.RandomState(0).randn(6, 12)))
    timeline = Timeline.through([*POINTS[:2], POINTS[2].changed(origin=plus)], 2.0, space="z")
    middle = point_at(model, timeline, 0.4).origin
    assert middle.w is not None
    assert middle.w.shape == (6, 12)


def test_seeds_that_do_not_change_stay_seeds(model: Model) -> None:
    point = LatentPoint.of_seed(3, 0)
    timeline = Timeline.through([point.changed(psi=psi) for psi in (0.2, 0.6, 1.0)], 2.0)
    assert point_at(model, timeline, 0.3).seed == 3


def test_without_styles_the_curve_keeps_to_the_sphere() -> None:
    model = small_dcgan()
    points = [LatentPoint.of_seed(seed) for seed in range(3)]
    course = Course(model, Timeline.through(points, 3.0, loop=True))
    lengths = model.latents(range(3)).norm(dim=1)
    for moment in np.linspace(0, 3, 30):
        length = float(model.mapper.base_z(course.at(float(moment)).origin).norm())
        assert float(lengths.min()) - 1e-4 <= length <= float(lengths.max()) + 1e-4


def test_keys_come_move_and_go() -> None:
    timeline = Timeline(duration=2).with_key(Keyframe(point=POINTS[0], seconds=1))
    timeline = timeline.with_key(Keyframe(point=POINTS[1], seconds=0.5))
    assert [key.point.seed for key in timeline.keys] == [1, 0]
    assert [key.point.seed for key in timeline.with_key_at(0, 1.5).keys] == [0, 1]
    assert timeline.with_key(Keyframe(point=POINTS[2], seconds=1)).keys[1].point.seed == 2
    assert timeline.with_key(Keyframe(point=POINTS[2], seconds=5)).duration == 5
    assert timeline.changed(loop=True).with_key(Keyframe(point=POINTS[2], seconds=5)).duration == 6
    assert len(timeline.without_key(0).keys) == 1


def test_wrong_timelines_are_refused() -> None:
    first, second = Keyframe(point=POINTS[0], seconds=1), Keyframe(point=POINTS[1], seconds=1)
    for wrong in (
        {"keys": (first, second)},
        {"keys": (first,), "duration": 0.5},
        {
            "keys": (first.model_copy(update={"seconds": 0}), second),
            "duration": 1,
            "loop": True,
        },
        {"frames_per_second": 0},
        {"space": "q"},
    ):
        with pytest.raises(ValueError, match="validation error"):
            Timeline(**wrong)


def test_a_timeline_is_saved_and_read(tmp_path: Path) -> None:
    vector = Vector.of(np.random.RandomState(0).randn(12))
    points = [*POINTS, POINTS[0].changed(origin=Origin(w=vector))]
    timeline = Timeline.through(points, 2.5, loop=True, space="z", easing="ease out")
    write_timeline(tmp_path / "walk.json", timeline)
    assert read_timeline(tmp_path / "walk.json") == timeline


@pytest.mark.parametrize(
    ("text", "words"),
    [("nothing", "JSON"), ('{"keys": [{"seconds": 1}]}', "point"), ('{"format": 9}', "newer")],
)
def test_other_files_are_told_in_one_sentence(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "walk.json"
    path.write_text(text)
    with pytest.raises(StudioError, match=words):
        read_timeline(path)
    with pytest.raises(StudioError, match="does not exist"):
        read_timeline(tmp_path / "none.json")
