"""The circle on paper: the learner in the middle, tied to what is filled."""

import math
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from modules.kit.drawing import FONT, INK, TINTS, fit_in_circle, lines_of_text, shape

_SIZE = 400
_MARGIN = 4
_GAP = 6
_MIDDLE = "#0b6e5f"


def draw_circle(centre: str, slots: Sequence[str], texts: Mapping[str, str]) -> str:
    """Return the drawing as SVG. What was left empty is nobody's business: it is not in it.

    Args:
        centre: the word in the middle.
        slots: all places clockwise from the top, also empty ones: what is filled keeps its place.
        texts: what stands in them, by slot.
    """
    ring, bubble, middle = _measures(len(slots))
    half = _SIZE / 2
    ties, bubbles = [], []
    for at, slot in enumerate(slots):
        if slot not in texts:
            continue
        angle = at / len(slots) * 2 * math.pi - math.pi / 2
        x, y = round(half + ring * math.cos(angle), 1), round(half + ring * math.sin(angle), 1)
        tint, edge = TINTS[at % len(TINTS)]
        ties.append(shape("line", x1=half, y1=half, x2=x, y2=y, stroke=edge, stroke_width=3))
        size, lines = fit_in_circle(texts[slot], bubble, 18, 10)
        disc = shape("circle", r=round(bubble, 1), fill=tint, stroke=edge, stroke_width=2)
        words = lines_of_text(lines, size, fill=INK)
        bubbles.append(shape("g", disc + words, transform=f"translate({x} {y})"))
    size, lines = fit_in_circle(centre, middle, 30, 12)
    disc = shape("circle", r=round(middle, 1), fill=_MIDDLE)
    heart = shape(
        "g", disc + lines_of_text(lines, size, fill="#fffdfa"), transform=f"translate({half} {half})"
    )
    return str(
        shape(
            "svg",
            Markup("").join([*ties, *bubbles, heart]),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_SIZE} {_SIZE}",
            font_family=FONT,
            font_weight="bold",
            text_anchor="middle",
        )
    )


def _measures(count: int) -> tuple[float, float, float]:
    """The ring's radius, that of each circle, and that of the middle: as in `runtime/constellation.js`."""
    half = _SIZE / 2 - _MARGIN
    slope = math.sin(math.pi / count)
    ring = (half + _GAP / 2) / (1 + slope)
    bubble = min(half - ring, 76)
    return half - bubble, bubble, min(half - 2 * bubble - 18, 64)
