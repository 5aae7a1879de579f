"""What whoever makes a course chooses for its learners: an author's mistakes, the page, the packages."""

import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from lti_tool.cli import wegwijs
from lti_tool.packages import Packages
from lti_tool.rules.package_choice import read_package_choice
from modules.kit.choices import known, settled
from modules.kit.errors import ModuleError
from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.page import render_page
from scorm_export.errors import ExportError
from scorm_export.export import export
from scorm_export.formats import FORMATS
from tests.choosing_module import NL, choosing_module, make_choosing_module
from tests.module_folders import spoil

OFFERED = {"scaffold": ["deal", "what"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_choosing_module(tmp_path)


@pytest.fixture
def module(tmp_path: Path) -> Module:
    return choosing_module(tmp_path)


# The rule


def test_the_first_option_counts_where_nobody_chose() -> None:
    assert settled(OFFERED, {}) == {"scaffold": "deal"}
    assert settled(OFFERED, {"scaffold": "what"}) == {"scaffold": "what"}


@pytest.mark.parametrize(
    "chosen", [{"scaffold": "gibbs"}, {"scaffold": 1}, {"scaffold": None}, {"x": "deal"}]
)
def test_what_is_not_offered_any_more_is_no_choice(chosen: dict[str, object]) -> None:
    assert known(OFFERED, chosen) == {}
    assert settled(OFFERED, chosen) == {"scaffold": "deal"}


def test_a_module_without_choices_stays_as_it_is(module: Module) -> None:
    assert module.settled == {"scaffold": "deal"}
    assert module.with_choices({"scaffold": "what"}).settled == {"scaffold": "what"}
    assert module.with_choices({"scaffold": "what"}).with_choices({"scaffold": "x"}).chosen == {}


# An author's mistakes


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("module.yaml", "[deal, what]}\n", "[deal, what, gibbs]}\n", "'tell' has nothing for 'gibbs'"),
        ("module.yaml", "choice: scaffold", "choice: frame", "follows the choice 'frame', which is not in"),
        ("module.yaml", "choices: {scaffold: [deal, what]}", "choices: {scaffold: [deal]}", "at least 2"),
        ("module.yaml", "choices: {scaffold: [deal, what]}", "choices: {scaffold: [what, what]}", "once"),
        (
            "module.yaml",
            "what: [what, so]",
            "gibbs: [what, so]",
            "'tell' has 'gibbs'; the choice 'scaffold' off",
        ),
        ("module.yaml", "answers: 2", "answers: 3", "done asks for 3 of 2 prompts of the frame 'deal'"),
        ("nl.yaml", "choices:\n  scaffold:", "choices:\n  frame:", "no words for 'scaffold'"),
        ("nl.yaml", '      what: {name: "Wat? En dan?", about: Kort en open.}\n', "", "no words for 'what'"),
        ("nl.yaml", "          who: {ask: Wie was erbij?}\n", "", "no words for 'who'"),
        ("nl.yaml", "    title: In welk kader denken je studenten na?\n", "", "title"),
    ],
)
def test_an_authors_mistake_has_a_file_and_a_line(
    folder: Path, file: str, old: str, new: str, says: str
) -> None:
    spoil(folder / file, old, new)

    with pytest.raises(ModuleError, match=rf"{file}:\d+: .*{re.escape(says)}"):
        load_module(folder)


def test_a_step_may_not_be_called_choices(folder: Path) -> None:
    spoil(folder / "module.yaml", "- id: more", "- id: choices")

    with pytest.raises(ModuleError, match="'choices' is a key of the module's own words"):
        load_module(folder)


# The page


def page(module: Module, language: str = "nl") -> str:
    return render_page(module, language, host="lti", settings={}, page_names={"nl": "nl", "en": "en"})


def frames(html: str) -> dict[str, bool]:
    """Which frames stand in the page, and whether they are in sight without script."""
    found = re.findall(r'data-frame="(\w+)"( hidden)?>', html)
    return {name: not hidden for name, hidden in found}


def test_a_page_without_script_shows_the_frame_that_was_chosen(module: Module) -> None:
    assert frames(page(module)) == {"deal": True, "what": False}
    assert frames(page(module.with_choices({"scaffold": "what"}))) == {"deal": False, "what": True}


