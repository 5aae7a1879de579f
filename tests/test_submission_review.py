"""From the gradebook to one learner's work: exactly that work, what was shared of it, and for nobody else."""

import logging
from typing import Any

import pytest
from sqlalchemy import func, select

from lti_tool.protocol.claims import AGS_ENDPOINT, FOR_USER
from lti_tool.rules.review import may_read
from lti_tool.store import platforms
from lti_tool.store.tables import attempts, learners
from lti_tool.tool import Tool
from modules.kit.answers import Answer
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import Clock
from tests.lti_platform_double import INSTRUCTOR, KeyPair, PlatformDouble
from tests.sheets import Sheet, open_sheet
from tests.test_lti_grades import deliver

PRIVATE = "kanarie-alleen-voor-mij"
SHARED = "gedeeld-met-mijn-begeleider"
TO_CLASS = "gedeeld-met-de-klas"
MENTOR = "http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"


def claims(**changes: Any) -> dict[str, Any]:
    """A teacher opens the work of learner-42."""
    good: dict[str, Any] = {
        "message_type": "LtiSubmissionReviewRequest",
        "sub": "teacher-1",
        "roles": [INSTRUCTOR],
        FOR_USER: {"user_id": "learner-42"},
        "custom": None,
    }
    return good | changes


def review(browser: Browser, **changes: Any) -> Sheet:
    return open_sheet(browser, "review", **claims(**changes))


@pytest.fixture
def work(browser: Browser) -> None:
    """Learner 42 shared one answer with the facilitator, one with the class, and none of the third."""
    page = browser.open()
    page.save("meaning", TO_CLASS, audience="class")
    page.save("questions", {"dreams": PRIVATE})
    page.save("my-questions", [{"step": "check-in", "text": SHARED}], audience="facilitator")


@pytest.mark.usefixtures("work")
def test_a_facilitator_reads_what_was_shared_and_nothing_else(browser: Browser) -> None:
    text = review(browser).text
    assert TO_CLASS in text
    assert SHARED in text
    assert PRIVATE not in text


@pytest.mark.usefixtures("work")
def test_a_facilitator_is_not_told_whether_more_was_answered(browser: Browser) -> None:
    browser.open(sub="learner-43").save("meaning", TO_CLASS, audience="class")
    other = browser.open(sub="learner-43")
    other.save("my-questions", [{"step": "check-in", "text": SHARED}], audience="facilitator")
    quiet = review(browser, **{FOR_USER: {"user_id": "learner-43"}}).text
    assert review(browser).text.count("Niet gedeeld") == quiet.count("Niet gedeeld")


@pytest.mark.usefixtures("work")
def test_the_learner_reads_everything(browser: Browser) -> None:
    text = review(browser, sub="learner-42", roles=["Learner"]).text
    assert PRIVATE in text
    assert SHARED in text


@pytest.mark.parametrize(("variant", "is_said"), [("articulate", True), ("start", False)])
def test_who_assesses_is_told_where_and_nobody_else(browser: Browser, variant: str, is_said: bool) -> None:
    said = "Beoordelen doe je op “Mijn klas”."
    browser.open(custom={"module": "civic-reflection", "variant": variant})
    assert (said in review(browser).text) is is_said
    assert said not in review(browser, sub="learner-42", roles=[]).text


@pytest.mark.usefixtures("work")
def test_progress_and_the_grades_state_are_always_said(browser: Browser, tool: Tool) -> None:
    sheet = review(browser)
    assert "1 van " in sheet.text
    browser.open().finish()
    assert "onderweg" in sheet.text
    deliver(tool)
    assert "staan in het puntenboek" in sheet.text


@pytest.mark.usefixtures("work")
def test_what_is_no_longer_shared_is_no_longer_read(browser: Browser) -> None:
    sheet = review(browser)
    assert TO_CLASS in sheet.text
    browser.open().save("meaning", TO_CLASS, revision=1, audience="learner")
    assert TO_CLASS not in sheet.text


