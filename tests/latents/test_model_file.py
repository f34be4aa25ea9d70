"""The model file survives a round trip, and every kind of damage gives one sentence that names the file."""

import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file

from ganstudio.errors import StudioError
from ganstudio.latents.model_file import KEY, ModelRecord, read_model, write_model
from ganstudio.recipes.base import Pictures

STATE = {"layer.weight": torch.arange(6.0).view(2, 3), "layer.count": torch.tensor(7)}


def record(**changes: Any) -> ModelRecord:
    fields: dict[str, Any] = {
        "recipe": "cgan", "settings": {"steps": 5, "beta1": 0.5}, "step": 5, "images": 160, "seed": 3,
        "pictures": Pictures(32, 1, ("zero", "één 😀")),
        "data": {"name": "digits", "fingerprint": "ab", "count": 60},
    }  # fmt: skip
    return ModelRecord(**{**fields, **changes})


def raw(path: Path, metadata: Any) -> Path:
    """A file with whatever record, past the checks of write_model."""
    save_file(STATE, path, metadata=None if metadata is None else {KEY: json.dumps(metadata)})
    return path


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_model(path, STATE, record())
    read, tensors = read_model(path)
    assert read == record()
    assert read.pictures.pictures() == Pictures(32, 1, ("zero", "één 😀"))
    assert tensors.keys() == STATE.keys()
    assert all(torch.equal(tensors[name], STATE[name]) for name in STATE)
    assert [path.name for path in tmp_path.iterdir()] == ["model.safetensors"]


def test_tensors_that_share_memory_and_are_not_contiguous(tmp_path: Path) -> None:
    whole = torch.arange(6.0).view(2, 3)
    write_model(tmp_path / "m", {"a": whole.T, "b": whole}, record())
    assert torch.equal(read_model(tmp_path / "m")[1]["a"], whole.T)


def test_non_finite_weights_never_replace_a_good_file(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_model(path, STATE, record())
    before = path.read_bytes()
    with pytest.raises(StudioError, match=r"layer\.weight holds numbers that are not finite"):
        write_model(path, {"layer.weight": torch.tensor([1.0, float("nan")])}, record())
    assert path.read_bytes() == before


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failing_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    path = tmp_path / "model.safetensors"
    write_model(path, STATE, record())
    before = path.read_bytes()

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(OSError, match=os.strerror(code)):
        write_model(path, STATE, record(step=6))
    assert path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["model.safetensors"]


def test_every_truncation_gives_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_model(path, STATE, record())
    content = path.read_bytes()
    for length in range(0, len(content), 7):
        path.write_bytes(content[:length])
        with pytest.raises(StudioError, match=r"model\.safetensors is (damaged|empty)"):
            read_model(path)


GOOD = json.loads(record().model_dump_json())


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        (None, "was not made by GAN Studio"),
        ("words", "damaged record"),
        ([], "damaged record"),
        ({**GOOD, "format": 2}, "newer GAN Studio"),
        ({**GOOD, "format": 0}, "damaged record"),
        ({**GOOD, "extra": 1}, r"damaged record \(extra"),
        ({**GOOD, "step": "5"}, r"damaged record \(step"),
        ({**GOOD, "step": -1}, r"damaged record \(step"),
        ({**GOOD, "seed": 1.5}, r"damaged record \(seed"),
        (
            {**GOOD, "pictures": {"resolution": 10**9, "channels": 1}},
            r"damaged record \(pictures\.resolution",
        ),
        ({key: GOOD[key] for key in GOOD if key != "recipe"}, r"damaged record \(recipe"),
    ],
)
def test_wrong_records(tmp_path: Path, metadata: Any, words: str) -> None:
    with pytest.raises(StudioError, match=words) as caught:
        read_model(raw(tmp_path / "some.safetensors", metadata))
    assert "some.safetensors" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_nest_of_brackets_is_a_sentence(tmp_path: Path) -> None:
    save_file(STATE, tmp_path / "m", metadata={KEY: "[" * 200_000})
    with pytest.raises(StudioError, match="damaged record"):
        read_model(tmp_path / "m")


@pytest.mark.parametrize(
    "content", [b"\x80\x04c__builtin__\nexec\n.", b"PK\x03\x04" * 50, b"hello" * 9, b"\xff" * 64]
)
def test_files_of_another_kind(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "network.pkl"
    path.write_bytes(content)
    with pytest.raises(StudioError, match="not a safetensors file"):
        read_model(path)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="nothing"):
        read_model(tmp_path / "nothing")
    with pytest.raises(StudioError, match=r"cannot be read|damaged"):
        read_model(tmp_path)


def test_non_finite_weights_in_a_file_are_refused(tmp_path: Path) -> None:
    save_file({"a": torch.tensor([float("inf")])}, tmp_path / "m", metadata={KEY: json.dumps(GOOD)})
    with pytest.raises(StudioError, match="not finite"):
        read_model(tmp_path / "m")
