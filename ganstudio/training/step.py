"""One training step: the updates of a recipe, in micro-batches that fit into memory, on any number of processes."""

import hashlib
from collections.abc import Callable

import torch
from torch import Tensor

from ganstudio.errors import StudioError
from ganstudio.recipes.base import Batch, Draws, Losses, Recipe, Update
from ganstudio.settings import Settings
from ganstudio.training import distributed
from ganstudio.training.averaging import averaging_factor, follow_
from ganstudio.training.devices import is_out_of_memory, release_memory
from ganstudio.training.state import TrainingState
from ganstudio.training.stopping import StopAsked, StoppedInside, never

Batches = Callable[[int], Batch]
"""The number of a batch -> this process's share of it; a pure function."""


class Stepper:
    """Makes training steps. It holds what stays the same during a run; everything that changes is in the state."""

    def __init__(self, state: TrainingState, batches: Batches, seed: int, half: torch.dtype | None) -> None:
        self._state, self.batches, self._seed, self._half = state, batches, seed, half
        self._updates = state.recipe.updates()
        self._report_every = int(state.recipe.settings.report_every)
        self._base_rates = {name: _rates(optimizer) for name, optimizer in state.optimizers.items()}
        self._repeats = max(update.repeats for update in self._updates)
        self._batch = int(state.recipe.settings.batch)
        self.images_per_step = self._batch * self._repeats
        self._device = next(state.recipe.parameters()).device

    def advance_(self, should_stop: StopAsked = never) -> tuple[dict[str, Tensor], bool]:
        """One step. Returns the losses of the updates made, keyed `network/term`, still on the device, and whether
        the step is whole: if it was stopped in between, the state names the update that comes next, and the next
        call goes on exactly there.
        """
        state = self._state
        self._set_rates()
        losses: Losses = {}
        for index, repeat in self._due()[state.position :]:
            batch = self.batches(state.step * self._repeats + repeat)
            made = self._descend_with_room(
                self._updates[index], batch, self._draws(index, repeat), should_stop
            )
            if made is None:
                return losses, False
            losses |= made
            state.position += 1
        self._complete()
        return losses, True

    def update_(self, index: int, repeat: int, should_stop: StopAsked = never) -> Losses | None:
        """One update of the step in hand, and its losses; None: it was stopped and left no trace."""
        batch = self.batches(self._state.step * self._repeats + repeat)
        return self._descend_with_room(self._updates[index], batch, self._draws(index, repeat), should_stop)

    def _due(self) -> list[tuple[int, int]]:
        """(update, repeat) of everything that the step in hand consists of, in order."""
        step = self._state.step
        due = [(index, update) for index, update in enumerate(self._updates) if step % update.every == 0]
        return [(index, repeat) for index, update in due for repeat in range(update.repeats)]

    def _complete(self) -> None:
        """What follows the last update of a step: running statistics, counters, the averaged generator."""
        state = self._state
        average_measurements_(state.recipe)
        state.recipe.adapt(self.images_per_step)
        state.position = 0
        state.step += 1
        state.images += self.images_per_step
        settings = state.recipe.settings
        factor = averaging_factor(
            state.images, self.images_per_step, float(settings.ema_kimg), settings.ema_rampup
        )
        follow_(state.average, state.recipe.generator, factor)

    def _draws(self, update: int, repeat: int) -> Draws:
        share = self._batch // distributed.world_size()
        seed = mixed_seed(self._seed, self._state.step, update, repeat)
        return Draws(seed, self._batch, distributed.rank() * share, share, self._device)

    def _set_rates(self) -> None:
        factor = decay_factor(self._state.step, self._state.recipe.settings)
        for name, optimizer in self._state.optimizers.items():
            for group, rate in zip(optimizer.param_groups, self._base_rates[name]):
                group["lr"] = rate * factor

    def _descend_with_room(
        self, update: Update, batch: Batch, draws: Draws, should_stop: StopAsked
    ) -> Losses | None:
        """One optimiser step; when memory runs out, again in micro-batches of half the size. None: stopped."""
        optimizer = self._state.optimizers[update.trains]
        while True:
            before, remembered = self._buffers(), set(optimizer.state)
            try:
                return self._descend(update, batch, draws, should_stop)
            except StoppedInside:
                self._restore(before)
                return None
            except RuntimeError as error:
                if not is_out_of_memory(error):
                    raise
                if self._state.micro_batch == 1:
                    raise StudioError(
                        "There is too little memory even for one picture at a time; "
                        "choose a lower resolution or smaller networks."
                    ) from error
            # Outside the handler: the exception keeps the failed tensors alive.
            self._restore(before)
            forget_unfinished_(optimizer, remembered)
            self._state.micro_batch = (min(self._state.micro_batch, draws.count) + 1) // 2
            release_memory(self._device)

    def _buffers(self) -> list[Tensor]:
        """A copy of what forward passes change, so that an update that was not finished leaves no trace. On a GPU
        updates are short and are never broken off, and there the copies would cost more than they save."""
        if self._device.type != "cpu":
            return []
        return [buffer.clone() for buffer in self._state.recipe.buffers()]

    def _restore(self, before: list[Tensor]) -> None:
        for buffer, value in zip(self._state.recipe.buffers(), before):
            buffer.copy_(value)

    def _descend(self, update: Update, batch: Batch, draws: Draws, should_stop: StopAsked) -> Losses:
        recipe, optimizer = self._state.recipe, self._state.optimizers[update.trains]
        network = getattr(recipe, update.trains)
        recipe.requires_grad_(False)
        network.requires_grad_(True)
        optimizer.zero_grad(set_to_none=True)
        totals: Losses = {}
        measured = {name: torch.zeros_like(recipe.get_buffer(name)) for name in recipe.measurements}
        for first in range(0, draws.count, self._state.micro_batch):
            count = min(self._state.micro_batch, draws.count - first)
            share = count / draws.count
            self._go_on_unless(should_stop)
            losses = self._losses(update, batch, draws, first, count)
            self._go_on_unless(should_stop)
            total = torch.stack([loss.float() for loss in losses.values() if loss.requires_grad]).sum()
            self._state.scaler.scale(total * (share * update.every)).backward()
            for name, loss in losses.items():
                key = f"{update.trains}/{name}"
                totals[key] = totals.get(key, 0) + loss.detach().float() * share
            for name, sum_ in measured.items():
                sum_ += share * recipe.get_buffer(name)
        self._go_on_unless(should_stop)
        for name, mean in measured.items():
            recipe.get_buffer(name).copy_(mean)
        return totals | self._finish(update, network, optimizer)

    def _go_on_unless(self, should_stop: StopAsked) -> None:
        """Between the passes of an update, because on a CPU each may take half a second. Several processes stop
        together, between steps."""
        if self._device.type == "cpu" and distributed.world_size() == 1 and should_stop():
            raise StoppedInside

    def _losses(self, update: Update, batch: Batch, draws: Draws, first: int, count: int) -> Losses:
        whole = count == draws.count
        part = batch if whole else {name: values[first : first + count] for name, values in batch.items()}
        half = None if update.full_precision else self._half
        with torch.autocast(self._device.type, dtype=half, enabled=half is not None):
            return update.losses(part, draws.slice(first, count))

    def _finish(self, update: Update, network: torch.nn.Module, optimizer: torch.optim.Optimizer) -> Losses:
        """The optimiser's step; the length of the gradient where the step will be reported."""
        scaler = self._state.scaler
        scaler.unscale_(optimizer)
        distributed.average_gradients_(network)
        lengths: Losses = {}
        if update.every == 1 and (self._state.step + 1) % self._report_every == 0:
            gradients = [parameter.grad for parameter in network.parameters() if parameter.grad is not None]
            lengths[f"{update.trains}/gradient_norm"] = torch.nn.utils.get_total_norm(gradients)
        scaler.step(optimizer)
        scaler.update()
        return lengths


