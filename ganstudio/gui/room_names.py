"""The rooms by name, for those who do not need Qt."""

ROOM_NAMES = ("train", "explore", "translate", "evaluate", "gallery", "playground")
TRAIN_STATES = (
    "first-start", "choosing", "training", "paused", "evaluating", "unhealthy", "failed", "finished", "watching",
    "comparing",
)  # fmt: skip
