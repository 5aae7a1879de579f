"""The load: browsers that launch, one launch after another."""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import parse_qs, urlencode, urlsplit

from benchmarks.launching.http_client import Answer, Client
from benchmarks.launching.stub_platform import Signer, Tenant
from benchmarks.launching.tools import RunningTool

KNOWN_LEARNERS = 200
_ONWARD = re.compile(rb'"onward": ("[^"]+")')
_numbers = itertools.count()


class LaunchError(Exception):
    """The tool did not end with its page."""


@dataclass
class Outcome:
    """What a group of browsers met. Latencies are in seconds, of the tool's answers only."""

    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def learners() -> Iterator[str]:
    """Who launches: every fifth somebody never seen before, the others one of the known."""
    for number in _numbers:
        yield f"new-{number}" if number % 5 == 0 else f"known-{number % KNOWN_LEARNERS}"


def launch(client: Client, tool: RunningTool, tenant: Tenant, signer: Signer, sub: str) -> float:
    """Launch as `open_page` does; return the seconds that the tool took."""
    return open_page(client, tool, tenant, signer, sub)[0]


def open_page(
    client: Client, tool: RunningTool, tenant: Tenant, signer: Signer, sub: str
) -> tuple[float, str]:
    """Log in, post the id_token, follow to the page; return the tool's seconds, and the page's token.

    Raises:
        LaunchError: A step ended otherwise than with the next one.
        OSError: No answer came in time.
    """
    login = urlencode(
        {
            "iss": tenant.issuer,
            "client_id": tenant.client_id,
            "login_hint": "hint-of-the-platform-1234567890",
            "lti_message_hint": "message-hint-of-the-platform-1234567890",
            "target_link_uri": tool.launch_url,
        }
    )
    started = time.perf_counter()
    answer = client.send("POST", tool.login_path, body=login.encode())
    spent = time.perf_counter() - started
    query = parse_qs(urlsplit(_onward(answer)).query)
    token = signer.id_token(tenant, query["nonce"][0], tool.launch_url, sub)
    form = urlencode({"id_token": token, "state": query["state"][0]}).encode()
    path = urlsplit(query["redirect_uri"][0]).path
    started = time.perf_counter()
    cookies, page_token = answer.cookies, ""
    answer = client.send("POST", path, body=form, cookies=cookies)
    while answer.status in {302, 303}:
        there = urlsplit(answer.headers["location"])
        page_token = there.fragment or page_token
        cookies = "; ".join(filter(None, (cookies, answer.cookies)))
        answer = client.send("GET", f"{there.path}?{there.query}".rstrip("?"), cookies=cookies)
    spent += time.perf_counter() - started
    if answer.status != 200:
        raise LaunchError(f"launch answered {answer.status}")
    return spent, page_token


def _onward(answer: Answer) -> str:
    """Where the tool sends the browser: by a redirect, or by a page whose script goes there."""
    if location := answer.headers.get("location"):
        return location
    if answer.status == 200 and (found := _ONWARD.search(answer.body)):
        return str(json.loads(found[1]))
    raise LaunchError(f"login answered {answer.status}")


def run_clients(
    count: int, seconds: float, tool: RunningTool, tenant: Tenant, signer: Signer
) -> tuple[Outcome, float]:
    """Let `count` browsers launch for a while; return what they met and how long it took."""
    ends, subs, outcome = time.perf_counter() + seconds, learners(), Outcome()
    lock = threading.Lock()

    def browse() -> None:
        client = Client(tool.base)
        while time.perf_counter() < ends:
            with lock:
                sub = next(subs)
            _note(outcome, partial(launch, client, tool, tenant, signer, sub))
        client.close()

    started = time.perf_counter()
    _together([threading.Thread(target=browse) for _ in range(count)])
    return outcome, time.perf_counter() - started


def run_arrivals(
    every: float, seconds: float, tool: RunningTool, tenants: Sequence[Tenant], signer: Signer
) -> Outcome:
    """Let a browser begin a launch every so many seconds, whether the ones before ended or not.

    They come from the platforms in turn.
    """
    outcome, threads = Outcome(), []
    for number, tenant in zip(range(round(seconds / every)), itertools.cycle(tenants), strict=False):
        work = partial(launch, Client(tool.base), tool, tenant, signer, f"arriving-{number}")
        threads.append(threading.Thread(target=_note, args=(outcome, work)))
        threads[-1].start()
        time.sleep(every)
    for thread in threads:
        thread.join()
    return outcome


def _note(outcome: Outcome, work: Callable[[], float]) -> None:
    try:
        outcome.latencies.append(work())
    except TimeoutError:
        outcome.failures.append("no answer in time")
    except (OSError, LaunchError) as problem:
        outcome.failures.append(str(problem))


def _together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
