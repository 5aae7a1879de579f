"""A roster comes page by page: each address letter for letter, from one site only, and never without end."""

from collections.abc import Callable
from typing import Any

import pytest

from lti_tool.errors import ServiceError
from lti_tool.protocol import roster as protocol
from lti_tool.protocol.roster import fetch_roster, next_page
from lti_tool.protocol.service import Answer
from tests.test_roster import member, page_of

URL = "https://lms.example.edu/course/7/memberships"


def pages(*answers: tuple[int, dict[str, str], bytes]) -> tuple[Callable[[str], Answer], list[str]]:
    """A platform that gives these answers, and the addresses that it was asked."""
    asked: list[str] = []

    def get(url: str) -> Answer:
        asked.append(url)
        status, headers, body = answers[min(len(asked), len(answers)) - 1]
        return Answer(status, {name.lower(): value for name, value in headers.items()}, body)

    return get, asked


def test_all_pages_are_read_each_address_letter_for_letter() -> None:
    second = f"{URL}?page=bookmark:WyJCb%2bXX&Per_Page=1,2"
    link = f'<{URL}?page=first>; rel="first", <{second}>; rel="next"; title="x, y"'
    get, asked = pages(page_of(member("a"), link=link), page_of(member("b")))
    found = fetch_roster(get, URL)
    assert [one.user_id for one in found.members] == ["a", "b"]
    assert found.complete
    assert asked[1] == second


def test_a_relative_next_page_is_of_the_same_site() -> None:
    assert next_page("</course/7/memberships?p=2>; rel=next", URL, URL) == URL + "?p=2"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example.org/course/7/memberships",
        "http://lms.example.edu/course/7/memberships",
        "https://lms.example.edu:8443/course/7/memberships",
        "https://lms.example.edu.evil.example.org/x",
        "https://lms.example.edu@evil.example.org/x",
        "https://me:too@lms.example.edu/x",
        "https://[",
        "//evil.example.org/x",
        "javascript:alert(1)",
        "http://169.254.169.254/latest",
    ],
)
def test_a_next_page_on_another_site_is_refused(target: str) -> None:
    get, asked = pages(page_of(member("a"), link=f'<{target}>; rel="next"'))
    with pytest.raises(ServiceError, match="other-site"):
        fetch_roster(get, URL)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "header", ["", "nonsense", "<a", '<https://x.example/>; rel="prev"', "<>;;;rel=next,"]
)
def test_a_header_without_a_next_page_ends_the_roster(header: str) -> None:
    assert next_page(header, URL, URL) is None


def test_pages_in_a_circle_end() -> None:
    get, asked = pages(page_of(member("a"), link=f'<{URL}?p=2>; rel="next"'))
    assert not fetch_roster(get, URL).complete
    assert len(asked) == 2


def test_pages_without_end_end() -> None:
    asked: list[str] = []

    def get(url: str) -> Answer:
        asked.append(url)
        status, headers, body = page_of(member(f"m{len(asked)}"), link=f"<{URL}?p={len(asked)}>; rel=next")
        return Answer(status, {"link": headers["Link"]}, body)

    assert not fetch_roster(get, URL).complete
    assert len(asked) == protocol.MOST_PAGES


def test_a_roster_has_a_size() -> None:
    get, _ = pages(page_of(*(member(f"m{number}") for number in range(protocol.MOST_MEMBERS + 1))))
    found = fetch_roster(get, URL)
    assert len(found.members) == protocol.MOST_MEMBERS
    assert not found.complete


def test_slow_pages_end() -> None:
    now = iter([0.0, protocol.MOST_SECONDS + 1.0])
    get, asked = pages(page_of(member("a"), link=f"<{URL}?p=2>; rel=next"))
    assert not fetch_roster(get, URL, clock=lambda: next(now)).complete
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("status", "body", "again"),
    [
        (500, b"", True),
        (429, b"", True),
        (403, b"403 Forbidden (Rate Limit Exceeded)", True),
        (403, b"", False),
    ],
)
def test_a_refusal_says_whether_to_ask_again(status: int, body: bytes, again: bool) -> None:
    with pytest.raises(ServiceError) as refused:
        fetch_roster(pages((status, {}, body))[0], URL)
    assert refused.value.retry is again


@pytest.mark.parametrize("body", [b"", b"[]", b'{"members": {}}', b'{"members": null}', b"<html>"])
def test_what_is_no_roster_is_refused(body: bytes) -> None:
    with pytest.raises(ServiceError, match="no-roster"):
        fetch_roster(pages((200, {}, body))[0], URL)


@pytest.mark.parametrize(
    "broken",
    [None, "text", {}, {"user_id": "x"}, {"user_id": 5, "roles": []}, {"user_id": " ", "roles": []},
     {"user_id": "x" * 300, "roles": []}, {"user_id": "x", "roles": "Learner"}],
)  # fmt: skip
def test_a_broken_member_does_not_break_the_others(broken: Any) -> None:
    found = fetch_roster(pages(page_of(broken, member("a")))[0], URL)
    assert [one.user_id for one in found.members] == ["a"]


def test_a_name_is_one_short_line() -> None:
    found = fetch_roster(pages(page_of(member("a", name="An\n\x00" + "x" * 500)))[0], URL)
    name = found.members[0].name or ""
    assert name.startswith("An x")
    assert len(name) == 200


def test_a_name_may_come_in_parts() -> None:
    found = fetch_roster(pages(page_of(member("a", given_name="An", family_name="Peeters")))[0], URL)
    assert found.members[0].name == "An Peeters"
