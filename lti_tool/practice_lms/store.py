"""All SQL of the practice LMS: one SQLite file, a connection for each task."""

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lti_tool.practice_lms.rules.authorization import PendingLaunch
from lti_tool.practice_lms.rules.deep_link import Chosen
from lti_tool.practice_lms.rules.keys import SigningKey
from lti_tool.practice_lms.rules.scores import Score, check_later
from lti_tool.practice_lms.scorm.manifest import Sco, Version

_SCHEMA = """
create table if not exists signing_key (pem text not null);
create table if not exists launch (
  hint text primary key, person text, activity text, browser text, language text, created real) without rowid;
create table if not exists used_assertion (jti text primary key, expires real) without rowid;
create table if not exists access_token (digest text primary key, scopes text, expires real) without rowid;
create table if not exists score (
  activity text, person text, timestamp text not null, received text not null, result real,
  activity_progress text not null, grading_progress text not null, comment text,
  primary key (activity, person)) without rowid;
create table if not exists link (
  id text primary key, title text not null, text text not null, custom text not null,
  graded integer not null);
create table if not exists package (
  id text primary key, title text not null, version text not null, scos text not null, added text not null);
create table if not exists attempt (
  package text, sco text, person text, cmi text not null, saved text not null,
  primary key (package, sco, person)) without rowid;
"""


@dataclass(frozen=True)
class Grade:
    """The last score of one learner for one activity.

    Attributes:
        activity: The module's id.
        person: The learner's key.
        result: On the scale of 0 to 100, or nothing while not fully graded.
        timestamp: When the tool says it was so.
        received: When it arrived here.
        activity_progress: The tool's word for how far the learner is.
        grading_progress: The tool's word for how far the grading is.
        comment: The tool's remark.
    """

    activity: str
    person: str
    result: float | None
    timestamp: datetime
    received: datetime
    activity_progress: str
    grading_progress: str
    comment: str | None

    @property
    def finished(self) -> bool:
        """Whether the learner is through."""
        return self.activity_progress in {"Submitted", "Completed"}

    @property
    def state(self) -> str:
        """The gradebook's word for it."""
        if self.activity_progress == "Initialized":
            return "not-attempted"
        return "completed" if self.finished else "incomplete"


@dataclass(frozen=True)
class Package:
    """A SCORM package that was added; its files lie in a folder named by its id."""

    id: str
    title: str
    version: Version
    scos: tuple[Sco, ...]
    added: datetime

    def sco(self, sco_id: str) -> Sco | None:
        """The SCO with this id."""
        return next((sco for sco in self.scos if sco.id == sco_id), None)


@dataclass(frozen=True)
class Attempt:
    """What one person last committed in one SCO: run-time element → value."""

    package: str
    sco: str
    person: str
    cmi: Mapping[str, str]
    saved: datetime


