"""The page and its files: complete, the same for everybody, nothing from elsewhere, every word there."""

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from modules.kit.activity_types import BUILT_IN
from modules.kit.guide import render_guide
from modules.kit.interface_words import interface_languages, interface_words, shared_words
from modules.kit.lean import lean
from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.page import page_assets, render_page
from modules.kit.rich_text import inline, paragraphs, plain
from modules.kit.scripts import for_page, join_runtime
from modules.kit.theme import picture_size
from tests.module_folders import make_module, spoil
from tests.sittings import all_sittings

KIT = Path(__file__).parent.parent / "modules" / "kit"
IDENTITY = KIT.parent / "identity"
PAGES = {"nl": "index.html", "en": "index.en.html"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_module(tmp_path)


@pytest.fixture
def module(folder: Path) -> Module:
    return load_module(folder)


def page(module: Module, language: str = "nl", host: str = "preview", **settings: Any) -> str:
    return render_page(module, language, host=host, settings=settings, page_names=PAGES)


def data(text: str, name: str) -> Any:
    return json.loads(html.fromstring(text).get_element_by_id(name).text)


def test_every_file_the_page_names_is_an_asset(module: Module) -> None:
    root = html.fromstring(page(module))
    named = {link for _, _, link, _ in root.iterlinks() if link.startswith("./")}
    files = page_assets(module, ["preview"])
    assert {name.removeprefix("./") for name in named} <= set(files)
    assert "./runtime/player.js" in named


def test_files_come_from_where_the_host_keeps_them(module: Module) -> None:
    text = render_page(module, "nl", host="lti", settings={}, assets="/assets/x/practice", page_names=PAGES)
    assert 'src="/assets/x/practice/runtime/player.js"' in text


def test_the_page_holds_no_inline_script_style_or_handler(module: Module) -> None:
    root = html.fromstring(page(module))
    assert [node.get("type") for node in root.iter("script") if node.get("src") is None] == [
        "application/json",
        "application/json",
    ]
    assert list(root.iter("style")) == []
    assert [name for node in root.iter() for name in node.attrib if name == "style" or name[:2] == "on"] == []


def test_nothing_is_asked_from_elsewhere(module: Module) -> None:
    texts = [page(module), *(content.decode() for content in page_assets(module, ["preview"]).values())]
    allowed = "http://www.w3.org/"  # names of XML vocabularies are no addresses
    found = {address for text in texts for address in re.findall(r"https?://[^\s\"')]+", text)}
    assert {address for address in found if not address.startswith(allowed)} == set()


def test_the_page_is_the_same_for_everybody(module: Module) -> None:
    assert page(module) == page(module)


def test_author_text_is_escaped(folder: Path) -> None:
    spoil(folder / "nl.yaml", "ask: Nog iets.", "ask: '<b>Nog</b> & iets.'")
    assert "&lt;b&gt;Nog&lt;/b&gt; &amp; iets." in page(load_module(folder))


def test_author_text_can_not_end_a_script_element(folder: Path) -> None:
    spoil(folder / "nl.yaml", "ask: Nog iets.", "ask: '</script><!-- iets'")
    text = page(load_module(folder))
    assert "</script><!--" not in text
    assert data(text, "wegwijs-module")["activities"][2]["words"]["ask"] == "</script><!-- iets"


def test_scripts_get_the_structure_in_the_order_of_the_road(module: Module) -> None:
    found = data(page(module), "wegwijs-module")
    assert [activity["id"] for activity in found["activities"]] == [
        "thought",
        "key-words",
        "extra",
        "my-questions",
    ]
    assert [step["activities"] for step in found["steps"]] == [["thought"], ["key-words", "extra"]]
    assert found["activities"][0] | {"words": None} == {
        "id": "thought",
        "type": "short-text",
        "step": "start",
        "required": True,
        "onPaper": True,
        "widest": "class",
        "totals": False,
        "counted": False,
        "options": {"done": {"words": 2}, "rows": 3},
        "words": None,
    }


def test_scripts_get_words_without_marks(module: Module) -> None:
    assert data(page(module), "wegwijs-module")["activities"][0]["words"]["ask"] == "Welk idee heb je?"


def test_the_host_gets_its_name_and_settings(module: Module) -> None:
    assert data(page(module, api="/api"), "wegwijs-host") == {"name": "preview", "api": "/api"}


def test_the_facilitators_words_are_not_in_the_page(module: Module) -> None:
    assert "Waarom dan" not in page(module)


def test_ids_are_unique_in_the_page(module: Module) -> None:
    ids = [node.get("id") for node in html.fromstring(page(module)).iter() if node.get("id")]
    assert len(ids) == len(set(ids))


def test_pictures_leave_room_before_they_are_there(module: Module) -> None:
    for image in html.fromstring(page(module)).iter("img"):
        assert image.get("width"), image.get("src")
        assert image.get("height"), image.get("src")


def test_the_room_of_a_picture_comes_from_its_view_box(tmp_path: Path) -> None:
    file = tmp_path / "x.svg"
    file.write_text('<svg viewBox="0 0 720 400"></svg>', encoding="utf-8")
    assert picture_size(file) == (720, 400)


def test_only_the_hosts_asked_for_are_in_the_files(module: Module) -> None:
    hosts = {name for name in page_assets(module, ["lti"]) if name.startswith("runtime/hosts/")}
    assert hosts == {"runtime/hosts/lti.js"}


# The guide


def test_the_guide_has_an_overview_and_a_panel_per_activity(module: Module) -> None:
    guide = render_guide(module, "nl")
    assert set(guide) == {"", "thought"}
    assert "Oefenen." in guide[""]
    assert "Waarom dan" in guide["thought"]


def test_a_module_without_a_guide_gives_none(folder: Path) -> None:
    for language in ("nl", "en"):
        (folder / f"guide.{language}.yaml").unlink()
    assert render_guide(load_module(folder), "nl") == {}


def test_the_guide_is_escaped(folder: Path) -> None:
    spoil(folder / "guide.nl.yaml", "goal: Oefenen.", "goal: '<i>Oefenen</i>'")
    assert "&lt;i&gt;Oefenen" in render_guide(load_module(folder), "nl")[""]


def test_a_blank_line_in_the_guide_begins_a_paragraph(folder: Path) -> None:
    spoil(folder / "guide.nl.yaml", "goal: Oefenen.", 'goal: "Oefenen.\\n\\nEn nog eens."')
    assert "<p>En nog eens.</p>" in render_guide(load_module(folder), "nl")[""]


# Authors' text


def test_a_term_is_marked_where_the_glossary_explains_it() -> None:
    assert inline("Een [[idee]].", {"idee": "x"}) == 'Een <dfn class="term" data-term="idee">idee</dfn>.'


def test_a_term_may_be_shown_as_another_word() -> None:
    marked = inline("[[ideeën|idee]]", {"idee": "x"})
    assert marked == '<dfn class="term" data-term="idee">ideeën</dfn>'


def test_a_term_that_nobody_explains_is_text() -> None:
    assert inline("[[idee]]", {}) == "idee"


def test_marks_are_gone_from_plain_text() -> None:
    assert plain("Welke [[ideeën|idee]] en [[zin]]?") == "Welke ideeën en zin?"


def test_blank_lines_part_paragraphs() -> None:
    assert paragraphs("een\n\n \ntwee < drie\n", {}) == "<p>een</p>\n<p>twee &lt; drie</p>"


# Interface words


def test_the_interface_says_the_same_in_every_language() -> None:
    assert {"nl", "en"} <= set(interface_languages())
    keys = {language: set(interface_words(language, BUILT_IN)) for language in interface_languages()}
    assert all(found == keys["en"] for found in keys.values())


def test_the_same_gaps_are_filled_in_every_language() -> None:
    english = interface_words("en", BUILT_IN)
    for language in interface_languages():
        for key, text in interface_words(language, BUILT_IN).items():
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key])), key


