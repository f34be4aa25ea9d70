"""What runs would cost on this computer, as `ganstudio estimate` measured it. No Qt in here."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psutil

import ganstudio
from ganstudio.disk import write_file
from ganstudio.errors import StudioError
from ganstudio.resources import cache_folder

MOST = 200  # answers that are kept


@dataclass(frozen=True)
class Question:
    """What a trial is asked. The length of a run is no part of it: time grows with it, nothing else does."""

    recipe: str
    data: str
    preset: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    device: str = "auto"
    to: str = ""

    def command(self) -> list[str]:
        """Program and words."""
        words = ["estimate", "--recipe", self.recipe, "--data", self.data, "--device", self.device, "--json"]
        words += ["--to", self.to] if self.to else []
        words += ["--preset", self.preset] if self.preset else []
        for name, value in self.settings:
            words += ["--set", f"{name}={value}"]
        program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ganstudio"]
        return program + words

    @property
    def key(self) -> str:
        """The same on this computer with this version only."""
        here = (ganstudio.__version__, os.cpu_count(), psutil.virtual_memory().total)
        return json.dumps([here, self.recipe, self.data, self.preset, self.settings, self.device, self.to])


@dataclass(frozen=True)
class Cost:
    """An answer: sizes in bytes, times in seconds."""

    parameters: dict[str, int]
    memory_bytes: int
    memory_total_bytes: int
    seconds_per_step: float
    steps: int
    seconds: float
    device: str

    def for_steps(self, steps: int) -> "Cost":
        """The same with another length. What the measurements of quality take beside the steps stays."""
        beside = max(0.0, self.seconds - self.steps * self.seconds_per_step)
        return replace(self, steps=steps, seconds=steps * self.seconds_per_step + beside)


def question(
    recipe: str,
    data: str,
    preset: str | None,
    settings: Mapping[str, Any],
    device: str,
    to: str | None = None,
) -> Question:
    """`settings` are what differs from the preset."""
    asked = tuple(sorted((name, str(value)) for name, value in settings.items() if name != "steps"))
    return Question(recipe, data, preset or "", asked, device, to or "")


def cost_of(answer: bytes) -> Cost:
    """The JSON that a trial printed. Raises StudioError if it is none."""
    try:
        return _cost(json.loads(answer))
    except (ValueError, TypeError, KeyError) as error:
        raise StudioError("The trial gave no answer that can be read.") from error


def why_failed(words: str) -> str:
    """The sentence of a trial that failed: the last line that it said."""
    said = [line.strip() for line in words.splitlines() if line.strip()]
    return said[-1].removeprefix("Error: ") if said else "It ended without a word."


def remembered() -> dict[str, Cost]:
    """The answers of earlier days; none where the file is missing or damaged."""
    try:
        found = json.loads(_file().read_bytes())
        return {str(key): _cost(value) for key, value in found.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def remember(costs: Mapping[str, Cost]) -> None:
    """Keeps the newest answers. A disk that refuses is no reason to stop: they can be measured again."""
    newest = dict(list(costs.items())[-MOST:])
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        write_file(_file(), json.dumps({key: asdict(cost) for key, cost in newest.items()}).encode())
    except OSError:
        return


def _file() -> Path:
    return cache_folder() / "estimates.json"


def _cost(found: Any) -> Cost:
    parameters = {str(name): int(count) for name, count in dict(found["parameters"]).items()}
    numbers = {name: float(found[name]) for name in ("seconds_per_step", "seconds")}
    counts = {name: int(found[name]) for name in ("memory_bytes", "memory_total_bytes", "steps")}
    return Cost(parameters=parameters, device=str(found["device"]), **numbers, **counts)  # type: ignore[arg-type]
