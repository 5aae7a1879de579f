"""A leaflet: one page for people around the learner, in more languages than the pack whose facts it shows."""

import re
import zipfile
from datetime import date
from html import unescape
from pathlib import Path
from shutil import copytree
from xml.etree import ElementTree as ET

import pytest

from modules import ModuleError, load_registry
from modules.kit.institution import NOBODYS, Pack
from modules.kit.institution_check import pack_findings
from modules.kit.institution_loader import load_pack
from modules.kit.institution_registry import default_pack
from modules.kit.leaflet import Leaflet
from modules.kit.leaflet.loader import load_leaflet
from modules.kit.leaflet.needs import leaflet_findings
from modules.kit.leaflet.page import leaflet_assets, render_leaflet
from scorm_export.errors import ExportError
from scorm_export.leaflet import export_leaflet
from tests.module_folders import spoil

ROOT = Path(__file__).parent.parent
LANGUAGES = ("nl", "en", "fr", "tr", "ar")


@pytest.fixture(scope="module")
def parents() -> Leaflet:
    return load_leaflet(ROOT / "modules" / "parents", default_pack())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(ROOT / "modules" / "parents", tmp_path / "parents")


def page(leaflet: Leaflet, language: str = "nl") -> str:
    names = {name: f"{name}.html" for name in leaflet.languages}
    return render_leaflet(leaflet, language, page_names=names)


