"""A learning platform on the real run-time scorm-again: it plays one package and keeps what that commits."""

import contextlib
import http.server
import json
import mimetypes
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from tests.needs import ROOT

_RUNTIMES = ROOT / "lti_tool" / "practice_lms" / "static" / "vendor" / "scorm-again"
_PAGE = (Path(__file__).parent / "scorm_lms.html").read_text(encoding="utf-8")
_NEST = (
    # A page between may have something of that name that is no API.
    '<!doctype html><i id="API"></i><i id="API_1484_11"></i>'
    '<iframe src="/content/index.html" style="position:fixed;inset:0;width:100%;height:100%">'
)
_FLEETING = ("exit", "session_time", "entry")


@dataclass
class Call:
    """One call that the package made to the platform."""

    verb: str
    """Without the prefix that SCORM 1.2 has; ending a session is always `Terminate`."""
    arguments: list[str]
    result: str
    code: str


class Lms:
    """The platform. It serves a package, and gives back at the next launch what was committed.

    Attributes:
        version: `1.2` or `2004`.
        headers: what every answer of its server has besides, such as a policy.
        stored: what the run-time sent at its last commit, by element.
    """

    def __init__(self, package: Path, version: str) -> None:
        self.version = version
        self.stored: dict[str, str] = {}
        self._calls: dict[int, Call] = {}
        self._commits = 0
        self._called = threading.Condition()
        self.host_page = ""
        self.headers: dict[str, str] = {}
        with zipfile.ZipFile(package) as archive:
            self.files = {f"/content/{name}": archive.read(name) for name in archive.namelist()}
        runtime = "scorm12.min.js" if version == "1.2" else "scorm2004.min.js"
        self.files["/runtime.js"] = (_RUNTIMES / runtime).read_bytes()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        # A browser that closes cuts its connections; that is no error of the platform.
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

    @property
    def address(self) -> str:
        """Where the platform is."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def calls(self) -> list[Call]:
        """Every call of this session in order, those of a page that was being left included."""
        return [call for _, call in sorted(self._calls.items())]

    def note(self, number: int, call: Call) -> None:
        """Take down a call; they may arrive in any order."""
        with self._called:
            self._calls[number] = call
            self._called.notify_all()

    def keep(self, elements: dict[str, Any]) -> None:
        """Keep what the run-time commits."""
        with self._called:
            self.stored = {name: value for name, value in elements.items() if isinstance(value, str)}
            self._commits += 1
            self._called.notify_all()

    def keep_course(self, told: dict[str, Any]) -> None:
        """Keep what the run-time's sequencing engine says of a course; `scorm_course.py` does."""

    @contextlib.contextmanager
    def session_end(self) -> Iterator[None]:
        """Wait, after the block, until the session that ends in it is over and kept.

        Raises:
            AssertionError: The package never ended it.
        """
        before = self._commits
        yield
        with self._called:
            over = self._called.wait_for(
                lambda: self.count("Terminate") and self._commits > before, timeout=20
            )
        assert over, "the session was never ended"

    def element(self, name: str) -> str | None:
        """What was committed of an element, by its name in SCORM 2004."""
        return self.stored.get(self.named(name))

    def named(self, name: str) -> str:
        """The version's own name of an element, from its name in SCORM 2004."""
        if self.version == "2004":
            return name
        special = {
            "cmi.completion_status": "cmi.core.lesson_status",
            "cmi.location": "cmi.core.lesson_location",
            "cmi.mode": "cmi.core.lesson_mode",
            "cmi.learner_id": "cmi.core.student_id",
            "cmi.suspend_data": "cmi.suspend_data",
        }
        return special.get(name, name.replace("cmi.", "cmi.core.", 1))

    def sets(self, name: str) -> list[str]:
        """Every value that the package gave an element in this session, by its name in SCORM 2004."""
        return [
            call.arguments[1]
            for call in self.calls
            if call.verb == "SetValue" and call.arguments[0] == self.named(name)
        ]

    def errors(self) -> list[Call]:
        """The calls that the run-time said were wrong."""
        return [call for call in self.calls if call.code != "0"]

    def count(self, verb: str) -> int:
        """How often a function was called in this session."""
        return sum(call.verb == verb for call in self.calls)

    def launch(
        self,
        browser: Browser,
        *,
        mode: str = "normal",
        learner: str = "zoe",
        storage: Any = None,
        live: bool = True,
        **options: Any,
    ) -> "Sitting":
        """Open the package in a fresh browser, as a platform does; wait until the page lives.

        Args:
            browser: The browser.
            mode: `normal`, `review` or `browse`.
            learner: The platform's name for the learner.
            storage: What an earlier sitting's browser had stored; nothing if left out.
            live: Whether the page comes to life; if not, it says why.
            options: `nested`, `window`, `late` (milliseconds), `none`, `initialized`, `interactions` (false),
                `objectives` (false), `adl.data` (false), `page`,
                `trouble` (as `Sitting.trouble` makes it, from the start).
        """
        self._calls.clear()
        context = browser.new_context(
            viewport={"width": 360, "height": 740}, locale="nl-BE", storage_state=storage
        )
        config = {
            "version": self.version,
            "start": self._start(mode, learner),
            "page": "/content/index.html",
            **options,
        }
        text = json.dumps(config).replace("\\", "\\\\").replace("'", "\\'").replace("<", "\\u003c")
        self.host_page = _PAGE.replace("__CONFIG__", text)
        return Sitting(self, context, live)

    def _start(self, mode: str, learner: str) -> dict[str, str]:
        suspended = self.element("cmi.exit") == "suspend"
        kept = self.stored if suspended or self.version == "1.2" else {}
        start = {name: value for name, value in kept.items() if value and not name.endswith(_FLEETING)}
        entry = "resume" if suspended else "ab-initio"
        given = {"cmi.entry": entry, "cmi.mode": mode, "cmi.credit": "credit", "cmi.learner_id": learner}
        return start | {self.named(name): value for name, value in given.items()}


