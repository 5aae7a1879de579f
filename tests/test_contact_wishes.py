"""Whether learners like to hear from who guides them: said once in a course, to change and to take back."""

import pytest
from sqlalchemy import select

from lti_tool.store import contact_wishes, roster
from lti_tool.store.contact_wishes import HOW_LENGTH, ContactWish
from lti_tool.store.tables import attempts, learners
from lti_tool.tool import Tool
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH

SECOND = {"resource_link": {"id": "link-2"}, "custom": {"module": "talents"}}
ELSEWHERE = {"context": {"id": "course-9", "title": "Elders"}, "resource_link": {"id": "link-9"}}


def attempt_of(browser: Browser, tool: Tool, sub: str = "learner-42", **claims: object) -> int:
    """Open a link as a learner; return our number of that attempt."""
    browser.open(sub=sub, **claims)
    with tool.database.read() as connection:
        query = select(attempts.c.id).join(learners).where(learners.c.sub == sub)
        return int(connection.scalars(query.order_by(attempts.c.id.desc())).first() or 0)


@ON_BOTH
def test_a_wish_is_kept_as_said_and_the_newest_counts(browser: Browser, tool: Tool) -> None:
    here = attempt_of(browser, tool)
    with tool.database.write() as connection:
        assert contact_wishes.find(connection, here) is None
        contact_wishes.keep(connection, here, "yes", "  liefst\n via Smartschool ", 100)
        assert contact_wishes.find(connection, here) == ContactWish("yes", "liefst via Smartschool", 100)
        contact_wishes.keep(connection, here, "no", "liefst via Smartschool", 101)
        assert contact_wishes.find(connection, here) == ContactWish("no", None, 101)


@ON_BOTH
def test_a_wish_counts_for_every_link_of_its_course_and_for_no_other(browser: Browser, tool: Tool) -> None:
    first = attempt_of(browser, tool)
    second = attempt_of(browser, tool, **SECOND)
    elsewhere = attempt_of(browser, tool, **ELSEWHERE)
    with tool.database.write() as connection:
        contact_wishes.keep(connection, first, "yes", None, 100)
        assert contact_wishes.find(connection, second) == ContactWish("yes", None, 100)
        assert contact_wishes.find(connection, elsewhere) is None
        contact_wishes.keep(connection, second, "no", None, 100)
        assert contact_wishes.find(connection, first) == ContactWish("no", None, 100)


@ON_BOTH
def test_a_facilitator_finds_the_wishes_of_the_links_course_by_learner(browser: Browser, tool: Tool) -> None:
    first = attempt_of(browser, tool)
    other = attempt_of(browser, tool, "learner-43", **SECOND)
    attempt_of(browser, tool, "learner-44")
    elsewhere = attempt_of(browser, tool, "learner-45", **ELSEWHERE)
    with tool.database.write() as connection:
        contact_wishes.keep(connection, first, "yes", "na 17 uur", 100)
        contact_wishes.keep(connection, other, "no", None, 101)
        contact_wishes.keep(connection, elsewhere, "yes", None, 102)
        here = roster.place_of(connection, first).link_row
        assert contact_wishes.of_link(connection, here) == {
            "learner-42": ContactWish("yes", "na 17 uur", 100),
            "learner-43": ContactWish("no", None, 101),
        }


def test_taken_back_it_is_as_if_nobody_asked(browser: Browser, tool: Tool) -> None:
    first, second = attempt_of(browser, tool), attempt_of(browser, tool, **SECOND)
    other = attempt_of(browser, tool, "learner-43")
    with tool.database.write() as connection:
        contact_wishes.keep(connection, first, "yes", None, 100)
        contact_wishes.keep(connection, other, "yes", None, 100)
        contact_wishes.take_back(connection, second)
        assert contact_wishes.find(connection, first) is None
        assert contact_wishes.find(connection, other) is not None


@pytest.mark.parametrize(("said", "kept"), [("", None), (" \n ", None), ("x" * 900, "x" * HOW_LENGTH)])
def test_how_is_a_short_line(browser: Browser, tool: Tool, said: str, kept: str | None) -> None:
    here = attempt_of(browser, tool)
    with tool.database.write() as connection:
        assert contact_wishes.keep(connection, here, "yes", said, 100).how == kept
