"""A verdict among all that is kept of somebody: to read, print and take along, and gone with the work."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from lti_tool.rules.retention import Retention
from lti_tool.store import retention
from lti_tool.store.civic_tables import assessments, verdicts
from lti_tool.store.tables import answers, attempts
from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.assessing import assessor, handed_in, levels, numbers, own, released, together
from tests.class_page import ClassPage
from tests.judged_module import make_judged_module
from tests.lti_browser import Browser, Page
from tests.own_page import count, erase, everywhere, see, taken, works_of
from tests.test_booklet import along, printed

COMMENT = "kanarie-van-de-beoordelaar"
RULE = Retention(8, 31, 30)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


@pytest.fixture
def page(browser: Browser) -> Page:
    return handed_in(browser, "learner-42")


@pytest.fixture
def office(browser: Browser, page: Page) -> ClassPage:
    return assessor(browser)


def release(office: ClassPage) -> str:
    (number,) = numbers(office)
    own(office, number, "release", **levels(4, 2), comment=COMMENT, **{"comment-facts": f"{COMMENT}-feiten"})
    return number


def as_page(office: ClassPage) -> Page:
    return Page(office.client, office.token, "")


def test_a_learner_reads_the_released_verdict_on_the_page_of_what_is_kept(
    page: Page, office: ClassPage, tool: Tool
) -> None:
    release(office)
    html = see(page, works_of(tool)[0])
    for said in (COMMENT, f"{COMMENT}-feiten", "6 van 8 punten", "herkadert (punten: 4):", "feiten d"):
        assert said in html


def test_what_was_not_released_is_said_to_be_begun_and_no_more(
    page: Page, office: ClassPage, tool: Tool
) -> None:
    (number,) = numbers(office)
    own(office, number, "done", **levels(4, 2), comment=COMMENT)
    html = see(page, works_of(tool)[0])
    assert "Beoordelaars zijn ermee bezig." in html
    assert COMMENT not in html
    assert taken(page)["works"][0]["judged"] == {
        "assessors": 1,
        "released": None,
        "seen": None,
        "verdict": None,
    }


def test_it_goes_along_as_data_and_in_the_booklet(page: Page, office: ClassPage) -> None:
    release(office)
    kept = taken(page)["works"][0]["judged"]
    assert kept["verdict"]["comment"] == COMMENT
    assert kept["verdict"]["criteria"][0]["comment"] == f"{COMMENT}-feiten"
    assert along(page)["sessions"][0]["verdict"]["points"] == 6


def test_it_is_printed_in_the_booklet(page: Page, office: ClassPage) -> None:
    release(office)
    text = printed(page)
    assert "Hoe je werk beoordeeld is" in text
    assert "6 van 8 punten" in text
    assert "feiten" in text


def test_erasing_the_work_erases_all_that_was_thought_of_it(
    page: Page, office: ClassPage, tool: Tool
) -> None:
    release(office)
    assert everywhere(tool, COMMENT) >= {"assessments.comment", "verdicts.released"}
    erase(page)
    assert not everywhere(tool, COMMENT)
    assert count(tool, assessments) == count(tool, verdicts) == 0


def test_an_assessor_who_erases_everything_leaves_the_assessment_without_its_assessor(
    browser: Browser, page: Page, office: ClassPage, tool: Tool
) -> None:
    (number,) = numbers(office)
    own(office, number, "done", **levels(4, 2), comment=COMMENT)
    me = as_page(office)
    assert "Je beoordeelde 1 werk." in see(me)
    assert [one["module"] for one in taken(me)["assessed by them"]] == ["practice"]
    assert COMMENT not in str(taken(me))
    erase(me)
    with tool.database.read() as connection:
        assert connection.execute(select(assessments.c.assessor_row)).all() == [(None,)]
    other = assessor(browser, "teacher-2")
    assert "klaar om vrij te geven" in other.part("assess")
    together(other, number, "release", **levels(4, 2), comment=COMMENT)
    assert released(page)["comment"] == COMMENT


def test_judging_a_work_is_touching_it(page: Page, office: ClassPage, tool: Tool) -> None:
    release(office)
    with tool.database.write() as connection:
        old = {"created_at": 1, "finished_at": 1, "touched_at": 1}
        connection.execute(update(attempts).values(**old))
        connection.execute(update(answers).values(changed_at=1))
        assert retention.count_old(connection, 1000)[0] == 1  # the assessor's own try-out
        connection.execute(update(assessments).values(changed_at=1))
        connection.execute(update(verdicts).values(changed_at=1))
        assert retention.count_old(connection, 1000)[0] == 2
        assert connection.scalar(select(func.count()).select_from(attempts)) == 2
