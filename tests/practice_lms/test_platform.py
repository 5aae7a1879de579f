"""The practice LMS is as strict a platform as the LMSs we know."""

import contextlib
import json
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
import lxml.html
import pytest
from flask.testing import FlaskClient

from lti_tool.practice_lms import create_practice_lms
from lti_tool.practice_lms.errors import ProtocolError
from lti_tool.practice_lms.lms import PracticeLms
from lti_tool.practice_lms.people import PEOPLE
from lti_tool.practice_lms.rules.keys import SigningKey
from lti_tool.practice_lms.rules.message import AGS, CLAIM
from lti_tool.practice_lms.rules.scores import Score
from lti_tool.practice_lms.store import Store
from tests.practice_lms.course import (
    REGISTRATION,
    ROSTER_SCOPE,
    SCORE,
    SCORE_SCOPE,
    SCORES_URL,
    TOOL_KEY,
    Send,
    ask_token,
    assertion,
)


def hidden_fields(html: str) -> dict[str, str]:
    found = lxml.html.fromstring(html).xpath("//form[last()]//input[@type='hidden']")
    return {field.get("name"): field.get("value") for field in found}


@pytest.fixture
def request_of_tool(client: FlaskClient) -> dict[str, str]:
    """What a right tool asks after the login initiation for Sami."""
    login = hidden_fields(client.get("/sami/activity/identity").text)
    return {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": login["client_id"],
        "redirect_uri": REGISTRATION.redirect_uri,
        "login_hint": login["login_hint"],
        "lti_message_hint": login["lti_message_hint"],
        "state": "s-1",
        "nonce": "n-1",
    }


def test_login_initiation_names_platform_tool_and_person(client: FlaskClient) -> None:
    login = hidden_fields(client.get("/sami/activity/identity").text)
    assert login["iss"] == "http://localhost"
    assert login["target_link_uri"] == REGISTRATION.redirect_uri
    assert login["login_hint"] == "31"
    assert login["lti_deployment_id"] == "1"


@pytest.mark.parametrize("method", ["get", "post"])
def test_right_request_gets_a_signed_message(
    client: FlaskClient, lms: PracticeLms, request_of_tool: dict[str, str], method: str
) -> None:
    sent = {"query_string": request_of_tool} if method == "get" else {"data": request_of_tool}
    answer = client.open("/lti/auth", method=method.upper(), **sent)
    fields = hidden_fields(answer.text)
    key = jwt.PyJWKSet.from_dict(client.get("/lti/certs").json or {}).keys[0]
    assert jwt.get_unverified_header(fields["id_token"]) == {
        "alg": "RS256",
        "kid": key.key_id,
        "typ": "JWT",
    }
    claims = jwt.decode(fields["id_token"], key.key, ["RS256"], audience=REGISTRATION.client_id)
    assert fields["state"] == "s-1"
    assert claims["nonce"] == "n-1"
    assert claims["sub"] == "31"
    assert claims["exp"] - claims["iat"] == 300
    assert claims[CLAIM + "custom"] == {"module": "identity"}
    assert claims[CLAIM + "roles"] == ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scope": "openid profile"},
        {"response_type": "code"},
        {"response_mode": "query"},
        {"prompt": "login"},
        {"nonce": ""},
        {"state": ""},
        {"login_hint": "32"},
        {"lti_message_hint": "made up"},
        {"lti_message_hint": '{"launch": "made up"}'},
    ],
    ids="-".join,
)
def test_wrong_request_gets_an_error_and_no_message(
    client: FlaskClient, request_of_tool: dict[str, str], wrong: dict[str, str]
) -> None:
    fields = hidden_fields(client.get("/lti/auth", query_string=request_of_tool | wrong).text)
    assert "error" in fields
    assert "id_token" not in fields


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "somebody"},
        {"redirect_uri": REGISTRATION.redirect_uri + "?x=1"},
        {"redirect_uri": REGISTRATION.redirect_uri + "/"},
        {"redirect_uri": "https://evil.example/lti/launch"},
    ],
)
def test_unknown_tool_or_address_receives_nothing(
    client: FlaskClient, request_of_tool: dict[str, str], wrong: dict[str, str]
) -> None:
    answer = client.get("/lti/auth", query_string=request_of_tool | wrong)
    assert answer.status_code == 400
    assert "id_token" not in answer.text
    assert 'action="https://evil' not in answer.text


