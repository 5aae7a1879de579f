"""What is well with an installation, what is not, and what to do about it.

No Flask, no SQL, no network: `services.examination` gathers the facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["good", "look", "wrong"]
LEAST_FREE = 1_000_000_000
SILENT_SECONDS = 300
MOST_SKEW = 30
"""Seconds: platforms let a message be a minute old or so."""
_CERTIFICATE_DAYS = 14
_LONG_WAIT = 3600
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        about: What it is about, in a word.
        said: What was found.
        do: What to do, where something is to be done.
    """

    level: Level
    about: str
    said: str
    do: str = ""


@dataclass(frozen=True)
class DatabaseFacts:
    """How the database is. Sizes in bytes; `free` and `file` only of a SQLite file."""

    kind: str
    version: str = ""
    trouble: str | None = None
    schema: str | None = None
    needed: str | None = None
    fits: bool = False
    writable: bool = False
    free: int | None = None
    file: str | None = None
    is_open_to_others: bool = False


@dataclass(frozen=True)
class PublicFacts:
    """What answers at the public address.

    Attributes:
        trouble: Why nobody can be reached there: a reason of `ServiceError`.
        ours: Whether it is this installation; None where that can't be told.
        certificate_days: For how long its certificate is good.
        headers: Of a module's page, names in lower case; None where none was asked for.
        metrics_open: Whether anybody may read `/metrics` there.
    """

    url: str
    trouble: str | None = None
    detail: str = ""
    ours: bool | None = None
    certificate_days: float | None = None
    headers: Mapping[str, str] | None = None
    metrics_open: bool = False


@dataclass(frozen=True)
class Facts:
    """Everything that was looked at. Times in seconds."""

    database: DatabaseFacts
    public: PublicFacts
    keys: int = 0
    key_signs: bool = False
    queue_trouble: str | None = None
    queue: str = ""
    jobs: int = 0
    worker_silent: int | None = None
    modules: int = 0
    broken: Sequence[str] = ()
    oldest_grade: int = 0
    refused_grades: int = 0
    platforms: int = 0
    waiting_deployments: int = 0
    clock_skew: float | None = None
    clock_of: str = ""
    time_zone: str = ""
    allow_private: bool = False
    redis: bool = False
    missing_folders: Sequence[str] = field(default=())
    kept_for_ever: bool = False
    files: str = ""
    files_trouble: str | None = None
    files_in_folder: bool = False


def examine(facts: Facts) -> list[Finding]:
    """Everything that can be said, in the order in which to mend it."""
    found = list(_database(facts.database))
    if facts.database.trouble or not facts.database.fits:
        return [*found, *_settings(facts)]  # the rest needs it
    return [
        *found,
        *_keys(facts),
        *_worker(facts),
        *_modules(facts),
        *_files(facts),
        *_settings(facts),
        *_public(facts.public),
        *_clock(facts),
        *_platforms(facts),
    ]


def _database(facts: DatabaseFacts) -> Iterator[Finding]:
    about = "database"
    if facts.trouble:
        yield Finding("wrong", about, facts.trouble, "See to WEGWIJS_DATABASE_URL, and that the server runs.")
        return
    if not facts.fits:
        said = f"it is at version {facts.schema or 'none'}, this Wegwijs needs {facts.needed}"
        yield Finding("wrong", about, said, "Make a backup, then run `wegwijs db upgrade`.")
        return
    if not facts.writable:
        do = "Look at the rights of its file and folder, and whether the disk is full."
        yield Finding("wrong", about, "nothing can be written", do)
    yield Finding("good", about, f"{facts.kind} {facts.version}, version {facts.schema}")
    if facts.schema != facts.needed:
        said = f"a newer Wegwijs brought it to version {facts.schema}; this one knows {facts.needed}"
        yield Finding("look", about, said, "Upgrade this machine as well.")
    if facts.is_open_to_others:
        do = f"It holds answers and our private key: chmod 600 {facts.file}"
        yield Finding("wrong", about, "other users of this machine can read its file", do)
    if facts.free is not None and facts.free < LEAST_FREE:
        said = f"{facts.free // _MEGABYTE} MB are left on its disk"
        yield Finding("wrong", about, said, "Make room: a full disk keeps no answers.")


