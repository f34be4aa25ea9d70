"""The folder of saved pictures: what is found in it, how it is searched, and that stars stay with their files."""

import os
import shutil
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from ganstudio.errors import StudioError
from ganstudio.latents.gallery.contact_sheet import save_sheet
from ganstudio.latents.gallery.files import (
    bin_files,
    copy_files,
    pictures_in,
    rename_file,
    unbin_files,
)
from ganstudio.latents.gallery.finding import counts, day_words, found, sections
from ganstudio.latents.gallery.folder import GalleryFolder
from ganstudio.latents.gallery.item import Item
from ganstudio.latents.gallery.labels import Labels, clean_tags, labels_in, sidecar_of, write_labels
from ganstudio.latents.gallery.names import new_picture_path
from ganstudio.latents.gallery.opening import open_pixels
from ganstudio.latents.gallery.png_text import read_png
from ganstudio.latents.point import (
    ClassShare,
    DirectionUse,
    LatentPoint,
    Layers,
    Mix,
    Origin,
    SeedShare,
    Vector,
)
from ganstudio.resources import gallery_folder
from tests.latents.gallery.pictures import chunk, save, with_chunk


def everything(folder: Path) -> dict[str, Item]:
    gallery = GalleryFolder(folder)
    return {item.path.name: gallery.read(item) for item in gallery.scan()}


def rich_point() -> LatentPoint:
    return LatentPoint(
        origin=Origin(seeds=(SeedShare(seed=12, share=0.4), SeedShare(seed=1284, share=0.6))),
        classes=(ClassShare(number=0, share=0.35), ClassShare(number=1, share=0.65)),
        psi=0.7, cutoff=8, noise="random", noise_seed=3,
        mixes=(Mix(origin=Origin.of_seed(52), layers=Layers(first=7, last=11)),),
        directions=tuple(
            DirectionUse(name=name, vector=Vector.of([1.0, 0.0]), strength=strength)
            for name, strength in (("Smile", 2.2), ("Ears", 1.6), ("Fur", -1.0))
        ),
    )  # fmt: skip


def test_a_picture_says_how_it_was_made(tmp_path: Path) -> None:
    save(tmp_path / "a.png", rich_point())
    item = everything(tmp_path)["a.png"]
    assert item.made == (
        ("Model", "digits"), ("Latent", "60 % of 1,284, 40 % of 12"), ("Truncation ψ", "0.70, layers 0–7"),
        ("Class", "65 % one, 35 % zero"), ("Style mix", "Layers 7–11 from seed 52"),
        ("Directions", "Smile +2.2, Ears +1.6, 1 more"), ("Noise", "random, seed 3"),
    )  # fmt: skip
    assert (item.width, item.height, item.kind, item.format) == (16, 16, "explored", "PNG")


def test_it_reads_what_the_program_saves(tmp_path: Path) -> None:
    from ganstudio.latents.picture_file import ModelMark, SavedPoint, picture_bytes

    saved = SavedPoint(
        model=ModelMark(fingerprint="f", name="m"), point=rich_point(), notes={"Distance": "0.1"}
    )
    (tmp_path / "a.png").write_bytes(picture_bytes(Image.new("L", (8, 8)), saved))
    item = everything(tmp_path)["a.png"]
    assert (item.model, item.fingerprint) == ("m", "f")
    assert item.made[-1] == ("Distance", "0.1")


