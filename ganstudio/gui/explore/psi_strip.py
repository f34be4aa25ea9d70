"""The current point at seven values of psi."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ganstudio.gui.explore.left_column import WIDTH
from ganstudio.gui.explore.thumbnail_grid import ThumbnailGrid
from ganstudio.gui.models.explore.explore_model import ExploreModel
from ganstudio.latents.point import LatentPoint

VALUES = (0.0, 0.25, 0.5, 0.7, 0.85, 1.0, 1.25)


class PsiStrip(ThumbnailGrid):
    """Drawn anew when a change is complete, not while a control moves; a click takes the value."""

    def __init__(self, explore: ExploreModel, parent: QWidget | None = None) -> None:
        tip = "The same point at seven values of ψ; click one to take it"
        super().__init__(explore, "psi", "Truncation, pictures", tip, len(VALUES), WIDTH, parent)
        self._explore = explore
        self.setObjectName("psi_strip")
        self.picked.connect(self._take)
        explore.settled.connect(self._show_point)
        explore.point_changed.connect(self._mark)
        if explore.point is not None:
            self._show_point(explore.point)

    @Slot(object)
    def _show_point(self, point: LatentPoint) -> None:
        self.show_items([(f"{psi:g}", point.changed(psi=psi)) for psi in VALUES])
        self._mark(point)

    @Slot(object)
    def _mark(self, point: LatentPoint) -> None:
        self.set_chosen(next((n for n, psi in enumerate(VALUES) if abs(psi - point.psi) < 1e-9), None))

    @Slot(int)
    def _take(self, number: int) -> None:
        point, psi = self._explore.point, VALUES[number]
        if point is not None:
            self._explore.change(f"Truncation {psi:g}", point.changed(psi=psi))