def read(html: str) -> str:
    """Return the page's text as somebody reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


# The page for parents


def test_it_is_among_the_installations_leaflets_and_not_among_its_modules() -> None:
    registry = load_registry()

    assert list(registry.leaflets) == ["parents"]
    assert "parents" not in registry.modules


def test_it_speaks_five_languages(parents: Leaflet) -> None:
    assert parents.languages == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_it_costs_who_helps_and_which_days(parents: Leaflet, language: str) -> None:
    words, text = parents.words[language], read(page(parents, language))

    assert [section.id for section in parents.structure.sections] == ["what", "costs", "help", "dates"]
    assert [part.title for part in words.sections.values() if part.title not in text] == []
    assert "327.97" in text if language == "en" else "327,97" in text
    assert "011 18 01 80" in text
    assert "{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_native_read_says_so_in_that_language(parents: Leaflet, language: str) -> None:
    waits = parents.words[language].unchecked

    assert bool(waits) is (language not in {"nl", "en"})
    assert ('class="waits"' in page(parents, language)) is bool(waits)


def test_arabic_runs_from_right_to_left(parents: Leaflet) -> None:
    assert '<html lang="ar" dir="rtl">' in page(parents, "ar")
    assert '<html lang="tr" dir="ltr">' in page(parents, "tr")


def test_each_language_is_a_link_away(parents: Leaflet) -> None:
    assert re.findall(r'href="(\w+)\.html" hreflang', page(parents)) == list(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_no_script_no_form_and_no_third_party(parents: Leaflet, language: str) -> None:
    html = page(parents, language)

    assert not re.search(r"<(script|form|iframe|input|button)\b|\bon\w+=", html)
    assert re.findall(r'(?:src|<link[^>]+href)="(https?:[^"]+)"', html) == []
    assert {path.suffix for path in map(Path, leaflet_assets(parents))} == {".css", ".svg"}


def test_amounts_say_when_they_were_checked(parents: Leaflet) -> None:
    text = read(page(parents))

    assert "Nagekeken: 31 augustus 2025" in text
    assert "Nagekeken: 20 september 2021" in text


def test_days_of_last_time_are_shown_until_the_next_are_known(parents: Leaflet) -> None:
    assert "Vorige keer: 26 april 2025 · 24 juni 2025" in read(page(parents))


# Another school's facts


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copytree(ROOT / "modules" / "institutions" / "ucll-limburg", tmp_path / "ucll-limburg")


def with_pack(pack: Pack) -> Leaflet:
    return load_leaflet(ROOT / "modules" / "parents", pack)


def test_where_nothing_is_filled_in_it_says_to_ask_the_school() -> None:
    text = read(page(with_pack(NOBODYS)))

    assert text.count("De school heeft dit nog niet ingevuld.") == 2
    assert "€" not in text


def test_a_day_that_is_set_takes_the_place_of_last_time(pack: Path) -> None:
    spoil(pack / "pack.yaml", 'last: ["2025-05-06"]', 'last: ["2025-05-06"], when: "2027-05-04"')
    text = read(page(with_pack(load_pack(pack))))

    assert "4 mei 2027" in text
    assert "6 mei 2025" not in text


def test_an_amount_whose_number_is_missing_is_left_out_and_named(pack: Path) -> None:
    spoil(pack / "pack.yaml", "values: {percent: 50, most: 100}", "values: {percent: 50, maximum: 100}")
    for language in ("nl", "en"):
        file = pack / f"{language}.yaml"
        file.write_text(
            file.read_text("utf-8").replace("{most} per academi", "{maximum} per academi"), "utf-8"
        )
    spoil(pack / "pack.yaml", "deposit: 75, most: 100", "deposit: 75, maximum: 100")
    leaflet = with_pack(load_pack(pack))

    assert "Bus en trein" not in read(page(leaflet))
    assert [(one.section, one.entry, one.message) for one in leaflet_findings(leaflet)] == [
        ("costs", "travel", "'parents' needs the numbers most")
    ]


def test_our_own_pack_has_all_that_it_needs(parents: Leaflet) -> None:
    assert list(leaflet_findings(parents)) == []


def test_a_school_that_nobody_can_ask_is_named() -> None:
    found = [one.section for one in pack_findings(NOBODYS, date(2026, 11, 22))]
    assert "contact" in found


# Mistakes


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("leaflet.yaml", "id: parents", "id: others", "the id is 'others' but the folder is 'parents'"),
        ("leaflet.yaml", "picture: cover.svg", "picture: other.svg", "there is no picture media/other.svg"),
        ("leaflet.yaml", '"#6b3f69"', '"#e8d0e6"', "can't be read on the light paper"),
        ("leaflet.yaml", "pack: costs", "pack: prices", "came 'prices'"),
        ("nl.yaml", "      graduaat: {", "      gradu: {", "no words for 'graduaat'"),
        ("nl.yaml", "  costs:\n", "  prices:\n", "no words for 'costs'"),
        ("fr.yaml", "unchecked:", "# unchecked:", "no 'unchecked'"),
        ("tr.yaml", "  more: ", "  less: ", "'more' is missing"),
    ],
)
def test_a_mistake_is_named(folder: Path, file: str, old: str, new: str, says: str) -> None:
    spoil(folder / file, old, new)

    with pytest.raises(ModuleError, match=re.escape(says)):
        load_leaflet(folder, default_pack())


# As a package


@pytest.mark.parametrize("kind", ["scorm12", "scorm2004"])
def test_it_is_a_package_that_reports_nothing(parents: Leaflet, kind: str, tmp_path: Path) -> None:
    package = export_leaflet(parents, format=kind, out=tmp_path)
    with zipfile.ZipFile(package.path) as archive:
        names = set(archive.namelist())
        manifest = ET.fromstring(archive.read("imsmanifest.xml"))

    kinds = [
        value for one in manifest.iter() for key, value in one.items() if key.lower().endswith("scormtype")
    ]
    assert kinds == ["asset"]
    assert {"index.html", "index.fr.html", "index.tr.html", "index.ar.html", "style.css"} <= names
    assert package.size < 60_000


def test_one_language_makes_a_package_of_one_page(parents: Leaflet, tmp_path: Path) -> None:
    package = export_leaflet(parents, format="scorm12", languages=["tr"], out=tmp_path)
    with zipfile.ZipFile(package.path) as archive:
        html = archive.read("index.html").decode()

    assert '<html lang="tr"' in html
    assert 'hreflang="nl" lang' not in html


def test_a_language_that_it_lacks_is_refused(parents: Leaflet, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="does not speak 'uk'"):
        export_leaflet(parents, format="scorm12", languages=["uk"], out=tmp_path)
