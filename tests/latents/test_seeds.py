"""Ranges of seeds and classes as people write them."""

import pytest

from ganstudio.errors import StudioError
from ganstudio.latents.seeds import parse_classes, parse_range


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("0-3,7", [0, 1, 2, 3, 7]), ("5", [5]), (" 2 - 3 , 0", [2, 3, 0]), ("4294967295", [2**32 - 1])],
)
def test_ranges(text: str, numbers: list[int]) -> None:
    assert parse_range(text) == numbers


@pytest.mark.parametrize(
    "text", ["", "a", "3-", "-3", "1,,2", "3-1", "1.5", "4294967296", "0-99999999", "٣", "0-60000,0-60000"]
)
def test_wrong_ranges_are_sentences(text: str) -> None:
    with pytest.raises(StudioError) as caught:
        parse_range(text)
    assert str(caught.value).endswith(".")


NAMES = ("Dog", "T-shirt", "cat", "7", "1")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("cat", [2]), ("dog,CAT", [0, 2]), ("0-2", [0, 1, 2]), ("T-shirt", [1]), ("Dog-T-shirt", [0, 1]),
        ("7", [3]), ("1", [4]), ("cat-4", [2, 3, 4]), ("3", [3]),
    ],
)  # fmt: skip
def test_classes(text: str, numbers: list[int]) -> None:
    assert parse_classes(text, NAMES) == numbers


def test_classes_that_are_digits() -> None:
    assert parse_classes("0-9", [str(n) for n in range(10)]) == list(range(10))
    assert parse_classes("1-3", ["1", "2", "3"]) == [0, 1, 2]


@pytest.mark.parametrize("text", ["bird", "5", "cat-dog", "", "-"])
def test_wrong_classes_are_sentences(text: str) -> None:
    with pytest.raises(StudioError):
        parse_classes(text, NAMES)


def test_a_model_without_classes() -> None:
    with pytest.raises(StudioError, match="knows no classes"):
        parse_classes("0", ())
