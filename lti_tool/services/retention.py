"""The operator's rule at work: once a day, a little at once, so that no launch waits for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from sqlalchemy import Connection

from lti_tool.rules.retention import Retention, is_steady, limit
from lti_tool.services import civic_team
from lti_tool.store import retention
from lti_tool.store.db import Database
from lti_tool.store.retention import Run
from modules.kit.module import Module

log = logging.getLogger(__name__)
_AT_ONCE = 50
_PAUSE = 0.02
_MOST_TURNS = 100
_LOOKS = 30

_Find: TypeAlias = Callable[[Connection, int, int], Sequence[int]]
_Erase: TypeAlias = Callable[[Connection, Run, Sequence[int]], None]


@dataclass(frozen=True)
class RetentionJob:
    """Removes work that has had its time.

    Attributes:
        rule: None: nothing goes by itself.
        clock: Seconds since 1970.
        modules: Loads those with which a course unit may apply; asked only where its students' work goes.
    """

    database: Database
    rule: Retention | None
    clock: Callable[[], float]
    modules: Callable[[], Sequence[Module]] = tuple

    def run(self) -> None:
        """Do this day's part, or go on with it. Where it is done, that costs one small question."""
        if self.rule is None:
            return
        now = int(self.clock())
        with self.database.read() as connection:
            run = retention.find(connection, now)
        if run is None:
            run = self._begin(self.rule, now)
        if not run.finished_at:
            self._go_on(run, _MOST_TURNS)

    def run_now(self) -> Run | None:
        """Do all of it at once, at the operator's wish: also with a clock that is new here."""
        if self.rule is None:
            return None
        now = int(self.clock())
        with self.database.write(durable=True) as connection:
            retention.begin_anew(connection, now, limit(self.rule, now))
            run = retention.find(connection, now)
        if run:
            self._go_on(run, None)
        with self.database.read() as connection:
            return retention.find(connection, now)

    def _begin(self, rule: Retention, now: int) -> Run:
        with self.database.write(durable=True) as connection:
            looks = [run.ran_at for run in retention.newest(connection, now, _LOOKS)]
            # 0: before that, nothing ever was.
            before = limit(rule, now) if is_steady(looks, now) else 0
            retention.begin(connection, now, before)
            return retention.find(connection, now) or Run(now, 0, 0, 0, now)

    def _go_on(self, run: Run, turns: int | None) -> None:
        """Remove what is old until nothing is, or this process had so many turns."""
        works = partial(_old_works, run.before)
        if run.before:
            self._keep_counts(run)
        if run.before and not (
            self._each(run, turns, works, retention.erase_works)
            and self._each(run, turns, retention.without_works, retention.erase_people)
        ):
            return  # the next time goes on
        with self.database.write(durable=True) as connection:
            if run.before:
                retention.erase_leftovers(connection, run)
            retention.finish(connection, run, int(self.clock()))
            done = retention.find(connection, run.ran_at)
        if done and (done.works or done.people):
            log.info("retention removed works: %d, people: %d", done.works, done.people)

    def _keep_counts(self, run: Run) -> None:
        """What a civic team knows of its course units stays: counts, and nobody."""
        with self.database.read() as connection:
            courses = retention.courses_that_lose(connection, run.before)
        modules = self.modules() if courses else ()
        for context_row in courses:
            with self.database.write(durable=True) as connection:
                civic_team.keep_counts(connection, context_row, modules)

    def _each(self, run: Run, turns: int | None, find: _Find, erase: _Erase) -> bool:
        """Go through what is found, a few at a time. Says whether it came to the end."""
        after = turn = 0
        while turns is None or turn < turns:
            # Looked for without keeping others from writing; looked at once more when it is removed.
            with self.database.read() as connection:
                found = find(connection, after, _AT_ONCE)
            if not found:
                return True
            with self.database.write(durable=True) as connection:
                erase(connection, run, found)
            after, turn = found[-1], turn + 1
            time.sleep(_PAUSE)
        return False


def _old_works(before: int, connection: Connection, after: int, most: int) -> Sequence[int]:
    return retention.old_works(connection, before, after, most)
