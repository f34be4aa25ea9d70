"""Models as the window loads them: in a thread, the last few kept, so that going back and forth is quick."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ganstudio.errors import StudioError
from ganstudio.gui.behind import load_torch
from ganstudio.gui.models.explore.facts import ModelFacts, facts_of
from ganstudio.gui.models.recent_models import RecentModels

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

KEPT = 4


class TranslatorFoundError(StudioError):
    """The model turns pictures into pictures, so there is nothing to explore in it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} turns pictures into pictures and has no latents to walk through; open it in Translate."
        )


@dataclass(frozen=True, eq=False)
class Loaded:
    """A model that is ready to render, and what the window may know of it."""

    model: "Model"
    facts: ModelFacts

    def known_as(self, path: Path) -> Self:
        """The same under another path."""
        return replace(self, facts=replace(self.facts, path=path))


class Loader:
    """Called in one thread at a time. A file that changed since is read again."""

    def __init__(self) -> None:
        self._recent: RecentModels[Loaded] = RecentModels(KEPT)

    def load(self, path: Path) -> Loaded:
        """Raises StudioError where there is no model, a damaged one, or (TranslatorFoundError) one for another room."""
        load_torch()
        from ganstudio.latents.locate import locate_model
        from ganstudio.latents.model import load_model
        from ganstudio.training.devices import choose_device

        file = locate_model(path)

        def loaded() -> Loaded:
            model = load_model(file, choose_device())
            if model.directions:
                raise TranslatorFoundError(model.name)
            return Loaded(model, facts_of(model, path))

        return self._recent.get(file, loaded)
