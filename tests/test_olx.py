"""A course for Open edX: what is in it, and what `--check` says of one."""

import gzip
import io
import json
import tarfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from click.testing import CliRunner

from lti_tool.commands.export import command
from modules.kit.registry import load_registry
from scorm_export.adding import LANGUAGES, places
from scorm_export.errors import ExportError
from scorm_export.export import Package, export
from scorm_export.leaflet import export_leaflet
from scorm_export.verify import verify

REGISTRY = load_registry()
MODULES = REGISTRY.modules


def course(folder: Path, *names: str, **given: object) -> Package:
    chosen = [MODULES[name] for name in names]
    return export(chosen, format="olx", together=True, out=folder, **given)[0]  # type: ignore[arg-type]


def read(package: Package) -> dict[str, bytes]:
    with tarfile.open(package.path) as archive:
        return {one.name: archive.extractfile(one).read() for one in archive}  # type: ignore[union-attr]


def blocks(files: dict[str, bytes]) -> list[dict[str, str]]:
    """The attributes of each block, in the course's order."""
    found = []

    def look(element: ET.Element) -> None:
        path = f"course/{element.tag}/{element.get('url_name')}.xml"
        if element.tag == "wegwijs":
            found.append(dict(element.attrib))
        for child in ET.fromstring(files[path]) if path in files else element:
            look(child)

    look(ET.fromstring(files["course/course.xml"]))
    return found


def tarball(path: Path, files: dict[str, bytes], **odd: tarfile.TarInfo) -> Path:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for entry in odd.values():
            archive.addfile(entry)
    path.write_bytes(gzip.compress(made.getvalue()))
    return path


def test_each_module_is_a_subsection_with_one_block(tmp_path: Path) -> None:
    files = read(course(tmp_path, "talents", "identity"))
    assert [one["module"] for one in blocks(files)] == ["identity", "talents"]
    assert sum("/sequential/" in name for name in files) == 2
    assert sum("/vertical/" in name for name in files) == 2


def test_what_is_usual_is_not_said(tmp_path: Path) -> None:
    [block] = blocks(read(course(tmp_path, "identity")))
    assert block == {
        "url_name": "wegwijs_identity_block",
        "module": "identity",
        "display_name": "Wie ben jij?",
    }


def test_what_was_chosen_is_told_to_the_block(tmp_path: Path) -> None:
    package = course(tmp_path, "intake", languages=["en"], edition="class", variant="round-1")
    [block] = blocks(read(package))
    assert block["variant"] == "round-1"
    assert block["language"] == "en"
    assert block["edition"] == "class"
    assert block["display_name"] == MODULES["intake"].words["en"].module.title
    assert package.path.name == "wegwijs-intake-round-1-1.0.0-olx-en-class.tar.gz"


def test_where_a_person_judges_the_course_expects_no_score(tmp_path: Path) -> None:
    judged = replace(MODULES["identity"], grading="rubric")
    (package,) = export([judged], format="olx", out=tmp_path)
    assert [one.get("has_score") for one in blocks(read(package))] == ["false"]


def test_studio_offers_the_block_and_a_kind_of_assignment(tmp_path: Path) -> None:
    files = read(course(tmp_path, "identity", "talents"))
    policy = json.loads(files["course/policies/wegwijs/policy.json"])["course/wegwijs"]
    assert policy["advanced_modules"] == ["wegwijs"]
    assert policy["language"] == "nl"
    grading = json.loads(files["course/policies/wegwijs/grading_policy.json"])
    assert [(one["type"], one["min_count"]) for one in grading["GRADER"]] == [("Wegwijs", 2)]


def test_nothing_is_graded_and_nothing_opens_before_a_teacher_says_so(tmp_path: Path) -> None:
    everything = b"".join(read(course(tmp_path, "identity")).values())
    assert b"graded" not in everything
    assert b"start" not in everything


