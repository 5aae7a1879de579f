"""The practice LMS takes an answer to "what shall stand in the course?" only if everything about it holds."""

import time
from typing import Any

import jwt
import pytest
from flask.testing import FlaskClient

from lti_tool.practice_lms.lms import PracticeLms
from lti_tool.practice_lms.rules.deep_link import CHOOSING_LIFE, DL
from lti_tool.practice_lms.rules.message import AGS, CLAIM
from tests.practice_lms.course import REGISTRATION, TOOL_KEY
from tests.practice_lms.test_platform import hidden_fields

ITEM = {
    "type": "ltiResourceLink",
    "url": f"{REGISTRATION.tool_url}/lti/launch",
    "title": "Wie ben jij? (6B)",
    "text": "Samen in de klas",
    "icon": {"url": f"{REGISTRATION.tool_url}/i.png", "width": 50, "height": 50},
    "custom": {"module": "identity", "language": "en"},
    "lineItem": {"scoreMaximum": 100, "label": "Wie ben jij?", "resourceId": "identity", "tag": "progress"},
    "available": {"startDateTime": "2026-12-01T08:00:00Z"},
}


def ask_launch(client: FlaskClient, path: str) -> dict[str, Any]:
    """The message that the tool gets for a page of the course."""
    login = hidden_fields(client.get(path).text)
    asked = {
        "scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none",
        "client_id": login["client_id"], "redirect_uri": REGISTRATION.redirect_uri,
        "login_hint": login["login_hint"], "lti_message_hint": login["lti_message_hint"],
        "state": "s", "nonce": "n",
    }  # fmt: skip
    id_token = hidden_fields(client.post("/lti/auth", data=asked).text)["id_token"]
    return jwt.decode(id_token, options={"verify_signature": False})


@pytest.fixture
def asked(client: FlaskClient) -> dict[str, Any]:
    """What the tool was asked: the claims of the request."""
    return ask_launch(client, "/an/choose")


def signed(asked: dict[str, Any], key: Any = TOOL_KEY, item: Any = None, **changes: Any) -> str:
    """An answer without a fault, but for the changes. None takes a claim out."""
    now = int(time.time())
    claims = {
        "iss": REGISTRATION.client_id,
        "aud": REGISTRATION.issuer,
        "iat": now,
        "exp": now + 300,
        "nonce": f"answer-{time.monotonic_ns()}",
        CLAIM + "message_type": "LtiDeepLinkingResponse",
        CLAIM + "version": "1.3.0",
        CLAIM + "deployment_id": REGISTRATION.deployment_id,
        DL + "content_items": [ITEM | (item or {})],
        DL + "data": asked[DL + "deep_linking_settings"]["data"],
    } | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key.pem, "RS256", {"kid": TOOL_KEY.kid})


def post(client: FlaskClient, token: str) -> Any:
    # As from the tool's frame: another site, and no cookie.
    client.delete_cookie("practice_lms_browser")
    return client.post("/lti/deep-link", data={"JWT": token}, headers={"Origin": REGISTRATION.tool_origin})


def test_the_request_says_what_it_takes_and_where(asked: dict[str, Any]) -> None:
    assert asked[CLAIM + "message_type"] == "LtiDeepLinkingRequest"
    settings = asked[DL + "deep_linking_settings"]
    assert settings["deep_link_return_url"] == f"{REGISTRATION.issuer}/lti/deep-link"
    assert settings["accept_types"] == ["ltiResourceLink"]
    assert CLAIM + "resource_link" not in asked


def test_only_the_teacher_chooses(client: FlaskClient) -> None:
    assert client.get("/sami/choose").status_code == 403
    assert "/choose" not in client.get("/sami/").text


def test_what_was_chosen_stands_in_the_course_and_launches_so(
    client: FlaskClient, asked: dict[str, Any], lms: PracticeLms
) -> None:
    assert post(client, signed(asked)).status_code == 200
    assert "Wie ben jij? (6B)" in client.get("/sami/").text
    [(link, _)] = lms.store.links()
    launch = ask_launch(client, f"/sami/activity/{link}")
    assert launch[CLAIM + "custom"] == ITEM["custom"]
    assert launch[CLAIM + "resource_link"]["id"] == link
    assert launch[f"{AGS}claim/endpoint"]["lineitem"] == REGISTRATION.line_item_url(link)


def test_without_a_line_item_there_is_no_column(
    client: FlaskClient, asked: dict[str, Any], lms: PracticeLms
) -> None:
    item = {name: value for name, value in ITEM.items() if name != "lineItem"}
    post(client, signed(asked, **{DL + "content_items": [item]}))
    [(link, _)] = lms.store.links()
    assert "lineitem" not in ask_launch(client, f"/sami/activity/{link}")[f"{AGS}claim/endpoint"]


