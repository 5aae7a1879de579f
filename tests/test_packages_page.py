"""The download page: any module as a package, for facilitators and the operator; whole, and bounded."""

import io
import logging
import re
import tarfile
import zipfile
from dataclasses import dataclass, replace
from types import MappingProxyType

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tool import packages
from lti_tool.store import platforms
from lti_tool.tool import Tool
from lti_tool.words import LANGUAGES, words
from scorm_export.adding import places
from scorm_export.errors import ExportError
from scorm_export.formats import FORMATS
from tests.lti_browser import HOST, Browser
from tests.lti_platform_double import INSTRUCTOR
from tests.test_operator import Operator, operator  # noqa: F401 (a fixture)

IDENTITY = "module=identity&format=scorm12&lang=nl&edition=self&made=1"


@dataclass
class PackagesPage:
    """The open page: it has a token."""

    client: FlaskClient
    token: str

    def call(self, method: str, path: str, query: str = "", **form: str) -> TestResponse:
        return self.client.open(
            f"/packages/{path}?language=nl&{query}",
            method=method,
            base_url=HOST,
            headers={"Authorization": f"Bearer {self.token}"},
            data=form or None,
        )

    def see(self, query: str = "") -> str:
        answer = self.call("GET", "sheet", query)
        assert answer.status_code == 200, answer.text
        return answer.text

    def take(self, query: str) -> TestResponse:
        answer = self.call("POST", "file", query)
        assert answer.status_code == 200, answer.text
        return answer


@pytest.fixture
def page(browser: Browser) -> PackagesPage:
    found = browser.open(sub="teacher-1", roles=[INSTRUCTOR])
    return PackagesPage(found.client, found.token)


# Who may


def test_a_learner_gets_no_package(browser: Browser) -> None:
    learner = browser.open()
    page = PackagesPage(learner.client, learner.token)
    for method, path in (("GET", "sheet"), ("POST", "file"), ("POST", "guide")):
        assert page.call(method, path, IDENTITY).status_code == 403


def test_without_a_valid_token_there_is_nothing(page: PackagesPage) -> None:
    assert page.client.get("/packages/sheet", base_url=HOST).status_code == 401
    assert PackagesPage(page.client, f"{page.token}x").call("POST", "file", IDENTITY).status_code == 401


def test_a_school_that_was_turned_away_gets_nothing_any_more(page: PackagesPage, tool: Tool) -> None:
    with tool.database.write() as connection:
        platforms.refuse(connection, 1, "dep-1")
    assert page.call("POST", "file", IDENTITY).status_code == 401


def test_the_operator_gets_packages_too(operator: Operator) -> None:  # noqa: F811
    page = PackagesPage(operator.client, operator.token)
    assert 'value="identity"' in page.see()
    assert page.take(IDENTITY).data.startswith(b"PK")
    assert "/packages/nl" in operator.see()


def test_the_page_itself_is_framed_by_its_platform_and_the_operators_by_nobody(
    browser: Browser, page: PackagesPage
) -> None:
    there = browser.client.get("/packages/1/nl", base_url=HOST)
    assert "frame-ancestors 'self' https://lms.example.edu;" in f"{there.headers['Content-Security-Policy']};"
    alone = browser.client.get("/packages/nl", base_url=HOST)
    assert alone.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    for nowhere in ("/packages/99/nl", "/packages/1/xx", "/packages/xx"):
        assert browser.client.get(nowhere, base_url=HOST).status_code == 404


def test_the_class_page_leads_here(page: PackagesPage) -> None:
    answer = page.client.get(
        "/class/sheet?part=prepare&language=en",
        base_url=HOST,
        headers={"Authorization": f"Bearer {page.token}"},
    )
    assert 'href="/packages/1/en" data-door' in answer.text


# What there is to choose


