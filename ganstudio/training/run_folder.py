"""The run folder: the file format that the window, the command line and other machines share (DESIGN.md).

`run.json` says what is trained; `metrics.jsonl` has one line a report; `previews/STEP.png` the fixed latents;
`checkpoints/STEP/` what a resume needs; `best.json` which of them is the best; `model.safetensors` what can be
explored; `notes.txt` what a person wrote about it.
"""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock, Timeout
from PIL import Image
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from ganstudio.disk import plain_sentence, sweep, write_file
from ganstudio.errors import StudioError
from ganstudio.latents.moments import SNAPSHOTS, forget_watching
from ganstudio.resources import runs_folder
from ganstudio.training.best import Best
from ganstudio.training.checkpoints import checkpoint_steps

State = Literal["running", "finished", "stopped", "interrupted", "new", "damaged"]


class RunRecord(BaseModel):
    """The content of run.json."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = 1
    recipe: str
    settings: dict[str, JsonValue]
    preset: str | None = None
    data: dict[str, JsonValue]  # name, source, fingerprint, count
    pictures: dict[str, JsonValue]  # resolution, channels, class_names
    seed: int
    device: str
    threads: int = 1  # of the CPU
    created: str  # ISO 8601, UTC
    versions: dict[str, str]


@dataclass(frozen=True)
class RunSummary:
    """One row of a list of runs."""

    name: str
    path: Path
    recipe: str
    data: str
    step: int
    steps: int
    state: State
    best: float | None
    preview: Path | None
    best_label: str = ""
    domains: tuple[str, ...] = ()  # what an image-to-image run translates between; empty elsewhere


class RunFolder:
    """Reads and writes one run. Reading never needs the lock; writing does (`held`)."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).expanduser().absolute()
        self.checkpoints = self.path / "checkpoints"
        self.model = self.path / "model.safetensors"
        self._metrics = self.path / "metrics.jsonl"
        self._best = self.path / "best.json"
        self._notes = self.path / "notes.txt"
        self._stop = self.path / ".stop"
        self._lock = FileLock(self.path / ".lock")

    def exists(self) -> bool:
        return (self.path / "run.json").is_file()

    # -- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def held(self) -> Iterator[None]:
        """Makes this process the only one that writes the run. The system frees the lock of a process that died.

        Raises StudioError if another process holds it or the folder cannot be written.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=1)  # a glance by `is_held` lasts microseconds
        except Timeout:
            raise StudioError(f"{self.path} is being trained by {self._holder()}; stop that first.") from None
        except OSError as error:
            raise plain_sentence(error, self.path, "write the run") from error
        try:
            self._holder_file().write_text(f"process {os.getpid()} on {socket.gethostname()}")
            snapshots = self.path / SNAPSHOTS
            for folder in (
                self.path,
                self.checkpoints,
                snapshots,
                self._previews(False),
                self._previews(True),
            ):
                sweep(folder)
            self._stop.unlink(missing_ok=True)
            yield
        finally:
            self._stop.unlink(missing_ok=True)
            forget_watching(self.path)
            self._holder_file().unlink(missing_ok=True)
            self._lock.release()

    def write(self, record: RunRecord) -> None:
        write_file(self.path / "run.json", record.model_dump_json(indent=1).encode())

    def log(self, line: dict[str, Any], durable: bool = False) -> None:
        """Appends one line to metrics.jsonl; `durable` waits until it is on the disk."""
        with self._metrics.open("ab") as file:
            file.write(json.dumps(line, allow_nan=False).encode() + b"\n")
            file.flush()
            if durable:
                os.fsync(file.fileno())

    def cut_log(self, step: int) -> None:
        """Forgets what was logged after `step`, a torn last line, and how the run ended."""
        kept = [line for line in self.metrics() if line["step"] <= step and "ended" not in line]
        write_file(self._metrics, b"".join(json.dumps(line).encode() + b"\n" for line in kept))

    def write_preview(self, step: int, picture: Image.Image, raw: bool = False) -> Path:
        """`previews/STEP.png` of the averaged generator, `previews/raw/STEP.png` of the one that trains."""
        folder = self._previews(raw)
        folder.mkdir(exist_ok=True, parents=True)
        buffer = BytesIO()
        picture.save(buffer, "png")
        path = folder / f"{step}.png"
        write_file(path, buffer.getvalue())
        return path

    def write_model(self, data: bytes) -> None:
        write_file(self.model, data)

    def write_best(self, best: Best | None) -> None:
        """None forgets it."""
        if best is None:
            self._best.unlink(missing_ok=True)
        else:
            write_file(self._best, best.model_dump_json(indent=1).encode())

    def write_notes(self, text: str) -> None:
        """A person's own words about the run; needs no lock. Raises StudioError where they cannot be written."""
        try:
            write_file(self._notes, text.encode())
        except OSError as error:
            raise plain_sentence(error, self.path, "save the notes") from error

    def ask_to_stop(self) -> None:
        """Whoever trains the run, in any process that sees this folder, saves and stops within a second."""
        try:
            self._stop.touch()
        except OSError as error:
            raise plain_sentence(error, self.path, "ask the run to stop") from error

    # -- reading ------------------------------------------------------------------------------------------------

    def read(self) -> RunRecord:
        """What is trained here. Raises StudioError if this is no run or run.json is damaged."""
        try:
            return RunRecord.model_validate_json((self.path / "run.json").read_bytes())
        except FileNotFoundError:
            raise StudioError(
                f"{self.path} is not a run: run.json is missing; choose a folder that train made."
            ) from None
        except OSError as error:
            raise plain_sentence(error, self.path, "read the run") from error
        except ValidationError as error:
            raise StudioError(
                f"run.json of {self.path} is damaged; restore it from a copy or train again."
            ) from error

    def metrics(self) -> list[dict[str, Any]]:
        """Every whole line of metrics.jsonl; a line that a crash tore or damaged is left out."""
        try:
            return list(_whole_lines(self._metrics.read_bytes()))
        except FileNotFoundError:
            return []

    def previews(self, raw: bool = False) -> list[tuple[int, Path]]:
        """(step, file) of every preview, oldest first."""
        files = self._previews(raw).glob("*.png")
        return sorted((int(file.stem), file) for file in files if file.stem.isdecimal())

    def raw_previews(self) -> list[tuple[int, Path]]:
        """The same of the generator that trains."""
        return self.previews(raw=True)

    def best(self) -> Best | None:
        """The best checkpoint so far; None where nothing was measured."""
        try:
            return Best.model_validate_json(self._best.read_bytes())
        except (OSError, ValidationError):
            return None

    def notes(self) -> str:
        """What a person wrote about the run; empty where nothing."""
        try:
            return self._notes.read_text(errors="replace")
        except OSError:
            return ""

    def is_asked_to_stop(self) -> bool:
        return self._stop.exists()

    def is_held(self) -> bool:
        """Whether some process is training this run now."""
        if not self.exists():
            return False
        probe = FileLock(self.path / ".lock")
        try:
            probe.acquire(timeout=0)
        except (Timeout, OSError):
            return self._holder_file().exists()
        probe.release()
        return False

    def status(self) -> RunSummary:
        """How far the run is and how it ended, without loading tensors."""
        try:
            record = self.read()
        except StudioError:
            return RunSummary(self.path.name, self.path, "", "", 0, 0, "damaged", None, None)
        last = self._last_line()
        saved = checkpoint_steps(self.checkpoints)
        previews = self.previews()
        state, best = self._state(last), self.best()
        step = int(last.get("step", 0)) if state in ("running", "finished", "stopped") else (saved or [0])[-1]
        return RunSummary(
            name=self.path.name,
            path=self.path,
            recipe=record.recipe,
            data=str(record.data.get("name", "")),
            step=step,
            steps=int(str(record.settings.get("steps", 0))),
            state=state,
            best=best.value if best else None,
            preview=previews[-1][1] if previews else None,
            best_label=best.label if best else "",
            domains=_domains_of(record),
        )

    def _state(self, last: dict[str, Any]) -> State:
        if self.is_held():
            return "running"
        if "ended" in last:
            return "finished" if last["ended"] == "finished" else "stopped"
        return "interrupted"

    def _last_line(self) -> dict[str, Any]:
        try:
            with self._metrics.open("rb") as file:
                file.seek(max(0, self._metrics.stat().st_size - 65536))
                lines = list(_whole_lines(file.read()))
        except OSError:
            return {}
        return lines[-1] if lines else {}

    def _previews(self, raw: bool) -> Path:
        return self.path / "previews" / "raw" if raw else self.path / "previews"

    def _holder_file(self) -> Path:
        return self.path / ".holder"

    def _holder(self) -> str:
        try:
            return self._holder_file().read_text()
        except OSError:
            return "another process"


def list_runs(folder: Path | None = None) -> list[RunSummary]:
    """The runs in `folder` (default: where runs go), newest first."""
    folder = folder or runs_folder()
    if not folder.is_dir():
        return []
    runs = [RunFolder(path) for path in folder.iterdir() if (path / "run.json").is_file()]
    runs.sort(key=lambda run: (run.path / "run.json").stat().st_mtime, reverse=True)
    return [run.status() for run in runs]


def _domains_of(record: RunRecord) -> tuple[str, ...]:
    found = record.pictures.get("domains")
    return tuple(str(title) for title in found) if isinstance(found, list) else ()


def _whole_lines(data: bytes) -> Iterator[dict[str, Any]]:
    for line in data.split(b"\n")[:-1]:
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and isinstance(entry.get("step"), int):
            yield entry
