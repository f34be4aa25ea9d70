"""Another model beside the explored one, with the same point: it loads and renders in threads of its own."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.facts import ModelFacts, Picture
from ganstudio.gui.models.explore.loading import Loaded, Loader
from ganstudio.gui.models.explore.renderer import FIRST, Failure, Renderer
from ganstudio.gui.models.explore.restoring import adapted
from ganstudio.gui.workers import Reader
from ganstudio.latents.moments import moments, run_of
from ganstudio.latents.point import LatentPoint
from ganstudio.resources import runs_folder, starter_models

if TYPE_CHECKING:
    from ganstudio.latents.model import Model


@dataclass(frozen=True)
class Candidate:
    """A model to compare with, under the head of its section."""

    section: str
    words: str
    path: Path


class CompareModel(QObject):
    """`other` is what is known of the second model, `picture` its newest picture, `note` what its point had to give up.
    It renders only while `is_active`."""

    changed = Signal()
    picture_changed = Signal(object)  # Picture
    listed = Signal(object)  # tuple[Candidate, ...]
    refused = Signal(str)

    def __init__(self, explore: ExploreModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._explore = explore
        self._loaded: Loaded | None = None
        self.picture: Picture | None = None
        self.note, self.is_loading, self.is_active = "", False, False
        self._loader, self._opener, self._lister = Loader(), Reader(self), Reader(self)
        self._opener.answered.connect(self._adopt)
        self._opener.refused.connect(self._refuse)
        self._lister.answered.connect(self._list)
        self._renderer = Renderer(self)
        self._renderer.arrived.connect(self._take)
        explore.point_changed.connect(self._follow)
        explore.model_changed.connect(self._follow)

    @property
    def other(self) -> ModelFacts | None:
        return None if self._loaded is None else self._loaded.facts

    def open(self, path: Path) -> None:
        """Loads the second model in a thread."""
        self.is_loading = True
        self.changed.emit()
        self._opener.ask(lambda: self._loader.load(path))

    def swap(self) -> None:
        """The second model becomes the explored one and the other way round; the point goes along."""
        loaded, facts, point = self._loaded, self._explore.facts, self._explore.point
        if loaded is None or facts is None or point is None:
            return
        self._loaded = None
        self._renderer.set_model(None)
        self.is_loading = True
        self._loader = Loader()  # the explored model must be nobody else's
        self._opener.ask(lambda: self._loader.load(file_of(facts)))
        self._explore.open_loaded(loaded, adapted(point, facts, loaded.facts))

    def look(self) -> None:
        """Lists what there is to compare with; `listed` has it."""
        facts = self._explore.facts
        path = None if facts is None else facts.path
        self._lister.ask(partial(candidates, path))

    def set_active(self, is_active: bool) -> None:
        """A page that nobody sees renders nothing."""
        self.is_active = is_active
        self._follow()

    def close(self) -> None:
        """Ends the threads, and waits for that."""
        self._opener.close()
        self._lister.close()
        self._renderer.close()

    # -- what happens -------------------------------------------------------------------------------------------

    @Slot(int, object)
    def _adopt(self, number: int, loaded: Loaded) -> None:
        if not self._opener.is_newest(number):
            return
        self.is_loading, self._loaded, self.picture = False, loaded, None
        self._renderer.set_model(loaded.model)
        self._follow()
        self.changed.emit()

    @Slot(int, str)
    def _refuse(self, number: int, words: str) -> None:
        if self._opener.is_newest(number):
            self.is_loading = False
            self.changed.emit()
            self.refused.emit(words)

    @Slot(int, object)
    def _list(self, number: int, found: object) -> None:
        if self._lister.is_newest(number):
            self.listed.emit(found)

    @Slot()
    def _follow(self, *_ignored: object) -> None:
        loaded, point, facts = self._loaded, self._explore.point, self._explore.facts
        if loaded is None or point is None or facts is None or not self.is_active:
            return
        fitting = fitted(point, facts, loaded.facts)
        note = what_changed(point, fitting, facts, loaded.facts)
        if note != self.note:
            self.note = note
            self.changed.emit()
        self._renderer.ask(FIRST, partial(_rendered, fitting))

    @Slot()
    def _take(self) -> None:
        for _number, answer in self._renderer.take().values():
            if isinstance(answer, Failure):
                self.refused.emit(answer.words)
            else:
                self.picture = answer
                self.picture_changed.emit(answer)


def fitted(point: LatentPoint, before: ModelFacts, after: ModelFacts) -> LatentPoint:
    """The same point where the other model has the same classes and takes it, else the nearest one."""
    has_same = before.class_names == after.class_names
    return point if has_same and after.fits(point) else adapted(point, before, after)


def what_changed(point: LatentPoint, other: LatentPoint, before: ModelFacts, after: ModelFacts) -> str:
    """One sentence about what the other model could not take; empty where it took everything."""
    parts = []
    if (other.origin.w, other.origin.z) != (point.origin.w, point.origin.z):
        parts.append(f"seed {other.seed} in place of a latent that only the first model has")
    unknown = [name for name in _names(point, before) if name not in _names(other, after)]
    if unknown:
        shown = ", ".join(_names(other, after))
        parts.append(
            f"{shown} in place of {', '.join(unknown)}" if shown else f"no class {', '.join(unknown)}"
        )
    elif other.classes and not point.classes:
        parts.append(f"class {', '.join(_names(other, after))}, for it needs one")
    left_out = [
        words
        for words, was, now in (
            ("style mix", point.mixes, other.mixes), ("directions", point.directions, other.directions),
            ("shift", point.shift, other.shift), ("turn", point.turn, other.turn),
        )
        if was != now
    ]  # fmt: skip
    if left_out:
        parts.append(f"no {' and no '.join(left_out)}")
    return f"{after.name} shows {'; '.join(parts)}." if parts else ""


def candidates(path: Path | None) -> tuple[Candidate, ...]:
    """Moments of the explored run, newest first; what comes with the program; other runs. Called in a thread."""
    run = None if path is None else run_of(path)
    own = reversed(moments(run)) if run is not None else ()
    found = [
        Candidate("This run", f"Step {each.step:,}{', the best' if each.is_best else ''}", each.path)
        for each in own
    ]
    found += [
        Candidate("Comes with GAN Studio", each.stem.replace("-", " ").capitalize(), each)
        for each in starter_models()
    ]
    folder = runs_folder()
    runs = [each for each in folder.iterdir() if (each / "run.json").is_file()] if folder.is_dir() else []
    runs.sort(key=lambda each: (each / "run.json").stat().st_mtime, reverse=True)
    found += [Candidate("Your runs", each.name, each) for each in runs if each != run and moments(each)]
    return tuple(found)


def file_of(facts: ModelFacts) -> Path:
    """The file with the explored weights, which may be those of an older moment of their run."""
    run = run_of(facts.path)
    found = [each.path for each in moments(run) if each.step == facts.step] if run is not None else []
    return found[0] if found else facts.path


def _names(point: LatentPoint, facts: ModelFacts) -> list[str]:
    return [facts.class_names[part.number] for part in point.classes if part.number < len(facts.class_names)]


def _rendered(point: LatentPoint, model: "Model") -> Picture:
    import numpy as np

    from ganstudio.latents.picture_file import pixels_of
    from ganstudio.latents.rendering import render

    return Picture(point, np.array(pixels_of(render(model, point))))
