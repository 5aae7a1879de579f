"""One small activity of each type that civic reflection brought: its structure, its words, a full answer."""

from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

from modules.kit.loader import load_module
from modules.kit.module import Module
from tests.module_folders import make_module, spoil


@dataclass(frozen=True)
class Sample:
    """What `one_activity.module_with` makes a module of."""

    structure: str
    words: str
    value: Any


SAMPLES = {
    "scaffold": Sample(
        "type: scaffold, frames: {deal: [where, who, did], what: [what, so]}, done: {answers: 2}",
        """\
title: Beschrijf
ask: Beschrijf één moment zoals een camera het zag.
frames:
  deal:
    name: DEAL
    about: Eerst wat iedereen kon zien. Daarna pas wat het [[betekent|idee]].
    prompts:
      where: {ask: Waar en wanneer was het?, hint: Eén moment is genoeg.}
      who: {ask: "Wie was erbij, in welke rol?"}
      did: {ask: "Wat deed jij, en wat deed je niet?"}
  what:
    name: "Wat? En dan?"
    prompts:
      what: {ask: Wat gebeurde er?}
      so: {ask: Wat betekent dat voor jou?}""",
        {
            "deal": {
                "where": "Op de markt in Genk, zaterdag om tien uur.",
                "who": "Twee verkopers, een bewoner, en wij als studenten.",
            },
            "what": {"so": "Ik sprak vooral met wie mij aansprak."},
        },
    ),
    "stakeholder-map": Sample(
        "type: stakeholder-map, roles: [gains, decides, works], people: 6, done: {people: 3}",
        """\
title: Wie hoort erbij?
ask: Wie is betrokken bij de nood, en wie wordt vergeten?
centre: Veilig fietsen
person: Persoon of groep
name: Wie?
name-hint: Een rol of een groep, geen naam.
role: Wat zijn zij hierin?
roles: {gains: heeft er baat bij, decides: beslist, works: "werkt mee aan een [[idee]]"}
ring: Hoe dicht bij de nood?
rings: {near: heel dicht, middle: iets verder, far: veraf}
forgotten: Wordt vergeten of niet gehoord
add: Nog iemand""",
        [
            {"name": "Kinderen uit de buurt", "role": "gains", "ring": "near", "forgotten": True},
            {"name": "Ouders", "role": "gains", "ring": "near"},
            {"name": "Stad Hasselt, dienst mobiliteit", "role": "decides", "ring": "middle"},
            {"name": "Fietsersbond", "role": "works", "ring": "middle"},
            {"name": "Buschauffeurs", "role": "works", "ring": "far", "forgotten": True},
        ],
    ),
    "sort": Sample(
        "type: sort, boxes: [fact, reading], items: [late, rude, bored, help], "
        "key: {late: fact, rude: reading, bored: reading}",
        """\
title: Feit of lezing?
ask: Is dit een feit, of maakte iemand ervan wat het betekent?
boxes: {fact: Feit, reading: "Lezing, jouw [[idee]]"}
items:
  late: {text: De begeleider kwam om 9.10 uur binnen., hint: Kan iemand dit meten?, why: Een klok toont dit.}
  rude:
    text: De begeleider had geen respect voor ons, want hij kwam te laat en zei niets.
    hint: Zou iedereen hetzelfde zeggen?
    why: Te laat komen kan iedereen zien. Geen respect is wat je erbij denkt.
  bored: {text: De bewoners verveelden zich., hint: Hoe weet je dat?, why: Dat vul je zelf in.}
  help: {text: Wij hebben de buurt geholpen., why: De buurt kan daar anders over denken.}""",
        {"late": "fact", "rude": "fact", "bored": "reading", "help": "reading"},
    ),
    "incident-log": Sample(
        "type: incident-log, fields: [facts, who, did, felt, wonder], entries: 3",
        """\
title: Logboek
ask: Schrijf één moment op dat je bijbleef.
entry: Moment
date: Welke dag?
fields:
  facts: {label: Wat gebeurde er?, hint: Wat kon een camera zien?}
  who: {label: "Wie was erbij, in welke [[rol|idee]]?"}
  did: {label: Wat deed jij?}
  felt: {label: Hoe voelde dat?}
  wonder: {label: Wat wil je nog te weten komen?}
add: Nog een moment""",
        [
            {
                "date": "2026-10-05",
                "facts": "Drie mensen kwamen naar de infoavond. De zaal was voor vijftig gehuurd.",
                "who": "Twee bewoners, Jan Peeters van de stad",
                "did": "Ik zette de stoelen in een kring.",
                "felt": "Ongemakkelijk, en daarna opgelucht.",
                "wonder": "Wie wist er niet van, en waarom?",
            },
            {"date": "2026-10-12", "facts": "De bus reed niet."},
        ],
    ),
    "iceberg": Sample(
        "type: iceberg, layers: [event, pattern, structure, beliefs], done: {arrows: 1}",
        """\
title: IJsberg
ask: Kijk onder water. Wat zit er onder wat je zag?
layers:
  event: {label: Gebeurtenis, ask: Wat zag je?}
  pattern: {label: Patroon, ask: Gebeurt dat vaker?}
  structure: {label: Structuur, ask: "Welke [[regel|idee]], plek of geldstroom zit erachter?"}
  beliefs: {label: Overtuiging, ask: Wat vinden mensen gewoon?}
arrow: Pijl
signs: {more: leidt tot meer, less: leidt tot minder}
loop: Kring
loops: {reinforcing: versterkt zichzelf, balancing: houdt zichzelf in toom}""",
        {
            "cards": {
                "event": ["Weinig volk op de infoavond", "De bus reed niet"],
                "pattern": ["Steeds dezelfde mensen beslissen"],
                "structure": [
                    "Uitnodigingen alleen in het Nederlands",
                    "Avonduren",
                    "Geen budget voor tolken",
                ],
                "beliefs": ["Wie niet komt, wil niet"],
            },
            "arrows": [
                {"from": "structure-1", "to": "event-1", "sign": "less"},
                {"from": "event-1", "to": "pattern-1", "sign": "less"},
                {"from": "pattern-1", "to": "beliefs-1", "sign": "more"},
                {"from": "beliefs-1", "to": "structure-1", "sign": "more"},
                {"from": "event-2", "to": "event-1"},
            ],
        },
    ),
    "dilemma": Sample(
        "type: dilemma, cards: [photo, promise], positions: [never, rather-not, depends, rather, always]",
        """\
title: Dilemma's
ask: Waar sta jij, en wat is de beste reden daartegen?
cards:
  photo: {title: De foto, text: "Je partner vraagt foto's van bewoners.\\n\\nNiemand zei [[nee|idee]]."}
  promise: {title: De belofte, text: "Je project stopt in juni. De bewoners rekenen op je."}
position: Zou jij het doen?
positions: {never: Nooit, rather-not: Liever niet, depends: Hangt ervan af, rather: Eerder wel, always: Ja}
reasons: Waarom?
counter: De beste reden daartegen
shift: Na het gesprek, hoe is het met je standpunt?
shifts: {same: Hetzelfde, doubt: Ik twijfel meer, moved: Verschoven}
why: Waardoor?""",
        {
            "photo": {
                "position": "rather-not",
                "reasons": "Wie niets zegt, zegt nog geen ja.",
                "counter": "Zonder foto ziet niemand wat er gebeurt.",
                "shift": "doubt",
                "why": "Iemand vroeg wie er baat bij heeft.",
            }
        },
    ),
    "rubric-self": Sample(
        "type: rubric-self, criteria: [facts, views], levels: [tells, explains, explores, reframes], "
        "competences: {facts: reflecting, views: including}",
        """\
title: Waar sta je?
ask: Kies per regel wat past bij je tekst, en zeg waarom.
criteria:
  facts:
    label: Concrete feiten
    levels:
      tells: Je vertelt ongeveer wat er gebeurde.
      explains: Je scheidt feit en [[lezing|idee]].
      explores: Je zegt ook wat je niet weet.
      reframes: Je feiten veranderen hoe je kijkt.
  views:
    label: Perspectieven
    levels:
      tells: Je vertelt vanuit jezelf.
      explains: Je noemt ook de partner.
      explores: Je vergelijkt twee blikken.
      reframes: Je betrekt wie er niet was.
levels: {tells: beschrijft, explains: verklaart, explores: onderzoekt, reframes: herkadert}
competences: {reflecting: Ethisch reflecteren, including: Inclusief samenwerken}
reason: Waarom dit niveau?""",
        {
            "facts": {"level": "explains", "reason": "Ik haalde mijn oordeel uit de beschrijving."},
            "views": {"level": "explores", "reason": "Ik legde de stad naast de bewoners."},
        },
    ),
    "contract": Sample(
        "type: contract, fields: [goal, do, gets, check], dates: [by], parties: [me, partner, facilitator]",
        """\
title: Onze afspraken
ask: Wat spreken jullie af, en wat heeft je partner eraan?
fields:
  goal: {label: "Wat wil ik leren, in één [[zin|idee]]?"}
  do: {label: Wat doe ik?, hint: Iets wat een ander kan zien.}
  gets: {label: Wat krijgt de partner?}
  check: {label: Hoe weten we dat het lukte?}
dates:
  by: {label: Tegen wanneer?}
parties: {me: Ik, partner: Mijn partner, facilitator: Mijn begeleider}
agreed: Wie is akkoord?""",
        {
            "fields": {
                "goal": "Leren luisteren zonder meteen een oplossing te geven.",
                "do": "Drie gesprekken met bewoners, telkens een half uur.",
                "gets": "Een verslag zonder namen, met wat bewoners zelf voorstellen.",
                "check": "De partner leest het verslag en zegt wat bruikbaar is.",
            },
            "dates": {"by": "2026-12-01"},
            "agreed": ["me", "partner"],
        },
    ),
    "pitch-plan": Sample(
        "type: pitch-plan, total: 4, about: [audience, message], "
        "parts: [point-1, point-2, point-3, evidence, question]",
        """\
title: Plan je pitch
ask: Wat vertel je, aan wie, en hoelang?
about:
  audience: {label: Voor wie?, hint: Wat weten zij al?}
  message: {label: "Je boodschap in één [[zin|idee]]"}
parts:
  point-1: {label: Eerste punt}
  point-2: {label: Tweede punt}
  point-3: {label: Derde punt}
  evidence: {label: Je bewijs, hint: Een cijfer of een moment.}
  question: {label: Wat vraag je hen?}""",
        {
            "texts": {
                "audience": "De dienst mobiliteit en vijf bewoners",
                "message": "Wie niet fietst, werd niet gehoord.",
                "point-1": "Drie van de tien kinderen heeft geen fiets.",
                "point-2": "De bus rijdt niet na zes uur.",
                "point-3": "De infoavond was om zeven uur.",
                "evidence": "Mijn logboek van vijf oktober.",
                "question": "Kom naar de school, om vier uur.",
            },
            "seconds": {"point-1": 60, "point-2": 60, "point-3": 30, "evidence": 60},
        },
    ),
    "ask-others": Sample(
        "type: ask-others, people: 2, questions: [useful, missing], widest-audience: facilitator",
        """\
title: Vraag je partner
ask: Wat vindt je partner ervan?
person: Partner
who: Welke organisatie, in welke rol?
intro: "Je werkte samen met een student. Zeg wat jullie [[eraan|idee]] hadden."
questions: {useful: Wat was bruikbaar voor jullie?, missing: Wie of wat misten jullie?}""",
        [{"who": "Fietsersbond", "answers": {"useful": "Het verslag."}}],
    ),
    "audio-answer": Sample(
        "type: audio-answer, most: 2",
        """\
title: Zeg het hardop
ask: Wat leerde je, en hoe?
recording: Je opname
text: "Of schrijf het, of noteer je [[kernwoorden|idee]]\"""",
        {"text": "Ik leerde vragen wie er niet was.", "audio": {"seconds": 93, "where": "device"}},
    ),
}


def module_of_all(parent: Path) -> Module:
    """Return one module with every sample in it: its activity is called `<type>-here`."""
    folder = make_module(parent)
    extra = "- {id: extra, type: short-text, required: false}"
    structures = (f"      - {{id: {name}-here, {one.structure}}}" for name, one in SAMPLES.items())
    spoil(folder / "module.yaml", extra, "\n".join([extra, *structures]))
    for language in ("nl", "en"):
        with Path(folder, f"{language}.yaml").open("a", encoding="utf-8") as file:
            for name, one in SAMPLES.items():
                file.write(f"  {name}-here:\n{indent(one.words, '    ')}\n")
    return load_module(folder)


def all_answers() -> dict[str, Any]:
    """Return a full answer to each activity of `module_of_all` that has a sample."""
    return {f"{name}-here": one.value for name, one in SAMPLES.items()}