def _keys(facts: Facts) -> Iterator[Finding]:
    if facts.key_signs:
        yield Finding("good", "keys", f"{facts.keys} published, and the present one signs")
    else:
        do = "Run `wegwijs keys rotate --now`, or restore a backup: platforms know us by it."
        yield Finding("wrong", "keys", "there is no key of ours that can sign", do)


def _worker(facts: Facts) -> Iterator[Finding]:
    if facts.queue_trouble:
        do = "See to WEGWIJS_REDIS_URL, and that Redis runs. No grade is lost meanwhile."
        yield Finding("wrong", "queue", f"{facts.queue} does not answer: {facts.queue_trouble}", do)
    else:
        yield Finding("good", "queue", f"{facts.queue}, {facts.jobs} jobs wait")
    if facts.worker_silent is None:
        do = "Start `wegwijs worker`, or `wegwijs serve` without --without-worker, and wait a minute."
        yield Finding("wrong", "worker", "it never said anything", do)
    elif facts.worker_silent > SILENT_SECONDS:
        do = "See whether `wegwijs worker` runs, and what its log says. Grades wait until it does."
        yield Finding("wrong", "worker", f"it was last heard of {_time(facts.worker_silent)} ago", do)
    else:
        yield Finding("good", "worker", f"it was heard of {_time(facts.worker_silent)} ago")
    if facts.oldest_grade > _LONG_WAIT:
        do = "`wegwijs grades --state waiting` says for which platform, and why."
        yield Finding("look", "grades", f"one waits for {_time(facts.oldest_grade)}", do)
    if facts.refused_grades:
        do = "`wegwijs grades --state refused` says why; `wegwijs grades retry` sends again."
        yield Finding("look", "grades", f"{facts.refused_grades} were refused by their platform", do)


def _modules(facts: Facts) -> Iterator[Finding]:
    if facts.modules:
        yield Finding("good", "modules", f"{facts.modules} are here")
    else:
        yield Finding("wrong", "modules", "there is none", "See to WEGWIJS_MODULE_PATH.")
    for one in facts.broken:
        yield Finding("wrong", "modules", one, "`wegwijs check FOLDER` shows each mistake.")
    for folder in facts.missing_folders:
        yield Finding("wrong", "modules", f"there is no folder {folder}", "See to WEGWIJS_MODULE_PATH.")


def _files(facts: Facts) -> Iterator[Finding]:
    about = "recordings"
    if facts.files_trouble:
        do = "See to WEGWIJS_FILES, WEGWIJS_S3_…, rights and disk. Recordings stay on devices till then."
        yield Finding("wrong", about, f"{facts.files} is of no use: {facts.files_trouble}", do)
        return
    if facts.files:
        yield Finding("good", about, f"{facts.files} can be written, read and cleared")
    if facts.files_in_folder and (facts.redis or facts.database.kind != "SQLite"):
        said = "they are in a folder: right on one machine, or on a disk that all machines share"
        yield Finding(
            "look", about, said, "With several machines: WEGWIJS_FILES=s3://bucket, or a shared folder."
        )


def _settings(facts: Facts) -> Iterator[Finding]:
    about = "settings"
    is_sqlite = facts.database.kind == "SQLite"
    if facts.redis and is_sqlite:
        said = "jobs wait in Redis, but everything is kept in a file of this machine"
        do = "Several machines need PostgreSQL; one machine needs no Redis."
        yield Finding("look", about, said, do)
    if is_sqlite and facts.database.file and not facts.database.file.startswith("/"):
        said = f"the database is {facts.database.file}, seen from where a command is started"
        do = "Give WEGWIJS_DATABASE_URL a whole path, with four slashes: sqlite:////var/lib/wegwijs/…"
        yield Finding("look", about, said, do)
    if facts.allow_private and facts.public.url.startswith("https:"):
        said = "platforms may be on private addresses (WEGWIJS_ALLOW_PRIVATE_HOSTS)"
        do = "Right only if your platform is inside your own network; otherwise take it away."
        yield Finding("look", about, said, do)
    if facts.kept_for_ever:
        said = "learners' work is never erased by itself (WEGWIJS_KEEP_DAYS)"
        yield Finding("look", about, said, "Be sure that your record of processing says so.")
    if facts.time_zone:
        yield Finding("good", about, f"times in logs are in {facts.time_zone}; all else is kept in UTC")


