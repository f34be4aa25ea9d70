"""Previews of a run: the fixed latents, rendered now and then by both generators."""

import copy
from collections.abc import Iterator
from contextlib import suppress

from ganstudio.training import distributed
from ganstudio.training.devices import is_out_of_memory, release_memory
from ganstudio.training.events import Health, Preview
from ganstudio.training.journal import Journal
from ganstudio.training.keeping import Keeper
from ganstudio.training.preview import Painter, preview_image
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.snapshots import Snapshots
from ganstudio.training.state import NotFiniteError, TrainingState
from ganstudio.training.stopping import StopAsked, never


class Previews:
    """Draws them into the folder. A preview is never worth a run."""

    def __init__(
        self, folder: RunFolder, state: TrainingState, keeper: Keeper, journal: Journal, snapshots: Snapshots,
        painter: Painter,
    ) -> None:  # fmt: skip
        self._folder, self._state, self._keeper, self._journal = folder, state, keeper, journal
        self._snapshots, self._painter = snapshots, painter
        self._device = next(state.recipe.parameters()).device
        self._writes = distributed.rank() == 0
        self._left_out = False

    def draw(self, should_stop: StopAsked) -> Iterator[Preview | Health]:
        """One preview; nothing if it is stopped meanwhile. Where memory is short it is left out, which is said once.

        Raises NotFiniteError for pictures of numbers that are not finite.
        """
        try:
            preview = self._drawn(should_stop)
        except ValueError as error:
            raise NotFiniteError(self._state.step, ["a picture"]) from error
        except RuntimeError as error:
            if not is_out_of_memory(error):
                raise
        else:
            if preview is not None:
                yield preview
            return
        release_memory(self._device)
        if not self._left_out:
            self._left_out = True
            message = (
                "There is too little memory to draw previews beside the training, which goes on without them."
            )
            yield self._journal.told(Health(self._state.step, "no-preview", "info", message, "No preview"))

    def _drawn(self, should_stop: StopAsked) -> Preview | None:
        state, painter = self._state, self._painter
        # Several processes stop together, between steps; at the last step the picture is worth the wait.
        unstoppable = distributed.world_size() > 1 or state.step == state.recipe.settings.steps
        asked = never if unstoppable else should_stop
        tiles = painter.paint(self._keeper.generator(), asked)
        training = copy.deepcopy(state.recipe.generator).requires_grad_(False).eval()
        raw = None if tiles is None else painter.paint(training, asked)
        if tiles is None or raw is None:
            return None
        path = self._folder.path / "previews" / f"{state.step}.png"
        if self._writes:
            with suppress(OSError):  # the checkpoint will say what is wrong with the disk
                self._folder.write_preview(state.step, preview_image(raw, painter.columns), raw=True)
                path = self._folder.write_preview(state.step, preview_image(tiles, painter.columns))
            self._snapshots.write_live()
        return Preview(state.step, path, tiles, painter.columns, painter.labels, raw, painter.rows)
