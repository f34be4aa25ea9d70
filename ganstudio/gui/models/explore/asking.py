"""Questions to a model, answered in the thread that renders and heard in the window's."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot

from ganstudio.gui.models.explore.renderer import Failure, Renderer

if TYPE_CHECKING:
    from ganstudio.latents.model import Model

Then = Callable[[Any], None]


class Asking(QObject):
    """Remembers who waits for which answer. Of each kind only the newest question is answered."""

    refused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._then: dict[str, list[tuple[int, Then, bool]]] = {}
        self._renderer = Renderer(self)
        self._renderer.arrived.connect(self._take)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._renderer.is_busy

    def set_model(self, model: "Model") -> None:
        """From now on questions are about this model; those about another are dropped."""
        self._then.clear()
        self._renderer.set_model(model)

    def ask(self, kind: str, job: Callable[["Model"], Any], then: Then, *, live: bool = False) -> None:
        """`then` has the answer, unless the model changed or, but for `live` kinds, a newer question was asked
        meanwhile."""
        number = self._renderer.ask(kind, job)
        self._then.setdefault(kind, []).append((number, then, live))

    def forget(self, kind: str) -> None:
        """Nobody waits for answers of this kind any more."""
        self._then.pop(kind, None)

    def close(self) -> None:
        """Ends the thread, and waits for that."""
        self._renderer.close()

    @Slot()
    def _take(self) -> None:
        for kind, (number, answer) in self._renderer.take().items():
            waiting = self._then.pop(kind, [])
            newer = [each for each in waiting if each[0] > number]
            if newer:
                self._then[kind] = newer
            for asked, then, live in waiting:
                if asked == number and (live or not newer):
                    self._answer(answer, then)

    def _answer(self, answer: object, then: Then) -> None:
        if isinstance(answer, Failure):
            self.refused.emit(answer.words)
        else:
            then(answer)
