"""Asking others by a link: what its tests share."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.lti_browser import HOST, Page

PRIVATE = "kanarie-van-de-tante"
NL = {"Accept-Language": "nl-BE"}


def ask(page: Page, person: int = 0, activity: str = "dear-ones") -> Any:
    """Make a link, and return what the page hears."""
    return page.call("POST", "/asks", {"activity": activity, "person": person}).json


def link(page: Page, person: int = 0, activity: str = "dear-ones") -> str:
    """Make a link, and return its path."""
    address: str = ask(page, person, activity)["address"]
    assert re.fullmatch(rf"{HOST}/ask/[\w-]{{32}}", address)
    return address.removeprefix(HOST)


def see(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    return client.get(path, base_url=HOST, headers=headers or NL)


def reply(client: FlaskClient, path: str, *, who: str = "", **answers: str) -> TestResponse:
    """Answer the questions as somebody without an account."""
    form = {"who": who} | {f"q-{name}": text for name, text in answers.items()}
    return client.post(path, data=form, base_url=HOST, headers=NL)


def own(page: Page, activity: str = "dear-ones") -> Any:
    return page.load()["answers"][activity]["value"]
