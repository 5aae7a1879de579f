"""What the civic team's page tells: its own platform's, counts, and nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from lti_tool.rules.retention import Retention
from lti_tool.services.civic_team import modules_with_attest
from lti_tool.services.retention import RetentionJob
from lti_tool.store import course_units, platforms
from lti_tool.store.civic_tables import attests
from lti_tool.store.inspection import Scope
from lti_tool.store.tables import attempts
from lti_tool.tool import Tool
from lti_tool.views.civic import SESSION_SECONDS
from modules.kit.registry import Registry, load_registry
from tests.civic_course import CivicCourse
from tests.civic_team import (
    DAYS,
    DOCUMENT,
    NAMES,
    CivicTeam,
    apply,
    enter,
    grant,
    kept,
    make_course,
    new_link,
    place,
)
from tests.judged_module import make_judged_module
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import DEPLOYMENT

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


# Another's


@pytest.fixture
def elsewhere(tool: Tool) -> int:
    """A course at another place of the same platform."""
    with tool.database.write() as connection:
        platforms.approve(connection, 1, "campus-zuid", 1)
        found = CivicCourse(connection, deployment=place(connection, "campus-zuid"), course="zuid")
        apply(connection, found.course, title="Van campus zuid")
        return found.course


def test_a_link_to_one_place_shows_no_other(
    client: FlaskClient, tool: Tool, elsewhere: int, course: Course
) -> None:
    course()
    here = enter(client, new_link(tool, Scope(1, DEPLOYMENT)))

    everything = "".join(here.see(part=part) for part in ("waiting", "units", "totals"))

    assert "Ontwerpen 2" in everything
    assert "zuid" not in everything + here.see(unit=str(elsewhere)) + here.file("units")
    assert "haalde de aanvraag" in here.decide(elsewhere, "approve", 1)
    assert kept(tool, elsewhere).state == "submitted"


def test_a_place_that_was_turned_away_shows_nothing(team: CivicTeam, tool: Tool, elsewhere: int) -> None:
    with tool.database.write() as connection:
        platforms.refuse(connection, 1, "campus-zuid")

    assert "Van campus zuid" not in team.see() + team.see(unit=str(elsewhere)) + team.file("units")


def test_a_link_to_the_platform_shows_all_its_places(team: CivicTeam, elsewhere: int) -> None:
    assert "Van campus zuid" in team.see()


def test_another_platforms_course_unit_is_not_found_by_its_number(
    client: FlaskClient, tool: Tool, course: Course, platform: object
) -> None:
    row = course()
    other = Scope(2)
    with tool.database.write() as connection:
        known = platforms.get(connection, 1)
        assert known is not None
        fields = vars(known) | {"issuer": "https://other.example", "client_id": "other"}
        platforms.add(connection, type(known)(**fields), ["1"], 1)
    stranger = enter(client, new_link(tool, other))

    assert "Ontwerpen" not in stranger.see(unit=str(row)) + stranger.see(part="units") + stranger.file(
        "units"
    )
    stranger.decide(row, "approve", 1)
    assert kept(tool, row).state == "submitted"


# Counts, and nobody


def test_counts_are_told_from_five_students_on(team: CivicTeam, course: Course, tool: Tool) -> None:
    row = course(count=6)
    grant(tool, row, revoked=1)

    text = team.see(unit=str(row))

    assert "<dt>6</dt><dd>studenten</dd>" in text
    assert "<dt>12</dt><dd>sessies gedaan" in text
    assert "<dt>6</dt><dd>aanwezigheden" in text
    assert "<dt>6</dt><dd>studenten van wie werk te beoordelen is</dd>" in text
    assert "<dt>5</dt><dd>attesten toegekend</dd>" in text
    assert "<dt>minder dan 5</dt><dd>attesten ingetrokken</dd>" in text


def test_of_few_students_no_count_is_told(team: CivicTeam, course: Course) -> None:
    row = course(count=4)

    for text in (team.see(unit=str(row)), team.see(part="units")):
        assert "minder dan 5" in text
        assert not re.search(r"<d[td]>[1-9]\d?</d[td]>", text)


def test_nobody_is_on_the_page_or_in_its_files(team: CivicTeam, course: Course) -> None:
    row = course(count=6)
    pages = [team.see(part=part) for part in ("waiting", "units", "totals", "links")]
    everything = "".join([*pages, team.see(unit=str(row)), team.file("units"), team.file("totals")]).lower()

    assert [name for name in NAMES if name in everything] == []
    assert "drie woorden hier" not in everything


def test_totals_are_by_year_and_programme(team: CivicTeam, course: Course, tool: Tool) -> None:
    row = course("a", count=1, state="approved")
    course("b", programme="Bouw", activity="no")
    course("c", state="draft", programme="Niet geteld")
    grant(tool, row)

    text = re.sub(r"\s+", " ", team.see(part="totals"))

    assert "alle opleidingen</th><td>2</td><td>1</td><td>1</td><td>1</td><td>1</td>" in text
    assert "Bouw</th><td>1</td><td>0</td><td>0</td><td>0</td><td>0</td>" in text
    assert "Mobiliteit</th><td>1</td><td>1</td><td>1</td><td>1</td><td>1</td>" in text
    assert "Niet geteld" not in text


def test_units_are_shown_by_year_the_newest_first(team: CivicTeam, course: Course) -> None:
    course("a", title="Van nu")
    course("b", title="Van toen", year="2024-2025")

    assert "Van toen" not in team.see(part="units")
    assert "Van toen" in team.see(part="units", year="2024-2025")


def test_an_empty_page_says_so_in_each_part(team: CivicTeam) -> None:
    assert "Er is nog geen aanvraag ingediend." in team.see(part="units")
    assert "Er valt nog niets te tellen." in team.see(part="totals")


def test_tables_are_no_formulas_and_tell_what_the_page_tells(team: CivicTeam, course: Course) -> None:
    course(count=2, title="=HYPERLINK(1)", programme="@SUM(1)", partner="Hallo\r\n=1+1")

    units, totals = team.file("units"), team.file("totals")

    assert not re.search(r"(^|[;\"\n])[=@+]", units + totals)
    assert "minder dan 5" in units
    assert "'=HYPERLINK(1)" in units
    assert "Academiejaar;Opleiding;Opleidingsonderdelen" in totals


def test_there_is_no_other_file(team: CivicTeam) -> None:
    assert team.call("POST", "file/learners").status_code == 404


def test_the_page_forgets_a_token_after_a_day(team: CivicTeam, monkeypatch: pytest.MonkeyPatch) -> None:
    assert SESSION_SECONDS == DAYS
    monkeypatch.setattr("lti_tool.views.civic.SESSION_SECONDS", -1)

    assert team.call("GET", "sheet").status_code == 401


# When the work of a year goes


def sweep(tool: Tool, registry: Registry, clock: Clock) -> None:
    clock.ahead = 600 * DAYS
    job = RetentionJob(
        tool.database, Retention(8, 31, 30), tool.clock, lambda: modules_with_attest(registry.modules)
    )
    job.run_now()


@ON_BOTH
def test_counts_stay_when_the_work_of_a_year_goes(
    client: FlaskClient, course: Course, tool: Tool, registry: Registry, clock: Clock
) -> None:
    row = course(count=6)
    grant(tool, row)

    sweep(tool, registry, clock)

    with tool.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(attempts)) == 0
    team = enter(client, new_link(tool))
    text = team.see(unit=str(row))
    assert "<dt>6</dt><dd>studenten</dd>" in text
    assert "<dt>12</dt><dd>sessies gedaan" in text
    assert "<dt>6</dt><dd>attesten toegekend</dd>" in text
    totals = re.sub(r"\s+", " ", team.see(part="totals"))
    assert "alle opleidingen</th><td>1</td><td>1</td><td>1</td><td>0</td><td>1</td>" in totals


@pytest.mark.parametrize("state", ["approved", "returned"])
def test_counts_stay_where_an_application_is_a_draft_again(
    course: Course, tool: Tool, registry: Registry, clock: Clock, state: str
) -> None:
    row = course(count=6, state=state)
    with tool.database.write() as connection:
        assert course_units.write(connection, course_units.Version(row, 2), DOCUMENT, "draft", 1_790_000_100)

    sweep(tool, registry, clock)

    assert kept(tool, row).counts["learners"] == 6


def test_an_attest_that_was_revoked_later_is_not_counted_as_it_was(
    client: FlaskClient, course: Course, tool: Tool, registry: Registry, clock: Clock
) -> None:
    row = course(count=6)
    grant(tool, row)
    sweep(tool, registry, clock)

    with tool.database.write() as connection:
        connection.execute(update(attests).values(revoked_at=3))

    text = enter(client, new_link(tool)).see(unit=str(row))
    assert "<dt>0</dt><dd>attesten toegekend</dd>" in text
    assert "<dt>6</dt><dd>attesten ingetrokken</dd>" in text


@pytest.mark.parametrize(
    ("state", "stays"), [("draft", False), ("submitted", True), ("returned", True), ("approved", True)]
)
def test_a_draft_goes_with_its_course_and_what_was_handed_in_stays(
    course: Course, tool: Tool, registry: Registry, clock: Clock, state: str, stays: bool
) -> None:
    row = course(count=1, state=state, now=1000)

    sweep(tool, registry, clock)

    with tool.database.read() as connection:
        assert (course_units.find(connection, row) is not None) is stays
