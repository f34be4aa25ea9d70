"""Pictures are translated in turn, whatever is wrong with some of them; nothing else stops, and nothing blocks."""

import errno
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from ganstudio.errors import StudioError
from ganstudio.gui.models.long_tasks import LongTasks
from ganstudio.gui.models.translate.item import State
from ganstudio.gui.models.translate.picture_queue import PictureQueue
from ganstudio.gui.models.translate.session_folder import SessionFolder
from ganstudio.resources import gallery_folder
from tests.gui.translate.queue_fakes import FakeRunner, FakeTranslate, bad_files, picture


def rest(qtbot: QtBot, queue: PictureQueue, timeout: int = 20_000) -> None:
    """Until nothing is on its way any more."""
    qtbot.waitUntil(lambda: not (queue.is_running or queue.is_gathering or queue.is_saving), timeout=timeout)


def pictures(folder: Path, count: int) -> list[Path]:
    return [picture(folder / f"{number}.png", 10 * number) for number in range(count)]


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
    assert item.small_after.pixelColor(0, 0) == QColor(215, 55, 215)


def test_what_is_bad_gets_a_sentence_and_the_rest_goes_on(
    qtbot: QtBot, queue: PictureQueue, tmp_path: Path
) -> None:
    bad = bad_files(tmp_path)
    good = [picture(tmp_path / f"good{number}.png") for number in range(3)]
    queue.add([good[0], *bad[:10], good[1], *bad[10:], good[2]])
    rest(qtbot, queue)
    assert queue.count(State.DONE) == 3
    refused = queue.those(State.REFUSED)
    assert sorted(item.name for item in refused) == sorted(path.name for path in bad)
    assert all(item.name in item.sentence and len(item.sentence) < 240 for item in refused)
    assert len({item.sentence.removeprefix(item.name) for item in refused}) > 5


def test_a_folder_comes_with_all_that_is_below(qtbot: QtBot, queue: PictureQueue, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "none").mkdir()
    picture(tmp_path / "in" / "b.png")
    picture(tmp_path / "in" / "deep" / "a.png")
    queue.add([tmp_path / "in", tmp_path / "none", tmp_path / "gone.png"])
    rest(qtbot, queue)
    assert [(item.name, item.state) for item in queue.items] == [
        ("b.png", State.DONE), ("a.png", State.DONE), ("none", State.REFUSED), ("gone.png", State.REFUSED)
    ]  # fmt: skip
    picture(tmp_path / "none" / "new.png")
    queue.retry_failed()  # the folder holds something now
    rest(qtbot, queue)
    assert [item.name for item in queue.items if item.state is State.DONE] == ["b.png", "a.png", "new.png"]


