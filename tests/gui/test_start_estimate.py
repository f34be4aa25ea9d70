"""What a run would cost: trials as real processes, when they run, when they end, and what the page shows of them."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ganstudio.gui.start import costs
from ganstudio.gui.start.catalog import Device
from ganstudio.gui.start.costs import Cost, Question, cost_of, question, remember, remembered, why_failed
from ganstudio.gui.start.estimate import Trials
from ganstudio.gui.start.estimate_card import WAITING
from ganstudio.gui.start.page import StartPage
from tests.gui.start_fakes import DATA, sources

ANSWER = {
    "parameters": {"generator": 390_000, "discriminator": 187_000}, "memory_bytes": 3 << 30,
    "memory_total_bytes": 12 << 30, "seconds_per_step": 0.5, "steps": 500, "seconds": 270.0, "device": "Abacus",
}  # fmt: skip
Program = Callable[[str], None]


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Program:
    """Puts a few lines of Python in the place of `ganstudio estimate`; each start leaves a word in `asked`."""
    log = tmp_path / "asked"

    def use(code: str) -> None:
        head = f"import json, sys, time; open({str(log)!r}, 'a').write(sys.argv[1] + '\\n')\n"
        monkeypatch.setattr(
            Question, "command", lambda self: [sys.executable, "-c", head + code, self.recipe]
        )

    use(f"print(json.dumps({ANSWER}))")
    return use


def asked(tmp_path: Path) -> list[str]:
    log = tmp_path / "asked"
    return log.read_text().split() if log.exists() else []


@pytest.fixture
def trials(program: Program) -> Iterator[Trials]:
    made = Trials()
    made._timer.setInterval(10)
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, trials: Trials, tmp_path: Path) -> StartPage:
    made = StartPage(sources(), folder=tmp_path / "runs", trials=trials)
    trials.setParent(None)  # type: ignore[call-overload]
    qtbot.addWidget(made, before_close_func=lambda page: page.stop_work())
    made.resize(1368, 812)
    made.show()
    qtbot.waitUntil(lambda: bool(made.model.recipe_name) and len(made.model.pictures) == len(DATA) - 1)
    return made


def test_the_words_of_a_trial_are_those_of_the_command_line() -> None:
    made = question("cgan", "digits", "paper", {"batch": 8, "steps": 9, "mirror": True}, "cpu")
    assert made.command()[1:] == [
        "-m", "ganstudio", "estimate", "--recipe", "cgan", "--data", "digits", "--device", "cpu", "--json",
        "--preset", "paper", "--set", "batch=8", "--set", "mirror=True",
    ]  # fmt: skip
    assert made == question("cgan", "digits", "paper", {"mirror": True, "batch": 8, "steps": 7}, "cpu")


def test_another_length_needs_no_trial() -> None:
    cost = cost_of(json.dumps(ANSWER).encode())
    assert cost.for_steps(1000).seconds == 1000 * 0.5 + 20, "20 s are for the measurements of quality"
    assert cost.for_steps(500) == cost


@pytest.mark.parametrize("said", [b"", b"{}", b"[1]", b"Traceback", b'{"parameters": 1}'])
def test_an_answer_that_is_none_is_a_sentence(said: bytes) -> None:
    with pytest.raises(costs.StudioError, match="no answer"):
        cost_of(said)


def test_why_a_trial_failed_is_its_last_line() -> None:
    assert why_failed("warning\nError: Memory ran out.\n\n") == "Memory ran out."
    assert why_failed("") == "It ended without a word."


def test_answers_are_remembered_and_a_damaged_file_is_none() -> None:
    cost = cost_of(json.dumps(ANSWER).encode())
    remember({"a": cost})
    assert remembered() == {"a": cost}
    costs._file().write_text('{"a": {"parameters"')
    assert remembered() == {}


def test_the_page_measures_what_is_chosen_then_the_other_recipes(
    page: StartPage, qtbot: QtBot, tmp_path: Path
) -> None:
    card = page.estimate
    qtbot.waitUntil(lambda: card.time.text() == "4 min", timeout=15_000)
    assert card.words.text() == "from a short trial on Abacus"
    assert card.memory.text() == "3.0 of 12 GB"
    assert card.bar.value() == 250
    assert card.parameters.text() == "577 k"
    assert "Generator: 390,000" in card.parameters.toolTip()
    qtbot.waitUntil(lambda: len(asked(tmp_path)) == 3, timeout=15_000)
    assert asked(tmp_path)[0] == "cgan"
    assert sorted(asked(tmp_path)) == ["cgan", "dcgan", "pix2pix"]
    qtbot.waitUntil(lambda: all(card._cost is not None for card in page.recipe_step.cards.values()))
    assert "3.0 GB of memory and 4 min" in page.recipe_step.cards["dcgan"].toolTip()


def test_a_longer_run_is_reckoned_and_another_batch_measured(
    page: StartPage, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: len(asked(tmp_path)) == 3, timeout=15_000)
    qtbot.waitUntil(lambda: page.trials is not None and page.trials._process is None)
    steps, batch = (page.findChild(QLineEdit, f"start_{name}") for name in ("steps", "batch"))
    assert isinstance(steps, QLineEdit)
    assert isinstance(batch, QLineEdit)
    steps.selectAll()
    qtbot.keyClicks(steps, "7200")
    assert page.estimate.time.text() == "1 h"  # 7200 x 0.5 s + 20 s
    assert len(asked(tmp_path)) == 3
    batch.selectAll()
    qtbot.keyClicks(batch, "8")
    assert page.estimate.words.text() == "Measuring with a short trial"
    assert page.estimate._turning.isActive()
    qtbot.waitUntil(lambda: len(asked(tmp_path)) == 4, timeout=15_000)


def test_a_trial_ends_when_the_choice_changes_or_the_page_is_left(
    page: StartPage, qtbot: QtBot, program: Program, trials: Trials
) -> None:
    qtbot.waitUntil(lambda: trials._process is None and not trials._timer.isActive(), timeout=15_000)
    program("time.sleep(60)")

    def running(batch: int) -> QProcess:
        page.form.change("batch", batch)
        qtbot.waitUntil(lambda: trials.is_measuring and bool(trials._process.processId()), timeout=15_000)
        assert trials._process is not None
        return trials._process

    first = running(8)
    number = first.processId()
    second = running(24)
    assert second.processId() != number
    qtbot.waitUntil(lambda: not psutil.pid_exists(number), timeout=5000)
    number = second.processId()
    page.hide()
    assert trials._process is None
    qtbot.waitUntil(lambda: not psutil.pid_exists(number), timeout=5000)
    page.show()
    third = running(48)
    number = third.processId()
    with qtbot.waitSignal(page.start_requested):
        qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not psutil.pid_exists(number), timeout=5000)


def test_a_trial_that_fails_says_why(page: StartPage, qtbot: QtBot, program: Program) -> None:
    program("sys.exit('Error: Memory ran out; choose a smaller batch.')")
    page.form.change("batch", 4000)
    words = "No estimate: Memory ran out; choose a smaller batch."
    qtbot.waitUntil(lambda: page.estimate.words.text() == words, timeout=15_000)
    assert page.estimate.time.text() == "–"
    assert not page.estimate._turning.isActive()
    assert page.start.isEnabled(), "an estimate is no condition"


def test_nothing_is_measured_while_a_run_trains(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    busy = [True]
    trials = Trials(lambda: not busy[0])
    trials._timer.setInterval(10)
    page = StartPage(sources(), folder=tmp_path / "runs", trials=trials)
    qtbot.addWidget(page, before_close_func=lambda page: page.stop_work())
    page.show()
    qtbot.waitUntil(lambda: page.estimate.words.text() == WAITING)
    qtbot.wait(100)
    assert asked(tmp_path) == []
    busy[0] = False
    trials.look_again()
    qtbot.waitUntil(lambda: page.estimate.time.text() == "4 min", timeout=15_000)


def test_what_cannot_start_is_not_measured(page: StartPage, qtbot: QtBot, trials: Trials) -> None:
    page.choose_data("photos")
    page.choose_recipe("cgan")
    assert trials.wanted is None
    assert page.estimate.words.text() == "Choose data and a recipe that fit."


def test_several_gpus_are_one_device_with_as_many_processes(qtbot: QtBot, tmp_path: Path) -> None:
    devices = [
        Device("auto", "GPU", "cuda"),
        Device("cuda", "2 × GPU", "cuda", 2),
        Device("cpu", "CPU", "cpu"),
    ]
    page = StartPage(sources(devices=lambda: devices), folder=tmp_path)
    qtbot.addWidget(page, before_close_func=lambda page: page.stop_work())
    qtbot.waitUntil(lambda: page.summary.device.count() == 3)
    assert (page.request().device, page.request().processes) == ("auto", 1)
    choice: Any = page.summary.device
    choice.setCurrentIndex(choice.findText("2 × GPU"))
    choice.activated.emit(choice.currentIndex())
    assert (page.request().device, page.request().processes) == ("cuda", 2)


def test_recipes_show_what_they_made_and_one_is_recommended(page: StartPage) -> None:
    cards = page.recipe_step.cards
    assert page.model.made["dcgan"].shape == (10, 32, 32, 1)
    assert "digits that this recipe made" in cards["dcgan"].toolTip()
    assert "digits that this recipe made" not in cards["pix2pix"].toolTip()
    assert [name for name, card in cards.items() if "Recommended" in card.toolTip()] == ["cgan"]


def test_a_cost_is_plain_values() -> None:
    assert Cost(**ANSWER).device == "Abacus"  # type: ignore[arg-type]
