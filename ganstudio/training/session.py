"""`train` and `resume`: from words a person chose to a run folder that trains."""

import os
import platform
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch

import ganstudio
from ganstudio.data.batches import load_batch
from ganstudio.data.dataset import Dataset
from ganstudio.data.library import open_dataset
from ganstudio.data.sampler import Sampler
from ganstudio.errors import StudioError
from ganstudio.recipes import RECIPES
from ganstudio.recipes.base import Batch, Pictures, Recipe
from ganstudio.settings import Settings, describe
from ganstudio.training import distributed
from ganstudio.training.background import reported
from ganstudio.training.devices import autocast_dtype, choose_device, default_threads, prepared
from ganstudio.training.events import Event, Health
from ganstudio.training.first_weights import DrawnFrom
from ganstudio.training.loop import Run
from ganstudio.training.restoring import restored
from ganstudio.training.run_folder import RunFolder, RunRecord
from ganstudio.training.scoring import Scoring, resolve_measuring
from ganstudio.training.snapshots import resolve_snapshots
from ganstudio.training.state import TrainingState
from ganstudio.training.step import Stepper
from ganstudio.training.stopping import AnyStop, StopAsked, never


def train(
    recipe: str,
    data: str | Path,
    *,
    out: str | Path,
    resolution: int | None = None,
    steps: int | None = None,
    kimg: float | None = None,
    batch: int | None = None,
    preset: str | None = None,
    seed: int = 0,
    device: str = "auto",
    should_stop: StopAsked = never,
    **settings: Any,
) -> Iterator[Event]:
    """Trains a recipe on a data set into the new run folder `out` and reports as it goes.

    `data` is the name of a bundled or imported data set, a folder or a zip. `settings` are further fields of the
    recipe's settings. Once `should_stop()` is true the run ends by itself: a last checkpoint and model.safetensors
    are written, then Finished comes. Raises StudioError, at the first `next`, for anything that does not fit.
    """
    recipe_type = find_recipe(recipe)
    named = {"resolution": resolution, "steps": steps, "batch": batch}
    changes = settings | {name: value for name, value in named.items() if value is not None}
    wanted = choose_preset(recipe_type, preset).changed(changes)
    folder = RunFolder(out)
    where = choose_device(device)
    with distributed.processes(where):
        if distributed.rank() == 0 and folder.exists():
            raise StudioError(f"{folder.path} already holds a run; resume it, or choose another folder.")
        dataset = yield from _opened(data, wanted, should_stop)
        pictures = pictures_of(dataset, recipe_type, wanted)
        resolved = recipe_type.resolve(wanted, pictures, where)
        _check_batch(resolved)
        if kimg is not None:
            resolved = resolved.changed({"steps": _steps_for(kimg, recipe_type, resolved, pictures)})
        resolved = resolve_snapshots(resolve_measuring(resolved, where))
        record = _new_record(recipe, preset, resolved, str(data), dataset, pictures, seed, where)
        yield from _run(folder, record, resolved, dataset, where, should_stop)


def resume(
    out: str | Path,
    *,
    steps: int | None = None,
    device: str = "auto",
    from_step: int | None = None,
    should_stop: StopAsked = never,
    **changes: Any,
) -> Iterator[Event]:
    """Goes on with the run in `out` from its newest whole checkpoint, as if it had never stopped.

    `from_step` goes back to an older one, such as the best; newer ones move to RUN/set-aside. Only settings that do
    not break this may change. Weights are bit-identical to an unbroken run on the same machine and device. Raises
    StudioError for a locked setting, a step that is not kept or a folder that is no run.
    """
    folder = RunFolder(out)
    record = folder.read()
    recipe_type = find_recipe(record.recipe)
    changes = changes | ({} if steps is None else {"steps": steps})
    _refuse_locked(recipe_type, changes)
    saved_settings = recipe_type.settings_type().changed(record.settings)
    where = choose_device(device if device != "auto" else record.device)
    settings = resolve_snapshots(resolve_measuring(saved_settings.changed(changes), where))
    with distributed.processes(where):
        dataset = yield from _opened(str(record.data["source"]), settings, should_stop)
        if dataset.fingerprint != record.data["fingerprint"]:
            message = f"The pictures of {record.data['name']} have changed since this run began; it goes on with these."
            yield Health(0, "data-changed", "warning", message)
        yield from _run(folder, record, settings, dataset, where, should_stop, changes, from_step)