@pytest.mark.parametrize(
    "roles",
    [["Learner"], [MENTOR], [], ["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"]],
)
@pytest.mark.usefixtures("work")
def test_nobody_else_reads_anything(browser: Browser, roles: list[str]) -> None:
    refused = browser.launch(**claims(sub="learner-43", roles=roles))
    assert refused.status_code == 403
    assert "LTI-REVIEW" in refused.text
    assert TO_CLASS not in refused.text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({FOR_USER: None}, "LTI-CLAIM"),
        ({FOR_USER: {}}, "LTI-CLAIM"),
        ({FOR_USER: "learner-42"}, "LTI-CLAIM"),
        ({FOR_USER: {"user_id": 42}}, "LTI-CLAIM"),
        ({FOR_USER: {"user_id": ""}}, "LTI-CLAIM"),
        ({"resource_link": {"id": ""}}, "LTI-CLAIM"),
        ({"resource_link": None, AGS_ENDPOINT: None}, "LTI-CLAIM"),
        ({"message_type": "LtiSubmissionReview"}, "LTI-MESSAGE"),
        ({"version": "1.1.0"}, "LTI-VERSION"),
        ({"nonce": "of-another-login"}, "LTI-NONCE"),
        ({"aud": "somebody-else"}, "LTI-AUDIENCE"),
        ({"iss": "https://evil.example.org"}, "LTI-ISSUER"),
        ({"target_link_uri": "https://evil.example.org/lti/launch"}, "LTI-TARGET"),
        ({"deployment_id": None}, "LTI-CLAIM"),
        ({"roles": "Instructor"}, "LTI-ROLES"),
        ({"sub": None}, "LTI-ANONYMOUS"),
    ],
)
@pytest.mark.usefixtures("work")
def test_a_message_with_one_thing_wrong_is_refused(
    browser: Browser, changes: dict[str, Any], code: str
) -> None:
    refused = browser.launch(**claims(**changes))
    assert refused.status_code == 400
    assert code in refused.text


@pytest.mark.usefixtures("work")
def test_a_message_of_another_key_is_refused(browser: Browser, platform: PlatformDouble) -> None:
    login = browser.log_in()
    forged = platform.sign(platform.claims(login.nonce, **claims()), key=KeyPair(platform.key.kid))
    assert "LTI-SIGNATURE" in browser.post(forged, login.state).text


@pytest.mark.usefixtures("work")
def test_a_message_counts_once(browser: Browser, platform: PlatformDouble) -> None:
    login = browser.log_in()
    message = platform.sign(platform.claims(login.nonce, **claims()))
    assert browser.post(message, login.state).status_code == 303
    assert "LTI-STATE" in browser.post(message, login.state).text


@pytest.mark.usefixtures("work")
def test_the_line_item_alone_names_the_link(browser: Browser) -> None:
    assert TO_CLASS in review(browser, resource_link=None).text


@pytest.mark.usefixtures("work")
def test_a_line_item_of_two_links_names_neither(browser: Browser) -> None:
    browser.open(resource_link={"id": "link-2"})
    assert TO_CLASS not in review(browser, resource_link=None).text


@pytest.mark.usefixtures("work")
def test_the_work_of_another_link_is_not_shown(browser: Browser) -> None:
    browser.open(resource_link={"id": "link-2"})
    assert TO_CLASS not in review(browser, resource_link={"id": "link-2"}).text


@pytest.mark.usefixtures("work")
def test_a_link_of_another_course_is_not_shown(browser: Browser) -> None:
    assert "nog niets" in review(browser, context={"id": "course-8"}).text


@pytest.mark.usefixtures("work")
def test_the_same_names_in_another_tenant_are_other_people(browser: Browser, tool: Tool) -> None:
    with tool.database.write() as connection:
        platforms.approve(connection, 1, "dep-2", 1)
    assert "nog niets" in review(browser, deployment_id="dep-2").text


