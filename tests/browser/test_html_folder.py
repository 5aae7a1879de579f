"""A module as a folder: from a web server, from a double click; and its work taken elsewhere."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from scorm_export.export import export
from tests.axe import violations
from tests.browser.conftest import Visitor
from tests.browser.walking import go_to_end
from tests.later_module import make_later_module
from tests.module_folders import make_module

pytestmark = pytest.mark.browser


@pytest.fixture
def practice(tmp_path: Path) -> Module:
    return load_registry([make_module(tmp_path / "modules")]).modules["practice"]


@pytest.fixture
def folder(practice: Module, tmp_path: Path) -> Path:
    (package,) = export([practice], format="html", out=tmp_path / "out")
    return package.path


class FileVisitor(Visitor):
    """A visitor of files: nothing else is asked for."""

    def _request(self, request: Any) -> None:
        if not request.url.startswith(("file:///", "blob:", "data:")):
            self.complaints.append(f"request to {request.url}")


@pytest.fixture
def reader(chromium: Browser) -> Iterator[FileVisitor]:
    with chromium.new_context(viewport={"width": 360, "height": 740}, locale="nl-BE") as context:
        found = FileVisitor(context)
        yield found
    assert found.complaints == []


def start_of(folder: Path) -> str:
    return (folder / "index.html").as_uri()


def write_a_thought(page: Page, text: str) -> None:
    page.locator("#a-thought textarea, #a-thought input[type=text]").first.evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', {bubbles: true})); }",
        text,
    )
    expect(page.locator("[data-part=saved]")).to_contain_text("Bewaard om", timeout=4000)


def thought(page: Page) -> str:
    return page.locator("#a-thought textarea, #a-thought input[type=text]").first.input_value()


def kept_work(page: Page, where: Path) -> Path:
    page.locator("#start details.work summary").click()
    with page.expect_download() as saved:
        page.locator("#start").get_by_role("button", name="Bewaar mijn werk als bestand").click()
    file = where / saved.value.suggested_filename
    saved.value.save_as(file)
    return file


def give(page: Page, file: Path) -> None:
    if not page.locator("#start details.work[open]").count():
        page.locator("#start details.work summary").click()
    page.locator("#work-start").set_input_files(file)


def work(**changes: Any) -> dict[str, Any]:
    answers = {"thought": {"value": {"text": "van thuis"}, "how": "screen"}}
    return {
        "module": "practice",
        "title": "Oefening",
        "saved": "2026-11-20",
        "position": "thought",
        "answers": answers,
    } | changes


def file_with(where: Path, content: Any) -> Path:
    file = where / "werk.wegwijs"
    file.write_text(
        content if isinstance(content, str) else json.dumps({"wegwijs": 1, "work": content}), encoding="utf-8"
    )
    return file


def test_a_double_click_opens_a_page_that_works_and_keeps(folder: Path, reader: FileVisitor) -> None:
    page = reader.visit(start_of(folder))
    expect(page.locator("[data-part=kept]")).to_contain_text("blijven op dit toestel")
    write_a_thought(page, "twee woorden")
    page.reload()
    page.locator("html.is-live").wait_for()
    assert thought(page) == "twee woorden"


def test_another_language_in_place_loses_no_answer_wherever_the_folder_stands(
    folder: Path, reader: FileVisitor
) -> None:
    page = reader.visit(start_of(folder.rename(folder.with_name("Mijn map (é) 100%"))))
    write_a_thought(page, "twee woorden")
    page.locator("[data-language=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("button", name="Begin")).to_be_visible()
    assert thought(page) == "twee woorden"
    page.locator("[data-language=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    assert thought(page) == "twee woorden"


def test_a_hard_word_opens_its_meaning(folder: Path, reader: FileVisitor) -> None:
    page = reader.visit(start_of(folder))
    page.get_by_role("button", name="Begin").click()
    page.get_by_role("button", name="Verder").click()
    page.locator(".is-now dfn.term").click()
    expect(page.locator(".term-card")).to_contain_text("Wat je denkt.")


def test_the_booklet_kept_from_a_file_has_its_pictures_and_style(
    folder: Path, reader: FileVisitor, tmp_path: Path
) -> None:
    page = reader.visit(start_of(folder))
    write_a_thought(page, "twee woorden")
    go_to_end(page)
    with page.expect_download() as saved:
        page.locator("[data-action=save-booklet]").click()
    saved.value.save_as(tmp_path / "boekje.html")
    booklet = (tmp_path / "boekje.html").read_text("utf-8")
    assert "twee woorden" in booklet
    assert "data:image/svg+xml;base64," in booklet
    assert ".booklet" in booklet


def test_a_type_that_can_t_even_be_read_takes_no_other_down(folder: Path, chromium: Browser) -> None:
    (folder / "types/words/activity.js").write_text("this is no script", encoding="utf-8")
    with chromium.new_context(locale="nl-BE") as context:
        page = FileVisitor(context).visit(start_of(folder))
        write_a_thought(page, "twee woorden")
        expect(page.locator("#a-key-words .notice")).to_have_text(
            "Dit onderdeel werkt nu niet. De rest werkt wel. Je kan gewoon verdergaan."
        )


def test_a_real_session_works_from_a_file(reader: FileVisitor, tmp_path: Path) -> None:
    (package,) = export([load_registry().modules["identity"]], format="html", out=tmp_path)
    page = reader.visit(start_of(package.path))
    assert page.locator(".notice:visible").all_inner_texts() == []
    page.locator("#a-circle input[type=text]").first.evaluate(
        "field => { field.value = 'muziek'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    go_to_end(page)
    expect(page.locator("[data-part=booklet]")).to_contain_text("muziek")


def test_the_same_folder_works_on_a_web_server(
    practice: Module, site: tuple[Path, str], visitor: Visitor
) -> None:
    where, address = site
    (package,) = export([practice], format="html", out=where)
    page = visitor.visit(f"{address}/{package.path.name}/")
    write_a_thought(page, "twee woorden")
    page.locator("[data-language=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert thought(page) == "twee woorden"


def test_a_browser_that_is_full_is_never_called_saved(folder: Path, chromium: Browser) -> None:
    with chromium.new_context(locale="nl-BE") as context:
        context.add_init_script(
            "const set = Storage.prototype.setItem;"
            "Storage.prototype.setItem = function (name, text) {"
            "  if (name.startsWith('wegwijs.preview.')) throw new Error('full');"
            "  set.call(this, name, text);"
            "};"
        )
        page = FileVisitor(context).visit(start_of(folder))
        page.get_by_role("button", name="Begin").click()
        page.get_by_role("button", name="Verder").click()
        page.locator(".is-now textarea, .is-now input[type=text]").first.fill("twee woorden")
        expect(page.locator("[data-part=saved]")).to_contain_text("Er is geen plaats meer")
        page.locator("[data-language=en]").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert thought(page) == "twee woorden"


# Taking work to another device


def test_work_saved_here_comes_back_on_another_device(
    folder: Path, chromium: Browser, reader: FileVisitor, tmp_path: Path
) -> None:
    page = reader.visit(start_of(folder))
    write_a_thought(page, "twee woorden é 🙂")
    file = kept_work(page, tmp_path)
    assert file.suffix == ".wegwijs"
    with chromium.new_context(locale="nl-BE") as context:
        elsewhere = FileVisitor(context).visit(start_of(folder))
        give(elsewhere, file)
        inside = elsewhere.locator("#start .work-inside")
        expect(inside).to_contain_text("twee woorden é 🙂")
        assert thought(elsewhere) == ""
        inside.get_by_role("button", name="Zet dit hier").click()
        expect(elsewhere.locator("#start .work [role=status]")).to_have_text(
            "Klaar. Je werk staat nu ook hier."
        )
        elsewhere.reload()
        elsewhere.locator("html.is-live").wait_for()
        assert thought(elsewhere) == "twee woorden é 🙂"


def test_an_answer_that_is_here_stays_unless_the_learner_takes_the_other(
    practice: Module, site: tuple[Path, str], visitor: Visitor, tmp_path: Path
) -> None:
    where, address = site
    (package,) = export([practice], format="html", out=where)
    page = visitor.visit(f"{address}/{package.path.name}/")
    write_a_thought(page, "wat hier staat")
    file = kept_work(page, tmp_path)
    content = json.loads(file.read_text("utf-8"))
    content["work"]["answers"]["thought"]["value"] = json.loads(
        json.dumps(content["work"]["answers"]["thought"]["value"]).replace(
            "wat hier staat", "wat elders staat"
        )
    )
    file.write_text(json.dumps(content), encoding="utf-8")
    give(page, file)
    page.get_by_role("button", name="Zet dit hier").click()
    assert thought(page) == "wat hier staat"
    give(page, file)
    page.get_by_label("Wat in je bestand staat").check()
    assert violations(page) == []
    page.get_by_role("button", name="Zet dit hier").click()
    assert thought(page) == "wat elders staat"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("geen json", "Dit is geen bestand met werk van hier."),
        ([], "Dit is geen bestand met werk van hier."),
        ({"wegwijs": 1, "carried": {}}, "Dit is geen bestand met werk van hier."),
        (work(module="talents", title="Talenten"), "Dit is werk van een andere sessie"),
        (work(answers={"thought": {"value": 7}, "gone": {"value": "x"}}), "2 keer niet"),
    ],
)
def test_a_file_that_is_no_work_of_here_changes_nothing_and_is_said(
    folder: Path, reader: FileVisitor, tmp_path: Path, content: Any, said: str
) -> None:
    page = reader.visit(start_of(folder))
    if isinstance(content, dict) and "wegwijs" in content:
        content = json.dumps(content)
    give(page, file_with(tmp_path, content))
    expect(page.locator("#start .work")).to_contain_text(said)
    assert thought(page) == ""


def test_a_newer_file_is_refused(folder: Path, reader: FileVisitor, tmp_path: Path) -> None:
    page = reader.visit(start_of(folder))
    give(page, file_with(tmp_path, json.dumps({"wegwijs": 2, "work": work()})))
    expect(page.locator("#start .work")).to_contain_text("nieuwere versie")


def test_nothing_to_save_is_said(folder: Path, reader: FileVisitor) -> None:
    page = reader.visit(start_of(folder))
    page.locator("#start details.work summary").click()
    page.locator("#start").get_by_role("button", name="Bewaar mijn werk als bestand").click()
    expect(page.locator("#start .work [role=status]")).to_have_text("Hier is nog niets om te bewaren.")


def test_everything_can_be_erased_from_a_shared_computer(folder: Path, reader: FileVisitor) -> None:
    page = reader.visit(start_of(folder))
    write_a_thought(page, "twee woorden")
    page.locator("#start details.work summary").click()
    page.locator("#start").get_by_role("button", name="Wis alles van dit toestel").click()
    page.locator("#start").get_by_role("button", name="Ja, wis alles").click()
    page.wait_for_load_state()
    page.locator("html.is-live").wait_for()
    expect(page.locator("#a-thought textarea, #a-thought input[type=text]").first).to_have_value("")
    assert "twee woorden" not in page.evaluate("JSON.stringify(localStorage)")


# Several sessions in one folder


def test_a_later_session_of_the_folder_looks_back_by_itself_and_the_way_home_is_there(
    reader: FileVisitor, tmp_path: Path
) -> None:
    folders = [
        make_module(tmp_path / "modules"),
        make_later_module(tmp_path / "modules", "later", looks_back_at="practice/key-words"),
    ]
    modules = load_registry(folders).modules
    (package,) = export(
        [modules["practice"], modules["later"]], format="html", together=True, out=tmp_path / "out"
    )
    page = reader.visit((package.path / "practice/index.html").as_uri())
    words = page.locator("#a-key-words input[type=text]")
    words.first.evaluate(
        "field => { field.value = 'eerlijk'; field.dispatchEvent(new Event('input', {bubbles: true})); }"
    )
    expect(page.locator("[data-part=saved]")).to_contain_text("Bewaard om", timeout=4000)
    page.get_by_role("link", name="Naar alle sessies").first.click()
    page.get_by_role("link", name="Oefening").nth(1).click()
    page.locator("html.is-live").wait_for()
    assert "later" in page.url
    page.locator("#a-look").evaluate("() => 0")
    go_to_end(page)
    expect(page.locator("#a-look")).to_contain_text("eerlijk")
