"""Reads a pickle as an outline: nothing is looked up, made or called, so nothing in it can run.

Only what torch.save writes of a state dict is understood (protocol 2). Tensors become `TensorOutline`s.
"""

import pickletools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod
from typing import Any, BinaryIO, NamedTuple

MOST_STEPS = 100_000  # of the pickle machine; a large translator's state dict takes 15,000
DIMENSIONS = 8
KINDS = {
    "FloatStorage": ("float32", 4), "HalfStorage": ("float16", 2), "BFloat16Storage": ("bfloat16", 2),
    "DoubleStorage": ("float64", 8), "LongStorage": ("int64", 8), "IntStorage": ("int32", 4),
    "ShortStorage": ("int16", 2), "CharStorage": ("int8", 1), "ByteStorage": ("uint8", 1), "BoolStorage": ("bool", 1),
}  # fmt: skip


class PickleProblem(Exception):  # noqa: N818  # why, in words that go on after "the file ..."
    """Why a pickle is not read, such as "is damaged"."""


class Global(NamedTuple):
    """A name that the pickle asks for; it stays a name."""

    module: str
    name: str


ORDERED = Global("collections", "OrderedDict")
TENSOR_OLD, TENSOR = Global("torch._utils", "_rebuild_tensor"), Global("torch._utils", "_rebuild_tensor_v2")
PARAMETER = Global("torch._utils", "_rebuild_parameter")
KNOWN = {ORDERED, TENSOR_OLD, TENSOR, PARAMETER, *(Global("torch", name) for name in KINDS)}


@dataclass(frozen=True)
class Storage:
    """Where numbers lie: `numel` of one kind, under a key."""

    kind: str
    itemsize: int
    key: str
    numel: int

    @property
    def size(self) -> int:
        """Bytes."""
        return self.numel * self.itemsize


@dataclass(frozen=True)
class TensorOutline:
    """A tensor without its numbers; `shape` fits in the storage."""

    storage: Storage
    shape: tuple[int, ...]


class Read(NamedTuple):
    """A pickle's value of numbers, text, lists, tuples, dicts and tensor outlines; all storages it names, by key."""

    value: Any
    storages: dict[str, Storage]


def read_outline(stream: BinaryIO) -> Read:
    """The next pickle in a stream. Raises PickleProblem where it holds anything else than `Read` can."""
    machine = _Machine()
    try:
        for step, (name, argument) in enumerate(_steps(stream)):
            if step > MOST_STEPS:
                raise PickleProblem("holds far more than the weights of a network")
            machine.take(name, argument)
        return Read(machine.stack[-1], machine.storages)
    except PickleProblem:
        raise
    except Exception as error:  # whatever a damaged stream leads to
        raise PickleProblem("is damaged") from error


def _steps(stream: BinaryIO) -> Iterator[tuple[str, Any]]:
    """The steps of a pickle by name. The arguments of steps that are not understood are not even read."""
    name = ""
    while name != "STOP":
        code = stream.read(1)
        if not code:
            raise PickleProblem("is damaged")
        opcode = UNDERSTOOD.get(code)
        if opcode is None:
            raise PickleProblem("holds more than the weights of a network")
        name = opcode.name
        yield name, opcode.arg.reader(stream) if opcode.arg else None