def _used() -> set[str]:
    """The shared keys that our templates and scripts name in full."""
    files = [*KIT.glob("templates/*.html"), *KIT.glob("runtime/**/*.js")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return set(re.findall(r"""["'`]((?:[a-z]+\.)[a-z]+(?:[.-][a-z]+)*)["'`]""", text))


def test_every_interface_word_that_is_used_exists() -> None:
    words = shared_words("nl")
    first = {key.split(".")[0] for key in words}
    assert {key for key in _used() if key.split(".")[0] in first and not key.endswith(".html")} - set(
        words
    ) == set()


def test_every_interface_word_is_used() -> None:
    # These are put together: `saved.` with a state, `who.` with an audience, and so on.
    composed = (
        "saved.",
        "trouble.",
        "refused.",
        "conflict.",
        "grade.",
        "who.",
        "start.kept.",
        "carry.by-itself.",
        "carry.elsewhere.",
        "work.",
        "notice.",
        "guide.shared-",
    )
    assert {key for key in shared_words("nl") if not key.startswith(composed)} - _used() == set()


def test_a_language_the_interface_lacks_gets_english() -> None:
    assert shared_words("fr") == shared_words("en")


# Scripts and styles on their way to a page


def test_the_runtime_is_one_file_with_only_what_is_needed() -> None:
    joined = join_runtime([])
    assert "Constellation" not in joined
    assert "import{" not in joined


def test_a_types_script_brings_what_it_imports_into_the_runtime() -> None:
    text = 'import { Constellation } from "../../runtime/constellation.js";\n'
    assert "Constellation" in join_runtime([text])
    assert for_page(text) == 'import{Constellation}from"../../runtime/player.js"'


def test_a_types_own_files_are_left_alone() -> None:
    assert for_page('import { done } from "./rules.js";\n') == 'import{done}from"./rules.js"'


def test_comments_indents_and_long_names_go() -> None:
    script = "/** Why. */\nconst a = () => {\n  // because\n  const long = b();\n  return long + long;\n};\n"
    assert lean(script, "javascript") == "const a=()=>{const e=b();return e+e}"
    assert lean("a {\n  color: #ffffff; /* white */\n}\n", "css") == "a{color:#fff}"


def test_a_text_over_several_lines_stays_as_it_is() -> None:
    assert lean("a(`x\n  // y\n  z`);\n", "javascript") == "a(`x\n  // y\n  z`)"


def test_what_can_not_be_read_stays_as_it_is() -> None:
    assert lean("const const;", "javascript") == "const const;"


# Weight: docs/architecture.md and the promises of the project


def _compressed(*contents: bytes) -> int:
    return sum(len(gzip.compress(content, 9, mtime=0)) for content in contents)


SITTINGS = all_sittings()
"""A course of several sessions has a link for each; its weight is that of the session somebody opens."""


@pytest.mark.parametrize("host", ["lti", "preview"])
@pytest.mark.parametrize("name", sorted(SITTINGS))
def test_the_script_that_a_module_needs_at_once_weighs_at_most_30_kb(name: str, host: str) -> None:
    module = SITTINGS[name]
    html = page(module, host=host)
    scripts = {path: text for path, text in page_assets(module, [host]).items() if path.endswith(".js")}
    assert _compressed(*(text for path, text in scripts.items() if f"/{path}" in html)) <= 30_000


@pytest.mark.parametrize("name", sorted(SITTINGS))
def test_all_that_a_module_may_load_weighs_at_most_120_kb(name: str) -> None:
    module = SITTINGS[name]
    files = page_assets(module, ["lti"])
    assert _compressed(page(module, host="lti").encode(), *files.values()) <= 120_000
