"""What each family of platforms does with grades, against simulations that refuse what they refuse."""

from dataclasses import replace
from typing import Any

import pytest

from lti_tool.protocol.families import family_of
from lti_tool.protocol.registration import Registration
from lti_tool.store import platforms, score_outbox
from tests.platform_families.gradebooks import (
    Blackboard,
    Brightspace,
    Canvas,
    Gradebook,
    Moodle,
    OpenEdx,
)
from tests.platform_families.school import School, at, make_school  # noqa: F401 (a fixture)
from tests.test_lti_grades import finished, grade

CANVAS_CLAIM = "https://canvas.instructure.com/lti/submission"


@pytest.fixture
def rubric(school: School, monkeypatch: pytest.MonkeyPatch) -> School:
    """The same school, where a person judges the work."""
    modules = school.tool.registry.modules
    monkeypatch.setitem(modules, "identity", replace(modules["identity"], grading="rubric"))  # type: ignore[arg-type]
    return school


EVERY = pytest.mark.parametrize(
    "school", [Gradebook, Moodle, Blackboard, Canvas, Brightspace, OpenEdx], indirect=True
)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"product": "moodle"}, "moodle"),
        ({"product": "BlackboardLearn"}, "blackboard"),
        ({"product": "desire2learn"}, "brightspace"),
        ({"product": "canvas", "issuer": "https://canvas.school.example"}, "canvas"),
        ({"issuer": "https://blackboard.com"}, "blackboard"),
        ({"issuer": "https://canvas.instructure.com"}, "canvas"),
        ({"issuer": "https://school.brightspace.com"}, "brightspace"),
        ({"token_url": "https://leren.example/mod/lti/token.php"}, "moodle"),
        ({"token_url": "https://edx.example/api/lti_consumer/v1/token/1"}, "open-edx"),
        ({"issuer": "https://notblackboard.com"}, "generic"),
        ({"product": "another"}, "generic"),
    ],
)
def test_a_family_is_known_by_its_product_or_its_addresses(changes: dict[str, str], name: str) -> None:
    addresses = [f"https://lms.example/{part}" for part in ("auth", "token", "jwks")]
    registration = Registration(1, "https://lms.example", "client", *addresses)
    assert family_of(replace(registration, **changes)).name == name  # type: ignore[arg-type]


@at(Canvas)
def test_the_product_that_a_launch_names_is_kept(school: School) -> None:
    school.browser.open()
    with school.tool.database.read() as connection:
        (registration,) = platforms.every(connection)
    assert registration.product == "canvas"


@EVERY
def test_a_finished_module_is_completed_and_fully_graded_everywhere(school: School) -> None:
    page = finished(school.browser)
    school.deliver()
    assert grade(page) == ("delivered", None)
    (taken,) = school.gradebook.grades.values()
    assert (taken["activityProgress"], taken["gradingProgress"]) == ("Completed", "FullyGraded")


@EVERY
def test_a_grade_that_changes_wins_everywhere(school: School) -> None:
    page = finished(school.browser)
    school.deliver()
    page.save("past-words", ["a", "b", "c", "d", "e"])
    for _ in range(3):
        school.after(5)
    first, *_, last = school.sent()
    assert last["scoreGiven"] > first["scoreGiven"]
    (taken,) = school.gradebook.grades.values()
    assert taken["scoreGiven"] == last["scoreGiven"]
    assert grade(page) == ("delivered", None)


@EVERY
def test_who_gets_no_grades_there_is_a_final_refusal_with_the_reason(school: School) -> None:
    page = school.browser.open(sub="a-preview-user")
    page.save("meaning", "klaar")
    page.finish()
    school.deliver()
    school.after(100_000)
    assert grade(page) == ("refused", "not-gradable")
    assert len(school.sent()) == 1


@EVERY
def test_work_that_a_person_judges_is_submitted_without_a_score(rubric: School) -> None:
    page = finished(rubric.browser)
    rubric.deliver()
    (sent,) = rubric.sent()
    assert (sent["activityProgress"], sent["gradingProgress"]) == ("Submitted", "PendingManual")
    assert "scoreGiven" not in sent
    assert grade(page) == ("delivered", "assessed-by-person")


@EVERY
def test_a_persons_score_follows_with_the_time_of_the_hand_in(rubric: School) -> None:
    page = finished(rubric.browser)
    rubric.deliver()
    rubric.clock.ahead += 3600
    rubric.judge(page, 0.7, "Mooi.\nDank je.")
    rubric.deliver()
    before, after = rubric.sent()
    assert (after["scoreGiven"], after["gradingProgress"]) == (70, "FullyGraded")
    assert after["submission"] == before["submission"]
    assert grade(page) == ("delivered", None)


@EVERY
def test_a_grade_is_never_wiped_by_handing_in_again(rubric: School) -> None:
    page = finished(rubric.browser)
    rubric.deliver()
    rubric.after(5)
    rubric.judge(page, 0.7)
    rubric.after(5)
    page.finish()
    page.resend()
    rubric.after(5)
    assert [one.get("scoreGiven") for one in rubric.sent()] == [None, 70, 70]
    (taken,) = rubric.gradebook.grades.values()
    assert taken["scoreGiven"] == 70


