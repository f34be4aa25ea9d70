"""What a run is doing."""

from enum import Enum


class State(Enum):
    """The first four are this window's own work."""

    PREPARING = "Preparing"
    TRAINING = "Training"
    PAUSED = "Paused"
    STOPPING = "Stopping"
    IDLE = "Not started"
    RUNNING_ELSEWHERE = "Running in another window"
    FINISHED = "Finished"
    STOPPED = "Stopped"
    INTERRUPTED = "Interrupted"
    FAILED = "Failed"


BUSY = frozenset({State.PREPARING, State.TRAINING, State.PAUSED, State.STOPPING})
OF_FOLDER = {
    "running": State.RUNNING_ELSEWHERE,
    "finished": State.FINISHED,
    "stopped": State.STOPPED,
    "interrupted": State.INTERRUPTED,
}
