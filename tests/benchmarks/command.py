"""python -m tests.benchmarks [NAMES...] [--out results.json] [--quick] [--slow]: one table, one JSON file."""

import argparse
import importlib
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.benchmarks.pairing import Row

JOBS = {
    "stylegan2": "stylegan2_step",
    "dcgan": "dcgan_step",
    "wgan-gp": "wgan_gp_step",
    "cyclegan": "cyclegan_step",
    "pix2pix": "pix2pix_step",
    "synthesis": "synthesis",
    "exploring": "exploring",
    "parts": "small_parts",
    "applying": "applying",
    "feed": "feed",
    "distance": "distance",
    "features": "features",
    "start-up": "startup",
    "lateness": "lateness",
    "stopping": "stopping",
}
COLUMNS = "{:<52} {:>10} {:>10} {:>7} {:>9}  {}"


def main(arguments: list[str] | None = None) -> int:
    """Measures the jobs one after the other; the exit status is 1 if one of them failed to run."""
    options = _parser().parse_args(arguments)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    results: list[dict[str, Any]] = []
    failures: dict[str, str] = {}
    print(COLUMNS.format("job (against)", "ours", "other", "ratio", "goal", ""))
    for name in options.names or JOBS:
        try:
            for row in rows_of(name, options.quick, options.slow):
                print(line(row), flush=True)
                results.append(row.record())
        except Exception as error:  # one job that cannot run must not cost the figures of the others
            failures[name] = f"{type(error).__name__}: {error}"
            print(f"{name} failed. {failures[name]}", file=sys.stderr, flush=True)
    if options.out:
        options.out.write_text(
            json.dumps(machine() | {"rows": results, "failures": failures}, indent=1) + "\n"
        )
    return int(bool(failures))


def rows_of(name: str, quick: bool, slow: bool) -> Iterator[Row]:
    """One torch thread, and denormal numbers count as 0 on both sides, as they do in training."""
    import torch

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    yield from importlib.import_module(f"tests.benchmarks.{JOBS[name]}").measure(quick, slow)


def line(row: Row) -> str:
    """A row of the table."""
    sign = "" if row.goal is None else f"{'<=' if row.at_most else '>='} {row.goal:g}"
    job = f"{row.job} ({row.against})" if row.against else row.job
    return COLUMNS.format(
        job if len(job) <= 52 else job[:51] + "…",
        f"{row.ours:,.4g} {row.unit}",
        "" if row.other is None else f"{row.other:,.4g} {row.unit}",
        "" if row.ratio is None else f"{row.ratio:.2f}",
        sign,
        {None: "", True: "reached", False: "MISSED"}[row.met],
    )


def machine() -> dict[str, Any]:
    """Where and when; ratios travel between machines better than times do, but not unchanged."""
    import torch

    load = os.getloadavg() if hasattr(os, "getloadavg") else ()
    return {
        "when": time.strftime("%Y-%m-%d %H:%M"),
        "processor": platform.processor() or platform.machine(),
        "vector_instructions": torch.backends.cpu.get_cpu_capability(),
        "cores": os.cpu_count(),
        "load": list(load),
        "torch": torch.__version__,
        "python": platform.python_version(),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *JOBS], metavar="NAME", help=", ".join(JOBS))
    parser.add_argument("--out", type=Path, help="also write the rows to this JSON file")
    parser.add_argument("--quick", action="store_true", help="few repetitions, for trying the harness")
    parser.add_argument("--slow", action="store_true", help="StyleGAN2 at channel base 16384 too")
    return parser
