"""`wegwijs demo`."""

import os
import signal
import threading
import webbrowser
from pathlib import Path

import click
from alembic.util.exc import CommandError

from lti_tool.errors import LtiToolError
from lti_tool.practice_lms.servers import clear, running_demo
from lti_tool.settings import read_settings


@click.command("demo")
@click.option("--port", type=click.IntRange(0, 65535), help="Port of the practice LMS (8000, or a free one).")
@click.option("--tool-port", type=click.IntRange(0, 65535), help="Port of the tool (8001, or a free one).")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("var/demo"),
    show_default=True,
    help="Folder to keep everything in.",
)
@click.option("--fresh", is_flag=True, help="Forget what an earlier demonstration kept.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
def command(port: int | None, tool_port: int | None, data: Path, fresh: bool, open_browser: bool) -> None:
    """Show Wegwijs at work in a practice LMS, on this computer only."""
    if fresh:
        clear(data)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    try:
        with running_demo(data, read_settings(os.environ), port, tool_port) as shown:
            click.echo(f"Wegwijs is in a practice LMS at {shown.lms_url}")
            click.echo("Choose Leerling Sami, open an activity and finish it; Begeleider An sees the grade.")
            click.echo(f"The page of a university's civic team, opens once: {shown.civic_url}")
            click.echo(f"Press Ctrl+C to stop. Everything is kept in {data} (--fresh forgets it).")
            if open_browser:
                webbrowser.open(shown.lms_url)
            while not stop.wait(1):  # in steps, as Ctrl+C does not end an endless wait on Windows
                pass
    except KeyboardInterrupt:
        pass
    except CommandError as error:
        raise click.ClickException(f"{data} is of another version ({error}); --fresh begins anew") from error
    except (OSError, LtiToolError) as error:
        raise click.ClickException(str(error)) from error
