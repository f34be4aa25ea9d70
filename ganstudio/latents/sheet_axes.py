"""Axes of sheets as people write them, checked against what a model has."""

from collections.abc import Sequence
from dataclasses import dataclass

from ganstudio.errors import StudioError
from ganstudio.latents.point import DirectionUse, Origin
from ganstudio.latents.seeds import HIGHEST_SEED, parse_classes
from ganstudio.latents.sheet import TITLES, Axis, Kind, class_axis
from ganstudio.latents.values import parse_steps, parse_values, parse_whole

PSI = 4.0  # what a point allows, either way


@dataclass(frozen=True)
class Choice:
    """What a sheet of one model can show: its classes, styles, checkpoints and directions (unit strength)."""

    class_names: tuple[str, ...] = ()
    num_ws: int = 0
    steps: tuple[int, ...] = ()
    directions: tuple[DirectionUse, ...] = ()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Which axes there are."""
        kinds: list[Kind] = ["seed", "psi"]
        kinds += ["class"] if self.class_names else []
        kinds += ["direction"] if self.directions else []
        kinds += ["layer"] if self.num_ws else []
        kinds += ["checkpoint"] if len(self.steps) > 1 else []
        return tuple(kinds)

    def direction(self, name: str) -> DirectionUse:
        """A direction by its name. Raises StudioError where there is none."""
        found = next((each for each in self.directions if each.name.casefold() == name.casefold()), None)
        if found is None:
            names = ", ".join(each.name for each in self.directions[:20])
            raise StudioError(
                f"There is no direction '{name}'; there are {names}."
                if names
                else "This model has no saved directions; find or make some in the window first."
            )
        return found


def axis_of(
    kind: Kind, text: str, choice: Choice, direction: DirectionUse | None = None, source: Origin | None = None
) -> Axis:
    """An axis from its values as text; `direction` and `source` for those kinds. Raises StudioError."""
    if kind not in choice.kinds and kind != "direction":
        raise StudioError(f"This model has no {_LACKING.get(kind, TITLES[kind])}; choose another axis.")
    if kind == "seed":
        return Axis("seed", tuple(parse_whole(text, "seeds", HIGHEST_SEED)))
    if kind == "class":
        return class_axis(parse_classes(text, choice.class_names), choice.class_names)
    if kind == "checkpoint":
        return Axis("checkpoint", tuple(parse_steps(text, choice.steps)))
    if kind == "layer":
        return Axis("layer", tuple(parse_whole(text, "layers", choice.num_ws - 1)), source=source)
    values = tuple(parse_values(text))
    if kind == "direction":
        return Axis("direction", values, direction=direction)
    if max(abs(value) for value in values) > PSI:
        raise StudioError(f"ψ goes from {-PSI:g} to {PSI:g}; choose values in between.")
    return Axis("psi", values)


def parse_axis(text: str, choice: Choice, source: Origin) -> Axis:
    """`seed=0-7`, `psi=0.2,0.5,1`, `direction:smile=-3..3 in 7`, `checkpoint=all in 6`. Raises StudioError."""
    name, equals, values = text.partition("=")
    word, _, which = name.strip().partition(":")
    kind = next((kind for kind in TITLES if kind == word.casefold()), None)
    if kind is None or not equals:
        kinds: Sequence[str] = [each if each != "direction" else "direction:NAME" for each in TITLES]
        raise StudioError(f"'{text}' is no axis; write KIND=VALUES, where KIND is {', '.join(kinds)}.")
    direction = choice.direction(which.strip()) if kind == "direction" else None
    return axis_of(kind, values, choice, direction, source)


_LACKING: dict[str, str] = {"class": "classes", "layer": "styles to mix", "checkpoint": "other checkpoints"}