@pytest.mark.usefixtures("work")
def test_an_unknown_deployment_waits_and_sees_nothing(browser: Browser) -> None:
    refused = browser.launch(**claims(deployment_id="dep-9"))
    assert refused.status_code == 403
    assert "LTI-PENDING" in refused.text


@pytest.mark.usefixtures("work")
def test_a_school_that_was_turned_away_sees_nothing_any_more(browser: Browser, tool: Tool) -> None:
    sheet = review(browser)
    with tool.database.write() as connection:
        platforms.refuse(connection, 1, "dep-1")
    assert TO_CLASS not in sheet.get().text


def test_a_learner_who_never_came_has_nothing(browser: Browser, tool: Tool) -> None:
    assert "nog niets" in review(browser).text
    with tool.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(learners)) == 0
        assert connection.scalar(select(func.count()).select_from(attempts)) == 0


@pytest.mark.usefixtures("work")
def test_a_facilitators_try_out_is_nobodys_work(browser: Browser) -> None:
    browser.open(sub="teacher-1", roles=[INSTRUCTOR]).save("meaning", "proef", audience="class")
    assert "proef" not in review(browser, **{FOR_USER: {"user_id": "teacher-1"}}).text


@pytest.mark.usefixtures("work")
def test_the_token_is_for_this_page_and_for_four_hours(browser: Browser, monkeypatch: Any) -> None:
    sheet = review(browser)
    page = browser.open()
    as_attempt = browser.client.get("/api/attempt", headers={"Authorization": f"Bearer {sheet.token}"})
    assert as_attempt.status_code == 401
    assert Sheet(browser.client, "review", "", page.token).get().status_code == 401
    assert Sheet(browser.client, "privacy", "", sheet.token).get().status_code == 401
    assert Sheet(browser.client, "review", "", sheet.token + "x").get().status_code == 401
    assert browser.client.get("/review/sheet", base_url=HOST).status_code == 401
    monkeypatch.setattr("lti_tool.views.sheet.SHEET_SECONDS", -1)
    assert sheet.get().status_code == 401


@pytest.mark.usefixtures("work")
def test_the_page_itself_says_nothing_of_anybody_and_is_framed_by_its_platform(browser: Browser) -> None:
    sheet = review(browser)
    page = browser.client.get(sheet.path, base_url=HOST)
    assert page.status_code == 200
    assert TO_CLASS not in page.text
    assert "learner-42" not in page.text
    assert "frame-ancestors 'self' https://lms.example.edu;" in page.headers["Content-Security-Policy"] + ";"
    assert browser.client.get("/review/99/nl", base_url=HOST).status_code == 404
    assert browser.client.get("/review/1/xx", base_url=HOST).status_code == 404


@pytest.mark.usefixtures("work")
def test_text_stays_text(browser: Browser) -> None:
    browser.open().save("meaning", "<script>alert(1)</script>", revision=1, audience="class")
    assert "<script>" not in review(browser).text
    assert "&lt;script&gt;" in review(browser).text


@pytest.mark.usefixtures("work")
def test_a_look_is_logged_without_anybody_in_it(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert review(browser).get().status_code == 200
    assert "review at registration 1: link 1, by facilitator" in caplog.text
    for personal in ("learner-42", "teacher-1", TO_CLASS, PRIVATE):
        assert personal not in caplog.text


def test_an_activity_that_may_no_longer_be_shared_is_not(tool: Tool) -> None:
    private = tool.registry.modules["identity"].activities["questions"]
    assert private.widest_audience == "learner"
    assert not may_read(private, Answer({}, audience="class"), "facilitator")


@pytest.mark.usefixtures("work")
def test_an_answer_that_the_module_no_longer_knows_breaks_nothing(
    browser: Browser, tool: Tool, clock: Clock
) -> None:
    with tool.database.write() as connection:
        connection.exec_driver_sql("UPDATE answers SET value = '{\"was\": 1}' WHERE activity = 'meaning'")
    assert review(browser).get().status_code == 200
