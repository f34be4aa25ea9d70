"""`train` and `resume`: from words a person chose to a run folder that trains."""

import os
import platform
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch

import ganstudio
from ganstudio.errors import StudioError
from ganstudio.networks.translators import translates
from ganstudio.recipes import RECIPES
from ganstudio.recipes.base import Pictures, Recipe
from ganstudio.settings import Settings, describe
from ganstudio.training import distributed
from ganstudio.training.background import reported
from ganstudio.training.devices import autocast_dtype, choose_device, default_threads, prepared
from ganstudio.training.events import Event, Health
from ganstudio.training.first_weights import DrawnFrom
from ganstudio.training.loop import Run
from ganstudio.training.material import Material, open_material, pictures_from
from ganstudio.training.restoring import restored
from ganstudio.training.run_folder import RunFolder, RunRecord
from ganstudio.training.scoring import resolve_measuring
from ganstudio.training.snapshots import resolve_snapshots
from ganstudio.training.state import TrainingState
from ganstudio.training.step import Stepper
from ganstudio.training.stopping import AnyStop, StopAsked, never


def train(
    recipe: str,
    data: str | Path,
    *,
    out: str | Path,
    to: str | Path | None = None,
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

    `data` is the name of a bundled or imported data set, a folder or a zip. Image-to-image recipes translate between
    it and `to`, unless `data` holds both sides. `settings` are further fields of the recipe's settings. Once
    `should_stop()` is true the run ends by itself: a last checkpoint and model.safetensors are written, then Finished
    comes. Raises StudioError, at the first `next`, for anything that does not fit.
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
        material = yield from _opened(recipe_type, data, to, wanted, should_stop)
        pictures = material.pictures(recipe_type, wanted)
        resolved = recipe_type.resolve(wanted, pictures, where)
        _check_batch(resolved)
        if kimg is not None:
            resolved = resolved.changed({"steps": _steps_for(kimg, recipe_type, resolved, pictures)})
        resolved = resolve_snapshots(resolve_measuring(resolved, where))
        sources = (str(data), None if to is None else str(to))
        record = _new_record(recipe, preset, resolved, sources, material, pictures, seed, where)
        yield from _run(folder, record, resolved, material, where, should_stop)


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
        other = record.data.get("to")
        material = yield from _opened(
            recipe_type,
            str(record.data["source"]),
            None if other is None else str(other),
            settings,
            should_stop,
        )
        if material.fingerprint != record.data["fingerprint"]:
            message = f"The pictures of {record.data['name']} have changed since this run began; it goes on with these."
            yield Health(0, "data-changed", "warning", message)
        yield from _run(folder, record, settings, material, where, should_stop, changes, from_step)


def plan(
    recipe: str, data: str | Path, preset: str | None, changes: Mapping[str, Any], device: torch.device,
    to: str | Path | None = None,
) -> tuple[Settings, Material, Pictures]:  # fmt: skip
    """What `train` would use: resolved settings, the data, and what the networks see of it."""
    recipe_type = find_recipe(recipe)
    wanted = choose_preset(recipe_type, preset).changed(changes)
    material = open_material(recipe_type, data, to, wanted, should_stop=never)
    pictures = material.pictures(recipe_type, wanted)
    resolved = resolve_measuring(recipe_type.resolve(wanted, pictures, device), device)
    return resolve_snapshots(resolved), material, pictures


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


def _opened(
    recipe_type: type[Recipe],
    data: str | Path,
    to: str | Path | None,
    settings: Settings,
    should_stop: StopAsked,
) -> Any:
    return (
        yield from reported(
            "Reading pictures",
            lambda progress, stop: open_material(
                recipe_type, data, to, settings, progress=progress, should_stop=stop
            ),
            should_stop,
        )
    )


def _run(
    folder: RunFolder,
    record: RunRecord,
    settings: Settings,
    material: Material,
    device: torch.device,
    should_stop: StopAsked,
    changes: Mapping[str, Any] | None = None,
    from_step: int | None = None,
) -> Iterator[Event]:
    """Trains from the beginning, or, given the `changes` of a resume, from the newest checkpoint."""
    recipe_type = find_recipe(record.recipe)
    pictures = pictures_from(record.pictures)
    with prepared(device, record.threads), folder.held() if distributed.rank() == 0 else nullcontext():
        if changes is None and distributed.rank() == 0:
            folder.write(record)
        saved = None if changes is None else (yield from restored(folder, record, changes, from_step))
        distributed.wait_for_all()
        state = begin(recipe_type, settings, pictures, record.seed, device)
        if saved is not None:
            state.load_(saved.tensors, saved.numbers)
        stepper = Stepper(state, material.batches(settings, pictures, record.seed, device), record.seed,
                          autocast_dtype(settings.precision, device))  # fmt: skip
        final = record.model_copy(update={"settings": settings.model_dump(mode="json")})
        run = Run(
            folder, final, state, stepper, material.scorer(settings, pictures, device),
            material.painter(state.recipe.generator, pictures, device), material.class_shares(pictures),
        )  # fmt: skip
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


def _new_record(
    recipe: str, preset: str | None, settings: Settings, sources: tuple[str, str | None], material: Material,
    pictures: Pictures, seed: int, device: torch.device,
) -> RunRecord:  # fmt: skip
    source, to = sources
    versions = {"ganstudio": ganstudio.__version__, "torch": torch.__version__, "numpy": np.__version__}
    return RunRecord(
        recipe=recipe,
        preset=preset,
        settings=settings.model_dump(mode="json"),
        data={
            "name": material.name,
            "source": _findable(source),
            "fingerprint": material.fingerprint,
            "count": len(material),
            **({} if to is None else {"to": _findable(to)}),
            **_directions(find_recipe(recipe), settings, pictures),
        },
        pictures={
            "resolution": pictures.resolution,
            "channels": pictures.channels,
            "class_names": list(pictures.class_names),
            **({"domains": list(pictures.domains)} if pictures.domains else {}),
        },
        seed=seed,
        device=device.type,
        threads=default_threads(),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        versions=versions | {"python": platform.python_version()},
    )


def _directions(recipe_type: type[Recipe], settings: Settings, pictures: Pictures) -> dict[str, list[str]]:
    """Which ways an image-to-image run translates, for whoever reads run.json without building its networks."""
    with torch.device("meta"):
        generator = recipe_type.build_generator(settings, pictures)
    return {"directions": list(generator.directions)} if translates(generator) else {}


def _findable(source: str) -> str:
    """Where a resume from another folder finds it again."""
    path = Path(source).expanduser()
    return str(path.absolute()) if path.exists() and os.sep in source else source


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
