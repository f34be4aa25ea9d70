"""Makes the starter models again: `python packaging/starter_models.py NAME --out FOLDER`.

They learn from bundled pictures, but for the translator `outline`, whose pictures are too many to bundle: `--pictures`
names the table of pairs of OpenMoji outlines and colour pictures. Each takes about half an hour of one core, or more.
The run is an ordinary one, so it can be stopped with Ctrl-C, looked at in the window and resumed with the same command.
`--ship` writes the run's model, the best where it was measured, into resources/models, in half precision.
"""

import argparse
import csv
import io
import subprocess
import sys
import zipfile
from pathlib import Path

from ganstudio.resources import resource

MOODS = {
    "Happy": ("smiling", "affection", "tongue", "hand", "hat", "glasses"),
    "Neutral": ("neutral-skeptical", "sleepy", "unwell"),
    "Unhappy": ("concerned", "negative"),
}
CLASSES = {f"face-{part}": mood for mood, parts in MOODS.items() for part in parts}
COMMON = ["--device", "cpu", "--seed", "0"]
TRAINING = {
    "digits": [
        "--recipe", "stylegan2", "--batch", "16", "--data", "digits", "--preset", "cpu-demo", "--steps", "15000",
        "--resolution", "32",
    ],
    "outline": [
        "--recipe", "cyclegan", "--preset", "cpu-demo", "--resolution", "64", "--batch", "4", "--steps", "2500",
        *("--set", "disjoint=true", "--set", "d_layers=3", "--set", "cycle_b=5", "--set", "discriminator_lr=2e-4"),
        *("--set", "evaluate_every=250"),
    ],
    "faces": [
        "--recipe", "stylegan2", "--batch", "16", "--steps", "30000", "--resolution", "32",
        *(part for pair in (
            "z_dim=64", "w_dim=64", "channel_base=768", "channel_max=96", "r1_gamma=0.2", "pl_weight=0",
            "style_mixing=0.5", "augment=adaptive", "augment_pipe=bg", "augment_skip=quarter_turn", "ada_kimg=100",
            "mirror=true", "ema_kimg=5", "preview_every=500",
        ) for part in ("--set", pair)),
    ],
}  # fmt: skip

TITLES = {"outline": ("Outlines", "Colour")}  # the columns of its table are called after files


def faces_folder(out: Path) -> Path:
    """The bundled yellow faces of both makers as a folder of classes; returns it."""
    for maker in ("google", "twitter"):
        with zipfile.ZipFile(resource(f"datasets/emoji-{maker}.zip")) as archive:
            rows = csv.DictReader(io.StringIO(archive.read("metadata.csv").decode("utf-8")))
            for row in rows:
                name = CLASSES.get(row["subcategory"])
                if name is not None:
                    target = out / name / f"{maker}-{row['file']}"
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(row["file"]))
    return out


def ship(run: Path, name: str) -> Path:
    """The run's model as the program ships it: numbers of 16 bits, half the size and no visible difference."""
    from ganstudio.latents.model_file import read_model, write_model

    record, tensors = read_model(run / "model.safetensors")
    if name in TITLES:
        titled = {"pictures": record.pictures.model_copy(update={"domains": TITLES[name]})}
        record = record.model_copy(update=titled)
    halves = {key: each.half() if each.is_floating_point() else each for key, each in tensors.items()}
    path = resource("models") / f"{name}.safetensors"
    write_model(path, halves, record)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=sorted(TRAINING))
    parser.add_argument(
        "--out", type=Path, required=True, help="folder for the run, and for pictures it needs"
    )
    parser.add_argument(
        "--ship", action="store_true", help="do not train: put the run's model among the resources"
    )
    parser.add_argument("--pictures", help="what outline learns from: pairs_outline_colour.csv")
    arguments = parser.parse_args()
    if arguments.ship:
        print(ship(arguments.out / arguments.name, arguments.name))
        return
    command = ["train", *COMMON, *TRAINING[arguments.name], "--out", str(arguments.out / arguments.name)]
    if arguments.name == "outline":
        if arguments.pictures is None:
            parser.error("outline needs --pictures, the table of its pairs")
        command += ["--data", arguments.pictures]
    if arguments.name == "faces":
        command += ["--data", str(faces_folder(arguments.out / "pictures"))]
    if (arguments.out / arguments.name / "run.json").exists():
        command = ["resume", str(arguments.out / arguments.name)]
    sys.exit(subprocess.call([sys.executable, "-m", "ganstudio", *command]))


if __name__ == "__main__":
    main()
