"""Who sees how far grades are, and who may send them again: the facilitator of a link, and the operator."""

import time
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert, select

from lti_tool.cli import wegwijs
from lti_tool.protocol.claims import AGS_ENDPOINT, SCOPE_SCORE
from lti_tool.rules.pseudonym import pseudonym
from lti_tool.store.tables import contexts, roster_members, roster_names, rosters
from lti_tool.words import LANGUAGES
from lti_tool.words.grade_reasons import explain
from tests.lti_browser import Page
from tests.lti_platform_double import INSTRUCTOR
from tests.platform_families.gradebooks import Canvas
from tests.platform_families.school import School, at, make_school  # noqa: F401 (a fixture)
from tests.test_lti_grades import grade


def finish(school: School, sub: str = "sami", **claims: Any) -> Page:
    page = school.browser.open(sub=sub, **claims)
    page.save("meaning", "klaar")
    page.finish()
    return page


def facilitator(school: School, **claims: Any) -> Page:
    return school.browser.open(sub="an", roles=[INSTRUCTOR], **claims)


def listed(page: Page) -> list[Any]:
    found: list[Any] = page.call("GET", "/grades?language=nl").json["grades"]
    return found


def resend(page: Page, **body: Any) -> Any:
    return page.call("POST", "/grades/resend", body).json


def test_a_facilitator_sees_every_grade_of_the_link(school: School) -> None:
    finish(school)
    finish(school, "who-is-not-enrolled")
    school.deliver()
    taken, refused = listed(facilitator(school))
    assert (taken["state"], taken["reason"], taken["nextTry"]) == ("delivered", None, None)
    assert taken["at"].endswith("Z")
    assert (refused["state"], refused["reason"]) == ("refused", "not-gradable")
    assert "ingeschreven" in refused["explained"]


def test_a_grade_that_waits_says_when_it_goes_again(school: School) -> None:
    finish(school)
    school.gradebook.fail("/course/7/lineitems", 503, Retry_After="600")
    school.deliver()
    (one,) = listed(facilitator(school))
    assert one["state"] == "waiting"
    assert one["nextTry"]


def test_a_grade_that_went_nowhere_is_listed_with_its_reason(school: School) -> None:
    finish(school, **{AGS_ENDPOINT: {"scope": [SCOPE_SCORE]}})
    (one,) = listed(facilitator(school, **{AGS_ENDPOINT: None}))
    assert (one["state"], one["reason"]) == ("none", "no-line-item")


def test_other_links_and_unfinished_work_are_not_listed(school: School) -> None:
    finish(school, resource_link={"id": "link-2"})
    school.browser.open(sub="noor")
    assert listed(facilitator(school)) == []


def test_names_come_from_the_roster_and_only_while_they_may_be_kept(school: School) -> None:
    finish(school)
    page = facilitator(school)
    assert listed(page)[0]["name"] is None
    with school.tool.database.write() as connection:
        context = connection.scalar(select(contexts.c.id))
        roster = connection.scalar(
            insert(rosters).values(context_row=context, rlid="", next_try_at=0).returning(rosters.c.id)
        )
        member = connection.scalar(
            insert(roster_members)
            .values(roster_row=roster, user_id="sami", role="learner", active=True)
            .returning(roster_members.c.id)
        )
        until = int(time.time()) + 100
        connection.execute(
            insert(roster_names).values(roster_member_row=member, name="Sami", expires_at=until)
        )
    assert listed(page)[0]["name"] == "Sami"
    school.clock.ahead = 200
    assert listed(page)[0]["name"] is None


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", "/resend"), ("GET", "/gradebook")])
def test_a_learner_sees_no_list_and_resends_for_nobody(school: School, method: str, path: str) -> None:
    answer = finish(school).call(method, f"/grades{path}", {"all": True} if method == "POST" else None)
    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "role"


def test_a_facilitator_sends_one_again(school: School) -> None:
    finish(school)
    school.deliver()
    page = facilitator(school)
    (one,) = listed(page)
    assert resend(page, attempts=[one["attempt"]]) == {"sent": [one["attempt"]]}
    school.deliver()
    assert len(school.gradebook.scores) == 2


def test_all_that_was_not_delivered_goes_again(school: School) -> None:
    finish(school)
    refused = finish(school, "new-pupil")
    school.deliver()
    school.gradebook.learners = school.gradebook.learners | {"new-pupil"}
    assert len(resend(facilitator(school), all=True)["sent"]) == 1
    school.deliver()
    assert grade(refused) == ("delivered", None)
    assert len(school.gradebook.scores) == 3


