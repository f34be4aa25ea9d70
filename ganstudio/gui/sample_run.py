"""A stand-in for a run, for pictures of the window: the bundled digits come out of noise, and the curves look like
those of a run that goes well. Nothing is trained."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

POINTS, SCORES = 400, 10  # of a whole run
LABELS = {"fid": "FD (EfficientNet-Lite0)", "kid": "KID (EfficientNet-Lite0)"}
PROTOCOLS = {
    "fid": "FD[efficientnet-lite0|bicubic-224|1797-all|1000|flip=0]",
    "kid": "KID[efficientnet-lite0|bicubic-224|1797-all|1000|flip=0|100x1000]",
}
SPEED = 480.0  # pictures a second


@dataclass(frozen=True)
class Sample:
    """What to write: `reached` is a share of the preset's steps, `ended` is empty while the run goes on."""

    recipe: str = "cgan"
    reached: float = 0.62
    ended: str = ""
    luck: int = 0  # seed of the wobble in its curves
    quality: float = 1.0  # its distance is so many times that of the other samples
    previews: int = 24  # of a whole run


@dataclass(frozen=True)
class Told:
    """What a run tells at a share of its length."""

    losses: Callable[[float, np.random.RandomState], dict[str, float]]
    scores: Callable[[float, np.random.RandomState], dict[str, Any]]


def write_sample(path: Path, sample: Sample) -> Path:
    """A run folder with everything but weights. Imports torch."""
    import torch

    from ganstudio.data.library import open_dataset
    from ganstudio.recipes import RECIPES

    if RECIPES[sample.recipe].reads != "pictures":
        from ganstudio.gui.sample_translator import write_translator

        return write_translator(path, sample)
    from ganstudio.training.best import best_of_lines
    from ganstudio.training.material import pictures_of
    from ganstudio.training.run_folder import RunFolder, RunRecord
    from ganstudio.training.scoring import resolve_measuring
    from ganstudio.training.session import choose_preset
    from ganstudio.training.snapshots import resolve_snapshots

    recipe, data, cpu = RECIPES[sample.recipe], open_dataset("digits", 32), torch.device("cpu")
    wanted = choose_preset(recipe, "cpu-demo")
    pictures = pictures_of(data, recipe, wanted)
    settings = resolve_snapshots(resolve_measuring(recipe.resolve(wanted, pictures, cpu), cpu))
    reached = round(settings.steps * sample.reached)
    folder = RunFolder(path)
    path.mkdir(parents=True, exist_ok=True)
    folder.write(RunRecord(
        recipe=sample.recipe, settings=settings.model_dump(mode="json"), preset="cpu-demo",
        data={"name": "digits", "source": "digits", "fingerprint": data.fingerprint, "count": len(data)},
        pictures={"resolution": 32, "channels": 1, "class_names": list(pictures.class_names)},
        seed=0, device="cpu", created="2026-01-01T00:00:00+00:00", versions={},
    ))  # fmt: skip
    told = Told(losses, lambda share, draws: scores(share, sample, draws))
    lines = log_lines(sample, settings.steps, reached, int(settings.batch), SPEED, told)
    for line in lines:
        folder.log(line)
    folder.write_best(best_of_lines(lines, "fid"))
    for step in multiples(settings.steps, sample.previews, reached):
        for raw in (False, True):
            folder.write_preview(
                step, preview(data.images, data.labels, step / settings.steps, sample.luck, raw), raw
            )
    (folder.checkpoints / str(reached)).mkdir(parents=True)
    return path


def multiples(steps: int, count: int, reached: int) -> list[int]:
    """The steps of `count` equal parts of a run, as far as it has come."""
    every = max(1, steps // count)
    return list(range(every, reached + 1, every))


def log_lines(
    sample: Sample, steps: int, reached: int, batch: int, speed: float, told: Told
) -> list[dict[str, Any]]:
    """Lines of metrics.jsonl: points, scores, and how it ended. `speed` in pictures a second."""
    draws = np.random.RandomState(sample.luck)
    scored = set(multiples(steps, SCORES, reached))
    lines: list[dict[str, Any]] = []
    for step in sorted({*multiples(steps, POINTS, reached), *scored, reached}):
        about = {"step": step, "images": step * batch, "seconds": round(step * batch / speed, 3)}
        now = round(speed * (1 + 0.035 * draws.randn()), 1)
        lines.append({**about, "losses": told.losses(step / steps, draws), "images_per_second": now})
        if step in scored:
            lines.append({**about, **told.scores(step / steps, draws)})
    if sample.ended:
        lines.append({**about, "ended": sample.ended})
    return lines


def losses(share: float, draws: np.random.RandomState) -> dict[str, float]:
    """Both sides hover after a beginning in which D is ahead."""
    ahead, wobble = float(np.exp(-share * 14)), draws.randn(6)
    values = {
        "discriminator/adversarial": 1.24 - 0.7 * ahead + 0.05 * wobble[0],
        "generator/adversarial": 0.92 + 1.6 * ahead + 0.09 * wobble[1],
        "discriminator/real_logits": 0.35 + 2.2 * ahead + 0.08 * wobble[2],
        "discriminator/fake_logits": -0.3 - 2.4 * ahead + 0.08 * wobble[3],
        "discriminator/gradient_norm": 0.8 + 1.5 * ahead + 0.1 * abs(wobble[4]),
        "generator/gradient_norm": 0.6 + 0.9 * ahead + 0.1 * abs(wobble[5]),
    }
    return {name: round(value, 5) for name, value in values.items()}


def scores(share: float, sample: Sample, draws: np.random.RandomState) -> dict[str, Any]:
    """A distance that falls, and rises a little near the end."""
    distance = sample.quality * (14 + 130 * np.exp(-share * 7) + 26 * max(0.0, share - 0.75) ** 1.5 * 4)
    distance += float(draws.randn())
    return {
        "metrics": {"fid": round(float(distance), 3), "kid": round(float(distance) / 900, 5)},
        "labels": LABELS, "protocols": PROTOCOLS,
    }  # fmt: skip


def preview(images: np.ndarray, labels: np.ndarray, share: float, luck: int, raw: bool) -> Image.Image:
    """Six digits of each class, [N, 1, 32, 32] uint8 -> a sheet of 10 x 6, as far out of the noise as `share`."""
    draws = np.random.RandomState(luck)
    chosen = np.stack(
        [draws.choice(np.flatnonzero(labels == digit), 6, replace=False) for digit in range(10)], 1
    )
    noise = draws.rand(*chosen.shape, 32, 32) * 255
    clear = float(1 - np.exp(-share * (6 if raw else 7)))
    sheet = Image.new("L", (320, 192))
    for row, column in np.ndindex(*chosen.shape):
        digit = Image.fromarray(np.asarray(images[chosen[row, column], 0]))
        drawn = digit.filter(ImageFilter.GaussianBlur(3.2 * (1 - clear)))
        grain = Image.fromarray(noise[row, column].astype(np.uint8))
        grain = grain.filter(ImageFilter.GaussianBlur(1.0))
        sheet.paste(Image.blend(grain, drawn, clear), (32 * column, 32 * row))
    return sheet
