"""An institution pack: facts of one school, dated, checked, and put into the modules that refer to them."""

from collections.abc import Callable
from datetime import date
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import cast

import pytest

import modules.kit.institution_registry
from modules import ModuleError, load_module, load_registry
from modules.kit.activity_types.pages import PagesOptions, PagesWords
from modules.kit.institution import NOBODYS, SECTIONS, Pack
from modules.kit.institution_check import pack_findings, unanswered
from modules.kit.institution_loader import load_pack
from modules.kit.institution_registry import BUILT_IN_PACKS, find_pack, pack_names
from modules.kit.module import Module
from modules.kit.numbers import readable_number
from modules.kit.page import render_page
from tests.module_folders import make_module, spoil
from tests.pack_folders import make_pack

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_pack(tmp_path)


@pytest.fixture
def pack(folder: Path) -> Pack:
    return load_pack(folder)


@pytest.fixture(scope="module")
def ucll() -> Pack:
    return find_pack("ucll-limburg")


Make = Callable[..., Module]


@pytest.fixture
def make(tmp_path: Path, pack: Pack) -> Make:
    """Return a function that makes a module whose first activity takes its pages from the pack."""

    def module(options: str = "pack: flyers", words: str = "", pack: Pack = pack) -> Module:
        folder = make_module(tmp_path)
        spoil(folder / "module.yaml", "type: short-text, done: {words: 2}", f"type: pages, {options}")
        for language in ("nl", "en"):
            spoil(
                folder / f"{language}.yaml",
                '{title: Gedachte, ask: "Welk [[idee]] heb je?"}',
                "{title: Flyers, ask: Lees er een." + words + "}",
            )
        return load_module(folder, pack=pack)

    return module


def shown(module: Module, language: str = "nl") -> PagesWords:
    return cast("PagesWords", module.words[language].activities["thought"])


def html(module: Module) -> str:
    return render_page(module, "nl", host="preview", settings={}, page_names={"nl": "index.html"})


# What a pack holds


def test_an_entry_becomes_a_page_with_its_numbers_link_day_and_source(pack: Pack) -> None:
    page = pack.pages("flyers", "nl")["sport"]

    assert (page.title, page.text, page.facts) == ("Sport", "Het kost € 2,50.", ["Er zijn 1234 tafels."])
    assert page.link is not None
    assert (page.link.label, page.link.url) == ("Meer sport", "https://example.org/sport")
    assert (page.checked_on, page.source) == ("2026-03-01", "een bezoek")


@pytest.mark.parametrize(
    ("language", "written"),
    [("nl", "12.345,60"), ("en", "12,345.60"), ("fr", "12\u202f345,60"), ("xx", "12,345.60")],
)
def test_each_language_writes_numbers_its_own_way(language: str, written: str) -> None:
    assert readable_number(12345.6, language) == written


def test_an_entry_that_nobody_filled_in_or_checked_is_not_shown(pack: Pack) -> None:
    assert list(pack.pages("flyers", "nl")) == ["sport", "culture"]


def test_a_language_the_pack_lacks_gets_its_first(pack: Pack) -> None:
    assert pack.pages("dates", "tr")["open-day"].title == "Opendag"


