"""`wegwijs demo`: what it starts, prints, keeps and forgets."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from lti_tool.practice_lms.servers import clear, running_demo
from lti_tool.settings import Settings
from lti_tool.store import platforms
from tests.needs import free_port

COMMAND = [sys.executable, "-c", "from lti_tool.cli import main; main()", "demo"]


def test_lms_and_tool_answer_on_loopback_and_know_each_other(tmp_path: Path) -> None:
    with running_demo(tmp_path, Settings(), 0, 0) as demo:
        assert "Toolbox studiekeuze" in requests.get(f"{demo.lms_url}/sami/", timeout=5).text
        assert requests.get(f"{demo.tool_url}/healthz", timeout=5).ok
        assert demo.lms.tool_answers()
        with demo.tool.database.read() as connection:
            found = platforms.find(connection, demo.lms_url, demo.lms.registration.client_id)
            assert found is not None
            (deployment,) = platforms.deployments_of(connection, found.id)
        assert (deployment.deployment_id, deployment.approved) == ("1", True)


def test_second_start_finds_the_same_registration(tmp_path: Path) -> None:
    lms_port, tool_port = free_port(), free_port()
    for _ in range(2):
        with (
            running_demo(tmp_path, Settings(), lms_port, tool_port) as demo,
            demo.tool.database.read() as connection,
        ):
            assert [known.id for known in platforms.every(connection)] == [1]


def test_each_session_of_civic_reflection_is_a_link_and_its_civic_team_has_a_page(tmp_path: Path) -> None:
    with running_demo(tmp_path, Settings(), 0, 0) as demo:
        home = requests.get(f"{demo.lms_url}/an/", timeout=5).text
        page, _, secret = demo.civic_url.partition("#")
        session = requests.post(f"{page}/session", data={"secret": secret}, timeout=5)

    links = [link for link in demo.lms.course() if link.startswith("civic-reflection")]
    assert [f"Sessie {number}:" in home for number in range(1, 6)] == [True] * 5
    assert len(links) == 5
    assert session.ok


def test_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with (
            pytest.raises(OSError, match=f"port {port} can't be used"),
            running_demo(tmp_path, Settings(), port, 0),
        ):
            pass


def test_fresh_forgets_what_the_demo_kept_and_nothing_else(tmp_path: Path) -> None:
    for name in ("tool.sqlite", "tool.sqlite-wal", "tool.sqlite-jobs", "lms.sqlite", "mine.txt"):
        (tmp_path / name).touch()
    (tmp_path / "packages" / "one").mkdir(parents=True)
    clear(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_command_says_in_four_lines_where_what_and_how_to_stop(tmp_path: Path) -> None:
    ports = ["--port", str(free_port()), "--tool-port", str(free_port())]
    command = [*COMMAND, "--data", str(tmp_path), "--fresh", *ports]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        lines = [running.stdout.readline() for _ in range(4)]
        address = f"http://localhost:{ports[1]}"
        assert address in lines[0]
        assert requests.get(address, timeout=5).ok
        running.send_signal(signal.SIGTERM)
        rest, errors = running.communicate(timeout=30)
    assert f"http://localhost:{ports[3]}/civic#" in lines[2]
    assert "Ctrl+C" in lines[3]
    assert (rest, errors, running.returncode) == ("", "", 0)