def test_reading_loads_no_torch(tmp_path: Path) -> None:
    import subprocess

    names = ("folder", "files", "finding", "names", "contact_sheet")
    code = "; ".join(f"import ganstudio.latents.gallery.{name}" for name in names)
    code += "; import sys; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_search_finds_by_name_model_seed_word_and_class(tmp_path: Path) -> None:
    save(tmp_path / "Panda.png", LatentPoint.of_seed(1284, 2))
    save(tmp_path / "set" / "other.png", LatentPoint.of_seed(9, 0), model="emoji")
    write_labels(tmp_path / "Panda.png", Labels(tags=("Warm colours",)))
    save(tmp_path / "foreign.png")
    items = list(everything(tmp_path).values())

    def names(words: str) -> list[str]:
        return sorted(item.name for item in found(items, words=words))

    assert names("panda") == names("1,284") == names("1284") == names("two") == names("WARM") == ["Panda"]
    assert names("emoji zero") == names("set") == names("9") == ["other"]
    assert names("128") == [], "a part of a seed is another seed"
    assert names("panda emoji") == []
    assert names(" ") == ["Panda", "foreign", "other"]
    assert names("9" * 500) == []


def test_filters_and_orders(tmp_path: Path) -> None:
    for number, name in enumerate(("b", "a", "c")):
        path = save(tmp_path / f"{name}.png", LatentPoint.of_seed(number) if name != "c" else None)
        os.utime(path, (10**9 + number * 86400,) * 2)
        write_labels(path, Labels(stars=number))
    Image.new("P", (4, 4)).save(tmp_path / "walk.gif")
    os.utime(tmp_path / "walk.gif", (10**9 - 86400,) * 2)
    items = list(everything(tmp_path).values())
    assert counts(items) == {"all": 4, "starred": 2, "explored": 2, "translated": 0, "videos": 1}
    order = {
        sort: [item.name for item in found(items, sort=sort)]
        for sort in ("newest", "oldest", "name", "stars")
    }
    assert order == {
        "newest": ["c", "a", "b", "walk"], "oldest": ["walk", "b", "a", "c"],
        "name": ["a", "b", "c", "walk"], "stars": ["c", "a", "b", "walk"],
    }  # fmt: skip
    heads = [section.title for section in sections(found(items, sort="stars"), "stars")]
    assert heads == ["2 stars", "1 star", "No stars"]
    assert len(sections(found(items), "newest")) == 4


def test_days_are_named_as_people_name_them() -> None:
    today = date(2026, 3, 12)  # a Thursday
    days = (date(2026, 3, 12), date(2026, 3, 11), date(2026, 3, 9), date(2026, 3, 5), date(2025, 12, 31))
    assert [day_words(day, today) for day in days] == [
        "Today",
        "Yesterday",
        "Monday",
        "5 March",
        "31 December 2025",
    ]
    assert day_words(date(2026, 3, 13), today) == "13 March", "a clock that went wrong"


