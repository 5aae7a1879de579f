"""What can't be in a package is named before anything is written."""

import shutil
from pathlib import Path

import pytest

from modules.kit.activity_types import BUILT_IN
from modules.kit.activity_types.short_text import ShortText
from modules.kit.errors import PageError
from modules.kit.loader import load_module
from modules.kit.module import Module
from scorm_export.errors import ExportError
from scorm_export.export import export
from tests.module_folders import make_module, spoil


class Elsewhere(ShortText):
    """An activity type of somebody else, with files of its own."""

    name = "elsewhere"


@pytest.fixture
def type_folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ShortText().folder, tmp_path / "elsewhere"))


@pytest.fixture
def module(tmp_path: Path, type_folder: Path) -> Module:
    """A module with one activity, `extra`, of the type of somebody else."""
    folder = make_module(tmp_path / "modules")
    spoil(
        folder / "module.yaml",
        "{id: extra, type: short-text, required: false}",
        "{id: extra, type: elsewhere, required: false}",
    )
    kind = Elsewhere()
    kind.folder = type_folder
    return load_module(folder, [*BUILT_IN, kind])


def test_a_type_from_elsewhere_is_in_the_package_with_its_scripts(module: Module, tmp_path: Path) -> None:
    [package] = export([module], format="scorm12", out=tmp_path / "out")
    assert package.files


@pytest.mark.parametrize("missing", ["template.html", "activity.js", "rules.js"])
def test_an_activity_whose_type_lacks_a_file_is_named_with_that_file(
    module: Module, type_folder: Path, tmp_path: Path, missing: str
) -> None:
    (type_folder / missing).unlink()
    with pytest.raises(ExportError) as refused:
        export([module], format="scorm12", out=tmp_path / "out")
    assert str(refused.value) == (
        "module 'practice' can't be in a package: activity 'extra' is of the type 'elsewhere', "
        f"and there is no {missing} in {type_folder}"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ activity.nothing }}", "no attribute 'nothing'"),
        ("{{ ui('no.such.word') }}", "no.such.word"),
        ("{% if %}", "Expected an expression"),
    ],
)
def test_an_activity_whose_template_fails_is_named_with_the_reason(
    module: Module, type_folder: Path, tmp_path: Path, template: str, said: str
) -> None:
    (type_folder / "template.html").write_text(template, encoding="utf-8")
    with pytest.raises(
        PageError, match=r"module 'practice': activity 'extra' can't be shown in 'nl'"
    ) as refused:
        export([module], format="scorm12", out=tmp_path / "out")
    assert said in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_cartridge_of_links_needs_nothing_of_the_pages(
    module: Module, type_folder: Path, tmp_path: Path
) -> None:
    (type_folder / "activity.js").unlink()
    [package] = export([module], format="cc13", tool_url="https://wegwijs.example.org", out=tmp_path / "out")
    assert package.path.exists()
