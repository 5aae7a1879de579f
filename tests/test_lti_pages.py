"""The module's page and files: the same for everybody, kept by browsers, framed by its platform only."""

import gzip
import re

import pytest
from flask.testing import FlaskClient

from lti_tool.protocol.registration import Registration, frame_origins, origin_of
from tests.lti_browser import Browser
from tests.lti_platform_double import ISSUER

PAGE = "/learn/1/identity/nl"


def policy(client: FlaskClient, path: str = PAGE) -> dict[str, list[str]]:
    header = client.get(path).headers["Content-Security-Policy"]
    return {name: values for name, *values in (part.split() for part in header.split(";"))}


def test_the_page_is_the_same_for_everybody(browser: Browser) -> None:
    one = browser.client.get(browser.open(sub="sami").path)
    other = browser.client.get(browser.open(sub="noor", roles=["Instructor"]).path)
    assert one.data == other.data
    assert "Set-Cookie" not in one.headers


def test_the_page_may_be_framed_by_its_platform_only(browser: Browser) -> None:
    assert policy(browser.client)["frame-ancestors"] == ["'self'", ISSUER]
    browser.open(launch_presentation={"return_url": "https://school.lms.example:8443/course/7"})
    assert policy(browser.client)["frame-ancestors"] == ["'self'", ISSUER, "https://school.lms.example:8443"]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://a.example;script-src *",
        "https://a b.example",
        "//x",
        "",
        "https://",
        "https://x:y",
    ],
)
def test_an_address_that_is_none_frames_nothing(browser: Browser, url: str) -> None:
    assert origin_of(url) is None
    browser.open(launch_presentation={"return_url": url})
    assert policy(browser.client)["frame-ancestors"] == ["'self'", ISSUER]


def test_platforms_with_many_hosts_may_frame_from_all() -> None:
    canvas = Registration(
        0,
        "https://canvas.instructure.com",
        "1",
        "https://sso.canvaslms.com/api/lti/authorize_redirect",
        "",
        "",
    )
    assert "https://*.instructure.com" in frame_origins(canvas)


def test_the_page_runs_only_our_own_files(browser: Browser) -> None:
    found = policy(browser.client)
    assert found["default-src"] == ["'none'"]
    assert found["script-src"] == ["'self'"]
    assert found["style-src"] == ["'self'"]


@pytest.mark.parametrize("path", [PAGE, "/healthz", "/lti/login", "/api/attempt", "/nowhere"])
def test_every_answer_guards_itself(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(PAGE)
    again = client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    assert "frame-ancestors" in again.headers["Content-Security-Policy"]


def test_the_page_is_sent_small(client: FlaskClient) -> None:
    small = client.get(PAGE, headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == client.get(PAGE).data


def test_every_file_that_the_page_names_is_there_and_may_be_kept(client: FlaskClient) -> None:
    paths = set(re.findall(r'(?:src|href)="(/assets/[^"]+)"', client.get(PAGE).text))
    assert len(paths) > 5
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        assert "immutable" in response.headers["Cache-Control"]


def test_a_page_from_before_an_update_still_gets_files(client: FlaskClient) -> None:
    response = client.get("/assets/0123456789abcdef/identity/style.css")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/learn/1/identity/xx",
        "/learn/1/nothing/nl",
        "/learn/99/identity/nl",
        "/learn/x/identity/nl",
        "/learn/99999999999999999999999/identity/nl",
        "/assets/x/nothing/style.css",
        "/assets/x/identity/nothing.js",
        "/assets/x/identity/../../../pyproject.toml",
        "/assets/x/identity/guide.nl.yaml",
        "/lti/static/../app.py",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_guide_is_in_no_learners_page(browser: Browser) -> None:
    guide = browser.open(roles=["Instructor"]).call("GET", "/guide?language=nl").json["html"]["meaning"]
    sentence = re.findall(r"<p>([^<]{40,})</p>", guide)[0]
    assert sentence not in browser.client.get(PAGE).text


def test_a_surprise_tells_nothing_of_the_inside(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said = "secret words of a learner"

    def fails(*_: object) -> None:
        raise RuntimeError(said)

    page = browser.open()
    monkeypatch.setattr("lti_tool.views.api.find_attempt", fails)
    response = page.call("GET", "/attempt")
    assert response.status_code == 500
    assert response.json["error"]["code"] == "trouble"
    assert "RuntimeError" in caplog.text
    assert "secret words" not in response.text + caplog.text
