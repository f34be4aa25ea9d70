"""Clips, read back: frame count, rate, first and last frame; nothing half after a stop or a fault."""

import errno
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from ganstudio.errors import StudioError
from ganstudio.latents import clip
from ganstudio.latents.clip import Look, export_clip
from ganstudio.latents.keyframes import Timeline
from ganstudio.latents.model import Model
from ganstudio.latents.picture_file import pixels_of, read_point
from ganstudio.latents.point import LatentPoint
from ganstudio.latents.progress import Progress
from ganstudio.latents.rendering import render
from tests.latents.small_models import small_stylegan2

POINTS = [LatentPoint.of_seed(seed, psi=1.2) for seed in range(3)]


@pytest.fixture(scope="module", params=[1, 3])
def model(request: pytest.FixtureRequest) -> Model:
    return small_stylegan2(channels=request.param)


def walk(**changes: Any) -> Timeline:
    return Timeline.through(POINTS, 1.0, frames_per_second=12, **changes)


def write(model: Model, path: Path, timeline: Timeline, *look: Any) -> list[Progress]:
    return list(export_clip(model, timeline, path, Look(*look)))


def rgb(model: Model, point: LatentPoint, size: int) -> np.ndarray:
    picture = render(model, point).convert("RGB").resize((size, size), Image.Resampling.NEAREST)
    return np.asarray(picture).astype(int)


def frames_of(path: Path) -> tuple[list[np.ndarray], Fraction | None, str, str]:
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = [frame.to_ndarray(format="rgb24").astype(int) for frame in container.decode(stream)]
        return frames, stream.average_rate, stream.codec_context.name, stream.codec_context.pix_fmt or ""


@pytest.mark.parametrize("loop", [False, True])
def test_an_mp4_has_its_frames_its_rate_and_its_ends(model: Model, tmp_path: Path, loop: bool) -> None:
    path = tmp_path / "clip.mp4"
    steps = write(model, path, walk(loop=loop), 64, "nearest")
    assert steps == [Progress(done, 12) for done in range(13)]
    frames, rate, codec, form = frames_of(path)
    assert (len(frames), rate, codec, form) == (12, 12, "h264", "yuv420p")
    assert frames[0].shape == (64, 64, 3)
    assert np.abs(frames[0] - rgb(model, POINTS[0], 64)).mean() < 4
    end = Timeline.through(POINTS, 1.0, loop=loop)
    last = clip.Course(model, end).at(11 / 12 if loop else 1.0)
    assert np.abs(frames[-1] - rgb(model, last, 64)).mean() < 4
    assert np.abs(frames[-1] - rgb(model, POINTS[1], 64)).mean() > 4


def test_a_loop_closes_without_a_jump(model: Model, tmp_path: Path) -> None:
    """From the last frame to the first is a step like the others; without a loop it is not."""
    jumps = {}
    for loop in (True, False):
        write(model, tmp_path / "clip.webp", walk(loop=loop), 16)
        frames = webp_frames(tmp_path / "clip.webp")
        steps = [float(np.abs(a - b).mean()) for a, b in zip(frames, [*frames[1:], frames[0]])]
        jumps[loop] = steps[-1] / max(steps[:-1])
    assert jumps[True] < 1.5
    assert jumps[False] > 1.5


def test_odd_sizes_become_even_for_mp4(model: Model, tmp_path: Path) -> None:
    write(model, tmp_path / "clip.mp4", walk(), 33, "lanczos", 3)
    frames, *_ = frames_of(tmp_path / "clip.mp4")
    assert (len(frames), frames[0].shape) == (3, (34, 34, 3))


def test_a_fractional_rate(model: Model, tmp_path: Path) -> None:
    write(model, tmp_path / "clip.mp4", walk().changed(frames_per_second=30000 / 1001), 16)
    frames, rate, *_ = frames_of(tmp_path / "clip.mp4")
    assert (len(frames), rate) == (30, Fraction(30000, 1001))


def webp_frames(path: Path) -> list[np.ndarray]:
    with Image.open(path) as picture:
        frames = []
        for place in range(getattr(picture, "n_frames", 1)):
            picture.seek(place)
            frames.append(np.asarray(picture.convert("RGB")).astype(int))
        return frames


