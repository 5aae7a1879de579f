"""The map on paper: three rings around the matter, everybody on their ring, clockwise in the list's order."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from modules.kit.drawing import CARD, FONT, INK, LINE, TINTS, fit_in_circle, lines_of_text, shape, wrapped

RINGS = ("near", "middle", "far")
_RADII = {"near": 72, "middle": 118, "far": 164}
_WIDTH, _HEIGHT = 440, 436
_HEART, _DOT, _LETTER, _LINE, _ROOM = 40, 15, 15.5, 17, 112
"""Lengths, as in `map.js`."""
_MIDDLE = "#0b6e5f"


def draw_map(centre: str, roles: Sequence[str], people: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the drawing as SVG; None where nobody has both a name and a ring.

    Args:
        centre: what it is about.
        roles: all roles in their order, which gives them their colours.
        people: as in the value; their places in it are their numbers.
    """
    placed = [(at, one) for at, one in enumerate(people) if "name" in one and "ring" in one]
    if not placed:
        return None
    x, y = _WIDTH / 2, _HEIGHT / 2
    rings = [
        shape("circle", cx=x, cy=y, r=radius, fill="none", stroke=LINE, stroke_width=1)
        for radius in _RADII.values()
    ]
    size, lines = fit_in_circle(centre, _HEART, 17, 10)
    heart = shape("circle", r=_HEART, fill=_MIDDLE) + lines_of_text(lines, size, fill=CARD)
    shapes = [*rings, shape("g", heart, transform=f"translate({x} {y})")]
    for step, (at, one) in enumerate(placed):
        turn = step / len(placed) * 2 * math.pi - math.pi / 2
        left = round(x + _RADII[one["ring"]] * math.cos(turn), 1)
        top = round(y + _RADII[one["ring"]] * math.sin(turn), 1)
        shapes.append(_person(at, one, roles, left, top))
    return str(
        shape(
            "svg",
            Markup("").join(shapes),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
            font_family=FONT,
            font_weight="bold",
            text_anchor="middle",
        )
    )


def _person(at: int, one: Mapping[str, Any], roles: Sequence[str], left: float, top: float) -> Markup:
    """A numbered dot with the name on its outer side; who is forgotten has a broken edge and no filling."""
    role = one.get("role")
    fill, edge = TINTS[roles.index(role) % len(TINTS)] if role in roles else (CARD, LINE)
    broken = {"stroke_dasharray": "5 4", "fill": CARD} if "forgotten" in one else {"fill": fill}
    dot = shape("circle", r=_DOT, stroke=edge, stroke_width=3, **broken)
    number = shape("text", str(at + 1), x=0, y=5, font_size=_LETTER, fill=INK)
    lines = wrapped(one["name"], _ROOM, _LETTER, 2)
    first = -_DOT - 7 - _LINE * (len(lines) - 1) if top < _HEIGHT / 2 else _DOT + 17
    name = Markup("").join(
        shape("text", line, x=0, y=first + _LINE * row, font_size=_LETTER, fill=INK)
        for row, line in enumerate(lines)
    )
    return shape("g", dot + number + name, transform=f"translate({left} {top})")
