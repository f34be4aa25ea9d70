"""What all commands share: --debug, and errors told in one sentence instead of a traceback."""

import errno
import os
import sys
from contextlib import suppress
from typing import IO, Any

import click

from ganstudio.errors import StudioError

_DEBUG = "ganstudio.debug"


class Failure(click.ClickException):
    """Exit status 1 with one sentence on stderr."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(self.format_message(), file=file or sys.stderr)


class Command(click.Command):
    """A command with --debug."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params.append(_debug_option())


class Program(click.Group):
    """A group whose commands fail with a sentence."""

    command_class = Command

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.params.append(_debug_option())

    def invoke(self, context: click.Context) -> Any:
        try:
            result = super().invoke(context)
            sys.stdout.flush()  # here a full disk or a closed pipe can still be told
            return result
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except (Exception, KeyboardInterrupt) as error:
            if context.meta.get(_DEBUG):
                raise
            _forget_output(error)
            raise Failure(sentence(error)) from error


def sentence(error: BaseException) -> str:
    """What happened and what to do about it, on one line."""
    if isinstance(error, StudioError):
        return _one_line(str(error))
    if isinstance(error, KeyboardInterrupt):
        return "Stopped at once; a run goes on from its last checkpoint with: ganstudio resume RUN."
    if isinstance(error, MemoryError) or "out of memory" in str(error).lower():
        return "Memory ran out; choose a smaller batch or resolution."
    if isinstance(error, OSError) and error.errno is not None:
        return _of_the_system(error)
    what = _one_line(f"{type(error).__name__}: {error}").rstrip(".: ")
    return f"Something went wrong: {what}; run again with --debug to see where."


def _of_the_system(error: OSError) -> str:
    place = str(error.filename) if error.filename is not None else "the output"
    if error.errno == errno.EPIPE:
        return "The output was cut off, because the program that read it has ended."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"There is no space left for {place}; free some and try again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{place} may not be read or written here; choose another place or change its rights."
    if error.errno == errno.ENOENT:
        return f"{place} does not exist; check the path."
    return f"{place}: {error.strerror or _one_line(str(error))}; check it and try again."


def _one_line(text: str, most: int = 500) -> str:
    words = " ".join(text.split())
    return words if len(words) <= most else words[:most] + " ..."


def _forget_output(error: BaseException) -> None:
    """Python writes what is left of stdout when it ends; if that failed once, it must not fail again."""
    if isinstance(error, OSError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())  # type: ignore[union-attr]


def _debug_option() -> click.Option:
    def remember(context: click.Context, _: click.Parameter, value: bool) -> None:
        if value:
            context.meta[_DEBUG] = True

    return click.Option(
        ["--debug"],
        is_flag=True,
        expose_value=False,
        callback=remember,
        help="Show the traceback of an error.",
    )
