"""A database with the work of a million learners: what does one of them cost, beside an empty database?

    python -m benchmarks.many [--learners 1000000] [--schools 1000] [--rounds 300]

Fills a PostgreSQL database, which is started here, with schools, courses, links, learners, works of five
answers each and their grades, and then lets learners launch, load, save and finish, one at a time, in turns
with an empty database in the same run. Then it times what an installation does for itself and for who runs
it. Needs `psutil` and PostgreSQL. Never fails for a timing; exit status 1 means that something was refused.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, text

from benchmarks.launching.http_client import Client
from benchmarks.launching.load import open_page
from benchmarks.launching.stub_platform import Signer, Tenant, key_set_server
from benchmarks.launching.tools import RunningTool, free_port, installed, serving
from benchmarks.load import ACTIVITIES, value_of
from lti_tool.app import create_app
from lti_tool.attempt_token import Ticket
from lti_tool.settings import Settings
from lti_tool.store import retention, score_outbox
from lti_tool.store.db import Database
from lti_tool.tool import Tool, make_tool
from tests import needs

CLASS = 20
"""Learners of each link."""
DAY = 24 * 3600
KINDS = ("launch", "load", "save", "finish")

_FILL = (
    """INSERT INTO deployments (registration_id, deployment_id, approved, created_at)
       SELECT 1, 'school-' || n, true, :now FROM generate_series(1, :schools) n""",
    """INSERT INTO contexts (deployment_row, context_id, title)
       SELECT d.id, 'course-' || n, 'Course ' || n
       FROM deployments d, generate_series(1, :courses) n WHERE d.deployment_id LIKE 'school-%'""",
    """INSERT INTO resource_links (deployment_row, resource_link_id, context_row, scopes, line_item_url)
       SELECT c.deployment_row, 'link-' || c.id, c.id, '', 'https://lms.example/' || c.id FROM contexts c""",
    """INSERT INTO learners (deployment_row, sub)
       SELECT l.deployment_row, 'seeded-' || l.id || '-' || n
       FROM resource_links l, generate_series(1, :class) n""",
    """INSERT INTO attempts (learner_row, resource_link_row, module, role, graded, position, created_at,
                             finished_at, touched_at)
       SELECT p.id, split_part(p.sub, '-', 2)::int, 'identity', 'learner', true, 'end',
              :now - (p.id % 200) * :day,
              CASE WHEN p.id % 5 > 0 THEN :now - (p.id % 200) * :day END, :now - (p.id % 200) * :day
       FROM learners p WHERE p.sub LIKE 'seeded-%'""",
    """INSERT INTO answers (attempt_row, activity, value, how, audience, revision, changed_at)
       SELECT a.id, one, '"' || repeat(md5(a.id || one) || ' ', 6) || '"', 'screen',
              CASE WHEN a.id % 3 = 0 THEN 'facilitator' ELSE 'learner' END, 1, a.touched_at
       FROM attempts a, unnest(CAST(:activities AS text[])) one""",
    """INSERT INTO score_outbox (attempt_row, version, score, submitted_at, state, tries, next_try_at,
                                 claimed_until, sent_stamp, settled_at)
       SELECT id, 1, 1.0, finished_at, CASE WHEN id % 1000 = 1 THEN 'waiting' ELSE 'delivered' END, 1,
              :now + :day, 0, finished_at, finished_at FROM attempts WHERE finished_at IS NOT NULL""",
)

_OPEN_CLASS = """
    WITH link AS (SELECT id, deployment_row FROM resource_links WHERE resource_link_id LIKE 'link-%' LIMIT 1),
         who AS (INSERT INTO learners (deployment_row, sub) SELECT deployment_row, 'teacher' FROM link
                 RETURNING id)
    INSERT INTO attempts (learner_row, resource_link_row, module, role, graded, created_at, touched_at)
    SELECT who.id, link.id, 'identity', 'facilitator', false, :now, :now FROM who, link
    RETURNING id, (SELECT deployment_row FROM link)
