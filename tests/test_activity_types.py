"""Every activity type does with an answer what its `cases.json` says (the browser runs the same cases)."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from modules.kit.activity_type import JSON, AnyActivityType, Refusal
from modules.kit.activity_types import BUILT_IN
from modules.kit.activity_types.circle import CircleOptions
from modules.kit.activity_types.shortlist import ShortlistOptions
from modules.kit.activity_types.show_and_tell import ShowAndTellOptions
from modules.kit.activity_types.words import WordCardsOptions
from modules.kit.interface_words import interface_languages, interface_words

Case = dict[str, Any]


def cases_of(kind: AnyActivityType) -> Iterator[tuple[Case, dict[str, Any]]]:
    """Yield each case of a type with the words the cases share."""
    file = json.loads(Path(kind.folder, "cases.json").read_text("utf-8"), object_hook=spelled_out)
    for case in file["cases"]:
        yield case, file["words"]


def spelled_out(part: Case) -> JSON:
    """Return long text that a case writes as `{"repeat", "times"}` in full."""
    return part["repeat"] * part["times"] if part.keys() == {"repeat", "times"} else part


EVERY_CASE = [
    pytest.param(kind, case, words, id=f"{kind.name}: {case['name']}")
    for kind in BUILT_IN
    for case, words in cases_of(kind)
]
KEPT = [param for param in EVERY_CASE if "clean" in param.values[1]]  # type: ignore[operator]
every_case = pytest.mark.parametrize(("kind", "case", "words"), EVERY_CASE)
every_kept_case = pytest.mark.parametrize(("kind", "case", "words"), KEPT)
every_type = pytest.mark.parametrize("kind", BUILT_IN, ids=lambda kind: kind.name)


@every_case
def test_a_value_is_cleaned_or_refused(kind: AnyActivityType, case: Case, words: Case) -> None:
    expected = Refusal(case["refusal"]) if "refusal" in case else case["clean"]

    assert kind.clean(kind.Options.model_validate(case["options"]), case["value"]) == expected


@every_kept_case
def test_a_clean_value_stays_as_it_is(kind: AnyActivityType, case: Case, words: Case) -> None:
    assert kind.clean(kind.Options.model_validate(case["options"]), case["clean"]) == case["clean"]


@every_kept_case
def test_a_value_is_done_or_not(kind: AnyActivityType, case: Case, words: Case) -> None:
    assert kind.done(kind.Options.model_validate(case["options"]), case["clean"]) is case["done"]


@every_kept_case
def test_a_value_reads_as_lines(kind: AnyActivityType, case: Case, words: Case) -> None:
    options, spoken = kind.Options.model_validate(case["options"]), kind.Words.model_validate(words)
    lines = [{"label": line.label, "text": line.text} for line in kind.lines(options, spoken, case["clean"])]

    assert lines == case["lines"]


@every_case
def test_a_case_gives_the_options_as_a_page_does(kind: AnyActivityType, case: Case, words: Case) -> None:
    """The browser gets options with every default filled in, so the cases hold them the same way."""
    options = kind.Options.model_validate(case["options"])

    assert options.model_dump(by_alias=True) == case["options"]


@every_type
def test_a_type_has_every_file(kind: AnyActivityType) -> None:
    files = {path.name for path in kind.folder.iterdir() if path.is_file()}

    assert files >= {"__init__.py", "template.html", "rules.js", "activity.js", "style.css", "cases.json"}


@every_type
def test_a_type_is_named_after_its_folder(kind: AnyActivityType) -> None:
    assert kind.folder.name == kind.name.replace("-", "_")


@every_type
def test_the_browsers_rules_know_no_page(kind: AnyActivityType) -> None:
    rules = Path(kind.folder, "rules.js").read_text("utf-8")

    assert re.findall(r'from "(.+?)"', rules) == ["../../runtime/text.js"]
    assert not re.search(r"\b(document|window|globalThis|fetch|Date)\b", rules)


def spoken_by(kind: AnyActivityType) -> list[Path]:
    """Return the files of a type that use interface words, with what its scripts load when it is wanted."""
    own = [Path(kind.folder, "template.html"), *kind.folder.glob("*.js")]
    late = [re.findall(r'import\("([^"]+)"\)', file.read_text("utf-8")) for file in own]
    return [
        *own,
        *(Path(kind.folder, name).resolve() for names in late for name in names if "/late/" in name),
    ]


@every_type
@pytest.mark.parametrize("language", interface_languages())
def test_every_interface_word_is_there(kind: AnyActivityType, language: str) -> None:
    words = interface_words(language, [kind])
    spoken = "".join(file.read_text("utf-8") for file in spoken_by(kind))
    used = re.findall(r"""\bui\(["']([a-z-]+)["']""", spoken)

    assert [key for key in used if f"{kind.name}.{key}" not in words and key not in words] == []


@every_type
def test_every_language_has_the_same_interface_words(kind: AnyActivityType) -> None:
    assert len({frozenset(interface_words(language, [kind])) for language in interface_languages()}) == 1


def test_words_are_done_when_every_card_is_filled_unless_told_otherwise() -> None:
    assert WordCardsOptions.model_validate({"count": 5}).done.words == 5


def test_things_to_show_are_done_when_all_are_told_unless_told_otherwise() -> None:
    assert ShowAndTellOptions.model_validate({"items": 3}).done.items == 3


@pytest.mark.parametrize(("slots", "enough"), [(["a", "b", "c"], 3), (list("abcdefg"), 5)])
def test_five_circles_are_enough_unless_told_otherwise(slots: list[str], enough: int) -> None:
    assert CircleOptions.model_validate({"slots": slots}).done.slots == enough


UNREACHABLE = {
    "choose-and-answer": {"questions": ["a", "b"], "done": {"answers": 3}},
    "words": {"count": 2, "done": {"words": 3}},
    "circle": {"slots": ["a", "b", "c"], "done": {"slots": 4}},
    "show-and-tell": {"items": 2, "done": {"items": 3}},
    "ask-others": {"people": 1, "questions": ["a"], "done": {"people": 2}},
    "match": {"pairs": {"a": "x"}, "choices": ["x"], "done": {"right": 2}},
    "next-steps": {"items": ["a"], "done": {"steps": 2}},
    "mark-grid": {"items": ["a"], "marks": ["x", "y"], "done": {"marked": 2}},
    "moments": {"most": 2, "done": {"each": 3}},
    "pick": {"items": ["a", "b"], "own": 1, "done": {"picks": 4}},
    "notes-per": {"from": ["a"], "items": ["a", "b"], "fields": ["c"], "done": {"items": 3}},
    "shortlist": {"fields": ["a"], "rows": 2, "done": {"rows": 3}},
}


@pytest.mark.parametrize("name", UNREACHABLE)
def test_a_rule_that_nobody_can_meet_is_an_authors_mistake(name: str) -> None:
    kind = {one.name: one for one in BUILT_IN}[name]

    with pytest.raises(ValidationError, match="done asks for"):
        kind.Options.model_validate(UNREACHABLE[name])


def test_no_more_rows_stand_open_than_there_are() -> None:
    with pytest.raises(ValidationError, match="3 of 2 rows can't stand open"):
        ShortlistOptions.model_validate({"fields": ["a"], "rows": 2, "open": 3})


def test_an_id_may_stand_in_a_list_once() -> None:
    with pytest.raises(ValidationError, match="each id may stand here once"):
        CircleOptions.model_validate({"slots": ["a", "b", "b"]})


def test_a_missing_count_is_the_only_mistake_it_makes() -> None:
    with pytest.raises(ValidationError) as caught:
        WordCardsOptions.model_validate({})

    assert [error["loc"] for error in caught.value.errors()] == [("count",)]


WITH_WORDS_BY_ID = (
    *("choose-and-answer", "circle", "ask-others", "compare", "pick", "match", "question-wall", "next-steps"),
    *("compare-picks", "notes-per", "shortlist", "mark-grid"),
)


@pytest.mark.parametrize("name", WITH_WORDS_BY_ID)
def test_words_must_match_the_options(name: str) -> None:
    kind = {one.name: one for one in BUILT_IN}[name]
    case, words = next(cases_of(kind))
    options = kind.Options.model_validate(case["options"])
    key = next(key for key, value in words.items() if isinstance(value, dict))
    first, *others = words[key]
    spoilt = {**words, key: {**{name: words[key][name] for name in others}, "unknown": words[key][first]}}

    problems = list(kind.check(options, kind.Words.model_validate(spoilt)))

    assert [problem.path for problem in problems] == [(key,), (key, "unknown")]
