"""A university for one test: a course of five links on a platform nobody here wrote, and its people."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from lti_tool.rules.pseudonym import pseudonym
from tests.services.certificates import Certificates
from tests.services.real_platform import RealPlatform
from tests.services.running_tool import RunningTool

MODULE = "civic-reflection"
_FIELD = re.compile(r'name="(state|id_token)" value="([^"]*)"')


class School:
    """The platform with its course, and Wegwijs as this university runs it."""

    def __init__(self, certificates: Certificates, folder: Path, variants: list[str]) -> None:
        self.certificates = certificates
        with ThreadPoolExecutor() as both:
            starting = both.submit(RealPlatform, certificates, folder / "platform.log")
            self.tool = RunningTool(certificates, folder)
            self.platform = starting.result()
        self.told: Mapping[str, str] = self.platform.tell("tool", jwks_url=f"{self.tool.url}/lti/jwks.json")
        options = [
            part for name, value in self.told.items() for part in (f"--{name.replace('_', '-')}", value)
        ]
        self.tool.command("platform", "add", *options)
        self.people: list[Person] = []
        for variant in variants:
            self.platform.tell(
                "links",
                name=variant,
                client_id=self.told["client_id"],
                login_url=f"{self.tool.url}/lti/login",
                launch_url=f"{self.tool.url}/lti/launch",
                custom={"module": MODULE, "variant": variant},
                share_names=True,
            )

    def enrol(self, name: str, role: str = "student") -> Person:
        """Somebody new in the course."""
        told = self.platform.tell("people", name=name, role=role)
        made = Person(self, name, pseudonym(told["external_user_id"]))
        self.people.append(made)
        return made

    def scores(self, link: str) -> dict[str, Any]:
        """The newest score of everybody in the column of a link."""
        return {one["person"]: one for one in self.platform.read("scores") if one["link"] == link}

    def stop(self) -> None:
        """End all of it."""
        for one in self.people:
            one.http.close()
        self.tool.stop()
        self.platform.stop()


@dataclass
class Person:
    """Somebody of the course without a browser: goes through the launch and calls what pages call.

    Attributes:
        code: What our pages call them: this platform tells nobody's name with the roster.
    """

    school: School
    name: str
    code: str
    http: requests.Session = field(default_factory=requests.Session)
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.http.verify = str(self.school.certificates.authority)
        self.http.trust_env = False
        # A connection that waited for long may be closed at the other end: browsers, too, ask again.
        self.http.mount("https://", HTTPAdapter(max_retries=Retry(3, allowed_methods=None, status=0)))

    def open(self, variant: str) -> None:
        """Launch a session from the course, as the browser does it."""
        form = self.http.get(self.school.platform.page(variant, self.name, "window"), timeout=30)
        sent = {name: html.unescape(value) for name, value in _FIELD.findall(form.text)}
        address = f"{self.school.tool.url}/lti/launch"
        answer = self.http.post(address, data=sent, allow_redirects=False, timeout=30)
        assert answer.status_code == 303, answer.text
        self.tokens[variant] = answer.headers["Location"].partition("#")[2]

    def call(self, variant: str, method: str, path: str, **given: Any) -> requests.Response:
        """Call the tool with the token of a session."""
        headers = {"Authorization": f"Bearer {self.tokens[variant]}"}
        address = f"{self.school.tool.url}{path}"
        answer = self.http.request(method, address, headers=headers, timeout=30, **given)
        assert answer.ok, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer

    def write(self, variant: str, answers: Mapping[str, Any], shared: set[str]) -> None:
        """Save answers, those of `shared` for the facilitator as well."""
        given = {
            name: {
                "value": value,
                "how": "screen",
                "audience": "facilitator" if name in shared else "learner",
                "revision": 0,
            }
            for name, value in answers.items()
        }
        body = {"answers": given, "position": "end"}
        said = self.call(variant, "PATCH", "/api/attempt", json=body).json()
        assert said["saved"].keys() == given.keys(), said

    def part(self, variant: str, part: str, **query: str) -> str:
        """A part of the class page, as HTML."""
        query = {"language": "nl", "part": part} | query
        return self.call(variant, "GET", "/class/sheet", params=query).text

    def post(self, variant: str, path: str, **form: str) -> str:
        """Press a button of the class page."""
        return self.call(variant, "POST", f"/class/{path}", params={"language": "nl"}, data=form).text
