"""Settings: one frozen pydantic model per recipe, from which the form, the flags, run.json and the manual come.

A field is declared with `setting(...)`, which attaches what a form needs: unit, group, help, whether it is an
advanced one, and whether a run fixes it. Torch-free, so that listing settings is instant.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticUndefined

from ganstudio.errors import StudioError

Auto = Literal["auto"]
GROUPS = (
    "Data and size",
    "Networks",
    "Objective",
    "Learning rates",
    "Augmentation",
    "Averaging and mixing",
    "Quality",
    "Precision and device",
    "Reports",
)


def setting(
    default: Any,
    help: str,
    *,
    label: str,
    group: str,
    unit: str = "",
    advanced: bool = False,
    locked: bool = True,
    **bounds: float,
) -> Any:
    """A field of a settings model.

    `locked` means that changing it after a run has started would break exact resume. `bounds` are pydantic's
    ge, gt, le, lt and multiple_of.
    """
    extra: dict[str, Any] = {
        "unit": unit,
        "group": group,
        "advanced": advanced,
        "locked": locked,
        "bounds": bounds,
    }
    return Field(default, title=label, description=help, json_schema_extra=extra)


# Kept beside the field and not in its type: pydantic's own bounds cannot stand before the word "auto".
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "ge": operator.ge,
    "gt": operator.gt,
    "le": operator.le,
    "lt": operator.lt,
    "multiple_of": lambda value, factor: value % factor == 0,
}


class Settings(BaseModel):
    """What every recipe has; a recipe's own settings inherit and add theirs."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)

    resolution: int | Auto = setting(
        "auto", "Side of the square pictures; auto takes the data's own, rounded to a power of two.",
        label="Resolution", group="Data and size", unit="px", ge=8, le=1024,
    )  # fmt: skip
    batch: int | Auto = setting(
        "auto", "Pictures per update, over all processes; auto chooses by recipe, resolution and device.",
        label="Batch size", group="Data and size", unit="pictures", ge=1, le=4096,
    )  # fmt: skip
    steps: int = setting(
        20_000, "Length of the run in training steps; can be raised later.",
        label="Length", group="Data and size", unit="steps", ge=1, le=100_000_000, locked=False,
    )  # fmt: skip
    mirror: bool = setting(
        False, "Show half of the pictures mirrored. Right for faces and scenes, wrong for letters and digits.",
        label="Mirror pictures", group="Augmentation",
    )  # fmt: skip
    class_weighting: Literal["data", "balanced"] = setting(
        "data", "How often each class is shown: as often as in the data, or equally often.",
        label="Class weighting", group="Data and size", advanced=True,
    )  # fmt: skip
    generator_lr: float | Auto = setting(
        2e-4, "Learning rate of the generator.",
        label="Generator", group="Learning rates", gt=0, le=1, locked=False,
    )  # fmt: skip
    discriminator_lr: float | Auto = setting(
        2e-4, "Learning rate of the discriminator.",
        label="Discriminator", group="Learning rates", gt=0, le=1, locked=False,
    )  # fmt: skip
    beta1: float = setting(
        0.5, "Adam's memory of the gradient's mean.",
        label="Adam β1", group="Learning rates", advanced=True, ge=0, lt=1,
    )  # fmt: skip
    beta2: float = setting(
        0.999, "Adam's memory of the gradient's square.",
        label="Adam β2", group="Learning rates", advanced=True, ge=0, lt=1,
    )  # fmt: skip
    decay_start: int | Auto = setting(
        0, "Step at which the learning rates begin to fall in a straight line.",
        label="Decay from", group="Learning rates", unit="steps", advanced=True, ge=0,
    )  # fmt: skip
    decay_end: int | Auto = setting(
        0, "Step at which they have fallen to the floor; 0 keeps them constant.",
        label="Decay until", group="Learning rates", unit="steps", advanced=True, ge=0,
    )  # fmt: skip
    decay_floor: float = setting(
        0.0, "What is left of the learning rates after the decay, as a share.",
        label="Decay floor", group="Learning rates", advanced=True, ge=0, le=1,
    )  # fmt: skip
    ema_kimg: float | Auto = setting(
        10.0, "Half-life of the averaged generator, in thousands of pictures.",
        label="Average half-life", group="Averaging and mixing", unit="kimg", advanced=True, ge=0,
    )  # fmt: skip
    ema_rampup: float = setting(
        0.05, "Early on the half-life is at most this share of the pictures seen; 0 switches the ramp off.",
        label="Average ramp-up", group="Averaging and mixing", advanced=True, ge=0, le=1,
    )  # fmt: skip
    evaluate_every: int | Auto = setting(
        "auto", "Steps between two measurements of quality; 0 never measures, auto measures about ten times.",
        label="Measure every", group="Quality", unit="steps", locked=False, ge=0,
    )  # fmt: skip
    evaluate_samples: int | Auto = setting(
        "auto", "Pictures that are made and scored each time; more is steadier and slower. Only values of equal "
        "counts can be compared.",
        label="Samples", group="Quality", unit="pictures", advanced=True, locked=False, ge=64, le=100_000,
    )  # fmt: skip
    evaluate_metrics: Literal["fid", "kid", "fid,kid", "fid,kid,is,pr"] = setting(
        "fid,kid", "What is measured: Fréchet distance, kernel distance, Inception score, precision and recall.",
        label="Metrics", group="Quality", advanced=True, locked=False,
    )  # fmt: skip
    features: Literal["efficientnet-lite0", "inception-2015"] = setting(
        "efficientnet-lite0", "The network whose features are compared. FID is defined on inception-2015, which is "
        "downloaded once.",
        label="Features", group="Quality", advanced=True, locked=False,
    )  # fmt: skip
    best_by: Literal["fid", "kid"] = setting(
        "fid", "The metric by which the best checkpoint is kept.",
        label="Best by", group="Quality", advanced=True, locked=False,
    )  # fmt: skip
    precision: Literal["auto", "float32", "bfloat16", "float16"] = setting(
        "auto", "Number format of the networks on CUDA; the CPU always computes in float32 when auto.",
        label="Precision", group="Precision and device", advanced=True, locked=False,
    )  # fmt: skip
    micro_batch: int | Auto = setting(
        "auto", "Pictures per forward pass; smaller needs less memory, the effective batch stays the same.",
        label="Micro-batch", group="Precision and device", unit="pictures", advanced=True, ge=1,
    )  # fmt: skip
    report_every: int = setting(
        10, "Steps between two points of the loss curves.",
        label="Report every", group="Reports", unit="steps", advanced=True, locked=False, ge=1,
    )  # fmt: skip
    preview_every: int = setting(
        200, "Steps between two previews.",
        label="Preview every", group="Reports", unit="steps", advanced=True, locked=False, ge=1,
    )  # fmt: skip
    snapshot_every: int | Auto = setting(
        "auto", "Steps between two small copies of the averaged generator, for travelling through the training "
        "afterwards; 0 keeps none, auto keeps about 20.",
        label="Snapshot every", group="Reports", unit="steps", advanced=True, locked=False, ge=0,
    )  # fmt: skip
    checkpoint_minutes: float = setting(
        2.0, "At most this much work is lost when the computer stops.",
        label="Checkpoint every", group="Reports", unit="minutes", advanced=True, locked=False, ge=0,
    )  # fmt: skip

    @field_validator("*")
    @classmethod
    def _within_bounds(cls, value: Any, info: ValidationInfo) -> Any:
        bounds = _extra(cls.model_fields[str(info.field_name)]).get("bounds", {})
        if isinstance(value, int | float) and not all(_HOLDS[key](value, bounds[key]) for key in bounds):
            raise ValueError("out of bounds")
        return value

    def changed(self, changes: Mapping[str, Any]) -> Self:
        """A checked copy with some fields replaced. Raises StudioError with one sentence for a bad value."""
        try:
            return type(self)(**{**self.model_dump(), **changes})
        except ValidationError as error:
            raise StudioError(explain(error, type(self))) from error


