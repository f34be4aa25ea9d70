"""Reading, naming and writing: what goes in comes out, and nothing is lost on the way."""

import io
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from ganstudio import disk
from ganstudio.data.parallel import StoppedError
from ganstudio.errors import StudioError
from ganstudio.translation.finishing import finished, with_brightness
from ganstudio.translation.manner import Manner, Output
from ganstudio.translation.naming import clean, result_stem
from ganstudio.translation.reading import Source, find_pictures, read_source, source_of
from ganstudio.translation.writing import KEY, save_result
from tests.translation.conftest import distance, gradient, noise


def _saved(source: Source, folder: Path, pixels: np.ndarray | None = None, **output: object) -> Path:
    made = source.pixels if pixels is None else pixels
    return save_result(source, made, Output(folder, **output), Manner(), "tiny", 7, "abc123")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("mode", "ending"), [("RGB", "png"), ("L", "png"), ("1", "png"), ("P", "gif"), ("RGB", "bmp"), ("RGB", "tif"),
                         ("I;16", "tif"), ("I;16", "png"), ("LA", "png"), ("RGBA", "webp"), ("CMYK", "jpg")],
)  # fmt: skip
def test_every_kind_of_picture_is_read(mode: str, ending: str, folder: Path) -> None:
    grey = Image.fromarray(gradient(9, 30)).convert("L")
    picture = (
        Image.fromarray(np.asarray(grey).astype(np.uint16) * 257) if mode == "I;16" else grey.convert(mode)
    )
    picture.save(folder / f"x.{ending}", **({"lossless": True} if ending == "webp" else {}))
    source = read_source(folder / f"x.{ending}")
    assert source.pixels.shape == (9, 30, 3)
    assert source.size == (30, 9)
    expected = np.asarray(grey.convert("1") if mode == "1" else grey.convert("RGB").convert("L")) * (
        255 if mode == "1" else 1
    )
    assert distance(source.pixels[..., 1], expected) <= (12 if mode == "CMYK" else 1)


@pytest.mark.parametrize("form", ["png", "jpeg", "webp", "tiff"])
def test_formats_go_round(form: str, folder: Path) -> None:
    pixels = gradient(40, 61)
    path = _saved(source_of(pixels, "Ärger %d 😀"), folder, format=form)
    again = read_source(path)
    assert again.format == {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP", "tiff": "TIFF"}[form]
    assert path.name.startswith("Ärger %d 😀-a2b.")
    assert distance(again.pixels, pixels) <= (0 if form in ("png", "tiff") else 8)


@pytest.mark.parametrize(("ending", "becomes"), [("png", ".png"), ("jpg", ".jpg"), ("webp", ".webp"),
                                                ("tif", ".tif"), ("gif", ".png"), ("bmp", ".png")])  # fmt: skip
def test_results_have_the_format_of_their_source(ending: str, becomes: str, folder: Path) -> None:
    Image.fromarray(gradient(10, 10)).save(folder / f"x.{ending}")
    path = _saved(read_source(folder / f"x.{ending}"), folder / "out")
    assert path == folder / "out" / f"x-a2b{becomes}"
    with Image.open(path) as picture:
        assert picture.format == {".jpg": "JPEG", ".tif": "TIFF"}.get(becomes, becomes[1:].upper())


@pytest.mark.parametrize("form", ["png", "webp", "tiff"])
def test_transparency_is_kept_apart_and_restored(form: str, folder: Path) -> None:
    pixels = noise(20, 30, 4)
    pixels[:5, :, 3], pixels[5:8, :, 3] = 0, 255
    source = source_of(pixels)
    assert source.alpha is not None
    assert np.array_equal(source.alpha, pixels[..., 3])
    assert (source.pixels[:5] == 255).all()  # transparent places show white
    kept = read_source(_saved(source, folder, format=form))
    assert kept.alpha is not None
    assert np.array_equal(kept.alpha, pixels[..., 3])
    gone = save_result(source, source.pixels, Output(folder, format="png"), Manner(keep_alpha=False), "m", 1)
    assert read_source(gone).alpha is None


def test_jpeg_shows_white_where_there_was_nothing(folder: Path) -> None:
    pixels = np.zeros((16, 16, 4), np.uint8)
    again = read_source(_saved(source_of(pixels), folder, np.zeros((16, 16, 3), np.uint8), format="jpeg"))
    assert again.alpha is None
    assert (again.pixels > 250).all()


def _with_exif(orientation: int) -> tuple[bytes, np.ndarray]:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x010F] = orientation, "A dog", "Camera"
    exif[0x8769] = {0x9003: "2020:01:02 03:04:05", 0xA002: 30, 0xA003: 20, 0xA001: 2}
    pixels = gradient(20, 30)
    buffer = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(pixels).save(
        buffer, "JPEG", exif=exif, icc_profile=profile, quality=95, comment=b"Hello", dpi=(300, 300)
    )
    return buffer.getvalue(), pixels


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "tiff"])
def test_metadata_are_kept_and_true(form: str, folder: Path) -> None:
    payload, pixels = _with_exif(6)
    source = read_source(payload, "dog.jpg")
    assert distance(source.pixels, np.rot90(pixels, -1)) <= 12
    with Image.open(_saved(source, folder, format=form)) as picture:
        picture.load()
        exif = picture.getexif()
        inner = exif.get_ifd(0x8769)
        assert picture.size == (20, 30)
        assert (exif.get(0x0112, 1), exif[0x010E], exif[0x010F]) == (1, "A dog", "Camera")
        assert (inner[0x9003], inner[0xA002], inner[0xA003], inner[0xA001]) == (
            "2020:01:02 03:04:05",
            20,
            30,
            1,
        )
        assert picture.info["icc_profile"]
    bare = _saved(source, folder / "bare", format=form, keep_metadata=False)
    with Image.open(bare) as picture:
        assert 0x010E not in picture.getexif()
        assert "icc_profile" not in picture.info