# Mistakes


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        ("pack.yaml", "id: school", "id: other", 1, "the id is 'other' but the folder is 'school'"),
        ("pack.yaml", "id: culture, ", "id: sport, ", 7, "'sport' stands twice in 'flyers'"),
        ("pack.yaml", '"2026-03-01"', '"2026-02-30"', 5, "day"),
        ("pack.yaml", '"2026-03-01"', "soon", 5, "'checked-on': string should match pattern"),
        ("pack.yaml", '"https://example.org/test"', "example.org", 12, "'url': string should match"),
        ("pack.yaml", "price: 2.5", "price: cheap", 5, "came 'cheap'"),
        ("pack.yaml", "sources: [visit]", "sources: [call]", 5, "'visit' is not one of the 'sources'"),
        ("pack.yaml", "flyers:", "posters:", 4, "'posters' is not known here; expected one of: id, "),
        ("nl.yaml", "culture: {title", "cinema: {title", 6, "'cinema' is not in 'flyers' of pack.yaml"),
        ("nl.yaml", "{price}", "{cost}", 4, "'{cost}' has no number in the 'values' of pack.yaml"),
        ("nl.yaml", 'tables: "Er', 'chairs: "Er', 4, "'chairs' is not among the facts in pack.yaml"),
        ("nl.yaml", "[[graduaat]]", "[[raket]]", 6, "'raket' is not in the toolbox's glossary"),
        ("nl.yaml", "{visit: een bezoek}", "{}", 2, "no words for the source 'visit'"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    folder: Path, file: str, old: str, new: str, line: int, says: str
) -> None:
    spoil(folder / file, old, new)

    with pytest.raises(ModuleError) as caught:
        load_pack(folder)

    problem = caught.value.problems[0]
    assert (problem.file, problem.line) == (folder / file, line)
    assert says in problem.message


def test_a_language_without_a_file_is_a_mistake(folder: Path) -> None:
    (folder / "en.yaml").unlink()

    with pytest.raises(ModuleError, match=r"en\.yaml: this file is missing"):
        load_pack(folder)


# What is missing, old or over


def test_what_is_missing_old_or_over_is_named_and_the_rest_is_not(pack: Pack) -> None:
    found = {(one.section, one.entry): one.message for one in pack_findings(pack, TODAY)}

    assert "no day of checking" in found["flyers", "later"]
    assert "nothing to read in nl" in found["flyers", "later"]
    assert found["dates", "open-day"] == "the day 2026-11-14 has passed"
    assert found["faq", None] == "there is nothing in this section"
    assert ("flyers", "culture") not in found
    assert ("flyers", "sport") not in found


@pytest.mark.parametrize(("today", "old"), [(date(2027, 3, 1), False), (date(2027, 3, 2), True)])
def test_a_check_counts_for_a_year(pack: Pack, today: date, old: bool) -> None:
    found = {one.entry: one.message for one in pack_findings(pack, today) if one.section == "flyers"}

    assert ("more than a year ago" in found.get("sport", "")) is old


def test_a_link_that_a_module_asks_for_and_the_pack_lacks_is_named(make: Make, pack: Pack) -> None:
    module = make(words=", link: {pack: somewhere}")

    assert [one.message for one in unanswered([module], pack)] == [
        "'somewhere' is not there, but practice/thought links to it"
    ]


# In a module


def test_a_module_shows_the_entries_of_a_section(make: Make) -> None:
    module = make()

    assert cast("PagesOptions", module.activities["thought"].options).pages == ["sport", "culture"]
    assert shown(module).pages["sport"].text == "Het kost € 2,50."
    assert "Er zijn 1234 tafels." in html(module)


def test_a_module_may_name_the_entries_it_wants(make: Make) -> None:
    module = make("pack: flyers, pages: [culture, later]")

    assert cast("PagesOptions", module.activities["thought"].options).pages == ["culture"]


def test_where_the_pack_has_nothing_the_page_says_so_calmly_and_nobody_is_held_up(make: Make) -> None:
    module = make(pack=NOBODYS)

    assert "Je school heeft dit nog niet ingevuld." in html(module)
    assert not module.activities["thought"].required


def test_words_for_pages_that_come_from_the_pack_are_a_mistake(make: Make) -> None:
    with pytest.raises(ModuleError, match="'sport' is not in"):
        make(words=", pages: {sport: {title: Sport}}")


def test_a_link_of_the_pack_opens_elsewhere_and_says_so(make: Make) -> None:
    page = html(make(words=", link: {pack: test}"))

    assert 'href="https://example.org/test" target="_blank" rel="noopener noreferrer"' in page
    assert "Je ziet wat je boeit." in page
    assert "Opent in een nieuw venster. Je verlaat deze pagina." in page


