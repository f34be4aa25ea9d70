"""Connections of a panel to the model it shows, taken back when it shows another."""

from collections.abc import Callable

from PySide6.QtCore import SignalInstance


class Binding:
    """Remembers what it connected."""

    def __init__(self) -> None:
        self._pairs: list[tuple[SignalInstance, Callable[..., None]]] = []

    def connect(self, *pairs: tuple[SignalInstance, Callable[..., None]]) -> None:
        """Drops the old connections and makes these."""
        for signal, slot in self._pairs:
            signal.disconnect(slot)
        for signal, slot in pairs:
            signal.connect(slot)
        self._pairs = list(pairs)
