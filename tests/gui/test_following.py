"""Following a run that somebody else trains: what is new of its folder, and nothing twice."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from ganstudio.gui.models.following import read_news
from ganstudio.gui.models.reading import open_run
from ganstudio.gui.models.run_model import RunModel, State
from ganstudio.gui.models.tail import Tail
from ganstudio.training.events import Remedy
from ganstudio.training.run_folder import RunFolder
from tests.gui.window_fakes import write_run


def append(path: Path, *lines: dict[str, Any]) -> None:
    with (path / "metrics.jsonl").open("a") as file:
        file.write("".join(json.dumps(line) + "\n" for line in lines))


def point(step: int) -> dict[str, Any]:
    return {"step": step, "images": step * 4, "seconds": step * 0.5, "losses": {"generator/adversarial": 1.0},
            "images_per_second": 8.0}  # fmt: skip


def test_only_what_was_added_is_read(tmp_path: Path) -> None:
    path = write_run(tmp_path / "run", ended=None)
    tail = Tail(path)
    assert len(tail.read()) == 60
    assert tail.read() == []
    append(path, point(61), point(62))
    assert [line["step"] for line in tail.read()] == [61, 62]
    assert not tail.restarted


def test_a_torn_line_waits_for_its_end(tmp_path: Path) -> None:
    path = write_run(tmp_path / "run", ended=None)
    tail = Tail(path)
    tail.read()
    whole = json.dumps(point(61)) + "\n"
    with (path / "metrics.jsonl").open("a") as file:
        file.write(whole[:20])
    assert tail.read() == []
    with (path / "metrics.jsonl").open("a") as file:
        file.write(whole[20:])
    assert [line["step"] for line in tail.read()] == [61]


def test_a_log_that_was_cut_is_read_from_its_start_even_when_it_has_grown_again(tmp_path: Path) -> None:
    path = write_run(tmp_path / "run", ended=None)
    tail = Tail(path)
    tail.read()
    RunFolder(path).cut_log(30)
    append(path, *(point(step) for step in range(31, 95)))  # longer than it was
    lines = tail.read()
    assert tail.restarted
    assert [line["step"] for line in lines] == list(range(1, 95))
    append(path, point(95))
    assert [line["step"] for line in tail.read()] == [95]
    assert not tail.restarted


def test_a_missing_log_is_no_news(tmp_path: Path) -> None:
    tail = Tail(write_run(tmp_path / "run"))
    tail.read()
    (tmp_path / "run" / "metrics.jsonl").unlink()
    assert tail.read() == []


def test_a_run_is_followed_without_anything_twice(qapp: object, tmp_path: Path) -> None:
    path = write_run(tmp_path / "run", ended=None)
    opened = open_run(path)
    run = RunModel(path)
    run.show_folder(opened)
    score = {"step": 60, "images": 240, "seconds": 30.0, "metrics": {"fid": 9.5},
             "labels": {"fid": "FD (EfficientNet-Lite0)"}, "protocols": {"fid": "FD[a]"}}  # fmt: skip
    append(path, score, point(61))
    run.take_news(read_news(path, opened.tail))
    run.take_news(read_news(path, opened.tail))
    assert run.curves.points("generator/adversarial")[0].tolist() == list(range(1, 62))
    assert run.quality.points("fid")[1].tolist() == [9.5]
    assert [row.words for row in run.happenings] == ["FD (EfficientNet-Lite0) 9.50"]
    assert run.step == 61


def test_a_rewind_elsewhere_is_shown(qapp: object, tmp_path: Path) -> None:
    path = write_run(tmp_path / "run", ended=None)
    opened = open_run(path)
    run = RunModel(path)
    run.show_folder(opened)
    RunFolder(path).cut_log(30)
    append(path, point(31))
    news = read_news(path, opened.tail)
    run.take_news(news)
    assert run.curves.points("generator/adversarial")[0].tolist() == list(range(1, 32))
    assert news.opened is not None
    assert news.opened.tail.read() == []


def test_lines_that_begin_earlier_replace_what_was_known(qapp: object, tmp_path: Path) -> None:
    run = RunModel(tmp_path)
    run.take_lines([point(step) for step in range(1, 51)])
    run.take_lines([point(step) | {"losses": {"generator/adversarial": 2.0}} for step in (41, 42)])
    steps, values = run.curves.points("generator/adversarial")
    assert steps[-3:].tolist() == [40, 41, 42]
    assert values[-3:].tolist() == [1.0, 2.0, 2.0]
    assert run.step == 42


def test_a_notice_of_another_process_comes_with_its_remedy(qapp: object, tmp_path: Path) -> None:
    run = RunModel(tmp_path)
    remedy = {"words": "Go back", "changes": {"r1": 1.0}, "step": 40}
    health = {
        "kind": "collapse",
        "level": "warning",
        "message": "Twins.",
        "name": "Losing variety",
        "remedy": remedy,
    }
    run.take_lines([{"step": 50, "images": 1, "seconds": 1.0, "health": health}])
    assert run.notice is not None
    assert run.notice.remedy == Remedy("Go back", {"r1": 1.0}, 40)
    over = {"kind": "collapse", "level": "info", "message": "It is over.", "name": "Recovered"}
    run.take_lines([{"step": 60, "images": 1, "seconds": 1.0, "health": over}])
    assert run.notice is None


def test_new_previews_and_the_end_are_seen(qapp: object, tmp_path: Path) -> None:
    path = write_run(tmp_path / "run", ended=None)
    opened = open_run(path)
    run = RunModel(path)
    run.show_folder(opened)
    heard: list[int] = []
    run.previewed.connect(lambda: heard.append(len(run.previews)))
    (path / "previews" / "80.png").write_bytes((path / "previews" / "60.png").read_bytes())
    append(path, {"step": 80, "images": 1, "seconds": 1.0, "ended": "finished"})
    run.take_news(read_news(path, opened.tail))
    assert heard == [4]
    assert run.state is State.FINISHED


def test_strange_values_in_a_log_are_no_crash(qapp: object, tmp_path: Path) -> None:
    run = RunModel(tmp_path)
    run.take_lines([
        {"step": 1, "losses": {"a": None, "b": "x", "c": 1}}, {"step": 2, "health": "no"}, {"step": 3, "metrics": 5},
        {"step": 4, "health": {"level": "loud", "remedy": {"words": "x", "changes": 3, "step": "y"}}},
    ])  # fmt: skip
    assert np.isnan(run.curves.points("a")[1]).all()
    assert run.notice is not None
    assert run.notice.level == "info"
    assert run.notice.remedy == Remedy("x", {}, None)
