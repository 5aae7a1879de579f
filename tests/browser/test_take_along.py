"""Taking answers along without a server: a file or a code out of one session, and into a later one."""

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.axe import violations
from tests.browser.conftest import Publish, Visitor
from tests.browser.quick import go_to
from tests.browser.scorm_steps import go, nothing_wrong, platform, saved
from tests.browser.taking_along import CARRIED, ENTRY, NAME, code_of, file_with
from tests.browser.walking import go_to_end
from tests.browser.writing import full_answers

pytest_plugins = ["tests.browser.scorm_fixtures", "tests.browser.take_along_fixtures"]
pytestmark = pytest.mark.browser


# On the screens


def start_with(visitor: Visitor, module: Module, **state: Any) -> None:
    """Give the preview host what a learner did before."""
    answers = {
        name: {"value": value, "how": "screen", "audience": "learner", "revision": 1}
        for name, value in state.pop("answers", {}).items()
    }
    kept = json.dumps({"answers": answers, "position": None, "finished": False, **state})
    visitor.context.add_init_script(
        f"origin === 'null' || (localStorage['wegwijs.preview.{module.id}'] ??= {json.dumps(kept)})"
    )


def code_at_the_end(page: Page | Frame) -> str:
    page.locator(".take-along").get_by_role("button", name="Kopieer de code").click()
    found = page.get_by_label("Jouw code").input_value()
    assert found.startswith("WW1-")
    return found


def paste(page: Page | Frame, code: str) -> None:
    page.get_by_role("button", name="Ik heb een bestand of code").click()
    page.get_by_label("Of plak je code").fill(code)
    page.get_by_role("button", name="Kijk wat erin zit").click()


def test_a_code_brings_words_from_one_session_to_another(
    earlier: Module, later: Module, publish: Publish, visitor: Visitor
) -> None:
    start_with(visitor, earlier, answers={"key-words": ["koppig", "zacht"], "thought": "voor mij alleen"})
    start_with(visitor, later, position="look")
    page = visitor.visit(publish(earlier))
    go_to_end(page)
    expect(page.locator(".take-choices")).to_have_text("Woordenkoppig · zacht")
    code = code_at_the_end(page)

    page = visitor.visit(publish(later))
    page.get_by_role("button", name="Ga verder waar je was").click()
    paste(page, code)
    expect(page.locator(".bring-inside")).to_contain_text("koppig · zacht")
    expect(page.get_by_role("region", name="Woorden")).to_have_count(0)
    page.get_by_role("button", name="Ja, neem mee").click()

    expect(page.get_by_role("region", name="Woorden")).to_contain_text("koppig · zacht")
    expect(page.get_by_label("Of plak je code")).to_be_hidden()
    page.reload()
    page.locator("html.is-live").wait_for()
    expect(page.get_by_role("region", name="Woorden")).to_contain_text("koppig · zacht")
    assert "look" not in json.loads(page.evaluate("localStorage['wegwijs.preview.later']"))["answers"]


def test_a_part_brings_what_any_of_its_screens_looks_back_at_in_another(
    publish: Publish, visitor: Visitor
) -> None:
    module = load_registry().modules["civic-reflection"]
    first, last = module.in_variant("start"), module.in_variant("articulate")
    said, now = full_answers(first)[0], full_answers(last)[0]["competences-end"]
    kept = {name: said[name] for name in ("need", "competences-start", "values")}
    start_with(visitor, first, answers=kept | {"competences-end": now})
    page = visitor.visit(publish(first))
    go_to_end(page)
    code = code_at_the_end(page)

    page = visitor.visit(publish(last))
    page.locator(".road a").first.click()
    go_to(page, "best-pieces")
    paste(page, code)
    page.get_by_role("button", name="Ja, neem mee").click()

    card = page.get_by_role("region", name="De nood in eigen woorden")
    expect(page.locator(".back-card")).to_have_count(1)
    expect(card.get_by_text("Sinds januari")).to_be_hidden()
    card.get_by_text("Lees wat je schreef").click()
    expect(card.get_by_text("Sinds januari")).to_be_visible()
    go_to(page, "growth")
    expect(page.locator(".is-now .growth-said")).to_have_text(re.compile("^Hoger is niet beter"))


