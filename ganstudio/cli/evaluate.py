"""`ganstudio evaluate`: how near a model's pictures, or those of a folder, come to a data set."""

import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ganstudio.cli.following import work
from ganstudio.cli.output import console, json_option, print_json
from ganstudio.cli.program import Command
from ganstudio.cli.progress import reporter
from ganstudio.cli.stopping import stop_request
from ganstudio.cli.train import device_option

if TYPE_CHECKING:
    import numpy as np
    import torch
    from torch import Tensor

    from ganstudio.data.dataset import Dataset
    from ganstudio.latents.model import Model
    from ganstudio.metrics.results import Results
    from ganstudio.metrics.working import Working

    Measuring = Callable[[Callable[[], bool]], Generator[Working, None, Results | None]]

METRICS = ("fid", "kid", "is", "pr")
DEFAULT = ("fid", "kid")
SAMPLES = 2048


class Subject(NamedTuple):
    """What is judged: so many pictures, made or read on request, and the classes they were asked to be."""

    samples: int
    generate: "Callable[[int, int], Tensor]"
    asked: "Callable[[int, int], np.ndarray | None] | None"


def _metrics(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    wrong = [name for name in names if name not in METRICS]
    if wrong or not names:
        raise click.BadParameter(f"'{', '.join(wrong)}' is no metric; choose from {', '.join(METRICS)}.")
    return names


@click.command(cls=Command)
@click.argument("model", metavar="MODEL")
@click.option("--data", required=True, help="The name of a data set, a folder or a zip to compare with.")
@click.option(
    "--to", metavar="DATA", help="Of a model that translates: side B, unless --data holds both sides."
)
@click.option(
    "--metrics", callback=_metrics,
    help="fid (Fréchet distance), kid (kernel distance), is (Inception score), pr (precision and recall).  "
    "[default: fid,kid]",
)  # fmt: skip
@click.option("--samples", type=click.IntRange(2, 1_000_000),
              help=f"Pictures to make ({SAMPLES:,}); of a folder, how many to take (all).")  # fmt: skip
@click.option("--features", type=click.Choice(["efficientnet-lite0", "inception-2015"]), show_default=True,
              default="efficientnet-lite0", help="inception-2015 is the one that FID is defined on.")  # fmt: skip
@click.option("--weights", type=click.Path(path_type=Path), metavar="FILE",
              help="The weights of inception-2015; without it they are downloaded once.")  # fmt: skip
@click.option("--resize", type=click.Choice(["tf1", "pytorch-fid"]),
              help="For inception-2015: enlarge as torch-fidelity does (tf1, default) or pytorch-fid.")  # fmt: skip
@click.option("--split", metavar="NAME", help="Only this part of the data, such as test.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)
@device_option
@json_option
def evaluate(
    model: str, data: str, to: str | None, metrics: tuple[str, ...] | None, samples: int | None, features: str,
    weights: Path | None, resize: str | None, split: str | None, seed: int, device: str, as_json: bool,
) -> None:  # fmt: skip
    """Measure how near pictures come to a data set. MODEL is a run, a model file, or a folder of pictures.

    A model that translates is judged by held-out pictures of --data and --to: each side as the other, and back.

    Each value comes with its protocol, which names all that it depends on: compare only values of equal protocols.
    """
    if features == "efficientnet-lite0" and (weights or resize):
        raise click.UsageError("--weights and --resize belong to --features inception-2015.")

    from ganstudio.training.devices import choose_device, default_threads, prepared

    where = choose_device(device)
    options = {"features": features, "weights": weights, "resize": resize, "device": where}
    with prepared(where, default_threads()):
        loaded = _load(model, where)
        if loaded is not None and loaded.directions:
            if metrics or split:
                raise click.UsageError("--metrics and --split do not belong to a model that translates.")
            working, count = _translations(loaded, data, to, samples, **options)
        elif to is not None:
            raise click.UsageError("--to belongs to a model that translates.")
        else:
            dataset, subject = _sides(loaded, model, data, samples, seed, where)
            working = _pictures(dataset, subject, metrics or DEFAULT, split=split, **options)
            count = subject.samples
        results = _follow(working)
    if as_json:
        print_json(_document(model, data, count, results))
    else:
        _print(results)


def _load(model: str, device: "torch.device") -> "Model | None":
    """The model; None where pictures are to be judged."""
    from ganstudio.interop.opening import open_model

    return open_model(model, device) if is_model(model) else None


def _pictures(dataset: "Dataset", subject: Subject, metrics: tuple[str, ...], **options: Any) -> "Measuring":
    """The measurement of a model's pictures, or of a folder's."""
    from ganstudio.metrics.evaluator import Evaluator

    evaluator = Evaluator(dataset, metrics, samples=subject.samples, **options)
    return lambda asked: evaluator.evaluate(subject.generate, asked, subject.asked)


def _translations(
    model: "Model", data: str, to: str | None, samples: int | None, **options: Any
) -> "tuple[Measuring, int]":
    """The measurement of held-out pictures as a model translates them, and how many they are on both sides."""
    from ganstudio.data.domains import open_domains
    from ganstudio.metrics.translation_evaluator import TranslationEvaluator
    from ganstudio.networks.translators import translates

    domains = work(
        "Reading pictures",
        lambda progress, stop: open_domains(data, to, model.resolution, progress=progress, should_stop=stop),
    )
    evaluator = TranslationEvaluator(
        domains, model.resolution, model.channels, samples=samples or SAMPLES, **options
    )
    generator = model.generator
    assert translates(generator)
    return lambda asked: evaluator.evaluate(generator, asked), len(evaluator.sides.a) + len(evaluator.sides.b)


def _sides(
    loaded: "Model | None", model: str, data: str, samples: int | None, seed: int, device: "torch.device"
) -> "tuple[Dataset, Subject]":
    """The data at the resolution of what is judged, and what is judged."""
    if loaded is not None:
        dataset = _open(data, loaded.resolution)
        return dataset, made_by(loaded, dataset, samples or SAMPLES, seed, device)
    dataset = _open(data, None)
    return dataset, taken_from(_open(model, dataset.resolution), samples)


def is_model(model: str) -> bool:
    """Whether MODEL is a run, a checkpoint or a model file (or nothing at all) rather than pictures."""
    from ganstudio.data.downloads import is_downloadable
    from ganstudio.data.opening import BUNDLED
    from ganstudio.resources import datasets_folder

    path = Path(model)
    if path.is_dir():
        return any(
            (path / name).exists() for name in ("run.json", "model.safetensors", "weights.safetensors")
        )
    if path.is_file():
        return path.suffix.lower() != ".zip"
    return not (model in BUNDLED or is_downloadable(model) or (datasets_folder() / model).is_dir())


def made_by(model: "Model", dataset: "Dataset", count: int, seed: int, device: "torch.device") -> Subject:
    """Samples of a model. Classes come as often as those of the same names in the data, else equally often."""
    from ganstudio.metrics.fakes import Fakes

    counts = dataset.class_counts
    shares = [float(counts.get(name, 0)) for name in model.class_names]
    if not sum(shares):
        shares = [1.0] * len(shares)
    fakes = Fakes(model.generator, shares or None, device, seed)
    same = model.class_names == dataset.class_names
    return Subject(count, fakes.generate, fakes.asked if same else None)


def taken_from(pictures: "Dataset", most: int | None) -> Subject:
    """Pictures of another data set: all, or `most` of them at random."""
    from ganstudio.metrics.real_statistics import choose_pictures

    chosen = choose_pictures(pictures, None, most)
    return Subject(len(chosen), chosen.read, None)


def _open(data: str, resolution: int | None) -> "Dataset":
    from ganstudio.data.library import open_dataset
    from ganstudio.errors import StudioError

    dataset = work(
        "Reading pictures",
        lambda progress, stop: open_dataset(data, resolution, progress=progress, should_stop=stop),
    )
    if len(dataset) == 0:
        raise StudioError(f"{data} has no usable pictures; check it with: ganstudio data check.")
    return dataset


def _follow(measuring: "Measuring") -> "Results":
    """Shows how far it is; Ctrl-C ends the program with status 0 and nothing measured."""
    from ganstudio.training.events import Preparing

    with stop_request("Stopping") as asked, reporter() as screen:
        working = measuring(asked)
        while True:
            try:
                now = next(working)
            except StopIteration as end:
                results: Results | None = end.value
                break
            screen.show(Preparing(now.what, now.done, now.total))
    if results is None:
        click.echo("Stopped; nothing was measured.", err=True)
        sys.exit(0)
    return results


def _document(model: str, data: str, samples: int, results: "Results") -> dict[str, Any]:
    values = [
        {
            "metric": score.metric, "label": score.label, "value": score.value, "deviation": score.deviation,
            "protocol": score.protocol, "higher_is_better": score.higher_is_better,
            **({} if score.baseline is None else {"untranslated": score.baseline}),
        }
        for score in results.scores
    ]  # fmt: skip
    return {"model": model, "data": data, "samples": samples, "metrics": values}


def _print(results: "Results") -> None:
    from rich.table import Table

    table = Table("Metric", "Value", "Better", "Protocol", box=None)
    for score in results.scores:
        spread = "" if score.deviation is None else f" ± {score.deviation:.3g}"
        better = "higher" if score.higher_is_better else "lower"
        table.add_row(score.label, f"{score.value:.5g}{spread}", better, score.protocol.replace("[", r"\["))
    console().print(table)
