"""The facilitator's booklet of a session: the whole guide, in one file that needs no other, and as a PDF."""

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from lxml import html

from lti_tool.cli import wegwijs
from lti_tool.paper import typesetting
from modules.kit.guide_booklet import guide_pages, render_guide_booklet
from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.module_folders import make_module, spoil
from tests.printed import words_in

MODULES = {
    f"{module.id} {language}": (module, language)
    for module in load_registry().modules.values()
    for language in module.guides
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_module(tmp_path)


def texts(found: Any) -> list[str]:
    """Every text in a guide."""
    if isinstance(found, str):
        return [found]
    parts = found.values() if isinstance(found, dict) else found
    return [text for part in parts for text in texts(part)]


@pytest.mark.parametrize(("module", "language"), MODULES.values(), ids=MODULES)
def test_the_whole_guide_of_every_session_stands_in_it(module: Module, language: str) -> None:
    page = render_guide_booklet(module, language)
    assert page is not None
    read = " ".join(html.fromstring(page).text_content().split())
    guide = module.guides[language]
    own = [
        guide.module.goal,
        guide.module.definition,
        *guide.module.prepare,
        *guide.module.tips,
        guide.module.alone,
    ]
    steps = [step.purpose for step in guide.steps.values()]
    exercises = [text for one in guide.activities.values() for text in texts(one.model_dump())]
    asks = [words.ask for name, words in module.words[language].activities.items() if name != "my-questions"]
    for text in [*own, *steps, *exercises, *asks]:
        for part in text.split("\n\n"):
            plain = re.sub(r"\[\[([^\]|]+)(?:\|[^\]]+)?\]\]", r"\1", part)
            assert " ".join(plain.split()) in read


@pytest.mark.parametrize(("module", "language"), MODULES.values(), ids=MODULES)
def test_its_clock_runs_from_the_first_minute_to_the_last(module: Module, language: str) -> None:
    pages = guide_pages(module, language)
    assert pages is not None
    assert pages["steps"][0]["from"] == 0
    for before, after in zip(pages["steps"], pages["steps"][1:], strict=False):
        assert before["to"] == after["from"]
    assert pages["steps"][-1]["to"] == module.minutes


@pytest.mark.parametrize(("module", "language"), MODULES.values(), ids=MODULES)
def test_each_exercise_has_its_part_of_the_minutes(module: Module, language: str) -> None:
    pages = guide_pages(module, language)
    assert pages is not None
    for step in pages["steps"]:
        assert sum(one["minutes"] for one in step["activities"]) == step["minutes"]


def test_it_asks_nothing_from_elsewhere_and_runs_nothing(folder: Path) -> None:
    page = render_guide_booklet(load_module(folder), "nl") or ""
    assert "default-src 'none'" in page
    assert not re.search(r"<script|<link|https?://(?!www\.w3\.org)", page)


def test_what_authors_write_is_text(folder: Path) -> None:
    spoil(folder / "guide.nl.yaml", "goal: Oefenen.", 'goal: "<b>Oefenen</b> & #set page()"')
    page = render_guide_booklet(load_module(folder), "nl") or ""
    assert "&lt;b&gt;Oefenen&lt;/b&gt; &amp; #set page()" in page


def test_a_module_without_a_guide_has_none(folder: Path) -> None:
    for language in ("nl", "en"):
        (folder / f"guide.{language}.yaml").unlink()
    assert guide_pages(load_module(folder), "nl") is None
    assert render_guide_booklet(load_module(folder), "nl") is None


def test_materials_that_stand_twice_are_to_be_had_once(folder: Path) -> None:
    spoil(
        folder / "guide.nl.yaml",
        "  thought: {purpose: Denken., questions: [Waarom dan]}",
        "  thought: {purpose: Denken., materials: [pen, Pen, papier]}",
    )
    pages = guide_pages(load_module(folder), "nl")
    assert pages is not None
    assert pages["materials"] == ["pen", "papier"]


def test_printed_it_says_the_same() -> None:
    module = load_registry().modules["identity"]
    pages = guide_pages(module, "nl")
    assert pages is not None
    printed = words_in(typesetting.typeset("guide", pages, 1))
    guide = module.guides["nl"]
    for text in (
        guide.module.tips[0],
        *guide.activities["meaning"].method,
        *guide.activities["song"].questions,
    ):
        assert "".join(text.split()) in "".join(printed.split())


# The command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(wegwijs, ["guide", *arguments])


def test_the_command_writes_both_kinds(tmp_path: Path) -> None:
    done = run("identity", "--lang", "nl", "--out", str(tmp_path / "new" / "folder"))
    assert done.exit_code == 0, done.output
    written = {file.name: file.read_bytes() for file in (tmp_path / "new" / "folder").iterdir()}
    assert set(written) == {"guide-identity-nl.html", "guide-identity-nl.pdf"}
    assert written["guide-identity-nl.pdf"].startswith(b"%PDF-")


def test_without_names_every_guide_is_written_in_every_language(tmp_path: Path) -> None:
    assert run("--format", "html", "--out", str(tmp_path)).exit_code == 0
    wanted = {f"guide-{module.id}-{language}.html" for module, language in MODULES.values()}
    assert {file.name for file in tmp_path.iterdir()} == wanted


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "there is no module 'nothing'"),
        (("identity", "--lang", "xx"), "does not speak 'xx'; it speaks: nl, en"),
        (("identity", "--format", "docx"), "there is no format 'docx'"),
    ],
)
def test_a_wrong_wish_writes_nothing(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments, "--out", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert said in done.output
    assert not (tmp_path / "out").exists()


def test_without_typst_it_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    press = tmp_path / "press.py"
    press.write_text("raise ModuleNotFoundError(\"No module named 'typst'\")", encoding="utf-8")
    monkeypatch.setattr(typesetting, "_PRESS", press)
    done = run("identity", "--lang", "nl", "--out", str(tmp_path / "out"))
    assert done.exit_code == 1
    assert "wegwijs[lti]" in done.output
    assert "--format html" in done.output
