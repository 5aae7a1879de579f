"""What the simulated platforms share: a course page, an authorization address, signed messages.

The files beside this one are simulations, one per family of platforms; they are not those platforms. Each
does what its makers publish about logins, launches and storage, and what a tool stumbles over there. Whether
a platform that nobody here wrote understands us is shown elsewhere.
"""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape
from urllib.parse import urlsplit

from lti_tool.protocol.claims import AGS_ENDPOINT
from lti_tool.protocol.registration import Registration
from tests.lti_platform_double import HTML, KeyPair, PlatformDouble, Received

Page = tuple[int, dict[str, str], bytes]

_SUBMIT_LOGINS = """
for (const { method, action, target, fields } of LOGINS) {
  const form = Object.assign(document.createElement("form"), { method, action, target });
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(form);
  form.submit();
}
"""


class Family(PlatformDouble):
    """A simulated platform. Its hosts end in `.localhost`: each is a site of its own, and as good as https.

    Attributes:
        course_host: Where people see the course.
        auth_host: Where the authorization address is, which some vendors have elsewhere.
        login_method: How the login comes.
        storage_target: `lti_storage_target` in the login; None: the platform has no storage.
        course_script: What the course page does beside showing the tool.
        storage_page: A script for the frame that keeps data; "": there is none.
        frame_attributes: Of the tool's frame.
    """

    issuer: str
    client_id = "wegwijs-client"
    deployment = "1"
    course_host = "lms.localhost"
    auth_host = "lms.localhost"
    login_method = "POST"
    storage_target: str | None = None
    course_script = ""
    storage_page = ""
    frame_attributes = ""

    def __init__(self, key: KeyPair, tool_url: str) -> None:
        self.tool_url = tool_url
        self.launches = 0
        super().__init__(key)

    @property
    def auth_origin(self) -> str:
        return f"http://{self.auth_host}:{urlsplit(self.url).port}"

    @property
    def course_origin(self) -> str:
        return f"http://{self.course_host}:{urlsplit(self.url).port}"

    def course(self, frames: int = 1) -> str:
        """The address of a course page with this many links to the tool, all open."""
        return f"{self.course_origin}/course?frames={frames}"

    @property
    def registration(self) -> Registration:
        known = replace(super().registration, issuer=self.issuer, client_id=self.client_id)
        return replace(known, auth_url=f"{self.auth_origin}/auth")

    def login(self, number: int) -> dict[str, str]:
        """The parameters of a login."""
        fields = {
            "iss": self.issuer,
            "client_id": self.client_id,
            "target_link_uri": f"{self.tool_url}/lti/launch",
            "login_hint": "42",
            "lti_message_hint": f"link-{number}",
            "lti_deployment_id": self.deployment,
        }
        return fields | ({"lti_storage_target": self.storage_target} if self.storage_target else {})

    def link_of(self, message_hint: str) -> str:
        """The id of the link that a hint stands for."""
        return message_hint

    def launch_fields(self, call: Received) -> dict[str, str]:
        """What the browser posts to the tool."""
        claims = self.claims(
            call.query["nonce"],
            iss=self.issuer,
            aud=self.client_id,
            deployment_id=self.deployment,
            resource_link={"id": self.link_of(call.query["lti_message_hint"])},
            target_link_uri=f"{self.tool_url}/lti/launch",
            launch_presentation={"locale": "nl-BE", "return_url": f"{self.course_origin}/course"},
            **{AGS_ENDPOINT: None},
        )
        return {"id_token": self.sign(claims), "state": call.query["state"]}

    def answer(self, call: Received) -> Page:
        self.received.append(call)
        pages = {
            "/jwks": lambda: json.dumps(self.jwks).encode(),
            "/course": lambda: self._course(int(call.query.get("frames", "1"))),
            "/auth": lambda: self._auth(call),
            "/storage": lambda: _html(f"<script>{self._filled(self.storage_page)}</script>"),
        }
        page = pages.get(call.path)
        return (200, HTML, page()) if page else (404, {}, b"")

    def _course(self, frames: int) -> bytes:
        numbers = range(1, frames + 1)
        logins = [
            {
                "method": self.login_method,
                "action": f"{self.tool_url}/lti/login",
                "target": f"tool-{number}",
                "fields": self.login(number),
            }
            for number in numbers
        ]
        tools = "".join(
            f'<iframe id="tool-{number}" name="tool-{number}" {self.frame_attributes} '
            'width="700" height="600"></iframe>'
            for number in numbers
        )
        storage = f'<iframe name="{self.storage_target}" src="{self.auth_origin}/storage" hidden></iframe>'
        script = f"const LOGINS = {json.dumps(logins)};{_SUBMIT_LOGINS}"
        body = f"<h1>Course (a simulation)</h1>{storage if self.storage_page else ''}{tools}"
        return _html(f"{body}<script>{self._filled(self.course_script)}</script><script>{script}</script>")

    def _auth(self, call: Received) -> bytes:
        self.launches += 1
        inputs = "".join(
            f'<input name="{name}" value="{escape(value)}">'
            for name, value in self.launch_fields(call).items()
        )
        form = f'<form method="post" action="{escape(call.query["redirect_uri"])}" hidden>{inputs}</form>'
        return _html(f"{form}<script>document.forms[0].submit()</script>")

    def _filled(self, script: str) -> str:
        return script.replace("COURSE_ORIGIN", json.dumps(self.course_origin)).replace(
            "STORAGE_TARGET", json.dumps(self.storage_target)
        )


def _html(body: str) -> bytes:
    return f"<!doctype html><title>A simulation</title>{body}".encode()