@dataclass
class Sitting:
    """One launch of the package, until the learner leaves."""

    lms: Lms
    context: BrowserContext
    live: bool = True
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.set_default_timeout(8000)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("console", self._console)
        self.context.on("request", self._request)
        self.host: Page = self.context.new_page()
        self.host.goto(f"{self.lms.address}/lms")
        self.frame = self._content()
        state = "html.is-live" if self.live else "body.is-stopped"
        expect(self.frame.locator(state)).to_be_attached()

    def trouble(self, **trouble: str) -> None:
        """Have functions of the API fail from now on: `SetValue="throw"`, `Commit="false"`."""
        self.host.evaluate("(more) => void Object.assign(trouble, more)", trouble)

    def well_again(self) -> None:
        """End all trouble."""
        self.host.evaluate("() => { for (const verb of Object.keys(trouble)) delete trouble[verb]; }")

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

    def _content(self) -> Frame:
        for _ in range(200):
            frames = [frame for page in self.context.pages for frame in page.frames]
            found = [frame for frame in frames if "/content/" in frame.url]
            if found:
                return found[0]
            self.host.wait_for_timeout(20)
        raise AssertionError("the package's page never opened")

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.lms.address, "data:", "blob:")):
            self.complaints.append(f"request to {request.url}")


def _handler(lms: Lms) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            pages = {"/lms": lms.host_page.encode(), "/nest": _NEST.encode()}
            body = pages.get(path) or lms.files.get(path)
            kind = "text/html; charset=utf-8" if path in pages else mimetypes.guess_type(path)[0]
            self._answer(200 if body is not None else 404, body or b"", kind or "text/plain")

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path == "/call":
                for number, *call in body:
                    lms.note(number, Call(*call))
            elif self.path == "/course":
                lms.keep_course(body)
            else:
                lms.keep(body)
            self._answer(200, b'{"result": true, "errorCode": 0}', "application/json")

        def _answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            for name, value in lms.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing: the test says what matters."""

    return Handler