def test_the_words_for_whoever_makes_the_course_are_in_no_learners_page(module: Module) -> None:
    assert "In welk kader denken je studenten na?" in NL
    assert "In welk kader" not in page(module)


def data(html: str) -> Any:
    return json.loads(re.findall(r'id="wegwijs-module">(.*?)</script>', html, re.S)[0])


def test_scripts_get_what_was_chosen(module: Module) -> None:
    assert data(page(module.with_choices({"scaffold": "what"})))["choices"] == {"scaffold": "what"}


def test_headings_for_a_class_name_every_frame(module: Module) -> None:
    tell = module.activities["tell"]
    assert list(tell.type.headings(tell.options, module.words["nl"].activities["tell"])) == [
        "DEAL · Waar en wanneer was het?",
        "DEAL · Wie was erbij?",
        "Wat? En dan? · Wat gebeurde er?",
        "Wat? En dan? · Wat betekent dat voor jou?",
    ]


# Packages


@pytest.mark.parametrize("form", sorted(name for name in FORMATS if name not in {"cc13", "olx"}))
def test_a_package_holds_what_was_chosen(module: Module, form: str, tmp_path: Path) -> None:
    (made,) = export([module], format=form, choices={"scaffold": "what"}, out=tmp_path / "out")

    assert "practice-what" in made.path.name
    if made.path.is_dir():
        text = (made.path / "index.html").read_text("utf-8")
    else:
        with zipfile.ZipFile(made.path) as package:
            text = package.read("index.html").decode()
    assert data(text)["choices"] == {"scaffold": "what"}


def test_the_usual_choice_is_the_usual_package(module: Module, tmp_path: Path) -> None:
    (usual,) = export([module], format="scorm12", out=tmp_path / "a")
    (named,) = export([module], format="scorm12", choices={"scaffold": "deal"}, out=tmp_path / "b")

    assert usual.path.name == named.path.name
    assert usual.path.read_bytes() == named.path.read_bytes()


@pytest.mark.parametrize("form", ["cc13", "olx"])
def test_a_package_of_links_says_that_nothing_can_be_chosen_in_it(
    module: Module, form: str, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=f"{form} holds links and no pages"):
        export(
            [module],
            format=form,
            choices={"scaffold": "what"},
            tool_url="https://wegwijs.example",
            out=tmp_path / "out",
        )


@pytest.mark.parametrize(
    ("choices", "says"),
    [
        ({"frame": "deal"}, "there is no choice 'frame'; there are: scaffold"),
        (
            {"scaffold": "gibbs"},
            "the choice 'scaffold' of module 'practice' has no 'gibbs'; there are: deal, what",
        ),
    ],
)
def test_a_choice_that_is_not_there_names_what_there_is(
    module: Module, choices: dict[str, str], says: str, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=re.escape(says)):
        export([module], format="scorm12", choices=choices, out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["scaffold=deal"], "none of these has choices: identity"),
        (["scaffold"], "write it as scaffold=deal"),
        (["scaffold=deal", "scaffold=what"], "--choice scaffold is given twice: deal and what"),
    ],
)
def test_the_command_says_what_is_wrong_with_a_choice(given: list[str], says: str, tmp_path: Path) -> None:
    choices = [part for one in given for part in ("--choice", one)]
    result = CliRunner().invoke(wegwijs, ["export", "identity", *choices, "--out", str(tmp_path / "out")])

    assert result.exit_code != 0
    assert says in result.output.replace("\n", " ")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("asked", ["what", "deal", "gibbs", None])
def test_the_download_page_makes_what_was_chosen(module: Module, asked: str | None) -> None:
    form = {"module": ["practice"], "format": ["scorm12"], "lang": ["nl"]}
    form |= {"choice-practice-scaffold": [asked]} if asked else {}
    choice = read_package_choice(lambda name: form.get(name, []), {"practice": module}, FORMATS)

    packed = Packages("https://wegwijs.example").make(choice)
    assert ("practice-what" in packed.name) == (asked == "what")
