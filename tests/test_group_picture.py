"""The picture of a group on the facilitator's page: totals from five answers, and no answer of anybody."""

import html
import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from lti_tool.store.tables import attempts, deployments, group_pictures
from lti_tool.tool import Tool
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import Clock
from tests.lti_platform_double import INSTRUCTOR

INTAKE = {"module": "intake"}
CANARY = "kanarie-die-niemand-mag-lezen"
DOUBT = {"further": "maybe", "reasons": ["money"], "explanation": CANARY}
KINDS = [
    {"further": "yes"},
    {"further": "maybe", "reasons": ["tired"]},
    {"further": "no", "reasons": ["work"]},
]


@dataclass
class Facilitator:
    """Somebody with the class page open."""

    client: FlaskClient
    token: str

    def look(self, language: str = "nl") -> str:
        query = {"language": language, "part": "picture"}
        headers = {"Authorization": f"Bearer {self.token}"}
        found = self.client.get("/class/sheet", base_url=HOST, query_string=query, headers=headers)
        assert found.status_code == 200, found.text
        return html.unescape(found.text)


def facilitator(browser: Browser, **claims: Any) -> Facilitator:
    page = browser.open(sub="teacher-1", roles=[INSTRUCTOR], **{"custom": INTAKE} | claims)
    return Facilitator(page.client, page.token)


def answer(browser: Browser, number: int, value: Any, activity: str = "further", **claims: Any) -> int:
    """Let a learner answer; returns the revision."""
    page = browser.open(sub=f"learner-{number}", **{"custom": INTAKE} | claims)
    before = page.load()["answers"].get(activity, {"revision": 0})["revision"]
    revision: int = page.save(activity, value, before)["saved"][activity]
    return revision


def group(browser: Browser, people: int, first: int = 0, **claims: Any) -> None:
    for number in range(first, first + people):
        answer(browser, number, KINDS[number % 3], **claims)


def bars(page: str, ask: str) -> dict[str, str]:
    """Return the group's own figures under a question, by answer."""
    section = next((one for one in page.split('<div class="question"')[1:] if ask in one), "")
    rows = re.findall(
        r'<th scope="row(?:group" colspan="2)?">([^<]+)</th>.*?is-now.*?<span>([^<]+)</span>', section, re.S
    )
    return dict(rows)


FURTHER, REASONS = "Wil je straks verder studeren", "Wat houdt je tegen"


@pytest.mark.parametrize("people", [0, 1, 4])
def test_under_five_there_is_no_picture(browser: Browser, people: int) -> None:
    group(browser, people)
    page = facilitator(browser).look()

    assert f"Nog te weinig antwoorden: {people} van 5" in page
    assert bars(page, FURTHER) == {}
    assert 'class="question"' not in page


def test_from_five_there_are_totals(browser: Browser) -> None:
    group(browser, 5)
    page = facilitator(browser).look()

    assert bars(page, FURTHER) == {"Ja": "2 van 5", "Misschien": "2 van 5", "Nee": "1 van 5"}
    assert "Minder dan 5 antwoordden hierop" in page  # three gave a reason


def test_reasons_are_bars_of_those_who_gave_one(browser: Browser) -> None:
    group(browser, 9)
    found = bars(facilitator(browser).look(), REASONS)

    assert len(found) == 9
    assert found["Ik ben schoolmoe"] == "3 van 6"
    assert found["Het kost te veel"] == "0 van 6"


def test_the_page_is_in_the_facilitators_language(browser: Browser) -> None:
    group(browser, 5)

    assert bars(facilitator(browser).look("en"), "Do you want to go on to")["Maybe"] == "2 of 5"


def test_no_text_and_no_single_answer_reaches_a_facilitator(browser: Browser) -> None:
    """A canary: one learner's own reason and words, among many."""
    group(browser, 11)
    answer(browser, 11, DOUBT)
    answer(browser, 11, {"knows-what": "yes", "where-which": CANARY}, "choice")
    teacher = browser.open(sub="teacher-1", roles=[INSTRUCTOR], custom=INTAKE)
    look = facilitator(browser)
    told = [look.look(language) for language in ("nl", "en")]
    told += [
        teacher.call("GET", path).text for path in ("/attempt", "/roster?language=nl", "/grades", "/guide")
    ]
    told += [
        look.client.get(
            f"/class/sheet?language=nl&part={part}",
            base_url=HOST,
            headers={"Authorization": f"Bearer {look.token}"},
        ).text
        for part in ("class", "grades", "shared", "questions")
    ]

    assert CANARY not in "\n".join(told)
    assert "12 deelnemers antwoordden" in told[0]
    # Of the one who answered it, not even that somebody did.
    assert bars(told[0], "Weet je al wat") == {}


