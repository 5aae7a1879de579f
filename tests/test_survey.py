"""Surveys and what hangs on them: authors' mistakes, variants of a module, what is told of a group."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from modules import ModuleError, load_module, load_registry
from modules.kit.activity_types.survey import Survey, SurveyOptions
from modules.kit.module import Module
from modules.kit.page import render_page
from modules.kit.totals import comparable, compare_problems, survey_questions, surveys
from tests.module_folders import make_module, spoil

FURTHER = {"id": "further", "kind": "choice", "choices": ["yes", "no"]}

# Activity types


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        ([FURTHER, FURTHER], "each id may stand here once"),
        ([{**FURTHER, "choices": ["yes"]}], "needs at least two choices"),
        ([{**FURTHER, "choices": ["yes", "yes"]}], "each id may stand here once"),
        ([{"id": "why", "kind": "text", "choices": ["yes", "no"]}], "has no choices"),
        ([{**FURTHER, "id": "rather-not"}], "kept for the type"),
        ([{**FURTHER, "when": {"further": ["yes"]}}], "no earlier question offers"),
        ([FURTHER, {"id": "why", "kind": "text", "when": {"further": ["maybe"]}}], "'further: maybe'"),
        ([{"id": "why", "kind": "text", "when": {"further": ["no"]}}, FURTHER], "no earlier question offers"),
        ([{**FURTHER, "kind": "many"}], "'choice', 'multi' or 'text'"),
        ([], "at least 1 item"),
    ],
)
def test_questions_that_can_not_be_asked_are_an_authors_mistake(questions: Any, says: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(says)):
        SurveyOptions.model_validate({"questions": questions})


def test_enough_answers_are_no_more_than_everybody_is_asked() -> None:
    asked = [FURTHER, {"id": "why", "kind": "text", "when": {"further": ["no"]}}]

    with pytest.raises(ValidationError, match="done asks for 2 answers, and everybody gets 1"):
        SurveyOptions.model_validate({"questions": asked, "done": {"answers": 2}})


def test_questions_and_choices_need_words() -> None:
    options = SurveyOptions.model_validate({"questions": [FURTHER, {"id": "why", "kind": "text"}]})
    spoken = Survey.Words.model_validate(
        {
            "title": "T",
            "ask": "A",
            "questions": {"further": {"choices": {"yes": "Ja", "maybe": "?"}}, "why": {}, "who": {}},
        }
    )

    problems = list(Survey().check(options, spoken))

    assert [problem.path for problem in problems] == [
        ("questions", "who"),
        ("questions", "further", "choices"),
        ("questions", "further", "choices", "maybe"),
        ("questions", "why"),
    ]


# Variants


NAMES = "variants: {short: Kort, all: Alles}"
SHORT = 'accent: {light: "#0b6e5f", dark: "#7fd6c4"}\nvariants: {short: [start], all: [start, more]}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_module(tmp_path)
    spoil(made / "module.yaml", 'accent: {light: "#0b6e5f", dark: "#7fd6c4"}', SHORT)
    for language in ("nl", "en"):
        spoil(
            made / f"{language}.yaml", "outro: Klaar.", "outro: Klaar.\nvariants: {short: Kort, all: Alles}"
        )
    return made


def test_a_variant_has_its_own_steps_and_minutes(folder: Path) -> None:
    module = load_module(folder)
    short = module.in_variant("short")

    assert [step.id for step in module.steps] == ["start", "more"]
    assert ([step.id for step in short.steps], short.minutes, short.variant) == (["start"], 5, "short")
    assert list(short.activities) == ["thought", "my-questions"]
    assert [step.id for step in module.in_variant("all").steps] == ["start", "more"]


@pytest.mark.parametrize("wanted", [None, "", "of-another-module"])
def test_the_first_variant_is_used_where_nobody_chose_one_of_them(folder: Path, wanted: str | None) -> None:
    assert load_module(folder).in_variant(wanted).variant == "short"


def test_a_module_without_variants_stays_whole(tmp_path: Path) -> None:
    module = load_module(make_module(tmp_path))

    assert module.in_variant("short") is module


def test_a_page_of_a_variant_shows_its_steps_alone(folder: Path) -> None:
    module = load_module(folder).in_variant("short")
    html = render_page(module, "nl", host="preview", settings={}, page_names={"nl": "nl"})

    assert 'data-screen="step:start"' in html
    assert 'data-screen="step:more"' not in html
    assert "Kort" not in html


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("module.yaml", "short: [start]", "short: [begin]", "there is no step 'begin'"),
        ("module.yaml", "all: [start, more]", "all: [more, start]", "in the order of the road"),
        ("module.yaml", "all: [start, more]", "all: [start, start]", "each once"),
        ("module.yaml", "short: [start]", "short: []", "list should have at least 1 item"),
        ("nl.yaml", "short: Kort, ", "", "no words for 'short'"),
        ("nl.yaml", "short: Kort", "short: Kort, long: Lang", "'long' is not in module.yaml"),
    ],
)
def test_a_mistake_in_a_variant_is_named(folder: Path, file: str, old: str, new: str, says: str) -> None:
    spoil(folder / file, old, new)

    with pytest.raises(ModuleError) as caught:
        load_module(folder)

    assert says in str(caught.value)
    assert f"{file}:" in str(caught.value)


# Totals


SURVEYS = """
      - id: plans
        type: survey
        questions:
          - {id: further, kind: choice, choices: [yes, no]}
          - {id: school, kind: choice, choices: [big, small]}
          - {id: why, kind: text}
