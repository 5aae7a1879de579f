"""What a school says of its civic attest: in its pack, or else a proposal that is known as one."""

from datetime import date
from pathlib import Path

import pytest

from modules import ModuleError
from modules.kit.civic import find_civic, proposal
from modules.kit.institution import NOBODYS
from modules.kit.institution_check import pack_findings
from modules.kit.institution_loader import load_pack
from modules.kit.institution_registry import BUILT_IN_PACKS
from tests.module_folders import spoil
from tests.pack_folders import make_pack

STRUCTURE = """\
criteria: [need, learning]
rule: {present: 3, done: 4, released: true}
signatories: [dean]
checked-on: "2026-09-01"
"""

WORDS = """\
issuer: De universiteit
issuer-url: https://example.org
title: Attest
text: Deze student deed mee.
criteria:
  need: {title: Nood, ask: Welke nood?}
  learning: {title: Leren, ask: Wat leren ze?}
signatories: {dean: {name: Noor Peeters, role: decaan}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = make_pack(tmp_path)
    (folder / "civic.yaml").write_text(STRUCTURE, encoding="utf-8")
    for language in ("nl", "en"):
        (folder / f"civic.{language}.yaml").write_text(WORDS, encoding="utf-8")
    return folder


def test_a_pack_names_criteria_rule_words_and_signatories(folder: Path) -> None:
    civic = find_civic(load_pack(folder))

    assert (civic.criteria, civic.signatories) == (("need", "learning"), ("dean",))
    assert (civic.rule.present, civic.rule.done, civic.rule.released) == (3, 4, True)
    assert civic.words_in("en").signatories["dean"].role == "decaan"
    assert not civic.is_proposal


def test_a_pack_that_says_nothing_gets_a_proposal_that_nobody_signs(tmp_path: Path) -> None:
    civic = find_civic(load_pack(make_pack(tmp_path)))

    assert civic is proposal()
    assert len(civic.criteria) == 3
    assert civic.signatories == ()
    assert civic.is_proposal


def test_the_proposal_holds_for_the_pack_of_nobody_too() -> None:
    assert find_civic(NOBODYS) is proposal()


def test_the_proposal_has_words_for_each_criterion_in_dutch_and_english() -> None:
    for language in ("nl", "en"):
        assert list(proposal().words[language].criteria) == list(proposal().criteria)


def test_a_language_without_words_of_its_own_gets_the_first() -> None:
    assert proposal().words_in("tr") is proposal().words["nl"]


def test_a_school_without_a_day_of_checking_still_has_a_proposal(folder: Path) -> None:
    spoil(folder / "civic.yaml", 'checked-on: "2026-09-01"', "")

    assert find_civic(load_pack(folder)).is_proposal


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        ("civic.yaml", "[need, learning]", "[need, learning, need]", 1, "each id may stand here once"),
        ("civic.yaml", "[need, learning]", "[]", 1, "at least 1"),
        ("civic.yaml", "present: 3", "present: many", 2, "came 'many'"),
        ("civic.yaml", "present: 3", "there: 3", 2, "'present' is missing"),
        ("civic.yaml", '"2026-09-01"', '"2026-02-30"', 4, "day"),
        ("civic.yaml", "signatories:", "signs:", 3, "'signs' is not known here; expected one of: criteria, "),
        (
            "civic.yaml",
            "[dean]",
            "[dean, rector]",
            8,
            "no words for 'rector' of the signatories",
        ),
        (
            "civic.nl.yaml",
            "need: {title: Nood",
            "nood: {title: Nood",
            5,
            "no words for 'need' of the criteria",
        ),
        ("civic.nl.yaml", "ask: Welke nood?", 'ask: ""', 6, "at least 1 character"),
        ("civic.nl.yaml", "https://example.org", "example.org", 2, "'issuer-url': string should match"),
        ("civic.en.yaml", "issuer: De universiteit", "", 2, "'issuer' is missing"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    folder: Path, file: str, old: str, new: str, line: int, says: str
) -> None:
    spoil(folder / file, old, new)

    with pytest.raises(ModuleError) as caught:
        load_pack(folder)

    problem = caught.value.problems[0]
    assert says in problem.message
    assert problem.line == line


def test_each_language_of_the_pack_needs_the_words(folder: Path) -> None:
    (folder / "civic.en.yaml").unlink()

    with pytest.raises(ModuleError, match=r"civic\.en\.yaml: this file is missing"):
        load_pack(folder)


def test_words_without_criteria_beside_them_are_a_mistake(folder: Path) -> None:
    (folder / "civic.yaml").unlink()

    with pytest.raises(ModuleError, match=r"civic\.en\.yaml: there is no civic\.yaml beside it"):
        load_pack(folder)


@pytest.mark.parametrize(
    ("line", "today", "says"),
    [
        ('checked-on: "2026-09-01"', date(2026, 11, 22), None),
        ('checked-on: "2026-09-01"', date(2027, 11, 22), "more than a year ago"),
        ("", date(2026, 11, 22), "nobody said yet"),
    ],
)
def test_what_nobody_made_sure_of_for_a_year_is_named(
    folder: Path, line: str, today: date, says: str | None
) -> None:
    spoil(folder / "civic.yaml", 'checked-on: "2026-09-01"', line)

    found = [one.message for one in pack_findings(load_pack(folder), today) if one.section == "civic"]

    assert [says in message for message in found if says] == ([True] if says else [])
    assert bool(found) is bool(says)


def test_the_template_shows_how_it_is_filled_in() -> None:
    civic = load_pack(BUILT_IN_PACKS / "template").civic

    assert civic is not None
    assert civic.criteria == proposal().criteria
    assert civic.is_proposal
