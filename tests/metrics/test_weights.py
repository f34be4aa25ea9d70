"""Downloads from a server on this machine, and files that are not what they say."""

import hashlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
import torch

from ganstudio.errors import StudioError
from ganstudio.metrics.patience import exhaust
from ganstudio.metrics.weights import INCEPTION, Download, downloaded, fetch
from ganstudio.networks.weights_file import read_weights

CONTENT = bytes(range(256)) * 2000


class Handler(BaseHTTPRequestHandler):
    """/good gives the file, /other another of that length, /slow never ends, anything else is missing."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path == "/gone":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(CONTENT)))
        self.end_headers()
        if self.path == "/slow":
            self.wfile.write(CONTENT[:1000])
            self.wfile.flush()
            time.sleep(3)
            return
        self.wfile.write(CONTENT if self.path == "/good" else CONTENT[::-1])

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Handler.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def download(*urls: str) -> Download:
    return Download("a network", "network.pth", urls, len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


def test_it_is_fetched_once(server: str) -> None:
    wanted = download(f"{server}/good")
    assert downloaded(wanted) is None
    path = exhaust(fetch(wanted, lambda: False))
    assert path is not None
    assert path.read_bytes() == CONTENT
    assert path == downloaded(wanted)
    assert exhaust(fetch(wanted, lambda: False)) == path
    assert Handler.asked == ["/good"]
    assert [file.name for file in path.parent.iterdir()] == ["network.pth"]


def test_the_second_address_helps_where_the_first_fails(server: str) -> None:
    path = exhaust(fetch(download(f"{server}/gone", f"{server}/other", f"{server}/good"), lambda: False))
    assert path is not None
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize(("place", "words"), [("/other", "not the published file"), ("/gone", "Not Found")])
def test_what_is_not_the_file_is_not_kept(server: str, place: str, words: str) -> None:
    wanted = download(server + place)
    with pytest.raises(StudioError, match=f"{words}.*connect to the internet, or get network.pth yourself"):
        exhaust(fetch(wanted, lambda: False))
    assert downloaded(wanted) is None


def test_nobody_answers() -> None:
    with pytest.raises(StudioError, match="could not be downloaded"):
        exhaust(fetch(download("http://127.0.0.1:9/network.pth"), lambda: False))


def test_it_reports_and_stops_within_a_second(server: str) -> None:
    asked_at = 0.0

    def should_stop() -> bool:
        return bool(asked_at)

    working = fetch(download(f"{server}/slow"), should_stop)
    progress = [next(working) for _ in range(2)]
    assert progress[-1][1] == len(CONTENT)
    asked_at = time.monotonic()
    assert exhaust(working) is None
    assert time.monotonic() - asked_at < 1
    assert downloaded(download("")) is None


def test_a_disk_that_refuses(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(folder: Path, needed: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ganstudio.disk.require_space", full)
    with pytest.raises(StudioError, match=r"Cannot keep network\.pth: the disk .* is full"):
        exhaust(fetch(download(f"{server}/good"), lambda: False))


def test_the_published_file_is_named_by_its_hash() -> None:
    assert INCEPTION.name.endswith(f"-{INCEPTION.sha256[:8]}.pth")
    assert all(url.startswith("https://") and INCEPTION.sha256[:8] in url for url in INCEPTION.urls)
    assert len(INCEPTION.sha256) == 64


def test_files_of_other_things(tmp_path: Path) -> None:
    texts = {
        "text.pth": b"hello",
        "empty.pth": b"",
        "text.safetensors": b"hello",
        "half.pth": b"PK\x03\x04abc",
    }
    for name, content in texts.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(StudioError, match=f"{name} is damaged or holds no plain weights"):
            read_weights(tmp_path / name)
    with pytest.raises(StudioError, match="There is no weights file"):
        read_weights(tmp_path / "missing.pth")
    torch.save([torch.zeros(2)], tmp_path / "list.pth")
    with pytest.raises(StudioError, match="holds no plain weights"):
        read_weights(tmp_path / "list.pth")


class Hostile:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Path.touch, (Path("/tmp/ganstudio-was-here"),)


def test_code_in_a_file_does_not_run(tmp_path: Path) -> None:
    torch.save({"fc.weight": Hostile()}, tmp_path / "hostile.pth")
    with pytest.raises(StudioError, match="holds no plain weights"):
        read_weights(tmp_path / "hostile.pth")
    assert not Path("/tmp/ganstudio-was-here").exists()
