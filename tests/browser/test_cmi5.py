"""cmi5 packages on a strict platform: kept, given back, reported by the profile's rules, never made worse.

The platform checks each statement against those rules (`cmi5_rules`); in `tests/services` the statements go
to a learning record store that nobody here wrote.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from modules.kit.loader import load_module
from scorm_export.export import export
from tests.browser.cmi5_lms import Cmi5Lms, Sitting
from tests.browser.cmi5_rules import CMI5
from tests.browser.scorm_steps import finish, go, nothing_wrong, saved, texts, write
from tests.module_folders import make_module

pytestmark = pytest.mark.browser

PROGRESS = f"{CMI5}result/extensions/progress"


@pytest.fixture
def lms(tmp_path: Path) -> Iterator[Cmi5Lms]:
    """A platform with a small module: `thought` (may be shared), `key-words`, `extra` (not required)."""
    (package,) = export([load_module(make_module(tmp_path))], format="cmi5", out=tmp_path)
    with Cmi5Lms(package.path) as running:
        yield running


NOTE_SENDING = """(() => {
  const call = window.fetch;
  window.fetch = (address, options) => {
    const resource = new URL(address, location).pathname.split("/").at(-1);
    const sent = localStorage.getItem("sent") ?? "";
    if ((options?.method ?? "GET") !== "GET") localStorage.setItem("sent", `${sent} ${resource}`);
    return call(address, options);
  };
})()"""
"""To which resources a page sent something, in order; still there when the page is not."""


def thought(sitting: Sitting) -> list[str]:
    go(sitting.frame, "thought")
    return list(texts(sitting.frame).values())


def share(sitting: Sitting, audience: str = "Jij en je begeleider") -> None:
    now = sitting.frame.locator(".is-now")
    if now.locator("fieldset:visible").count() == 0:
        now.get_by_role("button", name="Delen").or_(now.get_by_role("button", name="Verander")).click()
    now.get_by_label(audience, exact=True).check()


def complete(sitting: Sitting) -> None:
    write(sitting.frame, "thought", "twee woorden")
    go(sitting.frame, "key-words")
    for number, field in enumerate(sitting.frame.locator(".is-now input[type=text]:visible").all()):
        field.fill(f"woord{number}")


def test_a_session_begins_and_ends_once_and_in_that_order(lms: Cmi5Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    sitting.close()
    assert lms.verbs() == ["initialized", "terminated"]
    nothing_wrong(sitting)


def test_text_is_back_on_another_computer(lms: Cmi5Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "Écht waar 🙂 ١٢\nen nog een regel")
    saved(first.frame)
    first.close()
    nothing_wrong(first)

    second = lms.launch(chromium)
    assert thought(second) == ["Écht waar 🙂 ١٢\nen nog een regel"]
    second.leave()
    nothing_wrong(second)


def test_the_last_answer_counts_when_the_tab_is_closed_at_once(lms: Cmi5Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "twee woorden")
    first.close()
    nothing_wrong(first)
    assert [one["result"]["extensions"][PROGRESS] for one in lms.said("progressed")] == [50]

    second = lms.launch(chromium)
    assert thought(second) == ["twee woorden"]
    second.leave()


def test_a_page_that_is_left_sends_its_last_answer_before_its_end(lms: Cmi5Lms, chromium: Browser) -> None:
    context = chromium.new_context()
    context.add_init_script(NOTE_SENDING)
    sitting = lms.launch(chromium, context=context)
    write(sitting.frame, "thought", "twee woorden")
    with lms.session_end():
        sitting.host.evaluate("() => { document.querySelector('iframe').src = 'about:blank'; }")
    sent = sitting.host.evaluate("() => localStorage.getItem('sent')").split()
    context.close()
    assert "state state statements statements" in " ".join(sent)  # each in both forms


def test_the_last_answer_counts_though_the_browser_must_ask_before_each_call(
    lms: Cmi5Lms, chromium: Browser
) -> None:
    lms.endpoint.asked_each_time = True
    first = lms.launch(chromium)
    write(first.frame, "thought", "twee woorden")
    first.close()
    assert lms.verbs() == ["initialized", "progressed", "terminated"]
    nothing_wrong(first)

    second = lms.launch(chromium)
    assert thought(second) == ["twee woorden"]
    second.leave()


def test_all_done_is_completed_once_however_often_it_is_opened(lms: Cmi5Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    complete(first)
    go(first.frame, "end")
    finish(first.frame)
    first.close()
    nothing_wrong(first)
    again = lms.launch(chromium)
    again.frame.locator(".road a").first.click()
    write(again.frame, "thought", "nog meer woorden")
    saved(again.frame)
    again.close()
    nothing_wrong(again)
    assert len(lms.said("completed")) == 1


def test_all_done_is_completed_though_the_tab_is_closed_at_once(lms: Cmi5Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    complete(sitting)
    sitting.close()
    nothing_wrong(sitting)
    assert lms.verbs()[-2:] == ["completed", "terminated"]


def test_finishing_with_something_done_is_completed(lms: Cmi5Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    go(sitting.frame, "end")
    finish(sitting.frame)
    sitting.leave()
    assert len(lms.said("completed")) == 1
    nothing_wrong(sitting)


def test_looking_only_completes_nothing(lms: Cmi5Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    go(sitting.frame, "end")
    sitting.frame.get_by_role("button", name="Ik ben klaar").click()
    sitting.leave()
    assert lms.verbs() == ["initialized", "terminated"]


def test_what_is_not_shared_stands_in_no_statement(lms: Cmi5Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    complete(sitting)
    go(sitting.frame, "end")
    finish(sitting.frame)
    sitting.close()
    assert lms.said("answered") == []
    assert "twee woorden" not in str(lms.statements)


def test_a_shared_answer_is_told_when_it_is_left_and_told_again_when_it_changes(
    lms: Cmi5Lms, chromium: Browser
) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "eerst dit")
    share(sitting)
    saved(sitting.frame)
    assert lms.said("answered") == []
    go(sitting.frame, "key-words")
    (told,) = lms.heard("answered", 1)
    assert told["result"] == {"response": "eerst dit"}
    assert told["object"]["id"] == f"{lms.activity_id}#thought"
    assert told["object"]["definition"]["interactionType"] == "long-fill-in"

    sitting.frame.locator(".road a").first.click()
    go(sitting.frame, "thought")
    sitting.frame.locator(".is-now textarea").fill("toch liever dit")
    sitting.close()
    assert [one["result"]["response"] for one in lms.said("answered")] == ["eerst dit", "toch liever dit"]
    nothing_wrong(sitting)


def test_what_was_told_is_not_told_again(lms: Cmi5Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "eerst dit")
    share(first)
    go(first.frame, "key-words")
    write(first.frame, "key-words", "een")
    saved(first.frame)
    lms.heard("answered", 1)
    first.close()
    second = lms.launch(chromium)
    write(second.frame, "key-words", "twee")
    saved(second.frame)
    second.close()
    assert len(lms.said("answered")) == 1


def test_an_answer_taken_back_is_followed_by_one_that_says_so_and_the_learner_knows_what_stays(
    lms: Cmi5Lms, chromium: Browser
) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "eerst dit")
    share(first)
    first.close()

    second = lms.launch(chromium)
    go(second.frame, "thought")
    share(second, "Jij, en wie je leeromgeving beheert")
    expect(second.frame.locator(".is-now fieldset")).to_contain_text(
        "Je leeromgeving onthoudt wel wat je al deelde."
    )
    assert [one["result"]["response"] for one in lms.heard("answered", 2)] == ["eerst dit", "-"]
    second.close()
    nothing_wrong(second)


@pytest.mark.parametrize("mode", ["Review", "Browse"])
def test_looking_back_tells_of_beginning_and_end_only(mode: str, lms: Cmi5Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "twee woorden")
    first.leave()

    back = lms.launch(chromium, mode=mode)
    assert thought(back) == ["twee woorden"]
    back.frame.locator(".is-now textarea").fill("iets anders")
    expect(back.frame.locator(".is-now [data-part=trouble]")).to_contain_text(
        "Je kan hier alleen terugkijken."
    )
    back.leave()
    assert lms.verbs() == ["initialized", "terminated"]
    nothing_wrong(back)


@pytest.mark.parametrize("failing", [{"state": 500}, {"state": 429}, {"statements": 503}])
def test_a_platform_that_fails_midway_is_said_and_made_good(
    failing: dict[str, int], lms: Cmi5Lms, chromium: Browser
) -> None:
    sitting = lms.launch(chromium)
    sitting.trouble(**failing)
    write(sitting.frame, "thought", "twee woorden")
    line = sitting.frame.locator("[data-part=saved]")
    expect(line).to_have_text("Nog niet bewaard. Het lukt even niet, we proberen opnieuw.")
    sitting.well_again()
    saved(sitting.frame)
    sitting.close()
    assert lms.verbs() == ["initialized", "progressed", "terminated"]
    nothing_wrong(sitting)

    again = lms.launch(chromium)
    assert thought(again) == ["twee woorden"]
    again.leave()


def test_words_that_could_not_be_sent_wait_on_the_device(lms: Cmi5Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    first.trouble(state=500)
    write(first.frame, "thought", "twee woorden")
    expect(first.frame.locator("[data-part=saved]")).to_have_attribute("data-state", "trouble")
    storage = first.context.storage_state()
    first.context.close()  # as when the power goes
    first.well_again()

    second = lms.launch(chromium, storage=storage)
    assert thought(second) == ["twee woorden"]
    saved(second.frame)
    second.close()
    third = lms.launch(chromium)
    assert thought(third) == ["twee woorden"]
    third.leave()


def test_what_waits_on_the_device_is_not_another_learner_s(lms: Cmi5Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    first.trouble(state=500)
    write(first.frame, "thought", "twee woorden")
    expect(first.frame.locator("[data-part=saved]")).to_have_attribute("data-state", "trouble")
    storage = first.context.storage_state()
    first.context.close()  # as when the power goes
    first.well_again()

    other = lms.launch(chromium, storage=storage, learner="yusuf")
    assert thought(other) == []
    other.leave()


def test_without_a_launch_the_page_works_and_says_where_answers_stay(lms: Cmi5Lms, chromium: Browser) -> None:
    page = chromium.new_page(locale="nl-BE")
    page.goto(f"{lms.address}/content/index.html")
    expect(page.locator("[data-part=kept]")).to_contain_text("blijven op dit toestel")
    write(page.main_frame, "thought", "twee woorden")
    saved(page.main_frame)
    assert lms.endpoint.calls == []
    page.close()


def test_after_a_reload_answers_are_kept_and_the_next_launch_tells_of_them(
    lms: Cmi5Lms, chromium: Browser
) -> None:
    page = chromium.new_page(locale="nl-BE")
    page.goto(lms.launch_address())
    write(page.main_frame, "thought", "twee woorden")
    saved(page.main_frame)
    page.reload()
    expect(page.get_by_role("status").filter(has_text="Je hebt deze pagina herladen.")).to_be_visible()
    assert list(texts(page.main_frame).values()) == ["twee woorden"]
    page.locator(".is-now textarea").fill("drie woorden nu")
    saved(page.main_frame)
    go(page.main_frame, "end")
    page.get_by_role("button", name="Ik ben klaar").click()
    expect(page.locator("[data-part=grade]")).to_contain_text("Open deze pagina opnieuw vanuit je cursus.")
    page.close(run_before_unload=True)
    assert lms.verbs() == ["initialized", "progressed", "terminated"]

    again = lms.launch(chromium)
    lms.heard("completed", 1)
    again.frame.locator(".road a").first.click()
    assert thought(again) == ["drie woorden nu"]
    again.close()
    nothing_wrong(again)


def test_a_launch_that_is_over_says_to_open_it_from_the_course(lms: Cmi5Lms, chromium: Browser) -> None:
    address = lms.launch_address()
    page = chromium.new_page(locale="nl-BE")
    page.goto(address)
    expect(page.locator("html.is-live")).to_be_attached()
    page.close(run_before_unload=True)
    again = chromium.new_page(locale="nl-BE")
    again.goto(address)
    expect(again.get_by_role("alert")).to_contain_text("Open deze pagina opnieuw vanuit je cursus.")
    again.close()


def test_two_tabs_never_overwrite_each_other_unseen(lms: Cmi5Lms, chromium: Browser) -> None:
    address = lms.launch_address()
    context = chromium.new_context(locale="nl-BE")
    one = context.new_page()
    one.goto(address)
    write(one.main_frame, "thought", "van de eerste")
    saved(one.main_frame)
    with context.expect_page() as opened:
        one.evaluate("(address) => void open(address)", address)  # takes the tab's storage along
    two = opened.value
    go(two.main_frame, "thought")
    two.locator(".is-now textarea").fill("van de tweede")
    saved(two.main_frame)
    one.locator(".is-now textarea").fill("weer van de eerste")
    expect(one.get_by_text("van de tweede")).to_be_visible()
    context.close()


def test_an_lrs_that_lets_pages_send_no_conditions_still_keeps_all(lms: Cmi5Lms, chromium: Browser) -> None:
    lms.endpoint.without_conditions = True
    first = lms.launch(chromium)
    write(first.frame, "thought", "twee woorden")
    saved(first.frame)
    first.frame.locator(".is-now textarea").fill("drie woorden nu")
    saved(first.frame)
    first.close()
    again = lms.launch(chromium)
    assert thought(again) == ["drie woorden nu"]
    again.leave()


def test_the_platform_gets_the_learner_back(lms: Cmi5Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium, returns=True)
    write(sitting.frame, "thought", "twee woorden")
    go(sitting.frame, "end")
    sitting.frame.get_by_role("button", name="Terug naar je cursus").click()
    sitting.frame.wait_for_url("**/returned")
    assert lms.verbs() == ["initialized", "progressed", "terminated"]
    nothing_wrong(sitting)
    sitting.context.close()


@pytest.mark.parametrize(("preferences", "language"), [("fr-BE,en-GB,nl", "en"), ("fr", "nl"), (None, "nl")])
def test_the_page_opens_in_the_learner_s_language(
    preferences: str | None, language: str, lms: Cmi5Lms, chromium: Browser
) -> None:
    sitting = lms.launch(chromium, preferences=preferences)
    expect(sitting.frame.locator("html")).to_have_attribute("lang", language)
    sitting.leave()
    nothing_wrong(sitting)


def test_the_page_may_call_its_launch_s_site_and_no_other(lms: Cmi5Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    calls = """async (address) => {
      try { await fetch(address, { mode: "no-cors" }); return "called"; } catch { return "refused"; } }"""
    assert sitting.frame.evaluate(calls, f"{lms.endpoint.address}/xapi/about") == "called"
    assert sitting.frame.evaluate(calls, f"http://localhost:{lms.address.rpartition(':')[2]}/x") == "refused"
    sitting.leave()
