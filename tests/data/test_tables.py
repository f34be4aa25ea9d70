"""Labels from metadata.csv, from dataset.json and from folders."""

import json
from pathlib import Path

import pytest

from ganstudio.data.entries import Entry, Listing
from ganstudio.data.labelling import class_names, labelled
from ganstudio.data.library import open_dataset
from ganstudio.data.tables import Row, TableError, read_csv, read_json


def listing(files: list[str], **tables: bytes) -> Listing:
    """A listing of `files`, with tables given as csv=... and json=...."""
    names = {"csv": "metadata.csv", "json": "dataset.json"}
    contents = {names[kind]: data for kind, data in tables.items()}
    return labelled(
        [Entry(file, file) for file in [*files, *contents]], [], lambda entry: contents[entry.file]
    )


def test_csv_words() -> None:
    rows, remarks = read_csv(
        b'caption,File,label,extra,split\n"a cat, sleeping",x/1.png,cat,9,TRAIN\r\n,2.png,,,\n'
        b'"two\nlines",3.png,dog,,test\n'
    )
    assert rows == {
        "x/1.png": Row("cat", "a cat, sleeping", "train"),
        "2.png": Row(None, "", ""),
        "3.png": Row("dog", "two\nlines", "test"),
    }
    assert remarks == []


@pytest.mark.parametrize(
    "data",
    [
        "file;label\nä.png;Käse\n".encode(),
        b"\xef\xbb\xbf" + "file,label\nä.png,Käse\n".encode(),
        "file\tlabel\nä.png\tKäse\n".encode("utf-16"),
        "file_name,class\n.\\ä.png,Käse\n".encode("cp1252"),
    ],
)
def test_csv_spellings(data: bytes) -> None:
    assert read_csv(data)[0] == {"ä.png": Row("Käse")}


def test_wrong_encoding_is_remarked() -> None:
    assert "UTF-8" in read_csv("file\nä.png".encode("cp1252"))[1][0]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no column called file"), (b"name,label\na.png,1\n", "no column called file"),
        (b"file,label\n", "names no file"), (b"\x89PNG\0\0", "not text"),
        (b'file,label\n"a.png,1\n', "damaged"),
    ],
)  # fmt: skip
def test_csv_refused(data: bytes, words: str) -> None:
    with pytest.raises(TableError, match=words):
        read_csv(data)


def test_json_of_stylegan() -> None:
    assert read_json(b'{"labels": [["00/a.png", 3], ["00\\\\b.png", 0]]}')[0] == {
        "00/a.png": Row("3"), "00/b.png": Row("0"),
    }  # fmt: skip
    assert read_json(b'{"labels": null}') == ({}, [])


@pytest.mark.parametrize(
    "document",
    [
        "", "{", "[]", "7", "{}", '{"labels": 3}', '{"labels": {"a": 1}}', '{"labels": ["ab"]}', "[" * 100_000,
        '{"labels": [["a", 1.5]]}', '{"labels": [["a", -1]]}', '{"labels": [["a", true]]}', '{"labels": [[1, 1]]}',
        '{"labels": NaN}',
    ],
)  # fmt: skip
def test_json_refused(document: str) -> None:
    with pytest.raises(TableError, match=r"[.]$"):
        read_json(document.encode())


def test_bad_table_falls_back_to_folders() -> None:
    found = listing(["a/1.png", "b/2.png"], json=b"{")
    assert [entry.label for entry in found.entries] == ["a", "b"]
    assert [finding.file for finding in found.findings] == ["dataset.json"]
    assert "sub-folders" in found.findings[0].reason


def test_null_labels_mean_no_classes() -> None:
    found = listing(["00000/1.png", "00001/2.png"], json=b'{"labels": null}')
    assert [entry.label for entry in found.entries] == [None, None]


def test_csv_comes_before_json() -> None:
    found = listing(["1.png"], csv=b"file,label\n1.png,cat\n", json=b'{"labels": [["1.png", 4]]}')
    assert [entry.label for entry in found.entries] == ["cat"]


def test_missing_on_either_side() -> None:
    found = listing(["1.png", "2.png"], csv=b"file,label\n1.png,x\ngone.png,x\n../../etc/passwd,x\n")
    assert [entry.file for entry in found.entries] == ["1.png"]
    levels = {finding.file: finding.level for finding in found.findings}
    assert levels == {"2.png": "suspicious", "gone.png": "unusable", "../../etc/passwd": "unusable"}


def test_accents_composed_or_not() -> None:
    found = listing(["e\u0301.png", "\u00fc.png"], csv="file,label\n\u00e9.png,x\nu\u0308.png,y\n".encode())
    assert [entry.label for entry in found.entries] == ["x", "y"]
    assert found.findings == []


def test_table_in_a_wrapping_folder() -> None:
    contents = {"w/metadata.csv": b"file,label\nsub/1.png,x\n"}
    found = labelled(
        [Entry(name, name) for name in ("w/sub/1.png", *contents)], [], lambda entry: contents[entry.file]
    )
    assert [(entry.file, entry.label) for entry in found.entries] == [("w/sub/1.png", "x")]


def test_strays_beside_classes_are_left_out() -> None:
    found = listing(["a/1.png", "a/2.png", "b/3.png", "stray.png"])
    assert [entry.file for entry in found.entries] == ["a/1.png", "a/2.png", "b/3.png"]
    assert found.findings[0].file == "stray.png"


def test_a_few_classes_beside_many_pictures_are_not_used() -> None:
    found = listing(["1.png", "2.png", "3.png", "old/4.png"])
    assert [entry.label for entry in found.entries] == [None] * 4
    assert "classes are not used" in found.findings[0].reason


def test_class_order() -> None:
    assert class_names([Entry(str(n), 0, label=str(n)) for n in (10, 9, 2, 1)]) == ("1", "2", "9", "10")
    assert class_names([Entry(n, 0, label=n) for n in ("b", "a", "10")]) == ("10", "a", "b")
    assert class_names([Entry("1", 0, label="only")]) == ()


def test_captions_and_splits_reach_the_data_set(folder: Path) -> None:
    lines = [f"{path.relative_to(folder).as_posix()},{path.parent.name},picture {path.stem},test"
             for path in folder.rglob("*.png")]  # fmt: skip
    (folder / "metadata.csv").write_text("\n".join(["file,label,caption,split", *lines]), "utf-8")
    dataset = open_dataset(folder)
    assert dataset.captions is not None
    assert dataset.captions[:2] == ("picture 00", "picture 03")
    assert dataset.splits == ("test",) * 12
    assert dataset.indices_of("train").tolist() == []
    assert dataset.class_counts == {"a": 4, "b": 4, "c": 4}


def test_labels_of_json_reach_the_data_set(folder: Path) -> None:
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.png"))
    labels = [[file, number % 2] for number, file in enumerate(files)]
    (folder / "dataset.json").write_text(json.dumps({"labels": labels}), "utf-8")
    dataset = open_dataset(folder)
    assert dataset.class_names == ("0", "1")
    assert dataset.labels.tolist() == [0, 1] * 6
