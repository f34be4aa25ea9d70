"""Pictures are translated in turn, whatever is wrong with some of them; nothing else stops, and nothing blocks."""

import time
from pathlib import Path

from pytestqt.qtbot import QtBot

from ganstudio.gui.models.translate.item import State
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from tests.gui.translate.queue_fakes import FakeTranslate, bad_files, picture


def rest(qtbot: QtBot, queue: PictureQueue, timeout: int = 20_000) -> None:
    """Until nothing is on its way any more."""
    qtbot.waitUntil(lambda: not (queue.is_running or queue.is_gathering or queue.is_saving), timeout=timeout)


def test_a_dropped_picture_is_translated_at_once(qtbot: QtBot, queue: PictureQueue, tmp_path: Path) -> None:
    queue.add([picture(tmp_path / "a.png", 40)])
    qtbot.waitUntil(lambda: queue.count(State.DONE) == 1)
    (item,) = queue.items
    assert (item.name, item.size, item.tiles) == ("a.png", (48, 32), 1)
    after = item.after()
    assert after is not None
    assert (after == 255 - item.before()).all()
    assert queue.current is item
    assert item.small_before is not None
    assert item.small_after is not None


def test_what_is_bad_gets_a_sentence_and_the_rest_goes_on(
    qtbot: QtBot, queue: PictureQueue, tmp_path: Path
) -> None:
    bad = bad_files(tmp_path)
    good = [picture(tmp_path / f"good{number}.png") for number in range(3)]
    queue.add([good[0], *bad[:10], good[1], *bad[10:], good[2]])
    rest(qtbot, queue)
    assert queue.count(State.DONE) == 3
    refused = [item for item in queue.items if item.state is State.REFUSED]
    assert sorted(item.name for item in refused) == sorted(path.name for path in bad)
    assert all(item.name in item.sentence and len(item.sentence) < 240 for item in refused)
    assert len({item.sentence.removeprefix(item.name) for item in refused}) > 5


def test_stop_holds_the_rest_and_start_goes_on(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    translate.tiles, translate.tile_seconds = 50, 0.02
    queue.add([picture(tmp_path / f"{number}.png") for number in range(5)])
    qtbot.waitUntil(lambda: queue.count(State.RUNNING) == 1 and queue.items[0].done > 1)
    began = time.monotonic()
    queue.stop()
    qtbot.waitUntil(lambda: not queue.is_running)
    assert time.monotonic() - began < 1
    assert queue.count(State.STOPPED) == 5
    queue.add([picture(tmp_path / "later.png")])
    translate.tiles = 1
    qtbot.waitUntil(lambda: queue.count(State.DONE) == 1)  # what is dropped later is not held
    assert queue.count(State.STOPPED) == 5
    queue.start()
    rest(qtbot, queue)
    assert queue.count(State.DONE) == 6
