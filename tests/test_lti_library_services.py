"""What PyLTI1p3 2.0.0 by itself does with services, deep linking and roles, and what we do: side by side.

Each test first shows the library's answer and then ours: a newer library that does better says so here.
"""

from __future__ import annotations

import importlib.util
import inspect
import json
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from flask import Flask
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.contrib.flask.redirect import FlaskRedirect
from pylti1p3.deep_link import DeepLink
from pylti1p3.deep_link_resource import DeepLinkResource
from pylti1p3.exception import LtiServiceException
from pylti1p3.lineitem import LineItem as BareLineItem
from pylti1p3.message_validators.deep_link import DeepLinkMessageValidator
from pylti1p3.roles import StaffRole, StudentRole, TeacherRole
from pylti1p3.service_connector import ServiceConnector
from pylti1p3.tool_config import ToolConfDict

from lti_tool.errors import LaunchError
from lti_tool.protocol import line_items, results
from lti_tool.protocol.claims import LTI, SCOPE_SCORE, person_of
from lti_tool.protocol.deep_link import (
    SETTINGS,
    Item,
    LineItem,
    Notes,
    Picture,
    answer_claims,
    content_item,
    read_settings,
)
from lti_tool.protocol.registration import Registration
from lti_tool.protocol.roster import next_page
from lti_tool.protocol.service import Answer, PlatformClient
from lti_tool.services.calls import Request, ServiceCalls
from lti_tool.store import keys
from lti_tool.tool import Tool
from tests.bare_library import bare_registration
from tests.lti_fixtures import Clock
from tests.lti_platform_double import LEARNER, PlatformDouble

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
INSTITUTION = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#"
SCORES = "/course/7/lineitems/3/lineitem/scores"


@pytest.fixture
def web() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


@pytest.fixture
def connector(platform: PlatformDouble, tool: Tool, web: requests.Session) -> Any:
    """Makes a connector as each `get_ags()` of the library does."""
    with tool.database.read() as connection:
        pem = keys.signing_key(connection, 1).private_pem
    return lambda: ServiceConnector(bare_registration(platform, pem), web)


@pytest.fixture
def calls(tool: Tool, clock: Clock) -> ServiceCalls:
    return ServiceCalls(tool.database, PlatformClient(allow_private=True), clock)


@pytest.fixture
def at(platform: PlatformDouble) -> Registration:
    return platform.registration


def post(calls: ServiceCalls, at: Registration, platform: PlatformDouble, scope: str = SCOPE_SCORE) -> Answer:
    return calls.call(at, scope, Request("POST", platform.url + SCORES, {}, b"{}"))


# Access tokens


def test_a_token_for_each_score(
    connector: Any, calls: ServiceCalls, at: Registration, platform: PlatformDouble
) -> None:
    for _ in range(3):
        connector().make_service_request([SCOPE_SCORE], platform.url + SCORES, is_post=True, data="{}")
    assert len(platform.calls("/token")) == 3
    platform.received.clear()
    for _ in range(3):
        post(calls, at, platform)
    assert len(platform.calls("/token")) == 1


def test_a_token_that_is_over(
    connector: Any, calls: ServiceCalls, at: Registration, platform: PlatformDouble, clock: Clock
) -> None:
    bare = connector()
    lasts = json.dumps({"access_token": "short", "expires_in": 1}).encode()
    platform.fail("/token", 200, body=lasts)
    tokens = {bare.get_access_token([SCOPE_SCORE]) for _ in range(2)}
    assert tokens == {"short"}, "it does not even read how long a token lasts"
    platform.fail("/token", 200, body=lasts)
    for _ in range(2):
        post(calls, at, platform)
        clock.ahead += 2
    assert [call.headers["Authorization"] for call in platform.scores[-2:]] == [
        "Bearer short",
        f"Bearer token-{platform.token_number}",
    ]


def test_a_token_that_the_platform_takes_no_longer(
    connector: Any, calls: ServiceCalls, at: Registration, platform: PlatformDouble
) -> None:
    platform.fail(SCORES, 401)
    with pytest.raises(LtiServiceException):
        connector().make_service_request([SCOPE_SCORE], platform.url + SCORES, is_post=True, data="{}")
    platform.fail(SCORES, 401)
    assert post(calls, at, platform).status == 200


def test_no_token_of_one_client_serves_another(
    calls: ServiceCalls, at: Registration, platform: PlatformDouble
) -> None:
    """The library's maintained fork shares tokens by issuer alone; the library itself keeps none to share."""
    other = Registration(9, at.issuer, "another-school", at.auth_url, at.token_url, at.jwks_url)
    post(calls, at, platform)
    post(calls, other, platform)
    used = {call.headers["Authorization"] for call in platform.scores}
    assert len(used) == len(platform.calls("/token")) == 2


