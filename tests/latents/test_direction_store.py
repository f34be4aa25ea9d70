"""Directions are kept beside their model, in one step; what is damaged is said, and not lost."""

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from ganstudio.errors import StudioError
from ganstudio.latents.direction_store import (
    KEY,
    delete_direction,
    directions_file,
    read_all,
    read_directions,
    read_file,
    rename_direction,
    save_direction,
    write_directions,
)
from ganstudio.latents.directions import Direction, use
from ganstudio.latents.point import LatentPoint, Layers, Vector
from ganstudio.latents.rendering import render_many
from ganstudio.resources import home, resource
from tests.latents.small_models import small_stylegan2

MARK = "0123456789abcdef"


def direction(name: str, entry: int = 0) -> Direction:
    return Direction(
        name=name, kind="made", vector=Vector.of(np.eye(5)[entry] / 3), scale=1.7, layers=Layers(first=1, last=3),
        accuracy=0.93, note="12 pictures marked as more, 9 as less", model=MARK,
    )  # fmt: skip


def test_directions_come_back_bit_for_bit(tmp_path: Path) -> None:
    file = tmp_path / "a.directions.safetensors"
    kept = (direction("Smile"), direction("Größe, ψ & \n more", 3))
    write_directions(file, kept)
    assert read_file(file) == kept
    assert read_directions(file) == kept
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_saving_renaming_deleting(tmp_path: Path) -> None:
    file = tmp_path / "a.directions.safetensors"
    for name in ("One", "Two", "Three"):
        save_direction(file, direction(name))
    save_direction(file, direction("Two", 4))
    assert [(each.name, each.vector.array().argmax()) for each in read_file(file)] == [
        ("One", 0), ("Two", 4), ("Three", 0),
    ]  # fmt: skip
    rename_direction(file, "Two", "Zwei")
    delete_direction(file, "One")
    assert [each.name for each in read_file(file)] == ["Zwei", "Three"]
    with pytest.raises(StudioError, match="'Three' already"):
        rename_direction(file, "Zwei", "Three")
    for deed in (lambda: delete_direction(file, "One"), lambda: rename_direction(file, "One", "x")):
        with pytest.raises(StudioError, match="no direction 'One'"):
            deed()


def test_where_they_are_kept(tmp_path: Path) -> None:
    run = tmp_path / "run"
    (run / "checkpoints" / "12").mkdir(parents=True)
    (run / "run.json").write_text("{}")
    model, weights = run / "model.safetensors", run / "checkpoints" / "12" / "weights.safetensors"
    for path in (run, model, run / "checkpoints" / "12", weights):
        assert directions_file(path, MARK) == run / "directions.safetensors"
    assert directions_file(tmp_path / "cat.safetensors", MARK) == tmp_path / "cat.directions.safetensors"
    shipped = resource("models", "digits.safetensors")
    assert directions_file(shipped, MARK) == home() / "directions" / f"{MARK}.safetensors"


def test_those_of_a_shipped_model_are_read_from_home() -> None:
    shipped = resource("models", "digits.safetensors")
    save_direction(directions_file(shipped, MARK), direction("Slant"))
    assert [each.name for each in read_all(shipped, MARK)][-1] == "Slant"


def test_a_script_reads_those_of_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = small_stylegan2()
    monkeypatch.setattr("ganstudio.latents.model.load_model", lambda path: model)
    file = tmp_path / "cat.safetensors"
    file.write_bytes(b"")
    assert read_directions(file) == ()
    save_direction(directions_file(file, model.fingerprint), direction("Ears"))
    assert [each.name for each in read_directions(file)] == ["Ears"]


def damage(file: Path, how: str) -> None:
    data = file.read_bytes()
    numbers = {"0": np.ones(5, np.float32)}
    if how == "cut":
        file.write_bytes(data[: len(data) // 2])
    elif how == "text":
        file.write_text("directions")
    elif how == "no record":
        save_file(numbers, file)
    elif how == "newer":
        save_file(numbers, file, metadata={KEY: '{"format": 2, "directions": []}'})
    elif how == "no vector":
        save_file({}, file, metadata={KEY: '{"directions": [{"name": "x", "kind": "made", "scale": 1}]}'})
    elif how == "not finite":
        save_file(
            {"0": np.full(5, np.nan, np.float32)}, file,
            metadata={KEY: '{"directions": [{"name": "x", "kind": "made", "scale": 1}]}'},
        )  # fmt: skip
    elif how == "wrong field":
        save_file(
            numbers, file, metadata={KEY: '{"directions": [{"name": "x", "kind": "made", "scale": -1}]}'}
        )
    elif how == "twice":
        one = '{"name": "x", "kind": "made", "scale": 1}'
        save_file(numbers | {"1": numbers["0"]}, file, metadata={KEY: f'{{"directions": [{one}, {one}]}}'})


@pytest.mark.parametrize(
    "how", ["cut", "text", "no record", "newer", "no vector", "not finite", "wrong field", "twice"]
)
def test_a_damaged_file_is_said_and_set_aside(tmp_path: Path, how: str) -> None:
    file = tmp_path / "a.directions.safetensors"
    write_directions(file, [direction("Smile")])
    damage(file, how)
    before = file.read_bytes()
    with pytest.raises(StudioError, match=r"The directions in .*a\.directions\.safetensors .* copy"):
        read_file(file)
    assert file.read_bytes() == before
    save_direction(file, direction("New"))
    assert [each.name for each in read_file(file)] == ["New"]
    assert (tmp_path / "a.directions.safetensors.damaged-1").read_bytes() == before


def test_a_folder_in_the_way_is_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "there"
    file.write_text("")
    with pytest.raises(StudioError, match="Cannot save the model's directions"):
        write_directions(file / "a.directions.safetensors", [])


def test_the_directions_of_the_starter_model_are_its_own_and_do_what_they_say() -> None:
    """After a change of the model packaging/starter_directions.py makes them again."""
    from ganstudio.latents.model import load_model

    file = resource("models", "digits.safetensors")
    model, directions = load_model(file), read_directions(file)
    assert [each.name for each in directions] == ["Slant", "Boldness", "Width"]
    assert {each.model for each in directions} == {model.fingerprint}
    points = [LatentPoint.of_seed(900 + seed, seed % 10) for seed in range(40)]
    slanted, bold, _ = (
        render_many(model, [point.with_direction(use(each, 1.0)) for point in points])[..., 0]
        for each in directions
    )
    plain = render_many(model, points)[..., 0]
    assert (bold.mean(axis=(1, 2)) > plain.mean(axis=(1, 2))).mean() > 0.95
    assert (np.array(list(map(lean, slanted))) > np.array(list(map(lean, plain)))).mean() > 0.95


def lean(picture: np.ndarray) -> float:
    """Correlation of how far ink is to the right with how far it is up."""
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]]
    return float(np.cov(-rows.ravel(), columns.ravel(), aweights=picture.ravel() / 255.0 + 1e-9)[0, 1])


def test_what_a_person_keeps_replaces_what_came_with_the_model() -> None:
    shipped = resource("models", "digits.safetensors")
    before = read_all(shipped, MARK)
    write_directions(directions_file(shipped, MARK), before[1:])
    assert read_all(shipped, MARK) == before[1:]
