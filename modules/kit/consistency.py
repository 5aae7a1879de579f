"""What must agree between the files of one module: rules only, no reading but of picture names."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from modules.kit.activity_type import Source, missing_and_extra
from modules.kit.competences import competences_problems
from modules.kit.errors import Problem
from modules.kit.glossary import shared_glossary
from modules.kit.module import MY_QUESTIONS, Step, WordsInLanguage
from modules.kit.rich_text import terms
from modules.kit.structure import RESERVED_ACTIVITY_IDS, RESERVED_STEP_IDS, ModuleStructure
from modules.kit.yaml_source import Place, YamlSource

LIGHT_PAPER, DARK_PAPER = "#fbf8f3", "#17191c"
"""The page's backgrounds (`runtime/styles/`), against which an accent must be readable."""

READABLE_CONTRAST = 4.5
"""https://www.w3.org/TR/WCAG22/#contrast-minimum"""


def structure_problems(
    structure: ModuleStructure, steps: Sequence[Step], folder: Path, source: YamlSource
) -> Iterator[Problem]:
    """Yield what `module.yaml` says that can't be true together, or not with the files beside it."""
    if structure.id != folder.resolve().name:
        yield source.problem(("id",), f"the id is '{structure.id}' but the folder is '{folder.name}'")
    total = sum(step.minutes for step in structure.steps)
    if structure.minutes != total:
        yield source.problem(
            ("minutes",), f"the module says {structure.minutes} minutes, its steps add up to {total}"
        )
    yield from _minutes(structure, source)
    yield from _ids(structure, source)
    yield from _variants(structure, source)
    yield from _looking_back(structure, steps, source)
    yield from _following(structure, steps, source)
    yield from _rubric(structure, steps, source)
    yield from competences_problems(structure, steps, source)
    yield from _pictures(structure, steps, folder, source)
    for paper, colour, shade in (
        (LIGHT_PAPER, structure.accent.light, "light"),
        (DARK_PAPER, structure.accent.dark, "dark"),
    ):
        if (ratio := contrast(colour, paper)) < READABLE_CONTRAST:
            yield source.problem(
                ("accent", shade),
                f"{colour} has contrast {ratio:.1f} on the {shade} paper {paper}; expected at least 4.5",
            )


def _minutes(structure: ModuleStructure, source: YamlSource) -> Iterator[Problem]:
    for index, step in enumerate(structure.steps):
        own = [activity.minutes for activity in step.activities]
        said = sum(one or 0 for one in own)
        if said > step.minutes or (None not in own and said != step.minutes):
            yield source.problem(
                ("steps", index, "minutes"),
                f"the step says {step.minutes} minutes, its activities add up to {said}",
            )


def _ids(structure: ModuleStructure, source: YamlSource) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for index, step in enumerate(structure.steps):
        if step.id in RESERVED_STEP_IDS:
            yield source.problem(("steps", index, "id"), f"'{step.id}' is a key of the module's own words")
        if step.id in seen:
            yield source.problem(("steps", index, "id"), f"'{step.id}' is also {seen[step.id]}")
        seen[step.id] = "a step's id"
        for position, activity in enumerate(step.activities):
            place = ("steps", index, "activities", position, "id")
            if activity.id in RESERVED_ACTIVITY_IDS:
                yield source.problem(place, f"'{activity.id}' is kept for the kit; choose another id")
            if activity.id in seen:
                yield source.problem(place, f"'{activity.id}' is also {seen[activity.id]}")
            seen[activity.id] = "another activity's id"
    activities = {activity.id for step in structure.steps for activity in step.activities}
    for index, name in enumerate(structure.carries):
        if name not in {*activities, MY_QUESTIONS}:
            yield source.problem(("carries", index), f"there is no activity '{name}' to carry on")


def _variants(structure: ModuleStructure, source: YamlSource) -> Iterator[Problem]:
    ids = [step.id for step in structure.steps]
    for name, variant in structure.editions.items():
        place: Place = ("variants", name)
        if not isinstance(structure.variants[name], list):
            place = (*place, "steps")
        for index, step in enumerate(variant.steps):
            if step not in ids:
                yield source.problem((*place, index), f"there is no step '{step}'")
        chosen = variant.steps
        if set(chosen) <= set(ids) and chosen != [step for step in ids if step in chosen]:
            yield source.problem(("variants", name), "the steps stand in the order of the road, each once")


def _looking_back(structure: ModuleStructure, steps: Sequence[Step], source: YamlSource) -> Iterator[Problem]:
    earlier: dict[str, Source] = {}
    places = {
        activity.id: ("steps", index, "activities", position, "from")
        for index, step in enumerate(structure.steps)
        for position, activity in enumerate(step.activities)
    }
    for step in steps:
        for activity in step.activities:
            looked_at = activity.type.looks_back_at(activity.options)
            for name in looked_at:
                if name not in earlier:
                    yield source.problem(
                        places[activity.id],
                        f"'{activity.id}' looks back at '{name}', which does not come before it",
                    )
            there = {name: earlier[name] for name in looked_at if name in earlier}
            if len(there) == len(looked_at):
                for message in activity.type.check_sources(activity.options, there):
                    yield source.problem(places[activity.id], message)
            earlier[activity.id] = Source(activity.type.name, activity.options)


