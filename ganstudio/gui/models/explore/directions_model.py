"""The directions that a model has: those saved with it, those of the current point, and how far it goes along each."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.errors import StudioError
from ganstudio.gui.models.explore.direction_files import DirectionFiles, FoundFile
from ganstudio.gui.models.explore.direction_search import DirectionSearch
from ganstudio.latents.direction_store import directions_file
from ganstudio.latents.directions import Direction, use
from ganstudio.latents.point import DirectionUse, LatentPoint, Layers, Vector

if TYPE_CHECKING:
    from ganstudio.gui.models.explore.explore_model import ExploreModel

STRANGE = "In the current point, and not saved with the model"


class DirectionsModel(QObject):
    """`saved` lie in the model's own file; `shown` has those that only the current point uses too.

    Files are read and written in a thread. A file that cannot be read is never written over: it is set aside.
    """

    changed = Signal()  # which there are, or their names and layers
    strengths_changed = Signal()

    def __init__(self, explore: "ExploreModel") -> None:
        super().__init__(explore)
        self.explore = explore
        self.saved: tuple[Direction, ...] = ()
        self._strange: tuple[Direction, ...] = ()
        self._tried: dict[str, Direction] = {}
        self._layers: dict[str, Layers] = {}  # chosen while a direction is not in use
        self._file: Path | None = None
        self._files = DirectionFiles(self)
        self._files.found.connect(self._adopt)
        self._files.refused.connect(explore.refused)
        explore.model_changed.connect(self._begin)
        explore.point_changed.connect(self._follow)
        self.search = DirectionSearch(self)

    @property
    def shown(self) -> tuple[Direction, ...]:
        return self.saved + self._strange

    def of(self, name: str) -> Direction | None:
        return next((direction for direction in self.shown if direction.name == name), None)

    def is_saved(self, name: str) -> bool:
        return any(direction.name == name for direction in self.saved)

    # -- the current point --------------------------------------------------------------------------------------

    def strength_of(self, name: str) -> float:
        return 0.0 if self.explore.point is None else self.explore.point.strength_of(name)

    def layers_of(self, name: str) -> Layers:
        """Where a direction acts, or would act."""
        used, direction = self._use_of(name), self.of(name)
        if used is not None:
            return used.layers
        return self._layers.get(name, direction.layers if direction is not None else Layers())

    def set_strength(self, name: str, strength: float, live: bool = False) -> None:
        """One step that can be undone; the step's vector is the one the point has already, if it has one."""
        used, direction, point = self._use_of(name), self.of(name), self.explore.point
        if point is None or (direction is None and used is None):
            return
        if used is None:
            assert direction is not None
            used = use(direction, strength, self.layers_of(name))
        self._layers[name] = used.layers
        self.explore.change(name, point.with_direction(used.model_copy(update={"strength": strength})), live)

    def try_out(self, direction: Direction, strength: float, live: bool = False) -> None:
        """Goes along a direction whether or not it is in the list."""
        if self.explore.point is not None:
            self._tried[direction.name] = direction
            moved = self.explore.point.with_direction(use(direction, strength))
            self.explore.change(direction.name, moved, live)

    def set_layers(self, name: str, layers: Layers, live: bool = False) -> None:
        """Where a direction acts: in the current point, and, once that is settled, as a saved direction's default."""
        self._layers[name] = layers
        used, point = self._use_of(name), self.explore.point
        if used is not None and point is not None:
            moved = point.with_direction(used.model_copy(update={"layers": layers}))
            self.explore.change(f"Layers of {name}", moved, live)
        if not live and self.is_saved(name):
            self._replace(name, lambda direction: direction.changed(layers=layers))

    def reset_all(self) -> None:
        """Takes every direction out of the current point."""
        if self.explore.point is not None:
            self.explore.change("No directions", self.explore.point.changed(directions=()))

    @property
    def is_any_used(self) -> bool:
        return self.explore.point is not None and bool(self.explore.point.directions)

    # -- kept with the model ------------------------------------------------------------------------------------

    def save(self, direction: Direction) -> None:
        """Keeps a direction with the model; one of the same name is replaced."""
        names = [old.name for old in self.saved]
        kept = list(self.saved)
        if direction.name in names:
            kept[names.index(direction.name)] = direction
        else:
            kept.append(direction)
        self._layers.pop(direction.name, None)
        self._keep(kept)

    def rename(self, old: str, new: str) -> None:
        """Raises StudioError where the name is taken or empty. A point that uses the direction follows."""
        new = " ".join(new.split())
        if new == old:
            return
        if not new or len(new) > 80:
            raise StudioError("A direction's name has 1 to 80 letters.")
        if self.of(new) is not None:
            raise StudioError(f"There is a direction '{new}' already; choose another name.")
        used, point = self._use_of(old), self.explore.point
        if old in self._layers:
            self._layers[new] = self._layers.pop(old)
        if self.is_saved(old):
            self._replace(old, lambda direction: direction.changed(name=new))
        if used is not None and point is not None:
            uses = (
                each.model_copy(update={"name": new}) if each.name == old else each
                for each in point.directions
            )
            self.explore.change(f"Renamed {old}", point.changed(directions=tuple(uses)))
        self._follow(self.explore.point)
        self.changed.emit()

    def remove(self, name: str) -> None:
        """Out of the model's file, and out of the current point."""
        if self.is_saved(name):
            self._keep([direction for direction in self.saved if direction.name != name])
        if self.strength_of(name):
            self.set_strength(name, 0.0)
        self._layers.pop(name, None)
        self._tried.pop(name, None)
        self._follow(self.explore.point)

    def free_name(self, wish: str) -> str:
        """`wish`, or with a number behind it where that is taken."""
        names, number, name = {direction.name for direction in self.shown}, 2, wish
        while name in names:
            name, number = f"{wish} {number}", number + 1
        return name

    @property
    def is_busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._files.is_busy

    def close(self) -> None:
        """Ends the thread; what was not written yet is written now."""
        self.search.stop()
        self._files.close()

    # -- inside -------------------------------------------------------------------------------------------------

    def _use_of(self, name: str) -> DirectionUse | None:
        point = self.explore.point
        return next((used for used in point.directions if used.name == name), None) if point else None

    def _replace(self, name: str, change: Callable[[Direction], Direction]) -> None:
        self._keep([change(each) if each.name == name else each for each in self.saved])

    def _keep(self, directions: Sequence[Direction]) -> None:
        self.saved = tuple(directions)
        self._follow(self.explore.point)
        self.changed.emit()
        if self._file is not None:
            self._files.write(self._file, self.saved)

    @Slot()
    def _begin(self) -> None:
        facts = self.explore.facts
        if facts is None:
            return
        path, mark = facts.path, facts.fingerprint
        if self._file is not None and directions_file(path, mark) == self._file:
            return  # another checkpoint of the same run
        self.saved, self._file = (), None
        self._layers.clear()
        self._tried.clear()
        self.changed.emit()
        self._files.read(path, mark)

    @Slot(object)
    def _adopt(self, found: FoundFile) -> None:
        facts = self.explore.facts
        if facts is None or found.fingerprint != facts.fingerprint:
            return
        width = facts.w_dim or facts.z_dim
        early = {each.name: each for each in self.saved}  # kept while the file was read
        self._file = found.file
        self.saved = tuple(each for each in found.directions if each.vector.shape == (width,))
        if found.problem:
            self.explore.refused.emit(found.problem)
        if early:
            self._keep([each for each in self.saved if each.name not in early] + list(early.values()))
            return
        self._follow(self.explore.point)
        self.changed.emit()

    @Slot(object)
    def _follow(self, point: LatentPoint | None) -> None:
        """Directions of the point that are not saved appear in the list, and go with it unless they were touched."""
        known = {direction.name for direction in self.saved}
        used = point.directions if point is not None else ()
        names = {each.name for each in used}
        before = self._strange
        left = [each for each in before if each.name not in known | names and each.name in self._layers]
        self._strange = tuple(left) + tuple(self._unsaved(each) for each in used if each.name not in known)
        if {each.name for each in self._strange} != {each.name for each in before}:
            self.changed.emit()
        self.strengths_changed.emit()

    def _unsaved(self, used: DirectionUse) -> Direction:
        """A direction that was tried out, or is known only from a point."""
        tried = self._tried.get(used.name)
        if tried is not None and used.vector == Vector.of(tried.unit()):
            return tried
        vector = used.vector.array().astype(np.float64)
        length = float(np.linalg.norm(vector)) or 1.0
        return Direction(
            name=used.name[:80], kind="made", vector=Vector.of(vector / length), scale=length, layers=used.layers,
            note=STRANGE,
        )  # fmt: skip