def test_a_launch_works_once(client: FlaskClient, request_of_tool: dict[str, str]) -> None:
    client.get("/lti/auth", query_string=request_of_tool)
    fields = hidden_fields(client.get("/lti/auth", query_string=request_of_tool).text)
    assert fields["error"] == "invalid_request"


def test_a_launch_works_only_in_its_browser(
    lms: PracticeLms, client: FlaskClient, request_of_tool: dict[str, str]
) -> None:
    other = create_practice_lms(lms).test_client()
    fields = hidden_fields(other.get("/lti/auth", query_string=request_of_tool).text)
    assert fields["error"] == "login_required"


def test_a_launch_does_not_wait_for_ever(
    lms: PracticeLms, client: FlaskClient, request_of_tool: dict[str, str]
) -> None:
    client.application.extensions["practice_lms"] = replace(lms, clock=lambda: time.time() + 601)
    fields = hidden_fields(client.get("/lti/auth", query_string=request_of_tool).text)
    assert fields["error"] == "invalid_request"


# Access tokens


def test_right_assertion_gets_a_token_with_the_scopes_offered(client: FlaskClient) -> None:
    answer = ask_token(client, assertion(), f"{SCORE_SCOPE} {AGS}scope/lineitem")
    assert answer.status_code == 200
    assert answer.json["scope"] == SCORE_SCOPE
    assert answer.json["token_type"] == "Bearer"


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "somebody"},
        {"sub": "somebody"},
        {"aud": "http://localhost"},
        {"exp": 1},
        *({name: None} for name in ("iss", "sub", "aud", "exp", "iat", "jti")),
        {"jti": ""},
    ],
    ids=str,
)
def test_assertion_with_a_wrong_claim_is_refused(client: FlaskClient, changed: dict[str, Any]) -> None:
    answer = ask_token(client, assertion(**changed))
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_client")


@pytest.mark.parametrize("ahead", [{"exp": 7200}, {"iat": 600, "exp": 660}], ids=str)
def test_assertion_from_the_future_is_refused(client: FlaskClient, ahead: dict[str, int]) -> None:
    changed = {name: int(time.time()) + seconds for name, seconds in ahead.items()}
    answer = ask_token(client, assertion(**changed))
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_client")


def test_assertion_of_another_key_is_refused(client: FlaskClient) -> None:
    other = SigningKey.generate()
    assert ask_token(client, assertion(key=other)).json["error"] == "invalid_client"
    stolen_name = assertion({"kid": TOOL_KEY.kid}, key=other)
    assert ask_token(client, stolen_name).json["error"] == "invalid_client"


def test_assertion_counts_once(client: FlaskClient) -> None:
    signed = assertion()
    assert ask_token(client, signed).status_code == 200
    assert ask_token(client, signed).json["error"] == "invalid_client"


def test_token_request_without_a_scope_we_offer_is_refused(client: FlaskClient) -> None:
    assert ask_token(client, assertion(), "openid").json["error"] == "invalid_scope"


def test_token_request_of_another_grant_type_is_refused(client: FlaskClient) -> None:
    assert ask_token(client, assertion(), grant_type="password").json["error"] == "unsupported_grant_type"


# Grades and roster


def test_score_stands_in_the_gradebook(client: FlaskClient, send: Send) -> None:
    assert send(comment="Mooi").status_code == 200
    page = client.get("/an/grades").text
    assert "50 op 100" in page
    assert "Mooi" in page


@pytest.mark.parametrize("stamp", ["2026-11-21T10:00:00Z", "2026-11-21T10:59:59+01:00"])
def test_score_that_is_not_later_gets_409(send: Send, lms: PracticeLms, stamp: str) -> None:
    send()
    assert send(timestamp=stamp, scoreGiven=90).status_code == 409
    assert lms.store.grades()["identity", "sami"].result == 50


def test_later_score_replaces(send: Send, lms: PracticeLms) -> None:
    send()
    assert send(timestamp="2026-11-21T10:00:00.5Z", scoreGiven=1, scoreMaximum=1).status_code == 200
    assert lms.store.grades()["identity", "sami"].result == 100