def test_texts_are_kept_but_not_the_programs_own(folder: Path) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Jürgen")
    info.add_itxt("ganstudio.point", "{}")
    Image.fromarray(noise(9, 9)).save(folder / "x.png", pnginfo=info)
    with Image.open(_saved(read_source(folder / "x.png"), folder)) as picture:
        picture.load()
        text = picture.text  # type: ignore[attr-defined]
    assert text["Author"] == "Jürgen"
    assert "ganstudio.point" not in text
    made = json.loads(text[KEY])
    assert made["model"] == {"name": "tiny", "fingerprint": "abc123"}
    assert made["manner"]["direction"] == "a2b"


def test_damaged_metadata_cost_nothing(folder: Path) -> None:
    Image.fromarray(noise(9, 9)).save(
        folder / "x.jpg", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\xff" * 40, quality=95
    )
    source = read_source(folder / "x.jpg")
    assert _saved(source, folder).is_file()


def test_nothing_is_overwritten(folder: Path) -> None:
    source = source_of(noise(9, 9), "x.png")
    paths = [_saved(source, folder, format="png") for _ in range(3)]
    assert [path.name for path in paths] == ["x-a2b.png", "x-a2b-2.png", "x-a2b-3.png"]
    (folder / "x-a2b-4.png").symlink_to(folder / "nowhere")
    assert _saved(source, folder, format="png").name == "x-a2b-5.png"
    assert sorted(path.suffix for path in folder.iterdir()) == [".png"] * 5  # and no litter


def test_somebody_quicker_keeps_the_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken(path: Path, data: bytes) -> None:
        if path.name == "x-a2b.png":
            path.write_bytes(b"theirs")
        disk.write_new_file(path, data)

    monkeypatch.setattr("ganstudio.translation.writing.write_new_file", taken)
    assert _saved(source_of(noise(9, 9), "x.png"), folder, format="png").name == "x-a2b-2.png"
    assert (folder / "x-a2b.png").read_bytes() == b"theirs"


def test_without_hard_links_a_file_is_new_all_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "not here")

    monkeypatch.setattr(os, "link", refused)
    disk.write_new_file(folder / "x", b"1")
    with pytest.raises(FileExistsError):
        disk.write_new_file(folder / "x", b"2")
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("x", b"1")]


def test_a_resized_result_has_the_size_that_is_asked_for(folder: Path) -> None:
    source = source_of(noise(60, 90, 4))
    small = gradient(20, 30)
    assert read_source(_saved(source, folder, small)).size == (90, 60)
    kept = read_source(_saved(source, folder, small, original_size=False))
    assert kept.size == (30, 20)
    assert kept.alpha is not None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("{name}-{direction}", "dog-b2a"), ("{model}_{number}", "my model_0012"), ("{folder} {name}", "pets dog"),
     ("fixed", "fixed"), ("a:b?{name}", "a_b_dog"), (".{name}", "_dog"), ("con", "_con"), ("{{x}}", "{x}")],
)  # fmt: skip
def test_patterns(pattern: str, expected: str) -> None:
    assert (
        result_stem(pattern, Path("pets/dog.v2.png").with_name("dog.png"), "b2a", "my model", 12) == expected
    )