def test_a_module_may_call_a_link_of_the_pack_its_own_way(make: Make) -> None:
    link = shown(make(words=", link: {pack: test, label: Naar de test}")).link

    assert link is not None
    assert (link.label, link.purpose) == ("Naar de test", "Je ziet wat je boeit.")


def test_a_link_that_the_pack_lacks_is_told_and_leads_nowhere(make: Make) -> None:
    page = html(make(words=", link: {pack: somewhere}"))

    assert "Je school heeft deze link nog niet ingevuld." in page


@pytest.mark.parametrize("link", ["{}", "{label: Weg}", "{pack: test, url: 'https://example.org'}"])
def test_a_link_that_leads_nowhere_is_an_authors_mistake(make: Make, link: str) -> None:
    with pytest.raises(ModuleError, match="link"):
        make(words=f", link: {link}")


def test_a_hard_word_of_the_pack_is_explained_in_the_page(make: Make) -> None:
    module = make()

    assert list(module.words["nl"].module.glossary) == ["idee", "graduaat"]
    assert '<dfn class="term" data-term="graduaat">' in html(module)


# Which pack


def test_ours_is_used_where_nobody_named_one() -> None:
    assert load_registry().pack.id == "ucll-limburg"


def test_a_pack_is_named_by_id_or_by_folder(folder: Path) -> None:
    assert load_registry(institution="template").pack.id == "template"
    assert load_registry(institution=str(folder)).pack.id == "school"


def test_an_installed_distribution_may_bring_a_pack(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.pack_folders.FOLDER", folder, raising=False)
    entry = EntryPoint("school", "tests.pack_folders:FOLDER", "wegwijs.institutions")
    monkeypatch.setattr(
        modules.kit.institution_registry,
        "entry_points",
        lambda *, group: [entry] if group == entry.group else [],
    )

    assert find_pack("school").folder == folder


@pytest.mark.parametrize("wanted", ["nowhere", "./nowhere"])
def test_a_pack_that_is_not_there_takes_no_module_down(wanted: str) -> None:
    registry = load_registry(institution=wanted)

    assert "identity" in registry.modules
    assert registry.pack is NOBODYS
    assert [one for one in registry.broken if "nowhere" in str(one.problems[0])]


def test_no_pack_is_taken_for_a_module() -> None:
    assert not set(pack_names()) & set(load_registry().modules)


# The packs that come with Wegwijs


def test_ucll_has_all_that_the_toolbox_tells(ucll: Pack) -> None:
    counts = {section: len(ucll.pages(section, "nl")) for section in SECTIONS}
    facts = [fact for entry in ucll.entries("facts") for fact in entry.facts]

    assert len(facts) == 11
    assert counts == {"facts": 5, "flyers": 7, "faq": 21, "services": 6, "dates": 4, "links": 8, "costs": 7}


def test_whoever_helps_a_student_stands_in_the_flyer(ucll: Pack) -> None:
    told = " ".join(ucll.pages("flyers", "nl")["support"].facts)

    names = (
        "Docenten",
        "sociale dienst",
        "onderwijsombuds",
        "examenombuds",
        "vertrouwenspersoon",
        "psycholoog",
    )
    assert [name for name in names if name not in told] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_ucll_says_when_it_was_checked_and_by_what(ucll: Pack, language: str) -> None:
    pages = [
        page for section in SECTIONS if section != "links" for page in ucll.pages(section, language).values()
    ]

    assert [page.title for page in pages if not (page.checked_on and page.source)] == []


def test_the_empty_pack_has_a_place_for_all_that_ours_has(ucll: Pack) -> None:
    empty = load_pack(BUILT_IN_PACKS / "template")

    assert {section: len(empty.entries(section)) for section in SECTIONS} == {
        section: len(ucll.entries(section)) for section in SECTIONS
    }
    assert [section for section in SECTIONS if empty.pages(section, "nl")] == []


def test_no_link_of_our_modules_is_missing_in_any_pack() -> None:
    for name in pack_names():
        registry = load_registry(institution=name)
        assert list(unanswered(registry.modules.values(), registry.pack)) == []
