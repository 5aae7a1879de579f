"""A module that rates the same at its start and at its end and puts both side by side, for tests."""

from pathlib import Path

from modules.kit.loader import load_module
from modules.kit.module import Module
from tests.module_folders import make_module, spoil

FIRST = "- {id: thought, type: short-text, done: {words: 2}, widest-audience: class, on-paper: true}"
LAST = "- {id: extra, type: short-text, required: false}"
RATE = "type: rate, groups: {working: [including, listening], acting: [lasting, systems]}"
RUBRIC = (
    "type: rubric-self, criteria: [facts, views], levels: [tells, explains, explores], reasons: false, "
    "competences: {facts: reflecting, views: including}"
)
RATE_NL = """\
groups: {working: Samen werken, acting: Duurzaam handelen}
items:
  including: {label: Inclusief samenwerken, text: Ik zie wie er niet bij is.}
  listening: {label: Luisteren, text: Ik luister voor ik antwoord.}
  lasting: {label: Duurzaam handelen, text: Ik denk aan later.}
  systems: {label: Systeemdenken, text: "Ik zoek wat achter een probleem zit, ook als dat ver weg is."}
least: past niet bij mij
most: past helemaal bij mij
"""
RATE_EN = """\
groups: {working: Working together, acting: Acting sustainably}
items:
  including: {label: Working inclusively, text: I see who is not there.}
  listening: {label: Listening, text: I listen before I answer.}
  lasting: {label: Acting sustainably, text: I think of later.}
  systems: {label: Systems thinking, text: I look for what is behind a problem.}
least: not like me
most: just like me
"""
RUBRIC_NL = """\
criteria:
  facts: {label: Concrete feiten, levels: {tells: a, explains: b, explores: c}}
  views: {label: Perspectieven, levels: {tells: a, explains: b, explores: c}}
levels: {tells: beschrijft, explains: verklaart, explores: onderzoekt}
competences: {reflecting: Ethisch reflecteren, including: Inclusief samenwerken}
"""
GROWTH_NL = """\
title: Toen en nu
ask: Leg je inschatting van het begin naast die van nu.
sides: {before: In het begin, after: Nu}
text: Wat zie je?
"""
GROWTH_EN = """\
title: Then and now
ask: Put what you chose at the start beside what you choose now.
sides: {before: At the start, after: Now}
text: What do you see?
"""


def make_growing_module(parent: Path, *, per: str = "item", rubric: bool = False) -> Path:
    """Write a valid module whose last activity looks at two of the others; return its folder."""
    folder = make_module(parent)
    file = folder / "module.yaml"
    rated = RUBRIC if rubric else RATE
    spoil(file, FIRST, f"{FIRST}\n      - {{id: before, {rated}}}")
    growth = f"- {{id: grown, type: growth, from: [before, after], per: {per}, widest-audience: class}}"
    spoil(file, LAST, f"{LAST}\n      - {{id: after, {rated}}}\n      {growth}")
    spoil(
        file,
        "carries: [key-words]",
        "carries: [key-words, before]\nvariants: {all: [start, more], last: [more]}",
    )
    for language, words, grown in (
        ("nl", RUBRIC_NL if rubric else RATE_NL, GROWTH_NL),
        ("en", RUBRIC_NL if rubric else RATE_EN, GROWTH_EN),
    ):
        told = f"title: {'Inschatting' if language == 'nl' else 'Estimate'}\nask: Kies.\n{words}"
        file = folder / f"{language}.yaml"
        spoil(file, "more:\n", f"  before:\n{_indented(told)}more:\n")
        with file.open("a", encoding="utf-8") as written:
            written.write(f"  after:\n{_indented(told)}  grown:\n{_indented(grown)}")
            written.write("variants: {all: Alles, last: Alleen het einde}\n")
    return folder


def growing_module(parent: Path, *, per: str = "item", rubric: bool = False) -> Module:
    """The same, loaded."""
    return load_module(make_growing_module(parent, per=per, rubric=rubric))


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())
