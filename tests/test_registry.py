"""Modules are found through three doors; one that is broken takes no other down."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import modules.kit.registry
from modules import RegistryError, load_registry
from modules.kit.activity_types import BUILT_IN
from tests.module_folders import make_module, spoil


def install(monkeypatch: pytest.MonkeyPatch, group: str, value: str) -> None:
    """Pretend that a distribution is installed with one entry point."""
    entry = EntryPoint("elsewhere", value, group)
    monkeypatch.setattr(
        modules.kit.registry, "entry_points", lambda *, group: [entry] if group == entry.group else []
    )


def test_the_built_in_modules_are_found() -> None:
    registry = load_registry()
    assert "identity" in registry.modules
    assert registry.broken == ()


def test_a_folder_of_modules_is_a_door(tmp_path: Path) -> None:
    make_module(tmp_path, "practice")
    assert "practice" in load_registry([tmp_path]).modules


def test_a_modules_own_folder_is_a_door(tmp_path: Path) -> None:
    assert "practice" in load_registry([make_module(tmp_path, "practice")]).modules


def test_an_installed_distribution_is_a_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_module(tmp_path, "practice")
    monkeypatch.setattr("tests.module_folders.FOLDER", folder, raising=False)
    install(monkeypatch, "wegwijs.modules", "tests.module_folders:FOLDER")
    assert "practice" in load_registry().modules


def test_a_distribution_that_can_not_be_imported_is_listed_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    install(monkeypatch, "wegwijs.modules", "no_such_package:FOLDER")
    registry = load_registry()
    assert "identity" in registry.modules
    assert "can't be imported" in registry.broken[-1].problems[0].message


def test_a_broken_module_is_listed_and_the_others_go_on(tmp_path: Path) -> None:
    make_module(tmp_path, "whole")
    broken = make_module(tmp_path, "broken")
    spoil(broken / "module.yaml", "type: words", "type: wrods")
    registry = load_registry([tmp_path])
    assert "whole" in registry.modules
    assert [(one.folder, one.problems[0].line) for one in registry.broken if one.folder == broken] == [
        (broken, 20)
    ]


def test_a_named_folder_without_a_module_is_listed(tmp_path: Path) -> None:
    registry = load_registry([tmp_path / "nothing"])
    assert "has no module.yaml" in registry.broken[-1].problems[0].message


def test_two_modules_of_one_name_stop_the_start_and_are_both_named(tmp_path: Path) -> None:
    one, other = make_module(tmp_path / "one", "practice"), make_module(tmp_path / "other", "practice")
    with pytest.raises(RegistryError) as caught:
        load_registry([tmp_path / "one", tmp_path / "other"])
    assert str(one) in str(caught.value)
    assert str(other) in str(caught.value)


def test_two_activity_types_of_one_name_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, "wegwijs.activity_types", "modules.kit.activity_types.short_text:ShortText")
    with pytest.raises(RegistryError, match="two activity types are called 'short-text'"):
        load_registry()


def test_modules_stand_in_the_order_of_their_track(tmp_path: Path) -> None:
    for name, order in (("one", 3), ("two", 2)):
        spoil(make_module(tmp_path, name) / "module.yaml", "order: 1", f"order: {order}")
    found = [
        name for name, module in load_registry([tmp_path]).modules.items() if module.track.name == "practice"
    ]
    assert found == ["two", "one"]


def test_every_built_in_type_keeps_the_folder_rule() -> None:
    for kind in BUILT_IN:
        assert kind.folder.name == kind.name.replace("-", "_")
        for file in ("template.html", "rules.js", "activity.js", "style.css", "cases.json"):
            assert (kind.folder / file).is_file(), f"{kind.name} lacks {file}"
