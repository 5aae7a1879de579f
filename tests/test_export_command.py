"""`wegwijs export`: what it says, and what stops it before it writes."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from lti_tool.commands.export import command
from tests.module_folders import make_module


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, arguments)
    return result.exit_code, result.output


def test_the_command_says_what_it_made(tmp_path: Path) -> None:
    code, output = run("identity", "--format", "scorm12,scorm2004", "--lang", "nl", "--out", str(tmp_path))
    assert code == 0
    first, second, last = output.splitlines()
    assert first.startswith("wegwijs-identity-1.0.0-scorm12-nl.zip")
    assert re.search(r" \d+\.\d kB +\d+ files +\d+ % of the room for a session$", first)
    assert second.startswith("wegwijs-identity-1.0.0-scorm2004-nl.zip")
    assert last == f"2 packages in {tmp_path}"


def test_the_command_names_the_modules_there_are(tmp_path: Path) -> None:
    code, output = run("identty", "--out", str(tmp_path))
    assert code == 1
    assert "there is no module 'identty'; there are: " in output
    assert "identity" in output


def test_the_command_points_to_the_mistakes_of_a_broken_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_module(tmp_path)
    (folder / "en.yaml").unlink()
    monkeypatch.setenv("WEGWIJS_MODULE_PATH", str(folder))
    code, output = run("practice", "--out", str(tmp_path / "out"))
    assert code == 1
    assert "module 'practice' has mistakes: see `wegwijs modules`" in output


def test_an_unknown_format_stops_the_command_before_it_writes(tmp_path: Path) -> None:
    code, output = run("identity", "--format", "scorm12,scorm13", "--out", str(tmp_path / "out"))
    assert (code, (tmp_path / "out").exists()) == (1, False)
    assert "no format 'scorm13'" in output


@pytest.mark.parametrize("named", [("identity",), ("parents",), ("identity", "parents")])
def test_a_mistake_in_the_last_format_leaves_no_package_of_the_first(
    tmp_path: Path, named: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WEGWIJS_PUBLIC_URL", raising=False)
    code, output = run(*named, "--format", "scorm12,cc13", "--out", str(tmp_path / "out"))
    assert (code, (tmp_path / "out").exists()) == (1, False)
    assert output.startswith("Error: ")


def test_a_format_that_is_left_blank_names_those_there_are(tmp_path: Path) -> None:
    code, output = run("identity", "--format", " ,", "--out", str(tmp_path))
    assert code == 2
    assert "scorm12" in output


def test_a_leaflet_in_a_cartridge_is_pointed_to_its_address(tmp_path: Path) -> None:
    url = "https://wegwijs.example.org"
    _, output = run("parents", "--format", "cc13", "--tool-url", url, "--out", str(tmp_path))
    assert "'parents' is a page with an address of its own: link to that instead" in output
