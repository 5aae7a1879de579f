"""Keys: those of platforms, to check what they signed, and our own.

https://www.imsglobal.org/spec/security/v1p0/#h_key-set-url
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt import PyJWK, PyJWTError
from jwt.algorithms import RSAAlgorithm

ALGORITHMS = ("RS256",)
_SMALLEST_KEY = 2048
_MOST_KEYS = 50


def read_key_set(jwks: object) -> str:
    """Check that an answer is a key set, and return it as the text to keep.

    Raises:
        ValueError: It is not a key set.
    """
    keys = jwks.get("keys") if isinstance(jwks, dict) else None
    if not isinstance(keys, list) or len(keys) > _MOST_KEYS:
        raise ValueError("expected a JSON object with a list `keys`")
    return json.dumps({"keys": [key for key in keys if isinstance(key, dict)]}, sort_keys=True)


@lru_cache(maxsize=256)
def signing_keys(jwks: str, kid: str) -> tuple[rsa.RSAPublicKey, ...]:
    """The keys of a key set that may have signed a message with this key id.

    Keys of another kind, for encryption, or too small are left out. Two keys with one id are both
    returned. The result depends on the text alone, so it may be remembered.
    """
    found = []
    for jwk in json.loads(jwks)["keys"]:
        if jwk.get("kid") == kid and (key := _signing_key(jwk)):
            found.append(key)
    return tuple(found)


def _signing_key(jwk: Mapping[str, Any]) -> rsa.RSAPublicKey | None:
    if jwk.get("kty") != "RSA" or jwk.get("use", "sig") != "sig" or jwk.get("alg", "RS256") not in ALGORITHMS:
        return None
    try:
        # Only the public parts are read, whatever else the platform put there.
        key = PyJWK({"kty": "RSA", "n": jwk["n"], "e": jwk["e"]}, "RS256").key
    except (PyJWTError, KeyError, TypeError, ValueError, AttributeError):
        return None
    return key if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _SMALLEST_KEY else None


def new_private_key() -> tuple[str, str]:
    """Make a key pair of our own: its id and its private part as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return sha256(public).hexdigest()[:16], pem.decode()


@lru_cache(maxsize=16)
def private_key(pem: str) -> rsa.RSAPrivateKey:
    """The key object of a PEM. Reading one takes 36 ms, so the object is remembered."""
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("our own keys are RSA keys")
    return key


def public_jwk(kid: str, pem: str) -> dict[str, Any]:
    """Our public key as platforms fetch it from `/lti/jwks.json`."""
    jwk = RSAAlgorithm.to_jwk(private_key(pem).public_key(), as_dict=True)
    return {"kty": "RSA", "n": jwk["n"], "e": jwk["e"], "kid": kid, "alg": "RS256", "use": "sig"}
