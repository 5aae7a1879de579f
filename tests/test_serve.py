"""`wegwijs serve`: on a socket too, it comes back after a crash and ends without cutting anybody off."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.needs import ROOT

Run = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def door(tmp_path: Path) -> Path:
    return tmp_path / "wegwijs.sock"


@pytest.fixture
def serve(tmp_path: Path, door: Path) -> Iterator[Run]:
    """Start a server on a socket and wait until it answers."""
    running: list[subprocess.Popen[bytes]] = []
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WEGWIJS_")}

    def start(*options: str, **settings: str) -> subprocess.Popen[bytes]:
        fixed = {"WEGWIJS_DATABASE_URL": f"sqlite:///{tmp_path}/w.sqlite", "WEGWIJS_LISTEN": f"unix:{door}"}
        with (tmp_path / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "lti_tool", "serve", *options],
                env=clean | {"PYTHONPATH": str(ROOT)} | fixed | settings,
                cwd=tmp_path,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        running.append(process)
        until(lambda: b"200 OK" in ask(door, "/healthz"))
        return process

    yield start
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)


def ask(door: Path, path: str) -> bytes:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(20)
            connection.connect(str(door))
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
            return connection.makefile("rb").read()
    except OSError:
        return b""


def until(holds: Callable[[], bool], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_who_is_being_served_is_answered_before_the_end(serve: Run, door: Path, tmp_path: Path) -> None:
    process = serve("--without-worker", "--workers", "1")
    body = b"iss=https%3A%2F%2Fnobody.example&login_hint=1"
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(20)
        connection.connect(str(door))
        head = f"POST /lti/login HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n"
        form = "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
        connection.sendall((head + form).encode() + body[:20])
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        connection.sendall(body[20:])
        answer = connection.makefile("rb").read()
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"LTI-LOGIN" in answer or b"LTI-TARGET" in answer
    assert process.wait(20) == 0


def test_a_process_that_crashes_is_replaced_and_the_worker_too(serve: Run, door: Path) -> None:
    process = serve("--workers", "2")
    until(lambda: worker_of(process) is not None)
    first = worker_of(process)
    assert first is not None
    for victim in psutil.Process(process.pid).children():
        victim.kill()
        until(lambda: b"200 OK" in ask(door, "/healthz"))
    until(lambda: len(psutil.Process(process.pid).children()) == 3)
    until(lambda: (worker_of(process) or first).pid != first.pid)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def worker_of(process: subprocess.Popen[bytes]) -> psutil.Process | None:
    for child in psutil.Process(process.pid).children():
        if child.is_running() and child.status() != psutil.STATUS_ZOMBIE and "worker" in child.cmdline():
            return child
    return None


def test_whose_server_is_killed_ends_too(serve: Run) -> None:
    process = serve("--without-worker", "--workers", "2")
    children = psutil.Process(process.pid).children()
    assert len(children) == 2
    process.kill()
    process.wait(20)
    until(lambda: not any(child.is_running() and child.status() != "zombie" for child in children), 20)


def test_a_socket_left_by_a_power_cut_is_taken_over(serve: Run, door: Path) -> None:
    process = serve("--without-worker", "--workers", "1")
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)
    assert door.exists()
    serve("--without-worker", "--workers", "1")
    assert door.stat().st_mode & 0o007 == 0


def test_lines_for_machines_tell_the_route_and_never_the_address(
    serve: Run, door: Path, tmp_path: Path
) -> None:
    serve("--without-worker", "--workers", "1", WEGWIJS_LOG="json", WEGWIJS_LOG_REQUESTS="1")
    ask(door, "/learn/7/canary-module/nl?token=canary-token")
    ask(door, "/canary-nowhere")
    until(lambda: "canary" in (tmp_path / "log").read_text() or "none" in (tmp_path / "log").read_text())
    lines = [line for line in (tmp_path / "log").read_text("utf-8").splitlines() if line.startswith("{")]
    told = [json.loads(line) for line in lines]
    routes = {line["route"]: line["status"] for line in told if "route" in line}
    assert routes["none"] == 404
    assert any(route.startswith("/learn/<int") for route in routes)
    assert all(line["request"] for line in told if "route" in line)
    assert "canary" not in (tmp_path / "log").read_text("utf-8")


@pytest.mark.parametrize("listen", ["8000", "somewhere", "unix:relative.sock", "127.0.0.1:99999"])
def test_a_place_of_no_use_is_said(tmp_path: Path, listen: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lti_tool", "serve", "--listen", listen],
        env={**os.environ, "PYTHONPATH": str(ROOT), "WEGWIJS_DATABASE_URL": f"sqlite:///{tmp_path}/w.sqlite"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: --listen: expected an address and a port")
