"""Assessing attacked: a learner of another course, a learner who calls, blind levels of somebody else."""

from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from lti_tool.store import attempts
from modules.kit.registry import Registry, load_registry
from tests.assessing import assess_by, assessor, field, handed_in, levels, numbers, own, released, together
from tests.class_page import ClassPage
from tests.judged_module import make_judged_module
from tests.lti_browser import HOST, Browser, Page

OTHER_COURSE = {"context": {"id": "course-2"}, "resource_link": {"id": "link-2"}}
SECRET = "geheim-van-een"
POSTS = ("assess", "assess/together", "assess/release", "rubric")


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


def send(page: ClassPage | Page, path: str, method: str = "POST", **form: Any) -> TestResponse:
    return page.client.open(
        f"/class/{path}",
        method=method,
        base_url=HOST,
        query_string={"language": "nl", "part": "assess"},
        headers={"Authorization": f"Bearer {page.token}"},
        data=form or None,
    )


@pytest.mark.parametrize("path", POSTS)
def test_a_learner_is_turned_away(browser: Browser, path: str) -> None:
    page = handed_in(browser)
    assert send(page, path, attempt="1", was="0", do="release", **levels(4, 4)).status_code == 403
    assert send(page, "sheet", "GET").status_code == 403
    assert released(page) is None


@pytest.mark.parametrize("path", ["assess", "assess/together"])
def test_another_courses_learner_is_not_found_and_not_judged(browser: Browser, path: str) -> None:
    page = handed_in(browser)
    (number,) = numbers(assessor(browser))
    stranger = assessor(browser, "teacher-9", **OTHER_COURSE)
    answer = send(stranger, path, attempt=number, was="0", seen="0:0:", do="release", **levels(4, 4))
    assert answer.status_code == 404
    assert "Dit werk staat niet (meer) bij deze link." in stranger.part("assess", attempt=number)
    send(stranger, "assess/release", ready=f"{number}/0:0:1-1")
    assert released(page) is None


@pytest.mark.parametrize("number", ["", "-1", "abc", "9" * 40, "²"])
def test_a_number_that_is_none_is_refused(browser: Browser, number: str) -> None:
    page = assessor(browser)
    assert send(page, "assess", attempt=number, do="done").status_code == 400
    page.part("assess", attempt=number)


def test_a_version_that_is_none_releases_nothing(browser: Browser) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "done", **levels(4, 4))
    for ready in ("", "/", f"{number}/", f"{number}/0:0:", "abc/0:0:1-1", f"{number}/{'9' * 5000}", "1"):
        assert "Er is niets vrijgegeven." in send(office, "assess/release", ready=ready).text
    assert released(page) is None


@pytest.mark.parametrize("zero", ["0", "00"])
def test_a_number_in_another_spelling_is_no_error(browser: Browser, zero: str) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "done", **levels(4, 4))
    version = field(office.part("assess"), "ready").partition("/")[2]
    answer = send(office, "assess/release", ready=[f"{zero}{number}/{version}", "0/0:0:"])
    assert answer.status_code == 200
    assert released(page)["points"] == 8


