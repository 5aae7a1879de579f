"""Checks a badge as somebody else would: apart from ours, with what is published over HTTP.

    python check.py BADGE ISSUER-ROOT SCHEMA [NAME]

Says "valid", or what is wrong, in one line. Runs in `.venv-services` (joserfc, jsonschema).
"""

import hashlib
import json
import os
import sys
import time
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey
from jsonschema import Draft201909Validator, Draft202012Validator

LEEWAY = 60


def of_signature(token: str, root: str) -> Iterator[str]:
    """What is wrong with the signature. Only keys that the issuer publishes count."""
    header = json.loads(decoded(token.split(".", maxsplit=1)[0]))
    kid = header.get("kid", "")
    if set(header) - {"alg", "kid", "typ"} or not kid.startswith(f"{root}/attests/keys/"):
        yield "the header is not as Open Badges 3.0 wants it"
        return
    published = fetched(f"{root}/attests/keys.json")
    if any("d" in key for key in published["keys"]):
        yield "a private key is published"
    keys = {key["kid"]: RSAKey.import_key(key) for key in published["keys"]}
    if kid not in keys or RSAKey.import_key(fetched(kid)).thumbprint() != keys[kid].thumbprint():
        yield "the key in the header is not among those that the issuer publishes"
    try:
        jws.deserialize_compact(token, KeySet.import_key_set(published), algorithms=["RS256"])
    except (JoseError, ValueError) as problem:
        yield f"the signature is not good ({type(problem).__name__})"


def of_claims(payload: dict[str, Any]) -> Iterator[str]:
    """Where the claims say something else than the credential that they stand beside."""
    moment = datetime.fromtimestamp(payload["nbf"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    same = {
        "iss": (payload["iss"], payload["issuer"]["id"]),
        "jti": (payload["jti"], payload["id"]),
        "sub": (payload["sub"], payload["credentialSubject"]["id"]),
        "nbf": (moment, payload["validFrom"]),
    }
    if wrong := [claim for claim, (one, other) in same.items() if one != other]:
        yield f"claims that say something else than the credential: {wrong}"
    if payload["nbf"] > time.time() + LEEWAY:
        yield "not valid yet"


def of_shape(payload: dict[str, Any], schema: str) -> Iterator[str]:
    """Where it is not the shape of a credential: by our schema, and by 1EdTech's where there is a copy."""
    schemas = [(Draft202012Validator, schema)]
    if official := os.environ.get("OPEN_BADGES_SCHEMA"):
        schemas.append((Draft201909Validator, official))
    for validator, path in schemas:
        rules = json.loads(Path(path).read_text(encoding="utf-8"))
        for error in validator(rules).iter_errors(payload):
            yield f"not the shape of a credential: {error.json_path} {error.message[:120]}"


def of_publisher(payload: dict[str, Any]) -> Iterator[str]:
    """Where what is published says something else; last, whether it is revoked."""
    what = payload["credentialSubject"]["achievement"]
    if fetched(payload["iss"]) != payload["issuer"]:
        yield "the issuer publishes another profile"
    if fetched(what["id"]) != what:
        yield "the issuer publishes another achievement"
    status = payload["credentialStatus"]
    listed = fetched(status["id"])
    if status["type"] != "1EdTechRevocationList" or listed["issuer"] != payload["iss"]:
        yield "the revocation list is not the issuer's"
    if any(one["id"] == payload["id"] and one.get("revoked", True) for one in listed["revokedCredential"]):
        yield "revoked"


def of_holder(payload: dict[str, Any], name: str) -> Iterator[str]:
    """Whether it is of somebody of another name."""
    (identity,) = payload["credentialSubject"]["identifier"]
    digest = hashlib.sha256((name + identity["salt"]).encode()).hexdigest()
    if identity["identityHash"] != f"sha256${digest}":
        yield "of somebody else"


def problems(badge: str, root: str, schema: str, *name: str) -> Iterator[str]:
    """Everything that is wrong, the signature first."""
    token = Path(badge).read_text(encoding="ascii").strip()
    yield from of_signature(token, root)
    payload = json.loads(decoded(token.split(".")[1]))
    yield from of_claims(payload)
    yield from of_shape(payload, schema)
    yield from of_publisher(payload)
    for one in name:
        yield from of_holder(payload, one)


def fetched(url: str) -> Any:
    """What is published at an address."""
    with urlopen(url, timeout=10) as answer:
        return json.load(answer)


def decoded(part: str) -> bytes:
    """A part of a token."""
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


if __name__ == "__main__":
    sys.stdout.write(next(problems(*sys.argv[1:]), "valid"))
