"""The file and the code that carry answers: what comes out is what went in, or the reason why not."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.taking_along import CARRIED, ENTRY, NAME, call, code_of, file_with

pytest_plugins = ["tests.browser.scorm_fixtures", "tests.browser.take_along_fixtures"]
pytestmark = pytest.mark.browser


def read(page: Page, text: str, *wanted: str) -> Any:
    return call(page, "readBundle", text, list(wanted or [NAME]))


def test_a_code_gives_back_what_it_was_made_of(bundle: Page) -> None:
    assert read(bundle, code_of(bundle, CARRIED)) == CARRIED


def test_a_file_gives_back_what_it_was_made_of(bundle: Page) -> None:
    text = call(bundle, "asFile", CARRIED)

    assert read(bundle, text) == CARRIED
    assert json.loads(text) == {"wegwijs": 1, "carried": CARRIED}


def test_a_code_is_short_and_made_of_plain_letters(bundle: Page) -> None:
    code = code_of(bundle, CARRIED)

    assert code.isascii()
    assert len(code) < len(json.dumps(CARRIED))


def test_a_code_may_be_broken_over_lines_as_mail_does(bundle: Page) -> None:
    code = code_of(bundle, CARRIED)

    assert (
        read(bundle, "  " + "\r\n".join(code[at : at + 20] for at in range(0, len(code), 20)) + "\n")
        == CARRIED
    )


def test_only_what_is_wanted_is_taken_out(bundle: Page) -> None:
    code = code_of(bundle, CARRIED | {"practice/thought": ENTRY})

    assert list(read(bundle, code)) == [NAME]


def test_every_letter_of_a_code_counts(bundle: Page) -> None:
    code = code_of(bundle, CARRIED)
    for at in range(4, len(code) - 9, 3):
        other = "A" if code[at] != "A" else "B"
        assert read(bundle, code[:at] + other + code[at + 1 :]) == "damaged"
    assert read(bundle, code[:-9]) == "damaged"
    assert read(bundle, code[:30]) == "damaged"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \n ", "empty"),
        ("hallo", "strange"),
        ("https://example.org/WW1", "strange"),
        ("{", "strange"),
        ("[]", "strange"),
        ("{}", "strange"),
        ("null", "strange"),
        ('{"wegwijs": 1}', "strange"),
        ('{"wegwijs": "1", "carried": {}}', "strange"),
        ('{"wegwijs": 1, "carried": []}', "strange"),
        ('{"wegwijs": 1, "carried": {}}', "nothing"),
        ('{"wegwijs": 1, "carried": {"__proto__": {}, "talents/top-three": {}}}', "nothing"),
        ('{"wegwijs": 2, "anything": "else"}', "strange"),
        ('{"wegwijs": 2, "carried": {}}', "newer"),
        ("WW2-abc-def", "newer"),
        ("WW1-abc-def", "damaged"),
        ("WW1", "damaged"),
        (file_with(title=5), "strange"),
        (file_with(module=None), "strange"),
        (file_with(lines="x"), "strange"),
        (file_with(lines=[None]), "strange"),
        (file_with(lines=[{"label": "", "text": 5}]), "strange"),
        (file_with(lines=[{"label": "", "text": "x" * 20_001}]), "strange"),
        (file_with(lines=[{"label": "", "text": "x"}] * 201), "strange"),
        ("{" + " " * 400_000, "strange"),
    ],
)
def test_what_can_not_be_used_is_refused_with_the_reason(bundle: Page, text: str, why: str) -> None:
    assert read(bundle, text) == why


def fitted(page: Page, carried: Any, room: int) -> Any:
    return call(page, "fitted", carried, room)


def test_what_fits_stays_whole(bundle: Page) -> None:
    assert fitted(bundle, CARRIED, 1000) == {"carried": CARRIED, "isShort": False}


def test_what_does_not_fit_is_cut_and_never_through_a_letter(bundle: Page) -> None:
    long = {
        NAME: ENTRY
        | {"lines": [{"label": "Foto 1", "text": "🙂" * 3000}, {"label": "Foto 2", "text": "kort"}]}
    }

    found = fitted(bundle, long, 1365)

    assert found["isShort"]
    assert (
        len(json.dumps(found["carried"], ensure_ascii=False, separators=(",", ":")).encode("utf-16-le")) / 2
        <= 1365
    )
    first, second = found["carried"][NAME]["lines"]
    assert first["text"].strip("🙂") == "…"
    assert second == {"label": "Foto 2", "text": "kort"}
