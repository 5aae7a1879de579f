"""The shape of the project: which way imports point, and what a file may not become."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("modules", "scorm_export", "lti_tool")
MAY_IMPORT = {"modules": set(), "scorm_export": {"modules"}, "lti_tool": {"modules", "scorm_export"}}
WEB_AND_SQL = {"flask", "sqlalchemy", "werkzeug", "alembic", "huey"}
NETWORK = {"requests", "urllib", "http", "socket"}


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module != "urllib.parse":
            yield node.module.split(".")[0]  # urllib.parse only reads texts


def python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package: str) -> None:
    for file in python_files(package):
        ours = {name for name in imports(file) if name in PACKAGES} - {package}
        assert ours <= MAY_IMPORT[package], f"{file} imports {ours}"


def test_the_lti_tool_makes_packages_for_its_download_page_and_its_commands_only() -> None:
    users = {
        str(file.relative_to(ROOT)) for file in python_files("lti_tool") if "scorm_export" in imports(file)
    }
    assert users == {
        "lti_tool/commands/export.py",
        "lti_tool/commands/export_site.py",
        "lti_tool/packages.py",
        "lti_tool/practice_lms/servers.py",
        "lti_tool/rules/package_choice.py",
        "lti_tool/views/packages.py",
    }


@pytest.mark.parametrize("package", ["modules", "scorm_export"])
def test_the_kit_and_the_export_know_no_web_no_sql_no_network(package: str) -> None:
    for file in python_files(package):
        assert not set(imports(file)) & (WEB_AND_SQL | NETWORK), file


def test_the_rules_of_the_lti_tool_know_no_web_and_no_sql() -> None:
    rules = [*python_files("lti_tool/protocol"), *python_files("lti_tool/rules")]
    for file in rules:
        assert not set(imports(file)) & WEB_AND_SQL, file


def test_packaging_is_no_python_package() -> None:
    assert list((ROOT / "packaging").rglob("__init__.py")) == []


def test_no_file_grows_past_400_lines() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.js", "*.css", "*.html"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    ours = (ROOT / name for name in listed if "/vendor/" not in name)
    long = {
        str(file): lines
        for file in ours
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