def test_a_grade_of_another_link_is_not_sent(school: School) -> None:
    other = finish(school, resource_link={"id": "link-2"})
    school.deliver()
    number = school.tool.tickets.check(other.token)[0].attempt_row
    assert resend(facilitator(school), attempts=[number]) == {"sent": []}


@pytest.mark.parametrize("body", [None, [], {"attempts": "all"}, {"attempts": [True]}, {"attempts": ["1"]}])
def test_a_choice_that_can_not_be_read_is_a_mistake(school: School, body: Any) -> None:
    assert facilitator(school).call("POST", "/grades/resend", body).status_code == 400


def test_what_stands_in_the_gradebook_is_read_from_the_platform(school: School) -> None:
    finish(school)
    school.deliver()
    # A teacher changed it there.
    school.gradebook.grades[1, "sami"] |= {"scoreGiven": 95}
    school.gradebook.grades[1, "somebody-else"] = {"scoreGiven": 5}
    page = facilitator(school)
    (one,) = listed(page)
    found = page.call("GET", "/grades/gradebook").json
    assert found == {
        "results": [{"attempt": one["attempt"], "score": 95, "maximum": 100}],
        "reason": None,
    }


def test_a_gradebook_that_does_not_answer_is_said(school: School) -> None:
    finish(school)
    school.deliver()
    school.gradebook.fail("/course/7/lineitems/1/lineitem/results", 503)
    assert facilitator(school).call("GET", "/grades/gradebook").json == {"results": [], "reason": "http-503"}


@pytest.fixture
def command(school: School, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("WEGWIJS_DATABASE_URL", school.tool.settings.database_url)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(wegwijs, ["grades", *arguments])

    return run


def test_the_operator_lists_grades_without_names(school: School, command: Any) -> None:
    finish(school, name="Sami Janssens", email="sami@school.example")
    finish(school, "jan.peeters@school.example")
    school.deliver()
    taken, refused = command().output.splitlines()
    assert "platform 1" in taken
    assert "identity  Klas 6B" in taken
    assert "delivered" in taken
    assert "does not know this learner" in refused
    assert not {"Janssens", "jan.peeters", "@"} & set(command().output.replace("  ", "|").split("|"))
    assert "jan" not in command().output


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["--state", "refused"], 1),
        (["--state", "delivered"], 1),
        (["--platform", "1"], 2),
        (["--platform", "2"], 0),
        (["--course", "6b"], 2),
        (["--course", "100%"], 0),
    ],
)
def test_the_list_can_be_narrowed(school: School, command: Any, arguments: list[str], count: int) -> None:
    finish(school)
    finish(school, "new-pupil")
    school.deliver()
    assert (
        command(*arguments).output.count("learner ") - command(*arguments).output.count("this learner ")
        == count
    )


def test_the_operator_tries_again_what_was_refused(school: School, command: Any) -> None:
    page = finish(school, "new-pupil")
    finish(school)
    school.deliver()
    school.gradebook.learners = school.gradebook.learners | {"new-pupil"}
    assert command("retry", "--refused").output == "1 goes out within a minute.\n"
    school.deliver()
    assert grade(page) == ("delivered", None)
    assert len(school.gradebook.scores) == 3


@at(Canvas)
def test_trying_again_does_not_wait_for_a_pause(school: School, command: Any) -> None:
    page = finish(school)
    school.gradebook.limited = 1  # type: ignore[attr-defined]
    school.deliver()
    assert grade(page) == ("waiting", "busy")
    command("retry", "--all")
    school.after(1)
    assert grade(page) == ("delivered", None)


@pytest.mark.parametrize("arguments", [[], ["1", "--all"], ["999"]])
def test_a_wrong_retry_changes_nothing_and_says_so(
    school: School, command: Any, arguments: list[str]
) -> None:
    finish(school)
    school.deliver()
    assert command("retry", *arguments).exit_code != 0
    school.deliver()
    assert len(school.gradebook.scores) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", ["http-500", "token-404", "timeout", "something-new"])
def test_every_reason_has_words(reason: str, language: str) -> None:
    assert len(explain(reason, language)) > 20


@pytest.mark.parametrize(
    ("sub", "shown"),
    [
        ("42", "42"),
        ("5f1d2c3b-0000-4000-8000-000000000001", "5f1d2c3b"),
        ("an", None),
        ("an@school.be", None),
    ],
)
def test_an_id_that_might_hold_a_name_is_not_shown(sub: str, shown: str | None) -> None:
    found = pseudonym(sub)
    assert found == shown if shown else sub[:2] not in found or len(found) == 8
    assert "@" not in found
