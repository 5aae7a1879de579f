"""Pages of our own after a launch, as tests open them."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.lti_browser import HOST, Browser


@dataclass
class Sheet:
    """An open page: it has the token that fills it."""

    client: FlaskClient
    kind: str
    path: str
    token: str

    def get(self) -> TestResponse:
        return self.call("GET", f"/{self.kind}/sheet")

    @property
    def text(self) -> str:
        answer = self.get()
        assert answer.status_code == 200, answer.text
        return answer.text

    def call(self, method: str, path: str, **form: str) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.client.open(path, method=method, base_url=HOST, headers=headers, data=form or None)


def open_sheet(browser: Browser, kind: str, **claims: Any) -> Sheet:
    response = browser.launch(**claims)
    assert response.status_code == 303, response.text
    path, _, token = response.headers["Location"].partition("#")
    assert path.startswith(f"/{kind}/")
    return Sheet(browser.client, kind, path, token)
