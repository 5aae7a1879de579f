"""The class live: what learners shared with it, for the screen; steered by facilitators, and nothing else."""

import json
import logging
import re
from typing import Any

import pytest
from sqlalchemy import select

from lti_tool.rules.shared import FEWEST
from lti_tool.store.tables import wall_marks
from lti_tool.tool import Tool
from modules.kit.registry import Registry
from tests.class_page import PRIVATE, TO_YOU, teacher
from tests.live_class import FEELINGS, Window, item_of, module, share, window
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH

STUDENT_LIFE = module("student-life")
TALENTS = module("talents")
QUESTION = "Krijg ik een studietoelage?"


def on_screen(browser: Browser, activity: str, what: str = "show", **claims: Any) -> Window:
    window(browser, "steer", **claims).do(what, activity)
    return window(browser, **claims)


def five(browser: Browser, activity: str, value: Any, **claims: Any) -> None:
    for number in range(FEWEST):
        share(browser, number, activity, value(number) if callable(value) else value, **claims)


# Who may look


@pytest.mark.parametrize("path", ["look", "mark"])
def test_a_learner_neither_looks_nor_decides(browser: Browser, path: str) -> None:
    learner = browser.open()
    headers = {"Authorization": f"Bearer {learner.token}"}
    method = "GET" if path == "look" else "POST"
    query = {"view": "wall", "activity": "meaning"}
    answer = learner.client.open(f"/class/live/{path}", method=method, headers=headers, query_string=query)
    assert answer.status_code == 403


def test_what_is_not_there_is_not_found(browser: Browser) -> None:
    page = window(browser, "steer")
    for view, activity in (
        ("steer", "nothing"),
        ("steer", "questions"),
        ("guide", "my-questions"),
        ("x", "meaning"),
    ):
        query = {"view": view, "activity": activity}
        assert page._call("GET", "look", query_string=query).status_code == 404
        assert page._call("POST", "mark", data=query | {"do": "show"}).status_code == 404


# Only what was shared with the class


