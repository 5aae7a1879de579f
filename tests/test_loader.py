"""A module's folder becomes a Module, or every mistake in it is named with file and line."""

from pathlib import Path

import pytest

from modules import ModuleError, load_module
from tests.module_folders import make_module, spoil


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_module(tmp_path)


def test_a_valid_folder_becomes_a_module(folder: Path) -> None:
    module = load_module(folder)
    assert module.id == "practice"
    assert [step.id for step in module.steps] == ["start", "more"]
    assert list(module.activities) == ["thought", "key-words", "extra", "my-questions"]
    assert [activity.id for activity in module.required] == ["thought", "key-words"]
    assert module.words["nl"].activities["thought"].ask == "Welk [[idee]] heb je?"
    assert module.guides["nl"].activities["thought"].questions == ["Waarom dan"]


def test_a_module_without_a_guide_is_complete(folder: Path) -> None:
    for guide in folder.glob("guide.*"):
        guide.unlink()
    assert load_module(folder).guides == {}


@pytest.mark.parametrize(
    ("wanted", "spoken"), [("en", "en"), ("en-GB", "en"), ("EN_us", "en"), ("fr", "nl"), (None, "nl")]
)
def test_a_language_it_lacks_becomes_its_default(folder: Path, wanted: str | None, spoken: str) -> None:
    assert load_module(folder).language(wanted) == spoken


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        ("module.yaml", "minutes: 15", "minutes: 16", 5, "says 16 minutes, its steps add up to 15"),
        (
            "module.yaml",
            "required: false",
            "minutes: 11",
            18,
            "says 10 minutes, its activities add up to 11",
        ),
        ("module.yaml", "id: thought", "minutes: 4, id: thought", 13, "its activities add up to 4"),
        ("module.yaml", "required: false", "weight: perhaps", 21, "came 'perhaps'"),
        ("module.yaml", "id: practice", "id: other", 1, "the id is 'other' but the folder is 'practice'"),
        ("module.yaml", "version: 1.0.0", "version: one", 2, "'version': string should match pattern"),
        ("module.yaml", "grading: completion\n", "", 1, "'grading' is missing"),
        ("module.yaml", "grading: completion", "grading: stars", 7, "came 'stars'"),
        (
            "module.yaml",
            "grading: completion",
            "grading: completion\ncolour: red",
            8,
            "'colour' is not known here",
        ),
        ("module.yaml", "type: words", "type: wrods", 20, "no activity type 'wrods'; expected one of: "),
        ("module.yaml", "count: 3", "count: '3'", 20, "'count': input should be a valid integer, came '3'"),
        ("module.yaml", "count: 3", "count: 3, size: 2", 20, "'size' is not known here"),
        ("module.yaml", "id: extra", "id: thought", 21, "'thought' is also another activity's id"),
        ("module.yaml", "id: more", "id: intro", 17, "'intro' is a key of the module's own words"),
        ("module.yaml", "id: extra", "id: my-questions", 21, "'my-questions' is kept for the kit"),
        ("module.yaml", "id: extra", "id: end", 21, "'end' is kept for the kit"),
        ("module.yaml", "carries: [key-words]", "carries: [nothing]", 8, "no activity 'nothing' to carry on"),
        (
            "module.yaml",
            "from: [thought]",
            "from: [extra]",
            20,
            "looks back at 'extra', which does not come before",
        ),
        ("module.yaml", 'light: "#0b6e5f"', 'light: "#7fd6c4"', 9, "contrast 1.6 on the light paper"),
        ("module.yaml", "picture: start.svg", "picture: gone.svg", 14, "no picture media/gone.svg"),
        (
            "module.yaml",
            "{id: extra, type: short-text, required: false}",
            "{id: extra, type: pick, items: [a], pictures: true}",
            21,
            "no picture media/extra-a.svg",
        ),
        (
            "module.yaml",
            "picture: start.svg",
            "picture: ../../secret.svg",
            14,
            "'picture': string should match",
        ),
        (
            "module.yaml",
            "minutes: 5",
            "minutes: 5\n    minutes: 5",
            14,
            "'minutes' stands here twice (first on line 13)",
        ),
        ("module.yaml", "languages: [nl, en]", "languages: [nl, en", 5, "no valid YAML"),
        ("en.yaml", "  title: Begin\n", "", 8, "'title' is missing"),
        ("en.yaml", "  extra: {title: Extra, ask: Nog iets.}", "", 12, "no words for activity 'extra'"),
        ("en.yaml", "ask: Kies drie woorden.", "ask: ''\n    , asks: x", 15, "'asks' is not known here"),
        ("en.yaml", "  idee:", "  gedachte:", 11, "'idee' is not in the glossary"),
        ("en.yaml", "  picture: Een deur\n", "", 8, "no alt text for the picture"),
        ("en.yaml", "outro: Klaar.", "outro: Klaar.\nchek-in: {}", 6, "'chek-in' is not known here"),
        ("guide.en.yaml", "questions: [Waarom dan]", "question: Waarom", 3, "'question' is not known here"),
        ("guide.en.yaml", "goal: Oefenen.", "", 2, "'goal' is missing"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    folder: Path, file: str, old: str, new: str, line: int, says: str
) -> None:
    spoil(folder / file, old, new)
    with pytest.raises(ModuleError) as caught:
        load_module(folder)
    said = [str(problem) for problem in caught.value.problems]
    assert any(one.startswith(f"{folder / file}:{line}: ") and says in one for one in said), said