_TROUBLE = {
    "certificate": (
        "its certificate is not trusted",
        "Renew it, and send the whole chain; platforms and browsers refuse it too.",
    ),
    "behind": (
        "something answers, but not Wegwijs behind it",
        "See whether `wegwijs serve` runs, and that the proxy leads to where it listens (WEGWIJS_LISTEN).",
    ),
    "timeout": ("nobody answers in time", "Look at the proxy, the firewall and the name's address (DNS)."),
    "unreachable": ("nobody can be reached", "Look at the name's address (DNS), the firewall and the proxy."),
}


def _public(facts: PublicFacts) -> Iterator[Finding]:
    about = "address"
    if facts.url.startswith("http:"):
        said = f"{facts.url} is for trying out on one machine"
        yield Finding("look", about, said, "Platforms need WEGWIJS_PUBLIC_URL to be an https address.")
    if facts.trouble:
        said, do = _TROUBLE.get(facts.trouble, (facts.trouble, "Look at the proxy and its log."))
        yield Finding("wrong", about, f"{facts.url}: {said} ({facts.detail})", do)
        return
    if facts.ours is False:
        do = "Look which server the proxy leads to, and which database that one uses."
        yield Finding("wrong", about, f"{facts.url} is answered by another installation or program", do)
        return
    yield Finding("good", about, f"{facts.url} answers, and it is this installation")
    if facts.certificate_days is not None:
        days = f"its certificate is good for {facts.certificate_days:.0f} days"
        short = facts.certificate_days < _CERTIFICATE_DAYS
        yield Finding("look" if short else "good", about, days, "Renew it." if short else "")
    if facts.metrics_open:
        do = "Close /metrics in the proxy, or set WEGWIJS_METRICS_TOKEN."
        yield Finding("wrong", about, "anybody can read /metrics", do)
    if facts.headers is not None:
        yield from _headers(facts.headers)


def _headers(headers: Mapping[str, str]) -> Iterator[Finding]:
    about = "frames"
    well = True
    if "x-frame-options" in headers:
        well = False
        said = "something adds X-Frame-Options: browsers then show no module in a course"
        yield Finding("wrong", about, said, "Take it out of the proxy's configuration.")
    policy = headers.get("content-security-policy", "")
    if policy.count("default-src") != 1 or "frame-ancestors" not in policy:
        well = False
        said = "the Content-Security-Policy is not the one that we send"
        yield Finding("wrong", about, said, "Let the proxy pass ours on, and add none of its own.")
    if headers.get("referrer-policy") != "no-referrer":
        well = False
        yield Finding("look", about, "the Referrer-Policy is not ours", "Let the proxy pass ours on.")
    if well:
        yield Finding("good", about, "courses may show modules in a frame")


def _clock(facts: Facts) -> Iterator[Finding]:
    if facts.clock_skew is None:
        return
    if abs(facts.clock_skew) <= MOST_SKEW:
        yield Finding("good", "clock", f"{abs(facts.clock_skew):.0f} s from that of {facts.clock_of}")
        return
    way = "ahead of" if facts.clock_skew > 0 else "behind"
    said = f"ours is {_time(abs(facts.clock_skew))} {way} that of {facts.clock_of}"
    yield Finding("wrong", "clock", said, "Let the machine keep time (timedatectl set-ntp true).")


def _platforms(facts: Facts) -> Iterator[Finding]:
    if not facts.platforms:
        do = "`wegwijs platform invite` or `wegwijs platform add`."
        yield Finding("look", "platforms", "none is registered yet", do)
    else:
        yield Finding("good", "platforms", f"{facts.platforms} registered")
    if facts.waiting_deployments:
        said = f"{facts.waiting_deployments} wait to be let in"
        yield Finding("look", "platforms", said, "`wegwijs platform list`, then `wegwijs platform approve`.")


def _time(seconds: float) -> str:
    for length, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {name}"
    return f"{seconds:.0f} s"
