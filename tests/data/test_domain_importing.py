"""Two sides that are checked, and imported under a name."""

import json
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.data.domain_check import check_sides
from ganstudio.data.domain_importing import import_sides
from ganstudio.data.domains import open_domains
from ganstudio.data.importing import import_pictures
from ganstudio.data.library import DatasetInfo, list_datasets, open_dataset
from ganstudio.data.parallel import StoppedError
from ganstudio.data.side_opening import has_two_sides
from ganstudio.data.side_samples import sample_sides
from ganstudio.errors import StudioError
from ganstudio.resources import cache_folder, datasets_folder

Noise = Callable[..., Image.Image]


@pytest.fixture
def root(tmp_path: Path, noise: Noise) -> Path:
    """Eight pairs, a broken picture in A, one without a counterpart in B, and two pairs that are the same."""
    folder = tmp_path / "sides"
    for side, first in (("A", 0), ("B", 100)):
        (folder / side).mkdir(parents=True)
        for number in range(8):
            noise(first + number).save(folder / side / f"{number}.png")
        noise(first + 7).save(folder / side / "9.png")
    (folder / "A" / "3.png").write_text("hello")
    noise(50).save(folder / "B" / "single.png")
    return folder


def infos() -> dict[str, DatasetInfo]:
    return {info.name: info for info in list_datasets() if info.source == "imported"}


def test_check_counts_sides_pairs_and_what_is_held_out(root: Path) -> None:
    seen: list[tuple[int, int]] = []
    report = check_sides(root, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 19) for done in range(1, 20)]
    assert (report.layout, report.pairs, report.held_out_pairs) == ("folders A and B", 8, 4)
    assert (report.a.files, report.a.usable, report.a.held_out, report.a.channels) == (9, 8, 4, 3)
    assert (report.b.files, report.b.usable, report.b.held_out) == (10, 9, 4)
    assert report.b.sizes == {"16x16": 9}
    found = {finding.file: finding.reason for finding in report.findings if finding.file}
    assert found == {
        "A/3.png": "It is text, not a picture.",
        "B/3.png": "Its counterpart A/3.png cannot be used, so it is left out too.",
        "A/9.png": "It is the same picture as A/7.png.",
    }
    assert report.exclude() == ("A/9.png",)
    assert json.loads(json.dumps(report.as_json()))["b"]["usable"] == 9
    opened = open_domains(root)
    assert (opened.pairs, len(opened.test_pairs), len(opened.b)) == (8, 4, 9)
    assert report.contact_sheet is not None


def test_check_shows_counterparts_below_each_other(root: Path, noise: Noise) -> None:
    sheet = np.asarray(check_sides(root).contact_sheet)
    for row, seed in ((0, 0), (1, 100)):
        top, left = 4 + row * 100, 4
        assert (
            sheet[top : top + 96, left : left + 96] == np.asarray(noise(seed)).repeat(6, 0).repeat(6, 1)
        ).all()


