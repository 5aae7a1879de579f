"""Retention at work: old work goes, a little at once, by one or by several; work of this year never."""

import logging
import threading
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, insert, select, update

from lti_tool.cli import wegwijs
from lti_tool.rules.retention import DAY, Retention, limit
from lti_tool.services import retention as service
from lti_tool.services.retention import RetentionJob
from lti_tool.store import contact_wishes, replies, retention
from lti_tool.store.replies import Place
from lti_tool.store.tables import (
    answers,
    asks,
    attempts,
    contexts,
    grade_holds,
    group_moves,
    group_pictures,
    learners,
    link_dates,
    resource_links,
    retention_runs,
    session_documents,
    wall_marks,
)
from lti_tool.tool import Tool
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import INSTRUCTOR

RULE = Retention(8, 31, 30)
YEARS_AGO = 1_000_000_000


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_PAUSE", 0)


@pytest.fixture
def job(tool: Tool) -> RetentionJob:
    """The job of an installation whose clock went on by itself for weeks."""
    looked_for(tool, 20)
    return RetentionJob(tool.database, RULE, tool.clock)


def looked_for(tool: Tool, days: int) -> None:
    now = tool.now()
    rows = [
        {"id": now // DAY - day, "ran_at": now - day * DAY, "before": 0, "works": 0, "people": 0,
         "finished_at": now - day * DAY}
        for day in range(1, days + 1)
    ]  # fmt: skip
    with tool.database.write() as connection:
        connection.execute(insert(retention_runs), rows)


def make_old(tool: Tool, *subs: str) -> None:
    """As if these learners (or all) did all they did years ago."""
    who = select(attempts.c.id).join(learners)
    who = who.where(learners.c.sub.in_(subs)) if subs else who
    with tool.database.write() as connection:
        rows = list(connection.scalars(who))
        old = {"created_at": YEARS_AGO, "touched_at": YEARS_AGO}
        connection.execute(update(attempts).where(attempts.c.id.in_(rows)).values(**old))
        mine = answers.c.attempt_row.in_(rows)
        connection.execute(update(answers).where(mine).values(changed_at=YEARS_AGO))


def subs(tool: Tool) -> set[str]:
    with tool.database.read() as connection:
        return set(connection.scalars(select(learners.c.sub)))


def count(tool: Tool, table: Any) -> int:
    with tool.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def todays(tool: Tool) -> retention.Run | None:
    with tool.database.read() as connection:
        return retention.find(connection, tool.now())


@ON_BOTH
def test_old_work_goes_whole_and_work_of_this_year_stays(browser: Browser, tool: Tool, job: Any) -> None:
    for sub in ("old-1", "old-2", "new-1"):
        browser.open(sub=sub).save("meaning", sub)
    make_old(tool, "old-1", "old-2")
    job.run()
    assert subs(tool) == {"new-1"}
    assert count(tool, answers) == 1
    run = todays(tool)
    assert run is not None
    assert (run.works, run.people) == (2, 2)
    assert run.finished_at


@ON_BOTH
@pytest.mark.parametrize("touch", ["opened", "answered", "finished", "written-to", "wish", "asked", "begun"])
def test_work_that_was_touched_in_any_way_since_stays(
    browser: Browser, tool: Tool, job: Any, touch: str
) -> None:
    page = browser.open()
    page.save("meaning", "x")
    make_old(tool)
    now = tool.now()
    with tool.database.write() as connection:
        row = connection.scalar(select(attempts.c.id)) or 0
        if touch == "opened":
            connection.execute(update(attempts).values(touched_at=now))
        elif touch == "begun":
            connection.execute(update(attempts).values(created_at=now))
        elif touch == "finished":
            connection.execute(update(attempts).values(finished_at=now))
        elif touch == "answered":
            connection.execute(update(answers).values(changed_at=now))
        elif touch == "written-to":
            replies.write(connection, Place(row, "meaning"), "Mooi", was=0, now=now)
        elif touch == "wish":
            contact_wishes.keep(connection, row, "no", None, now)
        else:
            values = {"attempt_row": row, "activity": "dear-ones", "person": 0, "token_hash": "x",
                      "expires_at": now, "answered_at": now}  # fmt: skip
            connection.execute(insert(asks).values(**values))
    job.run()
    assert count(tool, attempts) == 1


