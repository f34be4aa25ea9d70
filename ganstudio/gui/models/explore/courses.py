"""Points between keys, asked for in the render thread; what can be worked out once is kept."""

from typing import TYPE_CHECKING

from ganstudio.latents.keyframes import Course, Timeline
from ganstudio.latents.point import LatentPoint

if TYPE_CHECKING:
    from ganstudio.latents.model import Model


class Courses:
    """The course of the newest timeline. Only the render thread uses it."""

    def __init__(self) -> None:
        self._newest: tuple[Model, Timeline, Course] | None = None

    def point(self, timeline: Timeline, seconds: float, model: "Model") -> LatentPoint:
        """The point at a moment of a timeline."""
        newest = self._newest
        if newest is None or newest[0] is not model or newest[1] is not timeline:
            newest = self._newest = (model, timeline, Course(model, timeline))
        return newest[2].at(seconds)
