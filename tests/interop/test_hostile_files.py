"""Files that would run code, lie about their sizes, or were damaged: one sentence each, and nothing runs."""

import io
import os
import random
import struct
import sys
import time
import zipfile
from collections import OrderedDict
from pathlib import Path

import pytest
import torch
from torch import nn

from ganstudio.errors import StudioError
from ganstudio.interop.opening import open_model
from ganstudio.interop.torch_file import MAGIC, PROTOCOL
from ganstudio.latents.model import Model
from tests.interop.repository_networks import PlainResNet, PlainUNet, save_as, with_lively_weights

SECONDS = 2.0
WATCHED = (
    "os.",
    "subprocess.",
    "socket.",
    "shutil.",
    "ctypes.",
    "pickle.",
    "exec",
    "compile",
    "import",
    "open",
)
HARMLESS = ("os.listdir", "os.scandir")
seen: list[str] | None = None  # what was done while this is a list


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    """Python keeps audit hooks for ever, so this one listens only now and then."""
    if seen is None or not event.startswith(WATCHED) or event in HARMLESS:
        return
    if event != "open" or arguments[1] not in ("r", "rb", None):
        seen.append(f"{event} {arguments!r:.200}")


sys.addaudithook(_watch)


@pytest.fixture(scope="module", autouse=True)
def _warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What torch imports when it first opens a file is no part of the tests."""
    for form in ("zip", "old"):
        open_model(save_as(tmp_path_factory.mktemp("warm") / f"{form}.pth", PlainResNet(1), form))


def attempt(file: Path) -> str:
    """What is said of a file; "" where it opens.

    Fails where code was run, a name looked up, a file written or a process started; for another error than ours; for a
    slow answer.
    """
    global seen
    start, seen = time.process_time(), []
    try:
        told = "" if isinstance(open_model(file), Model) else "no model"
    except StudioError as error:
        told = str(error)
    finally:
        done, seen = seen, None
    assert time.process_time() - start < SECONDS
    assert done == []
    if told:
        assert "\n" not in told
        assert told.startswith((str(file), "There is no model"))
        assert told.endswith(".")
    return told


def zipped(file: Path, pickle: bytes, packing: int = zipfile.ZIP_STORED, **parts: bytes) -> Path:
    with zipfile.ZipFile(file, "w", packing) as archive:
        archive.writestr("net/data.pkl", pickle)
        for name, content in parts.items():
            archive.writestr(f"net/{name.replace('__', '/').replace('_dot_', '.')}", content)
    return file


def unzipped(file: Path, pickle: bytes) -> Path:
    """In the old form: magic number, version, the machine, the object, the keys of storages."""
    magic = b"\x80\x02\x8a\x0a" + MAGIC.to_bytes(10, "little") + b"."
    version = b"\x80\x02M" + struct.pack("<H", PROTOCOL) + b"."
    machine = b"\x80\x02}X\x0d\x00\x00\x00little_endian\x88s."
    file.write_bytes(magic + version + machine + pickle + b"\x80\x02]." + b"")
    return file


def text(word: str) -> bytes:
    return b"X" + struct.pack("<I", len(word)) + word.encode()


TOUCH = text("touch ganstudio-was-here")
CODE = {
    "os.system": b"\x80\x02cposix\nsystem\n" + TOUCH + b"\x85R.",
    "eval": b"\x80\x02cbuiltins\neval\n" + text("1/0") + b"\x85R.",
    "python 2 eval": b"\x80\x02c__builtin__\neval\n" + text("1/0") + b"\x85R.",
    "in a dict": b"\x80\x02}" + text("model.1.weight") + b"cbuiltins\nexec\n" + text("1/0") + b"\x85Rs.",
    "getattr": b"\x80\x02cbuiltins\ngetattr\nctorch\nFloatStorage\n" + text("__init__") + b"\x86R.",
    "inst": b"\x80\x02(" + TOUCH + b"iposix\nsystem\n.",
    "obj": b"\x80\x02(cposix\nsystem\n" + TOUCH + b"o.",
    "newobj": b"\x80\x02csubprocess\nPopen\n" + TOUCH + b"\x85\x81.",
    "build": b"\x80\x02ctorch\nFloatStorage\n}" + text("__reduce__") + text("x") + b"sb.",
    "stack global": b"\x80\x04" + text("posix") + text("system") + b"\x93" + TOUCH + b"\x85R.",
    "extension": b"\x80\x02\x82\x01)R.",
    "nested file": b"\x80\x02ctorch.storage\n_load_from_bytes\n" + TOUCH + b"\x85R.",
    "storage called": b"\x80\x02ctorch\nFloatStorage\nK\x05\x85R.",
    "whole model": b"\x80\x02ctorch.nn.modules.container\nSequential\n)\x81}b.",
    "typed rebuild": b"\x80\x02ctorch._tensor\n_rebuild_from_type_v2\n)R.",
}


@pytest.mark.parametrize("form", ["bare", "zip", "old"])
@pytest.mark.parametrize("pickle", CODE.values(), ids=CODE)
def test_code_is_refused(tmp_path: Path, pickle: bytes, form: str) -> None:
    file = tmp_path / "latest_net_G.pth"
    if form == "bare":
        file.write_bytes(pickle)
    told = attempt(
        {"bare": lambda: file, "zip": lambda: zipped(file, pickle), "old": lambda: unzipped(file, pickle)}[
            form
        ]()
    )
    assert told
    assert not Path("ganstudio-was-here").exists()


def test_what_is_said_of_code(tmp_path: Path) -> None:
    file = tmp_path / "latest_net_G.pth"
    assert attempt(zipped(file, CODE["os.system"])) == (
        f"{file} holds program objects (posix.system), not only weights; such files can run code and are not opened, "
        "so save the network's state dict alone."
    )


def number(value: int) -> bytes:
    return b"\x8a\x08" + struct.pack("<q", value)


def numbers(values: tuple[int, ...]) -> bytes:
    return b"(" + b"".join(number(value) for value in values) + b"t"


def tensor(numel: int, offset: int, shape: tuple[int, ...], stride: tuple[int, ...]) -> bytes:
    """A dict with one tensor, as torch.save writes it."""
    storage = (
        b"(" + text("storage") + b"ctorch\nFloatStorage\n" + text("0") + text("cpu") + number(numel) + b"tQ"
    )
    ending = b"\x89ccollections\nOrderedDict\n)Rt"
    arguments = b"(" + storage + number(offset) + numbers(shape) + numbers(stride) + ending
    return b"\x80\x02}" + text("model.1.weight") + b"ctorch._utils\n_rebuild_tensor_v2\n" + arguments + b"Rs."


def test_this_tensor_is_a_tensor(tmp_path: Path) -> None:
    """So that the lies below are refused for what is false in them."""
    file = zipped(tmp_path / "a.pth", tensor(6, 0, (2, 3), (3, 1)), data__0=bytes(24))
    assert "is no network that this version knows" in attempt(file)


@pytest.mark.parametrize(
    ("numel", "offset", "shape", "stride"),
    [
        (6, 0, (1 << 40, 1 << 20), (0, 0)), (6, 0, (7,), (1,)), (6, 4, (3,), (1,)), (6, -1, (2,), (1,)),
        (6, 0, (-2, -3), (3, 1)), (6, 0, (2, 3), (-3, 1)), (1 << 50, 0, (2,), (1,)), (-6, 0, (2,), (1,)),
        (6, 0, (2, 3), (3,)), (7, 0, (2, 3), (3, 1)), (6, 0, (1,) * 40, (1,) * 40),
    ],
)  # fmt: skip
def test_tensors_that_do_not_fit_their_numbers(
    tmp_path: Path, numel: int, offset: int, shape: tuple[int, ...], stride: tuple[int, ...]
) -> None:
    pickle = tensor(numel, offset, shape, stride)
    assert "is damaged" in attempt(zipped(tmp_path / "a.pth", pickle, data__0=bytes(24)))
    assert "is damaged" in attempt(unzipped(tmp_path / "b.pth", pickle))


BOMBS = {
    "nest of tuples": b"\x80\x02)" + b"\x85" * 95_000 + b".",
    "nest as a key": b"\x80\x02})" + b"\x85" * 90_000 + b"K\x01s.",
    "nest of lists": b"\x80\x02" + b"]" * 45_000 + b"a" * 44_999 + b".",
    "marks": b"\x80\x02" + b"(" * 1_900_000 + b".",
    "doubling": b"\x80\x02]q\x00" + b"(h\x00h\x00h\x00h\x00t" * 15_000 + b".",
    "list in itself": b"\x80\x02]q\x00h\x00a" + b"h\x00a" * 45_000 + b".",
    "long text": b"\x80\x02X\xff\xff\xff\xff" + b"a" * 100,
    "longer text": b"\x80\x02\x8d" + b"\xff" * 8 + b"a" * 100,
    "long number": b"\x80\x02\x8b\xff\xff\xff\x7f" + b"\xff" * 100,
    "digits": b"\x80\x02I" + b"9" * 1_900_000 + b"\n.",
    "escapes": b"\x80\x02S'" + b"\\q" * 1000 + b"'\n.",
    "far memo": b"\x80\x02]r\xff\xff\xff\xffj\xff\xff\xff\xff.",
    "empty stack": b"\x80\x02R.",
    "no end": b"\x80\x02]",
    "nothing": b"",
}


@pytest.mark.parametrize("pickle", BOMBS.values(), ids=BOMBS)
def test_bombs(tmp_path: Path, pickle: bytes) -> None:
    assert attempt(zipped(tmp_path / "a.pth", pickle))
    assert attempt(unzipped(tmp_path / "b.pth", pickle))


def test_zips_that_lie(tmp_path: Path) -> None:
    good = tensor(6, 0, (2, 3), (3, 1))
    packed = zipped(tmp_path / "packed.pth", good, zipfile.ZIP_DEFLATED, data__0=bytes(50 << 20))
    assert "is a zip and no PyTorch file" in attempt(packed)
    assert "is a zip and no PyTorch file" in attempt(
        zipped(tmp_path / "a.pth", good) and _zip_of(tmp_path, {"x.png": b""})
    )
    assert "TorchScript" in attempt(zipped(tmp_path / "b.pth", good, constants_dot_pkl=b"\x80\x02)."))
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = _zip_of(tmp_path, {"net/data.pkl": good}, ("net/data.pkl", good))
    assert "is a zip" in attempt(twice)
    many = _zip_of(tmp_path, {f"net/data/{number:0200}": b"" for number in range(10_000)})
    assert "is damaged" in attempt(many)
    broken = zipped(tmp_path / "c.pth", good, data__0=bytes(24))
    broken.write_bytes(
        broken.read_bytes().replace(bytes(24), bytes(23) + b"\1")
    )  # its checksum no longer fits
    assert "is damaged" in attempt(broken)


def _zip_of(folder: Path, parts: dict[str, bytes], *more: tuple[str, bytes]) -> Path:
    file = folder / "some.pth"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (*parts.items(), *more):
            archive.writestr(name, content)
    return file


def test_other_files(tmp_path: Path) -> None:
    file = tmp_path / "latest_net_G.pth"
    for content, words in (
        (b"", "is empty"), (b"PK", "is damaged"), (b"PK\3\4", "is damaged"), (b"\x80", "holds program objects"),
        (b"hello there, this is text", "is not a model file"), (b"\x89PNG\r\n" + bytes(99), "is not a model file"),
        (bytes(257) + b"ustar" + bytes(300), "form that PyTorch used before 2017"),
    ):  # fmt: skip
        file.write_bytes(content)
        assert words in attempt(file)
    file.unlink()
    assert "no model at" in attempt(file)
    if hasattr(os, "mkfifo"):
        os.mkfifo(file)  # reading it would wait for ever
        assert "no model at" in attempt(file)


def test_a_file_of_gigabytes(tmp_path: Path) -> None:
    file = tmp_path / "latest_net_G.pth"
    with file.open("wb") as stream:
        stream.write(b"PK\3\4")
        stream.truncate(3 << 30)
    assert "is larger than any translator (3.2 GB)" in attempt(file)


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Good files of both forms."""
    folder = tmp_path_factory.mktemp("seeds")
    networks: dict[str, nn.Module] = {
        "resnet": with_lively_weights(PlainResNet(1, width=4)),
        "unet": with_lively_weights(PlainUNet(5, width=4)),
    }
    return {
        f"{name} {form}": save_as(folder / f"{name}-{form}.pth", network, form).read_bytes()
        for name, network in networks.items() for form in ("zip", "old")
    }  # fmt: skip


