"""Training in processes of its own, which outlive the window: several GPUs, or a run that goes on in the background."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ganstudio
from ganstudio.errors import StudioError
from ganstudio.gui.start.request import TrainRequest

LOG = "background.log"
Process = subprocess.Popen[bytes]
# A session of its own, so that neither Ctrl-C in the terminal nor the end of the window reaches it.
APART: dict[str, Any] = {"creationflags": 8} if sys.platform == "win32" else {"start_new_session": True}
END = 8192  # bytes of a log that are looked at
# What torchrun and the interpreter say around the sentence of the program itself.
NOISE = re.compile(
    r"^(\s|[WEIF]\d{4}|Traceback|=|-{3}|torch\.|Root Cause|Failures|\[\d|<|raise |\*)|warnings\.warn|Warning:|FAILED"
)


@dataclass(frozen=True)
class Glance:
    """What is seen of a process from outside: whether it runs, its last words, and the state of its run folder."""

    is_alive: bool
    words: str
    state: str  # "" while there is no run folder


def train_command(request: TrainRequest) -> list[str]:
    """The command line that trains what the start page asks for, on as many processes."""
    words = ["train", "--recipe", request.recipe, "--data", request.data, "--seed", str(request.seed),
             "--device", request.device, "--out", str(request.out)]  # fmt: skip
    if request.to:
        words += ["--to", request.to]
    if request.preset:
        words += ["--preset", request.preset]
    for name, value in request.settings.items():
        words += ["--set", f"{name}={value}"]
    count = processes_of(request)
    return _python() + (_torchrun(count) if count > 1 else []) + ["-m", "ganstudio", *words]


def resume_command(run: Path) -> list[str]:
    """Goes on with a run on the device that it has."""
    return [*_python(), "-m", "ganstudio", "resume", str(run)]


def processes_of(request: TrainRequest) -> int:
    return max(1, request.processes)


def start_detached(command: list[str], folder: Path) -> Process:
    """Starts a process that does not end with this one; it writes its words to `folder`/background.log.

    Raises StudioError where it cannot be started.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOG).open("wb") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment(),
                **APART,
            )
    except OSError as error:
        name = error.filename or command[0]
        raise StudioError(
            f"No process can be started for this run ({error.strerror}: {name}); check the folder and its rights."
        ) from error


def look_at(process: Process, run: Path) -> Glance:
    """Reads files, so a reader thread calls it."""
    from ganstudio.training.run_folder import RunFolder

    folder = RunFolder(run)
    alive = process.poll() is None  # asked first: what a process did before it ended is then on the disk
    return Glance(alive, last_words(run / LOG), folder.status().state if folder.exists() else "")


def last_words(log: Path) -> str:
    """The last line that the program itself wrote; empty where there is none."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - END))
            lines = file.read().decode(errors="replace").splitlines()
    except OSError:
        return ""
    said = [line.strip() for line in lines if line.strip() and not NOISE.search(line)]
    return said[-1] if said else ""


def _torchrun(count: int) -> list[str]:
    return ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(count)]


def _python() -> list[str]:
    """This interpreter. Raises StudioError in a frozen bundle, which has none."""
    if getattr(sys, "frozen", False):
        raise StudioError(
            "This bundle trains in its own window only; install GAN Studio with pip for several processes."
        )
    return [sys.executable]


def environment() -> dict[str, str]:
    """Where this package is found, even if it was started from its checkout."""
    places = [str(Path(ganstudio.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, places)), "PYTHONUNBUFFERED": "1"}
