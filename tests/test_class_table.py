"""Who is where: a state per exercise from the module's own rule, and never more of an answer than that."""

import gzip
import html
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select, update

from lti_tool.rules.class_progress import (
    TimedAnswer,
    exercises_of,
    of_group,
    progress_of,
    required_of,
    state_of,
)
from lti_tool.services import class_progress
from lti_tool.store import class_progress as store
from lti_tool.store.tables import answers, attempts, learners, resource_links, rosters
from lti_tool.tool import Tool
from modules.kit.answers import Answer
from modules.kit.module import Activity
from modules.kit.registry import Registry
from tests.big_class import PRIVATE, seed_class
from tests.class_page import teacher
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import PlatformDouble
from tests.statements import counted
from tests.test_roster import MEMBERSHIPS, Course, member, work

CIRCLE = {"hobby": "voetbal", "work": "bakkerij", "study": "hout", "people": "oma", "know": "fiets"}


@pytest.fixture
def course(platform: PlatformDouble) -> Course:
    return Course(platform)


def exercise(registry: Registry, name: str) -> Activity:
    return registry.modules["identity"].activities[name]


def rows_of(text: str) -> dict[str, list[str]]:
    """The states of each learner's exercises, by name as shown."""
    found = {}
    for row in re.findall(r"<tr data-state=.*?</tr>", text, re.S):
        (name,) = re.findall(r"<bdi>([^<]+)", row)
        found[html.unescape(name)] = re.findall(r'<td class="is-([\w-]+)">', row)
    return found


def columns(text: str) -> list[str]:
    return re.findall(r'class="ex" data-id="([^"]+)"', text)


# The rules


@pytest.mark.parametrize(
    ("value", "how", "state"),
    [
        (None, "screen", "not-begun"),
        ({}, "screen", "not-begun"),
        ({"hobby": "  "}, "screen", "not-begun"),
        ({"hobby": "voetbal"}, "screen", "busy"),
        (CIRCLE, "screen", "done"),
        (None, "paper", "paper"),
        ({"no-such-slot": 7}, "screen", "busy"),
    ],
)
def test_the_state_follows_from_the_answer_by_the_types_own_rule(
    registry: Registry, value: object, how: str, state: str
) -> None:
    assert state_of(exercise(registry, "circle"), Answer(value, how)) == state  # type: ignore[arg-type]


def test_no_answer_is_not_begun(registry: Registry) -> None:
    assert state_of(exercise(registry, "circle"), None) == "not-begun"


def test_the_last_exercise_is_the_one_that_changed_last(registry: Registry) -> None:
    module = registry.modules["identity"]
    given = {
        "meaning": TimedAnswer(Answer("thuis"), 30),
        "circle": TimedAnswer(Answer({"hobby": "voetbal"}), 20),
        "song": TimedAnswer(Answer([]), 90),
    }
    found = progress_of(exercises_of(module), given)
    assert found.at == "meaning"
    assert found.states == {"meaning": "done", "circle": "busy"}


def test_a_group_is_counted_by_exercise(registry: Registry) -> None:
    exercises = exercises_of(registry.modules["identity"])[:2]
    people = [
        progress_of(exercises, {"meaning": TimedAnswer(Answer("thuis"), 1)}),
        progress_of(exercises, {"meaning": TimedAnswer(Answer(None, "paper"), 1)}),
        progress_of(exercises, {}),
    ]
    meaning, questions = of_group(exercises, people)
    assert (meaning.done, meaning.people) == (2 if exercises[0].on_paper else 1, 3)
    assert questions.counts["not-begun"] == 3


def test_questions_of_ones_own_and_surveys_are_no_exercises(registry: Registry) -> None:
    assert exercises_of(registry.modules["intake"]) == []
    assert "my-questions" not in {one.id for one in exercises_of(registry.modules["identity"])}


def test_where_nothing_is_required_everything_counts(registry: Registry) -> None:
    exercises = [one for one in exercises_of(registry.modules["student-life"]) if not one.required]
    assert exercises
    assert required_of(exercises) == exercises


# The table


@ON_BOTH
def test_everybody_stands_by_exercise(browser: Browser, course: Course, tool: Tool) -> None:
    page = teacher(browser, **course.claim)
    page.part("class")
    work(tool)
    bo = browser.open(sub="learner-43")
    bo.save("meaning", "thuis")
    bo.save("circle", {"hobby": "voetbal"})
    bo.save("photos", None, how="paper")
    text = page.part("class")
    states = dict(zip(columns(text), rows_of(text)["Bo Maes"], strict=True))
    assert states["meaning"] == "done"
    assert states["circle"] == "busy"
    assert states["song"] == "not-begun"
    assert set(rows_of(text)["An Peeters"]) == {"not-begun"}


