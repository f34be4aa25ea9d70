"""The training loop: a generator of events. No window, no printing and no callbacks in it.

Whoever wants a run iterates over it; not asking for the next event pauses it; `should_stop` ends it.
"""

import math
import time
from collections.abc import Iterator

import torch
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.training import distributed
from ganstudio.training.devices import device_title, is_out_of_memory
from ganstudio.training.events import (
    Checkpoint,
    Evaluation,
    Event,
    Finished,
    Health,
    Progress,
    Started,
)
from ganstudio.training.health import Monitor, facts_of
from ganstudio.training.journal import Journal
from ganstudio.training.keeping import Keeper, last_word
from ganstudio.training.preview import Painter
from ganstudio.training.previewing import Previews
from ganstudio.training.run_folder import RunFolder, RunRecord
from ganstudio.training.scoring import Scorer
from ganstudio.training.snapshots import Snapshots
from ganstudio.training.state import NotFiniteError, TrainingState
from ganstudio.training.step import Stepper
from ganstudio.training.stopping import StopAsked

PATIENCE = 1.0  # seconds: who takes longer for the next event has made the run wait on purpose


class Run:
    """A run in training on this process; process 0 reports and writes the folder."""

    def __init__(
        self,
        folder: RunFolder,
        record: RunRecord,
        state: TrainingState,
        stepper: Stepper,
        scoring: Scorer,
        painter: Painter,
        shares: Tensor | None,
    ) -> None:
        self.folder, self.record, self.state, self.stepper, self.scoring = (
            folder,
            record,
            state,
            stepper,
            scoring,
        )
        self.keeper = Keeper(folder, record, state, shares, stepper.batches)
        self.monitor = Monitor(facts_of(record.settings, record.pictures, record.data, record.device))
        if state.health:
            self.monitor.load(state.health)
        self._settings = state.recipe.settings
        self._device = next(state.recipe.parameters()).device
        self._writes = distributed.rank() == 0
        self._unread: dict[str, Tensor] = {}
        self._measured_at, self._complaint = _last_measured(folder), ""
        self._journal = Journal(folder, state)
        self._snapshots = Snapshots(folder, state, self.keeper)
        self._previews = Previews(folder, state, self.keeper, self._journal, self._snapshots, painter)

    def events(self, should_stop: StopAsked) -> Iterator[Event]:
        """Trains until the last step or until `should_stop`; ends with Finished."""
        try:
            yield from self._training(should_stop)
        except NotFiniteError as error:  # the run ends here; what helps is said before
            yield self._journal.told(self.monitor.broken(self.state.step, error.names))
            raise
        except RuntimeError as error:  # outside the updates, where smaller groups of pictures do not help
            if not is_out_of_memory(error):
                raise
            raise StudioError(
                f"Memory ran out after step {self.state.step:,}. Close what else needs memory and resume: the run goes "
                "on from its last checkpoint."
            ) from error

    def _training(self, should_stop: StopAsked) -> Iterator[Event]:
        state, settings = self.state, self._settings
        yield self._started()
        stopped = distributed.any_rank(should_stop(), self._device)
        if not stopped:
            yield from self._measure_if_due(should_stop)  # what a stop may have cut short
        pictures_then, seconds_then = state.images, state.seconds
        while state.step < settings.steps and not stopped:
            room = state.micro_batch
            losses, is_whole = self._timed_step(should_stop)
            self._unread |= losses
            if not is_whole:
                stopped = True
                break
            reporting = state.step % settings.report_every == 0 or state.step == settings.steps
            # Every process must come to the same decision, and asking on a GPU waits for it: only where needed.
            if reporting or self._device.type == "cpu":
                self._require_finite(losses)
            if distributed.world_size() == 1 or reporting:
                stopped = distributed.any_rank(should_stop(), self._device)
            if state.micro_batch < room:
                yield self._halved()
            if reporting:
                speed = (state.images - pictures_then) / max(state.seconds - seconds_then, 1e-9)
                pictures_then, seconds_then = state.images, state.seconds
                yield from self._progress(speed)
            if state.step % settings.preview_every == 0 or state.step == settings.steps:
                yield from self._previews.draw(should_stop)
            if self._snapshots.is_due():
                self._snapshots.write()
            if not stopped:
                yield from self._measure_if_due(should_stop)
                stopped = should_stop() if distributed.world_size() == 1 else stopped
            if reporting and distributed.any_rank(self.keeper.is_due(), self._device):
                yield from self._save()
        yield from self._end(stopped)

    def _timed_step(self, should_stop: StopAsked) -> tuple[dict[str, Tensor], bool]:
        """Only the time inside steps counts: not a pause, a sleeping computer or drawing previews."""
        begun = time.perf_counter()
        made = self.stepper.advance_(should_stop)
        if self._device.type == "cuda":
            torch.cuda.synchronize(self._device)
        self.state.seconds += time.perf_counter() - begun
        return made

    def _require_finite(self, losses: dict[str, Tensor]) -> None:
        values = torch.stack(list(losses.values()))
        if bool(torch.isfinite(values).all()) or self.state.scaler.is_enabled():
            return
        broken = [name for name, loss in losses.items() if not bool(torch.isfinite(loss))]
        raise NotFiniteError(self.state.step, broken)

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

    def _progress(self, speed: float) -> Iterator[Progress | Health]:
        state = self.state
        losses = self._numbers()
        self._journal.log(losses=losses, images_per_second=round(speed, 2))
        yield Progress(state.step, state.images, state.seconds, losses, speed)
        for health in self.monitor.progressed(state.step, losses):
            yield self._journal.told(health)

    def _numbers(self) -> dict[str, float]:
        """The newest value of every term, read only here: reading a GPU waits for it."""
        if self._unread:
            values = torch.stack([value.float() for value in self._unread.values()])
            distributed.average_([values])
            fresh = dict(zip(self._unread, values.tolist()))
            self.state.losses |= {name: value for name, value in fresh.items() if math.isfinite(value)}
            self._unread = {}
        return dict(self.state.losses)

    def _halved(self) -> Health:
        message = (
            f"Memory ran out, so pictures now go through in groups of {self.state.micro_batch}; "
            "the batch stays as it is, each step takes longer."
        )
        return self._journal.told(Health(self.state.step, "out-of-memory", "info", message, "Less memory"))

    # -- quality ------------------------------------------------------------------------------------------------

    def _measure_if_due(self, should_stop: StopAsked) -> Iterator[Event]:
        step = self.state.step
        if not self.scoring.is_due(step) or step <= self._measured_at:
            return
        results = yield from self.scoring.score(self.keeper.generator(), step, should_stop)
        if results is None:
            return
        self._measured_at = step
        if isinstance(results, Health):
            if results.message != self._complaint:  # once is enough
                self._complaint = results.message
                yield self._journal.told(results)
            return
        scores = [
            Evaluation(step, score.metric, score.value, score.protocol, score.label)
            for score in results.scores
        ]
        baselines = {score.metric: score.baseline for score in results.scores if score.baseline is not None}
        yield from self._compared(scores, baselines)
        best = self.keeper.best
        values = {score.metric: score.value for score in results.scores}
        standing = (best.step, best.value) if best else None
        for health in self.monitor.evaluated(step, values, standing, results.diversity, baselines):
            yield self._journal.told(health)

    def _compared(self, scores: list[Evaluation], baselines: dict[str, float]) -> Iterator[Event]:
        """Writes the values down; if this is the best so far, saves it as the model. `baselines` are what pictures
        score that are left as they are."""
        self._journal.log(
            metrics={score.metric: score.value for score in scores},
            labels={score.metric: score.label for score in scores},
            protocols={score.metric: score.protocol for score in scores},
            **({"untranslated": baselines} if baselines else {}),
        )
        before = self.keeper.best
        for score in scores:
            is_best = score.metric == self._settings.best_by and self.keeper.consider(score)
            yield Evaluation(score.step, score.metric, score.value, score.protocol, score.label, is_best)
        if self.keeper.best is not before:
            yield from self._save()
            if self.keeper.refused:
                self.keeper.best = before  # the model of the folder is still the older one
            else:
                self.keeper.name_best()

    # -- saving -------------------------------------------------------------------------------------------------

    def _save(self) -> Iterator[Event]:
        """A checkpoint. Who lets the run wait after a refusal, as the window does, had time to make room: again."""
        while True:
            self._remember()
            told = self.keeper.save()
            if told is None:
                return
            begun = time.monotonic()
            yield told
            if isinstance(told, Checkpoint) or time.monotonic() - begun < PATIENCE:
                return
            self.keeper.refused = False

    def _remember(self) -> None:
        self._numbers()
        self.state.health = self.monitor.state()

    def _end(self, stopped: bool) -> Iterator[Event]:
        state = self.state
        self._remember()
        try:
            path = self.keeper.write()
        except OSError as error:
            raise last_word(error, self.folder) from error
        self._journal.log(ended="stopped" if stopped else "finished")
        yield Checkpoint(state.step, path)
        yield Finished(state.step, state.images, state.seconds, stopped, self.folder.model)


def _last_measured(folder: RunFolder) -> int:
    """The step up to which the log holds values of quality."""
    return max((line["step"] for line in folder.metrics() if "metrics" in line), default=0)
