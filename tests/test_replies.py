"""Writing back to a shared answer: for its learner alone, not over another's words, and nothing is lost."""

import html
import logging
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from lti_tool.rules.replies import LONGEST, read
from lti_tool.store import replies
from lti_tool.store.db import Database
from lti_tool.store.replies import Place
from lti_tool.tool import Tool
from modules.kit.activity_type import Refusal
from tests.class_page import PRIVATE, ClassPage, every_part, teacher
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import ON_BOTH

WARM = "Fijn dat je dit deelt, schat-van-een-zin."


def learner(browser: Browser, sub: str = "learner-42", audience: str = "facilitator") -> Page:
    page = browser.open(sub=sub)
    page.save("meaning", f"antwoord van {sub}", audience=audience)
    return page


def number_of(page: ClassPage, activity: str = "meaning", index: int = 0) -> str:
    """The attempt of a learner in the list."""
    rows = re.findall(r'id="reply-(\d+)"', page.part("shared", activity=activity))
    return str(rows[index])


def write(page: ClassPage, attempt: str, text: str, was: int = 0, **more: str) -> str:
    form = {"attempt": attempt, "activity": "meaning", "was": str(was), "text": text} | more
    return html.unescape(page.post("reply", **form))


def was_of(page: ClassPage, attempt: str) -> int:
    """The revision that somebody who opens the field sees."""
    found = re.search(r'name="was" value="(\d+)"', page.part("shared", activity="meaning", reply=attempt))
    assert found
    return int(found[1])


# For its learner


def test_a_reply_stands_under_the_answer_of_its_learner_alone(browser: Browser) -> None:
    mine, other = learner(browser), learner(browser, "learner-43")
    page = teacher(browser)
    assert "staat onder het antwoord" in write(page, number_of(page), WARM)
    [reply] = mine.load()["replies"]
    assert (reply["activity"], reply["text"], reply["new"]) == ("meaning", WARM, True)
    assert "replies" not in other.load()
    assert WARM not in other.call("GET", "/attempt?language=en").text


def test_a_facilitator_sees_that_it_was_read(browser: Browser) -> None:
    mine, page = learner(browser), teacher(browser)
    write(page, number_of(page), WARM)
    assert "nog niet gelezen" in page.part("shared", activity="meaning")
    [reply] = mine.load()["replies"]
    assert (
        mine.call("POST", "/replies/seen", {"activity": "meaning", "revision": reply["revision"]}).json == {}
    )
    assert not mine.load()["replies"][0]["new"]
    assert "nog niet gelezen" not in page.part("shared", activity="meaning")


def test_a_text_that_was_changed_meanwhile_is_still_new(browser: Browser) -> None:
    mine, page = learner(browser), teacher(browser)
    attempt = number_of(page)
    write(page, attempt, WARM)
    [old] = mine.load()["replies"]
    write(page, attempt, "Anders gezegd.", old["revision"])
    mine.call("POST", "/replies/seen", {"activity": "meaning", "revision": old["revision"]})
    assert mine.load()["replies"][0]["new"]


def test_nobody_marks_the_reply_to_somebody_else_as_read(browser: Browser) -> None:
    mine, other, page = learner(browser), learner(browser, "learner-43"), teacher(browser)
    write(page, number_of(page), WARM)
    [reply] = mine.load()["replies"]
    other.call("POST", "/replies/seen", {"activity": "meaning", "revision": reply["revision"]})
    assert mine.load()["replies"][0]["new"]


@pytest.mark.parametrize(
    "body", [None, [], {}, {"activity": "meaning"}, {"activity": "a\x00", "revision": 1},
             {"activity": "meaning", "revision": True}, {"activity": "meaning", "revision": 2**40}]
)  # fmt: skip
def test_anything_at_all_is_a_calm_refusal(browser: Browser, body: object) -> None:
    assert learner(browser).call("POST", "/replies/seen", body).status_code == 400


def test_what_was_written_back_is_text_in_any_language(browser: Browser) -> None:
    mine, page = learner(browser), teacher(browser)
    said = "<b>شكرا</b>\r\n🌱"
    write(page, number_of(page), said)
    assert mine.load()["replies"][0]["text"] == "<b>شكرا</b>\n🌱"
    assert "&lt;b&gt;شكرا" in page.part("shared", activity="meaning")