def _following(structure: ModuleStructure, steps: Sequence[Step], source: YamlSource) -> Iterator[Problem]:
    """What exercises make of the course's choices: each has something for every option, and nothing else."""
    for index, step in enumerate(steps):
        for position, activity in enumerate(step.activities):
            for name, known in activity.type.follows(activity.options).items():
                for message in _unlike_choice(structure, activity.id, name, known):
                    yield source.problem(("steps", index, "activities", position), message)


def _unlike_choice(
    structure: ModuleStructure, activity: str, name: str, known: Sequence[str]
) -> Iterator[str]:
    if name not in structure.choices:
        there = ", ".join(structure.choices) or "none"
        yield f"'{activity}' follows the choice '{name}', which is not in 'choices'; there are: {there}"
        return
    offered = structure.choices[name]
    for option in offered:
        if option not in known:
            yield f"'{activity}' has nothing for '{option}', which the choice '{name}' offers"
    for option in known:
        if option not in offered:
            listed = ", ".join(offered)
            yield f"'{activity}' has '{option}'; the choice '{name}' offers: {listed}"


def _rubric(structure: ModuleStructure, steps: Sequence[Step], source: YamlSource) -> Iterator[Problem]:
    """What people judge is there, and may be read by those who judge it."""
    if structure.rubric is None:
        return
    there = {one.id: one for step in steps for one in step.activities}
    criteria = there.get(structure.rubric.activity)
    if criteria is None or criteria.type.name != "rubric-self":
        came = f"is of type '{criteria.type.name}'" if criteria else "is not there"
        message = f"'{structure.rubric.activity}' {came}; expected an activity of type 'rubric-self'"
        yield source.problem(("rubric", "activity"), message)
    for index, name in enumerate(structure.rubric.work):
        if name not in there:
            yield source.problem(("rubric", "work", index), f"there is no activity '{name}' to hand in")
        elif there[name].widest_audience == "learner":
            message = f"assessors can't read '{name}'; expected a widest-audience of facilitator or class"
            yield source.problem(("rubric", "work", index), message)


def _pictures(
    structure: ModuleStructure, steps: Sequence[Step], folder: Path, source: YamlSource
) -> Iterator[Problem]:
    named: list[tuple[Place, str | None]] = [(("picture",), structure.picture)]
    named += [(("steps", index, "picture"), step.picture) for index, step in enumerate(structure.steps)]
    named += [
        (("steps", index, "activities", position), f"{activity.id}-{name}.svg")
        for index, step in enumerate(steps)
        for position, activity in enumerate(step.activities)
        for name in activity.type.pictures(activity.options)
    ]
    for place, picture in named:
        if picture and not (folder / "media" / picture).is_file():
            yield source.problem(place, f"there is no picture media/{picture}")


def words_problems(
    words: WordsInLanguage,
    language: str,
    structure: ModuleStructure,
    steps: Sequence[Step],
    source: YamlSource,
) -> Iterator[Problem]:
    """Yield what the words of one language lack, or have too much, for this structure."""
    for step in steps:
        yield from _step_words_problems(words, step, source)
    for problem in missing_and_extra("variants", list(structure.variants), words.module.variants):
        yield source.problem(problem.path, problem.message)
    yield from _choices_words(words, structure, source)
    if structure.picture and "picture" not in source.data:
        yield source.problem((), 'no alt text for the cover; "" says it is decoration')
    shared = shared_glossary(language)
    for place, text in _texts(source.data, ()):
        for term in terms(text):
            if term not in words.module.glossary and term not in shared:
                yield source.problem(place, f"'{term}' is not in the glossary")


def _choices_words(
    words: WordsInLanguage, structure: ModuleStructure, source: YamlSource
) -> Iterator[Problem]:
    for problem in missing_and_extra("choices", list(structure.choices), words.module.choices):
        yield source.problem(problem.path, problem.message)
    for name, options in structure.choices.items():
        if name in words.module.choices:
            for problem in missing_and_extra("options", options, words.module.choices[name].options):
                yield source.problem(("choices", name, *problem.path), problem.message)


def _step_words_problems(words: WordsInLanguage, step: Step, source: YamlSource) -> Iterator[Problem]:
    if step.id not in words.steps:
        yield source.problem((), f"no words for step '{step.id}'")
        return
    for activity in step.activities:
        found = words.activities.get(activity.id)
        if found is None:
            yield source.problem((step.id,), f"no words for activity '{activity.id}'")
            continue
        for problem in activity.type.check(activity.options, found):
            yield source.problem((step.id, activity.id, *problem.path), problem.message)
    if step.picture and "picture" not in source.data[step.id]:
        yield source.problem((step.id,), 'no alt text for the picture; "" says it is decoration')


def _texts(data: object, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*place, index))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colours, 1 to 21.

    https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
