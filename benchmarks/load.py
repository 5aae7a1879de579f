"""A school's busiest hour: launches on the hour, answers saved every few seconds, everybody finishes.

    python -m benchmarks.load [--learners 400] [--arrive 60] [--work 120] [--workers 1] [--database-url URL …]

Five hundred classes of twenty is a school region; one machine carries a part of it. `--learners` begin within
`--arrive` seconds, as when a bell rings; each saves an answer every five seconds, as who types does, for
`--work` seconds, and then finishes. It says what each kind of request took, what it cost, and from that how
many learners one core carries. SQLite where no address of a PostgreSQL database is given.

Needs `psutil`. Never fails for a timing: those are this machine's. Exit status 1 means that something was
refused or lost: at the end each learner's work is asked for and must be what was acknowledged.
"""

from __future__ import annotations

import argparse
import heapq
import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.launching.http_client import Answer, Client
from benchmarks.launching.load import LaunchError, open_page
from benchmarks.launching.stub_platform import Signer, Tenant, key_set_server
from benchmarks.launching.tools import RunningTool, wegwijs

EVERY = 5.0
"""Seconds between two saves of one learner."""
ACTIVITIES = ("meaning", "questions", "past-words", "circle", "identity-words")
BROWSERS = 24
"""Requests under way at most, as a school's own line lets through."""
KINDS = ("launch", "open", "save", "finish")


@dataclass
class Learner:
    """One browser, from the launch to the finish.

    Attributes:
        acknowledged: The last revision and text of each activity that the tool said it kept.
    """

    sub: str
    token: str = ""
    acknowledged: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass
class Met:
    """What all browsers met: seconds by kind of request, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    failures: list[str] = field(default_factory=list)
    late: float = 0.0
    """By how much a request began later than its learner wanted, at most: the generator's own limit."""


class Hour:
    """The hour itself: what is to happen when, and who does it."""

    def __init__(self, tool: RunningTool, tenant: Tenant, signer: Signer) -> None:
        self.tool, self.tenant, self.signer = tool, tenant, signer
        self.met = Met()
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._number = 0
        self._lock = threading.Lock()
        self._client = threading.local()

    def at(self, moment: float, action: Callable[[], None]) -> None:
        """Plan something, in seconds from the beginning."""
        with self._lock:
            self._number += 1
            heapq.heappush(self._due, (moment, self._number, action))

    def run(self) -> None:
        """Let it all happen."""
        began = time.monotonic()

        def work() -> None:
            while True:
                with self._lock:
                    if not self._due:
                        return
                    moment, _, action = heapq.heappop(self._due)
                now = time.monotonic() - began
                if moment > now:
                    time.sleep(moment - now)
                self.met.late = max(self.met.late, now - moment)
                action()

        with ThreadPoolExecutor(BROWSERS) as pool:
            for done in [pool.submit(work) for _ in range(BROWSERS)]:
                done.result()

    def plan(self, learner: Learner, begins: float, works: float, chance: random.Random) -> None:
        """A learner's hour: launch, then save after save, then finish."""
        self.at(begins, lambda: self._arrive(learner))
        moment, turn = begins + 1 + chance.random() * EVERY, 0
        while moment < begins + works:
            activity, text = ACTIVITIES[turn % len(ACTIVITIES)], f"{learner.sub} {turn}"
            self.at(moment, lambda a=activity, t=text: self._save(learner, a, t))  # type: ignore[misc]
            moment, turn = moment + EVERY * (0.6 + 0.8 * chance.random()), turn + 1
        self.at(begins + works, lambda: self._finish(learner))

    def lost(self, learner: Learner) -> list[str]:
        """What was acknowledged and is not there any more."""
        kept = json.loads(self._call("GET", "/api/attempt?language=nl", learner).body)["answers"]
        return [
            f"{learner.sub}: {activity} is not what was kept"
            for activity, (revision, text) in learner.acknowledged.items()
            if kept.get(activity, {}).get("revision") != revision
            or text not in json.dumps(kept[activity]["value"])
        ]

    def _arrive(self, learner: Learner) -> None:
        try:
            spent, learner.token = open_page(self._own, self.tool, self.tenant, self.signer, learner.sub)
        except (OSError, LaunchError) as problem:
            self.met.failures.append(f"launch: {problem}")
            return
        self.met.seconds["launch"].append(spent)
        self._timed("open", "GET", "/api/attempt?language=nl", learner)

    def _save(self, learner: Learner, activity: str, text: str) -> None:
        if not learner.token:
            return
        revision = learner.acknowledged.get(activity, (0, ""))[0]
        answer = {"value": value_of(activity, text), "how": "screen", "audience": "learner"}
        body = {"answers": {activity: answer | {"revision": revision}}, "position": activity}
        reply = self._timed("save", "PATCH", "/api/attempt", learner, body)
        saved = json.loads(reply.body)["saved"] if reply else {}
        if activity in saved:
            learner.acknowledged[activity] = (saved[activity], text)
        elif reply:
            self.met.failures.append(f"save: {activity} was not kept")

    def _finish(self, learner: Learner) -> None:
        if learner.token:
            self._timed("finish", "POST", "/api/attempt/finish", learner, {})

    def _timed(
        self, kind: str, method: str, path: str, learner: Learner, body: object = None
    ) -> Answer | None:
        started = time.perf_counter()
        try:
            answer = self._call(method, path, learner, body)
        except OSError as problem:
            self.met.failures.append(f"{kind}: {type(problem).__name__}")
            return None
        self.met.seconds[kind].append(time.perf_counter() - started)
        if answer.status != 200:
            self.met.failures.append(f"{kind}: {answer.status}")
            return None
        return answer

    def _call(self, method: str, path: str, learner: Learner, body: object = None) -> Answer:
        raw = json.dumps(body).encode() if body is not None else b""
        return self._own.send(method, path, body=raw, token=learner.token)

    @property
    def _own(self) -> Client:
        if not hasattr(self._client, "it"):
            self._client.it = Client(self.tool.base)
        found: Client = self._client.it
        return found


