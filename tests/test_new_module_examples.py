"""The examples for authors install as they are, and what they bring appears."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# One installation for all of them.
pytestmark = pytest.mark.xdist_group("author-examples")

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "docs/examples"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which pip installed both examples, without any network."""
    work = tmp_path_factory.mktemp("examples")
    sources = []
    for name in ("wegwijs-hobbies", "wegwijs-weather"):
        sources.append(shutil.copytree(EXAMPLES / name, work / name))
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
    ]
    subprocess.run([*pip, "--target", str(work / "installed"), *map(str, sources)], check=True)
    return work / "installed"


def run(installed: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{installed}{os.pathsep}{ROOT}"}
    return subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_the_module_appears_among_the_modules(installed: Path) -> None:
    lines = run(installed, "-m", "lti_tool", "modules").splitlines()
    assert [line.split()[:3] for line in lines if line.startswith("hobbies")] == [
        ["hobbies", "1.0.0", "nl,en"]
    ]


def test_the_activity_type_appears_and_a_module_may_use_it(installed: Path, tmp_path: Path) -> None:
    assert "weather" in run(installed, "-m", "lti_tool", "new", "--types")
    run(installed, "-m", "lti_tool", "new", str(tmp_path / "mine"), "--type", "short-text")
    structure, words = tmp_path / "mine/module.yaml", tmp_path / "mine"
    text = structure.read_text(encoding="utf-8")
    one = "- {id: thought, type: short-text, done: {words: 2}, widest-audience: class, on-paper: true}"
    assert one in text
    structure.write_text(text.replace(one, "- {id: thought, type: weather, skies: [sun, storm]}"), "utf-8")
    for language in ("nl", "en"):
        file = words / f"{language}.yaml"
        said = file.read_text(encoding="utf-8").replace("hint:", "skies: {sun: Zon, storm: Storm}\n    hint:")
        file.write_text(said, encoding="utf-8")
    assert "is a good module" in run(installed, "-m", "lti_tool", "check", str(tmp_path / "mine"))


def test_the_rules_of_the_example_do_what_its_cases_say(installed: Path) -> None:
    program = """
import json, sys
from wegwijs_weather.weather import Weather
from modules.kit.activity_type import Refusal
kind, found = Weather(), []
file = json.loads((kind.folder / "cases.json").read_text("utf-8"))
words = kind.Words.model_validate(file["words"])
for case in file["cases"]:
    options = kind.Options.model_validate(case["options"])
    value = kind.clean(options, case["value"])
    if isinstance(value, Refusal):
        found.append({"refusal": value.code})
    else:
        lines = [{"label": line.label, "text": line.text} for line in kind.lines(options, words, value)]
        found.append({"clean": value, "done": kind.done(options, value), "lines": lines})
print(json.dumps(found))
"""
    cases = json.loads((EXAMPLES / "wegwijs-weather/wegwijs_weather/weather/cases.json").read_text("utf-8"))[
        "cases"
    ]
    expected = [
        {key: case[key] for key in ("refusal", "clean", "done", "lines") if key in case} for case in cases
    ]
    assert json.loads(run(installed, "-c", program)) == expected
