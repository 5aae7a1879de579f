"""Files of learners: the rows that say what is in the store of files, and whose it is.

A row is there before its file and after it. One that belongs to no work any more says that its file must go,
and goes after it; so whatever breaks off half-way, no file is left that nobody knows of.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from lti_tool.store import installation, request_counts
from lti_tool.store.civic_tables import uploads
from lti_tool.store.tables import answers, attempts, learners
from modules.kit.answers import Answer

COMING_SECONDS = 3600
"""A file that did not come in that time does not come any more."""
_FOLDER = "files-folder"
_KILOBYTE = 1024


@dataclass(frozen=True)
class Sent:
    """A file as it came in: what it is, by its own bytes."""

    media_type: str
    size: int
    digest: str


@dataclass(frozen=True)
class Upload:
    """A file that is whole in the store. `name` is what it is called there."""

    id: int
    attempt_row: int
    activity: str
    name: str
    media_type: str
    size: int
    digest: str
    here_at: int


@dataclass(frozen=True)
class SharedUpload:
    """A file at a link, and the answer that it belongs to; `sub` is the platform's id of the learner."""

    upload: Upload
    sub: str
    answer: Answer


_COLUMNS = tuple(uploads.c[name] for name in Upload.__dataclass_fields__)
_UPLOAD = select(*_COLUMNS).where(uploads.c.here_at.is_not(None))


def folder_of(connection: Connection) -> str:
    """The folder that this installation's files are in, so that two may share a bucket."""
    known = installation.noted(connection, _FOLDER)
    if known is None:
        known = secrets.token_hex(8)
        installation.note(connection, _FOLDER, known)
    return known


def known_folder(connection: Connection) -> str | None:
    """The same, if anything was ever kept."""
    return installation.noted(connection, _FOLDER)


def begin(connection: Connection, attempt_row: int, activity: str, sent: Sent, now: int) -> tuple[int, str]:
    """Note that a file comes. Returns our number of it, and how it is to be called in the store."""
    name = f"{folder_of(connection)}/{secrets.token_hex(16)}"
    values = {"attempt_row": attempt_row, "activity": activity, "name": name, "created_at": now}
    query = insert(uploads).values(**values, media_type=sent.media_type, size=sent.size, digest=sent.digest)
    return int(connection.scalar(query.returning(uploads.c.id)) or 0), name


def arrive(connection: Connection, attempt_row: int, activity: str, number: int, now: int) -> bool:
    """Note that a file is whole. Of one answer only the newest stays, whichever was here first.

    Says whether it came for an answer that is still there: that may have been erased, or shared no more.
    """
    table = uploads.c
    whole = update(uploads).where(table.id == number).values(here_at=now)
    if connection.scalar(whole.returning(table.attempt_row)) != attempt_row:
        return False
    here = and_(table.attempt_row == attempt_row, table.activity == activity, table.here_at.is_not(None))
    newest = connection.scalar(select(func.max(table.id)).where(here))
    connection.execute(update(uploads).where(here, table.id < newest).values(attempt_row=None))
    return True


def give_up(connection: Connection, number: int, now: int) -> None:
    """A file did not come: what there may be of it must go."""
    query = update(uploads).where(uploads.c.id == number)
    connection.execute(query.values(attempt_row=None, here_at=now))


def find(connection: Connection, attempt_row: int, activity: str) -> Upload | None:
    """The newest file of an answer."""
    table = uploads.c
    query = _UPLOAD.where(table.attempt_row == attempt_row, table.activity == activity)
    row: Any = connection.execute(query.order_by(table.id.desc()).limit(1)).one_or_none()
    return Upload(*row) if row else None


def of_attempt(connection: Connection, attempt_row: int) -> Mapping[str, Upload]:
    """The files of a work, by activity."""
    query = _UPLOAD.where(uploads.c.attempt_row == attempt_row).order_by(uploads.c.id)
    return {row.activity: Upload(*row) for row in connection.execute(query)}


def at_link(connection: Connection, attempt_row: int, module: str) -> Sequence[SharedUpload]:
    """The files of learners' answers to a module, at the link where this attempt is made."""
    link = select(attempts.c.resource_link_row).where(attempts.c.id == attempt_row).scalar_subquery()
    table = answers.c
    query = (
        select(*_COLUMNS, learners.c.sub, table.value, table.how, table.audience, table.revision)
        .select_from(uploads)
        .join(attempts)
        .join(learners)
        .join(answers, and_(table.attempt_row == attempts.c.id, table.activity == uploads.c.activity))
        .where(uploads.c.here_at.is_not(None))
        .where(attempts.c.resource_link_row == link, attempts.c.module == module)
        .where(attempts.c.role == "learner", attempts.c.graded)
        .order_by(uploads.c.id)
    )
    width = len(_COLUMNS)
    return [
        SharedUpload(
            Upload(*row[:width]),
            row.sub,
            Answer(json.loads(row.value), row.how, row.audience, row.revision),
        )
        for row in connection.execute(query)
    ]


def let_go(connection: Connection, attempt_row: int, activity: str) -> bool:
    """Part an answer from its files, coming or here: they must go. Says whether any was there."""
    table = uploads.c
    query = update(uploads).where(table.attempt_row == attempt_row, table.activity == activity)
    return connection.execute(query.values(attempt_row=None)).rowcount > 0


def to_remove(connection: Connection, after: int, now: int, most: int) -> Sequence[tuple[int, str]]:
    """Files that must go, by number and name in the store: of nobody any more, or begun and never come.

    Those with the lowest numbers after the one given.
    """
    query = select(uploads.c.id, uploads.c.name).where(_must_go(now), uploads.c.id > after)
    return [(row.id, row.name) for row in connection.execute(query.order_by(uploads.c.id).limit(most))]


def forget(connection: Connection, number: int, now: int) -> None:
    """Remove the row of a file that is gone."""
    connection.execute(delete(uploads).where(uploads.c.id == number, _must_go(now)))


def names(connection: Connection, some: Sequence[str]) -> set[str]:
    """Those of these files that have a row."""
    return set(connection.scalars(select(uploads.c.name).where(uploads.c.name.in_(some))))


def count_learner(connection: Connection, attempt_row: int, size: int, now: int) -> int:
    """Add what the learner of an attempt sends to what they sent this hour; in kilobytes."""
    row = connection.scalar(select(attempts.c.learner_row).where(attempts.c.id == attempt_row)) or 0
    return _count(connection, "sent-learner", row, size, now)


def count_school(connection: Connection, attempt_row: int, size: int, now: int) -> int:
    """The same of the learner's whole school."""
    query = select(learners.c.deployment_row).select_from(attempts).join(learners)
    row = connection.scalar(query.where(attempts.c.id == attempt_row)) or 0
    return _count(connection, "sent-school", row, size, now)


def _count(connection: Connection, kind: str, whose: int, size: int, now: int) -> int:
    # Counts are forgotten a minute after theirs: the last one of the hour holds the whole hour.
    last_minute = (now // 3600 + 1) * 60 - 1
    return request_counts.add(connection, kind, whose, last_minute, size // _KILOBYTE + 1)


def _must_go(now: int) -> Any:
    table = uploads.c
    coming = table.here_at.is_(None)
    late = and_(coming, table.created_at < now - COMING_SECONDS)
    return or_(and_(table.attempt_row.is_(None), ~coming), late)
