"""Tables of pairs: paths into folders and zips, and everything that can be wrong with a line or with the file."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.data import pairs_table
from ganstudio.data.domains import Domains, open_domains
from ganstudio.errors import StudioError
from tests.data.samples import encoded

Noise = Callable[..., Image.Image]
COUNT = 6


@pytest.fixture
def root(tmp_path: Path, noise: Noise) -> Path:
    """Six pictures in the folder outline (seeds 0 to 5) and six in colour.zip (seeds 100 to 105)."""
    (tmp_path / "outline").mkdir()
    with zipfile.ZipFile(tmp_path / "colour.zip", "w") as archive:
        for number in range(COUNT):
            noise(number).save(tmp_path / "outline" / f"{number}.png")
            archive.writestr(f"{number}.png", encoded(noise(100 + number), "PNG"))
    return tmp_path


def table(root: Path, *lines: str, header: str = "a,b,split", encoding: str = "utf-8") -> Path:
    """A table of these lines."""
    (root / "pairs.csv").write_bytes("\n".join([header, *lines]).encode(encoding))
    return root / "pairs.csv"


def good(*splits: str) -> list[str]:
    """A line for each of the six pairs."""
    wanted = [*splits, *[""] * (COUNT - len(splits))]
    return [f"outline/{number}.png,colour/{number}.png,{split}" for number, split in enumerate(wanted)]


def seeds(domains: Domains, noise: Noise) -> list[tuple[int, int]]:
    """Which pictures (by seed) lie at the same places."""
    known = {
        np.asarray(noise(seed)).transpose(2, 0, 1).tobytes(): seed for seed in (*range(6), *range(100, 106))
    }
    return [
        (known[domains.a.images[at].tobytes()], known[domains.b.images[at].tobytes()])
        for at in range(domains.pairs)
    ]


def reasons(domains: Domains) -> dict[str, str]:
    return {finding.file: finding.reason for finding in domains.findings}


def test_folder_and_zip(root: Path, noise: Noise) -> None:
    domains = open_domains(table(root, *good("train", "val", "test", "train")))
    assert seeds(domains, noise) == [(number, 100 + number) for number in range(COUNT)]
    assert (domains.titles, domains.layout, domains.name) == (
        ("outline", "colour"),
        "table of pairs",
        "pairs",
    )
    assert domains.test_a.tolist() == domains.test_b.tolist() == [1, 2]
    assert domains.test_pairs.tolist() == [[1, 1], [2, 2]]
    assert domains.findings == ()
    assert open_domains(root).fingerprint == domains.fingerprint  # a folder with pairs.csv in it


def test_no_split_column_and_other_columns(root: Path, noise: Noise) -> None:
    lines = [f"tree;colour.zip/{number}.png;.\\outline\\{number}.png" for number in range(COUNT)]
    domains = open_domains(table(root, *lines, header="Name; B ;A"))
    assert seeds(domains, noise) == [(number, 100 + number) for number in range(COUNT)]
    assert len(domains.test_a) == 3


def test_a_zip_that_wraps_a_folder(root: Path, noise: Noise) -> None:
    (root / "wrapped").mkdir()
    with zipfile.ZipFile(root / "wrapped" / "night.zip", "w") as archive:
        for number in range(COUNT):
            archive.writestr(f"night/{number}.png", encoded(noise(100 + number), "PNG"))
    lines = [f"outline/{number}.png,wrapped/night/{number}.png" for number in range(COUNT)]
    domains = open_domains(table(root, *lines, header="a,b"))
    assert seeds(domains, noise) == [(number, 100 + number) for number in range(COUNT)]


def test_a_picture_may_have_several_counterparts(root: Path, noise: Noise) -> None:
    domains = open_domains(table(root, *(f"outline/0.png,colour/{number}.png," for number in range(4))))
    assert seeds(domains, noise) == [(0, 100 + number) for number in range(4)]


def test_bad_lines_are_named(root: Path, noise: Noise) -> None:
    (root / "outline" / "text.png").write_text("hello")
    (root.parent / "outside.png").write_bytes((root / "outline" / "0.png").read_bytes())
    lines = [
        *good(),
        "outline/0.png,colour/0.png,", "outline/9.png,colour/0.png,", "outline/0.png,colour/9.png,",
        "../outside.png,colour/0.png,", f"{root}/outline/0.png,colour/1.png,", "C:\\x.png,colour/0.png,",
        "outline/0.png", ",,", "outline/text.png,colour/2.png,", "outline,colour/3.png,", ".,colour/3.png,",
        f"{'x' * 5000}.png,colour/3.png,", "none/0.png,colour/3.png,",
    ]  # fmt: skip
    domains = open_domains(table(root, *lines))
    assert len(seeds(domains, noise)) == COUNT
    found = reasons(domains)
    assert "is there twice" in found["pairs.csv, line 8"]
    for line, name in ((9, "outline/9.png"), (10, "colour/9.png"), (17, "outline"), (20, "none/0.png")):
        assert found[f"pairs.csv, line {line}"] == f"{name}: It is not there."
    for line in (11, 12, 13, 18):
        assert found[f"pairs.csv, line {line}"].endswith("Its name leads out of the folder of the table."), (
            line
        )
    assert found["pairs.csv, line 14"] == "It does not name two files."
    assert found["outline/text.png"] == "It is text, not a picture."
    assert found["colour/2.png"].startswith("Its counterpart outline/text.png cannot be used")


def test_zip_members_that_lead_out_are_not_read(root: Path, noise: Noise) -> None:
    with zipfile.ZipFile(root / "evil.zip", "w") as archive:
        archive.writestr("../0.png", encoded(noise(0), "PNG"))
    domains = open_domains(table(root, *good(), "evil/../0.png,colour/0.png,"))
    assert "leads out" in reasons(domains)["pairs.csv, line 8"]


def test_western_letters_are_read_with_a_remark(root: Path, noise: Noise) -> None:
    noise(0).save(root / "outline" / "größe.png")
    domains = open_domains(table(root, *good(), "outline/größe.png,colour/0.png,", encoding="cp1252"))
    assert seeds(domains, noise)[-1] == (0, 100)
    assert reasons(domains) == {"pairs.csv": "It is not in UTF-8; accents may be wrong."}
    assert open_domains(table(root, *good(), encoding="utf-16")).pairs == COUNT


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "its first line must name the columns a and b"),
        (b"first,second\nx,y\n", "its first line must name the columns a and b"),
        (b"a,split\nx,train\n", "its first line must name the columns a and b"),
        (b"a,b\n", "pairs.csv has no pair that can be used, it names none"),
        (b"a,b\nx.png,y.png\n", "has no pair that can be used; pairs.csv, line 2: x.png: It is not there."),
        (b"a,b\n\0\0\0", "The table is not text"),
        (b"\x89PNG\r\n\x1a\n\0\0", "The table is not text"),
        (b'a,b\n"outline/0.png,colour/0.png\n', "cannot be read as a table of pairs"),
        (b"a,b\n" + b"x" * 200_000 + b",y\n", "cannot be read as a table of pairs"),
    ],
)
def test_tables_that_cannot_be_used(root: Path, content: bytes, sentence: str) -> None:
    (root / "pairs.csv").write_bytes(content)
    with pytest.raises(StudioError, match=sentence) as caught:
        open_domains(root / "pairs.csv")
    assert "\n" not in str(caught.value)


def test_huge_tables_are_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(root, *good())
    monkeypatch.setattr(pairs_table, "MAX_PAIRS", 5)
    with pytest.raises(StudioError, match="it names more than 5 pairs; split it"):
        open_domains(path)
    monkeypatch.setattr(pairs_table, "MAX_BYTES", 100)
    with pytest.raises(StudioError, match="it is larger than 64 MB; split it"):
        open_domains(path)


def test_a_changed_table_or_zip_is_read_again(root: Path, noise: Noise) -> None:
    before = open_domains(table(root, *good()))
    assert open_domains(table(root, *good()[:5])).pairs == 5
    assert open_domains(table(root, *good("", "", "", "", "", "test"))).test_a.tolist() == [5]
    with zipfile.ZipFile(root / "colour.zip", "w") as archive:
        for number in range(COUNT):
            archive.writestr(f"{number}.png", encoded(noise(105 - number), "PNG"))
    after = open_domains(table(root, *good()))
    assert before.b.fingerprint != after.b.fingerprint
    assert seeds(after, noise) == [(number, 105 - number) for number in range(COUNT)]
