"""`wegwijs serve`."""

from __future__ import annotations

import atexit
import gc
import logging
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lti_tool import logs
from lti_tool.commands.environment import settings
from lti_tool.errors import SettingsError

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger(__name__)
STOP_SECONDS = 20
"""After a signal to stop: how long requests under way may take. Proxies and supervisors must wait longer."""
_HEADER_MILLISECONDS = 10_000
_MOST_MEGABYTES = 600
"""A process that grows past it is replaced without dropping a request; with all modules one has 150."""
_BACKLOG = 1024
_SOCKET_MODE = 0o660
_RESTART_SECONDS = 3
_YOUNG_OBJECTS = 20_000
"""More than Python's own 700: a launch makes a few hundred, and hardly any in a circle."""
_LOOK_SECONDS = 1


@dataclass(frozen=True)
class Place:
    """Where to listen: an address and a port, or a socket."""

    host: str
    port: int
    socket: Path | None = None

    @classmethod
    def read(cls, listen: str) -> Place:
        """From a setting, which was checked."""
        if listen.startswith("unix:"):
            return cls("", 0, Path(listen.removeprefix("unix:")))
        host, _, port = listen.rpartition(":")
        return cls(host.strip("[]"), int(port))

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"unix:{self.socket}" if self.socket else f"http://{host}:{self.port}"


@click.command("serve")
@click.option("--listen", help="Address and port, or unix:/path.  [default: WEGWIJS_LISTEN]")
@click.option("--host", help="Address alone.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port alone.")
@click.option("--workers", "--processes", type=click.IntRange(1, 64), help="[default: WEGWIJS_PROCESSES]")
@click.option("--threads", type=click.IntRange(3, 64), help="Of each process.  [default: WEGWIJS_THREADS]")
@click.option("--with-worker/--without-worker", default=True, help="Also run `wegwijs worker` beside it.")
def command(  # noqa: PLR0913 (each is an option)
    listen: str | None,
    host: str | None,
    port: int | None,
    workers: int | None,
    threads: int | None,
    *,
    with_worker: bool,
) -> None:
    """Serve the LTI tool, until a signal ends it: then requests under way are answered first."""
    from lti_tool.settings import read_listen  # noqa: PLC0415
    from lti_tool.tool import make_tool  # noqa: PLC0415

    known = settings()
    logs.set_up(known.log)
    try:
        place = Place.read(read_listen(listen) if listen else known.listen)
    except ValueError as problem:
        raise SettingsError(f"--listen: expected {problem}; got {listen!r}") from problem
    place = Place(host or place.host, port or place.port, None if host or port else place.socket)
    if not place.socket and not place.host:
        place = Place("127.0.0.1", place.port or 8000)
    # Whatever is wrong is said here and once; the processes below make their own.
    make_tool(known).close()
    if place.socket:
        clear_away(place.socket)
    helper = Helper() if with_worker else None
    click.echo(f"Wegwijs listens on {place}, known to browsers as {known.public_url}")
    try:
        _serve(place, workers or known.processes, threads or known.threads)
    finally:
        if helper:
            helper.stop()


def make_app() -> Flask:
    """The tool as each server process makes it for itself."""
    from lti_tool.app import create_app  # noqa: PLC0415

    known = settings()
    logs.set_up(known.log)
    app = create_app(known)
    tool = app.extensions["wegwijs"]
    # Modules stay for as long as the process does: Python need not look now and then whether they are in use.
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS)
    atexit.register(tool.counters.flush_now_and_then(tool.database))
    if server := multiprocessing.parent_process():
        threading.Thread(target=_end_with, args=(server.pid,), daemon=True).start()
    return app


def _end_with(server: int | None) -> None:
    # Whoever kills the server alone would leave its processes listening, beside those of the next one.
    while os.getppid() == server:
        time.sleep(_LOOK_SECONDS)
    for _ in range(STOP_SECONDS):
        # More than once: a process that is still starting does not hear it.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
        time.sleep(1)
    os._exit(1)


class Helper:
    """`wegwijs worker` beside the server; one that ends by accident is begun again."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._begin()
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        """End it, and wait for the job at hand."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()  # what it was at is in the database, and is tried again

    def _begin(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "lti_tool", "worker"])

    def _watch(self) -> None:
        while not self._stopping.is_set():
            ended = self._process.wait()
            if self._stopping.wait(_RESTART_SECONDS):
                return
            log.warning("the worker ended with %d and is begun again", ended)
            self._process = self._begin()


def clear_away(path: Path) -> None:
    """Remove a socket that a server left behind when it was killed.

    Raises:
        SettingsError: Something is there that is no socket, or somebody listens on it.
    """
    if not path.exists():
        return
    if not path.is_socket():
        raise SettingsError(f"{path} is there and is no socket")
    with socket.socket(socket.AF_UNIX) as probe:
        if probe.connect_ex(str(path)) == 0:
            raise SettingsError(f"another server listens on {path}")
    path.unlink()


def _serve(place: Place, processes: int, threads: int) -> None:
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    Granian(
        f"{__name__}:{make_app.__name__}",
        factory=True,
        address=place.host or "127.0.0.1",
        port=place.port or 8000,
        uds=place.socket,
        uds_permissions=_SOCKET_MODE if place.socket else None,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        backlog=_BACKLOG,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS),
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
        workers_max_rss=_MOST_MEGABYTES,
        # The address of a launch page has its token behind the #, which no server sees.
        log_access=False,
        log_level=LogLevels.warning,
        # Its own lines go where ours go.
        log_dictconfig={
            "formatters": {},
            "handlers": {},
            "loggers": {"_granian": {"propagate": True}, "granian.access": {"propagate": False}},
        },
    ).serve()