def test_cut_off_anywhere(tmp_path: Path, seeds: dict[str, bytes]) -> None:
    for name in ("resnet zip", "unet old"):
        content, file = seeds[name], tmp_path / "cut.pth"
        for percent in range(1, 100):
            file.write_bytes(content[: len(content) * percent // 100])
            assert "is damaged" in attempt(file)
        file.write_bytes(content[:-1])
        assert "is damaged" in attempt(file)


def mutant(content: bytes, draw: random.Random) -> bytes:
    """A few bits or bytes altered, mostly where the pickle or the zip's list lies."""
    changed = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 4, 16))):
        region = draw.choice((4000, len(changed), len(changed)))
        place = draw.randrange(min(region, len(changed)))
        if draw.random() < 0.3:
            place = len(changed) - 1 - draw.randrange(min(4000, len(changed)))
        kind = draw.random()
        if kind < 0.6:
            changed[place] ^= 1 << draw.randrange(8)
        elif kind < 0.8:
            changed[place] = draw.choice((0, 1, 0x7F, 0x80, 0xFF))
        elif kind < 0.9:
            del changed[place : place + draw.randrange(1, 9)]
        else:
            changed[place:place] = draw.randbytes(draw.randrange(1, 9))
    return bytes(changed)


def fuzz(folder: Path, seeds: dict[str, bytes], rounds: int) -> dict[str, int]:
    draw, file = random.Random(5), folder / "latest_net_G.pth"
    told: dict[str, int] = {"opened": 0, "refused": 0}
    for _ in range(rounds):
        file.write_bytes(mutant(draw.choice(list(seeds.values())), draw))
        told["refused" if attempt(file) else "opened"] += 1
    return told


