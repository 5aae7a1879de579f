"""The html format: a folder, there whole or not at all, whose pages need no web server."""

import hashlib
from pathlib import Path

import pytest
from lxml import etree

from modules.kit.classic_scripts import as_part
from modules.kit.module import Module
from modules.kit.registry import load_registry
from scorm_export import folder
from scorm_export.errors import ExportError
from scorm_export.export import Package, export
from scorm_export.leaflet import export_leaflet
from scorm_export.verify import Verdict, verify
from tests.module_folders import make_module


@pytest.fixture
def practice(tmp_path: Path) -> Module:
    return load_registry([make_module(tmp_path / "modules")]).modules["practice"]


@pytest.fixture
def two(tmp_path: Path) -> list[Module]:
    folders = [make_module(tmp_path / "modules", name) for name in ("b-first", "a-second")]
    structure = folders[1] / "module.yaml"
    structure.write_text(structure.read_text("utf-8").replace("order: 1", "order: 2"), encoding="utf-8")
    modules = load_registry(folders).modules
    return [modules["a-second"], modules["b-first"]]


def made(module: Module, out: Path) -> Package:
    (package,) = export([module], format="html", out=out)
    return package


def contents(path: Path) -> dict[str, bytes]:
    return {str(one.relative_to(path)): one.read_bytes() for one in path.rglob("*") if one.is_file()}


def html_of(file: Path) -> etree._Element:
    return etree.fromstring(file.read_bytes(), etree.HTMLParser(encoding="utf-8"))


# The folder


def test_the_row_says_how_many_files_and_bytes(practice: Module, tmp_path: Path) -> None:
    package = made(practice, tmp_path / "out")
    found = contents(package.path)
    assert (package.files, package.size) == (len(found), sum(map(len, found.values())))


def test_the_same_bytes_for_the_same_input(practice: Module, tmp_path: Path) -> None:
    assert contents(made(practice, tmp_path / "1").path) == contents(made(practice, tmp_path / "2").path)


def test_a_list_names_every_file_with_its_sum(practice: Module, tmp_path: Path) -> None:
    found = contents(made(practice, tmp_path / "out").path)
    listed = dict(line.split("  ")[::-1] for line in found.pop("SHA256SUMS").decode().splitlines())
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}


def test_a_folder_of_ours_is_replaced_with_nothing_left_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "site"
    folder.write(path, folder.with_list({"old/page.html": b"old", "both.html": b"old"}))
    folder.write(path, folder.with_list({"both.html": b"new"}))
    assert set(contents(path)) == {"both.html", "SHA256SUMS"}
    assert (path / "both.html").read_bytes() == b"new"


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    folder.write(tmp_path, folder.with_list({"page.html": b""}))
    assert (tmp_path / "page.html").exists()


def test_a_folder_with_somebody_s_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "site"
    folder.write(path, folder.with_list({"page.html": b"old"}))
    (path / "notes.txt").write_text("mine", encoding="utf-8")
    before = contents(path)
    with pytest.raises(ExportError, match=r"holds notes\.txt, which Wegwijs did not write"):
        folder.write(path, folder.with_list({"page.html": b"new"}))
    assert contents(path) == before


def test_a_page_that_somebody_changed_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "site"
    folder.write(path, folder.with_list({"page.html": b"old"}))
    (path / "page.html").write_bytes(b"changed by hand")
    with pytest.raises(ExportError, match=r"holds page\.html"):
        folder.write(path, folder.with_list({"page.html": b"new"}))


def test_a_folder_that_we_never_wrote_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match=r"holds thesis\.txt"):
        folder.write(tmp_path, folder.with_list({"page.html": b""}))
    assert contents(tmp_path) == {"thesis.txt": b"mine"}


def test_a_link_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "site"
    folder.write(path, folder.with_list({"page.html": b"old"}))
    (path / "page.html").rename(tmp_path / "moved.html")
    (path / "page.html").symlink_to(tmp_path / "moved.html")
    with pytest.raises(ExportError, match=r"holds page\.html"):
        folder.write(path, folder.with_list({"page.html": b"new"}))


def test_a_file_of_that_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file", encoding="utf-8")
    with pytest.raises(ExportError, match="a folder was expected"):
        folder.write(tmp_path / "site", folder.with_list({"page.html": b""}))


def test_a_write_that_fails_half_way_leaves_the_old_folder_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "site"
    folder.write(path, folder.with_list({"a.html": b"old", "b.html": b"old"}))
    before = contents(tmp_path)
    write_bytes = Path.write_bytes

    def full(self: Path, content: bytes) -> int:
        if self.name == "b.html":
            raise OSError(28, "No space left on device")
        return write_bytes(self, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="No space left on device"):
        folder.write(path, folder.with_list({"a.html": b"new", "b.html": b"new"}))
    assert contents(tmp_path) == before


def test_a_swap_that_fails_puts_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "site"
    folder.write(path, folder.with_list({"a.html": b"old"}))
    before = contents(tmp_path)
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if self.name == "new":
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(ExportError, match="Permission denied"):
        folder.write(path, folder.with_list({"a.html": b"new"}))
    assert contents(tmp_path) == before


