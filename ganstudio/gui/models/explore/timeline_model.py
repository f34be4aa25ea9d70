"""The timeline: keys that are whole points, and what can be done with them."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from ganstudio.errors import StudioError
from ganstudio.gui.models.explore.facts import ModelFacts
from ganstudio.gui.models.explore.playhead import FRESH, Playhead
from ganstudio.latents.interpolation import Space
from ganstudio.latents.keyframes import (
    MOST_SECONDS,
    Easing,
    Keyframe,
    Timeline,
    read_timeline,
    write_timeline,
)
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.explore_model import ExploreModel

NEXT = 1.6  # seconds from the last key to one that is added behind it
NEAR = 0.05  # seconds; a playhead this near to a key stands on it
Family = tuple[str, int, tuple[str, ...], int, int, int]


class TimelineModel(Playhead):
    """`timeline` is frozen: every edit makes another. Each model keeps its own while the window is open."""

    changed = Signal()  # keys, length, rate, loop, space, or which key is chosen

    def __init__(self, explore: "ExploreModel") -> None:
        super().__init__(explore)
        self.chosen: int | None = None
        self._kept: dict[Family, Timeline] = {}
        self._family: Family | None = None
        explore.model_changed.connect(self._begin)

    @property
    def keys(self) -> tuple[Keyframe, ...]:
        return self.timeline.keys

    @property
    def duration(self) -> float:
        return self.timeline.duration

    # -- keys ---------------------------------------------------------------------------------------------------

    def add_key(self, point: LatentPoint | None = None, seconds: float | None = None) -> None:
        """The current point as a key: at the playhead, or behind the last key where the playhead stands on one."""
        point = point or self.explore.point
        if point is None:
            return
        if seconds is None:
            seconds = self._place_for_key()
        seconds = min(max(seconds, 0.0), MOST_SECONDS - 1)
        key = Keyframe(point=point, seconds=seconds, easing=self._easing_before(seconds))
        self._edit(self.timeline.with_key(key))
        self.choose(self.place_at(seconds))
        self.place(seconds)

    def remove_key(self, place: int) -> None:
        if 0 <= place < len(self.keys):
            self.chosen = None
            self._edit(self.timeline.without_key(place))

    def move_key(self, place: int, seconds: float) -> int:
        """To another moment, past its neighbours if need be, never onto one. Returns its new place."""
        others = [key.seconds for index, key in enumerate(self.keys) if index != place]
        seconds = _free_moment(round(min(max(seconds, 0.0), self._latest(others)), 3), others)
        if seconds != self.keys[place].seconds:
            self._edit(self.timeline.with_key_at(place, seconds))
        place = self.place_at(seconds) or 0
        self.choose(place)
        return place

    def replace_key(self, place: int, point: LatentPoint | None = None) -> None:
        """Another point, or the current one, at the same moment."""
        point = point or self.explore.point
        if point is not None:
            self._edit(self.timeline.with_key(self.keys[place].model_copy(update={"point": point})))

    def set_easing(self, place: int, easing: Easing) -> None:
        """How time goes by from a key to the next."""
        self._edit(self.timeline.with_key(self.keys[place].model_copy(update={"easing": easing})))

    def choose(self, place: int | None) -> None:
        if place != self.chosen:
            self.chosen = place
            self.changed.emit()

    def place_at(self, seconds: float) -> int | None:
        """The key at a moment."""
        near = [index for index, key in enumerate(self.keys) if abs(key.seconds - seconds) < 1e-3]
        return near[0] if near else None

    def clear(self) -> None:
        self.chosen = None
        self._edit(self.timeline.changed(keys=()))
        self.to(0.0)

    # -- the whole ----------------------------------------------------------------------------------------------

    def set_loop(self, loop: bool) -> None:
        """On a loop there is a way back from the last key to the first; it gets room where there is none."""
        keys, duration = self.keys, self.duration
        if loop and len(keys) > 1 and keys[-1].seconds >= duration:
            duration = keys[-1].seconds + (keys[-1].seconds - keys[0].seconds) / (len(keys) - 1)
        self._edit(self.timeline.changed(loop=loop, duration=duration))

    def set_space(self, space: Space) -> None:
        self._edit(self.timeline.changed(space=space))

    def set_smooth(self, smooth: bool) -> None:
        """A cubic curve through the keys, or straight lines with corners."""
        self._edit(self.timeline.changed(smooth=smooth))

    def set_rate(self, frames_per_second: float) -> None:
        self._edit(self.timeline.changed(frames_per_second=frames_per_second))
        self.keep_pace()

    def set_duration(self, seconds: float) -> None:
        """At least up to the last key."""
        last = self.keys[-1].seconds if self.keys else 0.0
        least = last + (0.1 if self.timeline.loop and len(self.keys) > 1 else 0.0)
        self._edit(self.timeline.changed(duration=min(max(seconds, least, 0.1), MOST_SECONDS)))

    def save(self, path: Path) -> None:
        """As JSON. Raises StudioError."""
        write_timeline(path, self.timeline)

    def open(self, path: Path) -> None:
        """A saved timeline; refuses one whose points this model cannot show."""
        facts = self.explore.facts
        try:
            found = read_timeline(path)
            if facts is not None and not _fits(facts, found):
                raise StudioError(f"{path.name} was made with another model; open that one first.")
        except StudioError as error:
            self.explore.refused.emit(str(error))
            return
        self.pause()
        self.chosen = None
        self._edit(found)
        self.to(0.0)

    # -- the point ----------------------------------------------------------------------------------------------

    def take_frame(self) -> None:
        """The frame under the playhead becomes the point, as one step."""
        if not self.keys:
            return
        self.pause()
        seconds = self.position
        self.explore.ask("timeline take", partial(self.courses.point, self.timeline, seconds),
                         lambda point: self._take(f"Frame at {seconds:.2f} s", point))  # fmt: skip

    def take_key(self, place: int) -> None:
        """A key's point becomes the point."""
        self.pause()
        self.place(self.keys[place].seconds)
        self._take(f"Key {place + 1}", self.keys[place].point)

    # -- inside -------------------------------------------------------------------------------------------------

    def _edit(self, timeline: Timeline) -> None:
        if timeline == self.timeline:
            return
        self.timeline = timeline
        if self.position > timeline.duration:
            self.place(timeline.duration)
        self.changed.emit()
        if not timeline.keys:
            self.leave()
        elif self.is_showing and self.explore.frame is not None:
            self.show(self.position)

    def _place_for_key(self) -> float:
        if not self.keys:
            return 0.0
        stands_on_key = any(abs(key.seconds - self.position) < NEAR for key in self.keys)
        return self.keys[-1].seconds + NEXT if stands_on_key else round(self.position, 3)

    def _easing_before(self, seconds: float) -> Easing:
        """As the key before has it."""
        before = [key.easing for key in self.keys if key.seconds <= seconds]
        return before[-1] if before else "ease"

    def _latest(self, others: list[float]) -> float:
        """How late a key can be."""
        return self.duration - 0.1 if self.timeline.loop and others else self.duration

    def _take(self, words: str, point: LatentPoint) -> None:
        self.explore.change(words, point)
        self.explore.settle()
        self.explore.stop_frames()

    @Slot()
    def _begin(self) -> None:
        """Each model keeps its timeline while the window is open; checkpoints of one run share theirs."""
        facts = self.explore.facts
        family = _family(facts) if facts is not None else None
        self._stop_frames()
        if family == self._family or facts is None or family is None:
            self.changed.emit()  # its thumbnails are others
            return
        if self._family is not None:
            self._kept[self._family] = self.timeline
        self._family = family
        self.timeline = self._kept.get(family, FRESH.changed(space="w" if facts.has_styles else "z"))
        self.position, self.chosen = 0.0, None
        self.changed.emit()
        self.position_changed.emit(0.0)


def _family(facts: ModelFacts) -> Family:
    return facts.recipe, facts.resolution, facts.class_names, facts.z_dim, facts.num_ws, facts.w_dim


def _fits(facts: ModelFacts, timeline: Timeline) -> bool:
    return all(facts.fits(key.point) for key in timeline.keys)


def _free_moment(seconds: float, taken: list[float]) -> float:
    """The moment itself, or the next hundredth of a second that no other key has."""
    while any(abs(other - seconds) < 0.005 for other in taken):
        seconds = round(seconds - 0.01 if seconds >= 0.01 else max(taken) + 0.01, 3)
    return seconds
