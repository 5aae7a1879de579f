"""A thin Common Cartridge: one link per module, which the tool understands as if a teacher had chosen it."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from lti_tool.commands.export import command
from modules.kit.registry import load_registry
from scorm_export.errors import ExportError
from scorm_export.export import Package, export
from scorm_export.verify import verify

NAMES = {
    "cp": "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1",
    "lticc": "http://www.imsglobal.org/xsd/imslticc_v1p3",
    "blti": "http://www.imsglobal.org/xsd/imsbasiclti_v1p0",
    "lticm": "http://www.imsglobal.org/xsd/imslticm_v1p0",
}
MODULES = load_registry().modules
TOOL = "https://wegwijs.example"


def cartridge(out: Path, *names: str, **options: object) -> Package:
    chosen = [MODULES[name] for name in names]
    given = {"tool_url": TOOL, "together": True} | options
    return export(chosen, format="cc13", out=out, **given)[0]  # type: ignore[arg-type]


def manifest(package: Package) -> ET.Element:
    with zipfile.ZipFile(package.path) as archive:
        assert archive.namelist() == ["imsmanifest.xml"]
        return ET.fromstring(archive.read("imsmanifest.xml"))


def custom(link: ET.Element) -> dict[str, str]:
    found = link.findall("blti:custom/lticm:property", NAMES)
    return {one.attrib["name"]: one.text or "" for one in found}


def test_it_is_a_thin_cartridge_of_version_1_3(tmp_path: Path) -> None:
    package = cartridge(tmp_path, "identity")
    root = manifest(package)
    assert package.path.name == "wegwijs-identity-1.0.0-cc13-nl-en.imscc"
    assert root.findtext("cp:metadata/cp:schema", namespaces=NAMES) == "IMS Thin Common Cartridge"
    assert root.findtext("cp:metadata/cp:schemaversion", namespaces=NAMES) == "1.3.0"
    assert verify(package.path).problems == ()
    assert verify(package.path).kind == "Common Cartridge"


def test_each_module_is_a_link_to_the_tool_in_the_order_of_the_track(tmp_path: Path) -> None:
    root = manifest(cartridge(tmp_path, "talents", "identity"))
    links = root.findall("cp:resources/cp:resource/lticc:cartridge_basiclti_link", NAMES)
    assert [custom(link)["module"] for link in links] == ["identity", "talents"]
    assert {link.findtext("blti:secure_launch_url", namespaces=NAMES) for link in links} == {
        f"{TOOL}/lti/launch"
    }
    resources = {one.attrib["identifier"] for one in root.findall("cp:resources/cp:resource", NAMES)}
    items = [one for one in root.iter(f"{{{NAMES['cp']}}}item") if "identifierref" in one.attrib]
    assert {item.attrib["identifierref"] for item in items} == resources


def test_a_link_says_what_a_teacher_s_choice_says(tmp_path: Path) -> None:
    root = manifest(cartridge(tmp_path, "identity", edition="class", languages=["en"]))
    (link,) = root.iter(f"{{{NAMES['lticc']}}}cartridge_basiclti_link")
    assert custom(link) == {
        "module": "identity",
        "edition": "class",
        "graded": "on",
        "language": "en",
        "context_history": "$Context.id.history",
        "link_history": "$ResourceLink.id.history",
    }


@pytest.mark.parametrize("name", [name for name, module in MODULES.items() if len(module.variants) > 1])
def test_a_variant_is_named_in_its_link(name: str, tmp_path: Path) -> None:
    other = list(MODULES[name].variants)[1]
    root = manifest(cartridge(tmp_path, name, variant=other))
    (link,) = root.iter(f"{{{NAMES['lticc']}}}cartridge_basiclti_link")
    assert custom(link)["variant"] == other


@pytest.mark.parametrize("address", [None, "", "wegwijs.example", "javascript:alert(1)"])
def test_without_the_tool_s_address_nothing_is_made(tmp_path: Path, address: str | None) -> None:
    with pytest.raises(ExportError, match="give it with --tool-url https://… or WEGWIJS_PUBLIC_URL"):
        cartridge(tmp_path / "out", "identity", tool_url=address)
    assert not (tmp_path / "out").exists()


def test_the_command_takes_the_address_from_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEGWIJS_PUBLIC_URL", TOOL)
    result = CliRunner().invoke(command, ["identity", "--format", "cc13", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "wegwijs-identity-1.0.0-cc13-nl-en.imscc").exists()
