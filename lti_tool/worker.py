"""Jobs that run beside the web pages: deliver a score now, and look every minute for what was missed.

The queue is only a wake-up call. What must be done stands in the database, so the queue may be lost.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey, crontab
from huey import signals as huey_signals
from huey.consumer import Consumer
from sqlalchemy.engine import make_url

from lti_tool.services.civic_team import modules_with_attest
from lti_tool.services.class_roster import RosterRefresh
from lti_tool.services.grade_delivery import GradeDelivery
from lti_tool.services.notice_subscription import NoticeSubscription
from lti_tool.services.retention import RetentionJob
from lti_tool.services.uploads import Uploads
from lti_tool.settings import Settings, module_folders
from lti_tool.store import (
    asks,
    deep_links,
    installation,
    keys,
    launch_log,
    launches,
    notices,
    request_counts,
    roster,
)
from lti_tool.store.db import make_private_file
from modules.kit.module import Module
from modules.kit.registry import load_registry

log = logging.getLogger(__name__)
WORKERS = 4
_RESULTS = {huey_signals.SIGNAL_COMPLETE: "done", huey_signals.SIGNAL_ERROR: "failed"}


def _modules_with_attest(settings: Settings) -> list[Module]:
    return modules_with_attest(load_registry(module_folders(settings), settings.institution).modules)


class Jobs:
    """The queue of one installation."""

    def __init__(
        self,
        settings: Settings,
        delivery: GradeDelivery,
        rosters: RosterRefresh,
        subscription: NoticeSubscription,
        recordings: Uploads,
    ) -> None:
        self._delivery = delivery
        self._subscription = subscription
        self._uploads = recordings
        self._retention = RetentionJob(
            delivery.database, settings.retention, delivery.clock, lambda: _modules_with_attest(settings)
        )
        self.huey = queue_of(settings)
        self._deliver = self.huey.task(name="deliver")(delivery.deliver)
        self._fetch_roster = self.huey.task(name="fetch-roster")(rosters.refresh)
        self._subscribe = self.huey.task(name="subscribe")(subscription.subscribe)
        self._clear_files = self.huey.task(name="clear-files")(recordings.clear_away)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(self.sweep)
        self.huey.signal(*_RESULTS)(self._count)

    def wake(self, attempt_row: int) -> None:
        """Ask for an attempt's score to be delivered soon; if that fails, the sweep finds it."""
        self._ask(self._deliver, attempt_row)

    def fetch_roster(self, context_row: int, rlid: str) -> None:
        """Ask for a roster to be fetched soon; if that fails, somebody asks again."""
        self._ask(self._fetch_roster, context_row, rlid)

    def clear_files(self) -> None:
        """Ask for files that must go to be removed soon; if that fails, the sweep does it."""
        self._ask(self._clear_files)

    def _ask(self, task: Any, *arguments: Any) -> None:
        try:
            task(*arguments)
        except Exception as problem:
            log.warning("the job queue does not take jobs: %s", type(problem).__name__)

    def sweep(self) -> None:
        """Ask for everything that is due, and clear away what has had its time."""
        for attempt_row in self._delivery.due():
            self.wake(attempt_row)
        for deployment_row in self._subscription.due():
            self._ask(self._subscribe, deployment_row)
        with self._delivery.database.write() as connection:
            now = int(self._delivery.clock())
            launches.forget_old_logins(connection, now)
            deep_links.forget_old_requests(connection, now)
            launch_log.forget_old(connection, now)
            roster.forget_old(connection, now)
            notices.forget_old(connection, now)
            keys.forget_retired(connection, now)
            asks.forget_old(connection, now)
            request_counts.forget_old(connection, now)
        self._retention.run()
        self._uploads.sweep()
        with self._delivery.database.write() as connection:
            installation.note_sweep(connection, int(self._delivery.clock()))

    def waiting(self) -> int:
        """How many jobs wait for a worker."""
        return int(self.huey.pending_count())

    def _count(self, signal: str, task: Any, *_: Any) -> None:
        self._delivery.counters.count("jobs_total", job=task.name, result=_RESULTS[signal])

    def consumer(self) -> Consumer:
        """What does the jobs; `run()` stays until a signal ends it, and then ends the jobs at hand."""
        return Consumer(
            self.huey,
            workers=WORKERS,
            worker_type="thread",
            periodic=True,
            max_delay=1.0,
            graceful_signal="TERM",
        )


class BackgroundWorker:
    """A worker in threads of this process, for the demonstration and for tests."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wegwijs-worker", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the job at hand."""
        self._stopped.set()
        self._thread.join(timeout=30)

    def _run(self) -> None:
        next_sweep = 0.0
        while not self._stopped.is_set():
            if time.monotonic() >= next_sweep:
                self._jobs.sweep()
                next_sweep = time.monotonic() + 5
            task: Any = self._jobs.huey.dequeue()
            if task is None:
                self._stopped.wait(0.2)
            else:
                self._jobs.huey.execute(task)


def queue_of(settings: Settings) -> Huey:
    """The queue of jobs that these settings name."""
    if settings.redis_url:
        return RedisHuey("wegwijs", url=settings.redis_url, results=False)
    address = make_url(settings.database_url)
    beside = Path(address.database) if address.get_backend_name() == "sqlite" and address.database else None
    file = beside.with_name(beside.name + "-jobs") if beside else Path("var/wegwijs.jobs")
    # Huey reads its jobs with pickle: who may write there may run what they like as the worker.
    make_private_file(file)
    return SqliteHuey("wegwijs", filename=str(file), results=False, fsync=False)
