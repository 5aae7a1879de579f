"""The column for scores where a launch names none: found or made once, and only where that is allowed."""

import threading
from typing import Any

import pytest

from lti_tool.errors import ServiceError
from lti_tool.protocol import line_items
from lti_tool.protocol.claims import AGS_ENDPOINT, SCOPE_LINE_ITEM, SCOPE_LINE_ITEM_READ, SCOPE_SCORE
from lti_tool.protocol.line_items import Column
from lti_tool.protocol.paged_list import Call, with_query
from lti_tool.protocol.results import find_results
from lti_tool.services.gradebook import caller
from lti_tool.store import platforms
from tests.platform_families.gradebooks import Blackboard, Gradebook, Moodle
from tests.platform_families.school import School, at, make_school  # noqa: F401 (a fixture)
from tests.test_lti_grades import finished, grade

OURS = {"resourceLinkId": "link-1", "resourceId": "identity", "tag": "progress"}


def column(number: int) -> str:
    return f"/course/7/lineitems/{number}/lineitem/scores"


def calls(school: School) -> Call:
    with school.tool.database.read() as connection:
        (registration,) = platforms.every(connection)
    return caller(school.tool.delivery.calls, registration, SCOPE_LINE_ITEM)


def made(school: School) -> list[Any]:
    return [
        one.json for one in school.gradebook.received if (one.method, one.path[-9:]) == ("POST", "lineitems")
    ]


def delivered_to(school: School) -> list[str]:
    return [call.path for call in school.gradebook.scores]


def test_a_link_without_a_column_gets_one(school: School) -> None:
    page = finished(school.browser)
    school.deliver()
    assert made(school) == [{"label": "Wie ben jij?", "scoreMaximum": 100, **OURS}]
    assert grade(page) == ("delivered", None)


def test_a_column_is_made_once_for_all_learners(school: School) -> None:
    for sub in ("sami", "noor"):
        page = school.browser.open(sub=sub)
        page.save("meaning", "klaar")
        page.finish()
        school.deliver()
    assert len(made(school)) == 1
    assert delivered_to(school) == [column(1)] * 2