@pytest.mark.parametrize("suffix", [".png", ".webp", ".gif", ".jpg"])
def test_stars_and_words_survive_a_move_to_another_folder(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / "here" / f"a{suffix}"
    path.parent.mkdir()
    Image.new("L", (8, 8)).save(path)
    write_labels(path, Labels(stars=4, tags=("cat", "series 2")))
    other = tmp_path / "there"
    other.mkdir()
    for file in path.parent.iterdir():
        shutil.move(file, other / file.name)
    item = everything(other)[f"a{suffix}"]
    assert (item.stars, item.tags) == (4, ("cat", "series 2"))
    copied = copy_files([other / f"a{suffix}"], tmp_path / "third")[0]
    assert everything(copied.parent)[copied.name].stars == 4
    renamed = rename_file(copied, "Heart cat")
    assert everything(renamed.parent)[renamed.name].stars == 4
    write_labels(renamed, Labels())
    assert not sidecar_of(renamed).exists()


def test_labels_that_are_damaged_or_from_tomorrow(tmp_path: Path) -> None:
    path = save(tmp_path / "a.png")
    facts = read_png(with_chunk(path, chunk(b"tEXt", b'ganstudio.labels\0{"stars": 99}')))
    assert facts is not None
    assert labels_in(path, facts.texts) == Labels()
    later = '{"stars": 2, "colour": "red"}'
    assert "red" in labels_in(path, {"ganstudio.labels": later}).model_dump_json(), (
        "what is not known is kept"
    )
    assert clean_tags([" a  b ", "A B", "", "\n", "x" * 99]) == ("a b", "x" * 60)
    gif = tmp_path / "a.gif"
    sidecar_of(gif).write_bytes(b"{" * 100_000)
    assert labels_in(gif, {}) == Labels()


def test_what_changes_outside_is_noticed_and_nothing_else_is_read(tmp_path: Path) -> None:
    for name in ("a", "b"):
        save(tmp_path / f"{name}.png")
    gallery = GalleryFolder(tmp_path)
    for item in gallery.scan():
        gallery.read(item)
    assert all(item.is_read for item in gallery.scan())
    save(tmp_path / "c.png")
    (tmp_path / "a.png").unlink()
    write_labels(tmp_path / "b.png", Labels(stars=3))
    fresh = {item.name: item.is_read for item in gallery.scan()}
    assert fresh == {"b": False, "c": False}
    for item in gallery.scan():
        gallery.read(item)
    write_labels(tmp_path / "b.png", Labels(stars=4))  # as long as before, a millisecond later
    assert [item.name for item in gallery.scan() if not item.is_read] == ["b"]
    Image.new("L", (4, 4)).save(tmp_path / "d.gif")
    for item in gallery.scan():
        gallery.read(item)
    write_labels(tmp_path / "d.gif", Labels(stars=1))
    assert [item.name for item in gallery.scan() if not item.is_read] == ["d"]


def test_what_is_no_picture_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / ".hidden.png").write_bytes(b"")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "gone.png").symlink_to(tmp_path / "nowhere.png")
    save(tmp_path / "one" / "deep.png")
    save(tmp_path / "one" / "two" / "too deep.png")
    assert list(everything(tmp_path)) == ["deep.png"]
    assert everything(tmp_path / "nowhere") == {}


def hostile(folder: Path) -> list[Path]:
    """Files that are not what their names say."""
    folder.mkdir()
    words = {
        "text.png": b"hello",
        "empty.png": b"",
        "text.mp4": b"hello",
        "text.webp": b"RIFF",
        "cut.gif": b"GIF89a",
    }
    for name, data in words.items():
        (folder / name).write_bytes(data)
    cut = save(folder / "cut.png", LatentPoint.of_seed(3))
    cut.write_bytes(cut.read_bytes()[:-300])
    bad = b'{"format":1,"model":{"fingerprint":"x"},"point":' + b"[" * 5000
    texts = (b'{"format": 2}', bad, b"\xff", b"null", b'{"format":1,"model":{},"point":{"psi":1e99}}')
    for number, text in enumerate(texts):
        with_chunk(save(folder / f"point{number}.png"), chunk(b"tEXt", b"ganstudio.point\0" + text))
    header = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    (folder / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b""))
    return list(folder.iterdir())


def test_hostile_files_are_listed_and_harm_nothing(tmp_path: Path) -> None:
    paths = hostile(tmp_path / "gallery")
    items = everything(tmp_path / "gallery")
    assert len(items) == len(paths)
    assert not any(item.has_point for name, item in items.items() if name != "cut.png")
    assert items["cut.png"].problem == "This file is cut off."
    assert "newer" in items["point0.png"].problem
    for path in paths:
        if not path.name.startswith("point"):
            with pytest.raises(StudioError, match=path.name):
                open_pixels(path)


def test_two_thousand_pictures_are_listed_fast(tmp_path: Path) -> None:
    first = save(tmp_path / "0.png", LatentPoint.of_seed(1), side=64)
    for number in range(1, 2000):
        os.link(first, tmp_path / f"{number}.png")
    gallery = GalleryFolder(tmp_path)

    def seconds(deed: object) -> float:
        begin = time.process_time()
        assert callable(deed)
        deed()
        return time.process_time() - begin

    assert seconds(lambda: [gallery.read(item) for item in gallery.scan()]) < 4
    items = gallery.scan()
    assert len(items) == 2000
    assert min(seconds(gallery.scan) for _ in range(3)) < 0.4
    assert min(seconds(lambda: sections(found(items, words="digits 1"), "newest")) for _ in range(3)) < 0.1


