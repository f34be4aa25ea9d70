"""The seed plane: seeds laid out in rows of 100, and every place between them a blend of the four around it."""

import math

from ganstudio.latents.point import Origin, SeedShare
from ganstudio.latents.seeds import HIGHEST_SEED

ROW = 100  # seeds in a row of the plane
ROWS = (HIGHEST_SEED + 1) // ROW


def seed_at(column: int, row: int) -> int:
    """The seed of a cell. The plane is a cylinder that closes after the last seed."""
    return (column + row * ROW) % (HIGHEST_SEED + 1)


def cell_of(seed: int) -> tuple[int, int]:
    """column 0 to 99, row."""
    return seed % ROW, seed // ROW


def origin_at(x: float, y: float) -> Origin:
    """The bilinear blend of the four seeds around (x, y); on a cell exactly its seed."""
    column, row = math.floor(x), math.floor(y)
    right, down = x - column, y - row
    corners = (
        (column, row, (1 - right) * (1 - down)),
        (column + 1, row, right * (1 - down)),
        (column, row + 1, (1 - right) * down),
        (column + 1, row + 1, right * down),
    )
    return Origin(
        seeds=tuple(SeedShare(seed=seed_at(c, r), share=share) for c, r, share in corners if share > 0)
    )


def place_of(origin: Origin) -> tuple[float, float] | None:
    """Where blended seeds lie on the plane; None for an explicit z or w."""
    if not origin.seeds:
        return None
    first_column, first_row = cell_of(origin.seeds[0].seed)
    x = y = 0.0
    for part in origin.seeds:
        ahead = (part.seed - origin.seeds[0].seed + HIGHEST_SEED // 2) % (
            HIGHEST_SEED + 1
        ) - HIGHEST_SEED // 2
        rows = round(ahead / ROW)
        x += part.share * (ahead - rows * ROW)
        y += part.share * rows
    return first_column + x, first_row + y
