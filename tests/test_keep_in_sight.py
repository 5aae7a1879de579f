"""Who is kept in sight, by rules that the page tells; and the message that is ready for them."""

import re
from typing import Any

import pytest
from sqlalchemy import select, update

from lti_tool.rules.class_progress import Progress
from lti_tool.rules.keep_in_sight import (
    DAY,
    SILENT_CHOICES,
    SILENT_DAYS,
    SITUATIONS,
    STUCK_DAYS,
    Learner,
    Sign,
    longest_first,
    sign_of,
    silent_from,
)
from lti_tool.rules.pseudonym import pseudonym
from lti_tool.rules.ready_message import About, message, place
from lti_tool.store import contact_wishes, platforms
from lti_tool.store.tables import answers, attempts, learners
from lti_tool.tool import Tool
from lti_tool.words import LANGUAGES, words
from modules.kit.interface_words import interface_words
from tests.class_page import ClassPage, teacher
from tests.lti_browser import Browser
from tests.lti_platform_double import PlatformDouble
from tests.test_roster import Course, member, work

NOW = 1_000_000_000
NOTHING = Progress({})
BUSY = Progress({"meaning": "done", "circle": "busy"}, "circle")
BETWEEN = Progress({"meaning": "done"}, "meaning")


def sign(progress: Progress = BUSY, days: float | None = 0, **more: Any) -> Sign | None:
    """The sign of somebody who was last there so many days ago."""
    known = {"finished": False, "everything": False} | {
        k: more.pop(k) for k in ("finished", "everything") if k in more
    }
    seen = None if days is None else int(NOW - days * DAY)
    learner = Learner(last_seen=seen, progress=progress, **known)
    return sign_of(learner, **{"now": NOW, "class_began": NOW - 30 * DAY} | more)


# Stuck


@pytest.mark.parametrize(("days", "found"), [(0, None), (2.99, None), (3, Sign("stuck", 3, "circle"))])
def test_stuck_is_three_days_at_an_exercise_that_is_begun_and_not_done(
    days: float, found: Sign | None
) -> None:
    assert sign(BUSY, days) == found


def test_between_two_exercises_nobody_is_stuck() -> None:
    assert sign(BETWEEN, SILENT_DAYS - 1) is None


def test_an_earlier_exercise_that_was_left_half_done_is_no_reason() -> None:
    assert sign(Progress({"meaning": "busy", "circle": "paper"}, "circle"), STUCK_DAYS) is None


# Silent


@pytest.mark.parametrize("days", [7, 100])
def test_silent_is_a_week_without_anything(days: int) -> None:
    assert sign(BETWEEN, days) == Sign("silent", days)
    assert sign(BUSY, days) == Sign("silent", days, "circle")


@pytest.mark.parametrize("chosen", SILENT_CHOICES)
def test_a_facilitator_chooses_from_when_on_somebody_is_silent(chosen: int) -> None:
    assert silent_from(str(chosen)) == chosen
    assert sign(BETWEEN, chosen - 1, silent_days=chosen) is None
    assert sign(BETWEEN, chosen, silent_days=chosen) == Sign("silent", chosen)


@pytest.mark.parametrize("asked", [None, "", "8", "-1", "soon", "7 "])
def test_any_other_number_of_days_is_the_usual_one(asked: str | None) -> None:
    assert silent_from(asked) == SILENT_DAYS


# Not begun


def test_opened_and_nothing_more() -> None:
    assert sign(NOTHING, 6) is None
    assert sign(NOTHING, 7) == Sign("opened", 7)


def test_never_opened_counts_from_when_the_class_began() -> None:
    assert sign(NOTHING, None, class_began=None) is None
    assert sign(NOTHING, None, class_began=NOW - 6 * DAY) is None
    assert sign(NOTHING, None, class_began=NOW - 7 * DAY) == Sign("never", None)


# Almost, and done


def test_everything_done_and_not_handed_in() -> None:
    assert sign(BETWEEN, 2, everything=True) is None
    assert sign(BETWEEN, 40, everything=True) == Sign("almost", 40)


