"""A timeline: whole latent points at moments, the way from each to the next, and the frames in between."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ganstudio.disk import write_file
from ganstudio.errors import StudioError
from ganstudio.latents.curve import CubicCurve
from ganstudio.latents.interpolation import (
    Space,
    alike_in_cutoff,
    base_vector,
    between,
    origin_of,
    origin_space,
)
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

Easing = Literal["linear", "ease in", "ease out", "ease", "hold"]
EASINGS: tuple[Easing, ...] = ("linear", "ease in", "ease out", "ease", "hold")
FORMAT = 1
MOST_KEYS, MOST_SECONDS, MOST_FRAMES = 1000, 3600.0, 100_000
SAME_MOMENT = 1e-6  # seconds; a frame this near to a key shows exactly the key


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, ser_json_bytes="base64", val_json_bytes="base64"
    )


class Keyframe(_Frozen):
    """A point at a moment. `easing` is how time goes by from here to the next key."""

    point: LatentPoint
    seconds: float = Field(ge=0, le=MOST_SECONDS)
    easing: Easing = "linear"


class Timeline(_Frozen):
    """Keys in the order of time. On a loop the way from the last key back to the first ends at `duration`.

    `smooth` leads a cubic curve through the keys where else there are straight lines with corners.
    """

    format: int = Field(FORMAT, ge=1, le=FORMAT)
    keys: tuple[Keyframe, ...] = Field((), max_length=MOST_KEYS)
    duration: float = Field(4.0, gt=0, le=MOST_SECONDS)
    loop: bool = False
    smooth: bool = True
    space: Space = "w"
    frames_per_second: float = Field(30.0, ge=1, le=240)

    @classmethod
    def through(
        cls, points: Sequence[LatentPoint], seconds: float, *, loop: bool = False, smooth: bool = True,
        space: Space = "w", frames_per_second: float = 30.0, easing: Easing = "linear",
    ) -> Self:  # fmt: skip
        """Points at equal distances over so many seconds; a loop also needs time for the way back."""
        parts = len(points) if loop else max(1, len(points) - 1)
        keys = [
            Keyframe(point=point, seconds=place * seconds / parts, easing=easing)
            for place, point in enumerate(points)
        ]
        return cls(
            keys=tuple(keys), duration=seconds, loop=loop, smooth=smooth, space=space,
            frames_per_second=frames_per_second,
        )  # fmt: skip

    @property
    def frame_count(self) -> int:
        """Frames of the whole at its rate."""
        return max(1, round(self.duration * self.frames_per_second))

    def moments(self, count: int | None = None) -> list[float]:
        """Seconds of every frame. The last is the end, but on a loop one step before the beginning comes again."""
        count = count or self.frame_count
        if count > MOST_FRAMES:
            raise StudioError(f"{count:,} frames are too many; choose fewer seconds or a lower rate.")
        steps = count if self.loop else max(1, count - 1)
        return [frame * self.duration / steps for frame in range(count)]

    def changed(self, **changes: object) -> Self:
        """The same with other values, checked like a new one. Raises ValueError."""
        return type(self)(**{**{name: getattr(self, name) for name in type(self).model_fields}, **changes})

    def with_key(self, key: Keyframe) -> Self:
        """With one more key, or another one where there was a key at this moment. Grows where it must."""
        kept = [old for old in self.keys if abs(old.seconds - key.seconds) > SAME_MOMENT]
        keys = tuple(sorted((*kept, key), key=lambda one: one.seconds))
        room = 1.0 if self.loop and len(keys) > 1 else 0.0
        too_short = self.duration < key.seconds or (room and self.duration == key.seconds)
        return self.changed(keys=keys, duration=key.seconds + room if too_short else self.duration)

    def without_key(self, place: int) -> Self:
        """Without the key at a place of `keys`."""
        return self.changed(keys=self.keys[:place] + self.keys[place + 1 :])

    def with_key_at(self, place: int, seconds: float) -> Self:
        """With one key at another moment; a key that stands there already gives way."""
        moved = self.keys[place].model_copy(update={"seconds": seconds})
        return self.without_key(place).with_key(moved)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        moments = [key.seconds for key in self.keys]
        if any(after - before <= SAME_MOMENT for before, after in pairwise(moments)):
            raise ValueError("The keys must follow each other in time.")
        if moments and moments[-1] > self.duration:
            raise ValueError("The duration must reach the last key.")
        if self.loop and len(moments) > 1 and moments[0] + self.duration - moments[-1] <= SAME_MOMENT:
            raise ValueError("A loop needs time for the way from its last key back to its first.")
        return self


class Course:
    """The points of a timeline with one model. What can be worked out once is: for playing and for export."""

    def __init__(self, model: "Model", timeline: Timeline) -> None:
        if not timeline.keys:
            raise StudioError("The timeline has no keyframes; add one first.")
        self._model, self._timeline = model, timeline
        self._points = alike_in_cutoff(model, [key.point for key in timeline.keys])
        self._space = origin_space(model, self._points, timeline.space)
        self._smooth = timeline.smooth and len(timeline.keys) > 2
        self._curve: CubicCurve | None = None
        if self._smooth and len({(point.origin, point.classes) for point in self._points}) > 1:
            self._lengths, self._curve = self._origins()

    def at(self, seconds: float) -> LatentPoint:
        """The point at a moment; exactly a key's at its moment. A loop goes round, an open course stops at its ends."""
        place, share, step = _segment(self._timeline, seconds)
        key, after = self._timeline.keys[place], (place + 1) % len(self._points)
        share = eased(share, key.easing)
        if share == 0:
            return key.point
        if share == 1:
            return self._timeline.keys[after].point
        start, end = self._points[place], self._points[after]
        if not self._smooth:
            return between(self._model, start, end, share, self._space)
        # Other tracks go straight from key to key but rest there, so that none has a corner or leaves its range.
        resting = share * share * (3 - 2 * share)
        point = between(self._model, start, end, resting, self._space)
        if self._curve is None:
            return point
        vector = self._curve.at(key.seconds + share * step)
        if self._space == "z":  # over the sphere, as `between` goes
            length = (1 - resting) * self._lengths[place] + resting * self._lengths[after]
            vector = vector * (length / max(float(np.linalg.norm(vector)), 1e-12))
        return point.changed(origin=origin_of(vector, self._space))

    def _origins(self) -> tuple[list[float], CubicCurve]:
        """The lengths of the keys' vectors, and the curve through them."""
        timeline, space = self._timeline, self._space
        vectors = [base_vector(self._model, point.origin, point.classes, space) for point in self._points]
        shape = max((vector.shape for vector in vectors), key=len)  # a w meets a w+ in every row
        values = np.stack([np.broadcast_to(vector, shape) for vector in vectors])
        times = np.array([key.seconds for key in timeline.keys])
        curve = CubicCurve(times, values, timeline.duration if timeline.loop else None)
        return [float(np.linalg.norm(vector)) for vector in vectors], curve