def test_who_takes_the_answer_back_keeps_what_was_written_to_them(browser: Browser) -> None:
    mine, page = learner(browser), teacher(browser)
    write(page, number_of(page), WARM)
    mine.save("meaning", "van mij", revision=1)
    assert mine.load()["replies"][0]["text"] == WARM
    # Nobody else may see from it that there is an answer.
    assert WARM not in every_part(page)
    assert "keer teruggeschreven" not in page.part("shared")


def test_a_learners_own_question_is_answered_too(browser: Browser) -> None:
    mine = learner(browser)
    mine.save("my-questions", [{"step": "past", "text": "Wat kost een jaar?"}], audience="facilitator")
    page = teacher(browser)
    assert "activity=my-questions" in page.part("shared")
    write(page, number_of(page, "my-questions"), WARM, activity="my-questions")
    assert [(one["activity"], one["text"]) for one in mine.load()["replies"]] == [("my-questions", WARM)]


# Never to what is not shared


def test_an_answer_that_is_not_shared_gets_no_reply_and_the_text_stays(browser: Browser) -> None:
    mine, page = learner(browser), teacher(browser)
    attempt = number_of(page)
    mine.save("meaning", PRIVATE, revision=1)
    said = write(page, attempt, WARM)
    assert "wordt niet meer met je gedeeld" in said
    assert WARM in said
    assert PRIVATE not in said
    assert "replies" not in mine.load()


def test_it_is_the_same_whether_there_never_was_an_answer_or_nobody_shared_it(browser: Browser) -> None:
    learner(browser, audience="learner")
    page = teacher(browser)
    assert [write(page, number, WARM) for number in ("1", "2", "99")].count(write(page, "1", WARM)) == 3


@pytest.mark.parametrize("activity", ["questions", "nothing", "", "a\x00b"])
def test_what_can_not_be_shared_gets_no_reply(browser: Browser, activity: str) -> None:
    mine, page = learner(browser), teacher(browser)
    write(page, number_of(page), WARM, activity=activity)
    assert "replies" not in mine.load()


def test_learners_of_another_link_get_nothing(browser: Browser) -> None:
    there = browser.open(resource_link={"id": "link-2"})
    there.save("meaning", "elders", audience="class")
    write(teacher(browser), "1", WARM)
    assert "replies" not in there.load()


def test_learners_write_nothing_back(browser: Browser) -> None:
    mine = learner(browser)
    form = {"attempt": "1", "activity": "meaning", "was": "0", "text": WARM}
    assert ClassPage(mine.client, mine.token).call("POST", "reply", {}, **form).status_code == 403


