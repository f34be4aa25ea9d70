"""The training loop: a generator of events. No window, no printing and no callbacks in it.

Whoever wants a run iterates over it; not asking for the next event pauses it; `should_stop` ends it.
"""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ganstudio.disk import plain_sentence
from ganstudio.errors import StudioError
from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord, model_bytes
from ganstudio.training import distributed
from ganstudio.training.averaging import settled
from ganstudio.training.checkpoints import write_checkpoint
from ganstudio.training.devices import device_title
from ganstudio.training.events import Checkpoint, Event, Finished, Health, Preview, Progress, Started
from ganstudio.training.preview import preview_image, preview_layout, preview_pictures
from ganstudio.training.run_folder import RunFolder, RunRecord
from ganstudio.training.state import TrainingState
from ganstudio.training.step import Stepper


class Run:
    """A run in training on this process; process 0 reports and writes the folder."""

    def __init__(
        self,
        folder: RunFolder,
        record: RunRecord,
        state: TrainingState,
        stepper: Stepper,
        shares: Tensor | None,
    ) -> None:
        self.folder, self.record, self.state, self.stepper = folder, record, state, stepper
        self._shares = shares
        self._settings = state.recipe.settings
        self._device = next(state.recipe.parameters()).device
        self._writes = distributed.rank() == 0
        self._saved_at = state.seconds
        self._unread: dict[str, Tensor] = {}

    def events(self, should_stop: Callable[[], bool]) -> Iterator[Event]:
        """Trains until the last step or until `should_stop`; ends with Finished."""
        state, settings = self.state, self._settings
        yield self._started()
        stopped = distributed.any_rank(should_stop(), self._device)
        pictures_then, seconds_then = state.images, state.seconds
        while state.step < settings.steps and not stopped:
            room = state.micro_batch
            losses = self._timed_step()
            reporting = state.step % settings.report_every == 0 or state.step == settings.steps
            # Every process must come to the same decision, and asking on a GPU waits for it: only where needed.
            if reporting or self._device.type == "cpu":
                self._require_finite(losses)
            if distributed.world_size() == 1 or reporting:
                stopped = distributed.any_rank(should_stop(), self._device)
            if state.micro_batch < room:
                yield self._halved()
            self._keep(losses)
            if reporting:
                speed = (state.images - pictures_then) / max(state.seconds - seconds_then, 1e-9)
                pictures_then, seconds_then = state.images, state.seconds
                yield self._progress(speed)
            if state.step % settings.preview_every == 0 or state.step == settings.steps:
                yield self._preview()
            if reporting and distributed.any_rank(self._save_is_due(), self._device):
                yield self._save()
        yield from self._end(stopped)

    def _timed_step(self) -> dict[str, Tensor]:
        """Only the time inside steps counts: not a pause, a sleeping computer or drawing previews."""
        begun = time.perf_counter()
        losses = self.stepper.advance_()
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)
        self.state.seconds += time.perf_counter() - begun
        return losses

    def _require_finite(self, losses: dict[str, Tensor]) -> None:
        values = torch.stack(list(losses.values()))
        if bool(torch.isfinite(values).all()) or self.state.scaler.is_enabled():
            return
        broken = ", ".join(name for name, loss in losses.items() if not bool(torch.isfinite(loss)))
        raise StudioError(
            f"Training broke at step {self.state.step:,}: {broken} is not a number any more. Go back to the last "
            "checkpoint and lower the learning rates or use precision float32; nothing broken was saved."
        )

    def _keep(self, losses: dict[str, Tensor]) -> None:
        """The newest value of every term, as numbers at the next report: reading a GPU waits for it."""
        self._unread |= losses

    def _numbers(self) -> dict[str, float]:
        if self._unread:
            values = torch.stack(list(self._unread.values()))
            distributed.average_([values])
            fresh = dict(zip(self._unread, values.tolist()))
            self.state.losses |= {name: value for name, value in fresh.items() if math.isfinite(value)}
            self._unread = {}
        return dict(self.state.losses)

    # -- reports ------------------------------------------------------------------------------------------------

    def _started(self) -> Started:
        state = self.state
        counts = {
            name: sum(parameter.numel() for parameter in network.parameters())
            for name, network in state.recipe.named_children()
        }
        return Started(
            run=self.folder.path,
            recipe=self.record.recipe,
            step=state.step,
            steps=self._settings.steps,
            images=state.images,
            device=device_title(self._device),
            parameters={name: count for name, count in counts.items() if count},
        )

    def _progress(self, speed: float) -> Progress:
        state = self.state
        losses = self._numbers()
        self._log(losses=losses, images_per_second=round(speed, 2))
        return Progress(state.step, state.images, state.seconds, losses, speed)

    def _preview(self) -> Preview:
        state, pictures = self.state, self.state.recipe.pictures
        self._agree_on_buffers()
        generator = settled(state.average, self._shares, self._device)
        tiles = preview_pictures(generator, pictures, self._device)
        columns, labels = preview_layout(pictures)
        path = self.folder.path / "previews" / f"{state.step}.png"
        if self._writes:
            # A preview is not worth a run: the checkpoint will say what is wrong with the disk.
            with suppress(OSError):
                path = self.folder.write_preview(state.step, preview_image(tiles, columns))
        return Preview(state.step, path, tiles, columns, labels)

    def _halved(self) -> Health:
        message = (
            f"Memory ran out, so pictures now go through in groups of {self.state.micro_batch}; "
            "the batch stays as it is, each step takes longer."
        )
        self._log(health={"kind": "out-of-memory", "level": "info", "message": message})
        return Health(self.state.step, "out-of-memory", "info", message)

    def _log(self, **entries: Any) -> None:
        state = self.state
        if not self._writes:
            return
        line = {"step": state.step, "images": state.images, "seconds": round(state.seconds, 3), **entries}
        try:
            self.folder.log(line, durable="ended" in entries)
        except OSError as error:
            raise plain_sentence(error, self.folder.path, "write metrics.jsonl") from error

    # -- saving -------------------------------------------------------------------------------------------------

    def _save_is_due(self) -> bool:
        return self.state.seconds - self._saved_at >= self._settings.checkpoint_minutes * 60

    def _save(self) -> Checkpoint | Health:
        """A checkpoint; if the disk refuses, a warning: training goes on and tries again at the next interval."""
        self._saved_at = self.state.seconds
        try:
            return Checkpoint(self.state.step, self._write_checkpoint())
        except OSError as error:
            sentence = str(plain_sentence(error, self.folder.path, "save the checkpoint"))
            return Health(
                self.state.step, "not-saved", "error", f"{sentence} Training goes on and will try again."
            )

    def _write_checkpoint(self) -> Path:
        self._numbers()
        self._agree_on_buffers()
        path = self.folder.checkpoints / str(self.state.step)
        if self._writes:
            generator = settled(self.state.average, self._shares, self._device)
            weights = model_bytes(generator.state_dict(), self._model_record())
            tensors, numbers = self.state.tensors(), self.state.numbers()
            path = write_checkpoint(self.folder.checkpoints, self.state.step, weights, tensors, numbers)
            self.folder.write_model(weights)
        return path

    def _agree_on_buffers(self) -> None:
        """Running statistics differ between processes; their mean goes into previews and checkpoints."""
        for network in (self.state.recipe, self.state.average):
            distributed.average_(network.buffers())

    def _model_record(self) -> ModelRecord:
        record = self.record
        return ModelRecord(
            recipe=record.recipe,
            settings=record.settings,
            pictures=PicturesRecord.model_validate(record.pictures),
            data=DataRecord.model_validate(
                {key: record.data[key] for key in ("name", "fingerprint", "count")}
            ),
            step=self.state.step,
            images=self.state.images,
            seed=record.seed,
        )

    def _end(self, stopped: bool) -> Iterator[Event]:
        state = self.state
        try:
            path = self._write_checkpoint()
        except OSError as error:
            raise plain_sentence(error, self.folder.path, "save the last checkpoint") from error
        self._log(ended="stopped" if stopped else "finished")
        yield Checkpoint(state.step, path)
        yield Finished(state.step, state.images, state.seconds, stopped, self.folder.model)