def test_opening_it_again_is_touching_it(browser: Browser, tool: Tool, job: Any) -> None:
    browser.open()
    make_old(tool)
    browser.open()
    job.run()
    assert count(tool, attempts) == 1


@pytest.mark.parametrize("days", [0, 6])
def test_a_clock_that_is_new_here_removes_nothing(browser: Browser, tool: Tool, days: int) -> None:
    browser.open()
    make_old(tool)
    if days:
        looked_for(tool, days)
    RetentionJob(tool.database, RULE, tool.clock).run()
    assert count(tool, attempts) == 1
    run = todays(tool)
    assert run is not None
    assert (run.before, bool(run.finished_at)) == (0, True)


@ON_BOTH
def test_a_clock_that_jumps_years_ahead_removes_nothing(browser: Browser, tool: Tool, job: Any) -> None:
    browser.open().save("meaning", "dit jaar")
    ahead = RetentionJob(tool.database, RULE, lambda: tool.now() + 3000 * DAY)
    ahead.run()
    ahead.run()
    assert count(tool, answers) == 1
    job.run()
    run = todays(tool)
    assert run is not None
    assert run.before == limit(RULE, tool.now())


def test_where_nothing_goes_by_itself_nothing_does(browser: Browser, tool: Tool) -> None:
    browser.open()
    make_old(tool)
    looked_for(tool, 20)
    job = RetentionJob(tool.database, None, tool.clock)
    job.run()
    assert job.run_now() is None
    assert count(tool, attempts) == 1
    assert todays(tool) is None