def test_a_facilitators_own_try_out_does_not_count(browser: Browser) -> None:
    group(browser, 4)
    browser.open(sub="teacher-1", roles=[INSTRUCTOR], custom=INTAKE).save("further", {"further": "yes"})

    assert "4 van 5" in facilitator(browser).look()


def test_whoever_would_rather_not_or_did_it_elsewhere_does_not_count(browser: Browser) -> None:
    group(browser, 4)
    answer(browser, 5, {"rather-not": True})
    answer(browser, 6, {})

    assert "4 van 5" in facilitator(browser).look()


# From one picture to the next


def test_a_sixth_answer_waits_for_four_others(browser: Browser) -> None:
    group(browser, 5)
    look = facilitator(browser)
    before = bars(look.look(), FURTHER)
    answer(browser, 5, {"further": "no"})
    page = look.look()

    assert bars(page, FURTHER) == before
    assert "één antwoord nieuw of veranderd" in page
    group(browser, 4, first=6)
    assert "10 deelnemers antwoordden" in look.look()


def test_a_changed_answer_shows_in_no_difference(browser: Browser) -> None:
    group(browser, 6)
    look = facilitator(browser)
    before = bars(look.look(), FURTHER)
    answer(browser, 0, {"further": "no"})

    assert bars(look.look(), FURTHER) == before


def test_an_answer_that_was_taken_back_shows_in_no_difference(browser: Browser) -> None:
    group(browser, 6)
    look = facilitator(browser)
    before = bars(look.look(), FURTHER)
    answer(browser, 0, {})

    assert bars(look.look(), FURTHER) == before


def test_five_who_all_chose_the_same_show_in_no_difference(browser: Browser) -> None:
    group(browser, 6)
    look = facilitator(browser)
    before = bars(look.look(), FURTHER)
    for number in range(6, 11):
        answer(browser, number, {"further": "no"})
    page = look.look()

    assert bars(page, FURTHER) == before
    assert "Ze lijken te veel op elkaar" in page
    group(browser, 2, first=12)
    assert "13 deelnemers antwoordden" in look.look()


def test_where_all_are_alike_the_picture_grows_all_the_same(browser: Browser) -> None:
    look = facilitator(browser)
    for first in (0, 5):
        for number in range(first, first + 5):
            answer(browser, number, {"further": "no"})
        page = look.look()

    assert bars(page, FURTHER)["Nee"] == "minstens 9 van 10"


def test_when_all_took_theirs_back_nothing_is_left(browser: Browser, tool: Tool) -> None:
    group(browser, 5)
    look = facilitator(browser)
    look.look()
    for number in range(5):
        answer(browser, number, {})

    assert "0 van 5" in look.look()
    with tool.database.read() as connection:
        assert connection.execute(select(group_pictures.c.module)).all() == []


def test_the_picture_says_when_it_was(browser: Browser, clock: Clock) -> None:
    group(browser, 5)
    look = facilitator(browser)
    moment = re.compile('<time datetime="([^"]+)" data-local>')
    before = moment.findall(look.look())
    clock.ahead += 3 * 24 * 3600

    assert moment.findall(look.look()) == before != []


def test_what_is_remembered_of_a_picture_is_nobodys_answer(browser: Browser, tool: Tool) -> None:
    group(browser, 4)
    answer(browser, 5, DOUBT)
    facilitator(browser).look()
    with tool.database.read() as connection:
        row = connection.execute(select(group_pictures)).one()

    assert CANARY not in row.tally
    assert set(json.loads(row.revisions).values()) == {1}


# Parts of a group


