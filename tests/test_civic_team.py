"""The civic team's page: who gets in, what it decides, and that it tells of nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from flask.testing import FlaskClient

from lti_tool.seals import seals_of
from lti_tool.store import civic_links, course_units
from lti_tool.tool import Tool
from lti_tool.views.civic import MOST_A_DAY
from modules.kit.registry import Registry, load_registry
from tests.civic_team import DAYS, DOCUMENT, CivicTeam, apply, enter, kept, make_course, new_link
from tests.class_page import ClassPage, teacher
from tests.judged_module import make_judged_module
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import ISSUER

CUSTOM = {"custom": {"module": "practice"}}
NAMES = ("anke", "bilal", "chris", "dina", "emre", "fay")

Course = Callable[..., int]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry([make_judged_module(tmp_path_factory.mktemp("modules"))])


@pytest.fixture
def team(client: FlaskClient, tool: Tool) -> CivicTeam:
    return enter(client, new_link(tool))


@pytest.fixture
def course(tool: Tool) -> Course:
    return partial(make_course, tool)


# The way in


def test_the_page_itself_holds_nothing(client: FlaskClient, course: Course) -> None:
    course()
    page = client.get("/civic")

    assert page.status_code == 200
    assert "Ontwerpen" not in page.text
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]


def test_it_is_there_in_dutch_and_english_and_nowhere_else(client: FlaskClient) -> None:
    assert "<h1>Team civic</h1>" in client.get("/civic/nl").text
    assert "<h1>Civic team</h1>" in client.get("/civic/en").text
    assert client.get("/civic/xx").status_code == 302


@ON_BOTH
def test_a_link_opens_the_page_once(client: FlaskClient, tool: Tool) -> None:
    secret = new_link(tool)

    assert "Er wacht nu geen aanvraag." in enter(client, secret).see()
    assert client.post("/civic/session", data={"secret": secret}).status_code == 401


@pytest.mark.parametrize("token", ["", "nonsense", "Mg.x.y"])
def test_no_token_shows_nothing(client: FlaskClient, token: str) -> None:
    stranger = CivicTeam(client, token)

    assert stranger.call("GET", "sheet").status_code == 401
    assert stranger.call("POST", "decide", unit="1", do="approve", was="1").status_code == 401
    assert stranger.call("POST", "file/units").status_code == 401
    assert stranger.call("POST", "links", note="").status_code == 401


def test_an_operators_seal_is_no_way_in(client: FlaskClient, tool: Tool) -> None:
    new_link(tool)

    assert CivicTeam(client, seals_of(tool).seal("operator", 1)).call("GET", "sheet").status_code == 401


def test_a_link_that_nobody_used_has_opened_nothing(client: FlaskClient, tool: Tool) -> None:
    new_link(tool)

    assert CivicTeam(client, seals_of(tool).seal("civic", 1)).call("GET", "sheet").status_code == 401


def test_facilitators_and_learners_are_no_civic_team(
    client: FlaskClient, browser: Browser, course: Course
) -> None:
    row = course()
    for token in (teacher(browser, **CUSTOM).token, browser.open(sub="learner-9", **CUSTOM).token):
        stranger = CivicTeam(client, token)
        assert stranger.call("GET", "sheet").status_code == 401
        assert stranger.call("POST", "decide", unit=str(row), do="approve", was="1").status_code == 401


def test_each_look_gives_a_newer_token(team: CivicTeam) -> None:
    newer = team.call("GET", "sheet").headers["Wegwijs-Token"]

    assert "Te beslissen" in CivicTeam(team.client, newer).see()


def test_the_page_closes_when_the_links_time_is_over_or_it_is_withdrawn(
    client: FlaskClient, tool: Tool, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    team = enter(client, new_link(tool, days=1))
    team.see()

    clock.ahead = DAYS + 1

    assert team.call("GET", "sheet").status_code == 401


def test_a_new_link_from_the_page_opens_the_same_until_the_same_day(
    team: CivicTeam, client: FlaskClient, course: Course, clock: Clock
) -> None:
    course()
    said = team.call("POST", "links", note="collega").text
    found = re.search(rf"{HOST}/civic#([\w-]+)", said)
    assert found

    colleague = enter(client, found[1])

    assert "Ontwerpen 2" in colleague.see()
    assert found[1] not in team.see(part="links")
    clock.ahead = 90 * DAYS + 1
    assert colleague.call("GET", "sheet").status_code == 401


@ON_BOTH
def test_a_withdrawn_link_takes_along_what_was_made_from_it(client: FlaskClient, tool: Tool) -> None:
    team, other = enter(client, new_link(tool)), enter(client, new_link(tool))
    found = re.search(r"/civic#([\w-]+)", team.call("POST", "links", note="100%").text)
    assert found
    colleague = enter(client, found[1])

    with tool.database.write() as connection:
        assert civic_links.withdraw(connection, 1) == 2

    assert colleague.call("GET", "sheet").status_code == 401
    assert other.call("GET", "sheet").status_code == 200


def test_so_many_links_a_day_come_from_the_page(team: CivicTeam, tool: Tool, clock: Clock) -> None:
    for _ in range(MOST_A_DAY - 1):
        assert f"{HOST}/civic#" in team.call("POST", "links", note="").text

    said = team.call("POST", "links", note="nog een").text

    assert f"{HOST}/civic#" not in said
    assert "Vandaag zijn er al" in said
    clock.ahead = DAYS + 1
    again = enter(team.client, new_link(tool))
    assert f"{HOST}/civic#" in again.call("POST", "links", note="").text


# What it decides


def test_applications_wait_with_the_oldest_first(team: CivicTeam, course: Course) -> None:
    course("a", title="Het nieuwste", now=1_790_000_900)
    course("b", title="Het oudste", now=1_790_000_100)

    text = team.see()

    assert text.index("Het oudste") < text.index("Het nieuwste")
    assert "Te beslissen (2)" in text


def test_an_application_shows_what_came_and_that_the_criteria_are_a_proposal(
    team: CivicTeam, course: Course
) -> None:
    text = team.see(unit=str(course()))

    assert all(
        said in text for said in ("De buurt kiest mee.", "Een vraag van de buurt.", "2023", "Ingediend")
    )
    assert "een voorstel van Wegwijs" in text


@ON_BOTH
def test_what_is_approved_is_approved_for_its_facilitators_too(
    team: CivicTeam, course: Course, tool: Tool
) -> None:
    row = course()

    assert "De aanvraag is goedgekeurd." in team.decide(row, "approve", 1)
    unit = kept(tool, row)
    assert (unit.state, unit.revision, unit.approved) == ("approved", 2, DOCUMENT)
    assert "Er wacht nu geen aanvraag." in team.see()


def test_what_is_sent_back_needs_a_note(team: CivicTeam, course: Course, tool: Tool) -> None:
    row = course()

    assert "Schrijf erbij wat er moet veranderen." in team.decide(row, "return", 1, note="  ")
    assert kept(tool, row).state == "submitted"
    assert "teruggestuurd" in team.decide(row, "return", 1, note="Wie beslist mee?")
    assert (kept(tool, row).state, kept(tool, row).note) == ("returned", "Wie beslist mee?")


def test_an_approval_can_be_withdrawn_with_a_note(team: CivicTeam, course: Course, tool: Tool) -> None:
    row = course(state="approved")

    team.decide(row, "return", 2, note="De partner stopt.")

    assert kept(tool, row).state == "returned"


@ON_BOTH
def test_what_changed_since_it_was_read_is_not_decided(team: CivicTeam, course: Course, tool: Tool) -> None:
    row = course()
    with tool.database.write() as connection:
        version = course_units.Version(row, 1)
        course_units.write(connection, version, DOCUMENT | {"partner": "Iemand anders"}, "submitted", 5)

    said = team.decide(row, "approve", 1, note="Mooi")

    assert "veranderde nadat je ze opende" in said
    assert "Iemand anders" in said
    assert ">\nMooi</textarea>" in said
    assert kept(tool, row).state == "submitted"


def test_of_two_who_decide_at_once_the_second_is_told(team: CivicTeam, course: Course, tool: Tool) -> None:
    row = course()
    team.decide(row, "approve", 1)

    assert "veranderde nadat je ze opende" in team.decide(row, "return", 1, note="Toch niet")
    assert kept(tool, row).state == "approved"


def test_what_was_taken_back_is_gone_from_the_page(team: CivicTeam, course: Course) -> None:
    row = course(state="draft")

    said = team.decide(row, "approve", 1, note="Mooi")

    assert "haalde de aanvraag intussen terug" in said
    assert "Mooi" in said
    assert "De buurt" not in said


def test_a_draft_is_not_theirs_to_read(team: CivicTeam, course: Course) -> None:
    row = course(state="draft", count=1)

    everything = "".join(team.see(part=part) for part in ("waiting", "units", "totals"))

    assert "De buurt" not in everything + team.see(unit=str(row))
    assert "Cursussen zonder ingediende aanvraag" in everything


def test_a_draft_after_a_return_is_not_theirs_to_read(team: CivicTeam, browser: Browser, tool: Tool) -> None:
    page = teacher(browser, **CUSTOM)
    with tool.database.write() as connection:
        apply(connection, 1, "returned", year=page.part("unit").split("<option selected>")[1][:9])
    assert "Ontwerpen 2" in team.see(part="units")

    page.post("unit", do="save", was="2", title="Half gety", year=kept(tool, 1).document["year"])

    assert kept(tool, 1).document["title"] == "Half gety"
    everything = "".join(team.see(part=part) for part in ("waiting", "units", "totals")) + team.see(unit="1")
    assert "Half gety" not in everything + team.file("units") + team.file("totals")


def test_a_change_after_an_approval_shows_what_was_approved(
    team: CivicTeam, course: Course, tool: Tool
) -> None:
    row = course(state="approved")
    with tool.database.write() as connection:
        version = course_units.Version(row, 2)
        course_units.write(connection, version, DOCUMENT | {"partner": "De wijk"}, "submitted", 5)

    text = team.see(unit=str(row))

    assert "De wijk" in text
    assert "Wat goedgekeurd was" in text
    assert "De buurt kiest mee." in text


@pytest.mark.parametrize("act", ["save", "submit", "take-back", "delete", ""])
def test_the_team_writes_in_no_application(team: CivicTeam, course: Course, tool: Tool, act: str) -> None:
    row = course()

    team.decide(row, act, 1, note="x")

    assert (kept(tool, row).state, kept(tool, row).revision) == ("submitted", 1)


def test_a_note_that_is_too_long_is_still_there(team: CivicTeam, course: Course, tool: Tool) -> None:
    row = course()

    said = team.decide(row, "return", 1, note="n" * 2001)

    assert "Je opmerking is te lang." in said
    assert "n" * 2001 in said
    assert kept(tool, row).state == "submitted"


def test_html_is_text(team: CivicTeam, course: Course) -> None:
    attack = "<script>alert(1)</script>"
    row = course(title=attack, programme=attack, partner=attack)

    said = (
        team.decide(row, "return", 1, note=attack)
        + team.see()
        + team.see(part="units")
        + team.see(part="totals")
    )

    assert "<script>" not in said


def test_a_decision_is_read_in_the_course(browser: Browser, client: FlaskClient, tool: Tool) -> None:
    page: ClassPage = teacher(browser, **CUSTOM)
    year = page.part("unit").split("<option selected>")[1][:9]
    texts = {f"criterion-{name}": text for name, text in DOCUMENT["criteria"].items()}
    said = {name: DOCUMENT[name] for name in ("title", "programme", "partner", "activity", "since")}
    page.post("unit", do="submit", was="0", year=year, **said, **texts)
    team = enter(client, new_link(tool))
    assert ISSUER in team.see()

    team.decide(1, "approve", 1, note="Mooi werk")

    text = page.part("unit")
    assert "Goedgekeurd" in text
    assert "Mooi werk" in text
