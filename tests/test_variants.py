"""A module that is shown in part: who chose it sees that part, and nobody loses an answer or the way."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lti_tool.cli import wegwijs
from tests.deep_link_chooser import DL, choosing
from tests.lti_browser import HOST, Browser
from tests.lti_platform_double import INSTRUCTOR
from tests.sheets import open_sheet
from tests.test_submission_review import claims as review_claims

ROUND_1 = {"module": "intake", "variant": "round-1"}
ROUND_2 = {"module": "intake", "variant": "round-2"}
YES = {"further": "yes"}


def page_of(browser: Browser, path: str) -> str:
    response = browser.client.get(path, base_url=HOST)
    assert response.status_code == 200
    return response.text


def screens(html: str) -> list[str]:
    return [name for name in ("school", "family", "job", "track", "further") if f'id="a-{name}"' in html]


def test_a_link_shows_the_part_it_names(browser: Browser) -> None:
    first = browser.open(custom=ROUND_1)
    second = browser.open(custom=ROUND_2)

    assert first.path == "/learn/1/intake/round-1/nl"
    assert screens(page_of(browser, first.path)) == ["school", "family", "job"]
    assert screens(page_of(browser, second.path)) == ["track", "further"]


@pytest.mark.parametrize("variant", [None, "", "round-3", "../../x", "round-1/nl"])
def test_whatever_a_link_names_leads_to_a_page(browser: Browser, variant: str | None) -> None:
    custom = {"module": "intake"} | ({} if variant is None else {"variant": variant})
    page = browser.open(custom=custom)

    assert page.path == "/learn/1/intake/nl"
    assert screens(page_of(browser, page.path)) == ["track", "further"]


@pytest.mark.parametrize("path", ["/learn/1/intake/round-3/nl", "/learn/1/identity/round-1/nl"])
def test_a_part_that_is_not_there_has_no_page(browser: Browser, path: str) -> None:
    browser.open(custom=ROUND_1)

    assert browser.client.get(path, base_url=HOST).status_code == 404


def test_the_languages_of_a_part_stand_beside_each_other(browser: Browser) -> None:
    page = browser.open(custom=ROUND_1)

    assert 'href="en"' in page_of(browser, page.path)
    assert screens(page_of(browser, "/learn/1/intake/round-1/en")) == ["school", "family", "job"]


def test_progress_counts_the_part_alone(browser: Browser) -> None:
    page = browser.open(custom=ROUND_2 | {"graded": "on"})
    page.save("compass", {"rather-not": True})
    page.save("track", {"track": "labour"})
    page.save("further", YES)
    page.save("choice", {"rather-not": True})
    page.finish()

    facilitator = browser.open(custom=ROUND_2, sub="teacher-1", roles=[INSTRUCTOR])
    grades: Any = facilitator.call("GET", "/grades").json
    assert [one["score"] for one in grades["grades"]] == [1]


def test_an_open_page_keeps_what_is_written_when_its_link_changes(browser: Browser) -> None:
    page = browser.open(custom=ROUND_2)
    browser.open(custom=ROUND_1)

    assert page.save("further", YES)["saved"] == {"further": 1}
    assert page.load()["answers"]["further"]["value"] == YES


def test_nobody_comes_back_to_a_screen_that_is_gone(browser: Browser) -> None:
    browser.open(custom=ROUND_2).save("further", YES)
    other = browser.open(custom=ROUND_1)

    assert other.load()["position"] is None
    assert browser.open(custom=ROUND_2).load()["position"] == "further"


def test_the_learner_still_reads_what_the_link_shows_no_more(browser: Browser) -> None:
    browser.open(custom=ROUND_2).save("further", YES)
    browser.open(custom=ROUND_1)

    sheet = open_sheet(browser, "review", **review_claims(sub="learner-42", roles=["Learner"]))
    assert "Wil je straks verder studeren" in sheet.text


def test_whoever_chooses_the_module_chooses_its_part(browser: Browser) -> None:
    chooser = choosing(browser)
    assert "Alle elf vragen, na twee over het begin" in chooser.page.text
    [item] = chooser.answer(module="intake", **{"variant-intake": "both-rounds"})[DL + "content_items"]

    assert item["custom"]["variant"] == "both-rounds"
    assert browser.open(custom=item["custom"]).path == "/learn/1/intake/both-rounds/nl"


@pytest.mark.parametrize(("fields", "said"), [({}, "round-2"), ({"variant-intake": "x"}, "round-2")])
def test_whoever_chooses_nothing_gets_the_usual_part(browser: Browser, fields: Any, said: str) -> None:
    [item] = choosing(browser).answer(module="intake", **fields)[DL + "content_items"]

    assert item["custom"]["variant"] == said


def test_a_module_of_one_piece_names_no_part(browser: Browser) -> None:
    [item] = choosing(browser).answer(**{"variant-identity": "round-1"})[DL + "content_items"]

    assert "variant" not in item["custom"]


def test_a_package_can_hold_a_part(tmp_path: Path) -> None:
    said = run(tmp_path, "intake", "--variant", "round-1")

    assert said.exit_code == 0, said.output
    assert [file.name for file in tmp_path.iterdir()] == ["wegwijs-intake-round-1-1.0.0-scorm12-nl-en.zip"]


def test_a_package_holds_the_usual_part_where_nobody_chose(tmp_path: Path) -> None:
    run(tmp_path, "intake", "identity", "--apart")

    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "wegwijs-identity-1.0.0-scorm12-nl-en.zip",
        "wegwijs-intake-1.0.0-scorm12-nl-en.zip",
    ]


def test_modules_of_one_piece_go_along_whole(tmp_path: Path) -> None:
    said = run(tmp_path, "intake", "identity", "--apart", "--variant", "round-1")

    assert said.exit_code == 0, said.output
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "wegwijs-identity-1.0.0-scorm12-nl-en.zip",
        "wegwijs-intake-round-1-1.0.0-scorm12-nl-en.zip",
    ]


def test_where_there_is_nothing_to_choose_a_choice_is_a_mistake(tmp_path: Path) -> None:
    said = run(tmp_path, "identity", "--variant", "round-1")

    assert said.exit_code == 1
    assert "none of these has variants: identity" in said.output
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_does_not_exist_is_named_with_those_that_do(tmp_path: Path) -> None:
    said = run(tmp_path, "intake", "--variant", "round-3")

    assert said.exit_code == 1
    assert "no variant 'round-3'; there are: round-2, round-1, both-rounds" in said.output


def run(out: Path, *words: str) -> Any:
    return CliRunner().invoke(wegwijs, ["export", *words, "--out", str(out)])