class _Machine:
    """The pickle machine for the few steps that state dicts need."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.marks: list[list[Any]] = []
        self.memo: dict[int, Any] = {}
        self.storages: dict[str, Storage] = {}

    def take(self, step: str, argument: Any) -> None:
        if step in PUSHED_ARGUMENT:
            self.stack.append(argument)
        elif step in PUSHED_VALUE:
            self.stack.append(PUSHED_VALUE[step]())
        elif step in STEPS:
            STEPS[step](self, argument)
        elif step == "PROTO" and argument != 2:
            raise PickleProblem(f"was saved with pickle protocol {argument} in place of 2")

    def pop_to_mark(self) -> list[Any]:
        items = self.stack
        self.stack = self.marks.pop()
        return items

    def mark(self, _: Any) -> None:
        self.marks.append(self.stack)
        self.stack = []

    def remember(self, place: int) -> None:
        self.memo[place] = self.stack[-1]

    def recall(self, place: int) -> None:
        self.stack.append(self.memo[place])

    def name(self, argument: str) -> None:
        module, _, name = argument.partition(" ")
        if (wanted := Global(module, name)) not in KNOWN:
            raise PickleProblem(f"holds program objects ({_printable(f'{module}.{name}')}), not only weights")
        self.stack.append(wanted)

    def tuple_of(self, count: int | None) -> None:
        items = self.pop_to_mark() if count is None else [self.stack.pop() for _ in range(count)][::-1]
        self.stack.append(tuple(items))

    def append(self, items: list[Any]) -> None:
        _expect(type(self.stack[-1]) is list)
        self.stack[-1].extend(items)

    def set(self, items: list[Any]) -> None:
        _expect(type(self.stack[-1]) is dict and len(items) % 2 == 0)
        _fill(self.stack[-1], zip(items[::2], items[1::2]))

    def set_one(self, _: Any) -> None:
        value, key = self.stack.pop(), self.stack.pop()
        self.set([key, value])

    def build(self, _: Any) -> None:
        """A state dict carries its layers' versions as an attribute; nothing here needs them."""
        state = self.stack.pop()
        _expect(type(self.stack[-1]) is dict and type(state) is dict and set(state) <= {"_metadata"})

    def reduce(self, _: Any) -> None:
        arguments, called = self.stack.pop(), self.stack.pop()
        _expect(isinstance(called, Global) and type(arguments) is tuple)
        if called == ORDERED:
            self.stack.append(_ordered(*arguments))
        elif called in (TENSOR, TENSOR_OLD):
            self.stack.append(_tensor(*arguments[:4]))
        else:
            _expect(called == PARAMETER and isinstance(arguments[0], TensorOutline))
            self.stack.append(arguments[0])

    def storage(self, _: Any) -> None:
        word, kind, key, place, numel = (told := self.stack.pop())[:5]
        _expect(word == "storage" and isinstance(kind, Global) and kind.name in KINDS and len(told) <= 6)
        _expect(type(key) is str and type(place) is str and type(numel) is int and numel >= 0)
        _expect(len(told) == 5 or told[5] is None)  # a view of another storage
        storage = Storage(*KINDS[kind.name], key, numel)
        _expect(self.storages.setdefault(key, storage) == storage)
        self.stack.append(storage)


PUSHED_ARGUMENT = {"BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT", "BINUNICODE", "SHORT_BINSTRING"}
PUSHED_VALUE: dict[str, Callable[[], Any]] = {
    "NONE": lambda: None, "NEWTRUE": lambda: True, "NEWFALSE": lambda: False,
    "EMPTY_TUPLE": tuple, "EMPTY_LIST": list, "EMPTY_DICT": dict,
}  # fmt: skip
STEPS: dict[str, Callable[[_Machine, Any], None]] = {
    "GLOBAL": _Machine.name, "REDUCE": _Machine.reduce, "BINPERSID": _Machine.storage, "BUILD": _Machine.build,
    "MARK": _Machine.mark, "SETITEM": _Machine.set_one,
    "SETITEMS": lambda machine, _: machine.set(machine.pop_to_mark()),
    "APPEND": lambda machine, _: machine.append([machine.stack.pop()]),
    "APPENDS": lambda machine, _: machine.append(machine.pop_to_mark()),
    "TUPLE": lambda machine, _: machine.tuple_of(None), "TUPLE1": lambda machine, _: machine.tuple_of(1),
    "TUPLE2": lambda machine, _: machine.tuple_of(2), "TUPLE3": lambda machine, _: machine.tuple_of(3),
    "BINPUT": _Machine.remember, "LONG_BINPUT": _Machine.remember, "BINGET": _Machine.recall,
    "LONG_BINGET": _Machine.recall,
}  # fmt: skip
NAMES = {"PROTO", "STOP"} | PUSHED_ARGUMENT | PUSHED_VALUE.keys() | STEPS.keys()
UNDERSTOOD = {info.code.encode("latin-1"): info for info in pickletools.opcodes if info.name in NAMES}


def _ordered(items: Any = ()) -> dict[Any, Any]:
    """Python 2 wrote the items of an OrderedDict as its argument."""
    filled: dict[Any, Any] = {}
    _fill(filled, ((key, value) for key, value in items))
    return filled


def _fill(target: dict[Any, Any], items: Any) -> None:
    for key, value in items:
        _expect(type(key) in (str, int))  # also: the hash of a deep tuple overflows the stack
        target[key] = value


def _tensor(storage: Any, offset: Any, shape: Any, stride: Any) -> TensorOutline:
    """Checked against its storage: a zero stride would make a small file claim terabytes."""
    _expect(isinstance(storage, Storage) and type(shape) is tuple and type(stride) is tuple)
    _expect(len(shape) == len(stride) <= DIMENSIONS)
    _expect(all(type(number) is int and number >= 0 for number in (offset, *shape, *stride)))
    last = offset + sum((size - 1) * step for size, step in zip(shape, stride))
    _expect(prod(shape) == 0 or (prod(shape) <= storage.numel and last < storage.numel))
    return TensorOutline(storage, shape)


def _expect(holds: bool) -> None:
    if not holds:
        raise PickleProblem("is damaged")


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)[:80]