def test_what_was_not_shared_with_the_class_is_in_no_answer(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    learner = browser.open(sub="learner-1")
    learner.save("meaning", PRIVATE)
    learner.save("identity-words", [TO_YOU], audience="facilitator")
    texts = []
    for activity in ("meaning", "identity-words"):
        for view in ("steer", "guide", "wall"):
            page = window(browser, view)
            texts += [page.do("show", activity), page.do("small", activity), page.sees(activity)]
    texts += [teacher(browser).part("live"), teacher(browser).part("live", activity="meaning")]
    told = "\n".join([*texts, caplog.text])
    assert PRIVATE not in told
    assert TO_YOU not in told
    assert "Nog niemand deelde" in told


def test_what_somebody_shares_no_longer_is_gone_at_the_next_look_and_leaves_nothing(
    browser: Browser, tool: Tool
) -> None:
    learners = [share(browser, number, "meaning", f"woord{number}") for number in range(6)]
    steering = window(browser, "steer")
    steering.do("show", "meaning")
    wall = window(browser)
    assert "woord3" in wall.sees("meaning")
    steering.about("hide", "meaning", "woord4")
    assert learners[3].save("meaning", "woord3", revision=1, audience="learner")["saved"]
    assert learners[4].save("meaning", "woord4", revision=1, audience="facilitator")["saved"]
    assert "woord3" not in str(wall.look("meaning"))
    assert "woord4" not in steering.sees("meaning")
    with tool.database.read() as connection:
        kept = [tuple(row) for row in connection.execute(select(wall_marks))]
    assert len(kept) == 2
    assert "woord" not in json.dumps(kept)


def test_an_answer_of_another_class_or_of_a_facilitator_is_not_there(browser: Browser) -> None:
    five(browser, "meaning", "hier")
    share(browser, 9, "meaning", "elders", resource_link={"id": "another"})
    trying = window(browser, "steer")
    headers = {"Authorization": f"Bearer {trying.token}"}
    answer = {"value": "probeersel", "how": "screen", "audience": "class", "revision": 0}
    changes = {"answers": {"meaning": answer}, "position": "meaning"}
    assert trying.client.patch("/api/attempt", json=changes, headers=headers).status_code == 200
    found = trying.sees("meaning")
    assert ("hier" in found, "elders" in found, "probeersel" in found) == (True, False, False)


def test_nobody_is_named(browser: Browser) -> None:
    five(browser, "meaning", lambda number: f"woord{number}")
    assert "learner-" not in window(browser, "steer").sees("meaning")


# The screen shows what a facilitator turned on


def test_nothing_is_on_the_screen_that_no_facilitator_turned_on(browser: Browser) -> None:
    five(browser, "meaning", "familie")
    for at in ("meaning", "start", "end", "circle"):
        assert window(browser).sees(at) == ""


def test_what_is_turned_on_shows_at_its_exercise_and_where_there_is_none(browser: Browser) -> None:
    five(browser, "meaning", "familie")
    wall = on_screen(browser, "meaning")
    assert "familie" in wall.sees("meaning")
    assert "familie" in wall.sees("start")
    assert wall.sees("circle") == ""
    window(browser, "guide").do("stop", "meaning")
    assert wall.sees("meaning") == ""


def test_where_no_exercise_is_at_hand_what_was_turned_on_last_is_seen(browser: Browser, clock: Any) -> None:
    on_screen(browser, "identity-words")
    clock.ahead += 5
    wall = on_screen(browser, "meaning")
    assert 'data-activity="meaning"' in wall.sees("end")


def test_who_has_the_newest_gets_nothing(browser: Browser) -> None:
    wall = on_screen(browser, "meaning")
    assert wall.look("meaning")
    assert wall.look("meaning") is None
    learner = share(browser, 1, "meaning", "familie")
    assert wall.look("meaning")
    assert wall.look("meaning") is None
    learner.save("meaning", "nog iets", revision=1, audience="class")
    assert wall.look("meaning")
    learner.save("meaning", "nog iets", revision=2)
    assert wall.look("meaning")


def test_one_who_stops_and_another_who_shares_in_the_same_second_is_a_change(browser: Browser) -> None:
    wall = on_screen(browser, "meaning")
    first, second = share(browser, 1, "meaning", "een"), browser.open(sub="learner-2")
    wall.look("meaning")
    first.save("meaning", "een", revision=1)
    second.save("meaning", "een", audience="class")
    assert wall.look("meaning")


# A small group


def test_below_five_the_screen_says_how_many_and_not_what(browser: Browser) -> None:
    wall = on_screen(browser, "meaning")
    assert "Nog niemand deelde." in wall.sees("meaning")
    for number in range(FEWEST - 1):
        share(browser, number, "meaning", "familie")
    found = wall.sees("meaning")
    assert "<strong>4</strong> deelden al" in found
    assert "familie" not in found
    share(browser, 5, "meaning", "familie")
    assert "familie" in wall.sees("meaning")


def test_a_facilitator_may_show_a_small_group_and_reads_what_that_means(browser: Browser) -> None:
    share(browser, 1, "meaning", "familie")
    steering = window(browser, "steer")
    assert "In een kleine groep kan men je herkennen" in steering.sees("meaning")
    assert "In een kleine groep kan men je herkennen" in window(browser, "guide").sees("meaning")
    wall = on_screen(browser, "meaning", "small")
    assert "familie" in wall.sees("meaning")
    assert "minder dan 5" in steering.sees("meaning")


def test_from_five_on_there_is_no_warning(browser: Browser) -> None:
    five(browser, "meaning", "familie")
    assert "kleine groep" not in window(browser, "steer").sees("meaning")


def test_learners_read_it_where_they_choose_their_class(browser: Browser) -> None:
    page = browser.open()
    text = page.client.get(page.path).text
    assert "In een kleine groep kan men je herkennen." in text


# Hiding


def test_what_one_facilitator_hides_is_hidden_for_all_and_comes_back(browser: Browser) -> None:
    five(browser, "meaning", lambda number: ["lelijk", "mooi"][number % 2])
    one, other = window(browser, "steer"), window(browser, "guide", sub="teacher-2")
    wall = on_screen(browser, "meaning")
    assert "lelijk" in wall.sees("meaning")
    one.about("hide", "meaning", "lelijk")
    found = str(wall.look("meaning"))
    assert ("lelijk" in found, "mooi" in found) == (False, True)
    # Also however somebody else writes it.
    share(browser, 7, "meaning", "LELIJK!!")
    assert "elijk" not in wall.sees("meaning").lower()
    assert "Verborgen (1)" in other.sees("meaning")
    other.about("unhide", "meaning", "lelijk")
    assert "lelijk" in str(wall.look("meaning"))


def test_two_who_hide_at_once_do_not_undo_each_other(browser: Browser) -> None:
    five(browser, "meaning", "lelijk")
    one, other = window(browser, "steer"), window(browser, "steer", sub="teacher-2")
    item = item_of(one.sees("meaning"), "lelijk")
    one.do("hide", "meaning", item)
    other.do("hide", "meaning", item)
    assert "Verborgen (1)" in one.sees("meaning")


def test_deciding_about_what_is_gone_says_so_and_keeps_nothing(browser: Browser, tool: Tool) -> None:
    learner = share(browser, 1, "meaning", "weg")
    page = window(browser, "steer")
    item = item_of(page.sees("meaning"), "weg")
    learner.save("meaning", "weg", revision=1)
    assert "nam het terug" in page.do("hide", "meaning", item)
    assert "nam het terug" in page.do("hide", "meaning", "f" * 64)
    assert "nam het terug" in page.do("nonsense", "meaning", "x")
    with tool.database.read() as connection:
        assert connection.execute(select(wall_marks)).all() == []


def test_what_was_chosen_from_a_list_can_not_be_hidden_and_what_was_added_can(browser: Browser) -> None:
    value = {"picked": ["tired"], "own": ["kriebelig"], "why": "x"}
    five(browser, "feelings", value, **STUDENT_LIFE)
    page = window(browser, "steer", **STUDENT_LIFE)
    found = page.sees("feelings")
    assert found.count('value="hide"') == 1
    page.about("hide", "feelings", "kriebelig")
    assert "moe" in page.sees("feelings")


@ON_BOTH
def test_marks_are_kept_in_either_database(browser: Browser) -> None:
    five(browser, "meaning", lambda number: f"woord{number}")
    page = window(browser, "steer")
    for what in ("show", "small", "stop", "stop", "show"):
        page.do(what, "meaning")
    page.about("hide", "meaning", "woord1")
    found = window(browser).sees("meaning")
    assert ("woord1" in found, "woord2" in found) == (False, True)


# What the class sees of each kind


def test_feelings_are_counted_and_why_is_never_seen(browser: Browser) -> None:
    for number in range(6):
        value = {"picked": [FEELINGS[number], "nervous"], "own": [], "why": PRIVATE}
        share(browser, number, "feelings", value, **STUDENT_LIFE)
    found = on_screen(browser, "feelings", **STUDENT_LIFE).sees("feelings")
    assert "zenuwachtig</bdi></span>" in found
    assert '<strong aria-hidden="true">6</strong>' in found
    assert PRIVATE not in found
    assert PRIVATE not in window(browser, "steer", **STUDENT_LIFE).sees("feelings")


def test_of_moments_only_how_many_green_and_red_is_seen(browser: Browser) -> None:
    value = {"green": [PRIVATE, "twee"], "red": ["drie"], "pattern": PRIVATE}
    five(browser, "moments", value, **TALENTS)
    found = on_screen(browser, "moments", **TALENTS).sees("moments")
    assert re.findall(r'class="tone-(\w+)".*?<strong aria-hidden="true">(\d+)<', found, re.S) == [
        ("green", "10"),
        ("red", "5"),
    ]
    for text in (PRIVATE, "twee", "drie"):
        assert text not in found
        assert text not in window(browser, "steer", **TALENTS).sees("moments")


def test_the_top_talents_of_a_group_and_its_skills_are_counted(browser: Browser, registry: Registry) -> None:
    words: Any = registry.modules["talents"].words["nl"].activities
    first, second = list(words["top-three"].items)[:2]
    top = {"top": [first, second], "fit": {}, "where": {first: PRIVATE}}
    skills = {"well": ["cooperate", "solve"], "like": ["cooperate"]}
    for number in range(FEWEST):
        page = share(browser, number, "skills", skills, **TALENTS)
        page.save("top-three", top | {"top": [first] if number else [first, second]}, audience="class")
    seen = on_screen(browser, "skills", **TALENTS).sees("skills")
    assert seen.count("<section>") == 2
    assert seen.count(f"{words['skills'].items['cooperate']}</bdi>") == 2
    seen = on_screen(browser, "top-three", **TALENTS).sees("top-three")
    labels = [words["top-three"].items[one].label for one in (first, second)]
    assert re.findall(r"<bdi>(.*?)</bdi>", seen) == labels
    assert PRIVATE not in seen + window(browser, "steer", **TALENTS).sees("top-three")


def test_questions_stand_under_their_theme_and_facilitators_say_how_far_they_are(browser: Browser) -> None:
    wall = [{"theme": "support", "text": QUESTION, "state": "open", "answer": PRIVATE}]
    other = [{"theme": "life", "text": "Waar is de app?", "state": "passed", "answer": ""}]
    five(browser, "wall", lambda number: wall if number else other, **STUDENT_LIFE)
    page = window(browser, "steer", **STUDENT_LIFE)
    found = on_screen(browser, "wall", **STUDENT_LIFE).sees("wall")
    assert "Ondersteuning" in found
    assert 'class="is-passed"' in found
    assert PRIVATE not in found
    page.about("answered", "wall", QUESTION)
    screen = window(browser, **STUDENT_LIFE)
    assert 'class="is-answered"' in screen.sees("wall")
    page.about("open", "wall", QUESTION)
    assert 'class="is-answered"' not in screen.sees("wall")
    # What goes to the facilitator alone is never for a class.
    learner = browser.open(sub="learner-1", **STUDENT_LIFE)
    learner.save("my-questions", [{"step": "", "text": TO_YOU}], audience="facilitator")
    assert TO_YOU not in screen.sees("wall") + page.sees("wall")


# What people type


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '" onmouseover="x']
)
def test_markup_is_text_and_nothing_else(browser: Browser, text: str) -> None:
    five(browser, "identity-words", [text, "", ""])
    on_screen(browser, "identity-words")
    for view in ("wall", "steer", "guide"):
        found = window(browser, view).sees("identity-words")
        assert "<script" not in found
        assert "<img" not in found
        assert not re.search(r"<[^>]*\sonmouseover=", found)


