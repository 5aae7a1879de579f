"""LMS, tool and worker together in one process, on loopback only."""

import logging
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import requests
from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from lti_tool.app import create_app
from lti_tool.practice_lms.app import create_practice_lms
from lti_tool.practice_lms.catalogue import activities, sessions
from lti_tool.practice_lms.errors import PackageError
from lti_tool.practice_lms.lms import Exporter, PracticeLms
from lti_tool.practice_lms.registration import Registration
from lti_tool.practice_lms.store import Store
from lti_tool.practice_lms.tool_keys import ToolKeys
from lti_tool.protocol.registration import Registration as ToolsRegistration
from lti_tool.settings import Settings
from lti_tool.store import civic_links, platforms
from lti_tool.store.db import Database
from lti_tool.store.inspection import Scope
from lti_tool.tool import Tool, make_tool
from lti_tool.worker import BackgroundWorker
from modules.kit.errors import WegwijsError
from modules.kit.registry import Registry
from scorm_export.export import export

LOOPBACK = "127.0.0.1"
LMS_PORT, TOOL_PORT = 8000, 8001
_TRIES = 100
_CIVIC_SECONDS = 7 * 24 * 3600
_FORMATS = {"1.2": "scorm12", "2004": "scorm2004"}


@dataclass(frozen=True)
class Demo:
    """A demonstration that runs.

    Attributes:
        lms_url: The LMS's address.
        tool_url: The tool's address.
        lms: The LMS's parts.
        tool: The tool's parts.
        civic_url: Opens the page of the university's civic team, once.
    """

    lms_url: str
    tool_url: str
    lms: PracticeLms
    tool: Tool
    civic_url: str


@contextmanager
def running_demo(
    folder: Path, settings: Settings, lms_port: int | None = None, tool_port: int | None = None
) -> Iterator[Demo]:
    """Run LMS, tool and worker until the block ends.

    Args:
        folder: Where everything is kept; made when absent.
        settings: The administrator's settings; addresses and database are replaced by the demonstration's.
        lms_port: The LMS's port; none means 8000 or the first free one after it. 0: any.
        tool_port: The tool's port; none means 8001 or the first free one after it. 0: any.

    Raises:
        OSError: A port that was named is taken.
        CommandError: A newer Wegwijs kept its data in this folder.
        LtiToolError: See `lti_tool.tool.make_tool`.
    """
    with ExitStack() as stack:
        lms_socket = stack.enter_context(_listen(LMS_PORT, lms_port))
        tool_socket = stack.enter_context(_listen(TOOL_PORT, tool_port))
        lms_url, tool_url = _address(lms_socket), _address(tool_socket)
        registration = Registration(issuer=lms_url, tool_url=tool_url)
        database = f"sqlite:///{(folder / 'tool.sqlite').resolve()}"
        # Nobody makes backups of a demonstration: an older one is simply brought up to date.
        Database(database).upgrade()
        tool = make_tool(
            replace(
                settings,
                public_url=tool_url,
                database_url=database,
                redis_url=None,
                allow_private_hosts=True,
            )
        )
        register(tool, registration)
        civic_url = _civic_link(tool, registration)
        lms = _lms(folder, registration, tool.registry)
        worker = BackgroundWorker(tool.jobs)
        worker.start()
        stack.callback(worker.stop)
        stack.enter_context(_serving(create_app(tool.settings, tool), tool_socket))
        stack.enter_context(_serving(create_practice_lms(lms), lms_socket))
        yield Demo(lms_url, tool_url, lms, tool, civic_url)


def clear(folder: Path) -> None:
    """Forget everything an earlier demonstration kept in this folder, and nothing else that lies there."""
    for name in ("tool.sqlite", "lms.sqlite"):
        for file in folder.glob(f"{name}*"):
            file.unlink()
    shutil.rmtree(folder / "packages", ignore_errors=True)


def register(tool: Tool, registration: Registration) -> None:
    """Make the LMS known to the tool, as `wegwijs platform add` does, with its deployment approved."""
    known = ToolsRegistration(
        id=0,
        issuer=registration.issuer,
        client_id=registration.client_id,
        auth_url=registration.auth_url,
        token_url=registration.token_url,
        jwks_url=registration.jwks_url,
        token_audience=None,
    )
    with tool.database.write() as connection:
        if platforms.find(connection, known.issuer, known.client_id) is None:
            platforms.add(connection, known, [registration.deployment_id], tool.now())


def _civic_link(tool: Tool, registration: Registration) -> str:
    """A one-use link as `wegwijs civic invite` makes it."""
    now = tool.now()
    with tool.database.write() as connection:
        known = platforms.find(connection, registration.issuer, registration.client_id)
        scope = Scope(known.id if known else 0)
        secret = civic_links.add(connection, scope, "demo", now, now + _CIVIC_SECONDS)
    return f"{tool.settings.public_url}/civic#{secret}"


def _lms(folder: Path, registration: Registration, registry: Registry) -> PracticeLms:
    return PracticeLms(
        registration=registration,
        store=Store(folder / "lms.sqlite"),
        activities=activities(registry),
        sessions=sessions(registry),
        packages=folder / "packages",
        exporter=_exporter(registry),
        tool_key=ToolKeys(registration.tool_jwks_url),
        tool_answers=lambda: _answers(f"{registration.tool_url}/healthz"),
    )


def _exporter(registry: Registry) -> Exporter:
    def make(module_id: str, version: str, language: str) -> bytes:
        module, name = registry.modules[module_id], _FORMATS[version]
        with tempfile.TemporaryDirectory() as folder:
            try:
                (made,) = export([module], format=name, languages=[language], out=Path(folder))
            except WegwijsError as error:
                raise PackageError("export", str(error)) from error
            return made.path.read_bytes()

    return make


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False


@contextmanager
def _listen(usual: int, wanted: int | None) -> Iterator[socket.socket]:
    # Always the same row of ports: the tool knows the LMS by its address, so another port is another LMS.
    candidates = range(usual, usual + 2 * _TRIES, 2) if wanted is None else range(wanted, wanted + 1)
    listening = next(filter(None, map(_bound, candidates)), None)
    if listening is None:
        raise OSError(
            f"port {candidates[0]} can't be used: something else listens there, or it is not allowed"
        )
    with listening:
        yield listening


def _bound(port: int) -> socket.socket | None:
    if port and _other_answers(port):
        return None
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError:
        return None


def _other_answers(port: int) -> bool:
    # "localhost" may mean ::1 first: a browser would find whoever listens there instead of us.
    try:
        with socket.create_connection(("localhost", port), timeout=0.5):
            return True
    except OSError:
        return False


def _address(listening: socket.socket) -> str:
    return f"http://localhost:{listening.getsockname()[1]}"


@contextmanager
def _serving(app: Flask, listening: socket.socket) -> Iterator[BaseWSGIServer]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    port = listening.getsockname()[1]
    server = make_server(
        LOOPBACK, port, _whole_answers(app), threaded=True, request_handler=_Quiet, fd=listening.fileno()
    )
    thread = threading.Thread(target=server.serve_forever, name=f"serve-{port}", daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _whole_answers(app: Flask) -> WSGIApplication:
    """Read each answer to its end before the first byte is sent: all of them are small.

    Werkzeug's server does not close a file when the browser goes away in the middle of it.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            getattr(parts, "close", lambda: None)()

    return answer


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, _code: int | str = "-", _size: int | str = "-") -> None:
        """Say nothing: an address may name a person."""
