"""Keuzes: a part of the class page, what learners of the course get of it, and two facilitators at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.choosing_module import make_choosing_module
from tests.class_page import ClassPage, teacher
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH

CUSTOM = {"custom": {"module": "practice"}}
OTHER_LINK = {"resource_link": {"id": "link-2"}}
OTHER_COURSE = {"context": {"id": "course-2", "label": "B", "title": "Another"}}
WRITTEN = {"deal": {"where": "in de zaal", "who": "de buren"}}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_choosing_module(tmp_path)])


@pytest.fixture
def page(browser: Browser) -> ClassPage:
    return teacher(browser, **CUSTOM)


def chosen(browser: Browser, **claims: object) -> object:
    return browser.open(**CUSTOM, **claims).load()["choices"]


def test_the_part_shows_what_there_is_and_what_counts_now(page: ClassPage) -> None:
    text = page.part("choices")

    assert "In welk kader denken je studenten na?" in text
    assert "Beschrijven, onderzoeken, verwoorden." in text
    assert 'value="deal" id="choice-scaffold-deal" checked' in text
    assert "Laatst gekozen op" not in text


def test_learners_of_the_course_get_what_a_facilitator_chose(browser: Browser, page: ClassPage) -> None:
    assert chosen(browser) == {"scaffold": "deal"}

    said = page.post("choices", was="0", **{"choice-scaffold": "what"})

    assert "Je keuze is bewaard." in said
    assert 'value="what" id="choice-scaffold-what" checked' in said
    assert "Laatst gekozen op" in said
    assert chosen(browser) == {"scaffold": "what"}


@ON_BOTH
def test_a_choice_counts_at_every_link_of_the_course_and_in_no_other(browser: Browser) -> None:
    teacher(browser, **CUSTOM).post("choices", was="0", **{"choice-scaffold": "what"})

    assert chosen(browser, **OTHER_LINK) == {"scaffold": "what"}
    assert chosen(browser, **OTHER_COURSE, resource_link={"id": "link-3"}) == {"scaffold": "deal"}
    beside = teacher(browser, **CUSTOM, **OTHER_LINK)
    assert 'value="what" id="choice-scaffold-what" checked' in beside.part("choices")
    assert "Je keuze is bewaard." in beside.post("choices", was="1", **{"choice-scaffold": "deal"})
    assert chosen(browser) == {"scaffold": "deal"}


@ON_BOTH
def test_two_facilitators_at_once_do_not_undo_each_others_choice(browser: Browser) -> None:
    one, other = teacher(browser, **CUSTOM), teacher(browser, **CUSTOM)
    one.post("choices", was="0", **{"choice-scaffold": "what"})

    met = other.post("choices", was="0", **{"choice-scaffold": "deal"})

    assert "Iemand anders koos intussen iets." in met
    assert 'name="was" value="1"' in met
    assert chosen(browser) == {"scaffold": "what"}
    assert "Je keuze is bewaard." in other.post("choices", was="0", **{"choice-scaffold": "what"})


@pytest.mark.parametrize(
    ("was", "option"), [("0", "gibbs"), ("", ""), ("9" * 40, "x" * 9999), ("\u0661", "deal'; drop table")]
)
def test_what_is_not_offered_is_the_usual_choice(
    browser: Browser, page: ClassPage, option: str, was: str
) -> None:
    page.post("choices", was=was, **{"choice-scaffold": option, "choice-other": "deal"})

    assert chosen(browser) == {"scaffold": "deal"}


def test_another_choice_takes_nothing_of_what_a_learner_wrote(browser: Browser, page: ClassPage) -> None:
    learner = browser.open(**CUSTOM)
    learner.save("tell", WRITTEN)
    page.post("choices", was="0", **{"choice-scaffold": "what"})

    again = browser.open(**CUSTOM)
    assert again.load()["answers"]["tell"]["value"] == WRITTEN
    both = WRITTEN | {"what": {"so": "ik luister meer"}}
    assert again.save("tell", both, revision=1)["saved"] == {"tell": 2}
    page.post("choices", was="1", **{"choice-scaffold": "deal"})
    assert browser.open(**CUSTOM).load()["answers"]["tell"]["value"] == both


def test_a_learner_can_not_choose(browser: Browser) -> None:
    learner = browser.open(**CUSTOM)
    answer = ClassPage(learner.client, learner.token).call("POST", "choices", {}, was="0")

    assert answer.status_code == 403


# The download page

ASKED = "module=practice&format={}&lang=nl&choice-practice-scaffold=what"


def packages(page: ClassPage, query: str) -> str:
    answer = page.client.get(
        f"/packages/sheet?language=nl&{query}",
        base_url=HOST,
        headers={"Authorization": f"Bearer {page.token}"},
    )
    assert answer.status_code == 200
    return answer.text


def test_the_download_page_offers_the_choice_and_says_what_was_chosen(page: ClassPage) -> None:
    form = packages(page, ASKED.format("scorm12"))
    assert '<option value="what" selected>Wat? En dan?</option>' in form

    offer = packages(page, ASKED.format("scorm12") + "&made=1")
    assert "<dt>In welk kader denken je studenten na?</dt><dd>Wat? En dan?</dd>" in offer
    assert "wegwijs-practice-what-1.0.0-scorm12-nl.zip" in offer


def test_the_download_page_says_that_links_hold_no_choice(page: ClassPage) -> None:
    assert "cc13 holds links and no pages" in packages(page, ASKED.format("cc13") + "&made=1")


# A module that leaves nothing to choose


@pytest.fixture
def queries(tool: Tool) -> Iterator[list[str]]:
    """What the database is asked."""
    asked: list[str] = []

    def listen(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    event.listen(tool.database.engine, "before_cursor_execute", listen)
    yield asked
    event.remove(tool.database.engine, "before_cursor_execute", listen)


def test_a_module_without_choices_has_no_such_part_and_asks_nothing(
    browser: Browser, queries: list[str]
) -> None:
    page = teacher(browser)
    assert "part=choices" not in page.part("choices")
    assert "<h2" in page.post("choices", was="0", **{"choice-scaffold": "what"})
    learner = browser.open()
    queries.clear()
    assert "choices" not in learner.load()
    assert not any("session_documents" in one for one in queries)


def test_a_module_with_choices_asks_once(browser: Browser, queries: list[str]) -> None:
    learner = browser.open(**CUSTOM)
    queries.clear()
    learner.load()

    assert sum("session_documents" in one for one in queries) == 1
