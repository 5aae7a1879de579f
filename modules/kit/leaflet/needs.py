"""What a leaflet needs of the institution pack and does not get: rules for whoever fills the pack in."""

from collections.abc import Iterator

from modules.kit.institution import unknown_numbers
from modules.kit.institution_check import Finding
from modules.kit.leaflet import Leaflet


def leaflet_findings(leaflet: Leaflet) -> Iterator[Finding]:
    """Yield the entries and numbers that the leaflet's words name and its pack lacks."""
    words = leaflet.words[leaflet.languages[0]]
    for section in leaflet.structure.sections:
        if section.pack is None:
            continue
        entries = {entry.id: entry for entry in leaflet.pack.entries(section.pack)}
        for name in section.items:
            if name not in entries:
                yield Finding(section.pack, None, f"'{name}' is not there, but '{leaflet.id}' shows it")
                continue
            text = words.sections[section.id].items[name].text
            if lacks := unknown_numbers(text, entries[name].values):
                yield Finding(section.pack, name, f"'{leaflet.id}' needs the numbers {', '.join(lacks)}")
