"""The rooms by name, for those who do not need Qt."""

ROOM_NAMES = ("train", "explore", "translate", "evaluate", "gallery", "playground")
TRAIN_STATES = (
    "first-start", "choosing", "training", "paused", "evaluating", "unhealthy", "failed", "finished", "watching",
    "comparing", "two-sides", "translator", "translated-sample",
)  # fmt: skip
EXPLORE_STATES = (
    "first", "walking", "blending", "directions", "comparing", "inside", "sheet", "dragging", "inverting", "timeline",
    "branches", "before-after", "refused",
)  # fmt: skip
GALLERY_STATES = ("empty", "filled", "chosen-two", "comparing", "large", "nothing-found")
TRANSLATE_STATES = (
    "empty", "no-model", "dropped", "translating", "done", "side-by-side", "there-and-back", "refused-files", "live",
)  # fmt: skip
STATES = {
    "train": TRAIN_STATES, "explore": EXPLORE_STATES, "translate": TRANSLATE_STATES, "gallery": GALLERY_STATES,
}  # fmt: skip
