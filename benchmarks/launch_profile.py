"""Where the time of a launch goes: launches inside this process, without a server or a network.

    python -m benchmarks.launch_profile [--launches 500] [--by cumulative|tottime] [--lines 40]

First the processor time of each of the three requests, then the same under Python's profiler (which makes
everything slower, calls most).
"""

from __future__ import annotations

import argparse
import cProfile
import io
import json
import pstats
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs, urlencode, urlsplit
from wsgiref.util import setup_testing_defaults

from flask import Flask

from benchmarks.launching.load import learners
from benchmarks.launching.stub_platform import Signer, Tenant
from lti_tool.app import create_app
from lti_tool.protocol.registration import Registration
from lti_tool.settings import Settings
from lti_tool.store import keys, platforms
from lti_tool.tool import make_tool

BASE = "http://localhost:8000"
_ONWARD = re.compile(rb'"onward": ("[^"]+")')


class Requests:
    """Calls the application as a server would, and notes the processor time of each call."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self.profiler: cProfile.Profile | None = None
        self.spent: dict[str, list[float]] = {}

    def send(
        self, method: str, path: str, body: bytes = b"", cookie: str = ""
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Make one request; return status, headers and body."""
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": io.BytesIO(body)}
        setup_testing_defaults(environ)
        environ |= {"HTTP_HOST": "localhost:8000", "HTTP_ACCEPT": "text/html,*/*;q=0.8"}
        environ |= {"HTTP_ACCEPT_LANGUAGE": "nl-BE,nl;q=0.9,en;q=0.7", "HTTP_ACCEPT_ENCODING": "gzip"}
        environ |= {"HTTP_SEC_FETCH_DEST": "iframe", "HTTP_COOKIE": cookie}
        if body:
            environ |= {"CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "application/x-www-form-urlencoded"}
        answered: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _exc: object = None
        ) -> Callable[..., None]:
            answered.append((status, headers))
            return lambda _: None

        if self.profiler:
            self.profiler.enable()
        started = time.thread_time()
        parts = self._app(environ, start_response)
        content = b"".join(parts)
        getattr(parts, "close", lambda: None)()
        spent = time.thread_time() - started
        if self.profiler:
            self.profiler.disable()
        self.spent.setdefault("/learn" if path.startswith("/learn/") else path, []).append(spent)
        return int(answered[0][0][:3]), answered[0][1], content


def launch(requests: Requests, tenant: Tenant, signer: Signer, sub: str) -> None:
    target = f"{BASE}/lti/launch"
    asked = {"iss": tenant.issuer, "client_id": tenant.client_id, "target_link_uri": target}
    hints = {"login_hint": "hint-of-the-platform", "lti_message_hint": "message-hint-of-the-platform"}
    status, headers, body = requests.send("POST", "/lti/login", urlencode(asked | hints).encode())
    found = _ONWARD.search(body)
    assert found, (status, body)
    query = parse_qs(urlsplit(json.loads(found[1])).query)
    cookie = "; ".join(value.partition(";")[0] for name, value in headers if name == "Set-Cookie")
    token = signer.id_token(tenant, query["nonce"][0], target, sub)
    form = urlencode({"id_token": token, "state": query["state"][0]}).encode()
    status, headers, body = requests.send("POST", "/lti/launch", form, cookie)
    assert status == 303, (status, body)
    status, _, body = requests.send("GET", urlsplit(dict(headers)["Location"]).path)
    assert status == 200, (status, body)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--launches", type=int, default=500)
    parser.add_argument("--by", default="cumulative", choices=("cumulative", "tottime"))
    parser.add_argument("--lines", type=int, default=40, help="0: without the profiler")
    arguments = parser.parse_args()
    signer, tenant = Signer(), Tenant("quick", "http://127.0.0.1:1")
    with tempfile.TemporaryDirectory(prefix="wegwijs-profile-") as folder:
        requests = Requests(_app(Path(folder), tenant, signer))
        subs = learners()
        for _ in range(100):
            launch(requests, tenant, signer, next(subs))
        requests.spent.clear()
        for _ in range(arguments.launches):
            launch(requests, tenant, signer, next(subs))
        for path, spent in requests.spent.items():
            print(f"{path:<12} {1000 * median(spent):.3f} ms (median), {1000 * min(spent):.3f} at best")
        print(f"{'together':<12} {1000 * sum(map(median, requests.spent.values())):.3f} ms\n")
        if not arguments.lines:
            return
        requests.profiler = cProfile.Profile()
        for _ in range(arguments.launches):
            launch(requests, tenant, signer, next(subs))
    pstats.Stats(requests.profiler).sort_stats(arguments.by).print_stats(arguments.lines)


def _app(folder: Path, tenant: Tenant, signer: Signer) -> Flask:
    settings = Settings(
        public_url=BASE,
        database_url=f"sqlite:///{folder / 'wegwijs.sqlite'}",
        allow_private_hosts=True,
        requests_per_minute=0,
    )
    tool = make_tool(settings)
    now = tool.now()
    registration = Registration(
        0, tenant.issuer, tenant.client_id, tenant.auth_url, tenant.token_url, tenant.jwks_url, None
    )
    with tool.database.write() as connection:
        platforms.add(connection, registration, [tenant.deployment_id], now)
        keys.claim_fetch(connection, tenant.jwks_url, now)
        keys.keep_key_set(connection, tenant.jwks_url, json.dumps(signer.jwks), now)
    return create_app(settings, tool)


if __name__ == "__main__":
    main()
