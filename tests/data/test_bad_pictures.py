"""Pictures of every odd kind: each is accepted by rule, or listed with a sentence; none stops an import."""

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.data.check import check_pictures
from ganstudio.data.colour import parse_colour
from ganstudio.data.decoding import decode, measure
from ganstudio.data.findings import PictureError
from ganstudio.data.importing import import_pictures
from tests.data.samples import chunk, deep_png, encoded, linear_grey_profile, png, swapped_profile

SIDE = 16
SIZE = (SIDE, SIDE)
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)
BACKGROUND = (0, 128, 255)


def plain(colour: object, mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new(mode, size, colour)  # type: ignore[arg-type]


def halves(left: object, right: object, mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    picture = plain(left, mode, size)
    picture.paste(right, (size[0] // 2, 0, *size))  # type: ignore[arg-type]
    return picture


def clear_right(colour: object, mode: str) -> Image.Image:
    """Opaque on the left, fully transparent on the right."""
    picture = plain(colour, mode)
    picture.putalpha(halves(255, 0, "L"))
    return picture


def animation(format_: str) -> bytes:
    frames = [plain(BLUE), plain(GREEN)]
    return encoded(plain(RED), format_, save_all=True, append_images=frames, **LOSSLESS.get(format_, {}))


LOSSLESS = {"WEBP": {"lossless": True}, "JPEG": {"quality": 100, "subsampling": 0}}


def palette_png(transparent: bool) -> bytes:
    picture = halves(RED, GREEN).quantize(2)
    left = picture.getpixel((0, 0))
    return encoded(picture, "PNG", **({"transparency": 1 - int(left)} if transparent else {}))  # type: ignore[arg-type]


def turned(orientation: int) -> bytes:
    """What a camera writes when held so that, seen upright, the left half is red and the right half is blue."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    upright = np.asarray(halves(RED, BLUE))
    return encoded(Image.fromarray(np.ascontiguousarray(STORED[orientation](upright))), "PNG", exif=exif)


# EXIF 2.3, tag 274: where row 0 and column 0 of the stored picture lie as it is seen.
STORED: dict[int, Callable[[np.ndarray], np.ndarray]] = {
    1: lambda seen: seen,  # top, left
    2: lambda seen: seen[:, ::-1],  # top, right
    3: lambda seen: seen[::-1, ::-1],  # bottom, right
    4: lambda seen: seen[::-1],  # bottom, left
    5: lambda seen: seen.swapaxes(0, 1),  # left, top
    6: lambda seen: seen[:, ::-1].swapaxes(0, 1),  # right, top
    7: lambda seen: seen[::-1, ::-1].swapaxes(0, 1),  # right, bottom
    8: lambda seen: seen[::-1].swapaxes(0, 1),  # left, bottom
}


def deep(value: int, channels: int = 1) -> bytes:
    return deep_png(np.full((SIDE, SIDE, channels), value, np.uint16))


def tiff(numbers: np.ndarray) -> bytes:
    return encoded(Image.fromarray(numbers), "TIFF")


def full(value: float, kind: str) -> np.ndarray:
    return np.full(SIZE, value, kind)


Pixels = tuple[tuple[int, int, int], tuple[int, int, int]]
"""What must be seen on the left and on the right."""


def grey(level: int) -> Pixels:
    return (level,) * 3, (level,) * 3  # type: ignore[return-value]


def both(colour: tuple[int, int, int]) -> Pixels:
    return colour, colour


def over(colour: tuple[int, int, int]) -> Pixels:
    return colour, BACKGROUND


ACCEPTED: dict[str, tuple[Callable[[], bytes], Pixels, int]] = {
    "CMYK JPEG": (lambda: encoded(plain((0, 255, 255, 0), "CMYK"), "JPEG", quality=100), both(RED), 3),
    "CMYK TIFF": (lambda: encoded(plain((255, 0, 255, 0), "CMYK"), "TIFF"), both(GREEN), 0),
    "CMYK JPEG with the profile of a screen": (
        lambda: encoded(plain((0, 255, 255, 0), "CMYK"), "JPEG", quality=100, icc_profile=swapped_profile()),
        both(RED), 3,
    ),
    "colour profile": (lambda: encoded(plain(RED), "PNG", icc_profile=swapped_profile()), both(BLUE), 2),
    "colour profile and transparency": (
        lambda: encoded(clear_right(RED, "RGB"), "PNG", icc_profile=swapped_profile()), over(BLUE), 2,
    ),
    # light 128 / 255 = 0.502 is 0.7366 in sRGB (IEC 61966-2-1): 1.055 * 0.502 ** (1 / 2.4) - 0.055
    "grey profile": (lambda: encoded(plain(128, "L"), "PNG", icc_profile=linear_grey_profile()), grey(188), 1),
    "damaged profile": (lambda: encoded(plain(RED), "PNG", icc_profile=b"nonsense" * 40), both(RED), 0),
    "16-bit grey PNG, white": (lambda: deep(65535), grey(255), 0),
    "16-bit grey PNG, 257 times 100": (lambda: deep(25700), grey(100), 0),
    "16-bit grey PNG, rounded": (lambda: deep(257 * 100 + 200), grey(101), 0),
    "16-bit grey PNG, one level transparent": (
        lambda: deep_png(
            np.repeat([[[25700]] * 8 + [[7]] * 8], SIDE, 0).astype(np.uint16), chunk(b"tRNS", struct.pack(">H", 7))
        ),
        over((100, 100, 100)), 0,
    ),
    "16-bit colour PNG": (lambda: deep(257 * 60, 3), grey(60), 1),
    "16-bit grey TIFF": (lambda: tiff(full(25700, "<u2")), grey(100), 0),
    "16-bit grey TIFF, big-endian": (lambda: tiff(full(25700, ">u2")), grey(100), 0),
    "32-bit TIFF": (lambda: tiff(full(25700, "<i4")), grey(100), 0),
    "float TIFF": (lambda: tiff(full(0.4, "<f4")), grey(102), 0),
    "bilevel PNG": (lambda: encoded(halves(1, 0, "1"), "PNG"), ((255,) * 3, (0,) * 3), 0),
    "bilevel TIFF, fax": (lambda: encoded(halves(1, 0, "1"), "TIFF", compression="group4"), ((255,) * 3, (0,) * 3), 0),
    "Lab TIFF": (lambda: encoded(plain((255, 128, 128), "LAB"), "TIFF"), grey(255), 2),
    "palette": (lambda: palette_png(False), (RED, GREEN), 0),
    "palette with transparency": (lambda: palette_png(True), over(RED), 0),
    "grey with transparency": (lambda: encoded(clear_right(90, "L"), "PNG"), over((90, 90, 90)), 0),
    "half transparent": (lambda: encoded(plain((255, 0, 0, 128), "RGBA"), "PNG"), both((128, 64, 127)), 1),
    "one colour transparent": (lambda: encoded(halves(RED, GREEN), "PNG", transparency=GREEN), over(RED), 0),
    "transparent WebP": (lambda: encoded(clear_right(RED, "RGB"), "WEBP", lossless=True), over(RED), 0),
    "transparent GIF": (
        lambda: encoded(clear_right(RED, "RGB"), "GIF", disposal=2), over(RED), 0,
    ),
    "animated GIF": (lambda: animation("GIF"), both(RED), 0),
    "animated WebP": (lambda: animation("WEBP"), both(RED), 0),
    "animated PNG": (lambda: animation("PNG"), both(RED), 0),
    "two pages of TIFF": (lambda: animation("TIFF"), both(RED), 0),
    "two pictures in one JPEG": (lambda: animation("MPO"), both(RED), 3),
    "progressive JPEG": (lambda: encoded(plain(RED), "JPEG", progressive=True, quality=100), both(RED), 3),
    "grey JPEG": (lambda: encoded(plain(77, "L"), "JPEG", quality=100), grey(77), 1),
    "BMP": (lambda: encoded(halves(RED, BLUE), "BMP"), (RED, BLUE), 0),
    "BMP with a palette": (lambda: encoded(halves(RED, BLUE).quantize(2), "BMP"), (RED, BLUE), 0),
    "YCbCr TIFF": (lambda: encoded(plain((76, 85, 255), "YCbCr"), "TIFF"), both(RED), 3),
    "odd size": (lambda: encoded(halves(RED, BLUE, size=(37, 23)), "PNG"), (RED, BLUE), 0),
    "24 megapixels": (
        lambda: encoded(halves(RED, BLUE, size=(6000, 4000)), "JPEG", quality=95, subsampling=0), (RED, BLUE), 3,
    ),
    "rubbish after the end": (lambda: encoded(plain(RED), "PNG") + b"rubbish" * 99, both(RED), 0),
    "damaged EXIF": (lambda: encoded(plain(RED), "PNG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff"), both(RED), 0),
    **{f"EXIF orientation {n}": ((lambda n=n: turned(n)), (RED, BLUE), 0) for n in range(1, 9)},
}  # fmt: skip


def good(seed: int = 1) -> bytes:
    """A PNG of noise, large enough that half of it is not all of it."""
    return encoded(
        Image.fromarray(np.random.default_rng(seed).integers(0, 256, (64, 64, 3), np.uint8)), "PNG"
    )


def jpeg() -> bytes:
    return encoded(Image.open(io.BytesIO(good())), "JPEG", quality=90)


def flipped_byte(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.png", good())
    return file.getvalue()


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing.png": (lambda: b"", "empty"),
    "zeros.png": (lambda: bytes(5000), "only zeros"),
    "text.png": (lambda: b"This is not a picture.\n" * 9, "text, not a picture"),
    "page.jpg": (lambda: b"<!DOCTYPE html><html>404</html>", "web page"),
    "drawing.png": (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    "phone.jpg": (lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(99), "HEIC"),
    "avif.png": (lambda: b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(99), "AVIF"),
    "clip.gif": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(99), "video"),
    "layers.png": (lambda: b"8BPS\0\1" + bytes(99), "Photoshop"),
    "script.jpg": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "PostScript"),
    "paper.png": (lambda: b"%PDF-1.7\n" + bytes(99), "PDF"),
    "archive.png": (zipped, "zip archive"),
    "icon.png": (lambda: b"\0\0\1\0\1\0\x10\x10" + bytes(99), "icon"),
    "unknown.png": (lambda: bytes(range(256)), "known format"),
    "cut.jpg": (lambda: jpeg()[: len(jpeg()) // 2], "truncated"),
    "cut.png": (lambda: good()[: len(good()) // 2], "truncated"),
    "cut.webp": (lambda: encoded(Image.open(io.BytesIO(good())), "WEBP")[:700], "damaged"),
    "cut.bmp": (lambda: encoded(Image.open(io.BytesIO(good())), "BMP")[:7000], "truncated"),
    "cut.gif": (lambda: encoded(Image.open(io.BytesIO(good())), "GIF")[:2000], "truncated"),
    "cut.tif": (lambda: tiff(np.full((64, 64), 9, np.uint8))[:2000], "truncated"),
    "head.png": (lambda: good()[:20], "truncated"),
    "flipped.png": (lambda: flipped_byte(good(), 18), "damaged"),
    "garbage.png": (lambda: b"\x89PNG\r\n\x1a\n" + b"garbage" * 40, "damaged|truncated"),
    "garbage.jpg": (lambda: b"\xff\xd8\xff\xe0" + b"garbage" * 40, "damaged|truncated"),
    "dot.png": (lambda: encoded(plain(RED, size=(1, 1)), "PNG"), "too small: 1 x 1"),
    "line.png": (lambda: encoded(plain(RED, size=(1, 4000)), "PNG"), "too small: 1 x 4000"),
    "bomb.png": (lambda: png(200_000, 200_000, 8, 2, b""), "100 megapixels"),
    "bomb.gif": (lambda: b"GIF89a" + struct.pack("<HH", 65535, 65535) + animation("GIF")[10:], "100 megapixels"),
    "bilevel bomb.png": (lambda: png(12_000, 12_000, 1, 0, bytes(12_000 * 1501)), "100 megapixels"),
    "text bomb.png": (
        lambda: good()[:33] + chunk(b"zTXt", b"k\0\0" + __import__("zlib").compress(bytes(80 << 20))) + good()[33:],
        "damaged",
    ),
    "not a number.tif": (lambda: tiff(full(float("nan"), "<f4")), "not finite"),
    "float.tif": (lambda: tiff(full(300.0, "<f4")), "outside 0 to 1"),
    "negative.tif": (lambda: tiff(full(-5, "<i4")), "outside 0 to 65535"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ACCEPTED)
def test_accepted_by_rule(kind: str) -> None:
    make, (left, right), tolerance = ACCEPTED[kind]
    picture = decode(make(), BACKGROUND).convert("RGB")
    middle = picture.height // 2
    seen = [picture.getpixel((int(picture.width * place), middle)) for place in (0.25, 0.75)]
    assert np.abs(np.subtract(seen, [left, right])).max() <= tolerance, seen


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_sentence(name: str) -> None:
    make, words = REFUSED[name]
    payload = make()
    with pytest.raises(PictureError, match=words) as caught:
        decode(payload)
    assert caught.value.reason[0].isupper()
    assert caught.value.reason.endswith(".")
    assert "\n" not in caught.value.reason


def test_more_than_forty_kinds() -> None:
    assert len(ACCEPTED) + len(REFUSED) >= 70


@pytest.mark.parametrize("container", ["folder", "zip"])
def test_one_import_survives_all_of_them(tmp_path: Path, container: str) -> None:
    """Names lie about the contents, and good pictures stand before, between and after the bad."""
    files = {f"{number:02d} {name}": make() for number, (name, (make, _)) in enumerate(REFUSED.items())}
    files |= {f"{number:02d} accepted.png": make() for number, (make, _, _) in enumerate(ACCEPTED.values())}
    files |= {"00 first.png": good(1), "99 last.png": good(2)}
    source = tmp_path / "mixed"
    if container == "folder":
        source.mkdir()
        for name, data in files.items():
            (source / name).write_bytes(data)
    else:
        with zipfile.ZipFile(source, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    dataset = import_pictures(source, "all", SIDE)
    assert len(dataset) == len(ACCEPTED) + 2
    assert {finding.file[3:] for finding in dataset.skipped} == set(REFUSED)
    report = check_pictures(source)
    assert report.usable == len(dataset)
    assert report.files == len(files)
    listed = {finding.file: finding.reason for finding in report.findings if finding.level == "unusable"}
    assert listed == {finding.file: finding.reason for finding in dataset.skipped}


@pytest.mark.parametrize("orientation", STORED)
def test_turned_pixel_for_pixel(orientation: int) -> None:
    seen = np.random.default_rng(0).integers(0, 256, (12, 20, 3), np.uint8)
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.ascontiguousarray(STORED[orientation](seen)))
    assert (np.asarray(decode(encoded(stored, "PNG", exif=exif))) == seen).all()


def test_size_is_as_seen() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert measure(encoded(plain(RED, size=(40, 20)), "PNG", exif=exif)) == (20, 40)


def test_grey_stays_grey_on_a_grey_background() -> None:
    transparent = encoded(clear_right(90, "L"), "PNG")
    assert decode(transparent, parse_colour("white")).mode == "L"
    assert decode(transparent, parse_colour("red")).mode == "RGB"


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.slow)])
def test_mutants_are_accepted_or_refused(count: int) -> None:
    """Any bytes at all give a picture or a PictureError, never another exception."""
    seeds = [make() for name, (make, _, _) in ACCEPTED.items() if name != "24 megapixels"]
    random = np.random.default_rng(0)
    outcomes = {True: 0, False: 0}
    for number in range(count):
        data = bytearray(seeds[number % len(seeds)])
        for place in random.integers(0, len(data), random.integers(1, 12)):
            data[place] = random.integers(0, 256)
        if random.random() < 0.2:
            del data[random.integers(1, len(data)) :]
        try:
            decode(bytes(data), side=SIDE)
            outcomes[True] += 1
        except PictureError:
            outcomes[False] += 1
    assert min(outcomes.values()) > count / 20
