"""What the monitor must know of a run before it can judge it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

YOUNG = 20_000  # pictures shown, before which made ones resemble nothing and their variety and classes mean nothing
YOUNG_TRANSLATOR = 5_000  # the same of a translator, which begins with pictures in place of noise
LABELS = {
    ("efficientnet-lite0", "fid"): "FD (EfficientNet-Lite0)",
    ("efficientnet-lite0", "kid"): "KID (EfficientNet-Lite0)",
    ("inception-2015", "fid"): "FID",
    ("inception-2015", "kid"): "KID",
}


@dataclass(frozen=True)
class Facts:
    """Plain values from run.json. Rates are those of the settings, before any decay."""

    objective: str = "non-saturating"
    steps: int = 20_000
    batch: int = 32
    batches: int = 1  # a step
    generator_lr: float = 2e-4
    discriminator_lr: float = 2e-4
    half_precision: bool = False
    real_target: float = 1.0  # what the discriminator should answer to a real picture; below 1 with smoothing
    augment: str = "none"
    pictures: int = 0  # in the data set; 0 where unknown
    class_names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()  # of a translator
    directions: tuple[str, ...] = ("a2b",)
    best_by: str = "fid"
    measured_with: str = ""  # values measured otherwise do not compare
    quality: str = "FD (EfficientNet-Lite0)"  # the metric's name for a person

    @property
    def window(self) -> int:
        """Steps over which losses are averaged before they are judged: 10 to 100, by the length of the run."""
        return min(100, max(10, self.steps // 1000))

    def images(self, step: int) -> int:
        """Pictures of the data that were shown up to a step."""
        return step * self.batch * self.batches

    def ends(self, direction: str) -> tuple[str, str]:
        """What a translator makes something of, and what."""
        a, b = self.domains if len(self.domains) == 2 else ("A", "B")
        return (a, b) if direction == "a2b" else (b, a)

    def is_young(self, step: int) -> bool:
        """Whether it is too early to judge what is made."""
        return self.images(step) < (YOUNG_TRANSLATOR if self.domains else YOUNG)


def facts_of(
    settings: Mapping[str, Any],
    pictures: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
    device: str = "cpu",
) -> Facts:
    """From the parts of a RunRecord: resolved settings, pictures (class_names) and data (count)."""
    features, best_by = str(settings.get("features", "")), str(settings.get("best_by", "fid"))
    precision = settings.get("precision", "auto")
    return Facts(
        objective=str(settings.get("objective", "non-saturating")),
        steps=int(settings.get("steps", 20_000)),
        batch=_number(settings.get("batch"), 32, int),
        batches=int(settings.get("critic_steps", 1)),
        generator_lr=_number(settings.get("generator_lr"), 2e-4, float),
        discriminator_lr=_number(settings.get("discriminator_lr"), 2e-4, float),
        half_precision=precision in ("float16", "bfloat16") or (precision == "auto" and device == "cuda"),
        real_target=1 - float(settings.get("label_smoothing", 0)),
        augment=str(settings.get("augment", "none")),
        pictures=int((data or {}).get("count", 0)),
        class_names=tuple((pictures or {}).get("class_names", ())),
        domains=tuple((pictures or {}).get("domains") or ()),
        directions=tuple((data or {}).get("directions") or ("a2b",)),
        best_by=best_by,
        measured_with=f"{features}, {settings.get('evaluate_samples')}, {best_by}",
        quality=LABELS.get((features, best_by), "Quality"),
    )


def _number(value: Any, otherwise: float, kind: type) -> Any:
    return kind(otherwise if value in (None, "auto") else value)
