"""The catalogue site: every link leads somewhere, nobody else is asked, and the same bytes each time."""

import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from lxml import etree

from lti_tool.commands.export import command
from modules.kit.module import Module
from modules.kit.registry import load_registry
from scorm_export.adding import places
from scorm_export.errors import ExportError
from scorm_export.formats import FORMATS
from scorm_export.site.build import Site, export_site
from scorm_export.site.item import module_item
from scorm_export.site.words import platforms, site_languages, site_words
from tests.module_folders import make_module


def modules_in(folder: Path) -> list[Module]:
    folders = [make_module(folder, name) for name in ("one", "two")]
    found = load_registry(folders).modules
    return [found["one"], found["two"]]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("site")
    leaflet = load_registry().leaflets["parents"]
    return export_site(modules_in(folder / "modules"), [leaflet], folder / "out")


def pages(site: Site) -> Iterator[tuple[Path, etree._Element]]:
    for path in sorted([*site.path.glob("*.html"), *(site.path / "en").glob("*.html")]):
        yield path, page_at(path)


def page_at(path: Path) -> etree._Element:
    return etree.fromstring(path.read_bytes(), etree.HTMLParser(encoding="utf-8"))


def words_of(page: etree._Element) -> str:
    return " ".join("".join(page.find("body").itertext()).split())


def contents(path: Path) -> dict[str, bytes]:
    return {str(one.relative_to(path)): one.read_bytes() for one in path.rglob("*") if one.is_file()}


# What is there


def test_dutch_is_at_the_root_and_english_below_it(site: Site) -> None:
    assert page_at(site.path / "index.html").get("lang") == "nl"
    assert page_at(site.path / "en/index.html").get("lang") == "en"
    names = {path.name for path in site.path.glob("*.html")}
    assert names == {path.name for path in (site.path / "en").glob("*.html")}
    assert names == {"index.html", "one.html", "two.html", "all-practice.html", "parents.html"}


def test_every_link_leads_to_a_file_of_the_site(site: Site) -> None:
    for path, page in pages(site):
        for address in page.xpath("//@href | //@src"):
            parts = urlsplit(address)
            if parts.scheme == "data":
                continue
            assert not parts.scheme, f"{path}: {address}"
            assert not parts.netloc, f"{path}: {address}"
            assert not parts.path.startswith("/"), f"{path}: {address} works at the root of a server only"
            target = path.parent / unquote(parts.path) if parts.path else path
            assert target.is_file(), f"{path}: {address}"
            if parts.fragment:
                assert page_at(target).xpath("//*[@id=$name]", name=parts.fragment), f"{path}: {address}"


def test_no_page_of_the_site_has_a_script_or_a_style_inside(site: Site) -> None:
    for path, page in pages(site):
        assert page.xpath("//script | //style | //@style | //@*[starts-with(name(), 'on')]") == [], path
        policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
        assert policy.startswith("default-src 'none'; style-src 'self' file:;"), path