def test_names_are_good_and_never_taken(tmp_path: Path) -> None:
    point = LatentPoint.of_seed(1284)
    first = new_picture_path("digits", point)
    assert first == gallery_folder() / "digits seed 1284.png"
    save(first)
    assert new_picture_path("digits", point).name == "digits seed 1284 2.png"
    assert new_picture_path("DIGITS", point).name == "DIGITS seed 1284 2.png"
    assert new_picture_path("../a/b:c?", rich_point(), tmp_path).name == "a b c seeds 12+1284.png"
    assert new_picture_path("con", None, tmp_path).name == "con picture.png"
    assert len(new_picture_path("x" * 500, point, tmp_path).name) <= 104


def test_renaming_refuses_what_cannot_be(tmp_path: Path) -> None:
    path, _ = save(tmp_path / "a.png"), save(tmp_path / "b.png")
    for name in ("", " ", "x/y", "B", "x.", "nul"):
        with pytest.raises(StudioError):
            rename_file(path, name)
    assert rename_file(path, "A").name == "A.png"
    with pytest.raises(StudioError, match="not there any more"):
        rename_file(tmp_path / "gone.png", "x")


def test_import_takes_pictures_out_of_folders_and_overwrites_nothing(tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.png")
    (tmp_path / "in" / "words.txt").write_text("x")
    wanted = pictures_in([tmp_path / "in", tmp_path / "in" / "a.png", tmp_path / "in" / "words.txt"])
    made = copy_files(wanted, tmp_path / "gallery")
    assert [path.name for path in made] == ["a.png", "a 2.png"]
    assert made[0].read_bytes() == made[1].read_bytes() == (tmp_path / "in" / "a.png").read_bytes()
    assert copy_files(wanted, tmp_path / "other", should_stop=lambda: True) == []
    with pytest.raises(StudioError, match="not there any more"):
        copy_files([tmp_path / "gone.png"], tmp_path / "other")


@pytest.mark.skipif(sys.platform != "linux", reason="the bin of freedesktop")
def test_to_the_bin_and_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    import send2trash.plat_other as bin_of_linux

    monkeypatch.setattr(bin_of_linux, "HOMETRASH", str(tmp_path / "data" / "Trash"))
    monkeypatch.setattr(bin_of_linux, "HOMETRASH_B", os.fsencode(tmp_path / "data" / "Trash"))
    path, clip = save(tmp_path / "a.png"), tmp_path / "b.gif"
    Image.new("L", (4, 4)).save(clip)
    write_labels(clip, Labels(stars=2))
    binned = bin_files([path, clip, tmp_path / "gone.png"])
    assert not path.exists()
    assert not sidecar_of(clip).exists()
    assert unbin_files(binned) == [path, clip]
    assert everything(tmp_path)["b.gif"].stars == 2
    with pytest.raises(StudioError, match="not in the bin any more"):
        unbin_files(binned)


def test_a_contact_sheet_shows_every_picture(tmp_path: Path) -> None:
    for number in range(5):
        side = 8 if number else 300
        Image.new("RGB", (side, side), (0, 40 * number + 40, 0)).save(tmp_path / f"{number}.png")
    items = sorted(everything(tmp_path).values(), key=lambda item: item.name)
    path = save_sheet(items, tmp_path)
    assert path is not None
    assert path.name == "contact sheet of 5.png"
    sheet = Image.open(path)
    assert sheet.size == (3 * 316 + 16, 2 * 352 + 16)
    shades = [
        sheet.getpixel((16 + 316 * (number % 3) + 150, 16 + 352 * (number // 3) + 150)) for number in range(5)
    ]
    assert shades == [(0, 40 * number + 40, 0) for number in range(5)]
    assert save_sheet(items, tmp_path, should_stop=lambda: True) is None
    with pytest.raises(StudioError, match="1 to 400"):
        save_sheet([], tmp_path)
