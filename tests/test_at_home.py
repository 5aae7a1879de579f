"""What is done on campus is in a package for a class, and in none for a learner alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from modules.kit.module import Module
from modules.kit.registry import Registry, load_registry
from scorm_export.errors import ExportError
from scorm_export.export import Prepared, prepare
from tests.class_page import ClassPage, teacher
from tests.judged_module import judged_module, make_judged_module
from tests.lti_browser import HOST, Browser

AT_HOME = ("scorm12", "scorm2004", "cmi5", "html")
SESSIONS = ("start", "describe", "examine", "responsibility", "articulate")
CUSTOM = {"custom": {"module": "practice", "variant": "judged"}}


@pytest.fixture(scope="module")
def civic() -> Module:
    return load_registry().modules["civic-reflection"]


def made(module: Module, variant: str | None, **options: Any) -> Prepared:
    given = {"format": "scorm12", "languages": ["nl"], "variant": variant} | options
    [package] = prepare([module], **given)
    return package


def data_of(package: Prepared) -> Any:
    """What the page knows of its module."""
    page = package.files["index.html"].decode()
    found = re.search(r'id="wegwijs-module">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def steps_of(package: Prepared) -> list[str]:
    return [step["id"] for step in data_of(package)["steps"]]


@pytest.mark.parametrize("session", SESSIONS)
def test_a_session_at_home_is_what_comes_before_and_after(civic: Module, session: str) -> None:
    package = made(civic, session)
    assert steps_of(package) == [f"{session}-path", f"{session}-after"]
    part = civic.in_variant(session)
    assert {one["id"] for one in data_of(package)["activities"]} == {
        *(one.id for step in part.steps if not step.campus for one in step.activities),
        "my-questions",
    }
    assert data_of(package)["minutes"] == sum(step.minutes for step in part.steps if not step.campus)


@pytest.mark.parametrize("name", AT_HOME)
def test_every_package_with_pages_leaves_it_out(civic: Module, name: str) -> None:
    assert b"examine-campus" not in b"".join(made(civic, "examine", format=name).files.values())


def test_a_package_for_a_class_has_it(civic: Module) -> None:
    package = made(civic, "examine", edition="class")
    assert steps_of(package) == ["examine-path", "examine-campus", "examine-after"]


def test_links_to_the_tool_lead_to_the_whole_session(tmp_path: Path) -> None:
    made(judged_module(tmp_path), "first", format="cc13", tool_url="https://wegwijs.example.org")


def test_a_module_without_campus_is_the_same_at_home(civic: Module) -> None:
    identity = load_registry().modules["identity"]
    assert identity.at_home() is identity
    assert civic.at_home() is not civic


@pytest.mark.parametrize("name", [*AT_HOME, "olx"])
def test_a_part_with_nothing_but_campus_makes_no_package_for_one(tmp_path: Path, name: str) -> None:
    module = judged_module(tmp_path)
    with pytest.raises(ExportError, match="module 'practice', part 'first': every step has `campus: true`"):
        made(module, "first", format=name)
    assert made(module, "first", format=name, edition="class").files


class TestDownloadPage:
    """What it says of it."""

    @pytest.fixture
    def registry(self, tmp_path: Path) -> Registry:
        folder = make_judged_module(tmp_path)
        file = folder / "module.yaml"
        text = file.read_text(encoding="utf-8").replace("first: [start]", "first: [start, more]")
        file.write_text(text, encoding="utf-8")
        return load_registry([folder])

    @pytest.fixture
    def page(self, browser: Browser) -> ClassPage:
        return teacher(browser, **CUSTOM)

    def offer(self, page: ClassPage, edition: str, variant: str) -> str:
        asked = f"module=practice&variant-practice={variant}&format=scorm12&lang=nl&edition={edition}"
        answer = page.client.get(
            f"/packages/sheet?language=nl&made=1&{asked}",
            base_url=HOST,
            headers={"Authorization": f"Bearer {page.token}"},
        )
        return answer.text

    def test_what_is_left_out_is_said_with_the_time_that_is_left(self, page: ClassPage) -> None:
        text = self.offer(page, "self", "first")
        assert "zit hier niet in" in text
        assert "(10 minuten)" in text

    def test_for_a_class_it_is_said_that_it_is_inside(self, page: ClassPage) -> None:
        text = self.offer(page, "class", "first")
        assert "op de campus doen, zit erin" in text
        assert "(15 minuten)" in text

    def test_of_a_part_without_campus_nothing_is_said(self, page: ClassPage) -> None:
        assert "campus" not in self.offer(page, "self", "judged")