@pytest.mark.parametrize("days", [None, 0, 40])
def test_who_handed_in_is_left_in_peace(days: int | None) -> None:
    assert sign(BUSY, days, finished=True) is None


def test_a_clock_that_runs_ahead_makes_nobody_silent() -> None:
    assert sign(BUSY, -3) is None


def test_the_longest_silence_comes_first_in_each_situation() -> None:
    signs = [
        ("a", Sign("silent", 8)),
        ("b", Sign("never", None)),
        ("c", Sign("silent", 20)),
        ("d", Sign("almost", 3)),
    ]
    assert [one for one, _ in longest_first(signs)] == ["d", "c", "a", "b"]


# The message


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", SITUATIONS)
@pytest.mark.parametrize("at", [None, "Jouw cirkel"])
def test_every_situation_has_a_message_that_is_whole(language: str, situation: Any, at: str | None) -> None:
    own = words(language, "class/class")["message"]
    for about in (
        About(None, "Wie ben jij?", at),
        About("An Peeters", "Wie ben jij?", at, "school, cursus PAV"),
    ):
        text = message(situation, about, own)
        assert not re.search(r"[{}]|None", text)
        assert "Wie ben jij?" in text
        assert text.endswith(own["bye"])
        assert ("An Peeters" in text) == (about.name is not None)
        assert ("school, cursus PAV" in text) == (about.where is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_blames_or_presses(language: str) -> None:
    texts = " ".join(words(language, "class/class")["message"]["texts"].values()).casefold()
    for word in (
        "moet je",
        "te laat",
        "dringend",
        "deadline",
        "must",
        "too late",
        "urgent",
        "you have to",
        "!!",
    ):
        assert word not in texts


def test_the_way_back_says_what_is_known_and_never_an_address() -> None:
    template = "{platform}, course {course}, {link}"
    assert (
        place(template, "https://s.example.org", "PAV", "Session 1") == "s.example.org, course PAV, Session 1"
    )
    assert place(template, None, None, "Session 1") == "Session 1"
    assert place(template, "https://s.example.org", None, None) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_for_the_way_have_a_comma_after_each_part(language: str) -> None:
    template = words(language, "class/class")["message"]["place"]["where"]
    assert "b" in (place(template, None, "b", None) or "")
    assert "{" not in (place(template, "https://a", "b", "c") or "")


# The page


@pytest.fixture
def course(platform: PlatformDouble) -> Course:
    return Course(platform)


def silent_class(browser: Browser, course: Course, tool: Tool) -> ClassPage:
    """An began long ago and is silent; Bo never came; Cem is at work; Dina would rather get no message."""
    course.members += [member("learner-44", name="Cem Aydin"), member("learner-45", name="Dina Claes")]
    page = teacher(browser, **course.claim)
    for sub in ("learner-42", "learner-45"):
        browser.open(sub=sub).save("meaning", "thuis")
    with tool.database.write() as connection:
        ago = tool.now() - 9 * DAY
        connection.execute(update(answers).values(changed_at=ago))
        connection.execute(update(attempts).values(created_at=ago, touched_at=ago))
    browser.open(sub="learner-44").save("meaning", "thuis")
    page.part("class")
    work(tool)
    return page


def wish(tool: Tool, sub: str, wanted: Any, how: str | None = None) -> None:
    with tool.database.write() as connection:
        row = connection.scalar(select(attempts.c.id).join(learners).where(learners.c.sub == sub))
        contact_wishes.keep(connection, row or 0, wanted, how, tool.now())


def test_the_page_tells_who_and_why_and_by_which_rules(browser: Browser, course: Course, tool: Tool) -> None:
    text = silent_class(browser, course, tool).part("class", view="sight")
    assert re.findall(r"<bdi>([^<]+)", text) == ["An Peeters", "Dina Claes", "Bo Maes"]
    assert "9 dagen stil" in text
    assert "nog nooit geopend" in text
    assert f"er gebeurde {SILENT_DAYS} dagen niets" in text
    assert f"er gebeurde {STUCK_DAYS} dagen niets" in text


def test_more_days_show_fewer_people(browser: Browser, course: Course, tool: Tool) -> None:
    text = silent_class(browser, course, tool).part("class", view="sight", silent="14")
    assert "Niemand is stil" in text


def code(tool: Tool, sub: str) -> str:
    """What stands for a learner in an address."""
    return tool.tickets.digest(f"who {sub}")[:24]


def test_a_wish_is_shown_and_kept_to(browser: Browser, course: Course, tool: Tool) -> None:
    page = silent_class(browser, course, tool)
    wish(tool, "learner-42", "yes", "liefst via Smartschool")
    wish(tool, "learner-45", "no")
    text = page.part("class", view="sight")
    assert "Mag je contacteren: liefst via Smartschool" in text
    assert f"to={code(tool, 'learner-42')}" in text
    assert f"to={code(tool, 'learner-45')}" not in text
    group = page.part("class", view="sight", to="silent")
    assert "An Peeters" in group
    assert "Dina Claes" not in group
    assert "<textarea" not in page.part("class", view="sight", to=code(tool, "learner-45"))


def test_a_message_names_its_reader_the_place_and_how_to_send_it(
    browser: Browser, course: Course, tool: Tool
) -> None:
    page = silent_class(browser, course, tool)
    text = page.part("class", view="sight", to=code(tool, "learner-42"))
    (ready,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.S)
    assert ready.startswith("Dag An Peeters,")
    assert "Wie ben jij?" in ready
    for platform in ("Moodle", "Blackboard", "Canvas", "Brightspace", "Smartschool"):
        assert f"{platform}:" in text
    assert page.token not in text
    assert "http" not in ready


def test_the_platform_at_hand_comes_first(browser: Browser, course: Course, tool: Tool) -> None:
    page = silent_class(browser, course, tool)
    with tool.database.write() as connection:
        platforms.keep_product(connection, 1, "moodle")
    text = page.part("class", view="sight", to="silent")
    assert text.index("Moodle:") < text.index("Een ander leerplatform?") < text.index("Canvas:")


def test_somebody_who_came_back_meanwhile_is_no_longer_on_the_list(
    browser: Browser, course: Course, tool: Tool
) -> None:
    page = silent_class(browser, course, tool)
    browser.open(sub="learner-42").save("meaning", "weer thuis", revision=1)
    assert "niet meer in de lijst" in page.part("class", view="sight", to=code(tool, "learner-42"))


def test_of_two_learners_whose_ids_begin_alike_each_has_a_message(browser: Browser, tool: Tool) -> None:
    for sub in ("1234567801", "1234567802"):
        browser.open(sub=sub).save("meaning", "thuis")
    page = teacher(browser)
    with tool.database.write() as connection:
        ago = tool.now() - 8 * DAY
        connection.execute(update(answers).values(changed_at=ago))
        connection.execute(update(attempts).values(created_at=ago, touched_at=ago))
    ways = re.findall(r'id="to-([^"]+)"', page.part("class", view="sight"))
    assert len(ways) == len(set(ways)) == 2


def test_without_a_roster_a_message_greets_nobody_by_a_code(browser: Browser, tool: Tool) -> None:
    browser.open().save("meaning", "thuis")
    page = teacher(browser)
    with tool.database.write() as connection:
        ago = tool.now() - 8 * DAY
        connection.execute(update(answers).values(changed_at=ago))
        connection.execute(update(attempts).values(created_at=ago, touched_at=ago))
    text = page.part("class", view="sight", to=code(tool, "learner-42"))
    (ready,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", text, re.S)
    assert ready.startswith("Dag,")
    assert pseudonym("learner-42") not in ready


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_that_a_message_speaks_of_is_there(language: str) -> None:
    own = words(language, "class/class")["message"]
    button = interface_words(language)["start.again"]
    for text in (own["open"], own["open-here"], own["place"]["text"]):
        assert button in text
