"""Applying a translator: tiles against the whole picture, small pictures together against one by one, and memory."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.benchmarks.pairing import Row, measure_pairs, require_equal

LARGE = (4000, 3000)


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    """The light CycleGAN; a local network where results are compared, so that both forms make the same."""
    from ganstudio.translation.applying import translate_pixels, translate_together
    from ganstudio.translation.manner import Manner
    from tests.translation.conftest import make_model, noise

    side = 256 if quick else 768
    model, picture = make_model(norm="batch", width=16, blocks=4, resolution=64), noise(side, side)
    tiled = lambda: translate_pixels(model, picture, Manner(size="tiles", tile=side // 2))  # noqa: E731
    whole = lambda: translate_pixels(model, picture, Manner(size="whole"))  # noqa: E731
    require_equal("tiles", tiled().pixels, whole().pixels, 1.1 / 255)
    times = measure_pairs(tiled, whole, 1 if quick else 5)
    row = times.row(f"{side} px in 4 tiles", against="whole")
    yield Row(**{**row.__dict__, "details": row.details | {"megapixels_a_second": side**2 / row.ours / 1e3}})
    for small in (32, 64):
        pictures = [noise(small, small, seed=seed) for seed in range(16)]
        together = lambda: translate_together(model, pictures, Manner())  # noqa: B023, E731
        alone = lambda: [translate_pixels(model, one, Manner()) for one in pictures]  # noqa: B023, E731
        require_equal("together", _stack(together()), _stack(alone()), 1.1 / 255)
        times = measure_pairs(together, alone, 2 if quick else 9)
        yield times.row(f"16 pictures of {small} px together", against="one by one")
    yield from large(*((1000, 750) if quick else LARGE))


def large(width: int, height: int) -> Iterator[Row]:
    """A photograph in tiles, in a process of its own, as `ganstudio translate` does it."""
    found = memory_of(width, height)
    megapixels = width * height / 1e6
    details = {"megapixels_a_second": megapixels / found["seconds"], "tiles": found["tiles"]}
    yield Row(
        f"{width} x {height} in tiles, peak memory", found["peak_mib"], goal=2048, at_most=True, unit="MiB"
    )
    yield Row(f"{width} x {height} in tiles, wall", found["seconds"], unit="s", details=details)


def memory_of(width: int, height: int, model_width: int = 16) -> dict[str, float]:
    """Translates a JPEG to a PNG in a fresh process: peak memory of it all in MiB, seconds, tiles."""
    job = [sys.executable, "-m", "tests.benchmarks.applying", str(width), str(height), str(model_width)]
    said = subprocess.run(job, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(said)
    return found


def main(width: int, height: int, model_width: int) -> None:
    """The job of that process."""
    import torch
    from PIL import Image

    torch.set_num_threads(1)
    from ganstudio.translation.batch import translate_files
    from ganstudio.translation.manner import Manner, Output, Translated
    from tests.translation.conftest import gradient, make_model

    model = make_model(norm="instance", width=model_width, blocks=4, resolution=64)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "photograph.jpg")
        Image.fromarray(gradient(height, width)).save(path)
        began = time.perf_counter()
        *_, last = translate_files(model, [path], Manner(size="tiles"), Output(format="png"))
        seconds = time.perf_counter() - began
    if not isinstance(last, Translated):
        raise AssertionError(last)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    print(json.dumps({"peak_mib": peak, "seconds": seconds, "tiles": last.tiles}))


def _stack(made: list) -> np.ndarray:  # type: ignore[type-arg]
    return np.stack([one.pixels for one in made])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
