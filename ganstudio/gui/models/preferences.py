"""What the window remembers between two starts, in one file beside the runs."""

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from ganstudio.gui.theme import Choice
from ganstudio.resources import home

CHOICES: tuple[Choice, ...] = ("system", "dark", "light")
RECENT = 8


class Preferences(QObject):
    """Theme, window place, recent runs, the last translator and how it was used."""

    theme_changed = Signal(str)

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        path = file or home() / "window.ini"
        self._store = QSettings(str(path), QSettings.Format.IniFormat, self)

    @property
    def theme(self) -> Choice:
        chosen = str(self._store.value("theme", "system"))
        return next((choice for choice in CHOICES if choice == chosen), "system")

    def set_theme(self, choice: Choice) -> None:
        self._store.setValue("theme", choice)
        self.theme_changed.emit(choice)

    @property
    def notify(self) -> bool:
        """Whether the end of a training is told by the system."""
        return str(self._store.value("notify", "true")) != "false"

    def set_notify(self, wanted: bool) -> None:
        self._store.setValue("notify", "true" if wanted else "false")

    @property
    def geometry(self) -> QByteArray:
        stored = self._store.value("geometry")
        return stored if isinstance(stored, QByteArray) else QByteArray()

    def keep_geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

    @property
    def recent_runs(self) -> list[Path]:
        """Newest first; those that still exist."""
        stored = self._store.value("recent_runs", [])
        words = stored if isinstance(stored, list) else [stored] if isinstance(stored, str) else []
        return [Path(word) for word in words if Path(word).is_dir()]

    def add_recent_run(self, path: Path) -> None:
        others = [old for old in self.recent_runs if old != path]
        self._store.setValue("recent_runs", [str(each) for each in [path, *others][:RECENT]])

    @property
    def translator(self) -> Path | None:
        """The translator that was open last."""
        stored = self._store.value("translator")
        return Path(stored) if isinstance(stored, str) and stored else None

    def set_translator(self, path: Path) -> None:
        self._store.setValue("translator", str(path))

    @property
    def translating(self) -> dict[str, Any]:
        """How pictures were translated and saved the last time, as it was kept; who reads it checks it."""
        try:
            kept = json.loads(str(self._store.value("translating", "{}")))
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    def set_translating(self, values: dict[str, Any]) -> None:
        self._store.setValue("translating", json.dumps(values))

    def save(self) -> None:
        self._store.sync()
