"""What a learner makes of an attest that was granted: the signed credential, its picture, and the paper."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import segno
from sqlalchemy import Connection

from lti_tool.paper.typesetting import typeset
from lti_tool.protocol.keys import ALGORITHMS, private_key
from lti_tool.rules.attest import Part
from lti_tool.rules.booklet import printable
from lti_tool.rules.open_badge import (
    Holder,
    Issue,
    Place,
    Told,
    achievement,
    baked,
    credential,
    is_name_of,
    name_hash,
)
from lti_tool.services.attest import parts_in
from lti_tool.store import attest_keys, attests
from lti_tool.store.attests import Attest, Badge
from lti_tool.words import LANGUAGES, words
from modules.kit.civic import Civic

PICTURE = Path(__file__).parent.parent / "static" / "attest-badge.svg"
_SALT_BYTES = 16


@dataclass(frozen=True)
class Sheet:
    """What is printed of a badge: for whom, in which language; `granted_on` is the day in words."""

    name: str
    language: str
    granted_on: str
    place: Place
    now: int


@dataclass(frozen=True)
class Maker:
    """Makes credentials of one installation."""

    place: Place
    civic: Civic

    def make(self, connection: Connection, attest: Attest, name: str, language: str, now: int) -> Badge:
        """Sign a credential for a name and keep it without the name; what was made before stops being valid.

        Args:
            connection: A transaction that writes.
            attest: It was granted, and is not revoked.
            name: As `tidy_name` has it.
            language: Of the credential; what is printed may be in any of `LANGUAGES`.
            now: Seconds since 1970.
        """
        about = self._about(attest, language)
        told = told_to_all(about)
        salt = secrets.token_hex(_SALT_BYTES)
        holder = Holder(uuid4().urn, salt, name_hash(name, salt))
        issue = Issue(str(uuid4()), attest.granted_at, now)
        key = attest_keys.signing(connection, now)
        payload = credential(self.place, issue, told, holder)
        header = {"kid": self.place.of("keys", key.kid)}
        signed = jwt.encode(payload, private_key(key.private_pem), ALGORITHMS[0], headers=header)
        digest, _ = achievement(self.place, told)
        badge = Badge(issue.public_id, attest.row, about, digest, signed, now, None)
        attests.add_badge(connection, badge)
        return badge

    def _about(self, attest: Attest, language: str) -> dict[str, Any]:
        unit, parts = attest.grounds["unit"], parts_in(attest.grounds)
        told = {}
        for spoken in LANGUAGES:
            own, texts = self.civic.words_in(spoken), words(spoken, "attest")
            told[spoken] = asdict(
                Told(
                    language=self.civic.spoken(spoken),
                    issuer=own.issuer,
                    issuer_url=own.issuer_url,
                    title=own.title,
                    text=own.text.strip(),
                    unit=unit["title"],
                    programme=unit["programme"],
                    year=unit["year"],
                    criteria=" ".join([*_asked(parts, texts["asked"]), texts["decided"]]),
                    rests_on=" ".join(_there(parts, texts["there"])),
                )
            )
        signatories = {
            spoken: [
                self.civic.words_in(spoken).signatories[name].model_dump() for name in self.civic.signatories
            ]
            for spoken in LANGUAGES
        }
        first = self.civic.words_in("")
        return {
            "language": language,
            # One issuer has one name wherever it is read by software.
            "issuer": {"issuer": first.issuer, "issuer_url": first.issuer_url},
            "told": told,
            "signatories": signatories,
            "granted_at": attest.granted_at,
            "proposal": self.civic.is_proposal,
        }


def told_in(about: Mapping[str, Any], language: str) -> Told:
    """What an attest says, in a language."""
    return Told(**about["told"][language])


def told_to_all(about: Mapping[str, Any]) -> Told:
    """What the credential itself says, in the language in which it was made."""
    return replace(told_in(about, about["language"]), **about["issuer"])


def payload_of(badge: Badge) -> dict[str, Any]:
    """The credential as it was signed: our own text from our own database, which needs no check."""
    assert badge.credential is not None  # noqa: S101 (its learner's data are there)
    found: dict[str, Any] = jwt.decode(badge.credential, options={"verify_signature": False})
    return found


def is_of(badge: Badge, name: str) -> bool:
    """Whether a badge is of somebody of this name, written as `tidy_name` has it."""
    return is_name_of(payload_of(badge), name)


def picture_of(badge: Badge) -> str:
    """The picture of the badge with the credential in it."""
    assert badge.credential is not None  # noqa: S101
    return baked(PICTURE.read_text(encoding="utf-8"), badge.credential)


def print_attest(badge: Badge, sheet: Sheet) -> bytes:
    """The attest on paper, with the credential attached.

    Raises:
        PaperError: It can't be made; the code says why.
    """
    language = sheet.language
    told, texts = told_in(badge.about, language), words(language, "attest")["print"]
    address = sheet.place.of(badge.public_id)
    data = {
        "language": language,
        "words": texts,
        "issuer": told.issuer,
        "title": told.title,
        "name": printable(sheet.name),
        "paragraphs": [" ".join(one.split()) for one in told.text.split("\n\n")],
        "facts": [
            [texts[fact], value]
            for fact, value in (("unit", told.unit), ("programme", told.programme), ("year", told.year))
            if value
        ],
        "rests_on": told.rests_on,
        "granted": texts["granted"].format(day=sheet.granted_on),
        "signatories": badge.about["signatories"][language],
        "example": texts["example"] if badge.about["proposal"] else None,
        "address": address,
        "public_id": badge.public_id,
        "code": _code(address),
        "picture": PICTURE.read_text(encoding="utf-8"),
        "credential": badge.credential,
    }
    return typeset("attest", data, sheet.now)


def _code(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=0, dark="#2b2a33", xmldecl=False
    )
    return drawn.getvalue().decode()


def _asked(parts: tuple[Part, ...], texts: Mapping[str, str]) -> list[str]:
    return [texts[part.need].format(wanted=part.wanted, most=part.most) for part in parts]


def _there(parts: tuple[Part, ...], texts: Mapping[str, str]) -> list[str]:
    return [texts[part.need].format(there=part.there, most=part.most) for part in parts if part.there]