def test_what_changes_is_seen_at_the_next_look(browser: Browser) -> None:
    page = teacher(browser)
    learner = browser.open()
    learner.save("circle", {"hobby": "voetbal"})
    place = columns(page.part("class")).index("circle")
    (before,) = rows_of(page.part("class")).values()
    learner.save("circle", CIRCLE, revision=1)
    (after,) = rows_of(page.part("class")).values()
    learner.save("circle", {}, revision=2)
    (emptied,) = rows_of(page.part("class")).values()
    assert (before[place], after[place], emptied[place]) == ("busy", "done", "not-begun")


def test_an_answer_is_read_once_as_long_as_it_stays(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = teacher(browser)
    browser.open().save("meaning", "thuis")
    browser.open(sub="learner-43").save("meaning", "school")
    read: list[int] = []
    as_it_was = store.answers_of
    monkeypatch.setattr(
        class_progress.class_progress, "answers_of", lambda c, rows: read.extend(rows) or as_it_was(c, rows)
    )
    for _ in range(3):
        page.part("class")
    assert len(read) == 2
    browser.open().save("meaning", "thuis!", revision=1)
    page.part("class")
    assert len(read) == 3


def test_a_private_question_of_ones_own_has_no_column(browser: Browser) -> None:
    browser.open().save("my-questions", [{"step": "past", "text": PRIVATE}])
    text = teacher(browser).part("class")
    assert "my-questions" not in text
    assert PRIVATE not in text


def test_a_survey_shows_who_finished_and_not_who_answered_what(browser: Browser) -> None:
    browser.open(custom={"module": "intake"}).save("further", {"further": "yes"})
    text = teacher(browser, custom={"module": "intake"}).part("class")
    assert columns(text) == []
    assert "bezig" in text
    assert "zegt soms al te veel" in text


def test_nobody_is_chased_for_a_survey(browser: Browser, tool: Tool) -> None:
    intake = {"module": "intake"}
    browser.open(custom=intake).save("further", {"further": "yes"})
    with tool.database.write() as connection:
        connection.execute(update(answers).values(changed_at=1))
        connection.execute(update(attempts).values(created_at=1, touched_at=1))
    page = teacher(browser, custom=intake)
    for text in (page.part("class"), page.part("class", view="sight")):
        assert "In het oog houden" not in re.sub(r"<select.*?</select>", "", text, flags=re.S)
        assert "data-sign" not in text


def test_without_a_roster_learners_have_codes(browser: Browser) -> None:
    browser.open().save("meaning", "thuis")
    (name,) = rows_of(teacher(browser).part("class"))
    assert re.fullmatch(r"Deelnemer [0-9a-f]{8}", name)


@pytest.mark.parametrize("status", [403, 500])
def test_a_roster_that_is_refused_loses_nobody_who_came(
    browser: Browser, course: Course, tool: Tool, platform: PlatformDouble, status: int
) -> None:
    page = teacher(browser, **course.claim)
    browser.open().save("meaning", "thuis")
    platform.fail(MEMBERSHIPS, status)
    page.part("class")
    work(tool)
    text = page.part("class")
    assert len(rows_of(text)) == 1
    assert 'class="notice"' in text
    assert "/class/refresh" in text


def test_a_roster_that_is_refused_later_keeps_the_names_there_are(
    browser: Browser, course: Course, tool: Tool, platform: PlatformDouble
) -> None:
    page = teacher(browser, **course.claim)
    page.part("class")
    work(tool)
    platform.fail(MEMBERSHIPS, 403)
    with tool.database.write() as connection:
        connection.execute(update(rosters).values(next_try_at=0))
    page.post("refresh")
    work(tool)
    assert set(rows_of(page.part("class"))) == {"An Peeters", "Bo Maes"}


def test_by_exercise_names_nobody(browser: Browser, course: Course, tool: Tool) -> None:
    page = teacher(browser, **course.claim)
    page.part("class")
    work(tool)
    browser.open(sub="learner-43").save("meaning", "thuis")
    for text in (page.part("class", view="exercises"), page.part("class", names="off")):
        assert "1 van 2 klaar" in text
        assert "Maes" not in text
    assert "view=sight" not in page.part("class", names="off")
    assert "Maes" not in page.part("class", names="off", view="sight")


def test_a_name_is_text(browser: Browser, course: Course, tool: Tool) -> None:
    course.members = [member("learner-42", name='<img src=x onerror="alert(1)">')]
    page = teacher(browser, **course.claim)
    page.part("class")
    work(tool)
    assert "<img" not in page.part("class")


@pytest.mark.parametrize(
    "query", [{"view": "nothing"}, {"view": "sight", "to": "<b>"}, {"silent": "x" * 500}]
)
def test_an_address_that_makes_no_sense_is_answered(browser: Browser, query: dict[str, str]) -> None:
    browser.open().save("meaning", "thuis")
    assert "<b>" not in teacher(browser).part("class", **query)


# Nothing of an answer


@pytest.mark.parametrize("view", ["table", "exercises", "sight"])
def test_nothing_private_is_in_any_view(
    browser: Browser, tool: Tool, view: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser.open()
    seed_class(tool, 40)
    page = teacher(browser)
    with tool.database.read() as connection:
        kept = connection.scalars(select(answers.c.value)).all()
        subs = connection.scalars(select(learners.c.sub).where(learners.c.sub.like("seeded%"))).all()
    said = [page.part("class", view=view)]
    codes = set(re.findall(r"to=([\w-]+)", said[0]))
    assert view != "sight" or codes
    said += [page.part("class", view="sight", to=code) for code in codes]
    seen = html.unescape("\n".join([*said, *(record.getMessage() for record in caplog.records)]))
    written = {text for value in kept for text in texts_in(json.loads(value)) if len(text) > 11}
    assert PRIVATE in written
    assert not [text for text in written if text in seen]
    assert not [sub for sub in subs if sub in seen]


def texts_in(value: Any) -> Iterator[str]:
    """Every text in an answer."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


# 500


def test_a_class_of_500_asks_the_database_hardly_more_than_a_class_of_5_and_is_small(
    browser: Browser, tool: Tool
) -> None:
    browser.open()
    page = teacher(browser)
    asked = []
    for first, last in ((0, 5), (5, 500)):
        seed_class(tool, last - first, "identity", first)
        with counted(tool.database) as sent:
            text = page.part("class")
            for view in ("exercises", "sight"):
                page.part("class", view=view)
        asked.append(len(sent))
    assert asked[1] < asked[0] + 10  # not one more for each learner
    assert len(rows_of(text)) == 501
    assert len(gzip.compress(text.encode(), 5)) < 60_000


def test_what_did_not_change_is_not_sent_again(browser: Browser, tool: Tool) -> None:
    browser.open()
    seed_class(tool, 30)
    page = teacher(browser)

    def look(etag: str = "") -> tuple[int, str, int]:
        answer = browser.client.get(
            "/class/sheet",
            base_url=HOST,
            query_string={"part": "class", "language": "nl"},
            headers={
                "Authorization": f"Bearer {page.token}",
                "Accept-Encoding": "gzip",
                "If-None-Match": etag,
            },
        )
        return answer.status_code, answer.headers["ETag"], len(answer.data)

    status, etag, size = look()
    assert (status, size < 8000) == (200, True)
    assert look(etag) == (304, etag, 0)
    browser.open().save("meaning", "thuis")
    assert look(etag)[0] == 200


@ON_BOTH
def test_other_links_modules_and_facilitators_are_not_in_it(browser: Browser, tool: Tool) -> None:
    browser.open().save("meaning", "thuis")
    browser.open(sub="learner-50", resource_link={"id": "link-2"}).save("meaning", "daar")
    page = teacher(browser)
    with tool.database.read() as connection:
        first = connection.scalar(select(resource_links.c.id).order_by(resource_links.c.id)) or 0
        found = store.attempts_at(connection, first, "identity")
        assert [one.user_id for one in found] == ["learner-42"]
        assert store.attempts_at(connection, first, "talents") == []
    assert len(rows_of(page.part("class"))) == 1


@ON_BOTH
def test_last_seen_is_the_last_of_opening_answering_and_handing_in(browser: Browser, tool: Tool) -> None:
    browser.open().save("meaning", "thuis")
    with tool.database.write() as connection:
        connection.execute(update(answers).values(changed_at=500))
        for values, seen in (
            ({"created_at": 100, "touched_at": 0, "finished_at": None}, 500),
            ({"created_at": 100, "touched_at": 700, "finished_at": None}, 700),
            ({"created_at": 100, "touched_at": 700, "finished_at": 900}, 900),
        ):
            connection.execute(update(attempts).values(**values))
            link = connection.scalar(select(attempts.c.resource_link_row)) or 0
            (one,) = store.attempts_at(connection, link, "identity")
            assert one.last_seen == seen
