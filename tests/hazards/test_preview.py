"""The preview answers only here, only by id, and outlives everything that is saved under it."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.hazards.conftest import AS_OF, LAMP, command_line, make_lamp, surroundings

pytest.importorskip("uvicorn")
pytest.importorskip("watchfiles")


@dataclass
class Served:
    """A running preview."""

    port: int
    lamp: Path
    process: subprocess.Popen[bytes]

    def raw(self, text: str) -> bytes:
        """The answer to a request written by hand."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as line:
            line.sendall(text.encode("latin-1"))
            answer = b""
            while part := line.recv(1 << 16):
                answer += part
            return answer

    def get(self, path: str = "/") -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return str(answer.read().decode())

    def state(self) -> dict[str, object]:
        """What a client is told first."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/events", timeout=20) as answer:
            found = json.loads(answer.readline().decode().removeprefix("data: "))
            assert isinstance(found, dict)
            return found

    def until(self, broken: bool, seconds: float = 60) -> dict[str, object]:
        """Wait until the state is broken, or good."""
        end = time.monotonic() + seconds
        while bool((found := self.state())["problem"]) is not broken:
            assert time.monotonic() < end, found
            time.sleep(0.2)
        return found


def serve(folder: Path) -> Served:
    """Start the preview of `folder/lamp` on a free port."""
    process = subprocess.Popen(
        command_line("serve", "lamp", "--port", "0", *AS_OF),
        cwd=folder, env=surroundings(folder), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stderr is not None
    found = re.search(rb"http://127\.0\.0\.1:(\d+)/", process.stderr.readline())
    assert found is not None
    served = Served(int(found[1]), folder / "lamp", process)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            served.get()
            break
        except (OSError, urllib.error.URLError):
            time.sleep(0.1)
    return served


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("preview")
    make_lamp(folder / "lamp")
    found = serve(folder)
    yield found
    found.process.terminate()
    found.process.wait(20)
    assert found.process.stderr is not None
    assert b"Traceback" not in found.process.stderr.read()
    found.process.stderr.close()


def request(
    served: Served, method: str = "GET", path: str = "/", host: str | None = None, more: str = ""
) -> bytes:
    own = f"127.0.0.1:{served.port}" if host is None else host
    return served.raw(f"{method} {path} HTTP/1.1\r\nHost: {own}\r\n{more}Connection: close\r\n\r\n")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "127.0.0.1.evil.example",
        "[::1]",
        "",
        "0.0.0.0",
        "LOCALHOST",
    ],
)
def test_a_foreign_host_is_refused(served: Served, host: str) -> None:
    assert request(served, host=host).split(b" ")[1] in (b"403", b"400")


def test_two_hosts_or_none_are_refused(served: Served) -> None:
    own = f"Host: 127.0.0.1:{served.port}\r\n"
    assert request(served, more=own).split(b" ")[1] in (b"403", b"400")
    assert served.raw("GET / HTTP/1.0\r\n\r\n").split(b" ")[1] in (b"403", b"400")


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "NONSENSE"]
)
def test_only_looking_is_allowed(served: Served, method: str) -> None:
    assert request(served, method, more="Content-Length: 0\r\n").split(b" ")[1] in (b"405", b"400")


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd", "/p/../../../etc/passwd", "/p/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/p//etc/passwd", "/lamp.yaml",
        "/p/lamp.yaml", "/p/file-999", "/p/map-nothing", "/static/x", "/p/" + "a" * 5000, "/p/..%5c..%5cx", "/p/%00",
    ],
)  # fmt: skip
def test_only_pages_by_id(served: Served, path: str) -> None:
    answer = request(served, path=path)
    assert answer.split(b" ")[1] in (b"404", b"400")
    assert b"root:" not in answer and b"journey:" not in answer


def test_every_answer_is_held_to_its_page(served: Served) -> None:
    for path in ("/", "/p/map-lamp", "/p/audit", "/p/file-0"):
        head = request(served, path=path).partition(b"\r\n\r\n")[0].decode().lower()
        assert " 200 " in head
        assert "x-content-type-options: nosniff" in head
        assert "frame-ancestors 'none'" in head and "default-src 'none'" in head
        assert "access-control" not in head


def test_only_loopback_is_listened_on(served: Served) -> None:
    port = f":{served.port:04X}"
    rows = [row.split() for row in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    assert {row[1] for row in rows if row[1].endswith(port) and row[3] == "0A"} == {f"0100007F{port}"}


def test_dead_clients_hurt_nobody(served: Served) -> None:
    lines = []
    for number in range(30):
        line = socket.create_connection(("127.0.0.1", served.port), timeout=5)
        if number % 2:
            line.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n\r\n".encode())
        else:
            line.sendall(b"GET / HT")
        lines.append(line)
    for line in lines:
        line.close()
    assert "Audit" in served.get()


def test_two_hundred_saves_with_half_written_files(served: Served) -> None:
    file = served.lamp / "lamp.yaml"
    before = served.get("/p/map-lamp")
    for number in range(200):
        text = LAMP.replace("Buy a lamp", f"Buy lamp {number}")
        file.write_text(text[: len(text) * (number % 7) // 7] if number % 7 else text)
        time.sleep(0.005)
    file.write_text("cxmap: 1\njourney: [\n")
    end = time.monotonic() + 60
    while "YML" not in (problem := str(served.state()["problem"])):
        assert time.monotonic() < end, problem
        time.sleep(0.2)
    assert str(served.lamp) not in problem
    assert "<table" in served.get("/p/map-lamp")
    file.write_text(LAMP)
    # A build of an earlier whole file may still be under way and end first.
    end = time.monotonic() + 60
    while served.get("/p/map-lamp") != before or served.state()["problem"]:
        assert time.monotonic() < end, "the last save never arrived"
        time.sleep(0.2)
    assert served.process.poll() is None


def test_a_workspace_broken_at_the_start_is_shown_and_mends(tmp_path: Path) -> None:
    lamp = make_lamp(tmp_path / "lamp")
    (lamp / "lamp.yaml").write_text("cxmap: 1\njourney: [<script>alert(1)</script>\n")
    served = serve(tmp_path)
    try:
        page = served.get()
        assert "YML" in page and "<script>alert" not in page
        (lamp / "lamp.yaml").write_text(LAMP)
        served.until(broken=False)
        assert "Map: lamp" in served.get()
    finally:
        served.process.terminate()
        served.process.wait(20)
        assert served.process.stderr is not None
        served.process.stderr.close()


@pytest.mark.browser
def test_the_page_shows_a_banner_and_recovers(tmp_path: Path, browser: Any) -> None:
    lamp = make_lamp(tmp_path / "lamp")
    served = serve(tmp_path)
    page = browser.new_page()
    try:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"http://127.0.0.1:{served.port}/p/map-lamp")
        page.wait_for_selector("#cxmap-bar", state="attached")
        assert page.locator("#cxmap-bar").is_hidden()
        (lamp / "lamp.yaml").write_text("cxmap: 1\njourney: [\n")
        page.wait_for_selector("#cxmap-bar", state="visible", timeout=60_000)
        assert "YML" in page.inner_text("#cxmap-bar")
        assert page.locator("table").count() > 0
        (lamp / "lamp.yaml").write_text(LAMP.replace("Buy a lamp", "Buy a lantern"))
        page.get_by_text("Buy a lantern").first.wait_for(state="attached", timeout=60_000)
        assert page.locator("#cxmap-bar").is_hidden()
        assert not [each for each in said if "Content Security Policy" in each], said
    finally:
        page.close()
        served.process.terminate()
        served.process.wait(20)
        assert served.process.stderr is not None
        served.process.stderr.close()
