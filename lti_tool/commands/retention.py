"""`wegwijs retention`."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from lti_tool.commands.environment import database, registry, settings
from lti_tool.rules.retention import STEADY_DAYS, is_steady, limit, next_to_leave

if TYPE_CHECKING:
    from lti_tool.rules.retention import Retention
    from lti_tool.store.db import Database
    from lti_tool.store.retention import Run

_PAST = 10


@click.command("retention")
@click.option("--now", "at_once", is_flag=True, help="Remove what has had its time now. Asks first.")
@click.option("--yes", is_flag=True, help="With --now: don't ask.")
def command(*, at_once: bool, yes: bool) -> None:
    """How long learners' work stays, what goes next, and what went.

    Without --now nothing is removed: the worker does that once a day.
    """
    rule, found = settings().retention, database()
    if rule is None:
        click.echo("Nothing is removed by itself: WEGWIJS_KEEP_DAYS is for-ever.")
        _past(found)
        return
    _tell(found, rule)
    if at_once:
        _remove(found, rule, ask=not yes)
    _past(found)


def _tell(found: Database, rule: Retention) -> None:
    from lti_tool.store import retention  # noqa: PLC0415

    now = int(time.time())
    with found.read() as connection:
        looks = [run.ran_at for run in retention.newest(connection, now, 30)]
        works, people = retention.count_old(connection, limit(rule, now))
        following = next_to_leave(rule, now)
        later, _ = retention.count_old(connection, following.before)
    click.echo(
        f"A school year ends on {rule.month:02}-{rule.day:02}; "
        f"work stays for {_of(rule.keep_days, 'day')} after the year in which it was last touched."
    )
    click.echo(f"To be removed now: {_went(works, people)}, last touched before {_moment(limit(rule, now))}.")
    click.echo(
        f"Next: after {following.last_day}, in {_of(following.days, 'day')}. "
        f"As it stands: {_of(later - works, 'work')} more."
    )
    if not looks:
        click.echo("The worker did not look yet. It removes nothing in its first week.")
    elif not is_steady(looks, now):
        click.echo(
            f"The worker waits until it has seen the clock go on for {STEADY_DAYS} days; "
            f"it last looked at {_moment(looks[0])}."
        )


def _remove(found: Database, rule: Retention, *, ask: bool) -> None:
    from lti_tool.services.civic_team import modules_with_attest  # noqa: PLC0415
    from lti_tool.services.retention import RetentionJob  # noqa: PLC0415

    if ask:
        click.confirm("Remove it now? This can't be undone", abort=True)
    run = RetentionJob(found, rule, time.time, lambda: modules_with_attest(registry().modules)).run_now()
    # The same day's run may have removed something already.
    click.echo(f"Removed today: {_went(run.works, run.people)}." if run else "Nothing was removed.")


def _past(found: Database) -> None:
    from lti_tool.store import retention  # noqa: PLC0415

    with found.read() as connection:
        runs = retention.that_removed(connection, _PAST)
    for run in runs:
        click.echo(_line(run))


def _line(run: Run) -> str:
    end = "" if run.finished_at else "  not at its end yet"
    return f"{_moment(run.ran_at)}  {_went(run.works, run.people)}  before {_moment(run.before)}{end}"


def _went(works: int, people: int) -> str:
    return f"{_of(works, 'work')}, {people} {'person' if people == 1 else 'people'}"


def _of(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _moment(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
