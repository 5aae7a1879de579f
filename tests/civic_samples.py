"""One small activity of each type that civic reflection brought: its structure, its words, a full answer."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sample:
    """What `one_activity.module_with` makes a module of."""

    structure: str
    words: str
    value: Any


SAMPLES = {
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
roles: {gains: heeft er baat bij, decides: beslist, works: "werkt eraan, ook zonder [[idee]]"}
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
boxes: {fact: Feit, reading: "Lezing, een [[idee]]"}
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
}
