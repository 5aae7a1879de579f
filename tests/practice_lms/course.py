"""A practice course with one activity, and what a tool asks of it when all is right."""

import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import jwt
from flask.testing import FlaskClient

from lti_tool.practice_lms.course import Activity
from lti_tool.practice_lms.registration import Registration
from lti_tool.practice_lms.rules.client_assertion import ASSERTION_TYPE
from lti_tool.practice_lms.rules.keys import SigningKey
from lti_tool.practice_lms.rules.message import AGS, NRPS

REGISTRATION = Registration("http://localhost", "http://localhost:8001")


ACTIVITY = Activity(
    "identity", {"nl": "Wie ben jij?", "en": "Who are you?"}, {"nl": "Kort"}, 70, ("nl", "en"), b"<svg/>"
)


SCORE_SCOPE, RESULT_SCOPE = f"{AGS}scope/score", f"{AGS}scope/result.readonly"


LINE_ITEM_SCOPE, ROSTER_SCOPE = f"{AGS}scope/lineitem.readonly", f"{NRPS}scope/contextmembership.readonly"


TOOL_KEY = SigningKey.generate()


MANIFEST = """<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" identifier="m">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Pakket</title>
    <item identifier="i" identifierref="r"><title>Deel</title></item></organization></organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">
    <file href="index.html"/></resource></resources></manifest>"""


def package(manifest: str = MANIFEST, **files: str) -> io.BytesIO:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest)
        for name, content in {"index.html": "<p>Dag</p>", **files}.items():
            archive.writestr(name, content)
    zipped.seek(0)
    return zipped


def assertion(headers: dict[str, str] | None = None, key: SigningKey = TOOL_KEY, **changed: Any) -> str:
    now = int(time.time())
    client_id = REGISTRATION.client_id
    claims = {"iss": client_id, "sub": client_id, "aud": REGISTRATION.token_url, "iat": now, "exp": now + 60}
    claims |= {"jti": f"{time.monotonic_ns()}"} | changed
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key.pem, "RS256", headers or {"kid": key.kid})


def ask_token(client: FlaskClient, signed: str, scope: str = SCORE_SCOPE, **changed: str) -> Any:
    form = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION_TYPE}
    form |= {"client_assertion": signed, "scope": scope} | changed
    return client.post("/lti/token", data=form)


SCORE = {
    "userId": "31",
    "scoreGiven": 50,
    "scoreMaximum": 100,
    "activityProgress": "Completed",
    "gradingProgress": "FullyGraded",
    "timestamp": "2026-11-21T10:00:00Z",
}


SCORES_URL = "/lti/lineitems/identity/lineitem/scores?type_id=1"


Send = Callable[..., Any]