class Store:
    """The practice LMS's data.

    Args:
        path: The SQLite file; made when absent.
    """

    def __init__(self, path: Path):
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._transaction() as db:
            db.execute("pragma journal_mode = wal")
            db.executescript(_SCHEMA)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self._path, timeout=10)
        db.row_factory = sqlite3.Row
        try:
            with db:
                yield db
        finally:
            db.close()

    def signing_key(self) -> SigningKey:
        """The platform's key, made at first use."""
        with self._transaction() as db:
            db.execute("begin immediate")
            row = db.execute("select pem from signing_key").fetchone()
            if row:
                return SigningKey(row["pem"])
            key = SigningKey.generate()
            db.execute("insert into signing_key values (?)", (key.pem,))
            return key

    def begin_launch(self, launch: PendingLaunch) -> str:
        """Keep a launch that waits, and give the hint that names it."""
        hint = secrets.token_urlsafe(16)
        row = (hint, launch.person, launch.activity, launch.browser, launch.language, launch.created)
        with self._transaction() as db:
            db.execute("insert into launch values (?, ?, ?, ?, ?, ?)", row)
        return hint

    def take_launch(self, hint: str) -> PendingLaunch | None:
        """Take the launch out, so that its hint counts once."""
        with self._transaction() as db:
            row = db.execute("delete from launch where hint = ? returning *", (hint,)).fetchone()
        if row is None:
            return None
        return PendingLaunch(row["person"], row["activity"], row["browser"], row["language"], row["created"])

    def keep_link(self, link_id: str, chosen: Chosen) -> None:
        """Put what a teacher chose in the course."""
        row = (link_id, chosen.title, chosen.text, json.dumps(dict(chosen.custom)), chosen.graded)
        with self._transaction() as db:
            db.execute("insert into link values (?, ?, ?, ?, ?)", row)

    def links(self) -> list[tuple[str, Chosen]]:
        """What teachers chose, the oldest first."""
        with self._transaction() as db:
            rows = db.execute("select * from link order by rowid").fetchall()
        return [
            (row["id"], Chosen(row["title"], row["text"], json.loads(row["custom"]), bool(row["graded"])))
            for row in rows
        ]

    def remove_link(self, link_id: str) -> None:
        """Forget what a teacher chose, and its scores."""
        with self._transaction() as db:
            if db.execute("delete from link where id = ?", (link_id,)).rowcount:
                db.execute("delete from score where activity = ?", (link_id,))

    def use_assertion(self, jti: str, expires: float, now: float) -> bool:
        """Note that a client assertion was used; false when it was already."""
        with self._transaction() as db:
            db.execute("delete from used_assertion where expires < ?", (now - 3600,))
            done = db.execute("insert or ignore into used_assertion values (?, ?)", (jti, expires))
            return done.rowcount == 1

    def give_token(self, scopes: tuple[str, ...], expires: float) -> str:
        """A new access token; only its digest is kept."""
        token = secrets.token_urlsafe(32)
        with self._transaction() as db:
            db.execute("delete from access_token where expires < ?", (expires - 2 * 3600,))
            db.execute(
                "insert into access_token values (?, ?, ?)", (_digest(token), " ".join(scopes), expires)
            )
        return token

    def token_scopes(self, token: str, now: float) -> frozenset[str]:
        """What a token allows; nothing when it is unknown or over."""
        query = "select scopes from access_token where digest = ? and expires > ?"
        with self._transaction() as db:
            row = db.execute(query, (_digest(token), now)).fetchone()
        return frozenset(row["scopes"].split()) if row else frozenset()

    def keep_score(self, activity: str, person: str, score: Score, received: datetime) -> None:
        """Replace the learner's score by a later one.

        Raises:
            ProtocolError: 409 when it is not later; nothing changes then.
        """
        with self._transaction() as db:
            db.execute("begin immediate")
            query = "select timestamp from score where activity = ? and person = ?"
            row = db.execute(query, (activity, person)).fetchone()
            check_later(score, datetime.fromisoformat(row["timestamp"]) if row else None)
            db.execute(
                "insert or replace into score values (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    activity,
                    person,
                    score.timestamp.isoformat(),
                    received.isoformat(),
                    score.result,
                    score.activity_progress,
                    score.grading_progress,
                    score.comment,
                ),
            )

    def grades(self) -> dict[tuple[str, str], Grade]:
        """Every last score, by activity and person."""
        with self._transaction() as db:
            rows = db.execute("select * from score").fetchall()
        return {(row["activity"], row["person"]): _grade(row) for row in rows}

    def add_package(self, package: Package) -> None:
        """Add a package; one with the same id is replaced, the learners' attempts stay."""
        scos = json.dumps([sco.__dict__ for sco in package.scos])
        row = (package.id, package.title, package.version, scos, package.added.isoformat())
        with self._transaction() as db:
            db.execute("insert or replace into package values (?, ?, ?, ?, ?)", row)

    def packages(self) -> list[Package]:
        """Every package, the newest first."""
        with self._transaction() as db:
            rows = db.execute("select * from package order by added desc, id").fetchall()
        return [_package(row) for row in rows]

    def package(self, package_id: str) -> Package | None:
        """One package."""
        with self._transaction() as db:
            row = db.execute("select * from package where id = ?", (package_id,)).fetchone()
        return _package(row) if row else None

    def remove_package(self, package_id: str) -> None:
        """Forget a package and what people did in it."""
        with self._transaction() as db:
            db.execute("delete from package where id = ?", (package_id,))
            db.execute("delete from attempt where package = ?", (package_id,))

    def keep_attempt(self, attempt: Attempt) -> None:
        """Replace what a person committed in a SCO."""
        cmi = json.dumps(dict(attempt.cmi))
        row = (attempt.package, attempt.sco, attempt.person, cmi, attempt.saved.isoformat())
        with self._transaction() as db:
            db.execute("insert or replace into attempt values (?, ?, ?, ?, ?)", row)

    def attempt(self, package_id: str, sco: str, person: str) -> Attempt | None:
        """What a person last committed in a SCO."""
        query = "select * from attempt where package = ? and sco = ? and person = ?"
        with self._transaction() as db:
            row = db.execute(query, (package_id, sco, person)).fetchone()
        return _attempt(row) if row else None

    def attempts(self) -> dict[tuple[str, str, str], Attempt]:
        """Every attempt, by package, SCO and person."""
        with self._transaction() as db:
            rows = db.execute("select * from attempt").fetchall()
        return {(row["package"], row["sco"], row["person"]): _attempt(row) for row in rows}

    def forget_attempt(self, package_id: str, sco: str, person: str) -> None:
        """Let a person begin anew in a SCO."""
        with self._transaction() as db:
            query = "delete from attempt where package = ? and sco = ? and person = ?"
            db.execute(query, (package_id, sco, person))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _grade(row: sqlite3.Row) -> Grade:
    return Grade(
        row["activity"],
        row["person"],
        row["result"],
        datetime.fromisoformat(row["timestamp"]),
        datetime.fromisoformat(row["received"]),
        row["activity_progress"],
        row["grading_progress"],
        row["comment"],
    )


def _package(row: sqlite3.Row) -> Package:
    scos = tuple(Sco(**sco) for sco in json.loads(row["scos"]))
    return Package(row["id"], row["title"], row["version"], scos, datetime.fromisoformat(row["added"]))


def _attempt(row: sqlite3.Row) -> Attempt:
    saved = datetime.fromisoformat(row["saved"])
    return Attempt(row["package"], row["sco"], row["person"], json.loads(row["cmi"]), saved)
