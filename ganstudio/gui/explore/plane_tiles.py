"""The small pictures of a plane, the nearest first; old ones stay until new ones are there."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from ganstudio.gui.explore.plane_axes import Axes, Place
from ganstudio.gui.explore.plane_view import PlaneView
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.gui.models.explore.point_pictures import PointPictures
from ganstudio.latents.point import LatentPoint

Cell = tuple[int, int]
SIDE = 32  # px at which tiles are rendered, where the model can stop there


class PlaneTiles(QObject):
    """`images` has a picture and whether it is old for every cell that has one."""

    changed = Signal()

    def __init__(self, explore: ExploreModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures = PointPictures(explore, "plane", SIDE, self)
        self._pictures.changed.connect(self._collect)
        self.images: dict[Cell, tuple[QImage, bool]] = {}
        self._missing: dict[Cell, LatentPoint] = {}
        self._shown: tuple[Axes, LatentPoint, PlaneView] | None = None

    @property
    def is_busy(self) -> bool:
        return bool(self._missing)

    def show(self, axes: Axes, point: LatentPoint, view: PlaneView, around: Place) -> None:
        """Asks for what a view lacks. The same view of the same plane asks for nothing."""
        wanted = (axes, axes.frame(point), view)
        if wanted == self._shown:
            return
        is_same_plane = self._shown is not None and wanted[:2] == self._shown[:2]
        self._shown = wanted
        cells = view.cells(around)
        kept = {cell: self.images[cell] for cell in cells if cell in self.images}
        self.images = kept if is_same_plane else {cell: (image, True) for cell, (image, _) in kept.items()}
        self._missing = {
            cell: axes.at(point, *cell) for cell in cells if cell not in kept or self.images[cell][1]
        }
        self._pictures.want(self._missing.values())
        self._collect()

    def forget(self) -> None:
        """Another model, or another plane."""
        self.images, self._missing, self._shown = {}, {}, None
        self._pictures.want(())
        self.changed.emit()

    @Slot()
    def _collect(self) -> None:
        for cell, point in list(self._missing.items()):
            image = self._pictures.of(point)
            if image is not None:
                self.images[cell] = (image, False)
                del self._missing[cell]
        self.changed.emit()