def test_a_file_brings_them_too(
    earlier: Module, later: Module, publish: Publish, visitor: Visitor, tmp_path: Path
) -> None:
    start_with(visitor, earlier, answers={"key-words": ["koppig"]})
    start_with(visitor, later, position="look")
    page = visitor.visit(publish(earlier))
    go_to_end(page)
    with page.expect_download() as download:
        page.locator(".take-along").get_by_role("button", name="Bewaar als bestand").click()
    assert download.value.suggested_filename == "practice.wegwijs"
    file = tmp_path / "practice.wegwijs"
    download.value.save_as(file)

    page = visitor.visit(publish(later))
    page.get_by_role("button", name="Ga verder waar je was").click()
    page.get_by_role("button", name="Ik heb een bestand of code").click()
    page.get_by_label("Kies je bestand").set_input_files(file)
    page.get_by_role("button", name="Ja, neem mee").click()

    expect(page.get_by_role("region", name="Woorden")).to_contain_text("koppig")


def test_what_is_not_ticked_stays_here(earlier: Module, publish: Publish, visitor: Visitor) -> None:
    from_before = {"identity/past-words": {**ENTRY, "title": "Vijf woorden"}}
    start_with(visitor, earlier, answers={"key-words": ["koppig"]}, carried=from_before)
    page = visitor.visit(publish(earlier))
    go_to_end(page)
    page.get_by_role("checkbox", name="Vijf woorden").uncheck()
    with page.expect_download() as download:
        page.locator(".take-along").get_by_role("button", name="Bewaar als bestand").click()
    assert list(json.loads(Path(download.value.path()).read_text("utf-8"))["carried"]) == [NAME]

    page.get_by_role("checkbox", name="Woorden").last.uncheck()
    page.locator(".take-along").get_by_role("button", name="Kopieer de code").click()
    expect(page.get_by_text("Kies eerst wat je meeneemt.")).to_be_visible()
    expect(page.get_by_label("Jouw code")).to_be_hidden()


def test_with_nothing_written_there_is_nothing_to_take(
    earlier: Module, publish: Publish, visitor: Visitor
) -> None:
    page = visitor.visit(publish(earlier))
    go_to_end(page)

    expect(page.get_by_text("Hier is nog niets om mee te nemen.")).to_be_visible()
    expect(page.locator(".take-along").get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("", "Kies een bestand of plak een code."),
        ("hallo", "Dit is geen bestand of code van Wegwijs."),
        ("WW1-abc-def", "Deze code is niet volledig."),
        ("WW9-abc-def", "Dit komt uit een nieuwere versie."),
        ('{"wegwijs": 1, "carried": {}}', "Hier zit niets in"),
    ],
)
def test_a_bad_code_is_answered_in_words(
    later: Module, publish: Publish, visitor: Visitor, code: str, says: str
) -> None:
    start_with(visitor, later, position="look")
    page = visitor.visit(publish(later))
    page.get_by_role("button", name="Ga verder waar je was").click()
    paste(page, code)

    expect(page.get_by_role("alert").get_by_text(says)).to_be_visible()
    expect(page.locator(".bring-inside")).to_be_hidden()


def test_a_picture_is_no_file_of_ours(
    later: Module, publish: Publish, visitor: Visitor, tmp_path: Path
) -> None:
    start_with(visitor, later, position="look")
    page = visitor.visit(publish(later))
    page.get_by_role("button", name="Ga verder waar je was").click()
    page.get_by_role("button", name="Ik heb een bestand of code").click()
    (tmp_path / "foto.jpg").write_bytes(bytes(range(256)) * 40)
    page.get_by_label("Kies je bestand").set_input_files(tmp_path / "foto.jpg")

    expect(page.get_by_role("alert").get_by_text("Dit is geen bestand")).to_be_visible()


def test_leaving_behind_forgets_it_at_once_and_can_be_undone_while_the_page_is_open(
    later: Module, publish: Publish, visitor: Visitor
) -> None:
    start_with(visitor, later, position="look", carried=CARRIED)
    page = visitor.visit(publish(later))
    page.get_by_role("button", name="Ga verder waar je was").click()
    page.get_by_role("button", name="Neem dit niet mee").click()
    expect(page.get_by_role("button", name="Neem weer mee")).to_be_focused()
    assert "koppig" not in page.evaluate("JSON.stringify(localStorage)")

    page.get_by_role("button", name="Neem weer mee").click()

    expect(page.get_by_role("region", name="Woorden")).to_contain_text("koppig")
    assert "koppig" in page.evaluate("JSON.stringify(localStorage)")


