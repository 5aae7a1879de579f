"""cmi5 packages on a strict platform: kept, given back, reported by the profile's rules, never made worse.

The platform checks each statement against those rules (`rules`); in `tests/services` the statements go
to a learning record store that nobody here wrote.
"""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.cmi5.lms import Cmi5Lms
from tests.browser.cmi5.rules import CMI5
from tests.browser.cmi5.steps import complete, share, thought
from tests.browser.scorm_steps import finish, go, nothing_wrong, saved, write

pytestmark = pytest.mark.browser

PROGRESS = f"{CMI5}result/extensions/progress"

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