def test_the_shown_picture_comes_first(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    translate.gate.clear()
    queue.add(pictures(tmp_path, 5))
    qtbot.waitUntil(lambda: queue.count(State.RUNNING) == 1)
    queue.select(queue.items[3].number)
    translate.gate.set()
    rest(qtbot, queue)
    numbers = [item.number for item in queue.items]
    order = sorted(
        queue.items, key=lambda item: item.result.file.name if item.result else ""
    )  # files are numbered
    assert [item.number for item in order] == [numbers[0], numbers[3], numbers[1], numbers[2], numbers[4]]


def test_stop_holds_the_rest_and_start_goes_on(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    translate.tiles, translate.tile_seconds = 50, 0.02
    queue.add(pictures(tmp_path, 5))
    qtbot.waitUntil(lambda: queue.count(State.RUNNING) == 1 and queue.items[0].done > 1)
    began = time.monotonic()
    queue.stop()
    qtbot.waitUntil(lambda: not queue.is_running)
    assert time.monotonic() - began < 1
    assert queue.count(State.STOPPED) == queue.waiting == 5
    translate.tiles = 1
    queue.add([picture(tmp_path / "later.png")])
    qtbot.waitUntil(lambda: queue.count(State.DONE) == 1)  # what is dropped later is not held
    assert queue.count(State.STOPPED) == 5
    queue.start()
    rest(qtbot, queue)
    assert queue.count(State.DONE) == 6


def test_going_on_before_the_stop_has_ended(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    translate.gate.clear()
    queue.add(pictures(tmp_path, 3))
    qtbot.waitUntil(lambda: queue.count(State.RUNNING) == 1)
    queue.stop()
    queue.start()
    translate.gate.set()
    rest(qtbot, queue)
    assert queue.count(State.DONE) == 3


def test_a_mended_file_is_tried_again(qtbot: QtBot, queue: PictureQueue, tmp_path: Path) -> None:
    torn = tmp_path / "torn.png"
    torn.write_bytes(picture(tmp_path / "whole.png").read_bytes()[:-40])
    (tmp_path / "note.png").write_text("no picture at all")
    queue.add([torn, tmp_path / "note.png"])
    rest(qtbot, queue)
    assert queue.count(State.REFUSED) == 2
    picture(torn)
    picture(tmp_path / "note.png")
    queue.retry_failed()
    rest(qtbot, queue)
    assert [(item.name, item.state, item.sentence) for item in queue.items] == [
        ("torn.png", State.DONE, ""), ("note.png", State.DONE, "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (StudioError("1.png: it is too large for this model; choose tiles."), "choose tiles"),
        (MemoryError(), "1.png does not fit into memory"),
        (RuntimeError("CUDA out of memory. Tried to allocate 3 GiB"), "1.png does not fit into memory"),
        (ValueError("odd"), "1.png could not be translated: ValueError: odd"),
        (OSError(errno.EIO, "Input/output error"), "Input/output error"),
    ],
)
def test_an_error_is_the_sentence_of_its_picture_alone(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path, error: Exception, words: str
) -> None:
    translate.errors[10] = error
    queue.add(pictures(tmp_path, 3))
    rest(qtbot, queue)
    assert [item.state for item in queue.items] == [State.DONE, State.REFUSED, State.DONE]
    assert words in queue.items[1].sentence
    translate.errors.clear()
    queue.retry(queue.items[1].number)
    rest(qtbot, queue)
    assert queue.count(State.DONE) == 3


def test_a_full_disk_is_one_sentence_and_the_rest_waits(
    qtbot: QtBot, queue: PictureQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, needed: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(folder))

    monkeypatch.setattr("ganstudio.gui.models.translate.session_folder.require_space", full)
    said: list[str] = []
    queue.refused.connect(said.append)
    queue.add(pictures(tmp_path, 4))
    rest(qtbot, queue)
    assert queue.count(State.STOPPED) == 4
    assert len(said) == 1
    assert "full" in said[0]
    assert all(not item.sentence for item in queue.items)
    monkeypatch.undo()
    queue.start()
    rest(qtbot, queue)
    assert queue.count(State.DONE) == 4


def test_a_broken_thread_says_so_and_holds_everything(
    qtbot: QtBot, tmp_path: Path, translate: FakeTranslate
) -> None:
    class Broken(FakeRunner):
        def run(self, job: object, *others: object) -> object:  # type: ignore[override]
            def breaks(*_words: object) -> object:
                raise StudioError("The model cannot be used; open another one.")

            return super().run(breaks, *others)

    runner = Broken()
    queue = PictureQueue(
        runner.run, LongTasks(), translate=translate, folder=SessionFolder(tmp_path / "cache")
    )
    queue.set_model("x", "X")
    said: list[str] = []
    queue.refused.connect(said.append)
    queue.add(pictures(tmp_path, 2))
    rest(qtbot, queue)
    assert said == ["The model cannot be used; open another one."]
    assert queue.count(State.STOPPED) == 2
    runner.close()
    queue.close()


def test_nothing_is_translated_without_a_model(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    queue.set_model("", "")
    queue.add([*pictures(tmp_path, 2), *bad_files(tmp_path)[4:5]])
    qtbot.waitUntil(lambda: len(queue.items) == 3)
    queue.want("list", [item.number for item in queue.items])  # what is in sight is looked at all the same
    qtbot.waitUntil(lambda: queue.items[0].size == (48, 32) and queue.count(State.REFUSED) == 1)
    assert queue.count(State.WAITING) == 2
    queue.set_model("inverter", "Inverter")
    rest(qtbot, queue)
    assert queue.count(State.DONE) == 2


def test_another_direction_makes_results_out_of_date(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    queue.add(pictures(tmp_path, 3))
    rest(qtbot, queue)
    before = queue.items[0].after()
    queue.set_manner(replace(queue.manner, strength=0.5, keep_brightness=True))
    assert queue.waiting == 0
    queue.set_manner(replace(queue.manner, overlap=64))  # they were made whole
    assert queue.waiting == 0
    queue.set_manner(replace(queue.manner, direction="b2a"))
    assert queue.waiting == 3
    assert all(item.is_out_of_date and item.state is State.DONE for item in queue.items)
    assert before is not None
    assert (queue.items[0].after() == before).all()
    queue.set_manner(replace(queue.manner, direction="a2b"))
    assert queue.waiting == 0
    queue.set_manner(replace(queue.manner, direction="b2a"))
    queue.start()
    rest(qtbot, queue)
    assert queue.waiting == 0
    assert [manner.direction for _, manner in translate.calls] == ["a2b"] * 3 + ["b2a"] * 3


def test_what_is_in_hand_is_begun_anew_in_another_manner(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    translate.gate.clear()
    queue.add(pictures(tmp_path, 2))
    qtbot.waitUntil(lambda: len(translate.calls) == 1)
    queue.set_manner(replace(queue.manner, direction="b2a"))
    qtbot.waitUntil(lambda: len(translate.calls) == 2)
    translate.gate.set()
    rest(qtbot, queue)
    assert [manner.direction for _, manner in translate.calls] == ["a2b", "b2a", "b2a"]
    assert queue.waiting == 0


def test_another_model_takes_over_in_the_midst(
    qtbot: QtBot, queue: PictureQueue, runner: FakeRunner, translate: FakeTranslate, tmp_path: Path
) -> None:
    translate.gate.clear()
    queue.add(pictures(tmp_path, 2))
    qtbot.waitUntil(lambda: len(translate.calls) == 1)
    runner.model = "second"
    queue.set_model("second", "Second")
    qtbot.waitUntil(lambda: len(translate.calls) == 2)
    translate.gate.set()
    rest(qtbot, queue)
    assert [model for model, _ in translate.calls] == ["model", "second", "second"]
    assert {item.result.making.model for item in queue.items if item.result} == {"second"}
    assert queue.count(State.DONE) == 2


def test_one_that_is_removed_in_the_midst_leaves_nothing(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    translate.gate.clear()
    queue.add(pictures(tmp_path, 3))
    qtbot.waitUntil(lambda: queue.count(State.RUNNING) == 1)
    queue.remove(queue.items[0].number)
    translate.gate.set()
    rest(qtbot, queue)
    assert [item.name for item in queue.items] == ["1.png", "2.png"]
    assert queue.count(State.DONE) == 2
    session = next((tmp_path / "cache" / "translate").iterdir())
    assert len(list(session.glob("*.npy"))) == 2
    queue.remove(queue.items[0].number)
    assert len(list(session.glob("*.npy"))) == 1
    assert queue.current is queue.items[0]
    queue.clear()
    assert not list(session.glob("*.npy"))
    assert (queue.current, queue.count(*State), queue.waiting, queue.unsaved) == (None, 0, 0, [])
    queue.close()
    assert not session.exists()


def test_litter_of_dead_sessions_is_swept(tmp_path: Path) -> None:
    alive, dead = SessionFolder(tmp_path), SessionFolder(tmp_path)
    kept = alive.keep(np.zeros((2, 2, 3), np.uint8))
    litter = dead.keep(np.zeros((2, 2, 3), np.uint8))
    assert dead._lock is not None
    dead._lock.release()  # as the system does when a process dies
    (litter.parent / "lock").touch()
    SessionFolder(tmp_path).sweep()
    assert kept.exists()
    assert not litter.parent.exists()
    alive.close()
    assert list(tmp_path.iterdir()) == []


def test_pasted_pictures_have_no_file(qtbot: QtBot, queue: PictureQueue, tmp_path: Path) -> None:
    image = QImage(6, 4, QImage.Format.Format_ARGB32)
    image.fill(QColor(10, 20, 30))
    queue.add_picture(image, "Pasted picture")
    queue.add_picture(picture(tmp_path / "x.png", 90).read_bytes(), "cat.jpg")
    queue.add_picture(b"nothing", "torn")
    queue.add_refused("note", "note: it is text.")
    rest(qtbot, queue)
    assert [(item.name, item.path, item.state) for item in queue.items] == [
        ("Pasted picture", None, State.DONE), ("cat.jpg", None, State.DONE), ("torn", None, State.REFUSED),
        ("note", None, State.REFUSED),
    ]  # fmt: skip
    assert queue.items[0].before().tolist() == [[[10, 20, 30]] * 6] * 4
    assert queue.items[2].sentence.startswith("torn: ")
    queue.save()
    rest(qtbot, queue)
    saved = queue.items[0].saved
    assert saved is not None
    assert saved.parent == gallery_folder()
    assert np.asarray(Image.open(saved).convert("RGB"))[0, 0].tolist() == [245, 235, 225]


def test_saving_counts_what_is_in_no_file_yet(qtbot: QtBot, queue: PictureQueue, tmp_path: Path) -> None:
    queue.add(pictures(tmp_path, 3))
    rest(qtbot, queue)
    said: list[tuple[str, Path]] = []
    queue.told.connect(lambda words, folder: said.append((words, folder)))
    queue.save([queue.items[1].number])
    rest(qtbot, queue)
    assert said == [(f"Saved 1 result in {tmp_path}.", tmp_path)]
    assert [item.saved is not None for item in queue.items] == [False, True, False]
    assert len(queue.unsaved) == 2
    queue.save()
    rest(qtbot, queue)
    assert said[-1] == (f"Saved 2 results in {tmp_path}.", tmp_path)
    assert not queue.unsaved
    first = queue.items[0].saved
    assert first is not None
    assert np.asarray(Image.open(first))[0, 0].tolist() == [255, 55, 255]
    queue.set_manner(replace(queue.manner, strength=0.0))  # another finish is another file
    assert len(queue.unsaved) == 3
    queue.save([queue.items[0].number])
    rest(qtbot, queue)
    again = queue.items[0].saved
    assert again is not None
    assert again != first
    assert np.asarray(Image.open(again))[0, 0].tolist() == [0, 200, 0]


def test_what_cannot_be_saved_says_why(qtbot: QtBot, queue: PictureQueue, tmp_path: Path) -> None:
    queue.add(pictures(tmp_path, 3))
    rest(qtbot, queue)
    picture(tmp_path / "0.png", 99, (20, 20))
    (tmp_path / "1.png").unlink()
    said: list[str] = []
    queue.refused.connect(said.append)
    queue.save()
    rest(qtbot, queue)
    assert "changed" in queue.items[0].sentence
    assert "1.png" in queue.items[1].sentence
    assert queue.items[2].saved is not None
    assert said == [f"Saved 1 result in {tmp_path}. 2 results could not be saved; their rows say why."]


def test_models_among_the_pictures_are_found(qtbot: QtBot, queue: PictureQueue, tmp_path: Path) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "run.json").write_text("{}")
    (tmp_path / "latest_net_G.pth").write_bytes(b"x")
    for path in (run, tmp_path / "latest_net_G.pth"):
        with qtbot.waitSignal(queue.model_found) as found:
            queue.add([path])
        assert found.args == [path]
    rest(qtbot, queue)
    assert not queue.items


def test_dropping_the_same_again_shows_it(qtbot: QtBot, queue: PictureQueue, tmp_path: Path) -> None:
    paths = pictures(tmp_path, 3)
    queue.add(paths)
    rest(qtbot, queue)
    queue.select(queue.items[2].number)
    queue.add([paths[1]])
    rest(qtbot, queue)
    assert len(queue.items) == 3
    assert queue.current is queue.items[1]


def test_small_pictures_are_bounded_and_come_back(
    qtbot: QtBot, queue: PictureQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ganstudio.gui.models.translate.small_pictures.LIMIT", 40_000)
    queue.add(pictures(tmp_path, 12))  # each needs twice 48 x 32 x 3 = 9,216 bytes
    rest(qtbot, queue)
    assert queue._smalls.size <= 40_000
    assert queue.items[0].small_before is None
    queue.want("list", [queue.items[0].number])
    qtbot.waitUntil(lambda: queue.items[0].small_after is not None)
    assert queue._smalls.size <= 40_000


def test_the_bar_shows_how_far_it_is(
    qtbot: QtBot, runner: FakeRunner, translate: FakeTranslate, tmp_path: Path
) -> None:
    tasks = LongTasks()
    queue = PictureQueue(
        runner.run, tasks, translate=translate, folder=SessionFolder(tmp_path / "cache" / "translate")
    )
    queue.set_model("x", "X")
    translate.tiles, translate.tile_seconds = 10, 0.02
    queue.add([picture(tmp_path / f"{number}.png", size=(400, 300)) for number in range(4)])
    qtbot.waitUntil(lambda: bool(tasks.tasks) and queue.count(State.DONE) >= 2)
    task = tasks.tasks[0]
    assert task.name == "Translating"
    assert task.words.startswith("3 of 4")
    assert task.fraction is not None
    assert 0.5 <= task.fraction < 1
    assert queue.pace.speed > 0
    assert task.speed.endswith(" Mpx/s")
    assert task.cancel is not None
    task.cancel()
    qtbot.waitUntil(lambda: not queue.is_running)
    assert not tasks.tasks
    assert queue.count(State.STOPPED) >= 1
    runner.close()
    queue.close()


def test_a_flood_of_bad_files_comes_in_lots(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    lots: list[int] = []
    queue._mailbox.opened.connect(lambda news: lots.append(len(news)))
    paths = []
    for number in range(600):
        paths.append(tmp_path / f"{number}.png")
        paths[-1].write_bytes(b"\x89PNG\r\n\x1a\n")
    queue.add(paths)
    rest(qtbot, queue)
    assert queue.count(State.REFUSED) == 600
    assert max(lots) <= 2 * queue._mailbox.MOST


def test_news_come_at_most_twenty_times_a_second(
    qtbot: QtBot, queue: PictureQueue, translate: FakeTranslate, tmp_path: Path
) -> None:
    translate.tiles, translate.tile_seconds = 100, 0.005
    heard: list[float] = []
    queue.progressed.connect(lambda: heard.append(time.monotonic()))
    queue.add([picture(tmp_path / "a.png")])
    rest(qtbot, queue)
    seconds = heard[-1] - heard[0]
    assert seconds > 0.4
    assert 3 <= len(heard) <= 21 * seconds + 2
