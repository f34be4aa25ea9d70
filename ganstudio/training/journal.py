"""The log of a run: what is written into metrics.jsonl, by process 0 alone."""

from dataclasses import asdict
from typing import Any

from ganstudio.disk import plain_sentence
from ganstudio.training import distributed
from ganstudio.training.events import Health
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.state import TrainingState


class Journal:
    """Every line begins with the step, the pictures seen and the seconds of training."""

    def __init__(self, folder: RunFolder, state: TrainingState) -> None:
        self._folder, self._state = folder, state
        self._writes = distributed.rank() == 0

    def log(self, **entries: Any) -> None:
        """One line. Raises StudioError where the disk refuses."""
        state = self._state
        if not self._writes:
            return
        line = {"step": state.step, "images": state.images, "seconds": round(state.seconds, 3), **entries}
        try:
            self._folder.log(line, durable="ended" in entries)
        except OSError as error:
            raise plain_sentence(error, self._folder.path, "write metrics.jsonl") from error

    def told(self, health: Health) -> Health:
        """Written down, so that whoever opens the run later hears it too."""
        entry = asdict(health)
        del entry["step"]
        self.log(health=entry)
        return health