@pytest.mark.parametrize("progress", ["Pending", "NotReady"])
def test_score_not_fully_graded_wipes_the_grade(send: Send, lms: PracticeLms, progress: str) -> None:
    send()
    send(timestamp="2026-11-21T11:00:00Z", gradingProgress=progress)
    assert lms.store.grades()["identity", "sami"].result is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"scoreMaximum": None},
        {"scoreMaximum": 0},
        {"scoreGiven": -1},
        {"scoreGiven": "50"},
        {"userId": None},
        {"userId": 31},
        {"userId": "12"},
        {"userId": "99"},
        {"timestamp": None},
        {"timestamp": "2026-11-21T10:00:00"},
        {"timestamp": 1763719200},
        {"timestamp": "yesterday"},
        {"activityProgress": "Done"},
        {"gradingProgress": None},
        {"comment": 5},
    ],
    ids=str,
)
def test_malformed_score_gets_400_with_the_reason(send: Send, wrong: dict[str, Any]) -> None:
    answer = send(**wrong)
    assert answer.status_code == 400
    assert answer.json["error_description"]


def test_score_as_plain_json_gets_400(client: FlaskClient, bearer: dict[str, str]) -> None:
    assert client.post(SCORES_URL, json=SCORE, headers=bearer).status_code == 400


def test_service_needs_a_token(client: FlaskClient) -> None:
    assert client.get("/lti/lineitems?type_id=1").status_code == 401


def test_token_is_over_after_an_hour(client: FlaskClient, lms: PracticeLms, bearer: dict[str, str]) -> None:
    client.application.extensions["practice_lms"] = replace(lms, clock=lambda: time.time() + 3601)
    assert client.get("/lti/lineitems?type_id=1", headers=bearer).status_code == 401


def test_token_allows_its_scopes_only(client: FlaskClient) -> None:
    token = ask_token(client, assertion(), ROSTER_SCOPE).json["access_token"]
    answer = client.get("/lti/lineitems?type_id=1", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403


def test_service_address_keeps_its_query(client: FlaskClient, bearer: dict[str, str]) -> None:
    assert client.get("/lti/lineitems", headers=bearer).status_code == 404


def test_line_items_are_those_of_the_course(client: FlaskClient, bearer: dict[str, str]) -> None:
    answer = client.get("/lti/lineitems?type_id=1", headers=bearer)
    assert answer.mimetype == "application/vnd.ims.lis.v2.lineitemcontainer+json"
    (item,) = json.loads(answer.text)
    assert item["resourceLinkId"] == "identity"
    assert json.loads(client.get(item["id"], headers=bearer).text) == item


def test_results_show_the_grade_of_who_was_asked(
    client: FlaskClient, send: Send, bearer: dict[str, str]
) -> None:
    send()
    send(userId="32", scoreGiven=80)
    url = "/lti/lineitems/identity/lineitem/results?type_id=1&user_id=32"
    (found,) = json.loads(client.get(url, headers=bearer).text)
    assert (found["resultScore"], found["resultMaximum"]) == (80, 100)


def test_roster_names_everybody(client: FlaskClient, bearer: dict[str, str]) -> None:
    roster = json.loads(client.get("/lti/memberships?type_id=1", headers=bearer).text)
    assert [member["user_id"] for member in roster["members"]] == [person.user_id for person in PEOPLE]


# The store


def test_scores_at_the_same_moment_leave_the_latest(lms: PracticeLms) -> None:
    def keep(second: int) -> None:
        stamp = f"2026-11-21T10:00:{second:02}Z"
        score = Score.model_validate(SCORE | {"timestamp": stamp, "scoreGiven": second})
        with contextlib.suppress(ProtocolError):
            lms.store.keep_score("identity", "sami", score, datetime.now(UTC))

    threads = [threading.Thread(target=keep, args=(second,)) for second in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lms.store.grades()["identity", "sami"].result == 11


def test_key_stays_the_same(lms: PracticeLms, tmp_path: Path) -> None:
    assert Store(tmp_path / "lms.sqlite").signing_key() == lms.store.signing_key()