# Checking one: `wegwijs export --check FOLDER`


def test_a_folder_as_it_was_written_is_good(practice: Module, tmp_path: Path) -> None:
    path = made(practice, tmp_path).path
    assert verify(path) == Verdict("html", (path.name,), ())


def test_what_is_missing_changed_or_added_is_named(practice: Module, tmp_path: Path) -> None:
    path = made(practice, tmp_path).path
    (path / "runtime/booklet.css").unlink()
    (path / "style.css").write_text("changed", encoding="utf-8")
    (path / "more.txt").write_text("added", encoding="utf-8")
    assert verify(path).problems == (
        "runtime/booklet.css is missing",
        "more.txt is not as Wegwijs wrote it, or was added",
        "style.css is not as Wegwijs wrote it, or was added",
    )


def test_a_folder_of_somebody_else_is_no_package(tmp_path: Path) -> None:
    (problem,) = verify(tmp_path).problems
    assert problem.startswith("there is no SHA256SUMS")


# Its pages


def test_no_script_of_the_page_is_a_module(practice: Module, tmp_path: Path) -> None:
    path = made(practice, tmp_path).path
    page = html_of(path / "index.html")
    assert page.xpath("//script[@src]/@src") == ["./runtime/player.js"]
    assert page.xpath("//script[@type='module'] | //link[@rel='modulepreload']") == []
    for script in path.rglob("*.js"):
        text = script.read_text("utf-8")
        assert not text.startswith(("import", "export")), script
        assert "import.meta" not in text, script


def test_the_policy_of_the_page_stays_strict(practice: Module, tmp_path: Path) -> None:
    page = html_of(made(practice, tmp_path).path / "index.html")
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert "default-src 'none'; script-src 'self' file:; style-src 'self' file:;" in policy
    assert "unsafe" not in policy


def test_what_scripts_read_has_a_twin_that_a_file_may_load(practice: Module, tmp_path: Path) -> None:
    twins = made(practice, tmp_path).path / "twins"
    assert {str(one.relative_to(twins)) for one in twins.rglob("*.js")} == {
        "index.html.js",
        "index.en.html.js",
        "media/cover.svg.js",
        "media/start.svg.js",
        "runtime/booklet.css.js",
    }


def test_one_language_needs_no_twin_of_its_page(practice: Module, tmp_path: Path) -> None:
    (package,) = export([practice], format="html", languages=["nl"], out=tmp_path)
    assert not list((package.path / "twins").glob("*.html.js"))


@pytest.mark.parametrize("form", ["import * as all from './x.js';", "export default 7;", "export { a };"])
def test_another_form_of_import_or_export_is_refused(form: str) -> None:
    with pytest.raises(ValueError, match="this form of import or export is not used here"):
        as_part("types/x/activity.js", f"{form}\n")


def test_a_script_says_what_it_needs_from_the_page_s_folder() -> None:
    part = as_part(
        "types/x/activity.js", 'import { a as b } from "../../runtime/player.js";\nexport const c = b;\n'
    )
    assert part.startswith('wegwijs.define("types/x/activity.js", ["runtime/player.js"],')
    assert "const { a: b } = $needed[0];" in part
    assert "return { c };" in part


# Several modules, and a leaflet


def test_a_start_page_lists_the_sessions_in_their_order(two: list[Module], tmp_path: Path) -> None:
    (package,) = export(two, format="html", together=True, out=tmp_path)
    page = html_of(package.path / "index.html")
    assert page.xpath("//main//li//a/@href") == ["b-first/index.html", "a-second/index.html"]
    assert all(
        (package.path / href).is_file()
        for href in page.xpath("//@href | //@src")
        if "#" not in href[:1] and href != "data:,"
    )


def test_the_start_page_says_minutes_and_what_is_kept(two: list[Module], tmp_path: Path) -> None:
    (package,) = export(two, format="html", together=True, out=tmp_path)
    text = " ".join(html_of(package.path / "index.html").find("body").itertext())
    assert "ongeveer 15 minuten" in text
    assert "Je antwoorden blijven op dit toestel, in deze browser." in text


def test_the_start_page_comes_in_each_language(two: list[Module], tmp_path: Path) -> None:
    (package,) = export(two, format="html", together=True, languages=["en", "nl"], out=tmp_path)
    first, second = html_of(package.path / "index.html"), html_of(package.path / "index.nl.html")
    assert (first.get("lang"), second.get("lang")) == ("en", "nl")
    assert second.xpath("//main//li//a/@href")[0] == "b-first/index.nl.html"
    assert second.xpath("//nav/a/@href") == ["index.html"]


def test_a_leaflet_comes_as_a_folder_too(tmp_path: Path) -> None:
    package = export_leaflet(
        load_registry().leaflets["parents"], format="html", languages=["nl"], out=tmp_path
    )
    assert (package.path / "index.html").is_file()


def test_a_package_made_again_replaces_its_own_folder(practice: Module, tmp_path: Path) -> None:
    first = contents(made(practice, tmp_path).path)
    assert contents(made(practice, tmp_path).path) == first
