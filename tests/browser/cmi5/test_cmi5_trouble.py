"""cmi5 packages where a call fails, or that are reloaded or opened twice: nothing is lost, all is said."""

import pytest
from playwright.sync_api import Browser, StorageState, expect

from tests.browser.cmi5.lms import Cmi5Lms
from tests.browser.cmi5.steps import thought
from tests.browser.scorm_steps import go, nothing_wrong, saved, texts, write

pytestmark = pytest.mark.browser


def left_unsent(lms: Cmi5Lms, chromium: Browser) -> StorageState:
    """What is left on the device of a learner whose words could not be sent."""
    sitting = lms.launch(chromium)
    sitting.trouble(state=500)
    write(sitting.frame, "thought", "twee woorden")
    expect(sitting.frame.locator("[data-part=saved]")).to_have_attribute("data-state", "trouble")
    storage = sitting.context.storage_state()
    sitting.context.close()  # as when the power goes
    sitting.well_again()
    return storage


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
    second = lms.launch(chromium, storage=left_unsent(lms, chromium))
    assert thought(second) == ["twee woorden"]
    saved(second.frame)
    second.close()
    third = lms.launch(chromium)
    assert thought(third) == ["twee woorden"]
    third.leave()


def test_what_waits_on_the_device_is_not_another_learner_s(lms: Cmi5Lms, chromium: Browser) -> None:
    other = lms.launch(chromium, storage=left_unsent(lms, chromium), learner="yusuf")
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
