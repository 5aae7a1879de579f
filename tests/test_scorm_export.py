"""SCORM packages as files: what is in them, what their manifests say, and what stops an export."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from modules.kit.module import Module
from modules.kit.registry import load_registry
from modules.kit.structure import Track
from scorm_export.check import check
from scorm_export.course import Course, Sco, Words, identifier
from scorm_export.errors import ExportError, PackageError
from scorm_export.export import export
from scorm_export.formats import FORMATS
from scorm_export.schemas import schema as standard
from scorm_export.shared_data import SharedData, shared_data
from tests.module_folders import make_module

SESSION_LIMIT = 250_000
"""Bytes that the package of a session may be (a promise of the project)."""

STANDARDS = {"scorm12": "SCORM 1.2", "scorm2004": "SCORM 2004"}
formats = pytest.mark.parametrize("format_name", STANDARDS)


def schema(format_name: str) -> etree.XMLSchema:
    return standard(STANDARDS[format_name])


@pytest.fixture(scope="session")
def identity() -> Module:
    return load_registry().modules["identity"]


@pytest.fixture
def practice(tmp_path: Path) -> Module:
    return load_registry([make_module(tmp_path / "modules")]).modules["practice"]


def files_of(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def course(**changes: object) -> Course:
    words = {"nl": Words("Titel", "Zin"), "en": Words("Title", "Line")}
    sco = Sco("practice", "Titel", "index.html", {"index.html": b"", "a/b.js": b""})
    plain = Course("practice", "1.2.3", ("nl", "en"), 15, words, (sco,))
    return replace(plain, **changes)  # type: ignore[arg-type]


def manifest(format_name: str, **changes: object) -> etree._Element:
    return etree.fromstring(FORMATS[format_name].own_files(course(**changes))["imsmanifest.xml"])


@formats
def test_the_manifest_of_session_1_is_valid_by_the_standard_s_own_schemas(
    identity: Module, format_name: str, tmp_path: Path
) -> None:
    (package,) = export([identity], format=format_name, out=tmp_path)
    schema(format_name).assertValid(etree.fromstring(files_of(package.path)["imsmanifest.xml"]))


@formats
def test_the_manifest_of_a_course_of_several_parts_is_valid(format_name: str) -> None:
    parts = tuple(Sco(name, name, f"{name}.html", {f"{name}.html": b""}) for name in ("one", "two-b"))
    schema(format_name).assertValid(manifest(format_name, scos=parts))


@formats
def test_words_with_markup_stay_words(format_name: str) -> None:
    words = {"nl": Words("<b> & “Jij”", "]]> é 🙂")}
    root = manifest(format_name, languages=("nl",), words=words)
    schema(format_name).assertValid(root)
    assert root.findtext(".//{*}organization/{*}title") == "<b> & “Jij”"


@formats
def test_catalogue_texts_stay_within_the_limit_of_lom(format_name: str) -> None:
    root = manifest(format_name, words={"nl": Words("t", "woord " * 400), "en": Words("t", "kort")})
    texts = [element.text or "" for element in root.iterfind(".//{*}general//*")]
    assert max(map(len, texts)) <= 1000
    assert any(text.endswith("woord …") for text in texts)


@formats
def test_the_catalogue_names_every_language(format_name: str) -> None:
    root = manifest(format_name)
    assert [element.text for element in root.iterfind(".//{*}general/{*}language")] == ["nl", "en"]
    assert {element.text for element in root.iterfind(".//{*}general/{*}title/*")} == {"Titel", "Title"}


@formats
def test_a_manifest_never_names_a_pass_mark(format_name: str) -> None:
    # With one, Moodle turns a half-done module into "failed" and locks it.
    names = {etree.QName(element).localname.lower() for element in manifest(format_name).iter("*")}
    assert not names & {"masteryscore", "minnormalizedmeasure"}


def test_a_2004_manifest_of_one_session_has_nothing_that_only_the_4th_edition_knows() -> None:
    names = {etree.QName(element).localname for element in manifest("scorm2004").iter("*")}
    assert not names & {"completionThreshold", "data", "map", "adlseq:objectives"}


SHARING = (
    Sco("one", "1", "one.html", {"one.html": b""}, shared=SharedData(own="urn:x:one")),
    Sco("two", "2", "two.html", {"two.html": b""}, shared=SharedData(takes={"one": ("urn:x:one", ("a",))})),
)


def test_a_session_that_another_looks_back_at_shares_with_it_alone() -> None:
    root = manifest("scorm2004", scos=SHARING)
    schema("scorm2004").assertValid(root)
    maps = [dict(one.attrib) for one in root.iterfind(".//{*}item/{*}data/{*}map")]
    assert maps == [
        {"targetID": "urn:x:one", "readSharedData": "true", "writeSharedData": "true"},
        {"targetID": "urn:x:one", "readSharedData": "true", "writeSharedData": "false"},
    ]


def test_what_is_shared_stays_within_the_attempt_at_this_course() -> None:
    organization = manifest("scorm2004", scos=SHARING).find(".//{*}organization")
    names = {etree.QName(name).localname: value for name, value in organization.attrib.items()}
    assert names["sharedDataGlobalToSystem"] == "false"


def test_scorm_12_knows_no_shared_data() -> None:
    names = {etree.QName(element).localname for element in manifest("scorm12", scos=SHARING).iter("*")}
    assert not names & {"data", "map"}


def test_the_toolbox_hands_on_what_its_sessions_look_back_at() -> None:
    found = load_registry().modules
    names = ["identity", "talents", "study-choice", "student-life"]
    shared = shared_data("toolbox", [found[name] for name in names])
    assert [shared[name].own for name in names] == [
        "urn:wegwijs:toolbox:identity",
        "urn:wegwijs:toolbox:talents",
        "urn:wegwijs:toolbox:study-choice",
        None,
    ]
    assert shared["talents"].takes["identity"][1] == ("past-words", "photos", "objects", "identity-words")
    assert set(shared["student-life"].takes) == {"identity", "talents", "study-choice"}


def test_a_session_alone_hands_on_nothing(identity: Module) -> None:
    assert shared_data("identity", [identity])["identity"].settings == {}


def test_the_spelling_of_the_sco_type_follows_the_version() -> None:
    spellings = {"scorm12": "scormtype", "scorm2004": "scormType"}
    for format_name, spelling in spellings.items():
        attributes = manifest(format_name).find(".//{*}resource").attrib
        assert [etree.QName(name).localname for name in attributes if "adlcp" in name] == [spelling]


def test_completion_comes_from_the_content_alone() -> None:
    controls = manifest("scorm2004").find(".//{*}item//{*}deliveryControls").attrib
    assert dict(controls) == {"completionSetByContent": "true", "objectiveSetByContent": "true"}


def test_identifiers_have_only_what_every_platform_takes() -> None:
    assert identifier("study-choice", "1.0.0") == "wegwijs_study_choice_1_0_0"


@formats
def test_the_same_input_makes_the_same_bytes(identity: Module, format_name: str, tmp_path: Path) -> None:
    (first,) = export([identity], format=format_name, out=tmp_path / "a")
    (second,) = export([identity], format=format_name, out=tmp_path / "b")
    assert first.path.read_bytes() == second.path.read_bytes()


@formats
def test_a_session_is_small(identity: Module, format_name: str, tmp_path: Path) -> None:
    (package,) = export([identity], format=format_name, out=tmp_path)
    assert package.size == package.path.stat().st_size <= SESSION_LIMIT


@pytest.fixture
def two(tmp_path: Path) -> list[Module]:
    """Two modules of one track, the second first; they have one language in common."""
    first = load_registry([make_module(tmp_path / "modules")]).modules["practice"]
    second = replace(first, id="sequel", version="1.10.0", languages=("en",), track=Track(name="x", order=2))
    return [second, replace(first, track=Track(name="x", order=1), version="1.9.0")]


@formats
def test_several_modules_make_one_course_in_the_order_of_their_track(
    two: list[Module], format_name: str, tmp_path: Path
) -> None:
    (package,) = export(two, format=format_name, together=True, out=tmp_path / "out")
    assert package.path.name == f"wegwijs-practice-sequel-1.10.0-{format_name}-en.zip"
    assert package.modules == ("practice", "sequel")
    files = files_of(package.path)
    manifest = etree.fromstring(files["imsmanifest.xml"])
    assert schema(format_name).validate(manifest)
    assert {name.split("/")[0] for name in files} == {"imsmanifest.xml", "practice", "sequel"}
    resources = [one.get("href") for one in manifest.iter("{*}resource")]
    assert resources == ["practice/index.html", "sequel/index.html"]


def test_modules_without_a_common_language_make_no_course(two: list[Module], tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no language that all of them speak: sequel, practice"):
        export([two[0], replace(two[1], languages=("nl",))], format="scorm12", together=True, out=tmp_path)


def test_each_package_is_named_when_it_is_made(practice: Module, tmp_path: Path) -> None:
    heard: list[str] = []
    export([practice], format="scorm12", out=tmp_path, made_one=heard.append)
    assert heard == ["practice"]


def test_a_package_is_named_after_what_is_in_it(practice: Module, tmp_path: Path) -> None:
    (package,) = export([practice], format="scorm12", languages=["en", "nl"], out=tmp_path)
    assert package.path.name == "wegwijs-practice-1.0.0-scorm12-en-nl.zip"


def test_the_first_language_opens_and_the_others_lie_beside_it(practice: Module, tmp_path: Path) -> None:
    (package,) = export([practice], format="scorm12", languages=["en", "nl"], out=tmp_path)
    files = files_of(package.path)
    assert b'<html lang="en"' in files["index.html"]
    assert b'<html lang="nl"' in files["index.nl.html"]


def test_one_language_leaves_no_trace_of_the_other(practice: Module, tmp_path: Path) -> None:
    (package,) = export([practice], format="scorm12", languages=["nl"], out=tmp_path)
    files = files_of(package.path)
    assert [name for name in files if name.endswith(".html")] == ["index.html"]
    assert b"data-language" not in files["index.html"]


def test_the_facilitator_s_guide_is_never_inside(practice: Module, tmp_path: Path) -> None:
    (package,) = export([practice], format="scorm12", out=tmp_path)
    assert not [name for name, content in files_of(package.path).items() if b"Waarom dan" in content]


def test_the_two_editions_are_two_files(practice: Module, tmp_path: Path) -> None:
    for edition in ("self", "class"):
        export([practice], format="scorm12", languages=["nl"], edition=edition, out=tmp_path)  # type: ignore[arg-type]
    names = sorted(file.name for file in tmp_path.glob("*.zip"))
    assert names == ["wegwijs-practice-1.0.0-scorm12-nl-class.zip", "wegwijs-practice-1.0.0-scorm12-nl.zip"]


def test_the_page_knows_its_host_and_edition(practice: Module, tmp_path: Path) -> None:
    (package,) = export([practice], format="scorm2004", edition="class", out=tmp_path)
    page = etree.HTML(files_of(package.path)["index.html"])
    settings = page.xpath("string(//script[@id='wegwijs-host'])")
    assert settings == '{"name":"scorm2004","edition":"class","answers":"lms"}'


def test_each_package_has_only_its_own_host(practice: Module, tmp_path: Path) -> None:
    (package,) = export([practice], format="scorm12", out=tmp_path)
    hosts = {name for name in files_of(package.path) if name.startswith("runtime/hosts/")}
    assert "runtime/hosts/scorm12.js" in hosts
    assert not hosts & {"runtime/hosts/scorm2004.js", "runtime/hosts/lti.js"}


def test_an_unknown_format_is_refused_by_naming_those_there_are(practice: Module, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no format 'scorm13'; there are: scorm12, scorm2004, "):
        export([practice], format="scorm13", out=tmp_path)


def test_a_language_that_is_missing_is_refused_by_naming_those_there_are(
    practice: Module, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match="'practice' does not speak 'fr'; it speaks: nl, en"):
        export([practice], format="scorm12", languages=["nl", "fr"], out=tmp_path)


def test_a_mistake_in_the_last_module_leaves_no_package_of_the_first(
    practice: Module, identity: Module, tmp_path: Path
) -> None:
    only_dutch = replace(identity, languages=("nl",))
    with pytest.raises(ExportError):
        export([practice, only_dutch], format="scorm12", languages=["en"], out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_can_not_be_written_is_named(practice: Module, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match=r"cannot write .*file/out.*: Not a directory"):
        export([practice], format="scorm12", out=tmp_path / "file" / "out")


def test_a_write_that_fails_leaves_the_old_package_whole(
    practice: Module, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (package,) = export([practice], format="scorm12", out=tmp_path / "out")
    before = package.path.read_bytes()

    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExportError, match="No space left on device"):
        export([practice], format="scorm12", out=tmp_path / "out")
    assert package.path.read_bytes() == before
    assert list(package.path.parent.iterdir()) == [package.path]


def checked(**changes: bytes | None) -> None:
    files = dict(course().scos[0].files) | FORMATS["scorm12"].own_files(course())
    files |= {name: content for name, content in changes.items() if content is not None}
    check(
        {name: content for name, content in files.items() if name not in changes or changes[name] is not None}
    )


def test_a_good_package_passes_the_check() -> None:
    checked()


def test_a_file_that_the_manifest_names_must_be_there() -> None:
    with pytest.raises(PackageError, match=r"names a/b\.js, which is not in the package"):
        checked(**{"a/b.js": None})


def test_a_file_that_is_there_must_be_named() -> None:
    with pytest.raises(PackageError, match=r"c\.js is in the package but the manifest does not name it"):
        checked(**{"c.js": b""})


def test_a_package_without_manifest_is_refused() -> None:
    with pytest.raises(PackageError, match=r"imsmanifest\.xml is missing"):
        checked(**{"imsmanifest.xml": None})


@pytest.mark.parametrize("path", ["../a.js", "/a.js", "a\\b.js", "a//b.js", "./a.js"])
def test_a_path_that_leaves_the_package_is_refused(path: str) -> None:
    with pytest.raises(PackageError, match="not a plain path inside the package"):
        checked(**{path: b""})


@pytest.mark.parametrize("path", ["café.svg", "a b.svg"])
def test_a_name_that_some_platforms_refuse_is_refused(path: str) -> None:
    with pytest.raises(PackageError, match="spaces or accents"):
        checked(**{path: b""})


def test_two_parts_of_one_name_are_refused() -> None:
    sco = course().scos[0]
    twice = FORMATS["scorm12"].own_files(course(scos=(sco, sco)))
    with pytest.raises(PackageError, match="identifier wegwijs_practice_item twice"):
        checked(**twice)


def test_a_reference_to_nothing_is_refused() -> None:
    text = FORMATS["scorm12"].own_files(course())["imsmanifest.xml"]
    broken = text.replace(b'identifierref="wegwijs_practice_resource"', b'identifierref="elsewhere"')
    with pytest.raises(PackageError, match="refers to elsewhere"):
        checked(**{"imsmanifest.xml": broken})


# Where a learner's words are kept


@formats
def test_a_package_that_keeps_words_on_the_device_says_so_in_its_name_and_to_its_pages(
    practice: Module, format_name: str, tmp_path: Path
) -> None:
    (package,) = export([practice], format=format_name, answers="device", out=tmp_path)
    assert package.path.name == f"wegwijs-practice-1.0.0-{format_name}-nl-en-device.zip"
    assert b'"answers":"device"' in files_of(package.path)["index.html"]


def test_only_a_format_that_can_keep_words_on_the_device_is_asked_to(
    practice: Module, tmp_path: Path
) -> None:
    with pytest.raises(ExportError, match=r"cc13 has no choice .* scorm12, scorm2004"):
        export([practice], format="cc13", answers="device", tool_url="https://x.example", out=tmp_path)
    assert list(tmp_path.glob("*.imscc")) == []


def test_an_unknown_place_for_answers_is_refused(practice: Module, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="answers can't be kept at 'cloud'; expected one of: lms, device"):
        export([practice], format="scorm12", answers="cloud", out=tmp_path)  # type: ignore[arg-type]
