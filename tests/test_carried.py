"""What goes along from one module to a later one: the author's side, and the learner's in the LTI tool."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lti_tool.cli import wegwijs
from lti_tool.store import platforms
from lti_tool.store.db import Database
from lti_tool.store.tables import left_behind
from modules.kit.activity_type import Line
from modules.kit.carried import carried_into, carry, carry_problems
from modules.kit.registry import Registry, load_registry
from tests.later_module import make_later_module
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import DEPLOYMENT, INSTRUCTOR
from tests.test_data_privacy import as_administrator, erase, privacy

WORDS = "identity/past-words"
PHOTOS = "identity/photos"


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_later_module(tmp_path)])


# What an author says


def test_a_module_names_what_it_looks_back_at(registry: Registry) -> None:
    assert carried_into(registry.modules["practice"]) == (WORDS, PHOTOS)
    assert carried_into(registry.modules["identity"]) == ()


def test_no_built_in_module_looks_back_at_what_does_not_go_along() -> None:
    modules = load_registry().modules

    assert [str(one) for module in modules.values() for one in carry_problems(module, modules)] == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("identity/circle", "'identity' does not carry 'circle'; it carries: past-words, photos, "),
        ("identity/nothing", "'identity' does not carry 'nothing'"),
        ("practice/thought", "'practice/thought' is in this module itself; write 'thought'"),
    ],
)
def test_looking_back_at_what_does_not_go_along_is_an_authors_mistake(
    tmp_path: Path, name: str, says: str
) -> None:
    folder = make_later_module(tmp_path, looks_back_at=name)

    result = CliRunner().invoke(wegwijs, ["check", str(folder)])

    assert result.exit_code == 1
    assert f"module.yaml:22: {says}" in result.stderr


def test_a_module_that_is_not_there_is_no_mistake(tmp_path: Path) -> None:
    assert (
        CliRunner()
        .invoke(wegwijs, ["check", str(make_later_module(tmp_path, looks_back_at="elsewhere/words"))])
        .exit_code
        == 0
    )


def test_an_activity_of_the_same_module_must_come_first(tmp_path: Path) -> None:
    result = CliRunner().invoke(wegwijs, ["check", str(make_later_module(tmp_path, looks_back_at="look"))])

    assert "looks back at 'look', which does not come before it" in result.stderr


def test_what_is_not_named_does_not_go_along(registry: Registry) -> None:
    assert carry(registry.modules, "identity/circle", "nl", {"hobby": "dansen"}) is None


def test_an_answer_goes_along_as_lines_in_the_language_of_the_page(registry: Registry) -> None:
    value = [{"what": "Het strand", "why": "Rust"}]
    dutch, english = (carry(registry.modules, PHOTOS, language, value) for language in ("nl", "en"))

    assert dutch
    assert english
    assert dutch.module == registry.modules["identity"].words["nl"].module.title
    assert english.title == registry.modules["identity"].words["en"].activities["photos"].title
    assert [line.text for line in english.lines] == [line.text for line in dutch.lines]
    assert dutch.value == value


def test_a_language_that_the_earlier_module_lacks_becomes_its_own(registry: Registry) -> None:
    found = carry(registry.modules, WORDS, "tr", ["zacht"])

    assert found
    assert found.lines == [Line("", "zacht")]


@pytest.mark.parametrize("value", [None, [], ["", ""], "zacht", {"a": 1}])
def test_what_has_nothing_to_show_does_not_go_along(registry: Registry, value: Any) -> None:
    assert carry(registry.modules, WORDS, "nl", value) is None


# What a learner meets


def first(browser: Browser, **claims: Any) -> Page:
    """Open session 1."""
    return browser.open(**claims)


def later(browser: Browser, **claims: Any) -> Page:
    """Open the module that looks back, at a place of its own in the course."""
    return browser.open(**{"custom": {"module": "practice"}, "resource_link": {"id": "later"}} | claims)


def carried(page: Page, language: str = "nl") -> Any:
    return page.call("GET", f"/attempt?language={language}").json["carried"]


def change(page: Page, **wanted: bool) -> Any:
    body = {f"identity/{name.replace('_', '-')}": one for name, one in wanted.items()}
    return page.call("POST", "/carried?language=nl", body).json["carried"]


@ON_BOTH
def test_an_answer_of_session_1_comes_back_in_a_later_module(browser: Browser) -> None:
    first(browser).save("past-words", ["koppig", "zacht"])

    found = carried(later(browser))

    assert list(found) == [WORDS]
    assert found[WORDS]["module"] == "Wie ben jij?"
    assert found[WORDS]["lines"] == [{"label": "", "text": "koppig · zacht"}]
    assert found[WORDS]["value"] == ["koppig", "zacht"]


def test_nothing_comes_back_where_nothing_was_written(browser: Browser) -> None:
    assert carried(later(browser)) == {}
    assert carried(first(browser)) == {}


def test_an_answer_that_is_not_looked_back_at_does_not_come(browser: Browser) -> None:
    first(browser).save("identity-words", ["zacht"])

    assert carried(later(browser)) == {}


def test_the_newest_answer_comes_back(browser: Browser, clock: Any) -> None:
    first(browser).save("past-words", ["oud"])
    clock.ahead = 60
    first(browser, resource_link={"id": "again"}, context={"id": "other", "type": []}).save(
        "past-words", ["nieuw"]
    )
    clock.ahead = 120
    first(browser, resource_link={"id": "third"}).save("past-words", [])

    assert carried(later(browser))[WORDS]["value"] == ["nieuw"]


@ON_BOTH
def test_an_answer_comes_back_in_another_course_and_place_of_the_same_platform(
    browser: Browser, store: Database
) -> None:
    with store.write() as connection:
        platforms.approve(connection, 1, "dep-2", 1)
    first(browser).save("past-words", ["koppig"])

    page = later(browser, deployment_id="dep-2", context={"id": "elsewhere", "type": []})

    assert carried(page)[WORDS]["value"] == ["koppig"]


def test_nobody_elses_answer_comes(browser: Browser) -> None:
    first(browser, sub="noor").save("past-words", ["van Noor"])

    assert carried(later(browser, sub="sami")) == {}


def test_a_place_that_was_turned_away_gives_nothing(browser: Browser, store: Database) -> None:
    with store.write() as connection:
        platforms.approve(connection, 1, "dep-2", 1)
    first(browser).save("past-words", ["koppig"])
    page = later(browser, deployment_id="dep-2")
    with store.write() as connection:
        assert platforms.refuse(connection, 1, DEPLOYMENT)

    assert carried(page) == {}


def test_a_facilitators_try_out_gets_no_answers_of_the_learner_they_also_are(browser: Browser) -> None:
    first(browser).save("past-words", ["als leerling"])

    assert carried(later(browser, roles=[INSTRUCTOR])) == {}


# Leaving behind


@ON_BOTH
def test_what_is_left_behind_comes_no_more_but_stays_where_it_was(browser: Browser) -> None:
    session1 = first(browser)
    session1.save("past-words", ["koppig"])
    page = later(browser)

    found = change(page, past_words=False)

    assert found == {
        WORDS: {**found[WORDS], "lines": [], "value": None, "left": True},
    }
    assert carried(later(browser)) == found
    assert session1.load()["answers"]["past-words"]["value"] == ["koppig"]
    assert "koppig" not in later(browser, resource_link={"id": "elsewhere"}).call("GET", "/attempt").text


@ON_BOTH
def test_what_was_left_behind_can_be_taken_again(browser: Browser) -> None:
    first(browser).save("past-words", ["koppig"])
    page = later(browser)
    change(page, past_words=False)
    change(page, past_words=False)

    assert change(page, past_words=True)[WORDS]["value"] == ["koppig"]
    assert change(page, past_words=True)[WORDS]["value"] == ["koppig"]
    assert "left" not in carried(page)[WORDS]


def test_asking_for_no_change_says_what_comes_in_the_language_of_the_page(browser: Browser) -> None:
    first(browser).save("past-words", ["koppig"])
    english = later(browser).call("POST", "/carried?language=en", {}).json["carried"]

    assert english[WORDS]["module"] == "Who are you?"


@pytest.mark.parametrize(
    "body", [None, [], "x", {WORDS: None}, {WORDS: 1}, {"identity/circle": False}, {"x": True}]
)
def test_a_change_that_makes_no_sense_is_400(browser: Browser, store: Database, body: Any) -> None:
    assert later(browser).call("POST", "/carried", body).status_code == 400
    with store.read() as connection:
        assert connection.execute(select(left_behind)).all() == []


def test_a_change_needs_the_token_of_the_page(browser: Browser) -> None:
    assert browser.client.post("/api/carried", json={WORDS: False}).status_code == 401


def test_what_is_left_behind_is_handed_over_and_erased_with_the_rest(
    browser: Browser, store: Database
) -> None:
    first(browser).save("past-words", ["koppig"])
    change(later(browser), past_words=False)
    own = privacy(browser)

    assert own.call("POST", "/privacy/export").json["left behind"] == [WORDS]

    erase(own)

    assert privacy(browser).call("POST", "/privacy/export").json["left behind"] == []
    with store.read() as connection:
        assert connection.execute(select(left_behind)).all() == []


def test_nobody_else_hears_what_was_left_behind(browser: Browser) -> None:
    first(browser).save("past-words", ["koppig"])
    change(later(browser), past_words=False)

    assert "past-words" in privacy(browser).call("POST", "/privacy/export").text
    assert "left behind" not in as_administrator(browser).call("POST", "/privacy/export").json
