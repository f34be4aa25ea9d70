"""A stand-in for a run that translates: one emoji face slowly takes the look of its counterpart. Nothing is trained."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageFilter

if TYPE_CHECKING:
    from ganstudio.gui.sample_run import Sample

DATA = "emoji-google-twitter"
FEATURES = "EfficientNet-Lite0"
UNTRANSLATED = {
    "kid": 0.118,
    "kid_a2b": 0.107,
    "kid_b2a": 0.129,
    "counterpart_a2b": 0.31,
    "counterpart_b2a": 0.33,
}
REACHED = {"kid": 0.045, "kid_a2b": 0.039, "kid_b2a": 0.051, "counterpart_a2b": 0.22, "counterpart_b2a": 0.24}
SPEED, SIDE, COLUMNS = 32.0, 64, 12


def write_translator(path: Path, sample: "Sample") -> Path:
    """A run folder of CycleGAN with everything but weights. Imports torch."""
    import torch

    from ganstudio.data.domains import open_domains
    from ganstudio.gui.sample_run import Told, log_lines, multiples
    from ganstudio.recipes import RECIPES
    from ganstudio.recipes.base import Pictures
    from ganstudio.training.best import best_of_lines
    from ganstudio.training.run_folder import RunFolder, RunRecord
    from ganstudio.training.scoring import resolve_measuring
    from ganstudio.training.session import choose_preset
    from ganstudio.training.snapshots import resolve_snapshots

    recipe, domains, cpu = RECIPES[sample.recipe], open_domains(DATA), torch.device("cpu")
    pictures = Pictures(SIDE, 3, (), domains.titles)
    wanted = choose_preset(recipe, "cpu-demo")
    settings = resolve_snapshots(resolve_measuring(recipe.resolve(wanted, pictures, cpu), cpu))
    reached = round(settings.steps * sample.reached)
    folder = RunFolder(path)
    path.mkdir(parents=True, exist_ok=True)
    folder.write(RunRecord(
        recipe=sample.recipe, settings=settings.model_dump(mode="json"), preset="cpu-demo",
        data={"name": DATA, "source": DATA, "fingerprint": domains.fingerprint, "count": len(domains)},
        pictures={"resolution": SIDE, "channels": 3, "class_names": [], "domains": list(domains.titles)},
        seed=0, device="cpu", created="2026-01-01T00:00:00+00:00", versions={},
    ))  # fmt: skip
    told = Told(losses, lambda share, draws: scores(share, domains.titles, draws))
    lines = log_lines(sample, settings.steps, reached, int(settings.batch), SPEED, told)
    for line in lines:
        folder.log(line)
    folder.write_best(best_of_lines(lines, "kid"))
    pairs = domains.test_pairs[:: max(1, len(domains.test_pairs) // (2 * COLUMNS))][: 2 * COLUMNS]
    a, b = (np.asarray(side.images[pairs[:, at]]) for at, side in enumerate((domains.a, domains.b)))
    for step in multiples(settings.steps, sample.previews, reached):
        for raw in (False, True):
            folder.write_preview(step, preview(a, b, step / settings.steps, raw), raw)
    (folder.checkpoints / str(reached)).mkdir(parents=True)
    return path


def losses(share: float, draws: np.random.RandomState) -> dict[str, float]:
    """Cycles close quickly, adversaries hover."""
    ahead, wobble = float(np.exp(-share * 9)), draws.randn(10)
    values = {
        "generator/adversarial_a2b": 0.52 + 0.5 * ahead + 0.06 * wobble[0],
        "generator/adversarial_b2a": 0.47 + 0.6 * ahead + 0.06 * wobble[1],
        "generator/cycle_a": 0.9 + 4.2 * ahead + 0.08 * abs(wobble[2]),
        "generator/cycle_b": 1.1 + 4.6 * ahead + 0.09 * abs(wobble[3]),
        "discriminator/adversarial_a": 0.19 + 0.08 * ahead + 0.02 * wobble[4],
        "discriminator/adversarial_b": 0.17 + 0.09 * ahead + 0.02 * wobble[5],
        "discriminator/real_logits": 0.68 + 0.2 * ahead + 0.04 * wobble[6],
        "discriminator/fake_logits": 0.31 - 0.2 * ahead + 0.04 * wobble[7],
        "discriminator/gradient_norm": 0.6 + 0.8 * ahead + 0.06 * abs(wobble[8]),
        "generator/gradient_norm": 1.1 + 2.0 * ahead + 0.1 * abs(wobble[9]),
    }
    return {name: round(value, 5) for name, value in values.items()}


def scores(share: float, titles: tuple[str, str], draws: np.random.RandomState) -> dict[str, Any]:
    """From the level of untranslated pictures down to what a good run reaches."""
    done = 1 - float(np.exp(-share * 4.5))
    values = {
        name: UNTRANSLATED[name] * 1.04
        + (REACHED[name] - UNTRANSLATED[name] * 1.04) * done
        + 0.002 * draws.randn()
        for name in REACHED
    }
    named = {"a2b": f"{titles[0]} as {titles[1]}", "b2a": f"{titles[1]} as {titles[0]}"}
    labels = {"cycle": "Cycle error (L1, there and back)"}
    for name, level in UNTRANSLATED.items():
        metric, _, way = name.partition("_")
        words = {"kid": "KID", "counterpart": "Distance to the truth"}[metric] + (
            f", {named[way]}" if way else ""
        )
        labels[name] = f"{words} ({FEATURES}, untranslated {level:.3g})"
    values["cycle"] = 0.05 + 0.2 * (1 - done)
    kept = {name: round(float(value), 5) for name, value in values.items()}
    protocols = {name: f"{name}[efficientnet-lite0|bicubic-224|185-test|50x185]" for name in kept}
    return {"metrics": kept, "labels": labels, "protocols": protocols, "untranslated": UNTRANSLATED}


def preview(a: np.ndarray, b: np.ndarray, share: float, raw: bool) -> Image.Image:
    """Pictures a and b [2 * COLUMNS, 3, H, W] uint8 of the same subjects -> a sheet of six rows."""
    clear = float(1 - np.exp(-share * (5 if raw else 6)))
    here, there = slice(0, COLUMNS), slice(COLUMNS, 2 * COLUMNS)
    rows = (a[here], _between(a[here], b[here], clear), _softened(a[here], clear),
            b[there], _between(b[there], a[there], clear), _softened(b[there], clear))  # fmt: skip
    stacked = [np.concatenate(list(row.transpose(0, 2, 3, 1)), axis=1) for row in rows]
    return Image.fromarray(np.concatenate(stacked))


def _between(source: np.ndarray, target: np.ndarray, share: float) -> np.ndarray:
    """On the way from one picture to the other, and a little soft."""
    mixed = source * (1 - 0.9 * share) + target * 0.9 * share
    return _softened(mixed.astype(np.uint8), share)


def _softened(pictures: np.ndarray, clear: float) -> np.ndarray:
    blur = ImageFilter.GaussianBlur(0.5 + 2.5 * (1 - clear))
    return np.stack(
        [
            np.asarray(Image.fromarray(each.transpose(1, 2, 0)).filter(blur)).transpose(2, 0, 1)
            for each in pictures
        ]
    )
