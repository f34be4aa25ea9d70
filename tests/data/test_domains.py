"""Two sides of pictures in every layout: which are found, which belong together, which are held out."""

import os
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count as counting
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.data import domain_cache
from ganstudio.data.domain_building import loaded_side
from ganstudio.data.domains import Domains, open_domains
from ganstudio.data.entries import never
from ganstudio.data.importing import check_name, import_pictures
from ganstudio.data.library import list_datasets, open_dataset
from ganstudio.data.parallel import StoppedError
from ganstudio.data.side_listing import told_apart
from ganstudio.data.side_opening import open_sides
from ganstudio.errors import StudioError
from ganstudio.resources import cache_folder

Noise = Callable[..., Image.Image]


def fill(folder: Path, names: list[str], noise: Noise, first: int = 0, **size: int) -> None:
    """Noise under each name; the n-th has seed first + n."""
    for number, name in enumerate(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        noise(first + number, **size).save(path)


def zipped(folder: Path) -> Path:
    """The folder as a zip beside it."""
    with zipfile.ZipFile(folder.with_suffix(".zip"), "w") as archive:
        for path in sorted(folder.rglob("*.png")):
            archive.write(path, path.relative_to(folder.parent))
    return folder.with_suffix(".zip")


def pair_names(domains: Domains) -> set[tuple[str, str]]:
    """File names of both pictures of every pair."""
    pairs = np.concatenate([domains.train_pairs, domains.test_pairs])
    return {(domains.a.files[a], domains.b.files[b]) for a, b in pairs}


def numbered(count: int) -> list[str]:
    return [f"{number:03d}.png" for number in range(count)]


def is_past(asked: Iterator[int], limit: int) -> bool:
    """A `should_stop` that says yes after `limit` times."""
    return next(asked) > limit


def everything_once(domains: Domains) -> None:
    """Training and held-out parts are apart and cover both sides; pairs lie in the same part and at the same places."""
    for side, train, test in (
        (domains.a, domains.train_a, domains.test_a), (domains.b, domains.train_b, domains.test_b),
    ):  # fmt: skip
        assert sorted([*train, *test]) == list(range(len(side)))
        assert len(train)
        assert len(test)
    for pairs, a, b in (
        (domains.train_pairs, domains.train_a, domains.train_b),
        (domains.test_pairs, domains.test_a, domains.test_b),
    ):
        assert (pairs[:, 0] == pairs[:, 1]).all()
        assert set(pairs[:, 0]) <= set(a) & set(b)


@pytest.mark.parametrize("as_zip", [False, True])
@pytest.mark.parametrize(
    "folders",
    [
        ("trainA", "trainB", "testA", "testB"), ("train_a", "train_b", "val_a", "val_b"),
        ("A/train", "B/train", "A/test", "B/test"), ("train/A", "train/B", "validation/A", "validation/B"),
    ],
)  # fmt: skip
def test_folders_that_say_what_is_held_out(
    tmp_path: Path, noise: Noise, folders: tuple[str, ...], as_zip: bool
) -> None:
    root = tmp_path / "day2night"
    for folder, count, first in zip(folders, (5, 6, 2, 3), (0, 10, 20, 30)):
        fill(root / folder, [f"{first + number}.png" for number in range(count)], noise, first)
    domains = open_domains(zipped(root) if as_zip else root, resolution=16)
    everything_once(domains)
    assert (len(domains.a), len(domains.b)) == (7, 9)
    assert (len(domains.test_a), len(domains.test_b)) == (2, 3)
    assert (domains.titles, domains.layout, domains.pairs) == (("Day", "Night"), "folders A and B", 0)
    held = {Path(domains.b.files[index]).stem for index in domains.test_b}
    assert held == {"30", "31", "32"}
    seen = {Path(file).stem: domains.a.images[index] for index, file in enumerate(domains.a.files)}
    assert (seen["21"] == np.asarray(noise(21)).transpose(2, 0, 1)).all()


def test_equal_names_are_pairs_whatever_their_endings(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "A", numbered(6), noise)
    fill(tmp_path / "B", [*numbered(5), "other.png"], noise, 100)
    noise(200).save(tmp_path / "B" / "005.webp", lossless=True)
    domains = open_domains(tmp_path)
    everything_once(domains)
    assert domains.titles == ("A", "B")
    names = {f"{number:03d}" for number in range(6)}
    assert pair_names(domains) == {
        (f"A/{name}.png", f"B/{name}.{'webp' if name == '005' else 'png'}") for name in names
    }
    for a, b in [*domains.train_pairs, *domains.test_pairs]:
        number = int(Path(domains.a.files[a]).stem)
        seed = 200 if number == 5 else 100 + number
        assert (domains.a.images[a] == np.asarray(noise(number)).transpose(2, 0, 1)).all()
        assert (domains.b.images[b] == np.asarray(noise(seed)).transpose(2, 0, 1)).all()


def test_a_few_equal_names_mean_nothing(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "A", numbered(6), noise)
    fill(tmp_path / "B", ["000.png", "001.png", *(f"b{number}.png" for number in range(5))], noise, 100)
    domains = open_domains(tmp_path)
    assert domains.pairs == 0
    assert any("Only 2 names are equal" in finding.reason for finding in domains.findings)


def test_a_name_that_is_there_twice_is_no_pair(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "A", [*numbered(4), "000.webp"], noise)
    fill(tmp_path / "B", numbered(4), noise, 100)
    domains = open_domains(tmp_path)
    assert pair_names(domains) == {(f"A/{name}", f"B/{name}") for name in numbered(4)[1:]}
    assert (len(domains.a), len(domains.b)) == (5, 4)


def test_two_folders_and_a_mix_of_grey_and_colour(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "grey", numbered(20), noise, channels=1)
    fill(tmp_path / "colour", [f"x{name}" for name in numbered(30)], noise, 100)
    domains = open_domains(tmp_path / "grey", tmp_path / "colour")
    everything_once(domains)
    assert (domains.a.channels, domains.b.channels, domains.channels) == (1, 3, 3)
    assert (domains.name, domains.titles) == ("grey and colour", ("grey", "colour"))
    assert (len(domains.test_a), len(domains.test_b)) == (10, 12)


def test_alpha_is_laid_on_white(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "A", numbered(2), noise)
    fill(tmp_path / "B", numbered(1), noise)
    Image.new("RGBA", (16, 16), (255, 0, 0, 0)).save(tmp_path / "B" / "001.png")
    assert (open_domains(tmp_path).b.images[1] == 255).all()


def side_by_side(folder: Path, count: int, noise: Noise, first: int = 0) -> None:
    """Pictures of 32 x 16: left noise of seed n, right of 1000 + n."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        both = Image.new("RGB", (32, 16))
        both.paste(noise(number), (0, 0))
        both.paste(noise(1000 + number), (16, 0))
        both.save(folder / f"{number}.png")


@pytest.mark.parametrize("as_zip", [False, True])
def test_side_by_side_with_splits(tmp_path: Path, noise: Noise, as_zip: bool) -> None:
    root = tmp_path / "facades"
    for folder, count, first in (("train", 6, 0), ("test", 2, 10), ("val", 1, 20)):
        side_by_side(root / folder, count, noise, first)
    domains = open_domains(zipped(root) if as_zip else root)
    everything_once(domains)
    assert (domains.layout, domains.pairs, domains.resolution) == ("side by side", 9, 16)
    assert {Path(domains.a.files[index]).stem for index in domains.test_a} == {"10", "11", "20"}
    for index, file in enumerate(domains.a.files):
        number = int(Path(file).stem)
        assert domains.b.files[index] == file
        assert (domains.a.images[index] == np.asarray(noise(number)).transpose(2, 0, 1)).all()
        assert (domains.b.images[index] == np.asarray(noise(1000 + number)).transpose(2, 0, 1)).all()


def test_side_by_side_without_folders_or_said_so(tmp_path: Path, noise: Noise) -> None:
    side_by_side(tmp_path / "both", 8, noise)
    assert open_domains(tmp_path / "both").pairs == 8
    fill(tmp_path / "wide", numbered(8), noise, width=40, height=16)
    with pytest.raises(StudioError, match="wide is one set of pictures; name the other side too"):
        open_domains(tmp_path / "wide")
    domains = open_domains(tmp_path / "wide", "side-by-side", 16)
    assert domains.pairs == 8
    assert sum("not twice as wide as high" in finding.reason for finding in domains.findings) == 8


def test_side_by_side_is_cut_as_it_is_seen(tmp_path: Path) -> None:
    """EXIF says that these lie on their side: what is the upper half of the file is a half to the eye."""
    pixels = np.zeros((32, 16, 3), np.uint8)
    pixels[:16] = (255, 0, 0)
    exif = Image.Exif()
    exif[0x0112] = 8  # turned left to be seen: the upper half of the file comes to lie on the left
    for number in range(3):
        Image.fromarray(pixels).save(tmp_path / f"{number}.png", exif=exif)
    domains = open_domains(tmp_path)
    assert (domains.a.images[0] == np.array([255, 0, 0])[:, None, None]).all()
    assert (domains.b.images[0] == 0).all()


def test_bundled_pair() -> None:
    info = next(info for info in list_datasets() if info.name == "emoji-google-twitter")
    assert (info.kind, info.sides, info.counts, info.paired) == (
        "two",
        ("Google", "Twitter"),
        (1852, 1852),
        True,
    )
    listing = open_sides("emoji-google-twitter", None, never).listing()
    assert (len(listing.pairs), listing.a, listing.b, listing.findings) == (1852, [], [], [])
    assert all(a.file.split("/")[1] == b.file.split("/")[1] for a, b in listing.pairs)
    assert all(a.split == b.split for a, b in listing.pairs)
    assert sum(a.split == "test" for a, _ in listing.pairs) == 225
    with pytest.raises(StudioError, match="emoji-google-twitter has two sides, for recipes that translate"):
        open_dataset("emoji-google-twitter")
    with pytest.raises(StudioError, match="has two sides already; leave the other one out"):
        open_domains("emoji-google-twitter", "digits")
    with pytest.raises(StudioError, match="is the name of a data set that comes with"):
        check_name("emoji-google-twitter")


@pytest.mark.slow
def test_bundled_pair_opens() -> None:
    domains = open_domains("emoji-google-twitter", margin=0.117)
    everything_once(domains)
    assert (domains.titles, len(domains.a), len(domains.b)) == (("Google", "Twitter"), 1852, 1852)
    assert (domains.title, domains.findings) == ("Emoji, Google and Twitter", ())
    assert (domains.resolution, domains.a.resolution) == (64, 72)
    assert (len(domains.train_pairs), len(domains.test_pairs)) == (1627, 225)
    google = open_dataset("emoji-google", 64)
    assert {domains.a.files[index].split("/")[1] for index in domains.test_a} == {
        google.files[index] for index in google.indices_of("test")
    }


def test_disjoint_halves(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "A", numbered(40), noise)
    fill(tmp_path / "B", [*numbered(40), "extra.png"], noise, 100)
    both, apart = open_domains(tmp_path), open_domains(tmp_path, disjoint=True)
    everything_once(both)
    assert set(apart.train_a) == set(both.train_pairs[::2, 0])
    assert set(apart.train_b) == set(both.train_pairs[1::2, 1]) | (
        set(both.train_b) - set(both.train_pairs[:, 1])
    )
    assert not set(apart.train_a) & set(apart.train_b)
    assert (apart.test_pairs == both.test_pairs).all()
    assert apart.fingerprint != both.fingerprint


def test_a_broken_picture_drops_its_pair(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "A", numbered(8), noise)
    fill(tmp_path / "B", numbered(8), noise, 100)
    (tmp_path / "A" / "002.png").write_bytes(b"no picture")
    (tmp_path / "B" / "005.png").write_bytes((tmp_path / "B" / "005.png").read_bytes()[:200])
    (tmp_path / "B" / "006.png").unlink()
    domains = open_domains(tmp_path)
    everything_once(domains)
    whole = [name for name in numbered(8) if name[2] not in "256"]
    assert pair_names(domains) == {(f"A/{name}", f"B/{name}") for name in whole}
    assert [Path(file).name for file in domains.a.files] == [*whole, "006.png"]
    assert [Path(file).name for file in domains.b.files] == whole
    reasons = {finding.file: finding.reason for finding in domains.findings}
    assert set(reasons) == {"A/002.png", "B/002.png", "A/005.png", "B/005.png"}
    assert reasons["B/002.png"] == "Its counterpart A/002.png cannot be used, so it is left out too."
    assert reasons["A/005.png"] == "Its counterpart B/005.png cannot be used, so it is left out too."
    assert len(domains.a.skipped) == len(domains.b.skipped) == 2


def test_sizes_that_do_not_match_are_reported(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "A", numbered(4), noise)
    fill(tmp_path / "B", numbered(3), noise, 100)
    noise(1, 32, 32).save(tmp_path / "B" / "001.png")
    noise(3, 32, 16).save(tmp_path / "B" / "003.png")
    findings = open_domains(tmp_path).findings
    words = " ".join(f"{finding.file} {finding.reason}" for finding in findings)
    assert "A/003.png It and its counterpart B/003.png differ in shape: 16 x 16 and 32 x 16 pixels." in words
    assert "The two pictures of 2 of 4 pairs have different sizes" in words
    assert len(findings) == 2


@pytest.mark.parametrize(
    ("count", "held"), [(2, 1), (3, 1), (10, 5), (24, 12), (25, 12), (120, 12), (130, 13)]
)
def test_a_share_is_held_out(tmp_path: Path, noise: Noise, count: int, held: int) -> None:
    fill(tmp_path / "A", numbered(count), noise, width=8, height=8)
    fill(tmp_path / "B", numbered(count), noise, 500, width=8, height=8)
    domains = open_domains(tmp_path)
    everything_once(domains)
    assert len(domains.test_a) == len(domains.test_pairs) == held
    again = open_domains(tmp_path)
    assert (again.test_a == domains.test_a).all()
    if count > 100:  # not one after the other
        assert np.diff(domains.test_a).max() > 5


def test_a_side_without_a_split_of_its_own(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "trainA", [f"a{number}.png" for number in range(30)], noise)
    fill(tmp_path / "trainB", [f"b{number}.png" for number in range(30)], noise, 100)
    fill(tmp_path / "testA", ["t0.png", "t1.png"], noise, 200)
    domains = open_domains(tmp_path)
    everything_once(domains)
    assert (len(domains.test_a), len(domains.test_b)) == (2, 12)


def test_metadata_says_what_is_held_out(tmp_path: Path, noise: Noise) -> None:
    names = [f"{side}/{name}" for side in "AB" for name in numbered(6)]
    fill(tmp_path, names, noise)
    lines = ["file,split", *(f"{name},{'val' if name[4] in '24' else 'train'}" for name in names)]
    (tmp_path / "metadata.csv").write_text("\n".join(lines))
    domains = open_domains(tmp_path)
    assert {domains.b.files[index] for index in domains.test_b} == {"B/002.png", "B/004.png"}
    assert len(domains.test_pairs) == 2


@pytest.mark.parametrize(
    ("resolution", "margin", "loaded"), [(256, 0.117, 286), (64, 0.117, 72), (32, 0.0, 32), (16, 0.01, 16), (8, 1, 16)]
)  # fmt: skip
def test_margin(resolution: int, margin: float, loaded: int) -> None:
    assert loaded_side(resolution, margin) == loaded


def test_resolution_is_what_networks_see(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "A", numbered(2), noise, width=60, height=60)
    fill(tmp_path / "B", numbered(2), noise, 10, width=30, height=30)
    plain, larger = open_domains(tmp_path), open_domains(tmp_path, margin=0.25)
    assert (plain.resolution, plain.a.resolution, plain.b.resolution) == (32, 32, 32)
    assert (larger.resolution, larger.a.resolution, larger.b.resolution) == (32, 40, 40)
    assert open_domains(tmp_path, resolution=16, margin=0.25).a.images.shape == (2, 3, 20, 20)
    for margin in (-0.1, 1.5, float("nan")):
        with pytest.raises(StudioError, match="choose a share from 0 to 1"):
            open_domains(tmp_path, margin=margin)


def test_decoded_once_and_again_when_changed(
    tmp_path: Path, noise: Noise, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int] = []
    real = domain_cache.build_sides

    def counted(*given: object, **named: object) -> None:
        built.append(1)
        real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(domain_cache, "build_sides", counted)
    fill(tmp_path / "in" / "A", numbered(4), noise)
    fill(tmp_path / "in" / "B", numbered(4), noise, 100)
    first = open_domains(tmp_path / "in")
    assert open_domains(tmp_path / "in", margin=0).fingerprint == first.fingerprint
    assert len(built) == 1
    noise(50).save(tmp_path / "in" / "B" / "000.png")
    os.utime(tmp_path / "in" / "B" / "000.png", (1, 1))
    second = open_domains(tmp_path / "in")
    assert len(built) == 2
    assert second.fingerprint != first.fingerprint
    assert second.a.fingerprint == first.a.fingerprint
    folder = second.folder
    assert folder is not None
    assert len([path for path in folder.parent.iterdir() if path.is_dir()]) == 1  # the outdated one is gone
    (folder / "b" / "images.npy").write_bytes(b"worn")
    assert open_domains(tmp_path / "in").fingerprint == second.fingerprint
    assert len(built) == 3


def test_progress_and_stop(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "A", numbered(5), noise)
    fill(tmp_path / "B", numbered(7), noise, 100)
    with pytest.raises(StoppedError):
        open_domains(tmp_path, should_stop=lambda: True)
    for limit in range(0, 12, 3):
        with pytest.raises(StoppedError):
            open_domains(tmp_path, should_stop=partial(is_past, counting(), limit))
    cached = cache_folder() / "domains"
    assert not cached.is_dir() or not list(cached.iterdir())
    seen: list[tuple[int, int]] = []
    open_domains(tmp_path, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1] == (12, 12)


def test_what_has_not_two_sides(tmp_path: Path, noise: Noise) -> None:
    fill(tmp_path / "one", numbered(4), noise)
    fill(tmp_path / "lone" / "trainA", numbered(4), noise)
    fill(tmp_path / "lone" / "testA", numbered(4), noise, 10)
    fill(tmp_path / "held", [f"test{side}/{name}" for side in "AB" for name in numbered(2)], noise)
    fill(tmp_path / "few", ["A/x.png", "B/y.png", "B/z.png"], noise)
    fill(tmp_path / "bad", ["A/x.png", "A/y.png"], noise)
    (tmp_path / "bad" / "B").mkdir()
    for name in ("x.png", "y.png"):
        (tmp_path / "bad" / "B" / name).write_bytes(b"")
    (tmp_path / "empty").mkdir()
    cases = {
        "one": "is one set of pictures; name the other side too, or lay it out as folders A and B",
        "lone": "has folders of A only; put those of B into trainB",
        "held": "All pictures of A are held out for testing",
        "few": "A has only one usable picture, and each side needs two or more",
        "bad": "A has no usable picture, .*; B/x.png: The file is empty",
        "empty": "is one set of pictures",
        "nowhere": "no data set or folder called",
        "x" * 5000: "cannot be read|no data set or folder called",
    }
    for name, sentence in cases.items():
        with pytest.raises(StudioError, match=sentence):
            open_domains(tmp_path / name)
    with pytest.raises(StudioError, match="empty has no usable picture"):
        open_domains(tmp_path / "one", tmp_path / "empty")
    import_pictures(tmp_path / "one", "single")
    with pytest.raises(StudioError, match="single is one set of pictures"):
        open_domains("single")


@pytest.mark.parametrize(("given", "expected"), [
    (("Emoji, Google", "Emoji, Twitter"), ("Google", "Twitter")), (("Cats", "Dogs"), ("Cats", "Dogs")),
    (("Pets, cats", "Wild, dogs"), ("Pets, cats", "Wild, dogs")), (("Cats", "Cats"), ("Cats, A", "Cats, B")),
    (("Emoji", "Emoji, Google"), ("Emoji", "Emoji, Google")),
    (("Emoji, Google", "Emoji, Google"), ("Emoji, Google, A", "Emoji, Google, B")),
])  # fmt: skip
def test_titles_leave_out_what_both_begin_with(given: tuple[str, str], expected: tuple[str, str]) -> None:
    assert told_apart(*given) == expected
