"""What a person sees of a run: sparse lines in a file, a bar on a terminal."""

import io
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from ganstudio.cli import progress
from ganstudio.cli.progress import OnTerminal, Plain, Silent, brief, describe, reporter
from ganstudio.training.events import (
    Checkpoint,
    Evaluating,
    Evaluation,
    Event,
    Finished,
    Health,
    Preparing,
    Progress,
    Started,
)

LOSSES = {"discriminator/adversarial": 1.0, "discriminator/r1": 0.25, "generator/adversarial": 0.5}
EVENTS: list[Event] = [
    Preparing("Reading pictures"),
    Preparing("Reading pictures", 5, 10),
    Started(Path("runs/a"), "cgan", 0, 1000, 0, "CPU", {}),
    *(Progress(step, step * 32, step * 0.1, LOSSES, 320.0) for step in range(10, 110, 10)),
    Health(100, "memory", "warning", "Memory is short."),
    Evaluation(100, "fid", 12.3456, "FID[1,000 pictures]", "FID", True),
    Checkpoint(100, Path("runs/a/checkpoints/100")),
    Finished(100, 3200, 10.4, True, Path("runs/a/model.safetensors")),
]


def test_plain_lines_are_sparse(capsys: pytest.CaptureFixture[str]) -> None:
    screen = Plain()
    for event in EVENTS:
        screen.show(event)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "Reading pictures ...",
        "runs/a: training, cgan, 1,000 steps on CPU",
        "Step 10 of 1,000, 320 pictures, 320 pictures/s, 0:01:39 left: discriminator 1  generator 0.5",
        "Warning: Memory is short.",
        "Step 100: FID 12.35, the best so far",
        "Stopped at step 100 after 0:00:10: runs/a/model.safetensors",
    ]


def test_plain_lines_come_by_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = iter(range(0, 1000, 3))
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    screen = Plain()
    for event in EVENTS[3:13]:
        screen.show(event)
    assert 2 <= len(capsys.readouterr().err.splitlines()) <= 5


def test_a_bar() -> None:
    text = io.StringIO()
    columns = (TextColumn("{task.description}"), MofNCompleteColumn(), TextColumn("{task.fields[detail]}"))
    with Bar(*columns, console=Console(file=text, force_terminal=True, width=120)) as bar:
        screen = OnTerminal(bar)
        for event in EVENTS:
            screen.show(event)
        (task,) = bar.tasks
    assert (task.description, task.completed, task.total) == ("Training", 100, 1000)
    assert task.fields["detail"] == "320 pictures/s  discriminator 1  generator 0.5"
    assert "Memory is short." in text.getvalue()


def test_a_resumed_run_says_where_it_goes_on() -> None:
    assert "going on at step 50" in describe(Started(Path("r"), "cgan", 50, 100, 0, "CPU", {}), 100)


def test_the_loss_that_each_network_plays_for() -> None:
    reported = {"discriminator/real_logits": 9.0, "generator/gradient_norm": 4.0}
    assert brief(LOSSES | reported) == "discriminator 1  generator 0.5"


def test_a_bar_for_measuring_gives_way_to_training() -> None:
    columns = (TextColumn("{task.description}"), MofNCompleteColumn())
    with Bar(*columns, console=Console(file=io.StringIO(), force_terminal=True)) as bar:
        screen = OnTerminal(bar)
        screen.show(Started(Path("r"), "cgan", 0, 100, 0, "CPU", {}))
        screen.show(Evaluating(50, "Scoring samples", 128, 1000))
        (task,) = bar.tasks
        assert (task.description, task.completed, task.total) == ("Scoring samples", 128, 1000)
        screen.show(Progress(60, 600, 1.0, LOSSES, 320.0))
        (task,) = bar.tasks
        assert (task.description, task.completed, task.total) == ("Training", 60, 100)


def test_which_reporter(monkeypatch: pytest.MonkeyPatch) -> None:
    with reporter() as screen:
        assert isinstance(screen, Plain)
    monkeypatch.setenv("RANK", "3")
    with reporter() as screen:
        assert isinstance(screen, Silent)
