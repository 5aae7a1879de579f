"""A type's rules and its class become the one script that a page loads, and stay what they are."""

import re
from pathlib import Path

import pytest

from modules.kit.activity_types import BUILT_IN
from modules.kit.errors import PageError
from modules.kit.module import Module
from modules.kit.page import page_assets
from modules.kit.registry import load_registry
from modules.kit.scripts import for_page, own_names
from modules.kit.type_scripts import beside_type, joined_type

TYPES = {kind.name: kind.folder for kind in BUILT_IN}
SESSIONS = load_registry().modules
RULES = "export function clean() {}\nexport function done() {}\nexport function lines() {}\n"

each_type = pytest.mark.parametrize("folder", TYPES.values(), ids=TYPES)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A type that somebody else wrote."""
    (tmp_path / "rules.js").write_text(RULES, encoding="utf-8")
    (tmp_path / "activity.js").write_text("export default class Mine {}\n", encoding="utf-8")
    return tmp_path


@each_type
def test_a_type_offers_its_class_and_its_rules(folder: Path) -> None:
    assert own_names(joined_type(folder)) == ["Kind", "rules"]


@each_type
def test_a_type_asks_once_for_the_player_and_for_nothing_else(folder: Path) -> None:
    text = for_page(joined_type(folder), path=f"types/{folder.name}/activity.js")
    assert re.findall(r'import\{[^}]+\}from"([^"]+)"', text) == ["../../runtime/player.js"]


@each_type
def test_what_loads_later_finds_the_rules_with_the_class(folder: Path) -> None:
    for script in set(folder.glob("*.js")) - {folder / "activity.js", folder / "rules.js"}:
        assert "rules.js" not in beside_type(script)


@pytest.mark.parametrize("module", SESSIONS.values(), ids=SESSIONS)
def test_a_page_asks_for_one_script_of_each_type(module: Module) -> None:
    kinds = {activity.type.name for activity in module.activities.values()}
    pages = page_assets(module, ["scorm12"])
    assert {f"types/{kind}/activity.js" for kind in kinds} <= set(pages)
    assert not [path for path in pages if path.endswith("/rules.js")]


def test_names_in_rules_and_class_stay_their_own(folder: Path) -> None:
    (folder / "rules.js").write_text(f"const MOST = 3;\n{RULES}", encoding="utf-8")
    (folder / "activity.js").write_text(
        'import { lines as told } from "./rules.js";\nconst MOST = told;\nexport default class Mine {}\n',
        encoding="utf-8",
    )
    assert "const { lines: told } = $rules;\nconst MOST = told;" in joined_type(folder)


def test_an_author_who_exports_no_class_hears_in_which_file(folder: Path) -> None:
    (folder / "activity.js").write_text("export class Mine {}\n", encoding="utf-8")
    with pytest.raises(PageError, match=r"activity\.js: no class is exported here: `export default class"):
        joined_type(folder)


@pytest.mark.parametrize("file", ["rules.js", "activity.js"])
def test_an_author_who_imports_in_another_form_hears_where(folder: Path, file: str) -> None:
    other = 'import * as text from "../../runtime/text.js";'
    (folder / file).write_text(f"{other}\n{(folder / file).read_text('utf-8')}", encoding="utf-8")
    with pytest.raises(PageError) as refused:
        joined_type(folder)
    said = "this form of import or export is not used here"
    assert str(refused.value) == f"{folder / file}: {said}: {other}"
