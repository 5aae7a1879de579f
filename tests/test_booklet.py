"""My booklet: everything of one's own, of all sessions, nothing of anybody else; text stays text."""

import json
import logging
from dataclasses import replace
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from werkzeug.test import TestResponse

from lti_tool.errors import PaperError
from lti_tool.paper import typesetting
from lti_tool.rules.booklet import printable
from lti_tool.store import platforms
from lti_tool.tool import Tool
from lti_tool.words import words
from tests.lti_browser import HOST, Browser, Page
from tests.lti_platform_double import INSTRUCTOR
from tests.printed import pages_of, words_in

MINE = "kanarie-van-mij"
OTHERS = "kanarie-van-een-ander"


def ask(page: Page, what: str, method: str = "POST", language: str = "nl") -> TestResponse:
    headers = {"Authorization": f"Bearer {page.token}"}
    query = {"language": language}
    return page.client.open(
        f"/booklet/{what}", method=method, base_url=HOST, headers=headers, query_string=query
    )


def printed(page: Page, language: str = "nl") -> str:
    answer = ask(page, "pdf", language=language)
    assert answer.headers["Content-Type"] == "application/pdf", answer.text
    return words_in(answer.data)


def along(page: Page) -> Any:
    return json.loads(ask(page, "json").data)


def test_all_sessions_of_one_person_at_one_platform_are_in_it(browser: Browser, tool: Tool) -> None:
    browser.open().save("meaning", f"{MINE}-1")
    browser.open(resource_link={"id": "link-2"}, context={"id": "course-8", "title": "Klas 7A"}).save(
        "questions", {"dreams": f"{MINE}-2"}
    )
    with tool.database.write() as connection:
        platforms.approve(connection, 1, "dep-2", 1)
    talents = browser.open(
        deployment_id="dep-2", resource_link={"id": "link-3"}, custom={"module": "talents"}
    )
    talents.save("my-questions", [{"step": "", "text": f"{MINE}-3"}])
    seen = printed(talents)
    for text in (
        f"{MINE}-1",
        f"{MINE}-2",
        f"{MINE}-3",
        "Wie ben jij?",
        "Klas 7A",
        "Mijn boekje",
        "Dit is van jou",
    ):
        assert text in seen
    data = along(browser.open())
    assert [one["module"] for one in data["sessions"]] == ["identity", "identity", "talents"]
    assert data["sessions"][1]["answers"][0]["value"] == {"dreams": f"{MINE}-2"}
    assert data["sessions"][1]["answers"][0]["lines"][0]["label"].startswith("Waar droomde je")


def test_nothing_of_anybody_else_is_in_it(browser: Browser, tool: Tool) -> None:
    browser.open(sub="learner-43").save("meaning", OTHERS, audience="class")
    browser.open(sub="learner-42", roles=[INSTRUCTOR]).save("meaning", f"{OTHERS}-als-begeleider")
    with tool.database.write() as connection:
        other = replace(browser.platform.registration, issuer="https://another.edu", client_id="another")
        platforms.add(connection, other, ["dep-1"], 1)
    elsewhere = Browser(browser.client, browser.platform)
    login = elsewhere.log_in(iss=other.issuer, client_id=other.client_id)
    message = browser.platform.claims(login.nonce, iss=other.issuer, aud=other.client_id)
    there = elsewhere.post(browser.platform.sign(message), login.state).headers["Location"]
    Page(browser.client, there.partition("#")[2], "").save("meaning", f"{OTHERS}-op-een-ander-platform")
    mine = browser.open()
    mine.save("meaning", MINE)
    for text in (printed(mine), ask(mine, "json").text, ask(mine, "sheet", "GET").text):
        assert OTHERS not in text
    assert MINE in printed(mine)


def test_a_facilitator_gets_what_was_tried_out(browser: Browser) -> None:
    browser.open(sub="learner-42").save("meaning", OTHERS)
    teacher = browser.open(sub="learner-42", roles=[INSTRUCTOR])
    teacher.save("meaning", MINE)
    assert OTHERS not in ask(teacher, "json").text
    assert MINE in ask(teacher, "json").text