def test_no_log_has_a_word_of_it(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    mine, page = learner(browser), teacher(browser)
    write(page, number_of(page), WARM)
    mine.load()
    assert "schat-van-een-zin" not in caplog.text


def test_an_answer_that_nobody_shared_is_in_no_answer_to_a_facilitator(browser: Browser) -> None:
    mine, page = learner(browser), teacher(browser)
    mine.save("questions", {"dreams": PRIVATE})
    hidden = learner(browser, "learner-43", "learner")
    hidden.save("meaning", PRIVATE, revision=1)
    mine.finish()
    hidden.finish()
    told = [write(page, number, WARM, activity=name) for number in "123" for name in ("meaning", "questions")]
    told += [
        page.part("shared", activity=name, reply=number)
        for number in "123"
        for name in ("meaning", "questions")
    ]
    told += [
        page.post("hold"),
        page.post("release", attempt="2"),
        page.post("release", was="0"),
        every_part(page),
    ]
    assert PRIVATE not in "".join(told)


# Changed, removed, by two


def test_a_reply_is_changed_and_removed(browser: Browser) -> None:
    mine, page = learner(browser), teacher(browser)
    attempt = number_of(page)
    write(page, attempt, WARM)
    write(page, attempt, "Anders gezegd.", was_of(page, attempt))
    assert mine.load()["replies"][0]["text"] == "Anders gezegd."
    assert "Je bericht is weg" in write(page, attempt, "", was_of(page, attempt), remove="1")
    assert "replies" not in mine.load()


def test_of_two_who_write_at_once_the_second_is_told_and_keeps_the_text(browser: Browser) -> None:
    mine, page = learner(browser), teacher(browser)
    attempt = number_of(page)
    write(page, attempt, WARM)
    said = write(page, attempt, "Van een collega.")
    assert "Iemand anders schreef hier intussen" in said
    assert WARM in said
    assert "Van een collega." in said
    assert mine.load()["replies"][0]["text"] == WARM
    # Who then sends it anyway has seen what it replaces.
    [revision] = re.findall(r'name="was" value="(\d+)"', said)
    write(page, attempt, "Van een collega.", int(revision))
    assert mine.load()["replies"][0]["text"] == "Van een collega."


def test_what_a_colleague_changed_is_not_removed_unseen(browser: Browser) -> None:
    mine, page = learner(browser), teacher(browser)
    attempt = number_of(page)
    write(page, attempt, WARM)
    seen = was_of(page, attempt)
    write(page, attempt, "Anders gezegd.", seen)
    assert "Er is niets weggehaald" in write(page, attempt, "", seen, remove="1")
    assert mine.load()["replies"][0]["text"] == "Anders gezegd."


def test_a_reply_that_was_removed_and_written_anew_is_not_the_old_one(browser: Browser) -> None:
    mine, page = learner(browser), teacher(browser)
    attempt = number_of(page)
    write(page, attempt, WARM)
    old = was_of(page, attempt)
    write(page, attempt, "", old, remove="1")
    write(page, attempt, "Helemaal opnieuw.")
    assert "Iemand anders" in write(page, attempt, "Over de oude heen.", old)
    assert mine.load()["replies"][0]["text"] == "Helemaal opnieuw."


def test_sent_twice_is_no_quarrel(browser: Browser) -> None:
    learner(browser)
    page = teacher(browser)
    attempt = number_of(page)
    write(page, attempt, WARM)
    assert "staat onder het antwoord" in write(page, attempt, WARM)


@pytest.mark.parametrize(
    ("text", "said"),
    [("  \r\n ", "Schrijf eerst iets"), ("a" * (LONGEST + 1), "Hou het bij 500 tekens")],
)
def test_what_can_not_be_sent_stays_in_the_field(browser: Browser, text: str, said: str) -> None:
    mine, page = learner(browser), teacher(browser)
    found = write(page, number_of(page), text)
    assert said in found
    assert text.strip() in found
    assert "replies" not in mine.load()


@pytest.mark.parametrize("form", [{"was": "x"}, {"was": "-1"}, {"attempt": "9" * 30}, {"attempt": ""}])
def test_a_form_that_is_not_ours_is_refused(browser: Browser, form: dict[str, str]) -> None:
    learner(browser)
    whole = {"attempt": "1", "activity": "meaning", "was": "0", "text": WARM} | form
    assert teacher(browser).call("POST", "reply", {}, **whole).status_code == 400


def test_an_emoji_is_one_sign() -> None:
    assert read("🌱" * LONGEST) == "🌱" * LONGEST
    assert read("🌱" * (LONGEST + 1)) == Refusal("too-long")
    assert read(" een\r\n\r\n\r\n\r\ntwee\x00 ") == "een\n\ntwee\ufffd"


# In the database


@ON_BOTH
def test_of_many_facilitators_at_once_one_writes(browser: Browser, tool: Tool) -> None:
    learner(browser)
    place = Place(1, "meaning")

    def attempt(number: int) -> bool:
        with tool.database.write() as connection:
            return replies.write(connection, place, f"tekst {number}", was=0, now=7)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1


@ON_BOTH
def test_a_reply_goes_with_its_learner_and_shows_nobody_what_is_not_shared(
    browser: Browser, tool: Tool
) -> None:
    mine = learner(browser)
    database: Database = tool.database
    with database.write() as connection:
        assert replies.write(connection, Place(1, "meaning"), WARM, was=0, now=7)
        assert replies.is_shared(connection, Place(1, "meaning"), 1, "identity")
        assert replies.counts(connection, 1, "identity") == {"meaning": 1}
        assert replies.under(connection, 1, "identity", "meaning")["learner-42"].reply is not None
    mine.save("meaning", "van mij", revision=1)
    with database.write() as connection:
        assert not replies.is_shared(connection, Place(1, "meaning"), 1, "identity")
        assert replies.counts(connection, 1, "identity") == {}
        assert replies.under(connection, 1, "identity", "meaning") == {}
        assert [one.text for one in replies.of_learner(connection, 1)] == [WARM]
        assert replies.of_learner(connection, 1, unshared=False) == []