def test_every_module_and_every_format_is_offered_and_explained(page: PackagesPage, tool: Tool) -> None:
    text = page.see()
    assert set(re.findall(r'name="module" value="([\w-]+)"', text)) == set(tool.registry.modules)
    assert set(re.findall(r'name="format" value="([\w-]+)"', text)) == set(FORMATS)
    for language in LANGUAGES:
        assert set(FORMATS) <= set(words(language, "packages")["formats"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_place_to_add_a_package_has_three_steps(language: str) -> None:
    for kind in FORMATS:
        assert places(kind, language), kind
        for place in places(kind, language):
            assert place.name
            assert len(place.steps) == 3, (kind, place)


def test_the_module_of_the_link_is_ticked_first(page: PackagesPage) -> None:
    ticked = re.findall(r'name="module" value="([\w-]+)" id="[\w-]+" checked', page.see())
    assert ticked == ["identity"]


def test_who_comes_back_to_the_form_finds_the_same_ticked(page: PackagesPage) -> None:
    modules = "module=talents&module=intake&variant-intake=round-1"
    text = page.see(f"{modules}&format=scorm2004&lang=en&edition=class&answers=lms")
    assert re.findall(r'value="([\w-]+)" id="[\w-]+" checked', text) == [
        "talents",
        "intake",
        "scorm2004",
        "en",
        "class",
        "lms",
    ]
    assert '<option value="round-1" selected>' in text


# What one gets


def test_what_is_offered_says_what_it_weighs_and_is_what_comes(page: PackagesPage) -> None:
    text = page.see(IDENTITY)
    taken = page.take(IDENTITY)
    [name] = re.findall(r'class="file">([^<]+)', text)
    assert taken.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert taken.headers["Content-Type"] == "application/zip"
    assert taken.headers["Cache-Control"] == "no-store"
    assert f"<dd>{round(len(taken.data) / 1000)} kB</dd>" in text
    with zipfile.ZipFile(io.BytesIO(taken.data)) as found:
        assert found.testzip() is None
        assert {"imsmanifest.xml", "index.html"} <= set(found.namelist())


def test_every_format_comes_as_one_whole_file(page: PackagesPage) -> None:
    for name, kind in FORMATS.items():
        taken = page.take(IDENTITY.replace("scorm12", name))
        if kind.is_tarball:
            assert taken.content_type == "application/gzip"
            with tarfile.open(fileobj=io.BytesIO(taken.data)) as course:
                assert course.getnames(), name
        else:
            with zipfile.ZipFile(io.BytesIO(taken.data)) as found:
                assert found.testzip() is None, name
                assert found.namelist(), name
        name_in_header = r'="wegwijs-identity-[\w.-]+\.(zip|imscc|tar\.gz)"'
        assert re.search(name_in_header, taken.headers["Content-Disposition"])


def test_several_modules_make_one_course_in_the_language_and_variant_asked_for(
    page: PackagesPage,
) -> None:
    taken = page.take("module=intake&module=identity&format=scorm12&lang=en&variant-intake=round-1")
    with zipfile.ZipFile(io.BytesIO(taken.data)) as found:
        names = set(found.namelist())
        assert {"identity/index.html", "intake/index.html"} <= names
        assert 'lang="en"' in found.read("identity/index.html").decode()[:200]
        assert 'id="next"' not in found.read("intake/index.html").decode()
    assert "round-1" in taken.headers["Content-Disposition"]


def test_answers_may_stay_on_the_device_and_the_page_says_what_that_means(page: PackagesPage) -> None:
    text = page.see(f"{IDENTITY}&answers=device")
    assert "Op een ander toestel staat het er niet" in text
    assert "Op een ander toestel staat het er niet" not in page.see(IDENTITY)
    with zipfile.ZipFile(io.BytesIO(page.take(f"{IDENTITY}&answers=device").data)) as found:
        assert '"answers":"device"' in found.read("index.html").decode()


def test_links_of_a_cartridge_lead_to_this_tool(page: PackagesPage, tool: Tool) -> None:
    taken = page.take(IDENTITY.replace("scorm12", "cc13"))
    with zipfile.ZipFile(io.BytesIO(taken.data)) as found:
        links = [found.read(name).decode() for name in found.namelist()]
    assert any(f"{tool.settings.public_url}/lti/launch" in link for link in links)


def test_the_guide_stands_beside_the_package_and_never_inside(page: PackagesPage) -> None:
    assert "Handleiding bij" in page.see(IDENTITY)
    with zipfile.ZipFile(io.BytesIO(page.take(IDENTITY).data)) as found:
        assert not [name for name in found.namelist() if "guide." in name and not name.endswith(".js")]
    assert page.call("POST", "guide", IDENTITY, module="nothing").status_code == 404
    guide = page.call("POST", "guide", IDENTITY, module="identity")
    assert guide.headers["Content-Disposition"] == 'attachment; filename="handleiding-identity.pdf"'


# What can't be


def test_what_was_not_ticked_stays_so(page: PackagesPage) -> None:
    text = page.see("module=identity&format=scorm12&edition=self&answers=lms&made=1")
    assert re.findall(r'name="lang" value="([\w-]+)" id="[\w-]+" checked', text) == []


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("format=scorm12&lang=nl&made=1", "Kies eerst een module."),
        ("module=nothing&format=scorm12&lang=nl&made=1", "Kies eerst een module."),
        ("module=identity&lang=nl&made=1", "Kies eerst waar het pakket naartoe gaat."),
        ("module=identity&format=../etc&lang=nl&made=1", "Kies eerst waar het pakket naartoe gaat."),
        ("module=identity&format=scorm12&made=1", "Kies minstens één taal."),
        ("module=identity&format=scorm12&lang=xx&made=1", "Kies minstens één taal."),
        ("module=identity&format=html&lang=nl&answers=device&made=1", "kan enkel met SCORM"),
    ],
)
def test_what_is_missing_is_said_above_the_form(page: PackagesPage, query: str, said: str) -> None:
    assert said in page.see(query)
    answer = page.call("POST", "file", query)
    assert said in answer.text
    assert "Content-Disposition" not in answer.headers