def point_at(model: "Model", timeline: Timeline, seconds: float) -> LatentPoint:
    """The point of a timeline at a moment. For many moments a `Course` is quicker."""
    return Course(model, timeline).at(seconds)


def frame_points(model: "Model", timeline: Timeline, count: int | None = None) -> Iterator[LatentPoint]:
    """The point of every frame, `count` in all or as many as the rate gives."""
    course = Course(model, timeline)
    return (course.at(moment) for moment in timeline.moments(count))


def eased(share: float, easing: Easing) -> float:
    """Time in [0, 1] as it goes by: cubic where it is eased, at a stand until the next key on hold."""
    if easing == "ease in":
        return share**3
    if easing == "ease out":
        return 1 - (1 - share) ** 3
    if easing == "ease":
        return 4 * share**3 if share < 0.5 else 1 - 4 * (1 - share) ** 3
    if easing == "hold":
        return 1.0 if share >= 1 else 0.0
    return share


def write_timeline(path: str | Path, timeline: Timeline) -> None:
    """Saves a timeline as JSON, whole or not at all."""
    write_file(Path(path), (timeline.model_dump_json(indent=1) + "\n").encode())


def read_timeline(path: str | Path) -> Timeline:
    """A saved timeline. Raises StudioError in one sentence where the file is none."""
    try:
        return Timeline.model_validate_json(Path(path).read_bytes())
    except FileNotFoundError as error:
        raise StudioError(f"{path} does not exist; check the path.") from error
    except OSError as error:
        raise StudioError(f"{path} cannot be read: {error.strerror}; choose another file.") from error
    except ValidationError as error:
        problem = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in problem["loc"]) or "JSON"
        if place == "format":
            raise StudioError(
                f"{path} was saved by a newer GAN Studio; install the newest version."
            ) from error
        raise StudioError(f"{path} is no timeline of GAN Studio ({place}); choose another file.") from error


def _segment(timeline: Timeline, seconds: float) -> tuple[int, float, float]:
    """The key before a moment, the share of the way to the next one, and the seconds of that way."""
    moments = [key.seconds for key in timeline.keys]
    first = moments[0]
    if timeline.loop and len(moments) > 1:
        seconds = first + (seconds - first) % timeline.duration
        moments = [*moments, first + timeline.duration]
    else:
        seconds = min(max(seconds, first), moments[-1])
    place = bisect_right(moments, seconds + SAME_MOMENT) - 1
    if place == len(moments) - 1:
        return place % len(timeline.keys), 0.0, 0.0
    step = moments[place + 1] - moments[place]
    gone = seconds - moments[place]
    return place, gone / step if gone > SAME_MOMENT else 0.0, step