def test_what_was_done_on_paper_is_said_and_what_is_empty_is_not(browser: Browser) -> None:
    page = browser.open()
    page.save("meaning", None, how="paper")
    page.save("questions", {})
    seen = printed(page)
    assert "Op papier of hardop gedaan" in seen
    assert "Vragen over vroeger" not in seen


def test_an_empty_booklet_says_how_to_begin(browser: Browser) -> None:
    assert "nog leeg" in ask(browser.open(), "sheet", "GET").text
    assert "Je schreef nog niets" in printed(browser.open())


def test_it_is_made_in_the_language_of_the_page(browser: Browser) -> None:
    page = browser.open()
    page.save("meaning", MINE)
    seen = printed(page, "en")
    assert "My booklet" in seen
    assert "Who are you?" in seen
    assert "2 answers" not in ask(page, "sheet", "GET", "en").text
    assert "1 answer" in ask(page, "sheet", "GET", "en").text


@pytest.mark.parametrize(
    "text",
    [
        '#set page(fill: red) #panic("x")',
        '#read("/etc/passwd") #include "style.typ" #sys.inputs.data',
        "*vet* _schuin_ `code` $x^2$ = kop @ref <label> // weg \\ einde",
        '"] #panic() [ ") } </script><svg><image href="file:///etc/passwd"/></svg>',
        "{{ 7 * 7 }} {% raw %} {x} %s",
    ],
)
def test_what_was_typed_is_never_markup(browser: Browser, text: str) -> None:
    page = browser.open()
    page.save("meaning", text)
    page.save("circle", {"hobby": text, "work": text})
    assert "".join(text.split()) in "".join(printed(page).split())


def test_arabic_emoji_and_other_alphabets_are_printed(browser: Browser) -> None:
    page = browser.open()
    page.save("meaning", "Ik ben ëéïç, 👍🏽 ❤️ Привіт Ğğş")
    page.save("questions", {"dreams": "مرحبا، أنا من حلب"})
    seen = printed(page)
    for text in ("ëéïç", "👍", "❤", "Привіт", "Ğğş", "مرحبا"):
        assert text in seen
    assert "letters die niet elke" not in seen
    page.save("song", [{"what": "你好", "why": "ዓለም"}])
    assert "letters die niet elke" in printed(page)


def test_a_screen_reader_can_tell_what_is_printed(browser: Browser) -> None:
    page = browser.open()
    page.save("circle", {"hobby": "voetbal"})
    assert b"pdfuaid:part>1<" in ask(page, "pdf").data


PROMISED = {
    "Western European": "aàáâäæçèéêëìíîïñòóôöœùúûüýÿß€",
    "Turkish, Polish and others": "\u011f\u0131\u015f\u0142\u0151\u0159\u017e\u0130",
    "marks": "\u2018\u2019\u201c\u201d\u2013\u2026·",
    "Arabic, Persian and Pashto": "مرحباپچگیئټډړږښڼ",
    "emoji": "😀👍❤",
}


@pytest.mark.parametrize("letters", PROMISED.values(), ids=PROMISED)
def test_our_own_fonts_have_every_letter_that_we_promise(letters: str) -> None:
    fonts = [TTFont(file) for file in (Path(typesetting.__file__).parent / "fonts").glob("*.ttf")]
    there = {code for font in fonts for code in font.getBestCmap()}
    assert {char for char in letters if ord(char) not in there} == set()


def test_a_text_without_spaces_stays_on_the_page(browser: Browser) -> None:
    page = browser.open()
    page.save("meaning", "a" * 3000)
    pdf = ask(page, "pdf").data
    assert words_in(pdf).replace(" ", "").count("a" * 500) >= 1
    assert pages_of(pdf) > 3


