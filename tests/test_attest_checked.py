"""A badge is checked by software that we did not write, apart from ours, with what is published over HTTP."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from lxml import etree

from benchmarks import npm
from lti_tool.settings import Settings
from lti_tool.store import attest_keys
from lti_tool.store.attest_keys import AttestKey
from modules.kit.registry import Registry, load_registry
from tests import needs
from tests.attest_course import NAME, AttestCourse, badge_of, call, make
from tests.judged_module import make_rating_module
from tests.lti_browser import Page
from tests.lti_platform_double import PlatformDouble
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.services
HERE = Path(__file__).parent / "badge_check"
SCHEMA = HERE / "credential.schema.json"


@dataclass
class Checked:
    """A learner with a badge, and what others say of it."""

    school: RunningTool
    course: AttestCourse
    learner: Page
    folder: Path

    def file(self, token: str) -> Path:
        found = self.folder / "attest.jwt"
        found.write_text(token, encoding="ascii")
        return found

    def says(self, token: str, *name: str) -> str:
        command = [needs.services_venv(), "-I", HERE / "check.py", self.file(token), self.school.url, SCHEMA]
        done = subprocess.run([*command, *name], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @property
    def key(self) -> AttestKey:
        with self.school.tool.database.read() as connection:
            return attest_keys.every(connection)[0]


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_rating_module(tmp_path)])


@pytest.fixture
def badge(
    settings: Settings, registry: Registry, platform: PlatformDouble, tmp_path: Path
) -> Iterator[Checked]:
    with running_tool(settings, registry, platform) as school:
        course = AttestCourse(school.tool, school)
        learner = course.learner()
        course.grant()
        make(learner)
        yield Checked(school, course, learner, tmp_path)


def test_a_badge_is_good_in_the_eyes_of_others(badge: Checked) -> None:
    token = badge_of(badge.learner)

    assert badge.says(token) == "valid"
    assert badge.says(token, NAME) == "valid"
    assert badge.says(token, "Iemand Anders") == "of somebody else"
    header = jwt.get_unverified_header(token)
    assert set(header) == {"alg", "kid", "typ"}


def test_made_in_another_language_it_is_as_good(badge: Checked) -> None:
    learner = badge.course.learner("learner-43")
    badge.course.grant(sub="learner-43")
    make(learner, language="en")
    token = badge_of(learner)

    assert badge.says(token, NAME) == "valid"
    achievement = jwt.decode(token, options={"verify_signature": False})["credentialSubject"]["achievement"]
    assert achievement["inLanguage"] == "en"


def test_a_changed_byte_is_seen(badge: Checked) -> None:
    head, payload, signature = badge_of(badge.learner).split(".")
    known = json.loads(base64.urlsafe_b64decode(payload + "=="))
    known["credentialSubject"]["achievement"]["name"] += "!"
    changed = base64.urlsafe_b64encode(json.dumps(known).encode()).decode().rstrip("=")

    assert badge.says(f"{head}.{changed}.{signature}") == "the signature is not good (BadSignatureError)"


def test_another_key_is_seen(badge: Checked) -> None:
    token = badge_of(badge.learner)
    payload = jwt.decode(token, options={"verify_signature": False})
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    header = jwt.get_unverified_header(token)

    assert badge.says(jwt.encode(payload, other, "RS256", headers=header)).startswith("the signature is not")
    elsewhere = {"kid": "https://attacker.example/keys/1"}
    assert badge.says(jwt.encode(payload, other, "RS256", headers=elsewhere)).startswith("the header is not")


@pytest.mark.parametrize("alg", ["none", "HS256"])
def test_another_algorithm_is_seen(badge: Checked, alg: str) -> None:
    token = badge_of(badge.learner)
    payload = jwt.decode(token, options={"verify_signature": False})
    secret = badge.key.jwk["n"] if alg == "HS256" else None
    kid = {"kid": jwt.get_unverified_header(token)["kid"]}

    assert badge.says(jwt.encode(payload, secret, alg, headers=kid)).startswith("the signature is not good")


def test_a_revoked_one_is_seen_and_one_that_was_given_back_is_good(badge: Checked) -> None:
    token, page = badge_of(badge.learner), badge.course.teacher()

    badge.course.revoke(page, reason="Vergissing.")
    assert badge.says(token) == "revoked"

    page.post("attest/one", act="return", who=badge.course.code(), was="2")
    assert badge.says(token) == "valid"


def test_one_that_was_made_anew_with_another_name_is_revoked(badge: Checked) -> None:
    token = badge_of(badge.learner)
    was = jwt.decode(token, options={"verify_signature": False})["id"].rpartition("/")[2]

    make(badge.learner, "Een Andere Naam", was=was)

    assert badge.says(token) == "revoked"
    assert badge.says(badge_of(badge.learner), "Een Andere Naam") == "valid"


def test_after_the_key_is_rotated_older_badges_stay_good(badge: Checked) -> None:
    token = badge_of(badge.learner)
    with badge.school.tool.database.write() as connection:
        attest_keys.rotate(connection, badge.school.tool.now())
    other = badge.course.learner("learner-43")
    page = badge.course.teacher()
    page.post("attest/all", who=" ".join(re.findall(r'id="attest-(\w+)"', page.part("attest"))))
    make(other)

    assert badge.says(token) == "valid"
    newer = badge_of(other)
    assert badge.says(newer) == "valid"
    assert jwt.get_unverified_header(newer)["kid"] != jwt.get_unverified_header(token)["kid"]


def test_the_picture_holds_the_same_credential(badge: Checked) -> None:
    drawn = etree.fromstring(call(badge.learner, "picture").data)

    (baked,) = drawn.iter("{https://purl.imsglobal.org/ob/v3p0}credential")
    assert next(iter(drawn)) is baked
    assert badge.says(baked.get("verify") or "") == "valid"


def test_in_another_language_of_programs_too(badge: Checked) -> None:
    if shutil.which("node") is None:
        needs.missing("Node", "apt-get install nodejs npm")
    folder = npm.cache() / "badge-check"
    if problem := npm.install(folder, "jose@5", "ajv@8", "ajv-formats@3"):
        needs.missing("jose and ajv for Node", problem)
    script = shutil.copy(HERE / "check.mjs", folder)
    token = badge_of(badge.learner)

    def says(token: str) -> str:
        command = ["node", script, badge.file(token), badge.school.url, SCHEMA]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    assert says(token) == "valid"
    head, payload, _ = token.split(".")
    assert says(f"{head}.{payload}.{'A' * 342}").startswith("the signature is not good")
    badge.course.revoke(reason="Vergissing.")
    assert says(token) == "revoked"
