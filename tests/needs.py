"""What a test needs besides Python: a browser, a venv of other people's software, a database server.

A test (or better, a fixture) asks for the thing and gets it:

    from tests import needs

    @pytest.fixture(scope="session")
    def browser():
        browser_path = needs.chromium()

The rule for a thing that this machine lacks stands here and nowhere else: the test is skipped with the
name of the thing and the way to get it, unless the variable ``CI`` is set: then it fails, for a suite
that quietly skips its proof proves nothing.

Servers are started for this test run alone, on a free port, with their data in a temporary folder, and
stopped at its end; a server that already runs on the machine is neither used nor touched.
"""

import atexit
import functools
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import NoReturn

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",  # a container's root has no user namespaces
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_START_SECONDS = 30


def missing(thing: str, remedy: str) -> NoReturn:
    """Skip the test for want of `thing`, or fail it in CI; `remedy` is what to type to get it."""
    message = f"needs {thing}: {remedy}"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def chromium() -> str:
    """Return the path of Chromium or Chrome; the variable ``CHROMIUM`` overrides the search."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome", "chrome"]
    found = next(filter(None, map(shutil.which, filter(None, names))), None)
    return found or missing("Chromium", "apt-get install chromium, or set CHROMIUM to the path of one")


def chromium_shell() -> str:
    """Return the path of Chromium without a window's trimmings: the same engine for half the processor time.

    It has no settings of a person, such as those for cookies. Without it, Chromium itself does.
    """
    return shutil.which("chromium-headless-shell") or chromium()


def services_venv() -> str:
    """Return the Python of `.venv-services`, which holds the LTI platform we test against."""
    python = ROOT / ".venv-services" / "bin" / "python"
    return (
        str(python)
        if python.exists()
        else missing("the software of others to test against", "make services-venv")
    )


@functools.cache
def redis() -> str:
    """Return the URL of an empty Redis server."""
    server = shutil.which("redis-server")
    if server is None:
        missing("Redis", "apt-get install redis-server")
    port = free_port()
    _run_until_exit([server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
    _wait_until(lambda: _listens(port), "Redis")
    return f"redis://127.0.0.1:{port}/0"


_database_numbers = count(1)


def postgresql(template: str = "template0", *, durable: bool = False) -> str:
    """Return the URL (``postgresql+psycopg://…``) of a fresh PostgreSQL database, a template's copy.

    A test need not wait until each commit is on the disk; what measures must (`durable`).
    """
    name = f"test_{next(_database_numbers)}"
    binaries, port = _postgresql_server(durable=durable)
    at = ["-h", "127.0.0.1", "-p", str(port), "-U", "wegwijs"]
    subprocess.run([binaries / "createdb", *at, "-T", template, name], check=True)
    return f"postgresql+psycopg://wegwijs@127.0.0.1:{port}/{name}"


@functools.cache
def _postgresql_server(*, durable: bool) -> tuple[Path, int]:
    binaries = _postgresql_binaries()
    folder = Path(tempfile.mkdtemp(prefix="wegwijs-postgresql-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # PostgreSQL refuses to run as root, whom a container's tests often run as.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    subprocess.run(
        [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "wegwijs",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale",
            "C",
            "-N",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        user=user,
        cwd=folder,
    )
    options = [
        "-c",
        f"fsync={'on' if durable else 'off'}",
        "-c",
        f"unix_socket_directories={folder}",
        "-c",
        "listen_addresses=127.0.0.1",
    ]
    _run_until_exit(
        [str(binaries / "postgres"), "-D", str(data), "-p", str(port), *options], user=user, cwd=folder
    )
    ready = [str(binaries / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    _wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL")
    return binaries, port


def _postgresql_binaries() -> Path:
    """Return the folder of the newest PostgreSQL: Debian keeps the server's programs off the PATH."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    return versions[-1].parent if versions else missing("PostgreSQL", "apt-get install postgresql")


def free_port() -> int:
    """Return a TCP port of loopback that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _run_until_exit(command: Sequence[str], user: str | None = None, cwd: Path | None = None) -> None:
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user, cwd=cwd
    )

    def stop() -> None:
        process.terminate()
        process.wait(_START_SECONDS)

    atexit.register(stop)


def _wait_until(ready: Callable[[], bool], name: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not ready():
        if time.monotonic() > deadline:
            pytest.fail(f"{name} did not answer within {_START_SECONDS} s")
        time.sleep(0.05)
