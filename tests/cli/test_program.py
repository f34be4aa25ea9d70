"""Every failure is one sentence on stderr and status 1; a traceback only with --debug."""

import errno
import os
from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner

from ganstudio.cli.program import Command, Program
from ganstudio.errors import StudioError

CASES = [
    (StudioError("The moon is\nout; wait."), "The moon is out; wait."),
    (RuntimeError("a\nb"), "Something went wrong: RuntimeError: a b; run again with --debug to see where."),
    (RuntimeError("CUDA out of memory. Tried"), "Memory ran out; choose a smaller batch or resolution."),
    (MemoryError(), "Memory ran out"),
    (OSError(errno.ENOSPC, "No space", "/x/y"), "There is no space left for /x/y; free some and try again."),
    (
        PermissionError(errno.EACCES, "denied", "/x"),
        "/x may not be read or written here; choose another place",
    ),
    (FileNotFoundError(errno.ENOENT, "gone", "/x"), "/x does not exist; check the path."),
    (OSError(errno.EIO, os.strerror(errno.EIO), "/x"), "/x: Input/output error; check it and try again."),
    (OSError("truncated"), "Something went wrong: OSError: truncated; run again"),
    (KeyboardInterrupt(), "Stopped at once; a run goes on from its last checkpoint"),
    (ValueError("x" * 9999), "Something went wrong: ValueError: xxx"),
]


def program(error: BaseException) -> Program:
    def body() -> None:
        raise error

    return Program("ganstudio", commands=[Command("fail", callback=body)])


@pytest.mark.parametrize(("error", "words"), CASES)
def test_failures_are_sentences(error: BaseException, words: str) -> None:
    result = CliRunner().invoke(program(error), ["fail"])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(words)
    assert result.stderr.count("\n") == 1
    assert len(result.stderr) < 700
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [["fail", "--debug"], ["--debug", "fail"]])
def test_debug_shows_the_traceback(arguments: list[str]) -> None:
    result = CliRunner().invoke(program(RuntimeError("deep")), arguments)
    assert isinstance(result.exception, RuntimeError)


@pytest.mark.parametrize("action", [lambda: click.get_current_context().exit(0), lambda: None])
def test_no_failure(action: Callable[[], None]) -> None:
    result = CliRunner().invoke(Program("g", commands=[Command("c", callback=action)]), ["c"])
    assert (result.exit_code, result.stderr) == (0, "")


def test_wrong_use_is_status_two() -> None:
    result = CliRunner().invoke(program(RuntimeError()), ["nothing"])
    assert result.exit_code == 2
    assert "No such command 'nothing'" in result.stderr
