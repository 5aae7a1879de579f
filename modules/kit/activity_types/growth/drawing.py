"""Then and now on paper: on one line for each thing an open dot and a full one."""

from collections.abc import Sequence

from markupsafe import Markup

from modules.kit.activity_types.growth.compared import Compared, Row
from modules.kit.drawing import CARD, FONT, INK, LINE, MUTED, shape, wrapped

_WIDTH, _EDGE, _LETTER, _SMALL, _LINE, _KEY, _GAP = 340, 14, 15, 12, 18, 26, 28
"""Lengths, as in `chart.js`."""
_COLOUR = "#0b6e5f"


def draw_growth(sides: Sequence[str], found: Compared) -> str:
    """Return the drawing as SVG.

    Args:
        sides: what the open and the full dot are called.
        found: the rows.
    """
    shapes = [
        shape(
            "g", _dot(is_now) + _text(name, 20, 5, _LETTER), transform=f"translate({_EDGE} {14 + at * _KEY})"
        )
        for at, (name, is_now) in enumerate(zip(sides, (False, True), strict=True))
    ]
    top = 2 * _KEY + 16
    for row in found.rows:
        drawn, height = _row(row, found.scale)
        shapes.append(shape("g", drawn, transform=f"translate(0 {top})"))
        top += height
    shapes.append(_text(wrapped(found.least, 164, _SMALL, 1)[0], _EDGE - 8, top, _SMALL, fill=MUTED))
    most = wrapped(found.most, 164, _SMALL, 1)[0]
    shapes.append(_text(most, _WIDTH - _EDGE + 8, top, _SMALL, fill=MUTED, text_anchor="end"))
    return str(
        shape(
            "svg",
            Markup("").join(shapes),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_WIDTH} {top + 8}",
            font_family=FONT,
        )
    )


def _row(row: Row, scale: int) -> tuple[Markup, int]:
    """The name over the line with its dots, and how high that is."""
    lines = wrapped(row.label, _WIDTH - 16, _LETTER, 2)
    names = [
        _text(line, _EDGE - 8, _LINE * at + 12, _LETTER, font_weight="bold") for at, line in enumerate(lines)
    ]
    y = _LINE * len(lines) + 16
    track = shape("line", x1=_EDGE, x2=_WIDTH - _EDGE, y1=y, y2=y, stroke=LINE, stroke_width=2)
    steps = [
        shape("line", x1=_at(n, scale), x2=_at(n, scale), y1=y - 5, y2=y + 5, stroke=LINE, stroke_width=2)
        for n in range(1, scale + 1)
    ]
    way = []
    if row.then is not None and row.now is not None:
        then, now = _at(row.then, scale), _at(row.now, scale)
        way = [shape("line", x1=then, x2=now, y1=y, y2=y, stroke=_COLOUR, stroke_width=5)]
    dots = [
        shape("g", _dot(is_now), transform=f"translate({_at(number, scale)} {y})")
        for number, is_now in ((row.then, False), (row.now, True))
        if number is not None
    ]
    return Markup("").join([*names, track, *steps, *way, *dots]), y + _GAP


def _at(number: float, scale: int) -> float:
    return round(_EDGE + (number - 1) / (scale - 1) * (_WIDTH - 2 * _EDGE), 1)


def _dot(is_now: bool) -> Markup:
    """The full dot is the smaller one: where both are the same, both are seen."""
    if is_now:
        return shape("circle", r=6, fill=_COLOUR)
    return shape("circle", r=10, fill=CARD, stroke=_COLOUR, stroke_width=3)


def _text(text: str, x: float, y: float, size: int, **more: object) -> Markup:
    return shape("text", text, x=x, y=y, font_size=size, **{"fill": INK, **more})