@dataclass(frozen=True)
class FieldHelp:
    """What a form, the manual or `recipes --json` shows of one setting."""

    name: str
    label: str
    help: str
    unit: str
    group: str
    advanced: bool
    locked: bool
    default: Any
    kind: Literal["bool", "int", "float", "choice", "text"]
    accepts_auto: bool
    choices: tuple[str, ...]
    minimum: float | None
    maximum: float | None


def describe(settings_type: type[Settings]) -> list[FieldHelp]:
    """Every field of a settings model, in the order of GROUPS."""
    fields = [_describe_field(name, field) for name, field in settings_type.model_fields.items()]
    return sorted(fields, key=lambda field: GROUPS.index(field.group))


def _describe_field(name: str, field: Any) -> FieldHelp:
    members = get_args(field.annotation) if get_origin(field.annotation) is Union or _is_union(field) else ()
    types = [member for member in members or (field.annotation,) if member is not Auto]
    accepts_auto = len(types) < len(members)
    kind, choices = _kind(types[0])
    extra = _extra(field)
    bounds = extra.pop("bounds", {})
    low, high = bounds.get("ge", bounds.get("gt")), bounds.get("le", bounds.get("lt"))
    default = None if field.default is PydanticUndefined else field.default
    return FieldHelp(
        name=name, label=field.title or name, help=field.description or "", default=default, kind=kind,
        accepts_auto=accepts_auto, choices=choices, minimum=low, maximum=high, **extra,
    )  # fmt: skip