def plan(
    recipe: str, data: str | Path, preset: str | None, changes: Mapping[str, Any], device: torch.device
) -> tuple[Settings, Dataset, Pictures]:
    """What `train` would use: resolved settings, the data, and what the networks see of it."""
    recipe_type = find_recipe(recipe)
    wanted = choose_preset(recipe_type, preset).changed(changes)
    resolution = None if wanted.resolution == "auto" else int(wanted.resolution)
    dataset = open_dataset(data, resolution)
    pictures = pictures_of(dataset, recipe_type, wanted)
    resolved = resolve_measuring(recipe_type.resolve(wanted, pictures, device), device)
    return resolve_snapshots(resolved), dataset, pictures


def find_recipe(name: str) -> type[Recipe]:
    """A recipe by the name it has on the command line."""
    if name not in RECIPES:
        raise StudioError(f"There is no recipe called {name}; choose one of {', '.join(RECIPES)}.")
    return RECIPES[name]


def choose_preset(recipe_type: type[Recipe], preset: str | None) -> Settings:
    """The settings of a preset; the recipe's defaults without one."""
    if preset is None:
        return recipe_type.settings_type()
    if preset not in recipe_type.presets:
        names = ", ".join(recipe_type.presets)
        raise StudioError(f"{recipe_type.card.title} has no preset called {preset}; choose one of {names}.")
    return recipe_type.presets[preset]


def pictures_of(dataset: Dataset, recipe_type: type[Recipe], settings: Settings) -> Pictures:
    """What the networks will see of a data set. Raises StudioError if classes are needed and missing."""
    card = recipe_type.card
    wants = card.classes == "required" or (
        card.classes == "optional" and getattr(settings, "use_classes", True)
    )
    if card.classes == "required" and len(dataset.class_names) < 2:
        raise StudioError(
            f"{card.title} learns classes, and {dataset.name} has none; put the pictures of each class into a "
            "sub-folder of its own, or choose a recipe without classes, such as dcgan."
        )
    names = dataset.class_names if wants and len(dataset.class_names) > 1 else ()
    return Pictures(dataset.resolution, dataset.channels, names)


def _opened(data: str | Path, settings: Settings, should_stop: StopAsked) -> Any:
    resolution = None if settings.resolution == "auto" else int(settings.resolution)
    dataset = yield from reported(
        "Reading pictures",
        lambda progress, stop: open_dataset(data, resolution, progress=progress, should_stop=stop),
        should_stop,
    )
    if len(dataset) == 0:
        raise StudioError(f"{data} has no usable pictures; check it with: ganstudio data check.")
    return dataset


def _run(
    folder: RunFolder,
    record: RunRecord,
    settings: Settings,
    dataset: Dataset,
    device: torch.device,
    should_stop: StopAsked,
    changes: Mapping[str, Any] | None = None,
    from_step: int | None = None,
) -> Iterator[Event]:
    """Trains from the beginning, or, given the `changes` of a resume, from the newest checkpoint."""
    recipe_type = find_recipe(record.recipe)
    pictures = Pictures(**{**record.pictures, "class_names": tuple(record.pictures["class_names"])})  # type: ignore[arg-type]
    with prepared(device, record.threads), folder.held() if distributed.rank() == 0 else nullcontext():
        if changes is None and distributed.rank() == 0:
            folder.write(record)
        saved = None if changes is None else (yield from restored(folder, record, changes, from_step))
        distributed.wait_for_all()
        state = begin(recipe_type, settings, pictures, record.seed, device)
        if saved is not None:
            state.load_(saved.tensors, saved.numbers)
        stepper = Stepper(state, batches(dataset, settings, pictures, record.seed, device), record.seed,
                          autocast_dtype(settings.precision, device))  # fmt: skip
        final = record.model_copy(update={"settings": settings.model_dump(mode="json")})
        scoring = Scoring(dataset, settings, pictures, device)
        run = Run(folder, final, state, stepper, scoring, _class_shares(dataset, pictures))
        yield from run.events(AnyStop(should_stop, folder.is_asked_to_stop))


