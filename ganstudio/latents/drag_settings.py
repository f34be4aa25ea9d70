"""How handles are dragged. Without torch, so that the window can ask at once.

Places are fractions of the picture's width and height, x to the right and y down, and so are lengths.
"""

from dataclasses import dataclass

Place = tuple[float, float]


@dataclass(frozen=True)
class DragSettings:
    """After Pan et al. 2023, section 4.1, whose lengths are pixels of 512: in small pictures they need to be longer."""

    steps: int = 200
    learning_rate: float = 0.02  # in units of the latents' spread
    resolutions: tuple[int, ...] = ()  # of the feature maps that are read together; () chooses
    layers: int | None = None  # styles that move, from the coarsest; None: those up to the finest feature map
    stride: float | None = (
        None  # how far ahead of a handle its features are pulled; None suits the picture's side
    )
    supervised: float | None = None  # radius of the patch that is pulled
    tracked: float | None = None  # radius in which a handle is looked for
    mask_weight: float = 20.0
    near: float = 1 / 64  # handles as near to their targets have arrived

    def lengths(self, side: int) -> tuple[float, float, float]:
        """stride, supervised and tracked for pictures of `side`: in pixels 1, 2 and 3 at 32, and 1, 3 and 12 at 512."""
        stride = self.stride or max(1 / side, 1 / 512)
        supervised = self.supervised or max(2 / side, 3 / 512)
        return stride, supervised, self.tracked or max(3 / side, 12 / 512)
