"""What a check says, and that its fixes help."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from ganstudio.data.check import check_pictures
from ganstudio.data.findings import Finding
from ganstudio.data.parallel import StoppedError

Noise = Callable[..., Image.Image]


def about(findings: list[Finding], file: str) -> list[str]:
    return [finding.reason for finding in findings if finding.file == file]


def test_a_good_folder(folder: Path) -> None:
    report = check_pictures(folder)
    assert (report.files, report.usable, report.channels) == (12, 12, 3)
    assert report.class_counts == {"a": 4, "b": 4, "c": 4}
    assert report.sizes == {"16x16": 12}
    assert about(report.findings, "") == [
        "There are only 12 usable pictures; a network will learn them by heart."
    ]
    assert len(report.findings) == 1


def test_the_bundled_digits_are_fine() -> None:
    report = check_pictures("digits")
    assert (report.usable, report.findings, report.channels) == (5000, [], 1)


def test_duplicates_by_pixel(folder: Path, noise: Noise) -> None:
    shutil.copy(folder / "a" / "00.png", folder / "a" / "same.png")
    noise(0).save(folder / "b" / "written otherwise.bmp")
    findings = check_pictures(folder).findings
    assert about(findings, "a/same.png") == ["It is the same picture as a/00.png."]
    assert about(findings, "b/written otherwise.bmp") == [
        "It is the same picture as a/00.png, which is in class a."
    ]


def test_blank_small_and_long_pictures(folder: Path, noise: Noise) -> None:
    Image.new("RGB", (16, 16), "red").save(folder / "a" / "blank.png")
    noise(50, 64, 16).save(folder / "a" / "long.png")
    report = check_pictures(folder, resolution=40)
    assert about(report.findings, "a/blank.png")[0] == "It is one plain colour."
    assert "very long: 64 x 16" in about(report.findings, "a/long.png")[1]
    assert about(report.findings, "b/01.png") == ["It is small: 16 x 16 pixels, less than half of 40."]
    assert not about(check_pictures(folder).findings, "b/01.png")


def test_small_among_large(tmp_path: Path, noise: Noise) -> None:
    for number, side in enumerate([64, 64, 64, 31, 32]):
        noise(number, side, side).save(tmp_path / f"{number}.png")
    small = [finding.file for finding in check_pictures(tmp_path).findings if "small" in finding.reason]
    assert small == ["3.png"]


def test_classes_out_of_balance(tmp_path: Path, noise: Noise) -> None:
    for number in range(12):
        path = tmp_path / ("rare" if number < 2 else "common") / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        noise(number).save(path)
    finding = next(finding for finding in check_pictures(tmp_path).findings if "imbalanced" in finding.reason)
    assert finding.reason == "The classes are imbalanced: 10 pictures of common and 2 of rare."
    assert finding.fix is not None
    assert "balanced" in finding.fix


def test_all_in_one_class(tmp_path: Path, noise: Noise) -> None:
    table = ["file,label"]
    for number in range(4):
        noise(number).save(tmp_path / f"{number}.png")
        table.append(f"{number}.png,cat")
    (tmp_path / "metadata.csv").write_text("\n".join(table))
    assert "All pictures are in one class, cat, so classes are not used." in about(
        check_pictures(tmp_path).findings, ""
    )


def test_unusable_files_are_counted_and_listed(folder: Path) -> None:
    (folder / "a" / "broken.png").write_bytes(b"")
    report = check_pictures(folder)
    assert (report.files, report.usable) == (13, 12)
    assert about(report.findings, "a/broken.png") == ["The file is empty (0 bytes)."]


def test_only_what_leaving_out_helps_is_excluded(folder: Path) -> None:
    (folder / "a" / "broken.png").write_bytes(b"")
    Image.new("RGB", (16, 16), "red").save(folder / "a" / "blank.png")
    report = check_pictures(folder)
    assert report.exclude() == ("a/blank.png",)
    assert report.exclude("unusable") == ()


def test_json_is_plain(folder: Path) -> None:
    document = json.loads(json.dumps(check_pictures(folder).as_json()))
    assert document["classes"] == {"a": 4, "b": 4, "c": 4}
    assert set(document["findings"][0]) == {"file", "level", "reason", "fix"}


def test_contact_sheet_has_a_row_for_each_class(folder: Path) -> None:
    for name, colour in (("a", "red"), ("b", "green"), ("c", "blue")):
        for path in (folder / name).iterdir():
            Image.new("RGB", (16, 16), colour).save(path)
    picture = check_pictures(folder).contact_sheet
    assert picture is not None
    middles = [picture.getpixel((52, 52 + 100 * row)) for row in range(3)]
    assert middles == [(255, 0, 0), (0, 128, 0), (0, 0, 255)]
    assert picture.size == (4 * 100 + 4, 3 * 100 + 4)


def test_stop(folder: Path) -> None:
    with pytest.raises(StoppedError):
        check_pictures(folder, should_stop=lambda: True)