@EVERY
def test_progress_is_never_sent_over_a_grade(school: School) -> None:
    page = finished(school.browser)
    school.deliver()
    attempt_row = school.tool.tickets.check(page.token)[0].attempt_row
    school.clock.ahead += 5
    with school.tool.database.write() as connection:
        score_outbox.put(connection, attempt_row, None, school.tool.now())
    school.deliver()
    graded, again = school.sent()
    assert again["scoreGiven"] == graded["scoreGiven"]
    assert again["gradingProgress"] == "FullyGraded"


@at(Moodle)
def test_moodle_clock_ahead_of_ours_costs_one_refusal(school: School) -> None:
    school.gradebook.clock_ahead = 7200  # type: ignore[attr-defined]
    page = finished(school.browser)
    school.deliver()
    page.resend()
    school.deliver()
    assert grade(page) == ("waiting", "clock")
    school.after(3)
    assert grade(page) == ("delivered", None)
    assert len(school.sent()) == 3


@at(Moodle)
def test_moodle_gets_two_posts_in_one_second_as_two_seconds(school: School) -> None:
    page = finished(school.browser)
    school.deliver()
    page.resend()
    school.deliver()
    school.after(3)
    assert grade(page) == ("delivered", None)
    stamps = [one["timestamp"] for one in school.sent()]
    assert sorted(set(stamps)) == stamps


@at(Blackboard)
def test_blackboard_gets_the_last_comment_each_time_with_its_newlines(rubric: School) -> None:
    page = finished(rubric.browser)
    rubric.judge(page, 0.7, "Mooi.\nDank je.")
    rubric.deliver()
    rubric.after(5)
    rubric.judge(page, 0.8)
    rubric.deliver()
    assert [one["comment"] for one in rubric.sent()] == ["Mooi.<br/>Dank je."] * 2


@at(Blackboard)
def test_blackboard_gets_whole_numbers_as_maximum(school: School) -> None:
    finished(school.browser)
    school.deliver()
    (item,) = school.gradebook.items.values()
    assert type(item["scoreMaximum"]) is int
    assert type(school.sent()[0]["scoreMaximum"]) is int


@at(Canvas)
def test_canvas_counts_a_changed_grade_as_no_new_attempt(school: School) -> None:
    page = finished(school.browser)
    school.deliver()
    page.save("past-words", ["a", "b", "c", "d", "e"])
    school.after(5)
    claims = [one[CANVAS_CLAIM] for one in school.sent()]
    assert [(one["new_submission"], one["submission_type"]) for one in claims] == [
        (True, "external_tool"),
        (False, "none"),
    ]
    assert claims[0]["submitted_at"] == claims[1]["submitted_at"]
    assert school.gradebook.attempts == {"learner-42": 1}  # type: ignore[attr-defined]


@at(Canvas)
def test_canvas_lets_a_teachers_own_grade_stand(school: School) -> None:
    finished(school.browser)
    school.deliver()
    assert school.sent()[0][CANVAS_CLAIM]["prioritize_non_tool_grade"] is True


@at(Canvas)
def test_canvas_keeps_its_grade_while_work_waits_for_a_person(rubric: School) -> None:
    finished(rubric.browser)
    rubric.deliver()
    assert rubric.sent()[0][CANVAS_CLAIM]["preserve_score"] is True


@at(Canvas)
def test_canvas_rate_limit_is_not_a_refusal(school: School) -> None:
    school.gradebook.limited = 1  # type: ignore[attr-defined]
    page = finished(school.browser)
    school.deliver()
    assert grade(page) == ("waiting", "busy")
    school.after(60)
    assert grade(page) == ("delivered", None)


@at(Canvas)
def test_canvas_gets_one_score_after_the_other(school: School) -> None:
    for sub in ("sami", "noor", "lotte"):
        page = school.browser.open(sub=sub)
        page.save("meaning", "klaar")
        page.finish()
    original, seen = school.gradebook.answer, []

    def meanwhile(call: Any) -> Any:
        if call.path.endswith("/scores"):
            before = len(school.gradebook.scores)
            for attempt_row in school.tool.delivery.due():
                school.tool.delivery.deliver(attempt_row)
            seen.append(len(school.gradebook.scores) - before)
        return original(call)

    school.gradebook.answer = meanwhile  # type: ignore[method-assign]
    school.deliver()
    assert seen == [0, 0, 0]
    assert len(school.gradebook.grades) == 3


@at(OpenEdx)
def test_open_edx_refusing_a_timestamp_is_not_a_refusal_of_the_score(school: School) -> None:
    school.gradebook.add_item(resourceLinkId="link-1")
    school.gradebook.grades[1, "learner-42"] = {"timestamp": "9999-01-01T00:00:00Z"}
    page = finished(school.browser)
    school.deliver()
    assert grade(page) == ("waiting", "clock")


def test_brightspace_tokens_are_asked_for_with_its_own_audience() -> None:
    registration = Registration(
        1, "https://school.example", "c", "a", "https://auth.brightspace.com/core/connect/token", "j"
    )
    assert registration.assertion_audience == "https://api.brightspace.com/auth/token"
