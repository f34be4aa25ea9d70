"""Pictures from outside as a model would make them, or a sentence."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ganstudio.errors import StudioError
from ganstudio.latents.target import read_target, target_of


def saved(folder: Path, picture: Image.Image, name: str = "one.png") -> Path:
    picture.save(folder / name)
    return folder / name


def test_colour_and_grey_become_the_models_channels(tmp_path: Path) -> None:
    red = saved(tmp_path, Image.new("RGB", (20, 20), (255, 0, 0)))
    assert read_target(red, 16, 3)[:, 0, 0].tolist() == [255, 0, 0]
    assert read_target(red, 16, 1)[:, 0, 0].tolist() == [76]  # ITU-R 601
    grey = saved(tmp_path, Image.new("L", (20, 20), 90), "grey.png")
    assert read_target(grey, 16, 3)[:, 5, 5].tolist() == [90, 90, 90]


def test_shapes_become_square_as_asked(tmp_path: Path) -> None:
    wide = Image.new("L", (64, 32), 0)
    wide.paste(200, (16, 0, 48, 32))
    file = saved(tmp_path, wide)
    assert (read_target(file, 32, 1) == 200).mean() > 0.9  # the middle alone
    boxed = read_target(file, 32, 1, "letterbox", "black")[0]
    assert not boxed[:7].any()
    assert boxed[16, 16] == 200
    with pytest.raises(StudioError, match="crop"):
        read_target(file, 32, 1, "round")  # type: ignore[arg-type]


def test_a_coloured_background_stays_out_of_a_grey_model(tmp_path: Path) -> None:
    clear = saved(tmp_path, Image.new("RGBA", (16, 16), (0, 0, 0, 0)))
    assert read_target(clear, 16, 1, background="#ff0000")[:, 3, 3].tolist() == [76]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"hello, this is text", "text"),
        (b"%PDF-1.4 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\nxx", "cannot be used"),
    ],
)
def test_what_is_no_picture_gets_one_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "one.png").write_bytes(content)
    with pytest.raises(StudioError, match=words) as error:
        read_target(tmp_path / "one.png", 16, 3)
    assert str(error.value).startswith("one.png")
    assert str(error.value).endswith(".")


def test_missing_and_tiny_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="does not exist"):
        read_target(tmp_path / "none.png", 16, 3)
    with pytest.raises(StudioError, match="too small"):
        read_target(saved(tmp_path, Image.new("L", (1, 1))), 16, 3)


def test_content_without_a_file_is_checked_alike() -> None:
    with pytest.raises(StudioError, match="The picture cannot be used"):
        target_of(b"text", 16, 1)
    assert np.array_equal(target_of(_png(), 16, 1), np.full((1, 16, 16), 7, np.uint8))


def _png() -> bytes:
    import io

    buffer = io.BytesIO()
    Image.new("L", (16, 16), 7).save(buffer, "png")
    return buffer.getvalue()
