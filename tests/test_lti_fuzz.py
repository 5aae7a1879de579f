"""Whatever is thrown at the public addresses: a calm answer, no stack trace, and nothing learned from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jwt
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lti_tool.store.db import Database
from lti_tool.store.tables import answers, attempts, contexts, deployments, learners, resource_links
from tests.lti_browser import HOST, LOGIN, Browser
from tests.lti_platform_double import PlatformDouble

# One installation serves all examples of a test: what earlier ones left behind must not matter either.
FUZZ = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    database=None,
)
PERSONAL = (learners, contexts, resource_links, attempts, answers, deployments)

texts = st.text(max_size=60) | st.sampled_from(
    ["", "\x00", "%00", "' OR 1=1 --", "<script>", "a" * 5000, "🙂", "\ud800"]
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)


def encodable(form: dict[str, str]) -> dict[str, bytes]:
    return {name: value.encode("utf-8", "surrogatepass") for name, value in form.items()}


@pytest.fixture
def rows_before(store: Database, browser: Browser) -> Iterator[None]:
    """The test may not add a single row about people, courses or work."""
    before = count_rows(store)
    yield
    assert count_rows(store) == before


def count_rows(store: Database) -> dict[str, int]:
    with store.read() as connection:
        return {table.name: connection.scalar(select(func.count()).select_from(table)) for table in PERSONAL}


def assert_calm(response: Any) -> None:
    assert response.status_code < 500, response.status_code
    assert "Traceback" not in response.text
    assert 'File "' not in response.text


@FUZZ
@given(
    form=st.dictionaries(
        st.sampled_from([*LOGIN, "lti_message_hint", "lti_deployment_id", "lti_storage_target", "x"]), texts
    ),
    method=st.sampled_from(["GET", "POST"]),
)
def test_login(client: FlaskClient, rows_before: None, form: dict[str, str], method: str) -> None:
    sent = {"data": encodable(form)} if method == "POST" else {"query_string": encodable(form)}
    assert_calm(client.open("/lti/login", method=method, base_url=HOST, **sent))


@FUZZ
@given(
    changes=st.dictionaries(
        st.sampled_from([*LOGIN, "lti_deployment_id", "lti_message_hint"]), texts, max_size=2
    )
)
def test_login_that_is_nearly_right(client: FlaskClient, rows_before: None, changes: dict[str, str]) -> None:
    assert_calm(client.post("/lti/login", data=encodable(LOGIN | changes), base_url=HOST))


@FUZZ
@given(
    form=st.dictionaries(
        st.sampled_from(["id_token", "state", "secret", "error", "error_description", "x"]), texts
    )
)
def test_launch(client: FlaskClient, rows_before: None, form: dict[str, str]) -> None:
    response = client.post("/lti/launch", data=encodable(form), base_url=HOST)
    assert_calm(response)
    assert response.status_code != 303


@FUZZ
@given(id_token=st.lists(st.binary(max_size=40), min_size=1, max_size=4).map(b".".join))
def test_launch_with_a_real_login_and_any_bytes_for_a_token(
    browser: Browser, rows_before: None, id_token: bytes
) -> None:
    login = browser.log_in()
    response = browser.client.post(
        "/lti/launch", data={"id_token": id_token, "state": login.state}, base_url=HOST
    )
    assert_calm(response)
    assert response.status_code != 303


@FUZZ
@given(data=st.data())
def test_launch_with_a_signed_message_of_which_one_claim_is_anything(
    browser: Browser, platform: PlatformDouble, data: st.DataObject
) -> None:
    login = browser.log_in()
    claims = platform.claims(login.nonce)
    name = data.draw(st.sampled_from(sorted(claims)))
    claims[name] = data.draw(json_values)
    # Signed as bytes: a library that makes claims would not make these.
    payload = json.dumps(claims).encode()
    id_token = jwt.PyJWS().encode(payload, platform.key.private, "RS256", {"kid": platform.key.kid})
    assert_calm(browser.post(id_token, login.state))


@FUZZ
@given(body=json_values, path=st.sampled_from(["/attempt", "/attempt/finish", "/attempt/resend", "/guide"]))
def test_api_without_a_token(client: FlaskClient, rows_before: None, body: Any, path: str) -> None:
    response = client.patch(
        "/api" + path, json=body, headers={"Authorization": "Bearer x.y.z"}, base_url=HOST
    )
    assert_calm(response)
    assert response.status_code in {401, 403, 404, 405}


@FUZZ
@given(body=json_values)
def test_save_of_anything_by_a_learner(browser: Browser, body: Any) -> None:
    page = browser.open(sub="fuzz")
    assert_calm(page.call("PATCH", "/attempt", body))
    assert_calm(page.call("PATCH", "/attempt", {"answers": body}))
    assert_calm(page.call("PATCH", "/attempt", {"answers": {"meaning": body, "circle": {"value": body}}}))
    page.load()
