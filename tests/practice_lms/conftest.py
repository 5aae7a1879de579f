"""A practice LMS of its own for each test."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from flask.testing import FlaskClient

from lti_tool.practice_lms import create_practice_lms
from lti_tool.practice_lms.errors import ProtocolError
from lti_tool.practice_lms.lms import PracticeLms
from lti_tool.practice_lms.rules.scores import SCORE_TYPE
from lti_tool.practice_lms.store import Store
from tests.practice_lms.course import (
    ACTIVITY,
    LINE_ITEM_SCOPE,
    REGISTRATION,
    RESULT_SCOPE,
    ROSTER_SCOPE,
    SCORE,
    SCORE_SCOPE,
    SCORES_URL,
    TOOL_KEY,
    Send,
    ask_token,
    assertion,
    package,
)


@pytest.fixture
def lms(tmp_path: Path) -> PracticeLms:
    def tool_key(kid: str) -> Any:
        if kid != TOOL_KEY.kid:
            raise ProtocolError(400, "invalid_client", "no such key")
        return jwt.PyJWK(TOOL_KEY.public_jwk).key

    return PracticeLms(
        registration=REGISTRATION,
        store=Store(tmp_path / "lms.sqlite"),
        activities={"identity": ACTIVITY},
        packages=tmp_path / "packages",
        exporter=lambda module_id, version, language: package().getvalue(),
        tool_key=tool_key,
        tool_answers=lambda: True,
    )


@pytest.fixture
def client(lms: PracticeLms) -> Iterator[FlaskClient]:
    with create_practice_lms(lms).test_client() as client:
        yield client


@pytest.fixture
def bearer(client: FlaskClient) -> dict[str, str]:
    scopes = " ".join((SCORE_SCOPE, RESULT_SCOPE, LINE_ITEM_SCOPE, ROSTER_SCOPE))
    return {"Authorization": f"Bearer {ask_token(client, assertion(), scopes).json['access_token']}"}


@pytest.fixture
def send(client: FlaskClient, bearer: dict[str, str]) -> Send:
    def send(**changed: Any) -> Any:
        body = {name: value for name, value in (SCORE | changed).items() if value is not None}
        return client.post(SCORES_URL, data=json.dumps(body), content_type=SCORE_TYPE, headers=bearer)

    return send
