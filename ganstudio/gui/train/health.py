"""What the health banner says of a run, as plain values."""

from dataclasses import dataclass
from typing import Literal

from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.words import count, duration

Deed = Literal["", "resume", "retry", "unpause", "folder"]


@dataclass(frozen=True)
class Message:
    """An icon in a colour of the theme, a name, the evidence, and at most one button."""

    icon: str
    colour: str
    name: str
    words: str
    deed: Deed = ""
    button: str = ""
    details: str = ""  # the traceback, to be copied


def message(run: RunModel, dismissed: int = 0) -> Message:
    """The most important thing there is to say. Of the run's notices the first `dismissed` are done with."""
    at = f"at step {run.step:,}" if run.step else "before the first step"
    match run.state:
        case State.FAILED:
            words = run.error
            button: tuple[Deed, str] = ("resume", "Resume") if run.step else ("retry", "Try again")
            return Message("warning", "error", "Stopped", words, *button, details=run.traceback)
        case State.PREPARING:
            return Message("hourglass", "text2", "Preparing", preparing_words(run))
        case State.STOPPING:
            return Message(
                "hourglass", "text2", "Stopping", "A last checkpoint and the model are being saved."
            )
        case State.PAUSED:
            return Message(
                "pause",
                "text2",
                "Paused",
                f"{_capital(at)}. Nothing is computed meanwhile.",
                "unpause",
                "Continue",
            )
        case State.INTERRUPTED:
            words = "Everything up to there is safe."
            return Message("warning", "warning", f"Interrupted {at}", words, "resume", "Resume")
        case State.STOPPED:
            return Message(
                "stop", "text2", "Stopped", f"{_capital(at)} of {run.steps:,}.", "resume", "Resume"
            )
        case State.FINISHED:
            return Message("check-circle", "good", "Finished", _finished(run), "folder", "Show the folder")
        case State.RUNNING_ELSEWHERE:
            words = "Another window or the command line trains this run; it is read again every few seconds."
            return Message("info", "text2", "Running elsewhere", words)
        case _:
            return _notice(run, dismissed)


def preparing_words(run: RunModel) -> str:
    """What is being prepared and how far it is."""
    if run.preparing is None:
        return "The training begins in a moment."
    of = f": {count(run.preparing.done)} of {count(run.preparing.total)}" if run.preparing.total else ""
    return f"{run.preparing.what}{of}."


def _notice(run: RunModel, dismissed: int) -> Message:
    if len(run.notices) > dismissed:
        notice = run.notices[-1]
        colour = {"info": "text2", "warning": "warning", "error": "error"}[notice.level]
        name = notice.kind.replace("-", " ").capitalize() or "Notice"
        icon = "info" if notice.level == "info" else "warning"
        return Message(icon, colour, name, notice.message)
    return Message("heartbeat", "good", "Healthy", "No problem so far.")


def _finished(run: RunModel) -> str:
    took = f" in {duration(run.last.seconds)}" if run.last else ""
    return f"{run.step:,} steps{took}. The model is saved in the run's folder."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