def test_every_page_has_one_title_and_headings_that_skip_nothing(site: Site) -> None:
    for path, page in pages(site):
        assert page.findtext("head/title"), path
        levels = [int(one.tag[1]) for one in page.iter("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), path


def test_no_id_stands_twice_on_a_page(site: Site) -> None:
    for path, page in pages(site):
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_a_module_s_page_tells_what_it_is(site: Site) -> None:
    text = words_of(page_at(site.path / "one.html"))
    for told in (
        "Oefening",
        "Een korte oefening",
        "Begin",
        "Gedachte",
        "ongeveer 15 minuten",
        "secundair onderwijs",
    ):
        assert told in text


def test_every_format_with_pages_is_offered_with_its_size(site: Site) -> None:
    page = page_at(site.path / "one.html")
    offered = {PurePosixPath(href).name for href in page.xpath("//table//a/@href")}
    assert {re.sub(r".*1\.0\.0-(\w+)-nl-en.*", r"\1", name) for name in offered} == {
        kind.name for kind in FORMATS.values() if kind.has_pages
    }
    assert re.search(r"wegwijs-one-1\.0\.0-scorm12-nl-en\.zip ?\d+ kB", words_of(page))


def test_each_platform_has_its_steps_and_lti_first_where_it_can(site: Site) -> None:
    page = page_at(site.path / "one.html")
    for name, place in platforms().items():
        (found,) = page.xpath("//details[@id=$name]", name=name)
        assert len(found.xpath("ol/li")) == 3, name
        assert bool(found.xpath("div[@class='first']")) == place["lti"], name


def test_a_leaflet_asks_for_a_link_and_for_no_steps(site: Site) -> None:
    page = page_at(site.path / "parents.html")
    assert page.xpath("//details[@class='place']") == []
    assert page.xpath("//section[@aria-labelledby='add']//a/@href") == ["try/parents/index.html"]


def test_modules_of_a_track_are_offered_together(site: Site) -> None:
    page = page_at(site.path / "all-practice.html")
    assert page.xpath("//section//ul[@class='cards']//a/@href") == ["one.html", "two.html"]
    assert any("wegwijs-one-two-" in href for href in page.xpath("//table//a/@href"))


def test_a_survey_is_no_session_of_its_track() -> None:
    modules = load_registry().modules
    told = {name: module_item(modules[name], ["nl"], "", {}, ()).session for name in ("talents", "intake")}
    assert told == {"talents": 2, "intake": None}


def test_the_guide_is_beside_the_packages_and_in_none_of_them(site: Site) -> None:
    assert {path.name for path in (site.path / "guides").iterdir()} == {
        f"guide-{name}-{language}.html" for name in ("one", "two") for language in ("nl", "en")
    }
    for path in (site.path / "downloads").glob("*"):
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                assert b"Waarom dan" not in package.read(name), f"{path.name}: {name}"


def test_a_pdf_of_the_guide_is_offered_where_it_can_be_made(tmp_path: Path) -> None:
    made = export_site(
        modules_in(tmp_path / "modules")[:1], [], tmp_path / "out", pdf=lambda module, language: b"%PDF"
    )
    assert (made.path / "guides/guide-one-nl.pdf").read_bytes() == b"%PDF"
    assert page_at(made.path / "one.html").xpath("//a[@href='guides/guide-one-nl.pdf']/@download") == [""]


def test_a_track_of_one_has_no_page_of_its_own(tmp_path: Path) -> None:
    made = export_site(modules_in(tmp_path / "modules")[:1], [], tmp_path / "out")
    assert not (made.path / "all-practice.html").exists()


def test_the_same_bytes_for_the_same_input(site: Site, tmp_path: Path) -> None:
    leaflet = load_registry().leaflets["parents"]
    again = export_site(modules_in(tmp_path / "modules"), [leaflet], tmp_path / "out")
    assert contents(again.path) == contents(site.path)
    assert (again.files, again.size) == (site.files, sum(map(len, contents(site.path).values())))


def test_a_folder_with_other_files_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/index.html").write_text("the school's own", encoding="utf-8")
    with pytest.raises(ExportError, match=r"holds index\.html"):
        export_site(modules_in(tmp_path / "modules"), [], tmp_path / "out")
    assert contents(tmp_path / "out") == {"index.html": b"the school's own"}


def test_nothing_to_show_makes_no_site(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no module to make a site of"):
        export_site([], [], tmp_path / "out")
    assert not (tmp_path / "out").exists()


# Its words


def shape(words: Any) -> Any:
    if isinstance(words, dict):
        return {key: shape(part) for key, part in words.items()}
    return len(words) if isinstance(words, list) else re.findall(r"\{\w+\}", str(words))


def test_the_site_says_the_same_in_every_language() -> None:
    assert site_languages()[:2] == ("nl", "en")
    assert all(shape(site_words(language)) == shape(site_words("nl")) for language in site_languages())


def test_every_format_and_every_platform_has_words() -> None:
    words = site_words("nl")
    assert {kind.name for kind in FORMATS.values() if kind.has_pages} <= set(words["formats"])
    somewhere = {place.id for place in places("scorm12", "nl")}
    assert set(platforms()) == somewhere | set(words["platforms"])
    assert not somewhere & set(words["platforms"])


def test_a_module_that_does_not_speak_the_page_s_language_is_marked_as_such(tmp_path: Path) -> None:
    folder = make_module(tmp_path / "modules", "one")
    structure = folder / "module.yaml"
    structure.write_text(structure.read_text("utf-8").replace("[nl, en]", "[nl]"), encoding="utf-8")
    for file in folder.glob("*en.yaml"):
        file.unlink()
    made = export_site([load_registry([folder]).modules["one"]], [], tmp_path / "out")
    assert page_at(made.path / "en/one.html").xpath("//h1/@lang") == ["nl"]


# The command


def run(*arguments: str) -> Any:
    return CliRunner().invoke(command, list(arguments))


def test_the_command_writes_a_site_of_what_is_named(tmp_path: Path) -> None:
    result = run("intake", "--site", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "with 4 packages" in result.output or "packages" in result.output
    assert {path.name for path in (tmp_path / "out").glob("*.html")} == {"index.html", "intake.html"}


def test_a_site_of_an_unknown_module_is_refused(tmp_path: Path) -> None:
    result = run("nothing", "--site", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "there is no module 'nothing'; there are: identity" in result.output
    assert not (tmp_path / "out").exists()


def test_a_site_and_a_folder_of_packages_are_two_commands(tmp_path: Path) -> None:
    result = run("intake", "--site", str(tmp_path / "a"), "--out", str(tmp_path / "b"))
    assert result.exit_code == 2
    assert "--site and --out are two folders" in result.output


def test_for_a_class_the_guide_is_beside_the_package_and_not_in_it(tmp_path: Path) -> None:
    result = run("intake", "--edition", "class", "--lang", "nl", "--out", str(tmp_path))
    assert result.exit_code == 0, result.output
    names = {path.name for path in tmp_path.iterdir()}
    assert {"guide-intake-nl.html", "wegwijs-intake-1.0.0-scorm12-nl-class.zip"} <= names
    with zipfile.ZipFile(tmp_path / "wegwijs-intake-1.0.0-scorm12-nl-class.zip") as package:
        assert not [name for name in package.namelist() if name.startswith("guide")]


@pytest.mark.parametrize(("option", "is_there"), [("--guide", True), ("--no-guide", False)])
def test_the_guide_can_be_asked_for_or_left_out(tmp_path: Path, option: str, is_there: bool) -> None:
    edition = "self" if is_there else "class"
    run("intake", "--edition", edition, option, "--lang", "nl", "--out", str(tmp_path))
    assert bool(list(tmp_path.glob("guide-*"))) is is_there
