"""`wegwijs serve`."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import click

from lti_tool.commands.environment import settings

if TYPE_CHECKING:
    from flask import Flask

_THREADS = 6
"""Python runs one at a time; the others are for requests that wait (see `services.fetch_gate`)."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="Processes.")
@click.option("--with-worker/--without-worker", default=True, help="Also run `wegwijs worker` beside it.")
def command(host: str, port: int, workers: int, with_worker: bool) -> None:
    """Serve the LTI tool."""
    from lti_tool.tool import make_tool  # noqa: PLC0415

    # Whatever is wrong is said here and once; the processes below make their own.
    make_tool(settings()).close()
    helper = subprocess.Popen([sys.executable, "-m", "lti_tool", "worker"]) if with_worker else None
    click.echo(f"Wegwijs listens on http://{host}:{port}, known to browsers as {settings().public_url}")
    try:
        _serve(host, port, workers)
    finally:
        if helper:
            helper.terminate()
            helper.wait(timeout=30)


def make_app() -> Flask:
    """The tool as each server process makes it for itself."""
    from lti_tool.app import create_app  # noqa: PLC0415

    return create_app(settings())


def _serve(host: str, port: int, workers: int) -> None:
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    Granian(
        f"{__name__}:{make_app.__name__}",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=_THREADS,
        http1_settings=HTTP1Settings(header_read_timeout=10_000),  # ms
        workers_kill_timeout=20,
        # The address of a launch page has its token behind the #, which no server sees.
        log_access=False,
        log_level=LogLevels.warning,
    ).serve()
