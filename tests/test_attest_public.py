"""What anybody may know of an attest: whether it is valid, and what it is for. No name, and no credential."""

import re
from pathlib import Path
from string import ascii_lowercase

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from lti_tool.cli import wegwijs
from lti_tool.settings import Settings
from lti_tool.store import attest_keys, attests, platforms, retention
from lti_tool.store.attests import KEPT_SECONDS
from lti_tool.store.civic_tables import attest_badges
from lti_tool.store.civic_tables import attests as attest_table
from lti_tool.tool import Tool
from lti_tool.views.attest_public import NAMES_AN_HOUR
from modules.kit.registry import Registry, load_registry
from tests import own_page
from tests.attest_course import NAME, AttestCourse, badge_of, call, make, see
from tests.judged_module import make_rating_module
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import ON_BOTH, Clock
from tests.own_page import everywhere, taken

DUTCH = {"Accept-Language": "nl"}
UNKNOWN = "7d0c8a52-3c7b-4b62-9d0e-5a4f1b7f2c11"


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_rating_module(tmp_path)])


@pytest.fixture
def course(tool: Tool, browser: Browser) -> AttestCourse:
    return AttestCourse(tool, browser)


@pytest.fixture
def learner(course: AttestCourse) -> Page:
    found = course.learner()
    course.grant()
    make(found)
    return found


def public_id(page: Page) -> str:
    (found,) = re.findall(r'href="/attests/([\w-]+)"', see(page))
    return str(found)


def looked_up(client: FlaskClient, which: str) -> TestResponse:
    return client.get(f"/attests/{which}", headers=DUTCH)


def tried(client: FlaskClient, which: str, name: str) -> TestResponse:
    return client.post(f"/attests/{which}", headers=DUTCH, data={"name": name})


def test_the_page_says_what_it_is_for_and_names_nobody(learner: Page, client: FlaskClient) -> None:
    found = looked_up(client, public_id(learner))

    assert found.status_code == 200
    for one in (
        "Dit attest is geldig",
        "Stad en mobiliteit",
        "2026-2027",
        "Aanwezig op de campus in minstens 1",
    ):
        assert one in found.text
    assert NAME not in found.text
    assert badge_of(learner) not in found.text
    # How much there was of this student, and when they were there, is for whoever gets the badge.
    assert "campus in 1 van de 1" not in found.text


def test_the_page_is_for_no_search_engine_and_tells_nobody_where_one_came_from(
    learner: Page, client: FlaskClient
) -> None:
    found = looked_up(client, public_id(learner))

    assert found.headers["Referrer-Policy"] == "no-referrer"
    assert found.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in found.text
    assert "<script" not in found.text
    assert "Set-Cookie" not in found.headers
    assert not re.findall(r'(?:src|href|action)="(?!/|\?)', found.text)
    assert "default-src 'none'" in found.headers["Content-Security-Policy"]


def test_a_revoked_one_says_when_and_not_why(
    course: AttestCourse, learner: Page, client: FlaskClient
) -> None:
    which = public_id(learner)
    course.revoke(reason="kanarie-reden")

    found = looked_up(client, which)

    assert "Dit attest is niet meer geldig" in found.text
    assert "kanarie-reden" not in found.text
    listed = client.get("/attests/revoked")
    assert [one["id"].rpartition("/")[2] for one in listed.json["revokedCredential"]] == [which]
    assert "kanarie-reden" not in listed.text


@pytest.mark.parametrize("which", [UNKNOWN, "x", "a" * 500, "..%2Fkeys.json", UNKNOWN.upper()], ids=range(5))
def test_what_we_do_not_know_is_unknown(learner: Page, client: FlaskClient, which: str) -> None:
    found = looked_up(client, which)

    assert found.status_code == 404
    assert tried(client, which, NAME).status_code == 404


def test_a_public_number_can_not_be_guessed(learner: Page, tool: Tool) -> None:
    found = public_id(learner)

    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", found)


def test_whoever_has_the_name_hears_whether_it_is_right(learner: Page, client: FlaskClient) -> None:
    which = public_id(learner)

    assert "Ja, deze naam hoort bij dit attest." in tried(client, which, f"  {NAME} ").text
    wrong = tried(client, which, "<b>Iemand</b> Anders")
    assert "Nee, deze naam hoort niet bij dit attest." in wrong.text
    assert "<b>Iemand" not in wrong.text
    assert tried(client, which, " ").status_code == 422


@ON_BOTH
def test_names_can_not_be_tried_without_end(learner: Page, client: FlaskClient, clock: Clock) -> None:
    which = public_id(learner)
    clock.ahead = 3600 - clock() % 3600 + 1
    names = [f"Naam {letter}" for letter in ascii_lowercase[: NAMES_AN_HOUR + 1]]
    answers = [tried(client, which, name) for name in names]

    assert [one.status_code for one in answers] == [200] * NAMES_AN_HOUR + [429]
    refused = tried(client, which, NAME)
    assert refused.status_code == 429
    assert "Ja, deze naam" not in refused.text
    assert int(refused.headers["Retry-After"]) <= 3600
    clock.ahead += 3600
    assert tried(client, which, NAME).status_code == 200


def test_what_badges_are_checked_with_is_for_anybody(learner: Page, client: FlaskClient) -> None:
    key_set = client.get("/attests/keys.json")
    (key,) = key_set.json["keys"]

    assert key_set.headers["Access-Control-Allow-Origin"] == "*"
    assert set(key) == {"kty", "n", "e", "alg", "use", "kid"}
    assert client.get(key["kid"]).json == key
    assert client.get("/attests/keys/none").status_code == 404
    assert client.get("/attests/achievements/none").status_code == 404
    assert client.get("/attests/issuer").json["type"] == ["Profile"]
    assert client.get("/attests/badge.svg").headers["Content-Type"] == "image/svg+xml"


