"""The picture of a group as a file: the same bytes for the same picture, and text is text in all of them."""

import csv
import io
import re
import threading
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from lxml import etree

from lti_tool.paper import typesetting
from lti_tool.rules.group_totals import Answers, show, tally
from lti_tool.rules.picture_sheet import Bar, Chart, Report, Series, Sheet, Table, limits
from lti_tool.services.group_picture import Asked, Outcome, Picture
from lti_tool.services.picture_files import KINDS, Draft
from lti_tool.services.picture_sheet import Scene, sheet_of
from lti_tool.words import words
from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.lti_browser import HOST, Browser
from tests.printed import pages_of, words_in
from tests.test_group_picture import Facilitator, facilitator, group

MAY = 1_779_280_000
ACCENT = "#9e3d1c"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet(**changes: Any) -> Sheet:
    bars = [Bar(75, 75, 9, "9 van 12"), Bar(25, 25, 3, "3 van 12")]
    before = [Bar(50, 60, 5, "5 tot 6 van 10", "tot 6"), Bar(40, 50, 4, "4 tot 5 van 10", "tot 5")]
    paired = [
        Series("before", "Begin", 10, "10 antwoordden", before),
        Series("now", "Einde", 12, "12 antwoordden", bars),
    ]
    charts = [
        Chart("sure", "Ben je zeker?", "Begin: 10. Einde: 12.", ["Nog niet", "Helemaal"], paired),
        Chart("why", "Waarom?", "12 deelnemers schreven iets."),
    ]
    made: dict[str, Any] = {
        "title": "Beeld van de groep",
        "facts": [("Module", "Leven als student"), ("Cursus", "6B")],
        "people": 12,
        "waiting": 0,
        "small": 0,
        "groups": 1,
        "taken": True,
        "limits": ["12 antwoorden is weinig."],
        "charts": charts,
        "report": None,
    }
    return Sheet(**made | changes)


def made(kind: str, of: Sheet, at: int = MAY, language: str = "nl") -> bytes:
    return KINDS[kind].make(Draft(of, language, ACCENT, at))


def rows(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=";"))


