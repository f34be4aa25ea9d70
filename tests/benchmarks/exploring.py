"""Exploring: pictures while a control moves, from a move to the painted picture, the first picture of a model,
directions and inversion.

python -m tests.benchmarks.exploring [SECONDS] prints what the window does as JSON.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ganstudio.latents.grid import to_uint8
from ganstudio.latents.model import Model
from ganstudio.latents.model_file import DataRecord, ModelRecord, PicturesRecord
from ganstudio.latents.plane import origin_at
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.rendering import render, render_many
from ganstudio.recipes import RECIPES
from ganstudio.resources import resource
from tests.benchmarks.dragging import measure_hands, wait_until_quiet
from tests.benchmarks.pairing import Row, measure_pairs, require_equal
from tests.benchmarks.window import Driver, opened

SIDES = (64, 256)
RATE, LATENCY, FIRST = 30.0, 60.0, 1500.0  # pictures a second at 64 px; ms at the 95th percentile; ms


def random_model(side: int, preset: str = "") -> Model:
    """A StyleGAN2 with random weights, of channel base 4096 or as a preset makes it."""
    kind, pictures = RECIPES["stylegan2"], PicturesRecord(resolution=side, channels=3)
    wanted = kind.presets[preset] if preset else kind.settings_type(channel_base=4096)
    settings = kind.resolve(wanted.changed({"resolution": side}), pictures.pictures(), torch.device("cpu"))
    torch.manual_seed(side)
    generator = kind.build_generator(settings, pictures.pictures())
    record = ModelRecord(
        recipe="stylegan2", settings=settings.model_dump(mode="json"), pictures=pictures,
        data=DataRecord(name="random"), step=1, images=1, seed=0,
    )  # fmt: skip
    return Model(generator, record, f"random {side}")


def measure(quick: bool, slow: bool) -> Iterator[Row]:
    repetitions = 3 if quick else 15
    for side in SIDES:
        yield from _pictures(random_model(side), repetitions)
    yield from _directions(random_model(64), repetitions)
    yield _inversion(20 if quick else 100)
    yield from _window(2 if quick else 8)


def _pictures(model: Model, repetitions: int) -> Iterator[Row]:
    """A picture between four seeds, as the seed plane asks for it, against mapping the seeds again every time."""
    side = model.resolution
    point = LatentPoint(origin=origin_at(3.3, 4.6), psi=0.7)
    render(model, point)
    times = measure_pairs(partial(render, model, point), partial(_naive, model, point), repetitions)
    yield times.row(f"picture between seeds, {side} px", against="seeds mapped every time")
    small = next(size for size in reversed(model.previews) if size <= 64 and size < side)
    preview = partial(render_many, model, [point], up_to=small)
    times = measure_pairs(preview, partial(render_many, model, [point]), repetitions)
    yield times.row(f"preview of {small} px, {side} px model", against="the full picture")


def _naive(model: Model, point: LatentPoint) -> np.ndarray:
    ws = model.map(model.latents([part.seed for part in point.origin.seeds]), psi=point.psi)
    shares = torch.tensor([part.share for part in point.origin.seeds])
    return to_uint8(model.synthesize((shares[:, None, None] * ws).sum(dim=0, keepdim=True)))


def _directions(model: Model, repetitions: int) -> Iterator[Row]:
    """Streamed moments against all w in memory and a singular value decomposition."""
    from ganstudio.latents.ganspace import SAMPLES, ganspace
    from ganstudio.latents.sefa import closed_form, projection

    def naive() -> np.ndarray:
        z = np.random.RandomState(0).randn(SAMPLES, model.z_dim).astype(np.float32)
        w = model.map(z)[:, 0].double().numpy()
        return np.linalg.svd(w - w.mean(axis=0), full_matrices=False)[2]

    few = min(repetitions, 3)
    times = measure_pairs(lambda: list(ganspace(model)), naive, few)
    yield times.row(f"GANSpace, {SAMPLES:,} samples, w {model.w_dim}", against="numpy SVD of all w")
    matrix = projection(model)
    ours, other = closed_form(matrix)[1], np.linalg.svd(matrix, full_matrices=False)[1]
    require_equal("SeFa gains", np.asarray(ours)[:10], other[:10], 1e-6)
    times = measure_pairs(
        lambda: closed_form(matrix), lambda: np.linalg.svd(matrix, full_matrices=False), repetitions
    )
    yield times.row(f"SeFa, {matrix.shape[0]:,} x {matrix.shape[1]}", against="numpy SVD")


def _inversion(steps: int) -> Row:
    """Steps a second on the digits that come with the program, one thread."""
    from ganstudio.latents.inversion import invert
    from ganstudio.latents.model import load_model

    model = load_model(resource("models", "digits.safetensors"))
    target = np.asarray(render(model, LatentPoint.of_seed(5, 3)))[None]
    begun, made = time.process_time(), 0
    for made, _fit in enumerate(invert(model, target), 1):
        if made == steps:
            break
    per_second = made / (time.process_time() - begun)
    return Row("inversion, digits at 32 px", per_second, unit="/s", details={"steps": made})


def _window(seconds: float) -> Iterator[Row]:
    """The real window in a process of its own: what a hand on each control sees."""
    script = [sys.executable, "-m", "tests.benchmarks.exploring", str(seconds)]
    done = subprocess.run(script, check=True, capture_output=True, text=True)
    figures: dict[str, dict[str, Any]] = json.loads(done.stdout.strip().splitlines()[-1])
    for name, each in figures.items():
        is_small = name in ("digits", "64 px, cpu-demo", "64 px")
        yield Row(f"choosing: {name}, first picture", each.pop("first"), goal=FIRST, at_most=True)
        for control, found in each.items():
            wanted = found.get("wanted", RATE)
            yield Row(
                f"{control}: {name}, pictures a second", found["rate"], unit="/s", details=found,
                ratio=found["rate"] / wanted if is_small else None, goal=1.0 if is_small else None,
                against=f"{wanted:g}",
            )  # fmt: skip
            if "p95" in found:
                goal = LATENCY if is_small else None
                yield Row(f"{control}: {name}, move to painted, p95", found["p95"], goal=goal, at_most=True)


def main(seconds: float) -> None:
    """Prints one JSON object: model -> first (ms), and control -> figures."""
    torch.set_num_threads(1)
    figures: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder, opened() as driver:
        models = {"digits": resource("models", "digits.safetensors")}
        models["64 px, cpu-demo"] = Path(folder) / "small-64.safetensors"
        random_model(64, "cpu-demo").save(models["64 px, cpu-demo"])
        for side in SIDES:
            models[f"{side} px"] = Path(folder) / f"random-{side}.safetensors"
            random_model(side).save(models[f"{side} px"])
        wait_until_quiet(driver)  # what a first start loads behind the window is measured elsewhere
        driver.window.open_room("explore")
        driver.until(lambda: driver.window.explore.is_settled(), "the first picture is there")
        for name, path in models.items():
            figures[name] = {"first": 1000 * _choose(driver, path)}
            wait_until_quiet(driver)
            figures[name] |= measure_hands(driver, seconds)
    print(json.dumps(figures), flush=True)


def _choose(driver: Driver, path: Path) -> float:
    explore = driver.window.studio.explore
    before = explore.facts.path if explore.facts else None
    seconds = 0.0
    if before == path:  # so that it is not loaded already
        explore.open(resource("models", "digits.safetensors"))
        driver.let_pass(0.5)
    driver.window.explore.choose(path)
    seconds = driver.until(
        lambda: (
            explore.facts is not None and explore.facts.path == path and driver.window.explore.is_settled()
        ),
        "the model's picture is there",
    )
    driver.let_pass(1.0)
    return seconds


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 8.0)
