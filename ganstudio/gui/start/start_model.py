"""What can be chosen on the start page, and what is chosen. Fetches everything in threads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from ganstudio.gui.start import sides
from ganstudio.gui.start.catalog import (
    DataInfo,
    Device,
    RecipeInfo,
    load_devices,
    load_recipes,
    resolve_settings,
)
from ganstudio.gui.start.choice_model import ChoiceModel
from ganstudio.gui.start.samples import list_data, recipe_samples, sample_pictures
from ganstudio.gui.start.tasks import Report, ShouldStop, Task
from ganstudio.settings import Settings


@dataclass(frozen=True)
class Sources:
    """Where the page gets things from; tests give other functions."""

    recipes: Callable[[], list[RecipeInfo]] = load_recipes
    devices: Callable[[], list[Device]] = load_devices
    data: Callable[[], list[DataInfo]] = list_data
    sample: Callable[[str, Report, ShouldStop], np.ndarray] = sample_pictures
    resolve: Callable[[str, Settings, DataInfo, int, str], Settings] = resolve_settings


class StartModel(ChoiceModel):
    """Data sets, recipes and devices as they arrive; what `auto` means for the chosen ones."""

    data_changed = Signal()  # the list
    recipes_changed = Signal()
    recipes_failed = Signal(str)
    pictures_ready = Signal(str)

    def __init__(self, sources: Sources | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sources = sources or Sources()
        self.devices: list[Device] = []
        self.made: dict[str, np.ndarray] = {}  # recipe -> samples of it
        self._sampling: str | None = None
        self._arrived = ""  # newly imported: it is picked once it is in the list

    def load(self) -> None:
        """Fetches all of it; the page shows what there is meanwhile."""
        self.reload_data()
        self._begin(lambda _report, _stop: self._read_recipes(), self._keep_recipes, self.recipes_failed.emit)

    def reload_data(self, choose: str = "") -> None:
        """Reads the list of data sets again, and chooses one of them when it is there."""
        self._wanted_data = self.data_name or self._wanted_data
        self._arrived = choose or self._arrived
        self.pictures.pop(choose, None)
        self._begin(lambda _report, _stop: self.sources.data(), self._keep_data)

    def device(self, name: str) -> Device:
        """What is called that; a CPU while devices are not known yet."""
        return next((device for device in self.devices if device.name == name), Device(name, "CPU", "cpu"))

    def device_kind(self, name: str) -> str:
        return self.device(name).kind

    def resolved(self, settings: Settings, device: str) -> Mapping[str, Any]:
        """Every setting with "auto" replaced. Raises StudioError where recipe and data do not fit."""
        data, pictures = self.chosen_data, self.pictures.get(self.data_name)
        if data is None or self.chosen_recipe is None:
            return {}
        other = self.pictures_of(sides.B)
        channels = max((int(each.shape[-1]) for each in (pictures, other) if each is not None), default=3)
        kind = self.device_kind(device)
        if self.other is not None:
            data = replace(data, sides=(data.title, self.other.title))
        return self.sources.resolve(self.recipe_name, settings, data, channels, kind).model_dump()

    def suitable_preset(self, name: str = "") -> str | None:
        """Of the recipe called `name`, or else the chosen one: without a GPU the preset that shows something in
        minutes; else the one for few pictures, if they are few."""
        recipe, data = self.recipes.get(name or self.recipe_name), self.chosen_data
        if recipe is None:
            return None
        wishes = ["cpu-demo"] if self.device_kind("auto") == "cpu" else []
        wishes += ["small-data"] if data is not None and data.count < 2000 else []
        return next(
            (name for name in [*wishes, "paper"] if name in recipe.presets), next(iter(recipe.presets), None)
        )

    def stop(self) -> None:
        """Ends all fetching; needed before the program ends."""
        Task.stop_all(self)

    def _begin(self, job: Any, done: Any, failed: Any = None) -> None:
        Task(self, job).begin(done, failed)

    def _keep_data(self, found: list[DataInfo]) -> None:
        before, self.data = self.data, {info.name: info for info in found}
        if self.data != before:
            self.data_changed.emit()
        self._choose_wanted()
        arrived, self._arrived = self._arrived, ""
        if arrived in self.data and not self.data[arrived].problem:
            self.pick(arrived)
        self._sample_next()

    def _choose_wanted(self) -> None:
        """What was asked for, or the first that can be used."""
        usable = [name for name, info in self.data.items() if not info.problem]
        if self.data_name not in usable:
            self.data_name = ""
        if self._wanted_data not in usable:
            self._picked_data = False
        self._take_data(self._wanted_data if self._wanted_data in usable else next(iter(usable), ""))
        if self.to_name not in usable:
            self.to_name = ""
        self.choose_to(self._wanted_to)
        self._fit_data()

    def _read_recipes(self) -> tuple[list[RecipeInfo], list[Device], dict[str, np.ndarray]]:
        recipes = self.sources.recipes()
        made = {info.name: samples for info in recipes if (samples := recipe_samples(info.name)) is not None}
        return recipes, self.sources.devices(), made

    def _keep_recipes(self, found: tuple[list[RecipeInfo], list[Device], dict[str, np.ndarray]]) -> None:
        recipes, self.devices, self.made = found
        self.recipes = {info.name: info for info in recipes}
        self.recipes_changed.emit()
        first = self.recommended()
        self._take_recipe(self._wanted_recipe if self._wanted_recipe in self.recipes else first)
        self._fit_recipe()

    def recommended(self) -> str:
        """The quick class-conditional one for a CPU, StyleGAN2 for a GPU, if they are there."""
        wish = "cgan" if self.device_kind("auto") == "cpu" else "stylegan2"
        return wish if wish in self.recipes else next(iter(self.recipes), "")

    def _sample_next(self) -> None:
        """One data set after another, the chosen one first, in one thread at a time."""
        first = (name for name in (self.data_name, self.to_name) if name)
        names = [name for name in (*first, *self.data) if not self.data[name].problem]
        waiting = [name for name in names if name not in self.pictures]
        if self._sampling is not None or not waiting:
            return
        self._sampling = name = waiting[0]
        self._begin(
            lambda report, should_stop: self.sources.sample(name, report, should_stop),
            lambda pictures: self._keep_pictures(name, pictures),
            lambda sentence: self._skip(name, sentence),
        )

    def _keep_pictures(self, name: str, pictures: np.ndarray) -> None:
        self._sampling = None
        if pictures.ndim == 5:  # both sides
            pictures, self.others[name] = pictures
        self.pictures[name] = pictures
        self.pictures_ready.emit(name)
        self._sample_next()

    def _skip(self, name: str, sentence: str) -> None:
        """A data set that cannot be opened says so on its card and is not asked again."""
        self._sampling = None
        if name in self.data:
            self.data[name] = replace(self.data[name], problem=sentence)
            self.data_changed.emit()
            self._choose_wanted()
        self._sample_next()
