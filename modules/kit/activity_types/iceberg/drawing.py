"""The iceberg on paper: a band for each layer, the water below the first, cards, and arrows under them."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup

from modules.kit.activity_types.iceberg.loops import Arrows
from modules.kit.drawing import CARD, FONT, INK, LINE, MUTED, TINTS, shape, wrapped

# Lengths, as in `map.js`.
_WIDTH, _EDGE, _GAP = 440, 26, 14
_BAND, _TOP, _CARD = 132, 44, 64
_LETTER, _LINE, _WIDEST = 15.5, 18, 210
_DEPTHS = ("#ffffff", "#eef7f5", "#ddefeb", "#cbe6e1", "#b9ddd6")
_MORE, _LESS = TINTS[0][1], TINTS[4][1]

Box = tuple[float, float, float]
"""A card: its middle, its top and its width."""


def draw_iceberg(labels: Mapping[str, str], cards: Mapping[str, Sequence[str]], arrows: Arrows) -> str:
    """Return the drawing as SVG.

    Args:
        labels: of all layers, from the top down.
        cards: the texts of each layer that has any.
        arrows: those between two cards that are there.
    """
    bands, drawn, boxes = [], [], dict[str, Box]()
    for at, (layer, label) in enumerate(labels.items()):
        top = at * _BAND
        fill = _DEPTHS[at % len(_DEPTHS)]
        bands.append(shape("rect", x=0, y=top, width=_WIDTH, height=_BAND, fill=fill))
        bands.append(shape("text", label, x=10, y=top + 20, font_size=14, fill=MUTED, text_anchor="start"))
        there = [(index, text) for index, text in enumerate(cards.get(layer, ()), 1) if text]
        wide = min(_WIDEST, (_WIDTH - 2 * _EDGE - _GAP * (len(there) - 1)) / max(1, len(there)))
        left = (_WIDTH - wide * len(there) - _GAP * (len(there) - 1)) / 2
        for step, (index, text) in enumerate(there):
            box = round(left + step * (wide + _GAP) + wide / 2, 1), float(top + _TOP), round(wide, 1)
            boxes[f"{layer}-{index}"] = box
            drawn.append(_card(box, text))
    bands.append(_water())
    ties = [_arrow(boxes[one["from"]], boxes[one["to"]], one.get("sign", "")) for one in arrows]
    return str(
        shape(
            "svg",
            Markup("").join([*bands, *(line for line, _ in ties), *drawn, *(head for _, head in ties)]),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_WIDTH} {_BAND * len(labels)}",
            font_family=FONT,
            font_weight="bold",
            text_anchor="middle",
        )
    )


def _water() -> Markup:
    """A wave between what is seen and what is not."""
    stops = range(0, _WIDTH + 1, 40)
    waves = "".join(f"Q{a + 20} {_BAND + (6 if a % 80 else -6)} {b} {_BAND}" for a, b in pairwise(stops))
    return shape("path", d=f"M0 {_BAND}{waves}", fill="none", stroke=TINTS[1][1], stroke_width=3)


def _card(box: Box, text: str) -> Markup:
    middle, top, wide = box
    card = shape("rect", x=middle - wide / 2, y=top, width=wide, height=_CARD, rx=8, fill=CARD, stroke=LINE)
    lines = wrapped(text, wide - 14, _LETTER, 3)
    first = top + _CARD / 2 + 5 - (len(lines) - 1) * _LINE / 2
    return card + Markup("").join(
        shape("text", line, x=middle, y=first + row * _LINE, font_size=_LETTER, fill=INK)
        for row, line in enumerate(lines)
    )


def _arrow(start: Box, end: Box, sign: str) -> tuple[Markup, Markup]:
    """The line of an arrow, and what lies on the cards: its head, and its sign."""
    (x1, y1), (cx, cy), (x2, y2) = curve(start, end)
    hue = {"more": _MORE, "less": _LESS}.get(sign, MUTED)
    line = shape("path", d=f"M{x1} {y1}Q{cx} {cy} {x2} {y2}", fill="none", stroke=hue, stroke_width=3)
    turn = math.degrees(math.atan2(y2 - cy, x2 - cx))
    head = shape(
        "path", d="M0 0L-11 -6L-11 6Z", fill=hue, transform=f"translate({x2} {y2}) rotate({round(turn, 1)})"
    )
    if not sign:
        return line, head
    t = 0.14 if abs(y2 - y1) > _BAND else 0.5  # in the gap where a long one leaves, and not on a card
    x, y = (
        round((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c, 1)
        for a, b, c in ((x1, cx, x2), (y1, cy, y2))
    )
    mark = shape("circle", r=10, fill=CARD, stroke=hue, stroke_width=2)
    mark += shape("text", "+" if sign == "more" else "\u2212", x=0, y=6, font_size=18, fill=INK)
    return line, head + shape("g", mark, transform=f"translate({x} {y})")


def curve(start: Box, end: Box) -> Sequence[tuple[float, float]]:
    """Return where an arrow begins, what it bends to, and where it ends.

    Down it leaves and arrives left of the middle, up on the right, so that there and back lie apart.
    """
    if start[1] == end[1]:
        is_right = end[0] > start[0]
        y = start[1] if is_right else start[1] + _CARD
        away = -34 if is_right else 34
        side = 12 if is_right else -12
        return (start[0] + side, y), (round((start[0] + end[0]) / 2, 1), y + away), (end[0] - side, y)
    is_down = end[1] > start[1]
    side = -18 if is_down else 18
    y1, y2 = (start[1] + _CARD, end[1]) if is_down else (start[1], end[1] + _CARD)
    # Past a whole layer: along the side, not through its cards.
    far = abs(end[1] - start[1]) > _BAND
    bend = side * 14 if far else side
    x = round((start[0] + end[0]) / 2 + bend, 1)
    return (start[0] + side, y1), (x, round((y1 + y2) / 2, 1)), (end[0] + side, y2)