@pytest.mark.parametrize(
    "text",
    [
        "🎉",
        "الهوية",
        "\u202eachterstevoren",
        "a\u0301" * 40,
        "x" * 20000,
        "?!",
        "\u200b",
        "\U0001d56c\U0001d587",
        "NUL\x00",
    ],
)
def test_any_text_has_a_place(browser: Browser, text: str) -> None:
    five(browser, "identity-words", [text, "gewoon", ""])
    wall = on_screen(browser, "identity-words").sees("identity-words")
    assert "gewoon" in wall
    assert len(wall) < 4000
    steering = window(browser, "steer")
    item = re.findall(r'name="item" value="(\w+)"', steering.sees("identity-words"))
    for one in item:
        steering.do("hide", "identity-words", one)
    assert "gewoon" not in window(browser).sees("identity-words")


# The page of the class


def test_the_part_lists_what_can_be_shared_with_how_many_did(browser: Browser) -> None:
    share(browser, 1, "meaning", "familie")
    window(browser, "steer").do("show", "meaning")
    found = teacher(browser).part("live")
    assert re.search(r"Wat is identiteit\?</a>.*?staat op het scherm.*?1 deelden · woordenwolk", found, re.S)
    assert "Vragen over vroeger" not in found
    assert 'data-view="steer"' in teacher(browser).part("live", activity="meaning")


def test_a_module_that_shares_nothing_with_a_class_has_no_such_part(browser: Browser) -> None:
    assert "part=live" not in teacher(browser, **module("intake")).part("class")


def test_steering_says_where_the_screen_is(browser: Browser) -> None:
    page = window(browser, "steer")
    clock = {"ends": None, "left": 0, "whole": 0}
    state = {"at": "circle", "begun": None, "clock": clock, "done": [], "skipped": []}
    headers = {"Authorization": f"Bearer {page.token}"}
    assert page.client.post("/guide/now", json={"was": 0, "state": state}, headers=headers).json["taken"]
    assert "Het scherm staat bij \u2018Jouw cirkel\u2019" in page.do("show", "meaning")