def test_mutants(tmp_path: Path, seeds: dict[str, bytes]) -> None:
    told = fuzz(tmp_path, seeds, 500)
    assert told["refused"] > 250  # changed numbers of the old form, which has no checksum, open


@pytest.mark.slow
def test_many_mutants(tmp_path: Path, seeds: dict[str, bytes]) -> None:
    assert fuzz(tmp_path, seeds, 5000)["refused"] > 2500


def test_numbers_that_are_not_finite(tmp_path: Path) -> None:
    network = with_lively_weights(PlainResNet(1))
    network.state_dict()["model.4.weight"][0, 0, 0, 0] = float("nan")
    assert "model.4.weight holds numbers that are not finite" in attempt(save_as(tmp_path / "a.pth", network))


def test_tensors_that_share_numbers(tmp_path: Path) -> None:
    state = PlainResNet(2).state_dict()
    state["model.11.conv_block.1.weight"] = state["model.10.conv_block.1.weight"]
    assert "share their numbers" in attempt(save_as(tmp_path / "a.pth", dict(state)))


def layers(**shapes: tuple[int, ...]) -> dict[str, torch.Tensor]:
    return {name.replace("_", "."): torch.zeros(shape) for name, shape in shapes.items()}


def first_differs() -> dict[str, torch.Tensor]:
    state = dict(PlainResNet(2).state_dict())
    return {name: part for name, part in state.items() if name != "model.7.weight"}


