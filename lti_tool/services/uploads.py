"""Recordings that learners share: taken in, heard, and gone as soon as they are shared no more.

The answer is the truth: a recording is on the server for as long as its answer says that there is one and
whom it is shared with. Every way of losing one leads past that rule, so what a page forgets to ask for is
asked for by the worker.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection

from lti_tool.errors import FileStoreError
from lti_tool.rules.recordings import LEARNERS_SHARE, kind_of, may_be_heard, may_be_here, that_record
from lti_tool.services.file_store import FileStore
from lti_tool.services.room import Room
from lti_tool.settings import Settings
from lti_tool.store import attempts, installation, uploads
from lti_tool.store.attempts import Attempt
from lti_tool.store.db import Database
from lti_tool.store.uploads import Sent, SharedUpload, Upload
from modules.kit.module import Module

log = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
DAY = 24 * 3600
_AT_ONCE = 100
_FAILURES = 3
_LOOKED = "files-looked-at"

Why = Literal["not-shared", "kind", "too-large", "too-much"]


@dataclass(frozen=True)
class Coming:
    """A recording that may come: our number of it, its name in the store and whose it is to be."""

    number: int
    name: str
    attempt_row: int
    activity: str
    digest: str


@dataclass(frozen=True)
class Limits:
    """How much is taken, in bytes; of learner and school in an hour. `one` is 0 where nothing is taken."""

    one: int
    learner: int
    school: int

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """As the settings say."""
        one = settings.recording_megabytes * MEGABYTE
        return cls(one, one * LEARNERS_SHARE, settings.recordings_per_hour * MEGABYTE)


class Uploads:
    """The recordings of one installation.

    Who sends one is in `taking` until it is kept, and who fetches one is in `giving`: a recording from a
    train comes in slowly, and a store far away may hang.
    """

    def __init__(
        self, settings: Settings, database: Database, files: FileStore, clock: Callable[[], float]
    ) -> None:
        self.limits = Limits.of(settings)
        self.files = files
        self._database = database
        self._clock = clock
        self.taking, self.giving = (Room(max(1, settings.threads // 3)) for _ in range(2))
        self._cleared = 0

    def sending(self, connection: Connection, attempt: Attempt, module: Module) -> dict[str, Any] | None:
        """What a learner's page needs to send recordings; None where nothing is recorded or taken."""
        if attempt.role != "learner" or not self.limits.one or not that_record(module):
            return None
        here = uploads.of_attempt(connection, attempt.id)
        return {"most": self.limits.one, "here": {name: one.digest for name, one in here.items()}}

    def begin(
        self, connection: Connection, attempt: Attempt, module: Module, activity: str, content: bytes
    ) -> Coming | Upload | Why:
        """Look whether a recording may come, and note that it does.

        Args:
            connection: In a transaction in which nobody else changes the attempt.
            attempt: Whose it is.
            module: That of the attempt.
            activity: The exercise that it is of.
            content: The recording.

        Returns:
            What comes; or the same recording, where it is here; or why it may not come.
        """
        known = that_record(module).get(activity)
        answer = attempts.answers_of(connection, attempt.id).get(activity)
        if known is None or attempt.role != "learner" or not may_be_here(known, answer):
            return "not-shared"
        kind = kind_of(content)
        if kind is None or len(content) > self.limits.one:
            return "kind" if kind is None else "too-large"
        digest, now = hashlib.sha256(content).hexdigest(), int(self._clock())
        here = uploads.find(connection, attempt.id, activity)
        if here and here.digest == digest:
            return here
        if self._is_too_much(connection, attempt, len(content), now):
            return "too-much"
        found = uploads.begin(connection, attempt.id, activity, Sent(kind, len(content), digest), now)
        return Coming(*found, attempt.id, activity, digest)

    def _is_too_much(self, connection: Connection, attempt: Attempt, size: int, now: int) -> bool:
        """Whether the learner, or all of the school, sent all that they may this hour. Counts this one."""
        if uploads.count_learner(connection, attempt.id, size, now) * 1024 > self.limits.learner:
            return True  # what is refused to one takes nothing from the others
        return uploads.count_school(connection, attempt.id, size, now) * 1024 > self.limits.school

    def keep(self, coming: Coming, content: bytes) -> None:
        """Put the file in the store. Not inside a transaction.

        Raises:
            FileStoreError: The store does not take it now.
        """
        try:
            self.files.put(coming.name, content)
        except FileStoreError:
            with self._database.write() as connection:
                uploads.give_up(connection, coming.number, int(self._clock()))
            raise

    def arrive(self, connection: Connection, module: Module, coming: Coming) -> bool:
        """Note that the file is whole. Says whether its learner still shares the answer."""
        activity = that_record(module).get(coming.activity)
        answer = attempts.answers_of(connection, coming.attempt_row).get(coming.activity)
        if activity is None or not may_be_here(activity, answer):
            uploads.let_go(connection, coming.attempt_row, coming.activity)
        now = int(self._clock())
        return uploads.arrive(connection, coming.attempt_row, coming.activity, coming.number, now)

    def clear_away(self) -> None:
        """Remove the files that must go, and after each its row. One that can't go holds up no other."""
        now, failures = int(self._clock()), 0
        while True:
            with self._database.read() as connection:
                found = uploads.to_remove(connection, self._cleared, now, _AT_ONCE)
            for number, name in found:
                self._cleared = number
                failures = 0 if self._is_cleared(number, name, now) else failures + 1
                if failures == _FAILURES:
                    return  # the store is away, it seems: the next sweep goes on from here
            if len(found) < _AT_ONCE:
                self._cleared = 0
                return

    def _is_cleared(self, number: int, name: str, now: int) -> bool:
        try:
            self.files.delete(name)
        except FileStoreError:
            return False
        with self._database.write() as connection:
            uploads.forget(connection, number, now)
        return True

    def sweep(self) -> None:
        """What the worker does each minute; once a day it also looks for files that nobody knows of."""
        self.clear_away()
        now = int(self._clock())
        with self._database.read() as connection:
            folder, looked = uploads.known_folder(connection), installation.noted(connection, _LOOKED)
        if folder is None or looked == str(now // DAY):
            return
        try:
            self._clear_unknown(folder, now)
        except FileStoreError:
            return
        with self._database.write() as connection:
            installation.note(connection, _LOOKED, str(now // DAY))

    def _clear_unknown(self, folder: str, now: int) -> None:
        """A file that is older than a day and has no row is of nobody: a row comes before its file."""
        self.files.clear_unfinished(folder, now - DAY)
        old = (name for name, came in self.files.below(folder) if came < now - DAY)
        removed = 0
        while some := list(islice(old, _AT_ONCE)):
            with self._database.read() as connection:
                known = uploads.names(connection, some)
            for name in set(some) - known:
                self.files.delete(name)
                removed += 1
        if removed:
            log.info("files without a row removed: %d", removed)


def settle(connection: Connection, attempt_row: int, module: Module, changed: Iterable[str]) -> bool:
    """After answers changed: part those from their recordings that must not be here any more.

    Says whether files must go.
    """
    recording = that_record(module)
    some = [name for name in changed if name in recording]
    if not some:
        return False
    answers = attempts.answers_of(connection, attempt_row)
    gone = [name for name in some if not may_be_here(recording[name], answers.get(name))]
    parted = [uploads.let_go(connection, attempt_row, name) for name in gone]
    return any(parted)


def heard_at(connection: Connection, attempt_row: int, module: Module) -> Mapping[tuple[str, str], Upload]:
    """What facilitators of a link may hear, by the platform's id of the learner and the activity."""
    recording = that_record(module)
    if not recording:
        return {}
    found = uploads.at_link(connection, attempt_row, module.id)
    return {(one.sub, one.upload.activity): one.upload for one in found if _heard(one, recording)}


def _heard(one: SharedUpload, recording: Mapping[str, Any]) -> bool:
    activity = recording.get(one.upload.activity)
    return activity is not None and may_be_heard(activity, one.answer)
