"""What a run keeps on the disk: checkpoints, the best of them, and the model that can be explored."""

from pathlib import Path

from torch import Tensor, nn

from ganstudio.disk import plain_sentence
from ganstudio.errors import StudioError
from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord, model_bytes
from ganstudio.training import distributed
from ganstudio.training.averaging import settled
from ganstudio.training.best import Best
from ganstudio.training.checkpoints import checkpoint_steps, write_checkpoint
from ganstudio.training.events import Checkpoint, Evaluation, Health
from ganstudio.training.run_folder import RunFolder, RunRecord
from ganstudio.training.state import NotFiniteError, TrainingState, is_finite
from ganstudio.training.step import Batches

RETRY = 10.0  # seconds of training before a refused save is tried again


class Keeper:
    """Saves one run. Process 0 writes; the others take part in what must be agreed on."""

    def __init__(
        self,
        folder: RunFolder,
        record: RunRecord,
        state: TrainingState,
        shares: Tensor | None,
        batches: Batches,
    ) -> None:
        self._folder, self._record, self._state, self._shares = folder, record, state, shares
        averages = float(state.recipe.settings.ema_kimg) > 0
        self._batches = batches if averages else None  # else the newest weights have statistics of their own
        self._device = next(state.recipe.parameters()).device
        self._writes = distributed.rank() == 0
        self._saved_at = state.seconds
        self._settled: tuple[int, nn.Module] | None = None
        self.refused = False
        self.best = self._standing_best()

    def is_due(self) -> bool:
        """By the clock of training; a refused save is tried again soon."""
        waited = self._state.seconds - self._saved_at
        interval = self._state.recipe.settings.checkpoint_minutes * 60
        return waited >= (min(interval, RETRY) if self.refused else interval)

    def generator(self) -> nn.Module:
        """The averaged generator ready to sample from, made once a step: previews, scores and the model use it.

        Raises NotFiniteError if it holds NaN or infinity.
        """
        if self._settled is None or self._settled[0] != self._state.images:
            self._agree_on_buffers()
            generator = settled(self._state.average, self._shares, self._device, batches=self._batches)
            self._require_finite(generator)
            self._settled = self._state.images, generator
        return self._settled[1]

    def save(self) -> Checkpoint | Health | None:
        """A checkpoint; if the disk refuses, a warning, once: training goes on and tries again."""
        self._saved_at = self._state.seconds
        try:
            path = self.write()
        except OSError as error:
            before, self.refused = self.refused, True
            return None if before else self._not_saved(error)
        self.refused = False
        return Checkpoint(self._state.step, path)

    def write(self) -> Path:
        """Writes the checkpoint of the state as it is, and the model unless an older one is better. Raises OSError
        with nothing changed."""
        step = self._state.step
        path = self._folder.checkpoints / str(step)
        generator = self.generator()
        if self._writes:
            weights = model_bytes(generator.state_dict(), self.model_record())
            tensors, numbers = self._state.tensors(), self._state.numbers()
            standing = self._folder.best()  # still named in the folder until a better one is safe
            kept = {best.step for best in (self.best, standing) if best is not None}
            path = write_checkpoint(self._folder.checkpoints, step, weights, tensors, numbers, kept)
            if self.best is None or self.best.step == step:
                self._folder.write_model(weights)
        return path

    def consider(self, evaluation: Evaluation) -> bool:
        """Makes this step the best if the evaluation says so; its checkpoint must be written then."""
        if self.best is not None and not self.best.is_beaten_by(evaluation.value, evaluation.protocol):
            return False
        self.best = Best(
            step=evaluation.step, metric=evaluation.metric, value=evaluation.value, label=evaluation.label,
            protocol=evaluation.protocol,
        )  # fmt: skip
        return True

    def name_best(self) -> None:
        """Writes down which checkpoint is the best, after it was saved."""
        if self._writes:
            self._folder.write_best(self.best)

    def _require_finite(self, generator: nn.Module) -> None:
        tensors = generator.state_dict().items()
        if broken := [f"average.{name}" for name, tensor in tensors if not is_finite(tensor)]:
            raise NotFiniteError(self._state.step, broken[:3])

    def _standing_best(self) -> Best | None:
        """The best of an earlier training of this run, if its checkpoint is still there and not beyond this step."""
        best = self._folder.best()
        metric = self._state.recipe.settings.best_by
        steps = checkpoint_steps(self._folder.checkpoints)
        if best is None or best.metric != metric or best.step > self._state.step or best.step not in steps:
            return None
        return best

    def _not_saved(self, error: OSError) -> Health:
        sentence = str(plain_sentence(error, self._folder.path, "save the checkpoint"))
        message = f"{sentence} What was learnt is kept in memory, and saving is tried again."
        return Health(self._state.step, "not-saved", "error", message, "Not saved")

    def _agree_on_buffers(self) -> None:
        """Running statistics differ between processes; their mean goes into previews and checkpoints."""
        for buffers in (self._state.recipe.shared_buffers(), self._state.average.buffers()):
            distributed.average_(buffers)

    def model_record(self) -> ModelRecord:
        """What a model file of this moment says of itself."""
        record, data = self._record, self._record.data
        return ModelRecord(
            recipe=record.recipe,
            settings=record.settings,
            pictures=PicturesRecord.model_validate(record.pictures),
            data=DataRecord.model_validate({key: data[key] for key in ("name", "fingerprint", "count")}),
            step=self._state.step,
            images=self._state.images,
            seed=record.seed,
        )


def last_word(error: OSError, folder: RunFolder) -> StudioError:
    """The end of a run whose last checkpoint the disk refuses."""
    return plain_sentence(error, folder.path, "save the last checkpoint")