def test_what_is_said_of_other_networks(tmp_path: Path) -> None:
    discriminator = layers(model_0_weight=(8, 3, 4, 4), model_0_bias=(8,), model_2_weight=(16, 8, 4, 4))
    blurred = {**PlainResNet(2).state_dict(), "model.7.filt": torch.zeros(8, 1, 3, 3)}
    cases = (
        (discriminator, "is a discriminator of CycleGAN or pix2pix, not a translator"),
        (blurred, "is a generator of CUT with blurred sampling, which this version does not read"),
        (layers(main_0_weight=(100, 64, 4, 4)), "is a DCGAN of PyTorch's examples"),
        ({"mlp_0.0.weight": torch.zeros(8, 8)}, "is the patch sampler of CUT"),
        (layers(conv1_weight=(8, 3, 7, 7)), "is no network that this version knows (it holds conv1.weight)"),
        (PlainResNet(1, out_channels=1).state_dict(), "turns pictures of 3 channels into ones of 1"),
        (PlainResNet(1, width=1).state_dict(), "cannot be opened: width cannot be 1"),
        (first_differs(), "does not fit its own layout (model.7.weight is missing in place of [16, 8, 3, 3])"),
        (dict(PlainResNet(2).state_dict(), extra=torch.zeros(1)), "does not fit its own layout (extra is unknown)"),
        ({"epoch": 3, "model": dict(PlainResNet(1).state_dict())}, "is a checkpoint with several parts (epoch, model)"),
        ({"epoch": 3}, "holds no weights of a network"),
    )  # fmt: skip
    for form in ("zip", "old"):
        for state, words in cases:
            told = attempt(save_as(tmp_path / "latest_net_G.pth", OrderedDict(state), form))
            assert words in told


def test_stylegan_pickles(tmp_path: Path) -> None:
    file = tmp_path / "network-snapshot-000100.pkl"
    for protocol in (b"\x80\x03", b"\x80\x04\x95" + bytes(8)):
        file.write_bytes(
            protocol + b"}q\x00(X\x01\x00\x00\x00Gctorch_utils.persistence\n_reconstruct_persistent_obj\n"
        )
        assert attempt(file) == (
            f"{file} is a StyleGAN pickle; this version does not read those yet, a later one does, so choose a "
            ".safetensors or a .pth file."
        )


def test_names_that_mislead(tmp_path: Path) -> None:
    good = save_as(tmp_path / "model.safetensors", PlainResNet(1))
    assert attempt(good) == ""
    open_model(good).save(tmp_path / "model.pth")
    assert attempt(tmp_path / "model.pth") == ""


def test_a_stream_that_ends_early() -> None:
    from ganstudio.interop.plain_pickle import PickleProblem, read_outline

    with pytest.raises(PickleProblem, match="is damaged"):
        read_outline(io.BytesIO(b"\x80\x02}"))