def test_how_long_is_waited_for_a_service(
    connector: Any, calls: ServiceCalls, at: Registration, platform: PlatformDouble, monkeypatch: Any
) -> None:
    waits: list[Any] = []
    send = requests.Session.send

    def look(self: requests.Session, prepared: Any, **options: Any) -> Any:
        waits.append(options["timeout"])
        return send(self, prepared, **options)

    monkeypatch.setattr(requests.Session, "send", look)
    connector().make_service_request([SCOPE_SCORE], platform.url + SCORES, is_post=True, data="{}")
    post(calls, at, platform)
    assert waits[:2] == [None, None]
    assert None not in waits[2:]


# Columns, results and pages


class Pages:
    """Answers each call from a list and remembers what was asked."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, str, bytes | None]] = []

    def __call__(self, method: str, url: str, *, headers: Any, body: bytes | None = None) -> Answer:
        self.asked.append((method, url, body))
        return self.answers.pop(0)


def test_a_column_can_not_be_changed() -> None:
    assert not {"method", "is_put"} & set(inspect.signature(ServiceConnector.make_service_request).parameters)
    column = {"id": "https://lms.example/3", "label": "Old", "scoreMaximum": 100}
    call = Pages(Answer(200, {}, json.dumps(column).encode()), Answer(200, {}, b"{}"))
    line_items.change(call, "https://lms.example/3", {"label": "New"})
    assert call.asked[1][0] == "PUT"


def test_what_a_column_has_beside_what_is_known() -> None:
    said: Any = {
        "id": "https://lms.example/3",
        "scoreMaximum": 100,
        "label": "",
        "gradesReleased": False,
        "x": 1,
    }
    assert set(json.loads(BareLineItem(said).get_value())) == {"id", "scoreMaximum"}
    call = Pages(Answer(200, {}, json.dumps(said).encode()), Answer(200, {}, b"{}"))
    line_items.change(call, "https://lms.example/3", {"scoreMaximum": 50})
    assert json.loads(call.asked[1][2] or b"") == {
        "scoreMaximum": 50,
        "label": "",
        "gradesReleased": False,
        "x": 1,
    }


def test_the_address_of_a_next_page(connector: Any, platform: PlatformDouble) -> None:
    following = f"{platform.url}/People?page=bookmark:WyJUMSJd"
    header = {"Link": f'<{following}>; rel="next"'}
    platform.pages["/people"] = lambda _: (200, header, b"{}")
    answer = connector().make_service_request(["s"], f"{platform.url}/people")
    assert answer["next_page_url"] == following.lower()
    assert next_page(header["Link"], f"{platform.url}/people", f"{platform.url}/people") == following


def test_results_of_one_learner_and_of_many_pages() -> None:
    assert "user_id" not in inspect.signature(AssignmentsGradesService.get_grades).parameters
    assert "next_page_url" not in inspect.getsource(AssignmentsGradesService.get_grades)
    one = [{"userId": "a", "resultScore": 5, "resultMaximum": 10}]
    two = [{"userId": "b", "resultScore": 6, "resultMaximum": 10}]
    header = {"link": '<https://lms.example/3/results?p=2>; rel="next"'}
    call = Pages(Answer(200, header, json.dumps(one).encode()), Answer(200, {}, json.dumps(two).encode()))
    assert [found.user_id for found in results.find_results(call, "https://lms.example/3")] == ["a", "b"]
    call = Pages(Answer(200, {}, json.dumps(one).encode()))
    results.find_results(call, "https://lms.example/3", "a")
    assert call.asked[0][1] == "https://lms.example/3/results?user_id=a"


# Deep linking


ICON = Picture("https://wegwijs.example.org/icon.png", 50)
ITEM = Item("https://wegwijs.example.org/lti/launch", "Wie ben jij?", "…", ICON, ICON, {"module": "identity"})


def test_where_a_link_opens() -> None:
    item = DeepLinkResource().set_target("window").to_dict()
    assert not {"window", "iframe", "text", "thumbnail", "available", "submission"} & set(item)
    window = content_item(Item(**{**vars(ITEM), "target": "window", "due": "2026-12-01T00:00:00Z"}))
    assert window["window"] == {"targetName": "_blank"}
    assert {"text", "thumbnail", "submission"} <= set(window)


def test_nothing_is_sent_as_nothing() -> None:
    bare = DeepLinkResource().to_dict()
    assert (bare["url"], bare["custom"]) == (None, {})
    assert None not in content_item(ITEM).values()


def test_grades_that_are_held_back() -> None:
    line_item: Any = (
        DeepLinkResource().set_lineitem(BareLineItem().set_score_maximum(100)).to_dict()["lineItem"]
    )
    assert "gradesReleased" not in line_item
    ours = content_item(Item(**{**vars(ITEM), "line_item": LineItem(100, "l", "r", "t", released=False)}))
    assert ours["lineItem"]["gradesReleased"] is False


def settings(**changes: Any) -> dict[str, Any]:
    asked = {
        "deep_link_return_url": "https://lms.example/back?a=1",
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe"],
    }
    common = {"sub": "t", LTI + "version": "1.3.0", LTI + "roles": []}
    return common | {LTI + "message_type": "LtiDeepLinkingRequest", SETTINGS: asked | changes}


def test_what_the_answer_says(platform: PlatformDouble, at: Registration) -> None:
    bare = DeepLink(bare_registration(platform, ""), "dep-1", settings()[SETTINGS]).get_message_jwt([])
    data = "https://purl.imsglobal.org/spec/lti-dl/claim/data"
    assert "sub" not in bare
    assert bare[data] is None
    asked = read_settings(settings(), allow_private=False)
    notes = Notes(message="Gedaan", error_log="why")
    ours = answer_claims(at, "dep-1", settings=asked, items=[], notes=notes, now=1)
    assert data not in ours
    assert {"sub", data.replace("data", "msg"), data.replace("data", "errorlog")} <= set(ours)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", None, "http://lms.example/", "https://10.0.0.1/", "https://a:b@lms.example/"],
)
def test_an_answer_that_would_go_anywhere(url: Any) -> None:
    assert DeepLinkMessageValidator().validate(settings(deep_link_return_url=url))
    with pytest.raises(LaunchError, match="LTI-DEEPLINK"):
        read_settings(settings(deep_link_return_url=url), allow_private=False)


def test_a_place_that_takes_no_links_of_ours() -> None:
    request = settings(accept_types=["file"])
    with pytest.raises(Exception, match="Must support resource link"):
        DeepLinkMessageValidator().validate(request)
    assert not read_settings(request, allow_private=False).takes_modules


def test_markup_in_a_return_address(platform: PlatformDouble) -> None:
    """Ours go through templates that escape: see `test_what_a_platform_sends_is_never_markup`."""
    hostile = 'https://lms.example/"><script>alert(1)</script>'
    link = DeepLink(bare_registration(platform, ""), "dep-1", {"deep_link_return_url": hostile})
    assert "<script>alert(1)</script>" in link.get_response_form_html("x")
    with Flask("bare").test_request_context():
        assert "<script>alert(1)</script>" in FlaskRedirect(hostile).do_js_redirect().get_data(as_text=True)


# Roles


@pytest.mark.parametrize(
    ("roles", "wrong", "role"),
    [
        ([MEMBERSHIP + "#Instructor", INSTITUTION + "Student"], StudentRole, "facilitator"),
        ([LEARNER, INSTITUTION + "Instructor"], StaffRole, "learner"),
    ],
)
def test_a_role_in_the_school_counts_in_the_course(roles: list[str], wrong: Any, role: str) -> None:
    assert wrong({LTI + "roles": roles}).check()
    assert person_of(roles).role == role


def test_a_kind_of_teacher_is_a_teacher() -> None:
    roles = [MEMBERSHIP + "/Instructor#PrimaryInstructor"]
    assert not TeacherRole({LTI + "roles": roles}).check()
    assert person_of(roles).role == "facilitator"


# What it does not have


def test_a_key_of_our_own_that_changes(tool: Tool) -> None:
    """One key for each platform there; here as many as a change of key needs."""
    assert list(inspect.signature(ToolConfDict.set_public_key).parameters)[1:] == [
        "iss",
        "key_content",
        "client_id",
    ]
    with tool.database.write() as connection:
        keys.add_own_key(connection, tool.now())
        assert len(keys.every_own_key(connection)) == 2


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("pylti1p3.dynamic_registration", "lti_tool.protocol.dynamic_registration"),
        ("pylti1p3.notices", "lti_tool.protocol.notices"),
        ("pylti1p3.submission_review", "lti_tool.protocol.submission_review"),
    ],
)
def test_a_part_that_it_lacks(theirs: str, ours: str) -> None:
    assert importlib.util.find_spec(theirs) is None
    assert importlib.util.find_spec(ours) is not None
