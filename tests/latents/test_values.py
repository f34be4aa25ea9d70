"""Lists of values as people write them."""

import pytest

from ganstudio.errors import StudioError
from ganstudio.latents.values import evenly, parse_steps, parse_values, parse_whole


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0-3", [0, 1, 2, 3]),
        ("0.2,0.5,1", [0.2, 0.5, 1]),
        ("-3..3 in 7", [-3, -2, -1, 0, 1, 2, 3]),
        ("0..1 in 5", [0, 0.25, 0.5, 0.75, 1]),
        ("1..0 in 3", [1, 0.5, 0]),
        ("-2..1", [-2, -1, 0, 1]),
        ("2..0", [2, 1, 0]),
        ("-1.5, .5 ,+2", [-1.5, 0.5, 2]),
        ("7,0-1,7", [7, 0, 1, 7]),
        ("−1,1", [-1, 1]),
        ("0.3..0.3 in 1", [0.3]),
    ],
)
def test_what_is_understood(text: str, values: list[float]) -> None:
    assert parse_values(text) == pytest.approx(values)


@pytest.mark.parametrize(
    "text", ["", "a", "1,,2", "1-", "0.5-1", "1..2 in", "1..2 in 0", "nan", "0-9999", "1e9"]
)
def test_what_is_not(text: str) -> None:
    with pytest.raises(StudioError, match=r"write them such as|asks for"):
        parse_values(text)


def test_whole_numbers() -> None:
    assert parse_whole("0-2,5", "layers", 7) == [0, 1, 2, 5]
    for text in ("0.5", "8", "-1"):
        with pytest.raises(StudioError, match="layers go from 0 to 7"):
            parse_whole(text, "layers", 7)


def test_steps_of_checkpoints() -> None:
    known = [100, 200, 300, 400, 500]
    assert parse_steps("all", known) == known
    assert parse_steps("all in 3", known) == [100, 300, 500]
    assert parse_steps("200,500", known) == [200, 500]
    with pytest.raises(StudioError, match="no checkpoint of step 250; there are 100"):
        parse_steps("250", known)
    assert evenly(known, 1) == [500]