def test_check_of_what_cannot_be_opened(tmp_path: Path, noise: Noise) -> None:
    for name in ("A/1.png", "B/2.png", "B/3.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        noise(1).save(tmp_path / name)
    report = check_sides(tmp_path)
    assert any(
        "A has 1 usable pictures, and each side needs 2" in finding.reason for finding in report.findings
    )
    with pytest.raises(StoppedError):
        check_sides(tmp_path, should_stop=lambda: True)


def test_imported_and_opened_by_name(root: Path) -> None:
    original = open_domains(root)
    imported = import_sides(root, "mine", titles=("Before", "After"))
    assert (imported.a.images == original.a.images).all()
    assert (imported.b.images == original.b.images).all()
    assert imported.titles == ("Before", "After")
    again = open_domains("mine")
    assert (again.fingerprint, again.name, again.title) == (imported.fingerprint, "mine", "mine")
    assert again.test_pairs.tolist() == original.test_pairs.tolist()
    assert isinstance(again.a.images, np.memmap)
    assert {finding.file for finding in again.findings} == {"A/3.png", "B/3.png"}
    info = infos()["mine"]
    assert (info.kind, info.sides, info.counts, info.count, info.paired, info.resolution) == (
        "two", ("Before", "After"), (8, 9), 17, True, 16
    )  # fmt: skip
    assert has_two_sides("mine")
    with pytest.raises(StudioError, match="mine has two sides, for recipes that translate"):
        open_dataset("mine")


def test_imported_at_other_sizes(root: Path) -> None:
    import_sides(root, "mine")
    small, margin = open_domains("mine", resolution=8), open_domains("mine", margin=0.25)
    assert (small.resolution, small.a.resolution) == (8, 8)
    assert (margin.resolution, margin.a.resolution) == (16, 20)
    assert small.titles == margin.titles == ("A", "B")
    assert small.pairs == margin.pairs == 8
    assert [len(small.test_a), len(small.test_b)] == [4, 4]
    assert small.b.files == open_domains("mine").b.files


def test_imported_from_two_sets(tmp_path: Path, noise: Noise) -> None:
    for name, first in (("one", 0), ("two", 50)):
        (tmp_path / name).mkdir()
        for number in range(6):
            noise(first + number).save(tmp_path / name / f"{name}{number}.png")
    import_pictures(tmp_path / "one", "one set")
    domains = import_sides("one set", "both", tmp_path / "two", 8)
    assert (domains.titles, domains.pairs, domains.resolution) == (("one set", "two"), 0, 8)
    assert not infos()["both"].paired


def test_names_and_leaving_out(root: Path) -> None:
    import_sides(root, "mine", exclude=check_sides(root).exclude())
    assert open_domains("mine").pairs == 7
    with pytest.raises(StudioError, match="already a data set called mine"):
        import_sides(root, "mine")
    assert import_sides(root, "mine", overwrite=True).pairs == 8
    assert import_pictures(root / "B", "mine", replace=True).resolution == 16
    assert infos()["mine"].kind == "one"
    assert import_sides(root, "mine", overwrite=True).pairs == 8
    for titles in (("A", "A"), ("", "B"), (" ", "B")):
        with pytest.raises(StudioError, match="two sides need different titles"):
            import_sides(root, "other", titles=titles)
    with pytest.raises(StudioError, match="cannot be the name of a data set"):
        import_sides(root, "a/b")


def test_stopping_leaves_nothing(root: Path) -> None:
    stop = threading.Event()
    with pytest.raises(StoppedError):
        import_sides(root, "mine", progress=lambda done, total: stop.set(), should_stop=stop.is_set)
    folder = datasets_folder()
    assert not folder.is_dir() or not list(folder.iterdir())


def test_damage_is_named(root: Path) -> None:
    folder = import_sides(root, "mine").folder
    assert folder is not None
    (folder / "domains.json").write_text('{"format": 1, "titles": 5}')
    with pytest.raises(StudioError, match="mine is damaged or incomplete; import its pictures again"):
        open_domains("mine")
    assert "damaged" in infos()["mine"].problem
    (folder / "domains.json").write_text('{"format": 9}')
    assert "newer GAN Studio" in infos()["mine"].problem


def test_what_looks_like_two_sides(root: Path, folder: Path) -> None:
    assert has_two_sides(root)
    assert has_two_sides("emoji-google-twitter")
    assert not has_two_sides("digits")
    assert not has_two_sides(folder)  # classes a, b and c
    assert not has_two_sides(root / "A")
    with pytest.raises(StudioError, match="There is no data set or folder"):
        has_two_sides(root / "nowhere")


def test_samples_show_counterparts_without_decoding_all(root: Path, noise: Noise) -> None:
    samples = sample_sides(root, count=5)
    assert samples.shape == (2, 5, 3, 16, 16)
    known = {
        np.asarray(noise(seed)).transpose(2, 0, 1).tobytes(): seed for seed in (*range(8), *range(100, 108))
    }
    for a, b in zip(*samples):
        assert known[b.tobytes()] == known[a.tobytes()] + 100
    assert sample_sides(root / "A", root / "B", count=50, resolution=8).shape == (2, 8, 3, 8, 8)
    assert not (cache_folder() / "domains").exists()
    with pytest.raises(StoppedError):
        sample_sides(root, count=5, should_stop=lambda: True)
    for path in (root / "A").iterdir():
        path.write_text("hello")
    with pytest.raises(StudioError, match="has no usable picture on one of its sides"):
        sample_sides(root, count=5, resolution=16)