@pytest.mark.parametrize(
    "pattern",
    ["", "  ", "{nam}", "{name", "{}", "{0}", "{name!r}", "{name:>9}", "{name.x}", "a/b", "..\\x"],
)
def test_bad_patterns_cost_one_sentence(pattern: str) -> None:
    with pytest.raises(StudioError) as caught:
        result_stem(pattern, Path("x.png"), "a2b", "m", 1)
    assert str(caught.value).startswith("The name pattern")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["x" * 400, "ü" * 400, "a. . ", "NUL.txt", "...", "\x01\x02", "lpt1", "aux.b.c"]
)
def test_names_are_taken_by_every_system(name: str) -> None:
    made = clean(name)
    assert 0 < len(made.encode()) <= 181
    assert made == made.strip(" .")
    assert made.partition(".")[0].lower() not in ("nul", "aux", "lpt1")


def test_a_name_that_is_no_unicode(folder: Path) -> None:
    path = folder / os.fsdecode(b"caf\xe9.png")
    Image.fromarray(noise(9, 9)).save(path, "PNG")
    assert _saved(read_source(path), folder).name == "caf_xe9-a2b.png"


def test_a_folder_that_cannot_be_written_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    source = source_of(noise(9, 9))
    (folder / "file").write_text("")
    with pytest.raises(StudioError, match="is a file, not a folder"):
        _saved(source, folder / "file")
    monkeypatch.setattr("ganstudio.translation.writing.write_new_file", full)
    with pytest.raises(StudioError, match="is full"):
        _saved(source, folder)
    with pytest.raises(StudioError, match="came without a file"):
        save_result(source, source.pixels, Output(), Manner(), "m", 1)


def test_a_picture_that_a_format_cannot_hold(folder: Path) -> None:
    with pytest.raises(StudioError, match="at most 16,383 pixels"):
        _saved(source_of(np.zeros((1, 17_000, 3), np.uint8)), folder, format="webp")


def test_strength_and_brightness() -> None:
    before, after = noise(20, 20), noise(20, 20, seed=1)
    assert np.array_equal(finished(before, after, Manner()), after)
    assert np.array_equal(finished(before, after, Manner(strength=0)), before)
    half = finished(before, after, Manner(strength=0.5))
    assert distance(half, (before.astype(int) + after) // 2) <= 1
    soft = gradient(20, 20) // 2 + 60  # colours that have room for another brightness
    kept = with_brightness(np.full_like(soft, (120, 100, 130)), soft)
    weights = np.array([0.299, 0.587, 0.114])
    assert np.abs(kept @ weights - soft @ weights).max() < 2
    small = finished(before, after[:5, :5], replace(Manner(), strength=0.5), original_size=False)
    assert small.shape == (5, 5, 3)
    assert finished(before, after[:5, :5], Manner(strength=0.5)).shape == before.shape


def test_finding(folder: Path) -> None:
    for name in ("b/2.png", "b/10.png", "a.png", "b/.hidden.png", "b/Thumbs.db", "__MACOSX/x.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        Image.fromarray(noise(9, 9)).save(folder / name, "PNG")
    (folder / "b" / "again").symlink_to(folder)
    (folder / "b" / "lost.png").symlink_to(folder / "nowhere")
    (folder / "b" / "z.png").mkdir()
    bare = folder.parent / "bare"
    bare.mkdir()
    found = find_pictures([folder, folder / "a.png", folder / "b", bare, folder / "no"])
    assert [str(path.relative_to(folder)) for path in found.pictures] == ["a.png", "b/10.png", "b/2.png"]
    said = {os.path.relpath(one.source, folder): one.sentence for one in found.refused}
    assert set(said) == {"b/again", "b/lost.png", "b/z.png", "../bare", "no"}
    assert said["b/lost.png"].startswith("lost.png: it is a link that leads nowhere")
    assert said["../bare"] == "bare: the folder holds no pictures; choose another one."
    assert find_pictures([folder], leave_out=folder / "b").pictures == (folder / "a.png",)
    with pytest.raises(StoppedError):
        find_pictures([folder], lambda: True)


def test_fingers_off(folder: Path, request: pytest.FixtureRequest) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser may read everything")
    (folder / "x.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "x.png").chmod(0)
    assert "cannot be read" in find_pictures([folder]).refused[0].sentence