def value_of(activity: str, text: str) -> object:
    """An answer of the activity's shape that holds a text."""
    if activity == "questions":
        return {"learned": text}
    if activity == "circle":
        return {"hobby": text}
    return text if activity == "meaning" else [text]


def main() -> int:
    """Measure each database; return the exit status."""
    arguments = _arguments()
    failures: list[str] = []
    for url in arguments.database_url or [""]:
        failures += _measure(arguments, url)
    for failure in sorted(set(failures))[:20]:
        print(f"{failures.count(failure)} x {failure}", file=sys.stderr)
    return 1 if failures else 0


def _measure(arguments: argparse.Namespace, url: str) -> list[str]:
    signer = Signer()
    options = {"WEGWIJS_DATABASE_URL": url} if url else {}
    with key_set_server(signer) as base, tempfile.TemporaryDirectory(prefix="wegwijs-load-") as folder:
        tenant = Tenant("quick", base)
        with wegwijs(Path(folder), [tenant], options, workers=arguments.workers) as tool:
            hour, chance = Hour(tool, tenant, signer), random.Random(1)
            learners = [Learner(f"learner-{number}") for number in range(arguments.learners)]
            for learner in learners:
                hour.plan(learner, chance.random() * arguments.arrive, arguments.work, chance)
            before, began = tool.cpu_seconds(), time.monotonic()
            hour.run()
            took, cpu = time.monotonic() - began, tool.cpu_seconds() - before
            lost = [one for learner in learners if learner.token for one in hour.lost(learner)]
            _report(url, hour.met, len(learners), took, cpu, memory_of(tool.process))
    return hour.met.failures + lost


def memory_of(process: psutil.Process) -> float:
    """Megabytes of all its processes; what they share counts once."""
    every = [process, *process.children(recursive=True)]
    return float(sum(one.memory_full_info().pss for one in every)) / 1e6


def _report(url: str, met: Met, learners: int, took: float, cpu: float, memory: float) -> None:  # noqa: PLR0913, PLR0917
    requests = sum(len(found) for found in met.seconds.values())
    print(f"\n{learners} learners in {took:.0f} s on {url.partition(':')[0] or 'sqlite'}")
    print("| request | how many | p50 | p95 | p99 | most |")
    print("|---|---|---|---|---|---|")
    for kind, found in met.seconds.items():
        ordered = sorted(found) or [float("nan")]
        cells = " | ".join(f"{1000 * percentile(ordered, part):.0f} ms" for part in (0.5, 0.95, 0.99, 1.0))
        print(f"| {kind} | {len(found)} | {cells} |")
    share = cpu / took
    print(
        f"{requests / took:.0f} requests/s, {1000 * cpu / learners:.0f} ms CPU per learner, {memory:.0f} MB"
    )
    print(f"{share:.2f} cores used: one core carries {learners / share:.0f} learners who do this at once")
    print(f"{len(met.failures)} failures; a request began at most {met.late:.2f} s later than planned")


def percentile(ordered: Sequence[float], part: float) -> float:
    """The value below which that part of them is."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="load.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--learners", type=int, default=400)
    parser.add_argument("--arrive", type=float, default=60, help="seconds in which all of them begin")
    parser.add_argument("--work", type=float, default=120, help="seconds that each is at work")
    parser.add_argument("--workers", type=int, default=1, help="processes of the tool")
    parser.add_argument(
        "--database-url", action="append", help="an empty PostgreSQL database; may be given again"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
