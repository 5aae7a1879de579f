"""A module of two parts of which people judge the second: what is handed in, and a rubric. For tests."""

from pathlib import Path

from modules.kit.loader import load_module
from modules.kit.module import Module
from tests.module_folders import make_module, spoil

LAST = "- {id: extra, type: short-text, required: false}"
PIECE = "- {id: piece, type: short-text, done: {words: 3}, widest-audience: facilitator}"
OWN = (
    "- {id: own-rubric, type: rubric-self, criteria: [facts, views], widest-audience: facilitator, "
    "levels: [tells, explains, explores, reframes], competences: {facts: reflecting, views: including}}"
)
VARIANTS = """\
rubric: {activity: own-rubric, work: [piece]}
variants:
  first: [start]
  judged: {steps: [more], grading: rubric}
"""
RUBRIC = """\
criteria:
  facts:
    label: Concrete feiten
    levels: {tells: feiten a, explains: feiten b, explores: feiten c, reframes: feiten d}
  views:
    label: Perspectieven
    levels: {tells: zicht a, explains: zicht b, explores: zicht c, reframes: zicht d}
levels: {tells: beschrijft, explains: verklaart, explores: onderzoekt, reframes: herkadert}
competences: {reflecting: Ethisch reflecteren, including: Inclusief samenwerken}
reason: Waarom dit niveau?
"""


_GROUPS = "type: rate, groups: {reflecting: [doubts, asks], including: [listens]}"
_RATED = """\
groups: {reflecting: Ethisch reflecteren, including: Inclusief samenwerken}
items:
  doubts: {label: Twijfelen, text: Ik twijfel.}
  asks: {label: Vragen, text: Ik vraag.}
  listens: {label: Luisteren, text: Ik luister.}
least: past niet
most: past helemaal
"""


def make_judged_module(parent: Path) -> Path:
    """Write the module; return its folder.

    Its variant `first` is graded by completion and has a step on campus; `judged` is graded by people, two
    criteria with four levels each.
    """
    folder = make_module(parent)
    file = folder / "module.yaml"
    spoil(file, "  - id: start\n", "  - id: start\n    campus: true\n")
    spoil(file, LAST, f"{LAST}\n      {PIECE}\n      {OWN}")
    spoil(file, "steps:", f"{VARIANTS}steps:")
    for language in ("nl", "en"):
        with (folder / f"{language}.yaml").open("a", encoding="utf-8") as written:
            written.write("  piece: {title: Je stuk, ask: Schrijf je stuk.}\n")
            own = "".join(f"    {line}\n" for line in f"title: Jezelf\nask: Kies.\n{RUBRIC}".splitlines())
            written.write(f"  own-rubric:\n{own}")
            written.write("variants: {first: Begin, judged: Einde}\n")
    return folder


def sharing_module(parent: Path) -> Module:
    """The same with variants that share a step, so that they are no parts of a course."""
    folder = make_judged_module(parent)
    spoil(folder / "module.yaml", "judged: {steps: [more]", "judged: {steps: [start, more]")
    return load_module(folder)


def make_rating_module(parent: Path) -> Path:
    """The same, in which learners rate their own competences at the start and at the end."""
    folder = make_judged_module(parent)
    file = folder / "module.yaml"
    first = "- {id: thought, type: short-text, done: {words: 2}, widest-audience: class, on-paper: true}"
    spoil(file, first, f"{first}\n      - {{id: before, widest-audience: facilitator, {_GROUPS}}}")
    spoil(file, OWN, f"{OWN}\n      - {{id: after, widest-audience: class, {_GROUPS}}}")
    spoil(file, "rubric: {activity", "competences: {before: before, after: after}\nrubric: {activity")
    for language in ("nl", "en"):
        words = folder / f"{language}.yaml"
        told = "".join(f"    {line}\n" for line in f"title: Jij nu\nask: Kies.\n{_RATED}".splitlines())
        spoil(words, "more:\n", f"  before:\n{told}more:\n")
        spoil(words, "variants: {first", f"  after:\n{told}variants: {{first")
    return folder


def judged_module(parent: Path) -> Module:
    """The same, loaded."""
    return load_module(make_judged_module(parent))
