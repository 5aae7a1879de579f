"""What the practice LMS's SCORM player reads, starts and keeps."""

import io
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lti_tool.practice_lms.errors import PackageError
from lti_tool.practice_lms.people import by_key
from lti_tool.practice_lms.scorm import unpack as unpacking
from lti_tool.practice_lms.scorm.manifest import Sco, read_manifest
from lti_tool.practice_lms.scorm.runtime_data import committed, result, start_data
from lti_tool.practice_lms.scorm.unpack import unpack
from tests.practice_lms.course import MANIFEST, package


def test_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    zipped = package()
    with zipfile.ZipFile(zipped, "a") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(PackageError, match="unsafe-path"):
        unpack(zipped, tmp_path / "out")


def test_zip_without_manifest_is_refused(tmp_path: Path) -> None:
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("folder/imsmanifest.xml", MANIFEST)
    with pytest.raises(PackageError, match="no-manifest"):
        unpack(zipped, tmp_path / "out")


def test_zip_that_unpacks_too_big_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAXIMUM_UNPACKED", 10_000)
    with pytest.raises(PackageError, match="too-big"):
        unpack(package(**{"big.txt": "x" * 10_000}), tmp_path / "out")


def test_zip_that_lies_about_its_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zipped = package(**{"big.txt": "x" * 20_000})
    honest = zipfile.ZipFile(zipped).getinfo("big.txt")
    raw = zipped.getvalue().replace(honest.file_size.to_bytes(4, "little"), (5_000).to_bytes(4, "little"))
    monkeypatch.setattr(unpacking, "MAXIMUM_UNPACKED", 10_000)
    with pytest.raises(PackageError):
        unpack(io.BytesIO(raw), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_manifest_of_2004_is_known_and_its_parameters_kept() -> None:
    text = MANIFEST.replace(">1.2<", ">2004 4th Edition<").replace(
        'identifierref="r"', 'identifierref="r" parameters="?lang=nl"'
    )
    found = read_manifest(text.encode())
    assert found.version == "2004"
    assert found.scos == (Sco("i", "Deel", "index.html?lang=nl"),)


# SCORM data

SAMI = by_key("sami")
assert SAMI is not None
SCO = Sco("i", "Deel", "index.html", mastery_score="80")


def test_first_start_in_12_is_ab_initio() -> None:
    start = start_data("1.2", SCO, SAMI, None, "nl")
    assert start["cmi.core.entry"] == "ab-initio"
    assert start["cmi.core.student_name"] == "Leerling, Sami"
    assert start["cmi.student_data.mastery_score"] == "80"
    assert start["cmi.core.total_time"] == "0000:00:00.00"


def test_suspended_attempt_resumes_with_its_data_and_time() -> None:
    before = {
        "cmi.core.exit": "suspend",
        "cmi.core.lesson_status": "incomplete",
        "cmi.core.session_time": "0000:01:05.50",
        "cmi.core.total_time": "0001:00:00.00",
        "cmi.suspend_data": "abc",
    }
    start = start_data("1.2", SCO, SAMI, before, "nl")
    assert start["cmi.core.entry"] == "resume"
    assert start["cmi.suspend_data"] == "abc"
    assert start["cmi.core.total_time"] == "0001:01:05.50"
    assert "cmi.core.session_time" not in start


def test_2004_gives_data_back_only_after_suspend() -> None:
    before = {"cmi.exit": "suspend", "cmi.suspend_data": "abc", "cmi.session_time": "PT1M5.5S"}
    assert start_data("2004", SCO, SAMI, before, "nl")["cmi.suspend_data"] == "abc"
    assert start_data("2004", SCO, SAMI, before, "nl")["cmi.total_time"] == "PT65.50S"
    anew = start_data("2004", SCO, SAMI, before | {"cmi.exit": "normal"}, "nl")
    assert "cmi.suspend_data" not in anew
    assert anew["cmi.entry"] == "ab-initio"


def test_result_in_12() -> None:
    cmi = {"cmi.core.lesson_status": "passed", "cmi.core.score.raw": "8", "cmi.core.score.max": "10"}
    found = result("1.2", cmi | {"cmi.suspend_data": "abc", "cmi.core.session_time": "00:00:05"})
    assert (found.status, found.score, found.suspended, found.seconds) == ("passed", 80, 3, 5)


@pytest.mark.parametrize(
    ("success", "completion", "status"),
    [("passed", "completed", "passed"), ("unknown", "completed", "completed"), ("", "", "incomplete")],
)
def test_status_in_2004(success: str, completion: str, status: str) -> None:
    cmi = {"cmi.success_status": success, "cmi.completion_status": completion, "cmi.score.scaled": "0.5"}
    found = result("2004", cmi)
    assert (found.status, found.score) == (status, 50)


def test_score_that_is_no_number_is_none() -> None:
    assert result("1.2", {"cmi.core.score.raw": "much"}).score is None


@pytest.mark.parametrize("wrong", [None, [], "cmi", {f"cmi.{n}": "" for n in range(20_001)}], ids=type)
def test_commit_of_another_shape_is_refused(wrong: Any) -> None:
    with pytest.raises(ValueError, match="run-time elements"):
        committed(wrong)
