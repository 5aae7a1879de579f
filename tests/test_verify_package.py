"""`wegwijs export --check`: a package is good, or is told what is wrong and what was expected."""

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from lti_tool.commands.export import command
from modules.kit.registry import load_registry
from scorm_export.export import export
from scorm_export.verify import verify
from tests.module_folders import make_module

Repack = Callable[..., Path]


@pytest.fixture
def repack(tmp_path: Path) -> Repack:
    """Make a package of ours, with changes: a new content, a text to replace, or None to leave a file out."""
    module = load_registry([make_module(tmp_path / "modules")]).modules["practice"]

    def make(
        format_name: str = "scorm12",
        replaced: Mapping[str, str] | None = None,
        **changes: bytes | None,
    ) -> Path:
        (package,) = export([module], format=format_name, out=tmp_path / "good")
        with zipfile.ZipFile(package.path) as archive:
            files: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
        manifest = (files["imsmanifest.xml"] or b"").decode()
        for old, new in (replaced or {}).items():
            assert old in manifest
            manifest = manifest.replace(old, new)
        files |= {"imsmanifest.xml": manifest.encode()} | changes
        return zipped(
            tmp_path / "changed.zip", {name: text for name, text in files.items() if text is not None}
        )

    return make


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def problems(path: Path) -> str:
    return "\n".join(verify(path).problems)


@pytest.mark.parametrize("format_name", ["scorm12", "scorm2004"])
def test_what_we_make_is_good(repack: Repack, format_name: str) -> None:
    verdict = verify(repack(format_name))
    assert verdict.problems == ()
    assert verdict.kind in {"SCORM 1.2", "SCORM 2004"}
    assert verdict.parts == ("Oefening",)


def test_what_is_no_zip_says_so(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK but no zip")
    assert "is no zip that can be read" in problems(tmp_path / "x.zip")
    assert "can't be read: No such file" in problems(tmp_path / "y.zip")


def test_a_cut_off_zip_says_so(repack: Repack) -> None:
    path = repack()
    path.write_bytes(path.read_bytes()[:-2000])
    assert "is no zip that can be read" in problems(path)


def test_damaged_bytes_are_named(repack: Repack) -> None:
    path = repack(**{"z.txt": b"some text that is stored as it is"})
    path.write_bytes(path.read_bytes().replace(b"some text that", b"some tixt that"))
    assert problems(path) == "z.txt is damaged: its bytes are not those that were packed"


@pytest.mark.parametrize("name", ["../x.js", "/etc/x", "a/../../x", "C:/x", "a\\b"])
def test_a_path_that_leaves_the_package_is_refused(repack: Repack, name: str) -> None:
    assert f"{name!r} would be written outside the package" in problems(repack(**{name: b""}))


def test_more_than_a_disk_should_hold_is_refused(repack: Repack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scorm_export.package_file.MOST_BYTES", 10**6)
    found = problems(repack(**{"large.js": b" " * 2_000_000}))
    assert "2 MB when unpacked; a package has at most 1 MB" in found


def test_a_manifest_that_names_entities_is_refused(repack: Repack) -> None:
    found = problems(repack(replaced={"<manifest ": '<!DOCTYPE m [<!ENTITY a "aaaa">]><manifest '}))
    assert found == "imsmanifest.xml has a document type, which no manifest needs and which can do harm"


def test_a_manifest_one_folder_too_deep_tells_what_to_zip(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"course/imsmanifest.xml": b"<manifest/>"})
    assert problems(path) == (
        "the manifest is at course/imsmanifest.xml: zip what is in that folder, not the folder"
    )


def test_a_zip_without_a_manifest_says_what_was_expected(tmp_path: Path) -> None:
    found = problems(zipped(tmp_path / "x.zip", {"index.html": b""}))
    assert found == "there is no imsmanifest.xml (SCORM, Common Cartridge) and no cmi5.xml (cmi5) at its root"


def test_broken_xml_says_where(repack: Repack) -> None:
    assert "is no XML that can be read: mismatched tag: line" in problems(
        repack(replaced={"</organizations>": "</organisations>"})
    )


def test_a_file_that_the_manifest_names_must_be_there(repack: Repack) -> None:
    assert problems(repack(**{"style.css": None})) == "names style.css, which is not in the package"


def test_an_item_must_lead_to_a_resource(repack: Repack) -> None:
    found = problems(repack(replaced={'identifierref="': 'identifierref="lost_'}))
    assert "refers to lost_wegwijs_practice_resource, which is not there" in found
    assert "there is nothing that a learner can start" in found


@pytest.mark.parametrize(("format_name", "word", "other"), [
    ("scorm12", "scormtype", "scormType"),
    ("scorm2004", "scormType", "scormtype"),
])  # fmt: skip
def test_each_version_has_its_own_word_for_what_starts(
    repack: Repack, format_name: str, word: str, other: str
) -> None:
    found = problems(repack(format_name, replaced={f"adlcp:{word}=": f"adlcp:{other}="}))
    assert f"'{other}' is the other version's word; expected '{word}'" in found


def test_what_the_standards_schema_refuses_has_its_line(repack: Repack) -> None:
    found = problems(repack(replaced={"<organizations default=": '<organizations defoult="x" default='}))
    assert "line " in found
    assert "defoult" in found


def test_the_command_checks_packages_and_fails_for_a_bad_one(repack: Repack, tmp_path: Path) -> None:
    good = repack()
    bad = zipped(tmp_path / "bad.zip", {"index.html": b""})
    result = CliRunner().invoke(command, ["--check", str(good)])
    assert (result.exit_code, result.output) == (0, f"{good}: good (SCORM 1.2: Oefening)\n")
    result = CliRunner().invoke(command, ["--check", str(good), "--check", str(bad)])
    assert result.exit_code == 1
    assert f"{bad}: there is no imsmanifest.xml" in result.output
