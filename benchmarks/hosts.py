"""Several machines with one database: does what they carry together grow with their number?

    python -m benchmarks.hosts [--hosts 1 2 4 8] [--share 0.1] [--seconds 15]

A machine is a server process with an address of its own and no more of a processor than `--share` of a core:
so several fit on one real machine, and PostgreSQL, which is started here, has the rest. Browsers launch,
load, save five times, finish, and begin anew; each request goes to another machine than the one before, as a
proxy without a memory would send it. The database is fresh for each number of machines.

Needs `psutil`, PostgreSQL, root, and control groups. Never fails for a timing; exit status 1 means that
something was refused.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path

import psutil

from benchmarks.launching.cpu_quota import QuotaError, cpu_quota
from benchmarks.launching.http_client import Answer, Client
from benchmarks.launching.load import LaunchError, open_page
from benchmarks.launching.stub_platform import Signer, Tenant, key_set_server
from benchmarks.launching.tools import RunningTool, free_port, installed, serving
from benchmarks.load import ACTIVITIES, percentile, value_of
from tests import needs

BROWSERS = 6
"""For each machine."""
_numbers = count()


class Proxy(Client):
    """A browser's requests, each to another machine."""

    def __init__(self, hosts: Sequence[str], first: int) -> None:
        clients = [Client(host, timeout=60) for host in hosts]
        self._turns = cycle(clients[first % len(clients) :] + clients[: first % len(clients)])

    def send(
        self, method: str, path: str, *, body: bytes = b"", cookies: str = "", token: str = ""
    ) -> Answer:
        """Make one request to the machine whose turn it is."""
        return next(self._turns).send(method, path, body=body, cookies=cookies, token=token)


@dataclass
class Met:
    """What all browsers met, in seconds, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


def main() -> int:
    """Measure each number of machines; return the exit status."""
    arguments = _arguments()
    failures: list[str] = []
    print("| machines | requests/s | per machine | p50 | p95 | cores of the machines | of PostgreSQL |")
    print("|---|---|---|---|---|---|---|")
    try:
        for number in arguments.hosts:
            failures += _measure(number, arguments)
    except QuotaError as problem:
        print(problem, file=sys.stderr)
        return 2
    for failure in sorted(set(failures))[:20]:
        print(f"{failures.count(failure)} x {failure}", file=sys.stderr)
    return 1 if failures else 0


def _measure(number: int, arguments: argparse.Namespace) -> list[str]:
    signer, met = Signer(), Met()
    with key_set_server(signer) as base, tempfile.TemporaryDirectory(prefix="wegwijs-hosts-") as folder:
        tenant = Tenant("quick", base)
        with _machines(number, arguments.share, Path(folder), tenant) as tools:
            _browse(tools, tenant, signer, Met(), 3)  # what is made once is made
            before, began = _cores(tools), time.monotonic()
            _browse(tools, tenant, signer, met, arguments.seconds)
            took = time.monotonic() - began
            ours, database = (now - then for now, then in zip(_cores(tools), before, strict=True))
    rate, ordered = len(met.seconds) / took, sorted(met.seconds) or [float("nan")]
    print(
        f"| {number} | {rate:.0f} | {rate / number:.1f} | {1000 * percentile(ordered, 0.5):.0f} ms "
        f"| {1000 * percentile(ordered, 0.95):.0f} ms | {ours / took:.2f} | {database / took:.2f} |",
        flush=True,
    )
    return met.failures


@contextmanager
def _machines(number: int, share: float, folder: Path, tenant: Tenant) -> Iterator[Sequence[RunningTool]]:
    """So many machines; the first has the address that everybody knows."""
    port = free_port()
    hosts = [f"http://127.0.0.{one}:{port}" for one in range(1, number + 1)]
    environment = installed(hosts[0], [tenant], {"WEGWIJS_DATABASE_URL": needs.postgresql(durable=True)})
    with ExitStack() as stack:
        tools = []
        for one, host in enumerate(hosts):
            limited = stack.enter_context(cpu_quota(f"{port}-{one}", share))
            # They start with a whole processor, and become small machines when they listen.
            tools.append(stack.enter_context(serving(host, environment, folder / f"{one}.log")))
            for process in (tools[-1].process, *tools[-1].process.children(recursive=True)):
                limited.write_text(str(process.pid))
        yield tools


def _browse(tools: Sequence[RunningTool], tenant: Tenant, signer: Signer, met: Met, seconds: float) -> None:
    """Let browsers work for a while."""
    ends = time.monotonic() + seconds

    def browse(number: int) -> None:
        client = Proxy([tool.base for tool in tools], number)
        while time.monotonic() < ends:
            try:
                for spent in _learner(client, tools[0], tenant, signer):
                    met.seconds.append(spent)
                    if time.monotonic() > ends:
                        return
            except (OSError, LaunchError) as problem:
                met.failures.append(f"{type(problem).__name__}: {problem}")

    threads = [threading.Thread(target=browse, args=(one,)) for one in range(BROWSERS * len(tools))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _learner(client: Client, tool: RunningTool, tenant: Tenant, signer: Signer) -> Iterator[float]:
    """One learner's work; yields the seconds of each request, of the launch as three."""
    sub = f"learner-{next(_numbers)}"
    spent, token = open_page(client, tool, tenant, signer, sub)
    yield from [spent / 3] * 3
    yield _timed(client, "GET", "/api/attempt?language=nl", token)
    for activity in ACTIVITIES:
        answer = {"value": value_of(activity, sub), "how": "screen", "audience": "learner", "revision": 0}
        yield _timed(client, "PATCH", "/api/attempt", token, {"answers": {activity: answer}})
    yield _timed(client, "POST", "/api/attempt/finish", token, {})


def _timed(client: Client, method: str, path: str, token: str, body: object = None) -> float:
    raw, started = json.dumps(body).encode() if body is not None else b"", time.perf_counter()
    answer = client.send(method, path, body=raw, token=token)
    if answer.status != 200:
        raise LaunchError(f"{method} {path} answered {answer.status}")
    return time.perf_counter() - started


def _cores(tools: Sequence[RunningTool]) -> tuple[float, float]:
    """Processor seconds until now: of the machines, and of PostgreSQL."""
    servers = [one for one in psutil.process_iter(["name"]) if one.info["name"] == "postgres"]
    database = 0.0
    for server in servers:
        with suppress(psutil.NoSuchProcess):
            times = server.cpu_times()
            database += times.user + times.system
    return sum(tool.cpu_seconds() for tool in tools), database


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="hosts.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hosts", type=int, nargs="+", default=[1, 2, 4, 8], help="numbers of machines")
    parser.add_argument("--share", type=float, default=0.1, help="of a core, for each machine")
    parser.add_argument("--seconds", type=float, default=15)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
