"""The page of a class as a facilitator has it open: what its tests share."""

import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.lti_browser import HOST, Browser
from tests.lti_platform_double import INSTRUCTOR

PRIVATE = "kanarie-alleen-voor-mij"
TO_YOU = "gedeeld-met-mijn-begeleider"
TO_CLASS = "gedeeld-met-de-klas"
PARTS = ("class", "grades", "shared", "questions", "dates", "prepare")


@dataclass
class ClassPage:
    """The open page: it has the token of the facilitator's launch."""

    client: FlaskClient
    token: str

    def call(self, method: str, path: str, query: dict[str, str], **form: str) -> TestResponse:
        return self.client.open(
            f"/class/{path}",
            method=method,
            base_url=HOST,
            query_string={"language": "nl"} | query,
            headers={"Authorization": f"Bearer {self.token}"},
            data=form or None,
        )

    def part(self, part: str, **query: str) -> str:
        answer = self.call("GET", "sheet", {"part": part} | query)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, path: str, **form: str) -> str:
        answer = self.call("POST", path, {}, **form)
        assert answer.status_code == 200, answer.text
        return answer.text


def teacher(browser: Browser, **claims: Any) -> ClassPage:
    found = browser.open(sub="teacher-1", roles=[INSTRUCTOR], **claims)
    return ClassPage(found.client, found.token)


def every_part(page: ClassPage) -> str:
    """Everything that the page can show."""
    texts = [page.part(part) for part in PARTS]
    opened = set(re.findall(r"activity=([\w-]+)", texts[2])) | {"meaning", "questions", "my-questions"}
    texts += [page.part("shared", activity=name) for name in opened]
    texts += [page.part("live"), *(page.part("live", activity=name) for name in opened)]
    texts += [page.part("class", view=view) for view in ("exercises", "sight")]
    texts += [page.part("grades", gradebook="1"), page.post("refresh"), page.post("resend")]
    return "\n".join(texts)
