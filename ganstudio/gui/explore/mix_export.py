"""The grid of style mixes as one labelled PNG, written behind the window."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ganstudio.gui.models.explore.mix_model import HEAD, MixModel
from ganstudio.latents.gallery.names import free_path, safe_name
from ganstudio.latents.mixing import MixGrid
from ganstudio.latents.progress import Progress
from ganstudio.resources import gallery_folder

if TYPE_CHECKING:
    from ganstudio.latents.model import Model


def ask_export(mix: MixModel, parent: QWidget) -> None:
    """Asks for a file, by default a new one in the gallery, and writes it."""
    facts = mix.explore.facts
    if facts is None:
        return
    proposed = free_path(gallery_folder(), safe_name(f"{facts.name} style mix"), ".png")
    gallery_folder().mkdir(parents=True, exist_ok=True)
    name, _ = QFileDialog.getSaveFileName(parent, "Export the grid", str(proposed), "PNG (*.png)")
    if name:
        export_mix(mix, Path(name).with_suffix(".png"))


def export_mix(mix: MixModel, path: Path) -> None:
    """Renders every cell at the model's own resolution; the bar at the bottom shows how far it is."""
    grid = grid_of(mix)
    if grid is None:
        return
    seen: list[Progress] = []

    def finish() -> None:
        if seen and seen[-1].done == seen[-1].total:
            mix.explore.told.emit(f"Exported {path.name}.")

    mix.explore.run_long("Exporting the style mix", partial(_write, grid, path), seen.append, finish)


def grid_of(mix: MixModel) -> MixGrid | None:
    """The grid that is seen, as points."""
    rows = [mix.point_at(row, HEAD) for row in range(len(mix.rows))]
    columns = [mix.point_at(HEAD, column) for column in range(len(mix.columns))]
    weights = {layer: mix.weights[layer] for layer in mix.layers}
    if None in rows or None in columns:
        return None
    return MixGrid(tuple(r for r in rows if r), tuple(c for c in columns if c), weights)


def _write(grid: MixGrid, path: Path, model: "Model", should_stop: Callable[[], bool]) -> Iterator[Progress]:
    from ganstudio.latents.sheet_rendering import export_sheet

    yield from export_sheet(model, grid, path, should_stop=should_stop)
