"""The `wegwijs` command: what it does, and that a mistake ends in one clear sentence."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests import needs
from tests.needs import ROOT

ADD = ["platform", "add", "--issuer", "https://lms.example.edu", "--client-id", "c"] + [
    part
    for name in ("auth", "token", "jwks")
    for part in (f"--{name}-url", f"https://lms.example.edu/{name}")
]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WEGWIJS_")}
    return clean | {"WEGWIJS_DATABASE_URL": f"sqlite:///{tmp_path}/w.sqlite", "PYTHONPATH": str(ROOT)}


@pytest.fixture
def wegwijs(environment: dict[str, str], tmp_path: Path):
    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "lti_tool", *arguments]
        return subprocess.run(
            command, env=environment | settings, cwd=tmp_path, capture_output=True, text=True, check=False
        )

    return run


def test_a_platform_is_added_listed_approved_and_removed(wegwijs) -> None:
    added = wegwijs(*ADD, "--deployment", "1")
    assert added.returncode == 0
    assert "/lti/login" in added.stdout
    assert wegwijs("platform", "approve", "1", "2").returncode == 0
    listed = wegwijs("platform", "list").stdout
    assert "https://lms.example.edu  client id c" in listed
    assert listed.count("approved") == 2
    assert wegwijs("platform", "remove", "1", "--yes").returncode == 0
    assert "No platform yet" in wegwijs("platform", "list").stdout


def test_a_platform_is_not_added_twice(wegwijs) -> None:
    wegwijs(*ADD)
    again = wegwijs(*ADD)
    assert again.returncode == 1
    assert again.stderr.startswith("Error: https://lms.example.edu with client id c is registered already")


def test_a_platform_on_http_is_for_development(wegwijs) -> None:
    command = [part.replace("https://lms.example.edu/token", "http://127.0.0.1/token") for part in ADD]
    refused = wegwijs(*command)
    assert refused.returncode == 1
    assert "--token-url: expected an https address" in refused.stderr
    assert wegwijs(*command, WEGWIJS_ALLOW_PRIVATE_HOSTS="1").returncode == 0


@pytest.mark.parametrize("command", [["platform", "approve", "7", "x"], ["platform", "remove", "7", "--yes"]])
def test_an_unknown_number_is_said(wegwijs, command: list[str]) -> None:
    result = wegwijs(*command)
    assert result.returncode == 1
    assert result.stderr == "Error: there is no platform with number 7\n"


def test_an_unknown_setting_stops_every_command(wegwijs) -> None:
    result = wegwijs("modules", WEGWIJS_PUBLIC_ULR="x")
    assert result.returncode == 1
    assert "unknown setting WEGWIJS_PUBLIC_ULR" in result.stderr


def test_modules_are_listed_and_a_broken_one_is_named_with_its_line(wegwijs, tmp_path: Path) -> None:
    assert "identity" in wegwijs("modules").stdout
    broken = tmp_path / "own" / "broken"
    broken.mkdir(parents=True)
    (broken / "module.yaml").write_text("id: broken\nversion: [\n")
    result = wegwijs("modules", WEGWIJS_MODULE_PATH=str(tmp_path / "own"))
    assert result.returncode == 1
    assert "identity" in result.stdout
    assert "module.yaml:" in result.stderr
    assert wegwijs("check", str(broken)).returncode == 1
    assert wegwijs("check", str(ROOT / "modules" / "identity")).returncode == 0


def test_the_database_is_upgraded_on_request(wegwijs) -> None:
    assert "is now at" in wegwijs("db", "upgrade").stdout


def test_packages_and_checks_need_no_web_framework(environment: dict[str, str], tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "for name in 'alembic cryptography flask huey jwt requests sqlalchemy werkzeug'.split():\n"
        "    sys.modules[name] = None\n"
        "from lti_tool.cli import main\n"
        "main()\n"
    )

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    assert run("modules").returncode == 0
    exported = run(
        "export", "identity", "--format", "scorm12", "--lang", "nl", "--out", str(tmp_path / "out")
    )
    assert exported.returncode == 0, exported.stderr
    assert list((tmp_path / "out").glob("*.zip"))
    refused = run("worker")
    assert refused.returncode == 1
    assert "pip install 'wegwijs[lti]'" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_serve_answers_and_stops_with_its_worker(environment: dict[str, str], tmp_path: Path) -> None:
    port = needs.free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "lti_tool", "serve", "--port", str(port), "--workers", "1"],
        env=environment,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        assert wait_for(f"http://127.0.0.1:{port}/readyz").startswith(b'{"ok":true,')
    finally:
        server.send_signal(signal.SIGTERM)
        output = server.communicate(timeout=60)[0].decode()
    assert server.returncode == 0, output
    assert "Traceback" not in output


def wait_for(url: str) -> bytes:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:
                return response.read()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
