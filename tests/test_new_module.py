"""`wegwijs new` writes a module that works at once, and never touches what is there."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lti_tool.commands.new import command
from lti_tool.new_module.write import examples, files, write
from modules.kit.activity_types import BUILT_IN
from modules.kit.loader import load_module
from modules.kit.page import render_page


def new(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(one) for one in arguments])


def test_a_new_module_loads_at_once_with_a_guide_and_a_picture(tmp_path: Path) -> None:
    assert new(tmp_path / "mine").exit_code == 0
    module = load_module(tmp_path / "mine")
    assert module.languages == ("nl", "en")
    assert set(module.guides) == {"nl", "en"}
    assert (tmp_path / "mine/media/cover.svg").is_file()
    for language in module.languages:
        names = {one: f"{one}.html" for one in module.languages}
        assert render_page(module, language, host="preview", settings={}, page_names=names)


@pytest.mark.parametrize("kind", examples())
def test_an_example_of_each_type_loads(kind: str, tmp_path: Path) -> None:
    write(tmp_path / "mine", files("mine", "mine", ["nl", "en"], [kind], BUILT_IN))
    assert [one.type.name for one in load_module(tmp_path / "mine").steps[0].activities] == [kind]


def test_editors_find_the_schema_that_the_first_line_names(tmp_path: Path) -> None:
    new(tmp_path / "mine")
    for file in sorted((tmp_path / "mine").glob("*.yaml")):
        first = file.read_text(encoding="utf-8").splitlines()[0]
        schema = first.removeprefix("# yaml-language-server: $schema=")
        assert json.loads((file.parent / schema).read_text(encoding="utf-8"))["$schema"], file.name


def test_schemas_are_written_anew_and_nothing_else(tmp_path: Path) -> None:
    new(tmp_path / "mine")
    (tmp_path / "mine/nl.yaml").write_text("mijn werk", encoding="utf-8")
    (tmp_path / "mine/.schema/module.schema.json").unlink()
    assert new(tmp_path / "mine", "--schemas").exit_code == 0
    assert (tmp_path / "mine/.schema/module.schema.json").is_file()
    assert (tmp_path / "mine/nl.yaml").read_text(encoding="utf-8") == "mijn werk"
    assert "has no module.yaml" in new(tmp_path / "other", "--schemas").output


def test_an_id_makes_its_folder_in_the_one_named(tmp_path: Path) -> None:
    assert new(tmp_path, "--id", "own-name").exit_code == 0
    assert load_module(tmp_path / "own-name").id == "own-name"


def test_a_language_that_the_examples_do_not_speak_gets_words_to_translate(tmp_path: Path) -> None:
    assert new(tmp_path / "mine", "--languages", "nl,fr").exit_code == 0
    assert load_module(tmp_path / "mine").languages == ("nl", "fr")
    assert "TO TRANSLATE into 'fr'" in (tmp_path / "mine/fr.yaml").read_text(encoding="utf-8")


def test_what_is_there_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/nl.yaml").write_text("mijn werk", encoding="utf-8")
    found = new(tmp_path / "mine")
    assert found.exit_code == 1
    assert "is not empty; nothing was written" in found.output
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["nl.yaml"]


def test_a_folder_that_fills_up_meanwhile_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("", encoding="utf-8")
    with pytest.raises(OSError, match="not empty"):
        write(tmp_path / "mine", {"module.yaml": ""})
    assert [file.name for file in tmp_path.rglob("*")] == ["mine", "notes.txt"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Mine_1"], "'Mine_1' can't be a module's id"),
        (["identity"], "there is a module 'identity' already"),
        (["mine", "--type", "wrods"], "there is no activity type 'wrods'; a new module can show: short-text"),
        (["mine", "--type", "compare"], "'compare' can't be shown in a new module; add it afterwards"),
        (["mine", "--type", ","], "--type names nothing"),
        (
            ["mine", "--languages", "Dutch"],
            "'Dutch' is no language; expected two or three lower-case letters",
        ),
        (["mine", "--languages", ""], "--languages names nothing"),
        ([], "PATH is missing"),
    ],
)
def test_each_mistake_is_said_and_nothing_is_written(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = new(*arguments)
    assert found.exit_code
    assert said in found.output
    assert list(tmp_path.iterdir()) == []


def test_every_type_is_listed_with_its_options() -> None:
    lines = new("--types").output.splitlines()
    for kind in BUILT_IN:
        assert kind.name == "questions" or any(line.startswith(f"{kind.name} ") for line in lines)
