"""A minimal valid institution pack, to be spoilt one mistake at a time."""

from pathlib import Path

PACK = """\
id: school
languages: [nl, en]
sources: [visit]
flyers:
  - {id: sport, facts: [tables], values: {tables: 1234, price: 2.5}, checked-on: "2026-03-01", source: visit,
     url: "https://example.org/sport"}
  - {id: culture, checked-on: "2026-09-01", source: visit}
  - {id: later}
dates:
  - {id: open-day, when: "2026-11-14", checked-on: "2026-09-01", source: visit}
links:
  - {id: test, url: "https://example.org/test", checked-on: "2026-09-01", source: visit}
"""

WORDS = """\
name: De school
sources: {visit: een bezoek}
flyers:
  sport: {title: Sport, text: "Het kost € {price}.", facts: {tables: "Er zijn {tables} tafels."},
    link: Meer sport, purpose: Je ziet wat er is.}
  culture: {title: Cultuur, text: "Voor een [[graduaat]]."}
dates:
  open-day: {title: Opendag, text: Kom kijken.}
links:
  test: {title: De test, purpose: Je ziet wat je boeit.}
"""


def make_pack(parent: Path, name: str = "school") -> Path:
    """Write a valid pack: three flyers, of which nobody filled in the last, a day and a link."""
    folder = parent / name
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(PACK.replace("id: school", f"id: {name}"), encoding="utf-8")
    for language in ("nl", "en"):
        (folder / f"{language}.yaml").write_text(WORDS, encoding="utf-8")
    return folder