def test_webp_is_exact_and_lasts_as_long(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "clip.webp"
    write(model, path, walk(), 32, "nearest")
    frames = webp_frames(path)
    assert len(frames) == 12
    assert np.array_equal(frames[0], rgb(model, POINTS[0], 32))
    assert np.array_equal(frames[-1], rgb(model, POINTS[2], 32))
    assert _seconds(path) == pytest.approx(1.0, abs=0.002)


def test_gif_lasts_as_long_and_grey_is_exact(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "clip.gif"
    write(model, path, walk(), 32, "nearest")
    frames = webp_frames(path)
    assert len(frames) == 12
    off = np.abs(frames[0] - rgb(model, POINTS[0], 32)).mean()
    assert off == 0 if model.channels == 1 else off < 4
    assert np.abs(frames[-1] - rgb(model, POINTS[2], 32)).mean() < 4
    assert _seconds(path) == pytest.approx(1.0, abs=0.001)
    with Image.open(path) as picture:
        assert picture.info["loop"] == 0


def _seconds(path: Path) -> float:
    total = 0.0
    with Image.open(path) as picture:
        for place in range(getattr(picture, "n_frames", 1)):
            picture.seek(place)
            picture.load()
            total += picture.info["duration"] / 1000
    return total


def test_a_folder_of_pngs_carries_the_points(model: Model, tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    write(model, folder, walk(), None, "lanczos", 5)
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == [f"frame{number:05d}.png" for number in range(1, 6)]
    for file in files:
        with Image.open(file) as picture:
            assert np.array_equal(pixels_of(picture), pixels_of(render(model, read_point(file))))
    assert read_point(files[0]) == POINTS[0]
    with pytest.raises(StudioError, match="already holds files"):
        write(model, folder, walk())


@pytest.mark.parametrize("name", ["clip.mp4", "clip.webp", "clip.gif", "frames"])
def test_a_stop_leaves_nothing_and_keeps_what_was(model: Model, tmp_path: Path, name: str) -> None:
    old = tmp_path / name
    if old.suffix:
        old.write_bytes(b"old")
    answers = iter([False] * 5 + [True] * 9)
    steps = list(export_clip(model, walk(), old, Look(), lambda: next(answers)))
    assert steps[-1] == Progress(5, 12)
    assert [file.name for file in tmp_path.iterdir()] == ([name] if old.suffix else [])
    assert not old.suffix or old.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["clip.mp4", "clip.webp", "clip.gif", "frames"])
def test_closing_half_way_leaves_nothing(model: Model, tmp_path: Path, name: str) -> None:
    working = export_clip(model, walk(), tmp_path / name)
    for _ in range(4):
        next(working)
    working.close()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["clip.mp4", "clip.webp", "clip.gif", "frames"])
def test_a_full_disk_is_told_and_leaves_nothing(
    model: Model, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("ganstudio.latents.clip.os.fsync", full)
    monkeypatch.setattr("ganstudio.latents.clip.sync_folder", full)
    with pytest.raises(StudioError, match="is full"):
        write(model, tmp_path / name, walk(), None, "lanczos", 3)
    assert not list(tmp_path.iterdir())


def test_a_disk_that_fills_while_writing(model: Model, tmp_path: Path) -> None:
    """The encoder's own writes fail, in the middle of a file of several megabytes."""
    resource = pytest.importorskip("resource")
    import signal

    before, old = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, before[1]))
    try:
        for name in ("clip.mp4", "clip.webp", "clip.gif"):
            with pytest.raises(StudioError, match="Cannot save clip"):
                write(model, tmp_path / name, walk(), 128)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, old)
    assert not list(tmp_path.iterdir())


def test_sizes_and_names(model: Model, tmp_path: Path) -> None:
    write(model, tmp_path / "clip.gif", walk(), None, "lanczos", 2)
    assert webp_frames(tmp_path / "clip.gif")[0].shape[0] == 256
    with pytest.raises(StudioError, match="choose 16 to 4096"):
        write(model, tmp_path / "b.mp4", walk(), 5000)
    with pytest.raises(StudioError, match="without an ending"):
        write(model, tmp_path / "clip.avi", walk())
