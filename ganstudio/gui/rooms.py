"""The rooms of the window, and what those that are not built yet say."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganstudio.gui.widgets.button import Button
from ganstudio.gui.widgets.empty_state import EmptyState
from ganstudio.gui.widgets.header import Header


@dataclass(frozen=True)
class Room:
    """`name` is part of the object names `nav_NAME` and `room_NAME`."""

    name: str
    title: str
    icon: str
    tip: str
    sentence: str = ""  # what will be there, where nothing is yet


ROOMS = (
    Room("train", "Train", "graduation-cap", "Train a model on pictures and watch it learn"),
    Room("explore", "Explore", "compass", "Walk through what a model has learnt"),
    Room("translate", "Translate", "arrows-left-right", "Turn pictures into other pictures"),
    Room(
        "evaluate", "Evaluate", "chart-bar", "Measure and compare models",
        "A later version measures here how good and how varied a model's pictures are, and compares models.",
    ),
    Room("gallery", "Gallery", "squares-four", "Pictures that you saved"),
    Room(
        "playground", "Playground", "atom", "See step by step what a GAN does",
        "A later version trains here on points in a plane, so that you see step by step what a GAN does.",
    ),
)  # fmt: skip


class ComingRoom(QWidget):
    """A room that is not built yet says so, and leads to what can be done today."""

    def __init__(self, room: Room, train: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"room_{room.name}")
        button = Button("Train a model", "primary", "graduation-cap", "Go to the Train room")
        button.setObjectName(f"{room.name}_train_button")
        button.clicked.connect(train)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Header(room.title))
        column.addWidget(EmptyState(room.icon, room.sentence, button), 1)


Inside = TypeVar("Inside", bound=QWidget)


class LateRoom(QWidget, Generic[Inside]):
    """The place of a room, which is made when it is first opened: a window that starts waits for no room that nobody
    is in."""

    def __init__(self, name: str, make: Callable[[], Inside], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"room_{name}")
        self._make = make
        self._room: Inside | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def is_made(self) -> bool:
        return self._room is not None

    def make(self) -> None:
        """Makes it now, if it is not there yet."""
        _ = self.room

    @property
    def room(self) -> Inside:
        if self._room is None:
            self._room = self._make()
            self._room.setObjectName("")  # this one has it
            self._column.addWidget(self._room)
        return self._room

    def showEvent(self, event: QShowEvent) -> None:
        self.room.show()
        super().showEvent(event)
