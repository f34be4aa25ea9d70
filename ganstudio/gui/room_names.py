"""The rooms by name, for those who do not need Qt."""

ROOM_NAMES = ("train", "explore", "translate", "evaluate", "gallery", "playground")
