"""Our XBlock for who makes a course: Studio's form, what it says of mistakes, OLX in and out."""

import json
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from modules.kit.registry import load_registry
from scorm_export.export import export
from tests import needs
from tests.services.workbench import CoursePage, Workbench

pytestmark = pytest.mark.services

MODULES = load_registry().modules


def test_each_module_has_a_block_of_its_own_and_one_shows_any(workbench: Workbench) -> None:
    own = {f"wegwijs_{name.replace('-', '_')}" for name in MODULES}
    assert {"wegwijs", *own} <= set(workbench.tell("classes")), (
        "a module that comes along needs a line in packaging/openedx: pyproject.toml and blocks.py"
    )
    for name, module in MODULES.items():
        tag = f"wegwijs_{name.replace('-', '_')}"
        page = CoursePage(workbench, f"<{tag}/>")
        assert page.tell("facts")["module_id"] == name
        title = module.words["nl"].module.title
        assert f"Wegwijs: {title}" == page.tell("facts")["index"]["content"]["display_name"]


def form(**changed: Any) -> dict[str, Any]:
    usual = {"display_name": "Onze sessie", "module": "intake", "variant": "round-1", "language": "en"}
    return {**usual, "edition": "class", "has_score": True, "weight": "2,5"} | changed


def test_the_form_is_kept_and_written_as_olx(page: CoursePage) -> None:
    assert page.visitor("staff").ask("studio_submit", **form()) == {"kept": True}
    node = ET.fromstring(page.tell("olx"))
    assert node.tag == "wegwijs"
    assert dict(node.attrib) == {
        "display_name": "Onze sessie", "module": "intake", "variant": "round-1", "language": "en",
        "edition": "class", "has_score": "true", "weight": "2.5",
    }  # fmt: skip


def test_a_part_that_nobody_judges_gives_a_score(page: CoursePage) -> None:
    chosen = form(module="civic-reflection", variant="describe")
    assert page.visitor("staff").ask("studio_submit", **chosen) == {"kept": True}
    facts = page.tell("facts")
    assert (facts["has_score"], facts["max_score"]) == (True, 1.0)


def test_a_learner_sets_nothing(page: CoursePage) -> None:
    assert page.visitor("ada").post("studio_submit", form()).status_code == 403
    assert dict(ET.fromstring(page.tell("olx")).attrib) == {"module": "identity"}


def test_a_block_comes_back_from_olx_as_it_was(page: CoursePage, workbench: Workbench) -> None:
    page.visitor("staff").ask("studio_submit", **form(has_score=False))
    olx = page.tell("olx")
    again = CoursePage(workbench, olx)
    assert again.tell("olx") == olx
    assert again.tell("facts")["has_score"] is False


def test_olx_holds_nothing_that_a_learner_wrote(page: CoursePage) -> None:
    page.visitor("ada").ask("work_save", answers={"meaning": {"value": "van mij", "revision": 0}})
    assert dict(ET.fromstring(page.tell("olx")).attrib) == {"module": "identity"}


def test_olx_sets_settings_alone_and_what_is_no_number_stops_no_import(workbench: Workbench) -> None:
    odd = """<wegwijs module="identity" weight="veel" finished_at="2026-01-01" answers='{"meaning": 1}'/>"""
    page = CoursePage(workbench, odd)
    assert page.tell("facts")["weight"] == 1.0
    assert page.visitor("ada").ask("work_load", language="nl")["answers"] == {}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"module": "bestaat-niet"}, "module"),
        ({"module": ""}, "module"),
        ({"variant": "round-9"}, "variant"),
        ({"language": "fr"}, "language"),
        ({"edition": "iedereen"}, "edition"),
        ({"weight": "veel"}, "weight"),
        ({"weight": "-1"}, "weight"),
        ({"weight": "inf"}, "weight"),
        ({"display_name": "x" * 256}, "display_name"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_by_field_and_nothing_is_kept(
    changed: dict[str, Any], wrong: str, page: CoursePage
) -> None:
    answer = page.visitor("staff").ask("studio_submit", **form(**changed))
    assert not answer["kept"]
    assert wrong in answer["mistakes"]
    assert dict(ET.fromstring(page.tell("olx")).attrib) == {"module": "identity"}


def test_without_a_title_a_block_gets_that_of_its_module(page: CoursePage) -> None:
    page.visitor("staff").ask(
        "studio_submit", **form(display_name=" ", module="talents", variant="", language="")
    )
    assert ET.fromstring(page.tell("olx")).get("display_name") == "Wat is jouw talent?"


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<wegwijs/>", "No module has been chosen"),
        ('<wegwijs module="weg"/>', "no module"),
        ('<wegwijs module="intake" variant="round-9"/>', "round-9"),
        ('<wegwijs module="identity" language="fr"/>', "does not speak"),
    ],
)
def test_an_authors_mistake_is_said_in_studio(xml: str, said: str, workbench: Workbench) -> None:
    page = CoursePage(workbench, xml)
    [message] = page.tell("validation")
    assert said in message
    seen = page.visitor("staff", "en").http.get(workbench.page(page.name, "staff", "author_view"), timeout=20)
    assert said in seen.text


def test_a_learner_meets_a_calm_page_where_the_module_is_gone(workbench: Workbench) -> None:
    page = CoursePage(workbench, '<wegwijs module="weg"/>')
    ada = page.visitor("ada")
    seen = ada.http.get(workbench.page(page.name, "ada"), timeout=20).text
    assert "Deze sessie is er nu even niet" in seen
    assert "geen module" not in seen
    assert "geen module" in ada.http.get(workbench.page(page.name, "staff"), timeout=20).text
    assert ada.get("page/nl").status_code == 410
    assert ada.post("work_load", {}).status_code == 410


# What `wegwijs export --format olx` makes


def test_the_block_reads_each_unit_of_an_exported_course(workbench: Workbench, tmp_path: Path) -> None:
    (package,) = export(list(MODULES.values()), format="olx", edition="class", together=True, out=tmp_path)
    with tarfile.open(package.path) as archive:
        units = [archive.extractfile(one).read() for one in archive if "/vertical/" in one.name]  # type: ignore[union-attr]
    assert len(units) == len(MODULES)
    for unit in units:
        [element] = ET.fromstring(unit)
        del element.attrib["url_name"]  # Studio makes the block's id of it
        page = CoursePage(workbench, ET.tostring(element, encoding="unicode"))
        assert page.tell("validation") == []
        assert page.tell("facts")["edition"] == "class"
        assert page.visitor().get("page/nl").status_code == 200


_CLEAN = """
import json, sys
from olxcleaner import validate
course, errors, names = validate(sys.argv[1], allowed_xblocks=["wegwijs"])
print(json.dumps([one.description for one in errors.errors]))
"""


def test_open_edxs_own_cleaner_misses_nothing_but_what_is_the_teachers(tmp_path: Path) -> None:
    (package,) = export(list(MODULES.values()), format="olx", together=True, out=tmp_path)
    with tarfile.open(package.path) as archive:
        archive.extractall(tmp_path / "out", filter="data")
    command = [
        needs.services_venv(),
        "-W",
        "ignore",
        "-c",
        _CLEAN,
        tmp_path / "out" / "course" / "course.xml",
    ]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    missing = {name for one in found for name in re.findall(r"required setting '(\w+)'", one)}
    assert len(found) == len(missing), found
    assert missing == {"course_image", "start", "end"}
