"""The model file: safetensors with the averaged generator's tensors and a JSON record of what they are.

Reading one runs no code from it: the tensors are plain numbers and the record is checked field by field.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SerializerFunctionWrapHandler,
    ValidationError,
    model_serializer,
)
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as to_bytes
from torch import Tensor

from ganstudio.disk import write_file
from ganstudio.errors import StudioError
from ganstudio.recipes.base import Pictures

FORMAT = 1
KEY = "ganstudio"  # of the record in the file's metadata


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True, allow_inf_nan=False)


class PicturesRecord(_Record):
    """What the generator makes; built from a `Pictures` too."""

    resolution: int = Field(ge=1, le=8192)
    channels: int = Field(ge=1, le=4)
    class_names: tuple[str, ...] = ()
    domains: tuple[str, ...] = Field((), max_length=2)

    @model_serializer(mode="wrap")
    def _short(self, written: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without domains the word is left out: older versions, and fingerprints made by them, do not know it."""
        record: dict[str, Any] = written(self)
        return record if self.domains else {key: record[key] for key in record if key != "domains"}

    def pictures(self) -> Pictures:
        return Pictures(self.resolution, self.channels, self.class_names, self.domains)


class DataRecord(_Record):
    """What it was trained on; built from any object with these attributes too, such as a data set."""

    name: str
    fingerprint: str = ""
    count: int = Field(0, ge=0)


class ModelRecord(_Record):
    """Everything needed to build the generator again, and where it came from. `settings` hold no "auto"."""

    format: int = Field(FORMAT, ge=1, le=FORMAT)
    recipe: str
    settings: dict[str, JsonValue]
    pictures: PicturesRecord
    data: DataRecord
    step: int = Field(ge=0)
    images: int = Field(ge=0)
    seed: int


class _Version(BaseModel):
    format: int


def write_model(path: Path, state: Mapping[str, Tensor], record: ModelRecord) -> None:
    """Writes the file whole or leaves the old one. Raises StudioError if a tensor holds NaN or infinity."""
    write_file(path, model_bytes(state, record))


def model_bytes(state: Mapping[str, Tensor], record: ModelRecord) -> bytes:
    """The file's content. Raises StudioError if a tensor holds NaN or infinity."""
    # Copies, because safetensors refuses tensors that share memory.
    tensors = {name: tensor.detach().to("cpu", copy=True).contiguous() for name, tensor in state.items()}
    _must_be_finite(tensors, "The model was not saved")
    return to_bytes(tensors, metadata={KEY: record.model_dump_json()})


def read_model(path: Path) -> tuple[ModelRecord, dict[str, Tensor]]:
    """The record and the tensors. Raises StudioError with one sentence that names the file and the remedy."""
    if path.is_file() and path.stat().st_size == 0:
        raise StudioError(f"{path} is empty; use an older checkpoint of the run or train it again.")
    try:
        with safe_open(path, framework="pt") as file:
            record = _read_record(path, file.metadata() or {})
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except SafetensorError as error:
        raise StudioError(
            f"{path} is damaged or is not a safetensors file ({_short(error)}); "
            "use an older checkpoint of the run, or copy the file again."
        ) from error
    except OSError as error:
        raise StudioError(f"{path} cannot be read: {error.strerror or _short(error)}.") from error
    _must_be_finite(tensors, f"{path} cannot be used")
    return record, tensors


def _read_record(path: Path, metadata: Mapping[str, str]) -> ModelRecord:
    if KEY not in metadata:
        raise StudioError(
            f"{path} was not made by GAN Studio: its record is missing; choose a model of a run."
        )
    try:
        version = _Version.model_validate_json(metadata[KEY]).format
        if version > FORMAT:
            raise StudioError(
                f"{path} was made by a newer GAN Studio (format {version}, this one reads up to {FORMAT}); "
                "install the newest version."
            )
        return ModelRecord.model_validate_json(metadata[KEY], strict=True)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in problem["loc"]) or "JSON"
        raise StudioError(
            f"{path} has a damaged record ({where}: {problem['msg']}); save the model again from its run."
        ) from error


def _must_be_finite(tensors: Mapping[str, Tensor], what: str) -> None:
    for name, tensor in tensors.items():
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
            raise StudioError(
                f"{what}: {name} holds numbers that are not finite; go back to an earlier checkpoint."
            )


def _short(error: Any) -> str:
    return " ".join(str(error).split())[:120].rstrip(" .")