def test_the_words_of_a_long_module_may_stand_in_several_files(folder: Path) -> None:
    whole = load_module(folder)
    for name in ("nl", "guide.nl"):
        text = (folder / f"{name}.yaml").read_text("utf-8")
        own, _, steps = text.partition("start:\n")
        (folder / f"{name}.yaml").write_text(own, encoding="utf-8")
        (folder / f"{name}.all-steps.yaml").write_text(f"start:\n{steps}", encoding="utf-8")
    parted = load_module(folder)
    assert (parted.words, parted.guides) == (whole.words, whole.guides)


@pytest.mark.parametrize(
    ("added", "line", "says"),
    [
        ("more:\n  title: Nog eens\n", 1, "'more' stands in nl.yaml as well; keep one of them"),
        ("mroe:\n  title: Verder\n", 1, "'mroe' is not known here"),
        ("- een lijst\n", 1, "expected keys and values"),
    ],
)
def test_a_mistake_in_one_of_several_files_is_named_there(
    folder: Path, added: str, line: int, says: str
) -> None:
    (folder / "nl.extra.yaml").write_text(added, encoding="utf-8")
    with pytest.raises(ModuleError) as caught:
        load_module(folder)
    said = [str(problem) for problem in caught.value.problems]
    assert any(one.startswith(f"{folder / 'nl.extra.yaml'}:{line}: ") and says in one for one in said), said


def test_a_mistake_in_a_step_of_another_file_is_named_there(folder: Path) -> None:
    text = (folder / "nl.yaml").read_text("utf-8")
    own, _, steps = text.partition("more:\n")
    (folder / "nl.yaml").write_text(own, encoding="utf-8")
    steps = steps.replace("ask: Kies drie woorden.", "asks: Kies drie woorden.")
    (folder / "nl.more.yaml").write_text(f"more:\n{steps}", encoding="utf-8")
    with pytest.raises(ModuleError, match=r"nl\.more\.yaml:3: 'asks' is not known here"):
        load_module(folder)


def test_a_variant_may_be_graded_in_its_own_way(folder: Path) -> None:
    variants = "variants:\n  short: [start]\n  judged: {steps: [more], grading: rubric}\nsteps:"
    spoil(folder / "module.yaml", "steps:", variants)
    for language in ("nl", "en"):
        spoil(folder / f"{language}.yaml", "outro:", "variants: {short: Kort, judged: Met punten}\noutro:")
    module = load_module(folder)
    assert module.in_variant("short").grading == "completion"
    assert module.in_variant("judged").grading == "rubric"
    assert [step.id for step in module.in_variant("judged").steps] == ["more"]


@pytest.mark.parametrize("name", ["en.yaml", "module.yaml", "guide.en.yaml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModuleError, match=f"{name}: this file is missing"):
        load_module(folder)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"just text", b"- a list", b"a: &x [*x]"])
def test_a_file_that_is_no_words_file_is_an_error_and_no_crash(folder: Path, content: bytes) -> None:
    (folder / "en.yaml").write_bytes(content)
    with pytest.raises(ModuleError):
        load_module(folder)


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    spoil(folder / "nl.yaml", "outro: Klaar.\n", "")
    spoil(folder / "en.yaml", "tagline: Een korte oefening\n", "")
    with pytest.raises(ModuleError) as caught:
        load_module(folder)
    assert [problem.file.name for problem in caught.value.problems] == ["en.yaml", "nl.yaml"]


def test_no_is_a_word_and_not_false(folder: Path) -> None:
    spoil(folder / "nl.yaml", "title: Oefening", "title: no")
    assert load_module(folder).words["nl"].module.title == "no"
