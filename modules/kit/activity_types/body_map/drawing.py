"""The body on paper: the drawing of `template.html` itself, with the words where they were placed."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as Tree

from modules.kit.activity_type import ActivityOptions, ActivityWords
from modules.kit.drawing import CARD, FONT, INK, LINE, MUTED, TINTS, WARM, shortened, text_width
from modules.kit.templates import environment

_NAMESPACE = "http://www.w3.org/2000/svg"
_SVG = f"{{{_NAMESPACE}}}"
_ROOM, _ROW, _LETTER, _SMALLEST = 132, 22, 19, 12
_MOST = 3
"""Words in one place of the drawing; then how many more there are."""
_BARE = re.compile(r"\sdata-(?:keepsake|text)(?=[\s>])")
_STYLES: Mapping[str, Mapping[str, str]] = {
    "body-cloth": {"fill": WARM},
    "body-skin": {"fill": CARD},
    "body-line": {"stroke-width": "1.8"},
    "body-eyes": {"stroke-width": "4.6"},
    "body-ground": {"stroke": LINE, "stroke-width": "1.8"},
}
_TINTED = {None, "body-skin"}
"""The shapes of a part that take its colour; lines and eyes stay as they are."""


def draw_body(options: ActivityOptions, words: ActivityWords, placed: Mapping[str, Sequence[str]]) -> str:
    """Return the drawing as SVG. What was left empty is nobody's business: it is not in it.

    Args:
        options: the activity's, for the template.
        words: the activity's, for the names of the places.
        placed: the words by place; at least one.
    """
    Tree.register_namespace("", _NAMESPACE)
    svg = Tree.fromstring(_template_svg(options, words))  # noqa: S314 (as above)
    drawn = {"fill": "none", "stroke": INK, "stroke-width": "3", "stroke-linecap": "round"}
    svg.attrib |= {**drawn, "stroke-linejoin": "round", "font-family": FONT}
    for shape in svg.iter():
        for name in shape.get("class", "").split():
            shape.attrib |= _STYLES.get(name, {})
    hues = {place: TINTS[at % len(TINTS)] for at, place in enumerate(placed)}
    for part in svg.findall(f".//{_SVG}g[@data-part]"):
        hue = hues.get(part.get("data-part", ""))
        for shape in part.findall(f"{_SVG}path"):
            if shape.get("class") in _TINTED:
                shape.set("fill", CARD if hue is None or shape.get("class") else hue[0])
    for spot in svg.findall(f"{_SVG}g[@data-place]"):
        place = spot.get("data-place", "")
        if place in placed:
            _fill(spot, placed[place], hues[place])
        else:
            svg.remove(spot)
    return Tree.tostring(svg, encoding="unicode")


def _template_svg(options: ActivityOptions, words: ActivityWords) -> str:
    """The drawing as the page has it, before anything is placed."""
    source = Path(__file__).with_name("template.html").read_text(encoding="utf-8")
    html = (
        environment()
        .from_string(source)
        .render(
            activity={"id": "x", "options": options, "words": words},
            glossary={},
            ui=lambda key, **_: key,
            field=lambda name: name,
            heading_id="h",
        )
    )
    svg = html[html.index("<svg") : html.index("</svg>") + len("</svg>")]
    return _BARE.sub("", svg).replace("<svg", f'<svg xmlns="{_NAMESPACE}"', 1)


def _fill(spot: Tree.Element, words: Sequence[str], hue: tuple[str, str]) -> None:
    """Words in a spot: under its name, in a card as high as they need."""
    shown = [*words] if len(words) <= _MOST else [*words[: _MOST - 1], f"+ {len(words) - _MOST + 1}"]
    height = 36 + _ROW * len(shown)
    top = float(spot.get("data-y", "0")) - height / 2
    tie, card = spot.find(f"{_SVG}path"), spot.find(f"{_SVG}rect")
    label, text = spot.find(f"{_SVG}text"), spot.find(f"{_SVG}g")
    if tie is not None:
        tie.attrib |= {"stroke": hue[1], "stroke-width": "2.6"}
    if card is None or label is None or text is None:
        raise ValueError("the template of body-map has another drawing")
    card.attrib |= {
        "y": f"{top}",
        "height": f"{height}",
        "fill": hue[0],
        "stroke": hue[1],
        "stroke-width": "2",
    }
    written = {"text-anchor": "middle", "stroke": "none"}
    label.attrib |= {**written, "y": f"{top + 22}", "fill": MUTED}
    for at, word in enumerate(shown):
        size = max(_SMALLEST, min(_LETTER, int(_LETTER * _ROOM / max(text_width(word, _LETTER), 1))))
        y = round(top + 33 + _ROW * (at + 0.6), 1)
        where = {"x": text.get("data-x", "0"), "y": f"{y}", "font-size": f"{size}"}
        line = Tree.SubElement(text, f"{_SVG}text", {**written, **where, "fill": INK, "font-weight": "bold"})
        line.text = shortened(word, _ROOM + size, size)
