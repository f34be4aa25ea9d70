"""What the health banner says of a run, as plain values."""

from dataclasses import dataclass
from typing import Literal

from ganstudio.gui.models.happenings import title
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.words import count, duration
from ganstudio.training.events import Health, Remedy

Deed = Literal["", "resume", "retry", "unpause", "folder"]


@dataclass(frozen=True)
class Message:
    """An icon in a colour of the theme, a name, the evidence, and at most one button."""

    icon: str
    colour: str
    name: str
    words: str
    deed: Deed | Remedy = ""
    button: str = ""
    details: str = ""  # the traceback, to be copied
    is_notice: bool = False  # can be dismissed


def message(run: RunModel) -> Message:
    """The most important thing there is to say."""
    at = f"at step {run.step:,}" if run.step else "before the first step"
    match run.state:
        case State.FAILED:
            return _failed(run)
        case State.PREPARING:
            return Message("hourglass", "text2", "Preparing", preparing_words(run))
        case State.STOPPING:
            words = "A last checkpoint and the model are being saved."
            return Message("hourglass", "text2", "Stopping", words)
        case State.PAUSED if run.refused_save is not None:
            words = run.refused_save.message
            return Message("warning", "error", "Not saved", words, "unpause", "Try again")
        case State.PAUSED:
            words = f"{_capital(at)}. Nothing is computed meanwhile."
            return Message("pause", "text2", "Paused", words, "unpause", "Continue")
        case State.INTERRUPTED:
            words = "Everything up to there is safe."
            return Message("warning", "warning", f"Interrupted {at}", words, "resume", "Resume")
        case State.STOPPED:
            words = f"{_capital(at)} of {run.steps:,}."
            return Message("stop", "text2", "Stopped", words, "resume", "Resume")
        case State.FINISHED:
            return Message("check-circle", "good", "Finished", _finished(run), "folder", "Show the folder")
        case _:
            return _running(run)


def _failed(run: RunModel) -> Message:
    """The error; where the monitor knew what helps, with that as the button."""
    notice = run.notice
    if notice is not None and notice.level == "error" and notice.remedy is not None:
        return Message(
            "warning",
            "error",
            title(notice),
            notice.message,
            notice.remedy,
            notice.remedy.words,
            run.traceback,
        )
    button: tuple[Deed, str] = ("resume", "Resume") if run.step else ("retry", "Try again")
    return Message("warning", "error", "Failed", run.error, *button, details=run.traceback)


def _running(run: RunModel) -> Message:
    """While steps are made, here or elsewhere: a problem first, then what is being measured, else how it goes."""
    notice, here = run.notice, run.state is not State.RUNNING_ELSEWHERE
    if notice is not None:
        return _notice(notice, here)
    if run.evaluating is not None:
        doing = run.evaluating
        of = f": {doing.done:,} of {doing.total:,}" if doing.total else ""
        return Message("gauge", "text2", "Measuring quality", f"{_capital(doing.what)}{of}.")
    words = health_words(run)
    if not here:
        return Message("broadcast", "text2", "Running elsewhere", f"This window follows it. {words}")
    return Message("heartbeat", "good", "Healthy", words)


def _notice(notice: Health, here: bool) -> Message:
    colour = {"info": "text2", "warning": "warning", "error": "error"}[notice.level]
    icon = "info" if notice.level == "info" else "warning"
    remedy = notice.remedy if here else None
    button = remedy.words if remedy is not None else ""
    return Message(icon, colour, title(notice), notice.message, remedy or "", button, is_notice=True)


def health_words(run: RunModel) -> str:
    """What the monitor would say of a run without open problems."""
    from ganstudio.training.health.summary import Quality, in_words

    measure = run.quality.newest(str(run.settings.get("best_by", ""))) or run.quality.main()
    if measure is None:
        return in_words((), run.step, Quality())
    return in_words((), run.step, Quality(measure.short, run.quality.points_of(measure)[1].tolist()))


def preparing_words(run: RunModel) -> str:
    """What is being prepared and how far it is."""
    if run.preparing is None:
        return "The training begins in a moment."
    of = f": {count(run.preparing.done)} of {count(run.preparing.total)}" if run.preparing.total else ""
    return f"{run.preparing.what}{of}."


def _finished(run: RunModel) -> str:
    took = f" in {duration(run.last.seconds)}" if run.last else ""
    return f"{run.step:,} steps{took}. The model is saved in the run's folder."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