def test_there_is_no_lesson_in_it_and_no_guide(tmp_path: Path) -> None:
    package = course(tmp_path, *MODULES)
    assert package.size < 3000
    assert all(name.endswith((".xml", ".json")) for name in read(package))


def test_the_same_course_is_the_same_bytes(tmp_path: Path) -> None:
    one, other = course(tmp_path / "a", "identity"), course(tmp_path / "b", "identity")
    assert one.path.read_bytes() == other.path.read_bytes()


def test_a_page_that_is_no_module_has_no_block(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="'parents' is no module"):
        export_leaflet(REGISTRY.leaflets["parents"], format="olx", out=tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_into_open_edx_begins_with_the_block(language: str) -> None:
    [place] = places("olx", language)
    assert place.name == "Open edX"
    assert "wegwijs" in place.steps[0]


def keys(words: object, prefix: str = "") -> set[str]:
    if not isinstance(words, dict):
        return {prefix}
    return {key for name, part in words.items() for key in keys(part, f"{prefix}.{name}")}


def test_the_block_says_the_same_in_both_languages() -> None:
    folder = Path(__file__).parent.parent / "packaging/openedx/wegwijs_xblock"
    dutch, english = (
        yaml.safe_load((folder / f"words.{one}.yaml").read_text(encoding="utf-8")) for one in ("nl", "en")
    )
    assert keys(dutch) == keys(english)


def test_check_knows_a_good_course(tmp_path: Path) -> None:
    package = course(tmp_path, "identity", "talents")
    verdict = verify(package.path)
    assert verdict.kind == "OLX"
    assert verdict.parts == ("Wie ben jij?", "Wat is jouw talent?")
    assert verdict.problems == ()


def test_check_says_it_on_the_command_line(tmp_path: Path) -> None:
    package = course(tmp_path, "identity")
    result = CliRunner().invoke(command, ["--check", str(package.path)])
    assert result.exit_code == 0
    assert "good (OLX: Wie ben jij?)" in result.output


def problem(path: Path) -> str:
    [found] = verify(path).problems
    return found


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    files = read(course(tmp_path, "identity"))
    del files["course/vertical/wegwijs_identity_unit.xml"]
    found = verify(tarball(tmp_path / "x.tar.gz", files)).problems
    assert found[0] == "points to course/vertical/wegwijs_identity_unit.xml, which is not in the package"


def test_a_block_without_a_module(tmp_path: Path) -> None:
    files = read(course(tmp_path, "identity"))
    unit = "course/vertical/wegwijs_identity_unit.xml"
    files[unit] = files[unit].replace(b'module="identity"', b"")
    assert problem(tarball(tmp_path / "x.tar.gz", files)).endswith("needs a module")


def test_a_course_that_points_to_itself_ends(tmp_path: Path) -> None:
    files = {
        "course/course.xml": b'<course url_name="a"/>',
        "course/course/a.xml": b'<course><course url_name="a"/></course>',
    }
    assert any(
        "which is not in the package" in one for one in verify(tarball(tmp_path / "x.tgz", files)).problems
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"readme.txt": b"x"}, "there is no course.xml"),
        ({"course/course.xml": b"<course"}, "is no XML that can be read"),
        ({"course/course.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><course/>'}, "has a document type"),
        ({"course/course.xml": b"<course/>"}, "nothing in it that a learner can start"),
        ({"course/../../etc/course.xml": b"<course/>"}, "outside the package"),
    ],
)
def test_what_is_no_course(files: dict[str, bytes], expected: str, tmp_path: Path) -> None:
    assert expected in problem(tarball(tmp_path / "x.tar.gz", files))


def test_a_link_out_of_the_package_is_refused(tmp_path: Path) -> None:
    link = tarfile.TarInfo("course/static")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc"
    assert "outside the package" in problem(tarball(tmp_path / "x.tar.gz", {}, link=link))


def test_what_is_no_tarball(tmp_path: Path) -> None:
    path = tmp_path / "x.tar.gz"
    path.write_text("geen pakket")
    assert "is no tarball that can be read" in problem(path)