@pytest.mark.parametrize("shades", ["light", "dark"])
def test_axe_finds_nothing_on_either_side(
    earlier: Module, later: Module, publish: Publish, visitor: Visitor, shades: Any
) -> None:
    start_with(visitor, earlier, answers={"key-words": ["koppig"]})
    start_with(visitor, later, position="look")
    page = visitor.visit(publish(earlier))
    page.emulate_media(color_scheme=shades, reduced_motion="reduce")
    go_to_end(page)
    code = code_at_the_end(page)
    assert violations(page) == []

    page = visitor.visit(publish(later))
    page.emulate_media(color_scheme=shades, reduced_motion="reduce")
    page.get_by_role("button", name="Ga verder waar je was").click()
    paste(page, code)
    expect(page.get_by_role("button", name="Ja, neem mee")).to_be_visible()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


# In packages


def test_a_package_gives_a_code_that_another_package_takes_and_keeps(
    earlier: Module, later: Module, version: str, tmp_path: Path, chromium: Browser
) -> None:
    with platform(earlier, version, tmp_path) as first:
        sitting = first.launch(chromium)
        go(sitting.frame, "key-words")
        sitting.frame.locator(".is-now input").first.fill("koppig")
        saved(sitting.frame)
        sitting.frame.locator(".road a").last.click()
        code = code_at_the_end(sitting.frame)
        sitting.close()
        nothing_wrong(sitting)
    with platform(later, version, tmp_path) as second:
        sitting = second.launch(chromium)
        go(sitting.frame, "look")
        paste(sitting.frame, code)
        sitting.frame.get_by_role("button", name="Ja, neem mee").click()
        expect(sitting.frame.get_by_role("region", name="Woorden")).to_contain_text("koppig")
        sitting.close()
        nothing_wrong(sitting)

        again = second.launch(chromium)
        go(again.frame, "look")
        expect(again.frame.get_by_role("region", name="Woorden")).to_contain_text("koppig")
        again.frame.get_by_role("button", name="Neem dit niet mee").click()
        expect(again.frame.get_by_role("button", name="Neem weer mee")).to_be_visible()
        again.close()
        nothing_wrong(again)

        last = second.launch(chromium)
        go(last.frame, "look")
        expect(last.frame.get_by_text("Je hebt hier nog niets.")).to_be_visible()
        last.close()


def noise(length: int) -> str:
    """Text that hardly gets smaller by packing."""
    return "".join(random.Random(length).choices("0123456789abcdef", k=length))


def test_long_words_leave_room_for_the_answers_of_this_session(
    later: Module, tmp_path: Path, chromium: Browser, bundle: Page
) -> None:
    words = " ".join(f"woord{number * 7919 % 10007}" for number in range(700))
    code = code_of(bundle, {NAME: ENTRY | {"lines": [{"label": "", "text": words}], "value": [words]}})
    with platform(later, "1.2", tmp_path) as lms:
        sitting = lms.launch(chromium)
        go(sitting.frame, "look")
        paste(sitting.frame, code)
        expect(sitting.frame.get_by_text("Lange teksten zijn ingekort.")).to_be_visible()
        sitting.frame.get_by_role("button", name="Ja, neem mee").click()
        expect(sitting.frame.get_by_role("region", name="Woorden")).to_contain_text("woord0")
        sitting.frame.get_by_label("Wat klopt nog?").fill("Ik ben nog altijd koppig. " * 40)
        saved(sitting.frame)
        sitting.close()
        nothing_wrong(sitting)
        assert len(lms.element("cmi.suspend_data") or "") < 1600


def test_with_no_room_left_nothing_is_lost_and_it_says_so(
    later: Module, tmp_path: Path, chromium: Browser
) -> None:
    with platform(later, "1.2", tmp_path) as lms:
        sitting = lms.launch(chromium)
        go(sitting.frame, "thought")
        full = noise(5600)
        sitting.frame.locator(".is-now textarea").fill(full)
        saved(sitting.frame)
        go(sitting.frame, "look")
        paste(sitting.frame, file_with(value=noise(900)))
        sitting.frame.get_by_role("button", name="Ja, neem mee").click()
        expect(
            sitting.frame.get_by_role("alert").get_by_text("Hier is geen plaats meer voor.")
        ).to_be_visible()
        expect(sitting.frame.get_by_role("region", name="Woorden")).to_have_count(0)
        sitting.close()

        again = lms.launch(chromium)
        again.frame.locator(".road a").first.click()
        go(again.frame, "thought")
        expect(again.frame.locator(".is-now textarea")).to_have_value(full)
        again.close()
