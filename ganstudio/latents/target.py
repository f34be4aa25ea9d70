"""Anyone's picture as a model would make it: checked, upright, square, of the model's side and channels."""

from pathlib import Path

import numpy as np
from PIL import Image

from ganstudio.data.colour import parse_colour
from ganstudio.data.decoding import decode
from ganstudio.data.entries import MAX_BYTES
from ganstudio.data.findings import PictureError
from ganstudio.data.fitting import Fit, check_fit, fitted
from ganstudio.data.sniffing import HEAD, picture_format
from ganstudio.errors import StudioError


def read_target(
    path: str | Path, side: int, channels: int, fit: Fit = "crop", background: str = "white"
) -> np.ndarray:
    """pixels [channels, side, side] uint8 of a file. Raises StudioError in one sentence where it cannot be used."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            picture_format(head)
            content = head + file.read(MAX_BYTES)
    except FileNotFoundError as error:
        raise StudioError(f"{path} does not exist; check the path.") from error
    except OSError as error:
        raise StudioError(
            f"{path} cannot be read ({error.strerror or error}); choose another file."
        ) from error
    except PictureError as error:
        raise _sentence(error, path.name) from error
    return target_of(content, side, channels, fit, background, path.name)


def target_of(
    content: bytes, side: int, channels: int, fit: Fit = "crop", background: str = "white",
    name: str = "The picture",
) -> np.ndarray:  # fmt: skip
    """The same for a file's content; `name` is what errors call it."""
    check_fit(fit)
    colour = parse_colour(background)
    try:
        if len(content) > MAX_BYTES:
            raise PictureError("The file is larger than 512 MB.", "Make it smaller.")
        picture = decode(content, colour, side)
    except PictureError as error:
        raise _sentence(error, name) from error
    return _with_channels(
        fitted(picture.convert("L") if channels == 1 else picture, side, fit, colour), channels
    )


def _with_channels(planes: np.ndarray, channels: int) -> np.ndarray:
    """Grey from colour (a coloured background can bring it back), colour from grey, and an opaque fourth plane."""
    if channels == 1:
        if len(planes) == 3:
            planes = np.asarray(Image.fromarray(planes.transpose(1, 2, 0)).convert("L"))[None]
        return planes
    colour = np.repeat(planes, 3, axis=0) if len(planes) == 1 else planes
    opaque = np.full((channels - 3, *colour.shape[1:]), 255, np.uint8)
    return np.concatenate([colour, opaque])


def _sentence(error: PictureError, name: str) -> StudioError:
    reason = error.reason.rstrip(".")
    fix = (error.fix or "Choose another picture.").rstrip(".")
    return StudioError(f"{name} cannot be used: {reason[0].lower()}{reason[1:]}; {fix[0].lower()}{fix[1:]}.")
