"""A signed message is read letter for letter: one spelling, one meaning.

https://www.rfc-editor.org/rfc/rfc7515#section-2 (base64url without padding)
"""

import base64
import json
from typing import Any

import jwt
import pytest

from lti_tool.errors import LaunchError
from lti_tool.protocol.signed_message import verified_payload
from tests.lti_platform_double import KeyPair

CLAIMS = {"iss": "https://lms.example.edu", "text": "één"}


@pytest.fixture(scope="module")
def key() -> KeyPair:
    return KeyPair("key-1")


@pytest.fixture(scope="module")
def token(key: KeyPair) -> str:
    return jwt.encode(CLAIMS, key.private, "RS256", {"kid": "key-1"})


def read(id_token: str, key: KeyPair) -> dict[str, Any]:
    return verified_payload(id_token, lambda kid: [key.private.public_key()])


def refused(id_token: str, key: KeyPair) -> str:
    with pytest.raises(LaunchError) as caught:
        read(id_token, key)
    return caught.value.code


def other_last_bits(segment: str) -> str:
    """The same bytes, spelled with bits that no encoder sets; the segment must have bits to spare."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    assert len(segment) % 4
    return segment[:-1] + alphabet[alphabet.index(segment[-1]) + 1]


def test_a_right_message_is_read(token: str, key: KeyPair) -> None:
    assert read(token, key) == CLAIMS


@pytest.mark.parametrize("part", [0, 1, 2])
@pytest.mark.parametrize("more", ["=", "==", " ", "\n", "+", "/", "\x00", "é"])
def test_a_character_that_is_not_base64url_is_refused(token: str, key: KeyPair, part: int, more: str) -> None:
    parts = token.split(".")
    parts[part] += more
    assert refused(".".join(parts), key) == "LTI-TOKEN"


def test_a_second_spelling_of_the_signature_is_refused(token: str, key: KeyPair) -> None:
    head, body, signature = token.split(".")
    assert len(base64.urlsafe_b64decode(signature + "==")) == 256
    assert refused(f"{head}.{body}.{other_last_bits(signature)}", key) == "LTI-TOKEN"


@pytest.mark.parametrize("id_token", ["", ".", "..", "a.b", "a.b.c.d", "....", "x" * 9])
def test_what_has_not_three_parts_or_no_header_is_refused(id_token: str, key: KeyPair) -> None:
    assert refused(id_token, key) == "LTI-TOKEN"


def test_one_changed_letter_of_the_payload_is_refused(token: str, key: KeyPair) -> None:
    head, _, signature = token.split(".")
    body = base64.urlsafe_b64encode(json.dumps(CLAIMS | {"text": "twee"}).encode()).rstrip(b"=").decode()
    assert refused(f"{head}.{body}.{signature}", key) == "LTI-SIGNATURE"


def test_a_message_without_its_signature_is_refused(token: str, key: KeyPair) -> None:
    assert refused(token[: token.rindex(".") + 1], key) == "LTI-SIGNATURE"