class Workbook:
    """What stands in a workbook, read without the library that wrote it."""

    def __init__(self, body: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        strings = etree.fromstring(self.files["xl/sharedStrings.xml"])
        self.strings = ["".join(one.itertext()) for one in strings]

    def names(self) -> list[str]:
        book = etree.fromstring(self.files["xl/workbook.xml"])
        return [one.get("name") for one in book.iter(f"{SHEET}sheet")]

    def cells(self, number: int = 1) -> dict[str, str]:
        page = etree.fromstring(self.files[f"xl/worksheets/sheet{number}.xml"])
        return {one.get("r"): self._value(one) for one in page.iter(f"{SHEET}c") if len(one)}

    def _value(self, cell: Any) -> str:
        value = str(cell.findtext(f"{SHEET}v"))
        return self.strings[int(value)] if cell.get("t") == "s" else value

    def formulas(self) -> list[str]:
        pages = [body for name, body in self.files.items() if name.startswith("xl/worksheets/sheet")]
        return [str(one.text) for page in pages for one in etree.fromstring(page).iter(f"{SHEET}f")]

    def charts(self) -> list[Any]:
        return [
            etree.fromstring(body)
            for name, body in sorted(self.files.items())
            if name.startswith("xl/charts/")
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_picture_gives_the_same_bytes(kind: str) -> None:
    assert made(kind, sheet()) == made(kind, sheet())


# Table


def test_a_table_has_a_row_for_each_bar() -> None:
    found = rows(made("csv", sheet()))
    start = found.index(["Vraag", "Wanneer of wie", "Antwoord", "Aantal", "Let op", "Van hoeveel"])

    assert found[:3] == [["Beeld van de groep", ""], ["Module", "Leven als student"], ["Cursus", "6B"]]
    assert found[start + 1 :] == [
        ["Ben je zeker?", "Begin", "Nog niet", "5", "tot 6", "10"],
        ["Ben je zeker?", "Begin", "Helemaal", "4", "tot 5", "10"],
        ["Ben je zeker?", "Einde", "Nog niet", "9", "", "12"],
        ["Ben je zeker?", "Einde", "Helemaal", "3", "", "12"],
        ["Waarom?", "", "12 deelnemers schreven iets."],
    ]


@pytest.mark.parametrize(("language", "separator"), [("nl", ";"), ("en", ",")])
def test_a_table_is_parted_as_spreadsheets_of_its_language_expect(language: str, separator: str) -> None:
    [_, line, *_] = made("csv", sheet(), language=language).decode("utf-8-sig").splitlines()
    assert line == f"Module{separator}Leven als student"


def test_excel_is_told_which_alphabet_it_is() -> None:
    assert made("csv", sheet()).startswith(b"\xef\xbb\xbf")


# Text is text


HOSTILE = ["=1+1", "+31", "-2", "@SUM(A1)", '=HYPERLINK("https://example.org")', "{=1}"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_spreadsheet_takes_a_course_or_an_answer_for_a_formula(text: str) -> None:
    bars = [Bar(100, 100, 12, "12 van 12"), Bar(0, 0, 0, "0 van 12")]
    table = Table(text, [text], [12], [(text, [text])])
    chart = Chart(
        "q", text, text, [text, "x"], [Series("now", text, 12, text, bars)], table=table, remark=text
    )
    of = sheet(title=text, facts=[(text, text)], limits=[text], charts=[chart])

    for cell in (cell for row in rows(made("csv", of)) for cell in row):
        assert not cell.startswith(("=", "+", "-", "@"))
    book = Workbook(made("xlsx", of))
    assert book.formulas() == []
    assert book.cells()["A1"] == text
    assert text in words_in(made("pdf", of))


def test_what_a_platform_calls_a_course_is_no_part_of_the_printed_page(browser: Browser) -> None:
    hostile = '#eval("1+1") $x$ *b* _i_ `c` @x <l> \\ // /* [y]'
    of = sheet(facts=[("Cursus", hostile)])

    assert words_in(made("pdf", of)).count(hostile) == 2  # at the top and below


# Workbook


def test_a_workbook_has_figures_and_says_what_they_mean() -> None:
    book = Workbook(made("xlsx", sheet()))

    assert book.names() == ["Beeld", "Uitleg"]
    found = list(book.cells().values())
    start = found.index("Antwoord")
    assert found[start : start + 5] == ["Antwoord", "Begin", "Let op", "Einde", "Let op"]
    assert found[start + 5 : start + 10] == ["Nog niet", "5", "tot 6", "9", ""]
    assert "12 antwoorden is weinig." in book.cells(2).values()


def test_its_charts_are_the_spreadsheets_own() -> None:
    [chart] = Workbook(made("xlsx", sheet())).charts()
    series = list(chart.iter(f"{CHART}ser"))

    assert chart.find(f".//{CHART}barDir").get("val") == "bar"
    assert ["".join(one.find(f"{CHART}tx").itertext()) for one in series] == ["Begin", "Einde"]
    values = [one.find(f"{CHART}val").findtext(f".//{CHART}f") for one in series]
    assert all(re.fullmatch(r"Beeld!\$[BD]\$\d+:\$[BD]\$\d+", one) for one in values)


# Printed


def test_the_printed_page_has_every_figure_on_one_sheet() -> None:
    pdf = made("pdf", sheet())
    found = words_in(pdf)

    assert pages_of(pdf) == 1
    for said in (
        "Leven als student",
        "Ben je zeker?",
        "5 tot 6 van 10",
        "9 van 12",
        "12 antwoorden is weinig.",
    ):
        assert said in found


def test_who_listens_can_read_the_printed_page() -> None:
    """Without an error the press makes PDF/UA; with one it makes the page all the same, and says nothing."""
    of = sheet(report=Report("Onderzoek", ["Van wie."], [Table("T", ["a"], [3], [("x", ["3"])])]))

    assert b"pdfuaid" in made("pdf", of)


def test_a_busy_press_asks_the_page_to_come_again(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    group(browser, 5)
    look = facilitator(browser)
    monkeypatch.setattr(typesetting, "_turn", threading.BoundedSemaphore(1))
    typesetting._turn.acquire()
    found = asked(look, "pdf")

    assert (found.status_code, found.headers["Retry-After"]) == (503, "2")


def test_a_press_that_fails_is_said_on_the_page(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    group(browser, 5)
    look = facilitator(browser)
    monkeypatch.setattr(typesetting, "MOST_CHARACTERS", 10)
    found = asked(look, "pdf")

    assert found.status_code == 200
    assert "Het bestand kon nu niet gemaakt worden." in found.text


# Who gets one


def asked(at: Facilitator, kind: str) -> Any:
    return at.client.post(
        "/class/picture/file?language=nl",
        base_url=HOST,
        data={"kind": kind},
        headers={"Authorization": f"Bearer {at.token}"},
    )


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("pdf", "application/pdf"), ("csv", "text/csv; charset=utf-8"), ("xlsx", KINDS["xlsx"].media_type)],
)
def test_a_facilitator_takes_a_file_along(browser: Browser, kind: str, media_type: str) -> None:
    group(browser, 5)
    found = asked(facilitator(browser), kind)

    assert found.content_type == media_type
    assert found.headers["Content-Disposition"] == (
        f'attachment; filename="beeld-van-de-groep-intake.{kind}"'
    )


def test_a_learner_gets_none(browser: Browser) -> None:
    group(browser, 5)
    page = browser.open(sub="learner-0", custom={"module": "intake"})

    assert asked(Facilitator(page.client, page.token), "csv").status_code == 403


@pytest.mark.parametrize(("module", "kind"), [("intake", "docx"), ("identity", "csv")])
def test_there_is_no_other_file(browser: Browser, module: str, kind: str) -> None:
    assert asked(facilitator(browser, custom={"module": module}), kind).status_code == 404


# The sheet


@pytest.fixture(scope="module")
def modules() -> Mapping[str, Module]:
    return load_registry().modules


def picture(module: Module, answers: list[Answers], **more: Any) -> Picture:
    counted = tally(module, answers)
    asked = []
    for name, count in counted.questions.items():
        question = next(
            one
            for activity in module.activities.values()
            for one in getattr(activity.options, "questions", [])
            if getattr(one, "id", None) == name
        )
        asked.append(Asked(question, show(question, count)))
    return Picture(counted.people, 0, MAY, asked, **more)


def spoken(module: Module, of: Picture, language: str = "nl") -> Sheet:
    scene = Scene(module, language, "6B", lambda seconds: f"dag {seconds // 86400}")
    return sheet_of(of, scene, words(language, "class/picture"))


def test_the_research_stands_beside_what_it_asked_too(modules: Mapping[str, Module]) -> None:
    group_ = [{"further": one} for one in ["yes"] * 10 + ["maybe"] * 6 + ["no"] * 5]
    [chart] = [
        one
        for one in spoken(modules["intake"], picture(modules["intake"], group_)).charts
        if one.id == "further"
    ]

    assert [one.name for one in chart.series] == ["Deze groep", "Onderzoek"]
    assert [bar.text for bar in chart.series[0].bars] == [
        "10 van 21 (48\u00a0%)",
        "6 van 21 (29\u00a0%)",
        "5 van 21 (24\u00a0%)",
    ]
    assert [bar.text for bar in chart.series[1].bars] == [
        "136 van 294 (46\u00a0%)",
        "85 van 294 (29\u00a0%)",
        "73 van 294 (25\u00a0%)",
    ]


def test_small_numbers_have_no_percentages(modules: Mapping[str, Module]) -> None:
    group_ = [{"track": one} for one in ["labour"] * 10 + ["double"] * 9]
    [chart] = [
        one
        for one in spoken(modules["intake"], picture(modules["intake"], group_)).charts
        if one.id == "track"
    ]

    assert [bar.text for bar in chart.series[0].bars] == ["10 van 19", "0 van 19", "9 van 19"]


@pytest.mark.parametrize(
    ("people", "says"), [(5, "5 antwoorden is weinig"), (20, "toeval zijn"), (300, "Kleine verschillen")]
)
def test_it_says_what_can_be_concluded_of_so_many(people: int, says: str) -> None:
    said = limits(
        people, words("nl", "class/picture")["limits"], compared=False, moved=False, open_figures=False
    )

    assert says in said[0]
    assert len(said) == 2


def test_a_picture_from_before_a_choice_was_added_still_reads(modules: Mapping[str, Module]) -> None:
    """The module got a choice since, and the picture of the start doesn't know it yet."""
    module = modules["student-life"]
    now = picture(module, [{"knowing": one} for one in ["not-yet", "a-little", "mostly", "fully", "fully"]])
    [later] = [one for one in now.asked if one.question.id == "knowing"]
    known = [figure for figure in later.shown.figures if figure.choice != "fully"]
    older = type(later.shown)(5, known)
    compared = Picture(5, 0, MAY, [Asked(later.question, later.shown, outcome=Outcome(older, older))])

    [chart, *_] = spoken(module, compared).charts
    assert [bar.text for bar in chart.series[0].bars][-1] == words("nl", "class/picture")["earlier"]["none"]
    assert [bar.text for bar in chart.series[1].bars][-1] == "2 van 5"


def test_no_sentence_of_it_is_left_without_its_figures(modules: Mapping[str, Module]) -> None:
    for language in ("nl", "en"):
        group_ = [{"further": one, "knowing": "fully"} for one in ["yes"] * 10 + ["maybe"] * 6]
        found = spoken(modules["intake"], picture(modules["intake"], group_, since=MAY), language)

        assert re.findall(r"[{}]|None", repr([found.facts, found.limits, *map(repr_of, found.charts)])) == []


def repr_of(chart: Chart) -> str:
    return " ".join([chart.ask, chart.note, chart.remark, *chart.labels, *(one.note for one in chart.series)])
