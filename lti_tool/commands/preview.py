"""`wegwijs preview`."""

from __future__ import annotations

import errno
import signal
import threading
import webbrowser
from pathlib import Path

import click

from lti_tool.commands import environment
from lti_tool.preview.server import PreviewServer
from lti_tool.preview.watch import Watch
from modules.kit.errors import RegistryError

USUAL_PORT = 8010


@click.command("preview")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), help=f"{USUAL_PORT}, or a free one, if left out.")
@click.option("--variant", help="Which steps, of a module that offers a choice; its usual ones if left out.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
def command(path: Path, port: int | None, variant: str | None, open_browser: bool) -> None:
    """Show the module in a folder while you write it: the page follows each file that you save.

    It shows mistakes with their file and line. Only this computer can reach it.
    """
    if not (path / "module.yaml").is_file():
        raise click.ClickException(
            f"{path} has no module.yaml; `wegwijs new {path}` makes a module to begin with"
        )
    try:
        watch = Watch(path, environment.registry(), variant)
    except RegistryError as problem:
        raise click.ClickException(str(problem)) from problem
    with _server(port, watch) as server:
        click.echo(f"Preview of {path}: {server.url}")
        click.echo("Save a file and the page follows. Press Ctrl+C to stop.")
        for mistake in watch.now()[1].problems:
            click.echo(str(mistake), err=True)
        _serve(server, open_browser)


def _server(port: int | None, watch: Watch) -> PreviewServer:
    try:
        return PreviewServer(USUAL_PORT if port is None else port, watch)
    except OSError as problem:
        if port is None and problem.errno == errno.EADDRINUSE:
            return PreviewServer(0, watch)
        raise click.ClickException(f"port {port} can't be used: {problem.strerror or problem}") from problem


def _serve(server: PreviewServer, open_browser: bool) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    if open_browser:
        webbrowser.open(server.url)
    try:
        while not stop.wait(1):  # in steps, as Ctrl+C does not end an endless wait on Windows
            pass
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
        thread.join()