def _extra(field: Any) -> dict[str, Any]:
    return dict(field.json_schema_extra or {})


def _is_union(field: Any) -> bool:
    return type(field.annotation).__name__ == "UnionType"


def _kind(annotation: Any) -> tuple[Any, tuple[str, ...]]:
    if get_origin(annotation) is Literal:
        return "choice", tuple(str(choice) for choice in get_args(annotation))
    return {bool: "bool", int: "int", float: "float"}.get(annotation, "text"), ()


def parse_assignments(pairs: Iterable[str]) -> dict[str, str]:
    """`KEY=VALUE` words to a mapping. Raises StudioError for a word without `=`."""
    changes = {}
    for pair in pairs:
        key, separator, value = pair.partition("=")
        if not separator:
            raise StudioError(f"'{pair}' is not a setting; write it as KEY=VALUE, such as batch=32.")
        changes[key.strip().replace("-", "_")] = value.strip()
    return changes


def explain(error: ValidationError, settings_type: type[Settings]) -> str:
    """One sentence for the first thing that is wrong with some settings."""
    problem = error.errors()[0]
    location = str(problem["loc"][0]) if problem["loc"] else ""
    if problem["type"] == "extra_forbidden":
        known = ", ".join(sorted(settings_type.model_fields))
        return f"There is no setting called {location}; there are {known}."
    if not location:
        return str(problem["msg"]).removeprefix("Value error, ")
    if location not in settings_type.model_fields:
        return f"{location}: {problem['msg']}."
    field = _describe_field(location, settings_type.model_fields[location])
    return f"{location} cannot be {problem['input']!r}: {_allowed(field)}."


def _allowed(field: FieldHelp) -> str:
    if field.choices:
        return "choose one of " + ", ".join(field.choices)
    if field.kind == "bool":
        return "give true or false"
    words = {"int": "a whole number", "float": "a number"}.get(field.kind, "a value")
    if field.minimum is not None:
        words += f" from {field.minimum:g}"
    if field.maximum is not None:
        words += f" to {field.maximum:g}"
    return f"give {words}" + (" or auto" if field.accepts_auto else "")