def test_a_language_that_one_of_them_does_not_speak_is_named_with_the_module(
    page: PackagesPage, tool: Tool
) -> None:
    dutch = replace(tool.registry.modules["talents"], languages=("nl",))
    modules = MappingProxyType({**tool.registry.modules, "talents": dutch})
    object.__setattr__(tool, "registry", replace(tool.registry, modules=modules))
    text = page.see("module=identity&module=talents&format=scorm12&lang=nl&lang=en&made=1")
    assert "is er niet in het Engels" in text


def test_a_package_that_cant_be_made_says_why(
    page: PackagesPage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ExportError("module 'identity', activity 'meaning': <no> script")

    monkeypatch.setattr(packages, "prepare", fail)
    with caplog.at_level(logging.WARNING):
        text = page.see(IDENTITY)
    assert "activity &#39;meaning&#39;: &lt;no&gt; script" in text
    assert "Geef deze melding door" in text
    assert "activity 'meaning'" in caplog.text


# Bounded


def test_a_package_is_made_once_for_its_size_and_its_file(
    page: PackagesPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = packages.prepare

    def counted(*modules: object, **options: object) -> object:
        made.append(str(options["format"]))
        return real(*modules, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(packages, "prepare", counted)
    page.see(IDENTITY)
    page.take(IDENTITY)
    assert made == ["scorm12"]


def test_no_more_than_a_few_are_kept(page: PackagesPage, tool: Tool) -> None:
    for module in ("identity", "talents", "intake", "student-life"):
        for edition in ("self", "class"):
            page.take(f"module={module}&format=cc13&lang=nl&edition={edition}")
    assert len(tool.packages._kept) == packages.MOST_KEPT


def test_who_comes_while_another_is_made_is_asked_to_come_back(
    page: PackagesPage, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "_WAIT_SECONDS", 0.01)
    with tool.packages._turn:
        answer = page.call("POST", "file", IDENTITY)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert page.take(IDENTITY).data


def test_no_token_stands_in_a_log(page: PackagesPage, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        page.see(IDENTITY)
        page.take(IDENTITY)
    assert "was handed over" in caplog.text
    assert page.token not in caplog.text
