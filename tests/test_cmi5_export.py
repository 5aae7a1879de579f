"""cmi5 packages as files: what is in them, what their course structure says, and what stops an export."""

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from modules.kit.module import Module
from modules.kit.registry import load_registry
from scorm_export.cmi5 import structure
from scorm_export.course import Course, Sco, Words
from scorm_export.errors import ExportError
from scorm_export.export import export
from scorm_export.leaflet import export_leaflet
from scorm_export.schemas import schema
from scorm_export.verify import verify
from tests.module_folders import make_module

SESSION_LIMIT = 250_000
"""Bytes that the package of a session may be (a promise of the project)."""


@pytest.fixture
def practice(tmp_path: Path) -> Module:
    return load_registry([make_module(tmp_path / "modules")]).modules["practice"]


def read(package: Path, name: str = "cmi5.xml") -> etree._Element:
    with zipfile.ZipFile(package) as archive:
        return etree.fromstring(archive.read(name))


def changed(package: Path, old: str, new: str) -> Path:
    """The package with one thing changed in its course structure."""
    with zipfile.ZipFile(package) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    text = files["cmi5.xml"].decode()
    assert old in text
    files["cmi5.xml"] = text.replace(old, new).encode()
    other = package.with_name("changed.zip")
    with zipfile.ZipFile(other, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return other


@pytest.mark.parametrize("name", ["identity", "talents", "study-choice", "student-life", "intake"])
def test_every_module_s_package_is_good_and_small(name: str, tmp_path: Path) -> None:
    module = load_registry().modules[name]
    (package,) = export([module], format="cmi5", out=tmp_path)
    schema("cmi5").assertValid(read(package.path))
    assert verify(package.path).problems == ()
    assert package.size <= SESSION_LIMIT


def test_the_course_structure_has_every_language_and_asks_for_completion_only(
    practice: Module, tmp_path: Path
) -> None:
    (package,) = export([practice], format="cmi5", out=tmp_path)
    root = read(package.path)
    au = root.find("{*}au")
    assert au is not None
    assert [one.get("lang") for one in au.findall("{*}title/{*}langstring")] == ["nl", "en"]
    assert au.findtext("{*}url") == "index.html"
    assert (au.get("moveOn"), au.get("masteryScore")) == ("Completed", None)


def test_several_modules_are_one_course_each_in_its_own_folder(tmp_path: Path) -> None:
    modules = load_registry().modules
    chosen = [modules["identity"], modules["talents"]]
    (package,) = export(chosen, format="cmi5", together=True, out=tmp_path)
    root = read(package.path)
    assert [one.text for one in root.iter("{*}url")] == ["identity/index.html", "talents/index.html"]
    assert verify(package.path).parts == ("Wie ben jij?", "Wat is jouw talent?")


def test_names_stay_the_same_in_another_language_and_version() -> None:
    def ids(course: Course) -> list[str | None]:
        root = etree.fromstring(structure(course)["cmi5.xml"])
        return [one.get("id") for one in root.iter() if one.get("id")]

    def course(version: str, language: str, variant: str | None = None) -> Course:
        words = {language: Words("Titel", "Zin")}
        sco = Sco("practice", "Titel", "index.html", {}, words=words, variant=variant)
        return Course("practice", version, (language,), 15, words, (sco,))

    assert ids(course("1.0.0", "nl")) == ["urn:wegwijs:course:practice", "urn:wegwijs:module:practice"]
    assert ids(course("2.1.0", "en")) == ids(course("1.0.0", "nl"))
    assert ids(course("1.0.0", "nl", "round-1"))[1] == "urn:wegwijs:module:practice:round-1"


def test_the_same_bytes_for_the_same_module(practice: Module, tmp_path: Path) -> None:
    (first,) = export([practice], format="cmi5", out=tmp_path / "a")
    (second,) = export([practice], format="cmi5", out=tmp_path / "b")
    assert first.path.read_bytes() == second.path.read_bytes()


def test_a_page_that_reports_nothing_can_t_be_a_part(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="'parents' is a page that reports nothing"):
        export_leaflet(load_registry().leaflets["parents"], format="cmi5", out=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("<url>index.html</url>", "<url>away.html</url>", "names away.html, which is not in the package"),
        ('moveOn="Completed"', 'moveOn="Finished"', "moveOn"),
        ("<url>index.html</url>", "", "url"),
    ],
)
def test_a_broken_course_structure_is_told(
    practice: Module, tmp_path: Path, old: str, new: str, found: str
) -> None:
    (package,) = export([practice], format="cmi5", out=tmp_path)
    assert found in "\n".join(verify(changed(package.path, old, new)).problems)


def test_the_page_may_call_other_sites_in_this_format_only(practice: Module, tmp_path: Path) -> None:
    def policy(kind: str) -> str:
        (package,) = export([practice], format=kind, out=tmp_path)
        with zipfile.ZipFile(package.path) as archive:
            page = archive.read("index.html").decode()
        return page.partition("connect-src ")[2].partition(";")[0]

    assert policy("cmi5") == "'self' https: http:"
    assert policy("scorm12") == "'self'"