def test_nothing_chosen_is_an_answer_too(
    client: FlaskClient, asked: dict[str, Any], lms: PracticeLms
) -> None:
    assert post(client, signed(asked, **{DL + "content_items": []})).status_code == 200
    assert lms.store.links() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "another-tool"},
        {"iss": None},
        {"aud": "http://elsewhere"},
        {"aud": None},
        {"exp": 1},
        {"exp": int(time.time()) + 90_000},
        {"iat": None},
        {"nonce": None},
        {"nonce": ""},
        {CLAIM + "deployment_id": "2"},
        {CLAIM + "message_type": "LtiDeepLinkingRequest"},
        {CLAIM + "version": "1.1"},
        {DL + "data": None},
        {DL + "data": "made-up"},
        {DL + "content_items": {}},
        {DL + "content_items": ["x"]},
        {"item": {"type": "link"}},
        {"item": {"type": "file"}},
        {"item": {"url": "http://elsewhere/lti/launch"}},
        {"item": {"url": f"{REGISTRATION.tool_url}/lti/launch?module=identity"}},
        {"item": {"url": "javascript:alert(1)"}},
        {"item": {"title": None}},
        {"item": {"title": ""}},
        {"item": {"text": None}},
        {"item": {"custom": {}}},
        {"item": {"custom": {"module": 1}}},
        {"item": {"custom": "module=identity"}},
        {"item": {"icon": {"url": "http://elsewhere/i.png", "width": 50, "height": 50}}},
        {"item": {"icon": {"url": f"{REGISTRATION.tool_url}/i.png"}}},
        {"item": {"lineItem": {"scoreMaximum": 1.5}}},
        {"item": {"lineItem": {"scoreMaximum": 0}}},
        {"item": {"lineItem": {"scoreMaximum": 100, "label": 5}}},
        {"item": {"lineItem": {"scoreMaximum": 100, "gradesReleased": "yes"}}},
        {"item": {"available": {"startDateTime": "2026-12-01T08:00:00"}}},
        {"item": {"submission": {"endDateTime": "tomorrow"}}},
        {"item": {"surprise": 1}},
    ],
)
def test_an_answer_with_a_fault_is_refused(
    client: FlaskClient, asked: dict[str, Any], lms: PracticeLms, changes: dict[str, Any]
) -> None:
    response = post(client, signed(asked, **changes))
    assert response.status_code == 400
    assert "De keuze is geweigerd" in response.text
    assert lms.store.links() == []


def test_an_answer_of_another_key_is_refused(
    client: FlaskClient, asked: dict[str, Any], lms: PracticeLms
) -> None:
    header, payload, signature = signed(asked).split(".")
    assert post(client, ".".join([header, payload, signature[:-8] + "AAAAAAAA"])).status_code == 400
    assert lms.store.links() == []


def test_an_answer_counts_once(client: FlaskClient, asked: dict[str, Any], lms: PracticeLms) -> None:
    token = signed(asked)
    assert post(client, token).status_code == 200
    assert post(client, token).status_code == 400
    assert len(lms.store.links()) == 1


def test_a_nonce_counts_once(client: FlaskClient, asked: dict[str, Any], lms: PracticeLms) -> None:
    assert post(client, signed(asked, nonce="same")).status_code == 200
    assert post(client, signed(ask_launch(client, "/an/choose"), nonce="same")).status_code == 400
    assert len(lms.store.links()) == 1


def test_the_hint_of_a_launch_is_no_data(
    client: FlaskClient, asked: dict[str, Any], lms: PracticeLms
) -> None:
    hint = hidden_fields(client.get("/sami/activity/identity").text)["lti_message_hint"]
    name = hint.rpartition('"launch": "')[2].rstrip('"}')
    assert post(client, signed(asked, **{DL + "data": name})).status_code == 400


def test_a_choice_may_take_an_hour(client: FlaskClient, lms: PracticeLms) -> None:
    asked = ask_launch(client, "/an/choose")
    moved = lms.clock() + CHOOSING_LIFE + 1
    object.__setattr__(lms, "clock", lambda: moved)
    assert post(client, signed(asked)).status_code == 400


def test_markup_in_a_title_is_text(client: FlaskClient, asked: dict[str, Any]) -> None:
    post(client, signed(asked, item={"title": "<script>x</script>"}))
    assert "<script>x" not in client.get("/an/").text


def test_the_teacher_takes_a_link_away(client: FlaskClient, asked: dict[str, Any], lms: PracticeLms) -> None:
    post(client, signed(asked))
    [(link, _)] = lms.store.links()
    assert client.post(f"/sami/links/{link}/remove").status_code == 403
    assert client.post(f"/an/links/{link}/remove").status_code == 302
    assert lms.store.links() == []
    assert client.get(f"/sami/activity/{link}").status_code == 404