def test_what_belongs_together_is_not_broken_and_reads_in_its_own_direction() -> None:
    family = "👨\u200d👩\u200d👧"
    assert family * 3 in printable(family * 40)["text"].replace("\u200b", "")
    assert "\u200d\u200b" not in printable(family * 40)["text"]
    assert not any(f"\u200b{mark}" in printable("e\u0301" * 99)["text"] for mark in "\u0301\ufe0f")
    assert printable("مرحبا Sami")["rtl"] is True
    assert printable("Sami مرحبا")["rtl"] is False
    assert printable("2026: مرحبا")["rtl"] is True
    assert printable("a\x00b\x1bc")["text"] == "abc"


# Limits


def test_more_than_a_booklet_holds_is_said_and_is_still_in_the_data(browser: Browser) -> None:
    page = browser.open()
    page.save("questions", dict.fromkeys(("dreams", "choices", "child", "school", "place"), "woord " * 3300))
    page.save("circle", dict.fromkeys(("hobby", "work", "people", "know", "fears", "sense"), "woord " * 3300))
    answer = ask(page, "pdf")
    assert "meer dan er in een afgedrukt boekje past" in answer.text
    assert answer.status_code == 200
    assert len(ask(page, "json").data) > 200_000


def test_what_takes_too_long_ends(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = browser.open()
    page.save("meaning", MINE)
    monkeypatch.setattr(typesetting, "MOST_SECONDS", 0.001)
    assert "duurde te lang" in ask(page, "pdf").text
    assert MINE not in caplog.text


def test_a_class_that_asks_at_once_keeps_no_thread_from_launches(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.open()
    busy = BoundedSemaphore(1)
    busy.acquire()
    monkeypatch.setattr(typesetting, "_turn", busy)
    answer = ask(page, "pdf")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    busy.release()
    assert ask(page, "pdf").status_code == 200


def test_a_page_that_can_not_be_made_says_nothing_of_what_is_on_it(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(PaperError) as refused:
        typesetting.typeset("booklet", {"words": MINE}, 1)
    assert refused.value.code == "failed"
    assert MINE not in caplog.text
    assert MINE not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["\n" * 20_000, "e" + "\u0301" * 19_999, "👨\u200d" * 9_000, "\u202e" * 20_000],
    # Short: pytest puts the name of a test in the environment of all that it starts, and that has a limit.
    ids=["lines", "accents", "joined", "turned"],
)
def test_texts_made_to_hurt_are_printed_all_the_same(browser: Browser, text: str) -> None:
    page = browser.open()
    page.save("meaning", f"voor{text}na")
    assert ask(page, "pdf").headers["Content-Type"] == "application/pdf"


# Who may, and what stays behind


def test_without_a_token_there_is_no_booklet(browser: Browser, tool: Tool) -> None:
    page = browser.open()
    for what, method in (("sheet", "GET"), ("pdf", "POST"), ("json", "POST")):
        assert browser.client.open(f"/booklet/{what}", method=method, base_url=HOST).status_code == 401
    with tool.database.write() as connection:
        platforms.refuse(connection, 1, "dep-1")
    assert ask(page, "pdf").status_code == 401


def test_nothing_of_it_is_logged_cached_or_left_on_disk(
    browser: Browser, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = browser.open()
    page.save("meaning", MINE)
    before = set(tmp_path.rglob("*"))
    for what in ("pdf", "json"):
        answer = ask(page, what)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert set(tmp_path.rglob("*")) == before
    assert MINE not in caplog.text
    assert page.token not in caplog.text


def test_the_page_itself_says_nothing_of_anybody(browser: Browser) -> None:
    browser.open().save("meaning", MINE)
    page = browser.client.get("/booklet/1/identity/nl", base_url=HOST)
    assert page.status_code == 200
    assert MINE not in page.text
    assert browser.client.get("/booklet/9/identity/nl", base_url=HOST).status_code == 404


def test_every_reason_has_words() -> None:
    for language in ("nl", "en"):
        assert {"too-long", "too-slow", "failed"} == set(words(language, "booklet")["trouble"])
