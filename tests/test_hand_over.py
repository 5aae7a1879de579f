"""Handing questions over: how far each is, what a mail says, and nobody's name in any of it."""

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from lti_tool.rules.hand_over import by_state, items, mail
from lti_tool.rules.live import question as mark_of
from lti_tool.rules.live_words import alike
from lti_tool.rules.shared import Question
from tests.class_page import ClassPage, teacher
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH

BUS, MONEY = (
    Question("an", "Rijdt er laat nog een bus?", "Vervoer", "wall"),
    Question("bo", "Kost het veel?", "", "wall"),
)
WORDS = {"subject": "Over {m}", "before": "Dag,", "after": "Bedankt!", "paste": "[plak hier]"}


def ask(browser: Browser, text: str, sub: str = "learner-42", **more: str) -> None:
    page = browser.open(sub=sub)
    before = page.load()["answers"].get("my-questions", {"revision": 0})["revision"]
    given = {"audience": "facilitator"} | more
    page.save("my-questions", [{"step": "past", "text": text}], before, **given)


def items_on(page: ClassPage) -> dict[str, str]:
    """What stands for each question on the page, by its text."""
    cards = re.findall(
        r'<p class="answer" dir="auto">([^<]+)</p>.*?name="item" value="([^"]+)"',
        page.part("questions"),
        re.S,
    )
    return dict(cards)


# The rules


def test_a_question_is_open_until_somebody_says_otherwise() -> None:
    marks = {mark_of("wall", alike(BUS.text)): "passed", mark_of("wall", alike(MONEY.text)): "hidden"}
    found = items([BUS, MONEY], lambda text: text, marks)
    assert [(one.question, one.state) for one in found] == [(BUS, "passed"), (MONEY, "open")]
    assert list(by_state(found)) == ["open", "passed"]


def test_the_mark_is_that_of_the_wall_of_the_class() -> None:
    twice = Question("cem", "  rijdt er laat nog een BUS? ", "", "wall")
    found = items([BUS, twice], lambda text: text, {mark_of("wall", alike(BUS.text)): "answered"})
    assert [one.state for one in found] == ["answered", "answered"]


def test_a_mail_opens_with_everything_in_it_and_no_names() -> None:
    made = mail([BUS, MONEY], "vragen@school.example", WORDS, lambda text: text.format(m="sessie 4"))
    sent = parse_qs(urlsplit(made.href).query)
    assert urlsplit(made.href).path == "vragen@school.example"
    assert sent["subject"] == ["Over sessie 4"]
    assert sent["body"][0].replace("\r\n", "\n") == made.body
    assert "- Rijdt er laat nog een bus?" in made.body
    assert made.fits
    assert "an" not in made.body.split()


def test_what_a_mail_program_would_cut_off_is_left_to_paste() -> None:
    made = mail([BUS] * 60, None, WORDS, str)
    assert not made.fits
    assert "[plak hier]" in unquote(made.href)
    assert "bus" not in unquote(made.href)
    assert made.body.count("bus") == 60


def test_no_text_of_a_learner_adds_anybody_to_a_mail() -> None:
    made = mail([Question("an", "&cc=all@school.example?", "", "w")], "a@b.example", WORDS, str)
    assert set(parse_qs(urlsplit(made.href).query)) == {"subject", "body"}


# The page


@ON_BOTH
def test_a_question_is_passed_on_answered_and_opened_again(browser: Browser) -> None:
    ask(browser, "Hoeveel kost het?")
    page = teacher(browser)
    assert "Nog open" in page.part("questions")
    (item,) = items_on(page).values()
    for state, said in (("passed", "Doorgegeven"), ("answered", "Beantwoord"), ("open", "Nog open")):
        assert f"<h3>{said}" in page.post("questions/mark", item=item, state=state)
        assert f"<h3>{said}" in page.part("questions")


def test_only_what_is_open_is_handed_over(browser: Browser) -> None:
    ask(browser, "Wat is een graduaat?")
    ask(browser, "Mag ik later beginnen?", sub="learner-43")
    page = teacher(browser)
    page.post("questions/mark", item=items_on(page)["Wat is een graduaat?"], state="passed")
    table = page.call("POST", "questions", {}).text
    assert "Mag ik later beginnen?" in table
    assert "graduaat" not in table
    assert "graduaat" in page.call("POST", "questions", {}, all="1").text
    mailed = re.search(r"<pre[^>]*>(.*?)</pre>", page.part("questions"), re.S)
    assert mailed
    assert "graduaat" not in mailed[1]
    assert "Mag ik later beginnen?" in mailed[1]


def test_two_facilitators_at_once_see_one_another(browser: Browser) -> None:
    ask(browser, "Hoeveel kost het?")
    one, other = teacher(browser), teacher(browser)
    item = items_on(other)["Hoeveel kost het?"]
    one.post("questions/mark", item=item, state="passed")
    assert "<h3>Doorgegeven" in other.part("questions")
    other.post("questions/mark", item=item, state="answered")
    assert "<h3>Beantwoord" in one.part("questions")


def test_a_question_that_is_no_longer_shared_is_gone_and_said_to_be(browser: Browser) -> None:
    ask(browser, "Hoeveel kost het?")
    page = teacher(browser)
    item = items_on(page)["Hoeveel kost het?"]
    ask(browser, "Hoeveel kost het?", audience="learner")
    text = page.post("questions/mark", item=item, state="answered")
    assert "is er niet meer" in text
    assert "Hoeveel kost het?" not in text


@pytest.mark.parametrize("form", [{"item": "x" * 64}, {"item": "x", "state": "hidden"}, {"state": "passed"}])
def test_a_mark_that_makes_no_sense_changes_nothing(browser: Browser, form: dict[str, str]) -> None:
    ask(browser, "Hoeveel kost het?")
    page = teacher(browser)
    page.post("questions/mark", **form)
    assert "<h3>Nog open" in page.part("questions")


def test_the_mail_goes_to_the_contact_of_the_institution(browser: Browser) -> None:
    ask(browser, "Hoeveel kost het?")
    text = teacher(browser).part("questions")
    assert 'href="mailto:socialedienst.limburg@ucll.be?subject=' in text
    assert "Nagekeken op" in text


def test_a_learner_marks_nothing(browser: Browser) -> None:
    learner = browser.open()
    assert (
        ClassPage(learner.client, learner.token).call("POST", "questions/mark", {}, state="open").status_code
        == 403
    )


def test_what_is_said_here_stands_on_the_wall_of_the_class(browser: Browser) -> None:
    campus = {"custom": {"module": "student-life"}}
    asked = [{"theme": "support", "text": "Kost het veel?", "state": "passed", "answer": ""}]
    browser.open(**campus).save("wall", asked, audience="class")
    page = teacher(browser, **campus)
    (item,) = items_on(page).values()
    page.post("questions/mark", item=item, state="answered")
    wall = page.part("live", activity="wall")
    assert 'class="is-answered"' in wall
    assert "Kost het veel?" in wall
