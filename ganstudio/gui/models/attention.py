"""Which problem of a run is still open, from its log. Only what was added since is read. No Qt in here."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ganstudio.gui.models.happenings import health_of
from ganstudio.gui.models.notices import open_notice
from ganstudio.training.events import Health

CHUNK = 8 << 20  # bytes read at once
SIGN = b'"health"'  # of the lines that matter; a long log is nearly all others


@dataclass(frozen=True)
class Glance:
    """How far a log was read, which file that was, and the notices found in it, oldest first."""

    offset: int = 0
    file: int = 0
    notices: tuple[Health, ...] = ()

    @property
    def problem(self) -> Health | None:
        """The newest warning or error that is not over."""
        notice = open_notice(self.notices, 0)
        return notice if notice is not None and notice.level != "info" else None


def look(run: Path, before: Glance) -> Glance:
    """Reads what was added to the log of a run folder. A log that was cut is another file and is read again."""
    log = run / "metrics.jsonl"
    try:
        mark = log.stat()
        if mark.st_ino != before.file or mark.st_size < before.offset:
            before = Glance(file=mark.st_ino)
        if mark.st_size == before.offset:
            return before
        offset, notices = before.offset, list(before.notices)
        for piece in _pieces(log, before.offset):
            offset += len(piece)
            notices += _notices(piece)
    except OSError:
        return before
    return Glance(offset, before.file, tuple(notices))


def _pieces(log: Path, offset: int) -> Iterator[bytes]:
    """Whole lines, many at once."""
    with log.open("rb") as file:
        while True:
            file.seek(offset)
            data = file.read(CHUNK)
            whole = data[: data.rfind(b"\n") + 1]
            if not whole:
                return
            offset += len(whole)
            yield whole


def _notices(piece: bytes) -> Iterator[Health]:
    if SIGN not in piece:
        return
    for line in piece.split(b"\n"):
        if SIGN not in line:
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and isinstance(entry.get("step"), int):
            notice = health_of(entry)
            if notice is not None:
                yield notice
