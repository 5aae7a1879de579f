"""What continuous integration makes of the answer about known weaknesses of libraries."""

import importlib.util
from types import ModuleType
from typing import Any

import pytest

from tests.needs import ROOT


@pytest.fixture
def audit() -> ModuleType:
    found = importlib.util.spec_from_file_location("audit", ROOT / ".ci" / "audit.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def library(*weaknesses: str, name: str = "flask") -> dict[str, Any]:
    return {
        "name": name,
        "version": "1.0",
        "vulns": [{"id": weakness, "fix_versions": ["1.1"]} for weakness in weaknesses],
    }


def test_libraries_without_weaknesses_pass(audit: ModuleType) -> None:
    lines, failed = audit.report([library(), library(name="jinja2")])
    assert not failed
    assert "2 libraries asked after; 0 found" in lines[-1]


def test_a_known_weakness_fails_and_says_what_mends_it(audit: ModuleType) -> None:
    lines, failed = audit.report([library("PYSEC-1"), library(name="jinja2")])
    assert failed
    assert lines[0] == "flask 1.0: PYSEC-1; mended in 1.1"


def test_an_accepted_weakness_passes(audit: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(audit.ACCEPTED, "PYSEC-1", "we never call it; until 2027-01-01")
    assert not audit.report([library("PYSEC-1")])[1]


def test_a_library_that_the_database_does_not_know_is_counted(audit: ModuleType) -> None:
    lines, failed = audit.report([library(), {"name": "ours", "skip_reason": "not found"}])
    assert not failed
    assert "1 libraries asked after, 1 unknown to it" in lines[-1]


def test_a_database_that_knows_nothing_was_not_asked(audit: ModuleType) -> None:
    lines, failed = audit.report([{"name": "flask", "skip_reason": "not found"}])
    assert not failed
    assert "not asked" in lines[0]
