"""The list of faults means something: what the platform lets pass is written down."""

import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.services.certificates import Certificates
from tests.services.real_platform import RealPlatform

pytestmark = pytest.mark.services

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SCORE_SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"


@pytest.fixture(scope="module")
def strict(certificates: Certificates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPlatform]:
    folder: Path = tmp_path_factory.mktemp("strict")
    running = RealPlatform(certificates, folder / "platform.log")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def registration(strict: RealPlatform) -> dict[str, str]:
    told: dict[str, str] = strict.tell("tool", jwks_url=f"{strict.url}/nowhere")
    strict.tell(
        "links", name="here", client_id=told["client_id"], login_url=strict.url, launch_url=strict.url
    )
    return told


def token_request(registration: dict[str, str], **changes: Any) -> dict[str, str]:
    """A request for an access token without a fault, but for `changes` to its claims."""
    now = int(time.time())
    client_id = registration["client_id"]
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": registration["token_url"],
        "iat": now,
        "exp": now + 60,
        "jti": str(uuid.uuid4()),
    }
    claims = {name: value for name, value in (claims | changes).items() if value is not None}
    return {
        "grant_type": "client_credentials",
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": jwt.encode(claims, KEY, "RS256", headers={"kid": "1"}),
        "scope": SCORE_SCOPE,
    }


def new_faults(strict: RealPlatform, address: str, **request: Any) -> list[str]:
    """Post, and return the faults that this wrote down, without the platform's own refusal."""
    before = len(strict.read("faults"))
    strict.http.post(address, timeout=10, **request)
    return [fault for fault in strict.read("faults")[before:] if "the platform answered" not in fault]


def test_a_right_token_request_is_no_fault(strict: RealPlatform, registration: dict[str, str]) -> None:
    assert new_faults(strict, registration["token_url"], data=token_request(registration)) == []


@pytest.mark.parametrize(
    ("claim", "value"),
    [("aud", "https://elsewhere.example"), ("iss", "somebody"), ("jti", None), ("exp", None), ("iat", None)],
)
def test_a_wrong_claim_is_a_fault(
    strict: RealPlatform, registration: dict[str, str], claim: str, value: str | None
) -> None:
    asked = token_request(registration, **{claim: value})
    assert len(new_faults(strict, registration["token_url"], data=asked)) == 1


def test_a_second_use_of_an_assertion_is_a_fault(strict: RealPlatform, registration: dict[str, str]) -> None:
    asked = token_request(registration)
    new_faults(strict, registration["token_url"], data=asked)
    assert "used jti" in new_faults(strict, registration["token_url"], data=asked)[0]


def test_an_unknown_scope_is_a_fault(strict: RealPlatform, registration: dict[str, str]) -> None:
    asked = token_request(registration) | {"scope": f"{SCORE_SCOPE} everything"}
    assert "everything" in new_faults(strict, registration["token_url"], data=asked)[0]


def test_an_authentication_request_without_prompt_is_a_fault(
    strict: RealPlatform, registration: dict[str, str]
) -> None:
    person = strict.tell("people", name=f"p{uuid.uuid4().hex[:8]}")
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "login_hint": person["external_user_id"],
        "nonce": uuid.uuid4().hex,
        "state": uuid.uuid4().hex,
    }
    found = new_faults(strict, registration["auth_url"], data=asked)
    assert [fault.partition(": ")[2] for fault in found] == ["prompt is None instead of 'none'"]


def test_a_score_of_the_wrong_media_type_is_a_fault(strict: RealPlatform) -> None:
    scores = f"{strict.url}/api/lti_consumer/v1/lti/1/lti-ags/1/scores"
    person = strict.tell("people", name=f"p{uuid.uuid4().hex[:8]}")
    score = {
        "userId": person["external_user_id"],
        "timestamp": "2026-11-21T10:00:00+00:00",
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": 1,
        "scoreMaximum": 1,
    }
    found = new_faults(strict, scores, json=score, headers={"Authorization": "Bearer none"})
    assert [fault.partition(": ")[2] for fault in found] == [
        "content type is 'application/json' instead of 'application/vnd.ims.lis.v1.score+json'"
    ]