"""
WORDS = """
  plans:
    title: Plannen
    ask: Verder
    questions:
      further: {choices: {yes: Ja, no: Nee}}
      school: {ask: School, choices: {big: Groot, small: Klein}}
      why: {ask: Waarom}
"""
TOTALS = """
tables:
  - {of: further, by: school}
earlier:
  people: 12
  tables:
    - of: further
      by: school
      counts: {big: {yes: 7}, small: {no: 5}}
"""


@pytest.fixture
def counted(tmp_path: Path) -> Path:
    made = make_module(tmp_path)
    with (made / "module.yaml").open("a", encoding="utf-8") as file:
        file.write(SURVEYS.removeprefix("\n"))
    for language in ("nl", "en"):
        with (made / f"{language}.yaml").open("a", encoding="utf-8") as file:
            file.write(WORDS.removeprefix("\n"))
        spoil(made / f"guide.{language}.yaml", "goal: Oefenen.", "goal: Oefenen.\nearlier: Uit een rapport.")
    (made / "totals.yaml").write_text(TOTALS, encoding="utf-8")
    return made


def test_without_its_file_nothing_is_counted(counted: Path) -> None:
    assert load_module(counted).totals is not None
    (counted / "totals.yaml").unlink()

    module = load_module(counted)

    assert module.totals is None
    html = render_page(module, "nl", host="lti", settings={}, page_names={"nl": "nl"})
    assert '"totals":true' not in html


def test_a_page_says_of_surveys_alone_that_totals_are_shown(counted: Path) -> None:
    html = render_page(load_module(counted), "nl", host="lti", settings={}, page_names={"nl": "nl"})

    assert html.count('"totals":true') == 1


TWICE = "{of: further, before: a/b}"


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "totals.yaml",
            "  - {of: further, by: school}",
            "  - {of: plans, by: school}",
            "'plans' is no question",
        ),
        ("totals.yaml", "  - {of: further, by: school}", "  - {of: why, by: school}", "'why' is no question"),
        ("totals.yaml", "  - {of: further, by: school}", "  - {of: further, by: why}", "kind choice"),
        ("totals.yaml", "{big: {yes: 7}", "{huge: {yes: 7}", "'huge' is no choice of 'school'"),
        ("totals.yaml", "{big: {yes: 7}", "{big: {maybe: 7}", "'maybe' is no choice of 'further'"),
        ("totals.yaml", "people: 12", "people: 0", "'people'"),
        (
            "totals.yaml",
            "earlier:",
            "compare: [{of: why, before: a/b}]\nearlier:",
            "'why' is no question of the",
        ),
        ("totals.yaml", "earlier:", "compare: [{of: further, before: a}]\nearlier:", "should match pattern"),
        ("totals.yaml", "earlier:", f"compare: [{TWICE}, {TWICE}]\nearlier:", "'further' is compared twice"),
        ("guide.en.yaml", "earlier: Uit een rapport.", "", "each guide must say in 'earlier'"),
        ("module.yaml", "id: school", "id: further", "each id may stand here once"),
    ],
)
def test_a_mistake_in_the_totals_is_named(counted: Path, file: str, old: str, new: str, says: str) -> None:
    spoil(counted / file, old, new)

    with pytest.raises(ModuleError) as caught:
        load_module(counted)

    assert says in str(caught.value)


def test_no_two_surveys_that_are_counted_ask_under_one_name(counted: Path) -> None:
    spoil(counted / "module.yaml", "- {id: why, kind: text}", "- {id: why, kind: text}\n" + TWIN)
    for language in ("nl", "en"):
        spoil(counted / f"{language}.yaml", "why: {ask: Waarom}", "why: {ask: Waarom}\n" + TWIN_WORDS)

    with pytest.raises(ModuleError, match="'twin' and 'plans' both have a question 'why'"):
        load_module(counted)


TWIN = "      - {id: twin, type: survey, questions: [{id: why, kind: text}]}"
TWIN_WORDS = "  twin: {title: T, ask: A, questions: {why: {}}}"

# What was asked before


def test_the_end_of_session_4_is_laid_beside_the_start_of_the_intake() -> None:
    modules = load_registry().modules

    found = comparable(modules["student-life"], modules)
    assert {name: one.before for name, one in found.items()} == {
        "knowing": "intake/knowing",
        "trust": "intake/trust",
    }
    for name in found:
        asked = [survey_questions(modules[one].steps)[name] for one in ("intake", "student-life")]
        assert asked[0].choices == asked[1].choices
        spoken = [
            modules[one].words["nl"].activities["compass"].questions[name]
            for one in ("intake", "student-life")
        ]
        assert spoken[0] == spoken[1]
    assert list(compare_problems(modules["student-life"], modules)) == []


def test_what_was_asked_otherwise_before_is_not_compared_and_check_says_so(counted: Path) -> None:
    modules = load_registry().modules
    spoil(counted / "totals.yaml", "earlier:", "compare: [{of: further, before: intake/knowing}]\nearlier:")
    module = load_module(counted)

    assert comparable(module, modules) == {}
    [problem] = compare_problems(module, modules)
    assert "totals.yaml" in str(problem)
    assert "'intake/knowing' has other choices" in str(problem)


def test_a_module_that_is_not_there_is_no_mistake(counted: Path) -> None:
    spoil(counted / "totals.yaml", "earlier:", "compare: [{of: further, before: elsewhere/sure}]\nearlier:")
    module = load_module(counted)

    assert comparable(module, {}) == {}
    assert list(compare_problems(module, {})) == []


# The intake


@pytest.fixture(scope="module")
def intake() -> Module:
    return load_registry().modules["intake"]


START = {"knowing", "trust"}
"""The two that come back at the end of session 4."""


def test_the_intake_asks_eleven_questions_and_two_to_begin_with(intake: Module) -> None:
    assert len(set(survey_questions(intake.steps)) - START) == 11
    assert list(survey_questions(intake.steps))[:2] == sorted(START)


def test_each_round_asks_its_own_questions(intake: Module) -> None:
    def asked(variant: str | None) -> set[str]:
        return set(survey_questions(intake.in_variant(variant).steps))

    assert asked("round-1") - START == {"school", "siblings", "siblings-where", "job", "open-questions"}
    assert asked("round-2") - START == {
        "track",
        "further",
        "reasons",
        "explanation",
        "knows-what",
        "where-which",
    }
    assert asked("both-rounds") == asked("round-1") | asked("round-2")
    assert asked(None) == asked("round-2")
    assert asked("start-only") == START == asked("round-1") & asked("round-2")


def test_the_choices_are_those_of_the_source(intake: Module) -> None:
    questions = survey_questions(intake.steps)

    assert questions["track"].choices == ["labour", "transition", "double"]
    assert questions["further"].choices == ["yes", "maybe", "no"]
    assert len(questions["reasons"].choices) == 9
    assert questions["reasons"].choices[-1] == "other"


def test_reasons_are_asked_of_those_who_doubt_or_do_not_want_to(intake: Module) -> None:
    questions = survey_questions(intake.steps)

    assert questions["reasons"].when == questions["explanation"].when == {"further": ["maybe", "no"]}
    assert questions["siblings-where"].when == {"siblings": ["yes"]}
    assert questions["where-which"].when == {"knows-what": ["yes"]}


def test_nothing_of_the_intake_can_be_shared(intake: Module) -> None:
    assert {intake.activities[name].widest_audience for name in surveys(intake)} == {"learner"}


def test_every_variant_takes_at_most_ten_minutes(intake: Module) -> None:
    assert {name: intake.in_variant(name).minutes for name in intake.variants} == {
        "round-2": 7,
        "round-1": 4,
        "both-rounds": 10,
        "start-only": 1,
    }


def test_the_reports_figures_add_up(intake: Module) -> None:
    assert intake.totals is not None
    assert intake.totals.earlier is not None
    further = intake.totals.earlier.tables[0].counts

    assert {kind: sum(counts.values()) for kind, counts in further.items()} == {"secondary": 197, "adult": 97}
    assert sum(sum(counts.values()) for counts in further.values()) == intake.totals.earlier.people == 294