"""


@dataclass
class Place:
    """One database with its server, and what its learners met: seconds by kind of request."""

    tool: RunningTool
    database: Database
    seconds: Mapping[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    cpu: float = 0.0


def main() -> int:
    """Fill, measure and print; return the exit status."""
    arguments = _arguments()
    signer = Signer()
    with (
        key_set_server(signer) as base,
        tempfile.TemporaryDirectory(prefix="wegwijs-many-") as folder,
        ExitStack() as stack,
    ):
        tenant = Tenant("quick", base)
        empty, full = (_place(stack, Path(folder), tenant) for _ in range(2))
        began = time.monotonic()
        size = _fill(full.database, arguments.learners, arguments.schools)
        per_learner = size / arguments.learners / 1000
        print(
            f"{arguments.learners:,} learners in {arguments.schools:,} schools: {size / 1e9:.2f} GB, "
            f"{per_learner:.1f} kB each; filled in {time.monotonic() - began:.0f} s\n"
        )
        for number in range(-10, arguments.rounds):
            for place in (empty, full) if number % 2 else (full, empty):
                _learner(place, tenant, signer, f"learner-{number}", warm=number < 0)
        _report_requests(empty, full, arguments.rounds)
        _report_running(full, arguments.learners)
        for place in (empty, full):
            place.database.close()  # PostgreSQL does not stop while somebody is connected
    return 0


def _place(stack: ExitStack, folder: Path, tenant: Tenant) -> Place:
    url, base = needs.postgresql(durable=True), f"http://127.0.0.1:{free_port()}"
    environment = installed(base, [tenant], {"WEGWIJS_DATABASE_URL": url})
    log = folder / f"{base.rpartition(':')[2]}.log"
    return Place(stack.enter_context(serving(base, environment, log)), Database(url))


def _fill(database: Database, learners: int, schools: int) -> int:
    """Put everybody's work in; return the bytes that the database then has."""
    given = {
        "now": int(time.time()), "day": DAY, "schools": schools, "class": CLASS,
        "courses": max(1, learners // CLASS // schools), "activities": list(ACTIVITIES),
    }  # fmt: skip
    with database.write() as connection:
        for statement in _FILL:
            query = text(statement)
            names = query.compile().params
            connection.execute(query, {name: given[name] for name in names})
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        return int(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _learner(place: Place, tenant: Tenant, signer: Signer, sub: str, *, warm: bool) -> None:
    """One learner's work, of which only the waiting for the tool counts.

    Raises:
        RuntimeError: The tool refused something.
    """
    client, before = Client(place.tool.base), place.tool.cpu_seconds()
    spent, token = open_page(client, place.tool, tenant, signer, sub)
    met = [("launch", spent)]

    def call(kind: str, method: str, path: str, body: object = None) -> None:
        raw, began = json.dumps(body).encode() if body is not None else b"", time.perf_counter()
        answer = client.send(method, path, body=raw, token=token)
        met.append((kind, time.perf_counter() - began))
        if answer.status != 200:
            raise RuntimeError(f"{method} {path} answered {answer.status}")

    call("load", "GET", "/api/attempt?language=nl")
    for activity in ACTIVITIES:
        answer = {"value": value_of(activity, sub), "how": "screen", "audience": "learner", "revision": 0}
        call("save", "PATCH", "/api/attempt", {"answers": {activity: answer}})
    call("finish", "POST", "/api/attempt/finish", {})
    if not warm:
        place.cpu += place.tool.cpu_seconds() - before
        for kind, seconds in met:
            place.seconds[kind].append(seconds)


def _report_requests(empty: Place, full: Place, rounds: int) -> None:
    print("| one learner at a time, p50 | empty | full | full ÷ empty |")
    print("|---|---|---|---|")
    for kind in KINDS:
        ours, theirs = (1000 * median(place.seconds[kind]) for place in (empty, full))
        print(f"| {kind} | {ours:.2f} ms | {theirs:.2f} ms | {theirs / ours:.2f} |")
    ours, theirs = (1000 * place.cpu / rounds for place in (empty, full))
    print(
        f"| the tool's processor time for all of it | {ours:.1f} ms | {theirs:.1f} ms | {theirs / ours:.2f} |"
    )


def _report_running(full: Place, learners: int) -> None:
    settings = Settings(public_url=full.tool.base, database_url=full.database.url, allow_private_hosts=True)
    tool = make_tool(settings)
    print(f"\n| in a database of {learners:,} | time |\n|---|---|")
    try:
        for name, act in _acts(tool):
            seconds = []
            for _ in range(3):
                began = time.perf_counter()
                act()
                seconds.append(time.perf_counter() - began)
            print(f"| {name} | {1000 * median(seconds):,.1f} ms |")
    finally:
        tool.close()


def _acts(tool: Tool) -> Iterator[tuple[str, Callable[[], object]]]:
    """What an installation does for itself and for who runs it."""
    client, now = create_app(tool.settings, tool).test_client(), tool.now()
    with tool.database.write() as connection:
        opened = connection.execute(text(_OPEN_CLASS), {"now": now}).one()
    token = tool.tickets.token(Ticket(*opened, "facilitator"))
    shown = {"Authorization": f"Bearer {token}"}

    def get(path: str) -> Callable[[], object]:
        def ask() -> None:
            answer = client.get(path, base_url=tool.settings.public_url, headers=shown)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")

        return ask

    def read(query: Callable[[Connection], object]) -> Callable[[], object]:
        def ask() -> None:
            with tool.database.read() as connection:
                query(connection)

        return ask

    yield "a facilitator's class page (20 learners)", get("/class/sheet?part=class&language=nl")
    yield "shared answers of that class", get("/class/sheet?part=shared&language=nl")
    yield (
        "a worker's look for grades that are due (every minute)",
        read(lambda c: score_outbox.due(c, now, 200)),
    )
    yield "`/metrics`", get("/metrics")
    yield "`/readyz`", get("/readyz")
    year, month = now - 365 * DAY, now - 30 * DAY
    yield "retention: a day on which nothing is old", read(lambda c: retention.old_works(c, year, 0, 500))
    yield "retention: the next 500 old works", read(lambda c: retention.old_works(c, month, 0, 500))
    yield "`wegwijs retention`: how much would go", read(lambda c: retention.count_old(c, month))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="many.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--learners", type=int, default=1_000_000)
    parser.add_argument("--schools", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=300, help="learners that work, in each database")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
