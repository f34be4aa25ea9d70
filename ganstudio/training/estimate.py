"""What a run would cost on this computer: parameters, memory and time, from a short trial with the real networks."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

import psutil
import torch

from ganstudio.metrics.extractors import load_extractor
from ganstudio.networks.translators import translates
from ganstudio.recipes.base import Pictures, Recipe
from ganstudio.settings import Settings
from ganstudio.training.devices import autocast_dtype, default_threads, device_title, prepared
from ganstudio.training.material import Material
from ganstudio.training.session import begin
from ganstudio.training.step import Stepper

TRIAL = 6.0  # seconds after which no further round is begun
ROUNDS = 4
GLANCE = 0.01  # seconds between two looks at the memory of the process


@dataclass(frozen=True)
class Estimate:
    """Of one run. `seconds` are for all its steps and measurements; `memory_bytes` are what training adds."""

    parameters: dict[str, int]
    memory_bytes: int
    memory_total_bytes: int
    seconds_per_step: float
    steps: int
    seconds: float
    device: str


def estimate(
    recipe_type: type[Recipe],
    settings: Settings,
    material: Material,
    pictures: Pictures,
    device: torch.device,
) -> Estimate:
    """A few steps of the resolved `settings` on the real data. Every update counts as often as it would come."""
    with prepared(device, default_threads()), _watched(device) as memory:
        state = begin(recipe_type, settings, pictures, 0, device)
        load = material.batches(settings, pictures, 0, device)
        stepper = Stepper(state, load, 0, autocast_dtype(settings.precision, device))
        step = _seconds_per_step(stepper, state.recipe, device)
        picture = _seconds_per_sample(state.recipe, pictures, device)
    parameters = {
        name: sum(parameter.numel() for parameter in network.parameters())
        for name, network in state.recipe.named_children()
    }
    measured = _measurements(settings) * _scored(settings, state.recipe) * picture
    return Estimate(
        parameters={name: count for name, count in parameters.items() if count},
        memory_bytes=memory.used(),
        memory_total_bytes=memory.total,
        seconds_per_step=step,
        steps=settings.steps,
        seconds=settings.steps * step + measured,
        device=device_title(device),
    )


def _seconds_per_step(stepper: Stepper, recipe: Recipe, device: torch.device) -> float:
    """The median time of each update, weighted by how often it comes. The first round warms up."""
    updates = recipe.updates()
    times: list[list[float]] = [[] for _ in updates]
    begun = time.perf_counter()
    for turn in range(ROUNDS):
        for index in range(len(updates)):
            before = time.perf_counter()
            stepper.update_(index, 0)
            _wait_for(device)
            times[index].append(time.perf_counter() - before)
        if turn and time.perf_counter() - begun > TRIAL:
            break
    return sum(median(spent[1:]) * update.repeats / update.every for spent, update in zip(times, updates))


@torch.no_grad()
def _seconds_per_sample(recipe: Recipe, pictures: Pictures, device: torch.device) -> float:
    """To make one picture and to score it with the default network, whose cost stands for that of any."""
    extractor = load_extractor("efficientnet-lite0", pictures.resolution, device)
    count = extractor.at_once
    generate = _generating(recipe.generator, pictures, count, device)
    spent = []
    for _ in range(3):
        before = time.perf_counter()
        generate()
        extractor(torch.zeros(count, pictures.channels, pictures.resolution, pictures.resolution).byte())
        _wait_for(device)
        spent.append(time.perf_counter() - before)
    return min(spent) / count


def _generating(
    generator: torch.nn.Module, pictures: Pictures, count: int, device: torch.device
) -> Callable[[], object]:
    """Makes `count` pictures, of latents or of pictures; these each way, as what a measurement looks at is both."""
    if translates(generator):
        side = pictures.resolution
        images = torch.zeros(count, pictures.channels, side, side, device=device)
        return lambda: [generator(images, direction) for direction in generator.directions]
    z = torch.randn(count, int(generator.z_dim), device=device)  # type: ignore[arg-type]
    classes = pictures.num_classes
    labels = torch.eye(classes, device=device)[torch.arange(count) % classes] if classes else None
    return lambda: generator(z, labels)


def _measurements(settings: Settings) -> int:
    every = int(settings.evaluate_every)
    return -(-settings.steps // every) if 0 < every <= settings.steps else 0


def _scored(settings: Settings, recipe: Recipe) -> int:
    """Pictures that one measurement scores: so many of each side, where a recipe translates."""
    sides = len(recipe.generator.directions) if translates(recipe.generator) else 1
    return int(settings.evaluate_samples) * sides


def _wait_for(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


class _Memory:
    """The most that was in use since the beginning, on the device that trains."""

    def __init__(self, device: torch.device) -> None:
        self._device, self._process = device, psutil.Process()
        self.total = int(
            torch.cuda.get_device_properties(device).total_memory
            if device.type == "cuda"
            else psutil.virtual_memory().total
        )
        if device.type == "cuda":
            torch.cuda.reset_peak_memory_stats(device)
        self._first = self._now()
        self._most = self._first

    def used(self) -> int:
        if self._device.type == "cuda":
            return int(torch.cuda.max_memory_reserved(self._device))
        return max(0, self._most - self._first)

    def look(self) -> None:
        self._most = max(self._most, self._now())

    def _now(self) -> int:
        if self._device.type == "mps":
            return int(torch.mps.driver_allocated_memory())
        return int(self._process.memory_info().rss)


@contextmanager
def _watched(device: torch.device) -> Iterator[_Memory]:
    memory, over = _Memory(device), threading.Event()

    def watch() -> None:
        while not over.wait(GLANCE):
            memory.look()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield memory
    finally:
        over.set()
        thread.join()
        memory.look()
