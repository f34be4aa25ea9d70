"""What the rows of an image-to-image preview show: torch-free, so that a window can say it before torch is there."""

from collections.abc import Mapping, Sequence
from typing import Any

COLUMNS = 12
BLOCKS = 2  # of source, made and truth, where pairs are shown


def preview_rows(domains: Sequence[str], directions: Sequence[str], paired: bool) -> tuple[str, ...]:
    """Names of the six rows, from the top. `domains` are the titles of A and B, `directions` of a2b and b2a.

    Known pairs: twice the source, what is made of it, and the truth. Otherwise for each direction pictures of a side,
    what is made of them, and these brought back; with a single direction nothing is brought back.
    """
    titles = dict(zip("ab", domains))
    rows: list[str] = []
    for direction in directions:
        source, target = titles[direction[0]], titles[direction[-1]]
        made = f"as {target}"
        if paired:
            rows += [source, made, f"{target}, true"] * BLOCKS
        else:
            rows += [source, made, "and back"] if len(directions) > 1 else [source, made]
    return tuple(rows)


def rows_of_run(record: Mapping[str, Any]) -> tuple[str, ...]:
    """The same from what run.json holds; empty where a run makes pictures of latents.

    `data.directions` names what is learnt. A single direction is learnt from pairs, and the truth is shown.
    """
    domains = record.get("pictures", {}).get("domains", ())
    if not domains:
        return ()
    directions = record.get("data", {}).get("directions", ("a2b", "b2a"))
    return preview_rows(domains, directions, paired=len(directions) == 1)