def test_of_several_workers_one_makes_the_column(school: School) -> None:
    for sub in ("sami", "noor", "lotte"):
        page = school.browser.open(sub=sub)
        page.save("meaning", "klaar")
        page.finish()
    delivery = school.tool.delivery
    threads = [threading.Thread(target=delivery.deliver, args=(row,)) for row in delivery.due()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    school.after(10)
    assert len(made(school)) == 1
    assert len(school.gradebook.grades) == 3


def test_each_link_has_a_column_of_its_own(school: School) -> None:
    finished(school.browser)
    page = school.browser.open(resource_link={"id": "link-2", "title": "Nog eens"})
    page.save("meaning", "klaar")
    page.finish()
    school.deliver()
    assert [one["resourceLinkId"] for one in made(school)] == ["link-1", "link-2"]


def test_our_column_is_found_among_those_of_a_link(school: School) -> None:
    school.gradebook.add_item(resourceLinkId="link-1", tag="other")
    school.gradebook.add_item(**OURS)
    finished(school.browser)
    school.deliver()
    assert delivered_to(school) == [column(2)]
    assert made(school) == []


def test_the_only_column_of_a_link_is_taken_whatever_its_name(school: School) -> None:
    school.gradebook.add_item(resourceLinkId="link-1")
    finished(school.browser)
    school.deliver()
    assert delivered_to(school) == [column(1)]


def test_a_column_of_another_link_is_never_taken(school: School) -> None:
    school.gradebook.add_item(**OURS | {"resourceLinkId": "link-9"})
    finished(school.browser)
    school.deliver()
    assert delivered_to(school) == [column(2)]


def test_columns_on_later_pages_are_found_with_addresses_letter_for_letter(school: School) -> None:
    school.gradebook.page_size = 1
    for tag in ("one", "two"):
        school.gradebook.add_item(resourceLinkId="link-1", tag=tag)
    school.gradebook.add_item(**OURS)
    finished(school.browser)
    school.deliver()
    assert delivered_to(school) == [column(3)]


def test_who_may_only_look_finds_a_column_but_makes_none(school: School) -> None:
    endpoint = {"scope": [SCOPE_SCORE, SCOPE_LINE_ITEM_READ], "lineitems": school.gradebook.items_url}
    page = school.browser.open(**{AGS_ENDPOINT: endpoint})
    page.save("meaning", "klaar")
    page.finish()
    school.deliver()
    assert grade(page) == ("refused", "no-line-item")
    assert made(school) == []


def test_a_column_that_the_teacher_removed_is_looked_for_when_somebody_asks(school: School) -> None:
    page = finished(school.browser)
    school.deliver()
    school.gradebook.items.clear()
    page.resend()
    school.after(5)
    assert grade(page) == ("refused", "no-line-item")
    page.resend()
    school.after(5)
    assert grade(page) == ("delivered", None)


def test_a_link_without_grades_gets_no_column(school: School) -> None:
    page = school.browser.open(custom={"module": "identity", "graded": "off"})
    page.save("meaning", "klaar")
    assert page.finish()["reason"] == "not-wanted"
    school.deliver()
    assert made(school) == []


def test_a_column_that_the_launch_names_comes_first(school: School) -> None:
    named = school.gradebook.item_url(school.gradebook.add_item(resourceLinkId="link-1", tag="theirs"))
    school.gradebook.add_item(**OURS)
    endpoint = {"scope": [SCOPE_SCORE], "lineitems": school.gradebook.items_url, "lineitem": named}
    page = school.browser.open(**{AGS_ENDPOINT: endpoint})
    page.save("meaning", "klaar")
    page.finish()
    school.deliver()
    assert delivered_to(school) == [column(1)]


@at(Moodle)
def test_the_query_of_addresses_is_kept(school: School) -> None:
    finished(school.browser)
    school.deliver()
    (listed,) = [
        one for one in school.gradebook.received if (one.method, one.path[-9:]) == ("GET", "lineitems")
    ]
    assert listed.query == {"type_id": "5", "resource_link_id": "link-1"}
    assert school.gradebook.scores[0].query == {"type_id": "5"}


@at(Blackboard)
def test_blackboard_columns_carry_the_link_in_their_name(school: School) -> None:
    finished(school.browser)
    school.deliver()
    (said,) = made(school)
    assert said["resourceId"] == "identity:link-1"
    assert "resourceLinkId" not in said


@at(Blackboard)
def test_a_column_is_changed_without_its_id_and_without_losing_the_rest(school: School) -> None:
    number = school.gradebook.add_item(tag="progress", resourceId="identity", scoreMaximum=100.0)
    line_items.change(calls(school), school.gradebook.item_url(number), {"label": "Nieuw"})
    item = school.gradebook.items[number]
    assert (item["label"], item["tag"], item["resourceId"], item["scoreMaximum"]) == (
        "Nieuw",
        "progress",
        "identity",
        100,
    )


def test_a_column_is_read(school: School) -> None:
    number = school.gradebook.add_item(**OURS)
    found = line_items.read(calls(school), school.gradebook.item_url(number))
    assert (found.resource_link_id, found.resource_id, found.tag) == ("link-1", "identity", "progress")


def test_a_next_page_on_another_site_is_not_fetched(school: School) -> None:
    elsewhere = '<https://evil.example/items>; rel="next"'
    school.gradebook.fail("/course/7/lineitems", 200, body=b"[]", Link=elsewhere)
    with pytest.raises(ServiceError, match="another site"):
        line_items.find_all(calls(school), school.gradebook.items_url)


def test_a_new_column_on_another_site_is_not_used(school: School) -> None:
    school.gradebook.fail("/course/7/lineitems", 201, body=b'{"id": "https://evil.example/1"}')
    with pytest.raises(ServiceError, match="another site"):
        line_items.create(calls(school), school.gradebook.items_url, Column("A", "b", None))


@pytest.mark.parametrize("body", [b"{}", b"no", b"null", b'"text"'])
def test_what_is_no_list_is_an_error_and_no_crash(school: School, body: bytes) -> None:
    school.gradebook.fail("/course/7/lineitems", 200, body=body)
    with pytest.raises(ServiceError):
        line_items.find_all(calls(school), school.gradebook.items_url)


def test_pages_that_go_round_end(school: School) -> None:
    url = school.gradebook.items_url
    for _ in range(3):
        school.gradebook.fail("/course/7/lineitems", 200, body=b"[]", Link=f'<{url}>; rel="next"')
    assert line_items.find_all(calls(school), url) == []


@pytest.mark.parametrize(
    ("url", "longer"),
    [
        ("https://a.example/items", "https://a.example/items?tag=x"),
        ("https://a.example/items?Type=5&a=%20b", "https://a.example/items?Type=5&a=%20b&tag=x"),
    ],
)
def test_more_in_a_query_leaves_the_rest_as_it_is(url: str, longer: str) -> None:
    assert with_query(url, {"tag": "x"}) == longer


def graded(school: School) -> str:
    number = school.gradebook.add_item()
    for user, score in {"sami": 80, "noor": 60, "lotte": 40}.items():
        school.gradebook.grades[number, user] = {"scoreGiven": score, "scoreMaximum": 100}
    return school.gradebook.item_url(number)


def test_results_are_read_page_by_page(school: School) -> None:
    school.gradebook.page_size = 1
    found = find_results(calls(school), graded(school))
    assert {one.user_id: one.fraction for one in found} == {"sami": 0.8, "noor": 0.6, "lotte": 0.4}


def test_one_learners_result_is_asked_for_alone(school: School) -> None:
    (found,) = find_results(calls(school), graded(school), "noor")
    assert found.fraction == 0.6
    assert school.gradebook.received[-1].query == {"user_id": "noor"}


def test_where_the_filter_is_not_known_all_are_read(school: School) -> None:
    url = graded(school)
    school.gradebook.fail("/course/7/lineitems/1/lineitem/results", 400)
    (found,) = find_results(calls(school), url, "noor")
    assert found.fraction == 0.6


def test_where_the_filter_does_nothing_others_are_left_out(school: School) -> None:
    url = graded(school)
    body = b'[{"userId": "sami", "resultScore": 1}, {"userId": "noor", "resultScore": 2, "resultMaximum": 4}]'
    school.gradebook.fail("/course/7/lineitems/1/lineitem/results", 200, body=body)
    (found,) = find_results(calls(school), url, "noor")
    assert (found.user_id, found.fraction) == ("noor", 0.5)


def test_no_limit_is_ever_sent(school: School) -> None:
    find_results(calls(school), graded(school))
    finished(school.browser)
    school.deliver()
    assert all("limit" not in one.query for one in school.gradebook.received)


@at(Gradebook)
def test_a_column_service_that_is_down_makes_the_grade_wait(school: School) -> None:
    page = finished(school.browser)
    school.gradebook.fail("/course/7/lineitems", 503)
    school.deliver()
    assert grade(page) == ("waiting", "http-503")
    school.after(100)
    assert grade(page) == ("delivered", None)
