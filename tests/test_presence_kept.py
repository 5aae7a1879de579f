"""Who was there is the learner's own: to see, to take along, to erase; and it goes with the school's rule."""

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from lti_tool.store import retention
from lti_tool.store.civic_tables import meetings, presences
from lti_tool.store.tables import attempts, learners, resource_links
from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.campus_class import code_of, guide, learner, say, there
from tests.judged_module import make_judged_module
from tests.lti_browser import HOST, Browser, Page
from tests.lti_fixtures import ON_BOTH

LATER = 3_000_000_000


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


@pytest.fixture
def present(browser: Browser, tool: Tool) -> Page:
    """A learner who is there."""
    guide(browser).post("presence/open")
    page = learner(browser)
    assert say(page, code_of(tool))["outcome"] == "here"
    return page


def mine(page: Page, path: str, **form: str) -> Any:
    headers = {"Authorization": f"Bearer {page.token}"}
    method = "POST" if form or path == "json" else "GET"
    url = f"/mine/{path}?language=nl"
    return page.client.open(url, method=method, base_url=HOST, headers=headers, data=form)


def on_roster_only(tool: Tool) -> None:
    """Somebody who was ticked and never opened anything."""
    with tool.database.write() as connection:
        link = connection.scalar(select(resource_links.c.id))
        place = connection.scalar(select(resource_links.c.deployment_row))
        new = insert(learners).values(deployment_row=place, sub="never-here").returning(learners.c.id)
        row = connection.execute(new).scalar_one()
        connection.execute(
            insert(presences).values(resource_link_row=link, learner_row=row, how="tick", at=1000)
        )


def sweep(tool: Tool, before: int) -> None:
    """A day's run of the rule."""
    with tool.database.write() as connection:
        retention.begin_anew(connection, LATER, before)
        run = retention.find(connection, LATER)
        assert run
        retention.erase_works(connection, run, retention.old_works(connection, before, 0, 99))
        retention.erase_people(connection, run, retention.without_works(connection, 0, 99))
        retention.erase_leftovers(connection, run)


def people(tool: Tool) -> set[str]:
    with tool.database.read() as connection:
        return set(connection.scalars(select(learners.c.sub)))


def test_the_learner_sees_it_and_takes_it_along(present: Page) -> None:
    page = mine(present, "sheet").text
    assert "Wanneer je op de campus was" in page
    assert "met de code" in page

    data = mine(present, "json").json
    assert [one["how"] for one in data["present on campus"]] == ["code"]
    assert "present on campus" in data["meaning"]


@pytest.mark.parametrize("what", ["all", "one"])
@ON_BOTH
def test_it_goes_when_the_learner_erases_the_work(present: Page, tool: Tool, what: str) -> None:
    with tool.database.read() as connection:
        mine_row = connection.scalar(select(attempts.c.id).where(attempts.c.role == "learner"))
    work = "all" if what == "all" else str(mine_row)
    asked = mine(present, "erase", work=work).text
    seal = re.search(r'name="confirm" value="([^"]+)"', asked)
    assert seal
    mine(present, "erase", work=work, confirm=seal[1])
    assert there(tool) == {}


def test_a_facilitators_own_page_has_none(browser: Browser, present: Page) -> None:
    page = guide(browser)
    assert "Wanneer je op de campus was" not in mine(Page(page.client, page.token, ""), "sheet").text


@ON_BOTH
def test_it_goes_with_old_work(present: Page, tool: Tool) -> None:
    sweep(tool, LATER)
    assert there(tool) == {}
    sweep(tool, LATER)
    assert people(tool) == set()
    with tool.database.read() as connection:
        assert connection.scalar(select(meetings.c.id)) is None


def test_it_stays_with_work_that_stays(present: Page, tool: Tool) -> None:
    with tool.database.write() as connection:
        connection.execute(update(presences).values(at=1000))
    sweep(tool, 2000)
    assert there(tool) == {"learner-1": "code"}


def test_who_never_opened_anything_goes_when_it_is_old_and_not_before(present: Page, tool: Tool) -> None:
    on_roster_only(tool)
    sweep(tool, 900)
    assert "never-here" in people(tool)
    sweep(tool, 2000)
    sweep(tool, 2000)
    assert people(tool) == {"learner-1", "teacher-1"}