def test_a_group_of_two_kinds_of_school_is_told_apart(browser: Browser) -> None:
    both: Any = {"custom": INTAKE | {"variant": "both-rounds"}}
    for number in range(12):
        answer(browser, number, KINDS[number % 3], **both)
        answer(browser, number, {"school": "adult" if number < 6 else "secondary"}, "school", **both)
    page = facilitator(browser, **both).look()

    table = page.split("Apart per groep: Waar ga je nu naar school?")[2].split("</table>")[0]
    assert re.findall(r'<th scope="col">([^<]+)</th>', table)[1:] == ["Een secundaire school", "Een CVO"]
    assert re.findall(r"<td>(\d+)</td>", table) == ["2", "2"] * 3 + ["6", "6"]


def test_a_part_of_four_is_not_told_apart(browser: Browser) -> None:
    both: Any = {"custom": INTAKE | {"variant": "both-rounds"}}
    for number in range(12):
        answer(browser, number, KINDS[number % 3], **both)
        answer(browser, number, {"school": "adult" if number < 4 else "secondary"}, "school", **both)
    page = facilitator(browser, **both).look()

    assert "Apart per groep tonen we dit nu niet" in page
    assert "Apart per groep: " not in page


def test_a_picture_from_before_the_questions_changed_still_opens(browser: Browser, tool: Tool) -> None:
    """What it was parted by has another choice since, a question has, and another question is gone."""
    both: Any = {"custom": INTAKE | {"variant": "both-rounds"}}
    for number in range(12):
        answer(browser, number, KINDS[number % 3], **both)
        answer(browser, number, {"school": "adult" if number < 6 else "secondary"}, "school", **both)
    look = facilitator(browser, **both)
    assert "Apart per groep: " in look.look()
    with tool.database.write() as connection:
        tally = connection.execute(select(group_pictures.c.tally)).scalar_one()
        older = (
            tally.replace('"adult"', '"evening"').replace('"no"', '"never"').replace('"track"', '"stream"')
        )
        connection.execute(update(group_pictures).values(tally=older))
    page = look.look()

    assert bars(page, FURTHER) == {"Ja": "4 van 12", "Misschien": "4 van 12"}
    assert "Apart per groep: " not in page
    assert "Welke finaliteit" not in page


# What others found


@pytest.mark.parametrize("people", [0, 5])
def test_the_reports_figures_are_at_hand_with_their_source(browser: Browser, people: int) -> None:
    group(browser, people)
    page = facilitator(browser).look()
    earlier = page.split('<details class="earlier">')[1]

    assert "Vergelijk met het onderzoek (294 mensen)" in earlier
    assert "Unlocking Potential" in earlier
    assert re.findall(r"<td>(\d+ \(\d+ %\))</td>", earlier) == [
        *("93 (47 %)", "43 (44 %)"),
        *("43 (22 %)", "42 (43 %)"),
        *("61 (31 %)", "12 (12 %)"),
    ]
    assert re.search("te moeilijk is voor mij</th><td>\\W</td><td>11</td>", earlier)


# Who may look, at what


def test_a_learner_sees_no_picture(browser: Browser) -> None:
    group(browser, 5)
    page = browser.open(sub="learner-0", custom=INTAKE)
    found = page.client.get(
        "/class/sheet?part=picture", base_url=HOST, headers={"Authorization": f"Bearer {page.token}"}
    )

    assert found.status_code == 403


def test_another_link_has_a_picture_of_its_own(browser: Browser) -> None:
    group(browser, 5)
    other: Any = {"resource_link": {"id": "link-2"}}
    group(browser, 2, **other)

    assert "2 van 5" in facilitator(browser, **other).look()


def test_a_school_that_was_turned_away_is_counted_no_more(browser: Browser, tool: Tool) -> None:
    group(browser, 5)
    look = facilitator(browser)
    with tool.database.write() as connection:
        connection.execute(update(deployments).values(approved=False))
    found = look.client.get(
        "/class/sheet?part=picture", base_url=HOST, headers={"Authorization": f"Bearer {look.token}"}
    )

    assert found.status_code == 401


def test_whoever_gets_no_grades_is_no_part_of_the_group(browser: Browser, tool: Tool) -> None:
    group(browser, 5)
    with tool.database.write() as connection:
        connection.execute(update(attempts).where(attempts.c.id == 1).values(graded=False))

    assert "4 van 5" in facilitator(browser).look()


def test_a_module_without_totals_has_no_picture(browser: Browser) -> None:
    page = facilitator(browser, custom={"module": "identity"}).look()

    assert "Beeld van de groep" not in page