def forget_unfinished_(optimizer: torch.optim.Optimizer, remembered: set[Tensor]) -> None:
    """Drops the memory of weights that had none before: memory may have run out while half of it was made."""
    for weight in set(optimizer.state) - remembered:
        del optimizer.state[weight]


def average_measurements_(recipe: Recipe) -> None:
    """What the losses measured becomes the mean over all processes."""
    distributed.average_(recipe.get_buffer(name) for name in recipe.measurements)


def decay_factor(step: int, settings: Settings) -> float:
    """The share of the base learning rate at a step: 1, then a straight line to the floor.

    "auto" is from half of the run to its end, and moves when the run is made longer.
    """
    end = settings.steps if settings.decay_end == "auto" else settings.decay_end
    start = settings.steps // 2 if settings.decay_start == "auto" else settings.decay_start
    floor = settings.decay_floor
    if end <= 0 or step <= start:
        return 1.0
    done = min(1.0, (step - start) / max(1, end - start))
    return float(1 - done * (1 - floor))


def mixed_seed(*numbers: int) -> int:
    """A well-mixed 63-bit seed from several numbers."""
    text = ",".join(map(str, numbers)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big") >> 1


def _rates(optimizer: torch.optim.Optimizer) -> list[float]:
    return [float(group["lr"]) for group in optimizer.param_groups]
