"""`ganstudio import`: a model of another program as one of ours."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ganstudio.cli.output import json_option, print_json
from ganstudio.cli.program import Command

if TYPE_CHECKING:
    from ganstudio.latents.model import Model
    from ganstudio.latents.model_file import ModelRecord


def _titles(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, ...] | None:
    """ "horse,zebra" as two titles."""
    if text is None:
        return None
    titles = tuple(title.strip() for title in text.split(","))
    if len(titles) != 2 or not all(titles) or titles[0] == titles[1]:
        raise click.BadParameter(
            f"{text}: give two different titles with a comma between, such as horse,zebra."
        )
    return titles


@click.command("import", cls=Command)
@click.argument("file", metavar="FILE")
@click.option("--domains", metavar="A,B", callback=_titles,
              help="What it translates between; if left out the folder's name tells, such as horse2zebra.")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="model.safetensors",
              help="The file to write.")  # fmt: skip
@json_option
def import_model(file: str, domains: tuple[str, ...] | None, out: Path, as_json: bool) -> None:
    """Bring in a translator of the CycleGAN and pix2pix repository: latest_net_G.pth, or latest_net_G_A.pth.

    Where the generators of both directions lie side by side, both are taken. FILE is read as plain weights: no code in
    it runs. Such files can be used without importing them too; the file that this writes is safe to pass on.
    """
    if out.suffix.lower() != ".safetensors":
        raise click.UsageError(f"--out {out}: models are saved as .safetensors; name such a file.")

    from ganstudio.interop.opening import open_model

    model = open_model(file)
    if domains is not None:
        model.record = _titled(model, domains)
    _save(model, out)
    _report(model, out, as_json)


def _titled(model: "Model", domains: tuple[str, ...]) -> "ModelRecord":
    from ganstudio.errors import StudioError

    if not model.directions:
        raise StudioError(f"A {model.recipe} model does not translate; leave --domains out.")
    pictures = model.record.pictures.model_copy(update={"domains": domains})
    return model.record.model_copy(update={"pictures": pictures})


def _save(model: "Model", out: Path) -> None:
    from ganstudio.disk import plain_sentence

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        model.save(out)
    except OSError as error:
        raise plain_sentence(error, out.parent, f"save {out.name}") from error


def _report(model: "Model", out: Path, as_json: bool) -> None:
    if as_json:
        print_json(
            {"out": str(out), "recipe": model.recipe, "domains": model.domains, "directions": model.directions,
             "channels": model.channels, "settings": model.record.settings}
        )  # fmt: skip
        return
    a, b = model.domains or ("", "")
    ways = {"a2b": f"{a} -> {b}", "b2a": f"{b} -> {a}"}
    told = "; ".join(ways[direction] for direction in model.directions)
    click.echo(f"{out}: {model.recipe}{', ' if told else ''}{told}")
