"""A learning platform that plays cmi5 packages, as `scorm_lms` plays those of SCORM: the same verbs."""

import contextlib
import http.server
import json
import mimetypes
import threading
import uuid
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from lxml import etree
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from tests.browser.cmi5.lrs import Endpoint, Record, Session, Statement
from tests.browser.cmi5.rules import SESSION_ID, Launch, verb

_PAGE = (
    '<!doctype html><iframe style="position:fixed;inset:0;width:100%;height:100%" src="{address}"></iframe>'
)


class Cmi5Lms:
    """The platform. It serves a package, launches one part of it, and keeps what that sends.

    Attributes:
        endpoint: what the page calls; on another site than the page.
        sessions: one for each launch.
    """

    def __init__(self, package: Path, record: Record | None = None, part: int = 0) -> None:
        """
        Args:
            package: the zip.
            record: who records the statements; nobody if left out, and the platform still checks them.
            part: which of the course's parts is launched.
        """
        with zipfile.ZipFile(package) as archive:
            self.files = {f"/content/{name}": archive.read(name) for name in archive.namelist()}
        root = etree.fromstring(self.files["/content/cmi5.xml"])
        au = root.findall(".//{*}au")[part]
        self.publisher_id, self._url = au.get("id"), au.findtext("{*}url")
        self.activity_id = f"https://lms.example/au/{part}"
        self.registration = str(uuid.uuid4())
        self.endpoint = Endpoint(record)
        self.host_page = ""
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.endpoint.stop()

    @property
    def address(self) -> str:
        """Where the platform is."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def sessions(self) -> list[Session]:
        return self.endpoint.sessions

    @property
    def statements(self) -> list[Statement]:
        """Every statement of every session, in order."""
        return [one for session in self.sessions for one in session.statements]

    def verbs(self, session: int = -1) -> list[str]:
        """The verbs of one session's statements, of the last one if left out."""
        return [verb(one) for one in self.sessions[session].statements]

    def said(self, name: str) -> list[Statement]:
        """Every statement with this verb."""
        return [one for one in self.statements if verb(one) == name]

    def heard(self, name: str, count: int) -> list[Statement]:
        """Wait until there are this many statements with this verb, and return them."""
        with self.endpoint.changed:
            self.endpoint.changed.wait_for(lambda: len(self.said(name)) >= count, timeout=8)
        found = self.said(name)
        assert len(found) == count, found
        return found

    def errors(self) -> list[str]:
        """What the page did that it should not have done."""
        return self.endpoint.errors

    def element(self, name: str) -> str | None:
        """What a SCORM platform would have of an element: only `cmi.completion_status`."""
        assert name == "cmi.completion_status", name
        return "completed" if self.said("completed") else "incomplete"

    def trouble(self, **failing: int) -> None:
        """Have resources answer with a status from now on: `state=500`, `statements=429`."""
        self.endpoint.failing = failing

    def well_again(self) -> None:
        """End all trouble."""
        self.endpoint.failing = {}

    @contextlib.contextmanager
    def session_end(self) -> Iterator[None]:
        """Wait, after the block, until the last session is over.

        Raises:
            AssertionError: The package never ended it.
        """
        yield
        with self.endpoint.changed:
            over = self.endpoint.changed.wait_for(lambda: self.sessions[-1].is_over, timeout=20)
        assert over, "the session was never ended"

    def launch(self, browser: Browser, **options: Any) -> "Sitting":
        """Open the package in a fresh browser, as a platform does; wait until the page lives.

        Args:
            browser: The browser.
            options: those of `launch_address`; `storage`, what an earlier sitting's browser had stored; and
                `context`, a browser that is open already.
        """
        context, storage = options.pop("context", None), options.pop("storage", None)
        context = context or browser.new_context(
            viewport={"width": 360, "height": 740}, locale="nl-BE", storage_state=storage
        )
        self.host_page = _PAGE.format(address=self.launch_address(**options).replace("&", "&amp;"))
        return Sitting(self, context)

    def launch_address(
        self,
        *,
        mode: str = "Normal",
        learner: str = "zoe",
        preferences: str | None = None,
        returns: bool = False,
        **more: Any,
    ) -> str:
        """Begin a session, and return the address to open.

        Args:
            mode: `Normal`, `Review` or `Browse`.
            learner: The platform's name for the learner.
            preferences: The learner's languages, if the platform knows them.
            returns: Whether the platform wants the learner back afterwards.
            more: More of the launch data.
        """
        actor = {"objectType": "Agent", "account": {"homePage": "https://lms.example", "name": learner}}
        template = {
            "contextActivities": {"grouping": [{"id": self.publisher_id, "objectType": "Activity"}]},
            "extensions": {SESSION_ID: str(uuid.uuid4())},
        }
        launch = Launch(actor, self.registration, self.activity_id, template, mode)
        for earlier in self.sessions:
            # 9.3.6: a launch ends what the last one left open.
            earlier.is_abandoned = earlier.is_abandoned or not earlier.is_over
        number = len(self.sessions)
        self.sessions.append(Session(launch, f"token{number}"))
        given = {"contextTemplate": template, "launchMode": mode, "moveOn": "Completed", **more}
        if returns:
            given["returnURL"] = f"{self.address}/returned"
        agent = json.dumps(actor, separators=(",", ":"))
        self._keep("activities/state", given, agent, activityId=self.activity_id,
                   registration=self.registration, stateId="LMS.LaunchData")  # fmt: skip
        if preferences:
            self._keep("agents/profile", {"languagePreference": preferences}, agent,
                       profileId="cmi5LearnerPreferences")  # fmt: skip
        parameters = {
            "endpoint": f"{self.endpoint.address}/xapi/",
            "fetch": f"{self.endpoint.address}/fetch/{number}",
            "actor": agent,
            "registration": self.registration,
            "activityId": self.activity_id,
        }
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())
        return f"{self.address}/content/{self._url}?{query}"

    def _keep(self, resource: str, document: dict[str, Any], agent: str, **query: str) -> None:
        key = json.dumps([resource, sorted({**query, "agent": agent}.items())])
        self.endpoint.documents[key] = json.dumps(document).encode()


