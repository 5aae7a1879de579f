"""The practice LMS's pages: its people, its languages, its gradebook, its packages."""

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from lti_tool.practice_lms.errors import PackageError
from lti_tool.practice_lms.language import LANGUAGES, words
from lti_tool.practice_lms.lms import PracticeLms
from tests.practice_lms.course import MANIFEST, Send, package


def test_both_languages_have_the_same_words() -> None:
    assert {frozenset(words(language)) for language in LANGUAGES} == {frozenset(words("nl"))}


@pytest.mark.parametrize("path", ["/", "/sami/", "/an/", "/an/grades", "/sami/packages", "/nobody/"])
def test_every_page_says_that_it_is_for_practice(client: FlaskClient, path: str) -> None:
    assert "Oefenleeromgeving: alleen om te tonen, alles op dit toestel." in client.get(path).text


def test_language_switch_comes_back_to_the_page(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "en", "back": "/sami/"})
    assert answer.headers["Location"] == "/sami/"
    assert "Who are you?" in client.get("/sami/").text


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_language_switch_never_leads_elsewhere(client: FlaskClient, back: str) -> None:
    assert client.post("/language", data={"language": "en", "back": back}).headers["Location"] == "/"


def test_learner_sees_own_grades_only(client: FlaskClient, send: Send) -> None:
    send(comment="Alleen voor Sami")
    assert "Alleen voor Sami" in client.get("/sami/grades").text
    assert "Alleen voor Sami" not in client.get("/noor/grades").text


def test_strange_host_name_is_refused(client: FlaskClient) -> None:
    assert client.get("/sami/", headers={"Host": "evil.example:8000"}).status_code == 403


def test_loopback_number_leads_to_the_name(client: FlaskClient) -> None:
    answer = client.get("/sami/?a=1", headers={"Host": "127.0.0.1"})
    assert answer.headers["Location"] == "http://localhost/sami/?a=1"


def test_post_from_another_site_is_refused(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "en"}, headers={"Origin": "http://localhost:8001"})
    assert answer.status_code == 403


# SCORM packages


def upload(client: FlaskClient, zipped: io.BytesIO, name: str = "Mijn les.zip") -> Any:
    return client.post("/sami/packages/upload", data={"zip": (zipped, name)})


def test_package_is_made_with_one_click_and_plays(client: FlaskClient) -> None:
    chosen = {"module": "identity", "version": "1.2", "language": "nl"}
    answer = client.post("/sami/packages/make", data=chosen)
    assert answer.headers["Location"] == "/sami/packages/identity-12-nl/1"
    assert "scorm12.min.js" in client.get(answer.headers["Location"]).text
    page = client.get("/content/identity-12-nl/index.html", buffered=True)
    assert (page.text, page.mimetype) == ("<p>Dag</p>", "text/html")


def test_package_that_cannot_be_made_is_told_in_words(client: FlaskClient, lms: PracticeLms) -> None:
    def broken(*_: str) -> bytes:
        raise PackageError("export", "a picture is missing")

    client.application.extensions["practice_lms"] = replace(lms, exporter=broken)
    answer = client.post(
        "/sami/packages/make", data={"module": "identity", "version": "1.2", "language": "nl"}
    )
    assert "kon niet worden gemaakt" in answer.text
    assert "a picture is missing" in answer.text


def test_package_of_ones_own_plays_and_can_be_kept_and_removed(client: FlaskClient, lms: PracticeLms) -> None:
    assert upload(client, package()).headers["Location"] == "/sami/packages/own-mijn-les/1"
    kept = client.get("/sami/packages/own-mijn-les.zip", buffered=True)
    assert zipfile.ZipFile(io.BytesIO(kept.data)).namelist() == ["imsmanifest.xml", "index.html"]
    client.post("/sami/packages/own-mijn-les/remove")
    assert client.get("/sami/packages/own-mijn-les/1").status_code == 404
    assert list(lms.packages.iterdir()) == []


def test_scripts_of_a_package_are_served_as_script(client: FlaskClient) -> None:
    upload(client, package(**{"a.mjs": "", "b.wasm": ""}))
    script = client.get("/content/own-mijn-les/a.mjs", buffered=True)
    program = client.get("/content/own-mijn-les/b.wasm", buffered=True)
    assert (script.mimetype, program.mimetype) == ("text/javascript", "application/wasm")


def test_content_stays_inside_its_package(client: FlaskClient) -> None:
    upload(client, package())
    for path in ("../lms.sqlite", "..%2f..%2flms.sqlite", "%2e%2e/own-mijn-les.zip"):
        assert client.get(f"/content/own-mijn-les/{path}").status_code == 404


@pytest.mark.parametrize(
    ("zipped", "sentence"),
    [
        (io.BytesIO(b"not a zip"), "geen zip"),
        (package("<manifest/>"), "niets dat kan worden gestart"),
        (package("<manifest"), "kan niet worden gelezen"),
        (package('<!DOCTYPE m [<!ENTITY a "b">]><manifest/>'), "kan niet worden gelezen"),
        (package(MANIFEST.replace("index.html", "../x.html")), "kan niet worden gelezen"),
        (package(MANIFEST.replace("index.html", "https://evil.example/")), "kan niet worden gelezen"),
        (package(**{"../escape.txt": "x"}), "naam die niet mag"),
        (package(**{"/etc/escape.txt": "x"}), "naam die niet mag"),
        (package(**{"a\\..\\escape.txt": "x"}), "naam die niet mag"),
        (package(**{"c:escape.txt": "x"}), "naam die niet mag"),
    ],
)
def test_bad_package_is_refused_in_words_and_leaves_nothing(
    client: FlaskClient, lms: PracticeLms, zipped: io.BytesIO, sentence: str
) -> None:
    zipped.seek(0)
    answer = upload(client, io.BytesIO(zipped.read()))
    assert sentence in answer.text
    assert list(lms.packages.iterdir()) == []


def entry(client: FlaskClient, person: str) -> str:
    return str(client.get(f"/{person}/packages/own-mijn-les/1/start").json["cmi.core.entry"])


def test_commit_is_kept_for_its_person_and_stands_in_the_gradebook(client: FlaskClient) -> None:
    upload(client, package())
    cmi = {"cmi.core.lesson_status": "completed", "cmi.core.score.raw": "75", "cmi.core.exit": "suspend"}
    answer = client.post("/sami/packages/own-mijn-les/1/commit", json=cmi)
    assert answer.json == {"result": True, "errorCode": 0}
    assert "75 op 100" in client.get("/an/grades").text
    assert entry(client, "sami") == "resume"
    assert entry(client, "noor") == "ab-initio"
    client.post("/sami/packages/own-mijn-les/1/restart")
    assert "75 op 100" not in client.get("/an/grades").text