def begin(
    recipe_type: type[Recipe], settings: Settings, pictures: Pictures, seed: int, device: torch.device
) -> TrainingState:
    """The state before the first step."""
    with DrawnFrom(seed):  # the random numbers of the caller, and of other threads, stay untouched
        recipe = recipe_type(settings, pictures)
    share = int(settings.batch) // distributed.world_size()
    micro = share if settings.micro_batch == "auto" else min(share, int(settings.micro_batch))
    scaled = autocast_dtype(settings.precision, device) == torch.float16 and device.type == "cuda"
    return TrainingState.begin(recipe, device, micro, scaled)


def batches(
    dataset: Dataset, settings: Settings, pictures: Pictures, seed: int, device: torch.device
) -> Callable[[int], Batch]:
    """The number of a batch -> this process's share of it."""
    batch = int(settings.batch)
    sampler = Sampler(dataset.labels, batch, seed, settings.class_weighting, settings.mirror)
    share = batch // distributed.world_size()
    mine = slice(distributed.rank() * share, (distributed.rank() + 1) * share)

    def batch_at(index: int) -> Batch:
        indices, flips = sampler.batch_at(index)
        return load_batch(dataset, indices[mine], flips[mine], device, pictures.num_classes > 0)

    return batch_at


def _class_shares(dataset: Dataset, pictures: Pictures) -> torch.Tensor | None:
    if not pictures.num_classes:
        return None
    return torch.from_numpy(np.bincount(dataset.labels, minlength=pictures.num_classes)).float()


def _new_record(
    recipe: str, preset: str | None, settings: Settings, source: str, dataset: Dataset, pictures: Pictures, seed: int,
    device: torch.device,
) -> RunRecord:  # fmt: skip
    path = Path(source).expanduser()
    versions = {"ganstudio": ganstudio.__version__, "torch": torch.__version__, "numpy": np.__version__}
    return RunRecord(
        recipe=recipe,
        preset=preset,
        settings=settings.model_dump(mode="json"),
        data={
            "name": dataset.name,
            "source": str(path.absolute()) if path.exists() and os.sep in source else source,
            "fingerprint": dataset.fingerprint,
            "count": len(dataset),
        },
        pictures={
            "resolution": pictures.resolution,
            "channels": pictures.channels,
            "class_names": list(pictures.class_names),
        },
        seed=seed,
        device=device.type,
        threads=default_threads(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        versions=versions | {"python": platform.python_version()},
    )


def _check_batch(settings: Settings) -> None:
    world = distributed.world_size()
    if int(settings.batch) % world:
        raise StudioError(
            f"A batch of {settings.batch} cannot be shared by {world} processes; choose a multiple."
        )


def _steps_for(kimg: float, recipe_type: type[Recipe], settings: Settings, pictures: Pictures) -> int:
    with torch.device("meta"):
        repeats = max(update.repeats for update in recipe_type(settings, pictures).updates())
    return max(1, round(kimg * 1000 / (int(settings.batch) * repeats)))


def _refuse_locked(recipe_type: type[Recipe], changes: Mapping[str, Any]) -> None:
    fields = {field.name: field for field in describe(recipe_type.settings_type)}
    locked = [name for name in changes if name in fields and fields[name].locked]
    if locked:
        free = ", ".join(name for name, field in fields.items() if not field.locked)
        raise StudioError(
            f"{locked[0]} is fixed once a run has started, because changing it would break the resume; "
            f"these may change: {free}. Start a new run for the rest."
        )
