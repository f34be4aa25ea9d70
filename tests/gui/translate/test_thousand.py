"""A thousand files are dropped, forty of them bad in twenty ways: on a panel that is seen, and on the whole room."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ganstudio.gui import theme
from ganstudio.gui.models.translate.item import State
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from ganstudio.gui.translate.pictures_panel import PicturesPanel
from ganstudio.gui.translate.room import TranslateRoom
from ganstudio.resources import resource
from tests.gui.translate.lateness import Lateness
from tests.gui.translate.queue_fakes import FakeTranslate, bad_files, picture
from tests.gui.translate.room_fakes import open_translator

GOOD, BAD = 960, 40


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Good ones, and a bad one among every few of them."""
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    bad = [path for folder in folders for path in bad_files(folder)]
    good = [picture(tmp_path / f"{number:04d}.png", number % 200) for number in range(GOOD)]
    every = GOOD // BAD
    return [path for at in range(BAD) for path in (*good[at * every : (at + 1) * every], bad[at])]


def dropped(paths: list[Path]) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_a_thousand_files(
    qtbot: QtBot, qapp: QApplication, queue: PictureQueue, translate: FakeTranslate, files: list[Path]
) -> None:
    theme.apply(qapp, "dark")
    panel = PicturesPanel(queue)
    qtbot.addWidget(panel)
    panel.resize(288, 900)
    panel.show()
    qtbot.waitExposed(panel)
    watch = Lateness()
    assert panel.take_mime(dropped(files))
    qtbot.waitUntil(lambda: queue.count(State.DONE) > 100, timeout=60_000)
    panel.list.scrollToBottom()

    began = time.monotonic()
    queue.stop()
    qtbot.waitUntil(lambda: not queue.is_running, timeout=5000)
    assert time.monotonic() - began < 1
    done = queue.count(State.DONE)
    qtbot.waitUntil(lambda: not queue.is_gathering, timeout=30_000)
    qtbot.wait(200)
    assert queue.count(State.DONE) == done < GOOD
    assert queue.count(State.WAITING, State.RUNNING) == 0

    queue.start()
    qtbot.waitUntil(lambda: not queue.is_running, timeout=120_000)
    watch.stop()
    assert (len(queue.items), queue.count(State.DONE), queue.count(State.REFUSED)) == (GOOD + BAD, GOOD, BAD)
    assert len(translate.calls) <= GOOD + 1  # one may have been broken off
    assert panel.count.text() == "960 of 1,000 done"
    for item in queue.items:
        if item.state is State.REFUSED:
            assert item.name in item.sentence
            assert "Error" not in item.sentence
    after = queue.items[0].after()
    assert after is not None
    assert (after == 255 - queue.items[0].before()).all()
    print(f"late: median {watch.at(0.5):.1f} ms, 99 % {watch.at(0.99):.1f} ms, worst {watch.at(1):.1f} ms")
    print(
        f"busy: median {watch.busy_at(0.5):.1f} ms, 99 % {watch.busy_at(0.99):.1f}, worst {watch.busy_at(1):.1f}"
    )
    assert watch.busy_at(0.5) < 5
    assert watch.busy_at(0.99) < 33
    assert watch.at(0.5) < 50
    assert watch.at(0.99) < 500


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_thousand_files_and_the_translator_that_ships(
    qtbot: QtBot, room: TranslateRoom, files: list[Path], tmp_path: Path
) -> None:
    translate, queue, out = room.translate, room.translate.queue, tmp_path / "out"
    open_translator(qtbot, translate, resource("models/outline.safetensors"))
    translate.set_manner(direction="b2a")
    translate.set_output(folder=out)
    watch = Lateness()
    assert room.pictures.take_mime(dropped(files))
    qtbot.waitUntil(lambda: queue.count(State.DONE) > 100, timeout=300_000)

    began = time.monotonic()
    room.header.stop_button.click()
    qtbot.waitUntil(lambda: not queue.is_running, timeout=10_000)
    stopped = time.monotonic() - began
    qtbot.waitUntil(lambda: not queue.is_gathering, timeout=30_000)
    assert queue.count(State.DONE) < GOOD

    room.header.translate_button.click()
    qtbot.waitUntil(lambda: not queue.is_running, timeout=1_200_000)
    room.header.save_button.click()
    qtbot.waitUntil(lambda: not queue.is_saving and len(list(out.glob("*"))) == GOOD, timeout=120_000)
    watch.stop()
    assert (len(queue.items), queue.count(State.DONE), queue.count(State.REFUSED)) == (GOOD + BAD, GOOD, BAD)
    for item in queue.items:
        assert item.state is not State.REFUSED or (
            item.name in item.sentence and "Error" not in item.sentence
        )
    print(
        f"stop: {stopped:.2f} s, busy: median {watch.busy_at(0.5):.1f} ms, 99 % {watch.busy_at(0.99):.1f} ms"
    )
    print(f"late: median {watch.at(0.5):.1f} ms, 99 % {watch.at(0.99):.1f} ms, worst {watch.at(1):.1f} ms")
    assert stopped < 1
    assert watch.busy_at(0.5) < 5
    assert watch.busy_at(0.99) < 33