def test_the_sweep_does_it_once_a_day(
    browser: Browser, tool: Tool, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.open(sub="old-1")
    make_old(tool)
    tool.jobs.sweep()
    assert subs(tool) == set()
    browser.open(sub="old-2")
    make_old(tool)
    monkeypatch.setattr(retention, "old_works", None)  # it is not even looked for
    tool.jobs.sweep()
    assert subs(tool) == {"old-2"}


@ON_BOTH
def test_what_was_not_done_in_one_turn_goes_on_in_the_next(
    browser: Browser, tool: Tool, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_AT_ONCE", 2)
    monkeypatch.setattr(service, "_MOST_TURNS", 1)
    for number in range(5):
        browser.open(sub=f"old-{number}")
    make_old(tool)
    left = []
    for _ in range(9):
        job.run()
        left.append(count(tool, attempts))
    assert left[:3] == [3, 1, 0]
    assert subs(tool) == set()
    run = todays(tool)
    assert run is not None
    assert (run.works, run.people, bool(run.finished_at)) == (5, 5, True)


@ON_BOTH
def test_several_workers_at_once_remove_each_work_once(
    browser: Browser, tool: Tool, job: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_AT_ONCE", 3)
    for number in range(12):
        browser.open(sub=f"old-{number}").save("meaning", "x")
    browser.open(sub="new-1").save("meaning", "x")
    make_old(tool, *(f"old-{number}" for number in range(12)))
    start, trouble = threading.Barrier(3), []

    def work() -> None:
        start.wait()
        try:
            for _ in range(3):
                job.run()
        except Exception as problem:
            trouble.append(problem)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    assert subs(tool) == {"new-1"}
    run = todays(tool)
    assert run is not None
    assert (run.works, run.people) == (12, 12)


@ON_BOTH
def test_who_comes_back_at_that_moment_keeps_everything(browser: Browser, tool: Tool, job: Any) -> None:
    page = browser.open()
    page.save("meaning", "van vroeger")
    make_old(tool)
    with tool.database.read() as connection:
        found = retention.old_works(connection, limit(RULE, tool.now()), 0, 50)
    assert len(found) == 1
    page.save("meaning", "van nu", 1)
    with tool.database.write() as connection:
        run = retention.Run(tool.now(), limit(RULE, tool.now()), 0, 0, 0)
        retention.erase_works(connection, run, found)
    assert page.load()["answers"]["meaning"]["value"] == "van nu"


@ON_BOTH
def test_what_a_class_kept_goes_where_nobody_worked_since(browser: Browser, tool: Tool, job: Any) -> None:
    old_course = {"id": "course-old", "title": "6A"}
    browser.open(sub="old-1", resource_link={"id": "link-old"}, context=old_course)
    make_old(tool)
    browser.open(sub="new-1", resource_link={"id": "link-new"})
    browser.open(sub="teacher-1", roles=[INSTRUCTOR], resource_link={"id": "link-new"})
    with tool.database.write() as connection:
        for row in connection.scalars(select(resource_links.c.id)).all():
            of = {"resource_link_row": row}
            when = {"changed_at": YEARS_AGO}
            connection.execute(insert(group_pictures).values(
                **of, module="m", tally="{}", revisions="{}", taken_at=YEARS_AGO))  # fmt: skip
            connection.execute(insert(session_documents).values(
                **of, module="m", kind="plan", document="{}", revision=1, **when))  # fmt: skip
            connection.execute(insert(wall_marks).values(**of, module="m", item="x", mark="hidden", **when))
            connection.execute(insert(grade_holds).values(**of, held_at=YEARS_AGO))
            connection.execute(insert(link_dates).values(**of, item="visit", day="2001-09-09"))
        for course in connection.scalars(select(contexts.c.id)).all():
            connection.execute(insert(group_moves).values(
                context_row=course, module="m", tally="{}", revisions="{}", taken_at=YEARS_AGO))  # fmt: skip
    job.run()
    for table in (group_pictures, group_moves, session_documents, wall_marks, grade_holds, link_dates):
        assert count(tool, table) == 1, table.name


def test_numbers_of_what_went_are_given_to_nobody(browser: Browser, tool: Tool, job: Any) -> None:
    old = browser.open(sub="old-1")
    old.save("meaning", "x")
    make_old(tool)
    job.run()
    browser.open(sub="new-1").save("meaning", "van iemand anders")
    answer = old.call("GET", "/attempt")
    assert answer.status_code == 410
    assert "anders" not in answer.text


def test_nobody_is_in_the_log_or_in_the_runs(
    browser: Browser, tool: Tool, job: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    browser.open(sub="old-1").save("meaning", "kanarie")
    make_old(tool)
    caplog.clear()
    job.run()
    assert "retention removed works: 1, people: 1" in caplog.text
    assert "old-1" not in caplog.text
    assert "kanarie" not in caplog.text


# The command


@pytest.fixture
def shell(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("WEGWIJS_DATABASE_URL", tool.settings.database_url)
    return CliRunner()


def test_the_command_shows_the_rule_and_what_would_go_and_removes_nothing(
    browser: Browser, tool: Tool, shell: CliRunner
) -> None:
    browser.open(sub="old-1")
    make_old(tool)
    said = shell.invoke(wegwijs, ["retention"])
    assert said.exit_code == 0, said.output
    assert "ends on 08-31; work stays for 30 days" in said.output
    assert "To be removed now: 1 work, 1 person, last touched before 20" in said.output
    assert "Next: after 20" in said.output
    assert "did not look yet" in said.output
    assert count(tool, attempts) == 1


def test_the_command_removes_it_when_asked_and_sure(browser: Browser, tool: Tool, shell: CliRunner) -> None:
    browser.open(sub="old-1")
    make_old(tool)
    browser.open(sub="new-1")
    refused = shell.invoke(wegwijs, ["retention", "--now"], input="n\n")
    assert refused.exit_code == 1
    assert count(tool, attempts) == 2
    done = shell.invoke(wegwijs, ["retention", "--now"], input="y\n")
    assert "Removed today: 1 work, 1 person." in done.output
    assert subs(tool) == {"new-1"}
    again = shell.invoke(wegwijs, ["retention", "--now", "--yes"])
    assert "To be removed now: 0 works, 0 people" in again.output
    assert "1 work, 1 person  before 20" in again.output


def test_the_command_says_where_nothing_goes_by_itself(
    shell: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEGWIJS_KEEP_DAYS", "for-ever")
    assert "Nothing is removed by itself" in shell.invoke(wegwijs, ["retention", "--now", "--yes"]).output
