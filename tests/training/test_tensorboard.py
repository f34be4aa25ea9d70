"""The export is what TensorBoard itself reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ganstudio.errors import StudioError
from ganstudio.training.run_folder import RunFolder
from ganstudio.training.session import train
from ganstudio.training.tensorboard import export

event_accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")


def test_curves_and_previews_arrive(tiny: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    run = tmp_path / "first"
    list(train("dcgan", out=run, steps=10, **tiny("dcgan", preview_every=5)))
    RunFolder(run).log({"step": 10, "seconds": 3.0, "metrics": {"fid": 6.5}, "labels": {"fid": "FID"}})
    out = export([run], tmp_path / "board")
    read = event_accumulator.EventAccumulator(str(out / "first"))
    read.Reload()
    losses = [
        line["losses"]["generator/adversarial"] for line in RunFolder(run).metrics() if "losses" in line
    ]
    scalars = read.Scalars("losses/generator/adversarial")
    assert [point.step for point in scalars] == [5, 10]
    assert [point.value for point in scalars] == pytest.approx(losses)
    assert [(point.step, point.value) for point in read.Scalars("quality/FID")] == [(10, 6.5)]
    assert [image.step for image in read.Images("previews")] == [5, 10]
    with pytest.raises(StudioError, match="exists already"):
        export([run], tmp_path / "board")
