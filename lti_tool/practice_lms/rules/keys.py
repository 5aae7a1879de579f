"""The platform's own RSA key."""

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


@dataclass(frozen=True)
class SigningKey:
    """An RSA key as PEM, with the public half as platforms publish it."""

    pem: str

    @classmethod
    def generate(cls) -> "SigningKey":
        """A new key of 2048 bits."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return cls(pem.decode("ascii"))

    @cached_property
    def public_jwk(self) -> dict[str, Any]:
        """The public half (RFC 7517) with its thumbprint (RFC 7638) as key id."""
        key = serialization.load_pem_private_key(self.pem.encode("ascii"), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError("expected an RSA key")
        numbers = key.public_key().public_numbers()
        thumb = {"e": _base64url(numbers.e), "kty": "RSA", "n": _base64url(numbers.n)}
        canonical = json.dumps(thumb, sort_keys=True, separators=(",", ":")).encode("ascii")
        kid = base64.urlsafe_b64encode(hashlib.sha256(canonical).digest()).rstrip(b"=").decode("ascii")
        return {**thumb, "alg": "RS256", "use": "sig", "kid": kid}

    @property
    def kid(self) -> str:
        """The key id that signed messages name."""
        return str(self.public_jwk["kid"])

    def jwks(self) -> dict[str, Any]:
        """The key set that tools fetch."""
        return {"keys": [self.public_jwk]}


def _base64url(number: int) -> str:
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")