@pytest.mark.parametrize("path", ["assess", "assess/together", "assess/release"])
def test_another_courses_work_is_not_locked(
    browser: Browser, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(browser)
    (number,) = numbers(assessor(browser))
    stranger = assessor(browser, "teacher-9", **OTHER_COURSE)
    locked: list[int] = []
    monkeypatch.setattr(attempts, "lock", lambda _, row: locked.append(row))
    send(stranger, path, attempt=number, ready=f"{number}/0:0:1-1", was="0", do="release", **levels(4, 4))
    assert locked == []


def test_the_others_blind_levels_are_at_no_address(browser: Browser) -> None:
    handed_in(browser)
    assess_by(browser, "blind")
    one, other = assessor(browser), assessor(browser, "teacher-2")
    (number,) = numbers(one)
    own(one, number, "done", **levels(4, 4), comment=SECRET, **{"comment-facts": SECRET})
    own(other, number, "save", **levels(1, None))
    seen = [other.part(name, attempt=number) for name in ("assess", "shared", "class", "grades", "rubric")]
    seen += [other.part("assess"), other.part("sessions")]
    for version in ("0:0:", "1:0:1-1", "1:0:1-1.2-1"):
        form = {"attempt": number, "seen": version, "do": "release", **levels(4, 4)}
        seen.append(send(other, "assess/together", **form).text)
        seen.append(send(other, "assess/release", ready=f"{number}/{version}").text)
    seen.append(send(other, "assess", attempt=number, was="0", do="save", comment="x" * 3000).text)
    assert all(SECRET not in text for text in seen)
    assert all('level-facts-4" checked' not in text for text in seen[:2])


def test_a_third_who_begins_after_two_are_ready_sees_them_only_when_ready(browser: Browser) -> None:
    handed_in(browser)
    assess_by(browser, "blind")
    one, two, three = (assessor(browser, f"teacher-{at}") for at in (1, 2, 3))
    (number,) = numbers(one)
    own(three, number, "save", **levels(1, None))
    own(one, number, "done", **levels(4, 4), comment=SECRET)
    own(two, number, "done", **levels(4, 4))
    assert SECRET not in three.part("assess", attempt=number)


def test_nobody_changes_blind_levels_after_seeing_the_others(browser: Browser) -> None:
    handed_in(browser)
    assess_by(browser, "blind")
    one, two = assessor(browser), assessor(browser, "teacher-2")
    (number,) = numbers(one)
    own(one, number, "done", **levels(4, 4))
    own(two, number, "done", **levels(1, 1))
    for do in ("save", "done", "release"):
        said = send(two, "assess", attempt=number, was="1", do=do, **levels(4, 4)).text
        assert "jullie kiezen nu samen" in said
    assert "samen te kiezen" in one.part("assess")


def test_a_comment_of_100_kb_is_not_kept_and_not_lost(browser: Browser) -> None:
    handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    said = own(office, number, "release", **levels(4, 4), comment="lang " * 20_000)
    assert "Hou het bij 2000 tekens per vak." in said
    assert said.count("lang ") > 10_000
    assert "lang " not in office.part("assess", attempt=number)


def test_what_assessors_write_is_never_markup(browser: Browser) -> None:
    handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "done", **levels(4, 4), comment="</textarea><script>alert(1)</script>")
    assert "<script>" not in office.part("assess", attempt=number)


def test_levels_and_criteria_that_do_not_exist_release_nothing(browser: Browser) -> None:
    page = handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    form = {"level-facts": "9", "level-views": "0", "level-other": "4"}
    assert "Er is niets vrijgegeven." in own(office, number, "release", **form)
    assert released(page) is None


def test_choosing_together_needs_both_to_be_ready(browser: Browser) -> None:
    page = handed_in(browser)
    assess_by(browser, "two")
    one, two = assessor(browser), assessor(browser, "teacher-2")
    (number,) = numbers(one)
    own(one, number, "done", **levels(4, 4))
    for version in ("0:0:1-1", "1:0:1-1"):
        said = send(two, "assess/together", attempt=number, seen=version, do="release", **levels(4, 4)).text
        assert "Er is niets vrijgegeven." in said
    own(two, number, "done", **levels(4, 4))
    assert "Vrijgegeven." in together(two, number, "release", **levels(4, 4))
    assert released(page)["points"] == 8


@pytest.mark.parametrize("body", [None, [], {"revision": "1"}, {"revision": True}, {"revision": 2**40}])
def test_a_strange_note_that_a_verdict_was_seen_is_refused(browser: Browser, body: Any) -> None:
    assert handed_in(browser).call("POST", "/verdict/seen", body).status_code == 400


def test_a_learner_marks_only_their_own_verdict_as_seen(browser: Browser) -> None:
    page, other = handed_in(browser), handed_in(browser, "learner-2")
    office = assessor(browser)
    own(office, sorted(numbers(office), key=int)[0], "release", **levels(4, 4))
    other.call("POST", "/verdict/seen", {"revision": released(page)["revision"]})
    assert released(page)["new"] is True
    assert released(other) is None
