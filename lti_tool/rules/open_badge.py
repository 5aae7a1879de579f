"""An attest as an Open Badges 3.0 credential: the data that is signed, and what is published beside it.

https://www.imsglobal.org/spec/ob/v3p0/ with the JSON Web Token proof (§8.2): the credential itself is the
payload, and the header names the key by its address. Whose it is, only a salted hash of a name says.

No Flask, no SQL, no network.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.protocol.scores import iso

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    # Knows the kinds of schema and of revocation list that the credential names.
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
_BAKED = "https://purl.imsglobal.org/ob/v3p0"
_ACHIEVEMENT_DIGITS = 32


@dataclass(frozen=True)
class Place:
    """Where attests are published: `root` is the address of this installation."""

    root: str

    def of(self, *parts: str) -> str:
        """The address of something that is published."""
        return "/".join((self.root, "attests", *parts))


@dataclass(frozen=True)
class Told:
    """What an attest says of the course unit, in one language.

    Attributes:
        title: What the attest is called.
        text: What it says of whoever has it.
        criteria: What it takes to get it.
        rests_on: What there was of this student when it was granted.
    """

    language: str
    issuer: str
    issuer_url: str | None
    title: str
    text: str
    unit: str
    programme: str
    year: str
    criteria: str
    rests_on: str


@dataclass(frozen=True)
class Holder:
    """Whose credential it is: a number that is nobody's anywhere else, and a hash of the name."""

    subject: str
    salt: str
    name_hash: str


@dataclass(frozen=True)
class Issue:
    """Which credential it is, when the attest was granted, and when this was made of it."""

    public_id: str
    granted_at: int
    made_at: int


def name_hash(name: str, salt: str) -> str:
    """The hash of a name as the specification has it (IdentityHash)."""
    return f"sha256${hashlib.sha256(f'{name}{salt}'.encode()).hexdigest()}"


def is_name_of(credential: Mapping[str, Any], name: str) -> bool:
    """Whether a credential is of somebody of this name."""
    (identity,) = credential["credentialSubject"]["identifier"]
    return hmac.compare_digest(identity["identityHash"], name_hash(name, identity["salt"]))


def issuer_profile(place: Place, name: str, url: str | None) -> dict[str, Any]:
    """Who gives attests (Profile)."""
    return {"id": place.of("issuer"), "type": ["Profile"], "name": name, **({"url": url} if url else {})}


def achievement(place: Place, told: Told) -> tuple[str, dict[str, Any]]:
    """What the attest is for (Achievement), and the digest in its address: it is made of what it says."""
    known = {
        "type": ["Achievement"],
        "achievementType": "CertificateOfCompletion",
        "name": f"{told.title}: {told.unit}" if told.unit else told.title,
        "description": told.text,
        "criteria": {"narrative": told.criteria},
        "creator": issuer_profile(place, told.issuer, told.issuer_url),
        "image": {"id": place.of("badge.svg"), "type": "Image"},
        "inLanguage": told.language,
        **({"fieldOfStudy": told.programme} if told.programme else {}),
    }
    told_once = json.dumps([known, told.year], sort_keys=True)
    digest = hashlib.sha256(told_once.encode()).hexdigest()[:_ACHIEVEMENT_DIGITS]
    return digest, {"id": place.of("achievements", digest), **known}


def credential(place: Place, issue: Issue, told: Told, holder: Holder) -> dict[str, Any]:
    """The payload that is signed: the credential (OpenBadgeCredential), and the claims that repeat it."""
    _, what = achievement(place, told)
    address = place.of(issue.public_id)
    return {
        "@context": list(CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": what["name"],
        "issuer": what["creator"],
        "validFrom": iso(issue.made_at),
        "awardedDate": iso(issue.granted_at),
        "credentialSubject": {
            "id": holder.subject,
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "identityType": "name",
                    "hashed": True,
                    "identityHash": holder.name_hash,
                    "salt": holder.salt,
                }
            ],
            "achievement": what,
            **({"narrative": told.rests_on} if told.rests_on else {}),
            **({"term": told.year} if told.year else {}),
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {"id": place.of("revoked"), "type": "1EdTechRevocationList"},
        "iss": what["creator"]["id"],
        "jti": address,
        "nbf": issue.made_at,
        "sub": holder.subject,
    }


def revocation_list(place: Place, revoked: Iterable[str]) -> dict[str, Any]:
    """The credentials that are not valid any more, by their public ids; not why."""
    return {
        "id": place.of("revoked"),
        "issuer": place.of("issuer"),
        "revokedCredential": [{"id": place.of(public_id), "revoked": True} for public_id in revoked],
    }


def baked(svg: str, jws: str) -> str:
    """The picture of the badge with the credential in it, so that software finds it there."""
    head, _, rest = svg.partition(">")
    return (
        f'{head} xmlns:openbadges="{_BAKED}">'
        f'<openbadges:credential verify="{jws}"></openbadges:credential>{rest}'
    )
