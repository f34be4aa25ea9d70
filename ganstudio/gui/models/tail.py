"""The end of a log that another process writes: only what was added is read. No Qt in here."""

import json
from pathlib import Path
from typing import Any, BinaryIO

CHUNK = 8 << 20  # bytes read at once: a reader thread hands a long log over in pieces
MARK = 256  # bytes before the end of what was read that must still stand there


class Tail:
    """Remembers how far metrics.jsonl was read. `restarted` says that what was read before is not true any more."""

    def __init__(self, path: Path) -> None:
        """`path` is a run folder; reading begins at the start of its log."""
        self._file = Path(path) / "metrics.jsonl"
        self._offset, self._mark, self.restarted = 0, b"", False

    def read(self) -> list[dict[str, Any]]:
        """The whole lines that were added since, oldest first; a torn one waits for its end.

        When a resume or a rewind cut the log, reading begins again at its start.
        """
        lines = self._piece()
        restarted = self.restarted
        while self._has_more():
            lines += self._piece()
            restarted = restarted or self.restarted
        self.restarted = restarted
        return lines

    def _piece(self) -> list[dict[str, Any]]:
        try:
            with self._file.open("rb") as file:
                self.restarted = not self._is_continued(file)
                if self.restarted:
                    self._offset = 0
                file.seek(self._offset)
                data = file.read(CHUNK)
                whole = data[: data.rfind(b"\n") + 1]
                self._offset += len(whole) or (CHUNK if len(data) == CHUNK else 0)  # no line is as long
                file.seek(max(0, self._offset - MARK))
                self._mark = file.read(min(MARK, self._offset))
        except OSError:
            self.restarted = False
            return []
        return [entry for line in whole.split(b"\n") if (entry := _entry(line)) is not None]

    def _is_continued(self, file: BinaryIO) -> bool:
        """Whether the bytes just before the offset are those that were read there: a log that was cut and has
        grown again beyond the offset is another one."""
        file.seek(max(0, self._offset - MARK))
        return bool(file.read(min(MARK, self._offset)) == self._mark)

    def _has_more(self) -> bool:
        try:
            return self._file.stat().st_size - self._offset >= CHUNK
        except OSError:
            return False


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and isinstance(entry.get("step"), int) else None
