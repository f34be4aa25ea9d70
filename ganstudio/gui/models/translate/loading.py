"""Translators as the window loads them: in a thread, the last few kept, so that going back and forth is quick."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ganstudio.gui.behind import load_torch
from ganstudio.gui.models.recent_models import RecentModels
from ganstudio.gui.models.translate.facts import TranslatorFacts, facts_of

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

KEPT = 3


@dataclass(frozen=True, eq=False)
class Loaded:
    """A translator that is ready, and what the window may know of it."""

    model: "Model"
    facts: TranslatorFacts
    key: str  # equal for equal weights


class Loader:
    """Called in one thread at a time. A file that changed since is read again."""

    def __init__(self) -> None:
        self._recent: RecentModels[Loaded] = RecentModels(KEPT)

    def load(self, path: Path) -> Loaded:
        """Raises StudioError where there is no model, a damaged one, or one that translates nothing."""
        load_torch()
        from ganstudio.interop.opening import open_model
        from ganstudio.latents.locate import locate_model
        from ganstudio.training.devices import choose_device

        def loaded() -> Loaded:
            model = open_model(path, choose_device())
            return Loaded(model, facts_of(model, path), model.fingerprint)

        return self._recent.get(locate_model(path), loaded)