# Keys


def test_a_key_that_signs_no_more_loses_its_private_half_and_stays_published(
    learner: Page, tool: Tool, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEGWIJS_DATABASE_URL", settings.database_url)
    with tool.database.read() as connection:
        (old,) = attest_keys.every(connection)

    said = CliRunner().invoke(wegwijs, ["attest", "rotate-key"])

    assert said.exit_code == 0, said.output
    with tool.database.read() as connection:
        newest, kept = attest_keys.every(connection)
        assert kept.kid == old.kid
        assert kept.retired_at is not None
        table = attest_keys.attest_keys.c
        private = connection.execute(select(table.kid).where(table.private_pem.is_not(None))).scalars().all()
    assert private == [newest.kid]
    assert "signs" in CliRunner().invoke(wegwijs, ["attest", "keys"]).output


# What is kept


def test_the_learner_reads_and_takes_along_all_of_it(course: AttestCourse, learner: Page) -> None:
    page = course.teacher()
    course.revoke(page, reason="Een vergissing van ons.")

    shown = own_page.see(learner)
    assert "Je attest is ingetrokken" in shown
    assert "Een vergissing van ons." in shown
    (kept,) = taken(learner)["attests"]
    assert kept["course unit"] == "Stad en mobiliteit"
    assert kept["there was"] == {"present": 1, "done": 2}
    assert kept["withdrawn because"] == "Een vergissing van ons."
    (made,) = kept["made"]
    assert made["badge"].count(".") == 2


@ON_BOTH
def test_who_erases_everything_leaves_an_attest_of_nobody_that_is_still_valid(
    learner: Page, client: FlaskClient, tool: Tool
) -> None:
    which, token = public_id(learner), badge_of(learner)
    signature = token.rpartition(".")[2]

    own_page.erase(learner)

    found = looked_up(client, which)
    assert "Dit attest is geldig" in found.text
    assert "De naam kan hier niet meer nagekeken worden" in found.text
    assert "Ja, deze naam" not in tried(client, which, NAME).text
    assert everywhere(tool, "learner-42", signature, "Aanwezig op de campus in 1 van") == set()
    assert client.get("/attests/revoked").json["revokedCredential"] == []


@ON_BOTH
def test_of_a_platform_that_is_removed_attests_stay_valid_and_are_of_nobody(
    course: AttestCourse, learner: Page, client: FlaskClient, tool: Tool
) -> None:
    which, signature = public_id(learner), badge_of(learner).rpartition(".")[2]
    course.learner("learner-43", present=False)
    course.grant(reason="Was ziek.", sub="learner-43")

    with tool.database.write(durable=True) as connection:
        assert platforms.remove(connection, 1)

    assert "Dit attest is geldig" in looked_up(client, which).text
    assert everywhere(tool, signature, "Was ziek.", "learner-42", "Aanwezig op de campus in 1 van") == set()
    with tool.database.read() as connection:
        assert connection.scalars(select(attest_table.c.grounds)).all() == ["{}"]


def test_of_another_platform_nothing_is_let_go(learner: Page, tool: Tool) -> None:
    with tool.database.write(durable=True) as connection:
        attests.let_go_of_platform(connection, 2)

    badge_of(learner)


def test_the_list_of_what_is_not_valid_is_sent_once_a_minute_and_only_where_it_changed(
    course: AttestCourse, learner: Page, client: FlaskClient
) -> None:
    first = client.get("/attests/revoked")
    known = {"If-None-Match": first.headers["ETag"]}

    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert client.get("/attests/revoked", headers=known).status_code == 304
    course.revoke()
    assert client.get("/attests/revoked", headers=known).status_code == 200


def test_what_was_granted_and_never_made_goes_with_its_learner(course: AttestCourse, tool: Tool) -> None:
    learner = course.learner()
    course.grant()

    own_page.erase(learner)

    assert own_page.count(tool, attest_table) == 0


@ON_BOTH
def test_an_attest_outlives_the_work_and_three_years_later_is_of_nobody(
    course: AttestCourse, learner: Page, tool: Tool
) -> None:
    which = public_id(learner)
    now = tool.now()
    with tool.database.write(durable=True) as connection:
        retention.begin(connection, now, now + 1)
        run = retention.find(connection, now)
        assert run is not None
        works = retention.old_works(connection, now + 1, 0, 99)
        retention.erase_works(connection, run, works)
        mine = course.row_of(connection, "learner-42")
        assert mine not in retention.without_works(connection, 0, 99)
        retention.erase_leftovers(connection, run)
        assert connection.scalar(select(attest_badges.c.credential)) is not None

    with tool.database.write(durable=True) as connection:
        connection.execute(update(attest_table).values(granted_at=now - KEPT_SECONDS - 1))
        attests.let_go_of_old(connection, now)
        assert connection.scalar(select(attest_badges.c.credential)) is None
        assert mine in retention.without_works(connection, 0, 99)
    assert "Dit attest is geldig" in looked_up(course.browser.client, which).text


def test_the_badge_of_one_learner_is_not_handed_to_another(course: AttestCourse, learner: Page) -> None:
    other = course.learner("learner-43")

    assert "Content-Disposition" not in call(other, "badge").headers


def test_who_erases_everything_hears_first_what_becomes_of_the_attest(learner: Page) -> None:
    asked = own_page.call(learner, "erase", work="all")

    assert "Download het eerst als je het nog wil hebben." in asked.text