@dataclass
class Sitting:
    """One launch of the package, until the learner leaves."""

    lms: Cmi5Lms
    context: BrowserContext
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(8000)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("console", self._console)
        self.context.on("request", self._request)
        self.host: Page = self.context.new_page()
        self.host.goto(f"{self.lms.address}/lms")
        self.frame: Frame = self.host.frames[1]
        expect(self.frame.locator("html.is-live")).to_be_attached()

    def trouble(self, **failing: int) -> None:
        """See `Cmi5Lms.trouble`."""
        self.lms.trouble(**failing)

    def well_again(self) -> None:
        """End all trouble."""
        self.lms.well_again()

    def close(self) -> None:
        """Close the tab, as a learner does."""
        with self.lms.session_end():
            self.host.close(run_before_unload=True)
        self.context.close()

    def leave(self) -> None:
        """Have the platform put another page in the package's place."""
        with self.lms.session_end():
            self.host.evaluate("() => { document.querySelector('iframe').src = 'about:blank'; }")
        self.context.close()

    def _console(self, message: Any) -> None:
        # A browser notes every answer of 400 and up as an error; "there is none yet" is one of those.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.lms.address, self.lms.endpoint.address, "data:", "blob:")):
            self.complaints.append(f"request to {request.url}")


def _handler(lms: Cmi5Lms) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            pages = {"/lms": lms.host_page.encode(), "/returned": b"<title>Back</title>"}
            body = pages.get(path) or lms.files.get(path)
            kind = "text/html; charset=utf-8" if path in pages else mimetypes.guess_type(path)[0]
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing: the test says what matters."""

    return Handler
