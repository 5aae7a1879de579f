"""What drawings on paper share: six tints, and text that fits where it stands.

The browser measures its fonts (`runtime/fit_text.js`); here widths are estimated, rather too wide than too
narrow. Everything that a learner wrote goes through `shape`, which escapes it.
"""

import math
from collections.abc import Sequence

from markupsafe import Markup

INK, MUTED, LINE, CARD, WARM = "#2b2a33", "#5d5a63", "#8a8580", "#fffdfa", "#f4ecdf"
TINTS = (
    ("#b3f0e1", "#068472"),
    ("#bae8ff", "#2d79a5"),
    ("#e6d9ff", "#7964a4"),
    ("#ffd0e1", "#a05771"),
    ("#ffd7b7", "#9d6131"),
    ("#dde8b7", "#6c792f"),
)
"""Fill and edge, equally light, around the colour wheel from teal."""
FONT = "Atkinson Hyperlegible Next, Noto Naskh Arabic, Libertinus Serif, Noto Emoji, sans-serif"
LINE_HEIGHT = 1.15

_MOST_LINES = 4
_NARROW, _WIDE = frozenset("iljtfrI.,:;'!|()[] \u2018\u2019"), frozenset("mwMWGOQ@%—")


def shape(name: str, content: Markup | str = "", **attributes: object) -> Markup:
    """Return an SVG element. `_` in a name of an attribute stands for `-`; text in it is escaped."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.replace("_", "-"), value) for key, value in attributes.items()
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, content)  # noqa: S704 (`name` is ours)


def text_width(text: str, size: float) -> float:
    """Return about how wide a text is in bold type of this size."""
    return sum(0.36 if char in _NARROW else 0.9 if char in _WIDE else _em(char) for char in text) * size


def shortened(text: str, room: float, size: float) -> str:
    """Return the text, with "…" in the place of what does not fit."""
    end, wide, fits = room - text_width("…", size), 0.0, 0
    for used, char in enumerate(text, 1):
        wide += text_width(char, size)
        if wide <= end:
            fits = used
        elif wide > room:
            return f"{text[:fits].rstrip()}…"
    return text


def fit_in_circle(text: str, radius: float, largest: int, smallest: int) -> tuple[int, Sequence[str]]:
    """Return the largest size at which a text fits in a circle in at most four lines, and those lines."""
    words = text.split()
    for size in range(largest, smallest - 1, -1):
        for count in range(1, _MOST_LINES + 1):
            lines = _fill(words, _rooms(count, size, radius), size)
            if lines:
                return size, lines
    rooms = _rooms(_MOST_LINES, smallest, radius)
    return smallest, _cut(words, rooms, smallest)


def lines_of_text(lines: Sequence[str], size: int, **attributes: object) -> Markup:
    """Return lines under each other, the middle of them all at the origin."""
    top = -(len(lines) - 1) / 2 * size * LINE_HEIGHT + size * 0.35
    return Markup("").join(
        shape("text", line, x=0, y=round(top + at * size * LINE_HEIGHT, 1), font_size=size, **attributes)
        for at, line in enumerate(lines)
    )


def wrapped(text: str, room: float, size: float, most: int) -> Sequence[str]:
    """Return a text over at most so many lines of this width, with "…" where there was more."""
    rest, lines = text.split(), list[str]()
    while rest and len(lines) < most:
        line = rest.pop(0)
        while rest and text_width(f"{line} {rest[0]}", size) <= room:
            line = f"{line} {rest.pop(0)}"
        if rest and len(lines) + 1 == most:
            line = f"{line} {rest[0]}"  # too long for sure, so that it ends in "…"
        lines.append(shortened(line, room, size))
    return lines


def _em(char: str) -> float:
    if ord(char) > 0x2E7F:
        return 1.25
    return 0.72 if char.isupper() else 0.6


def _rooms(count: int, size: int, radius: float) -> list[float]:
    """The room of each line: the chord of the circle at the line's outer edge."""
    inner = radius * 0.88
    middles = ((line - (count - 1) / 2) * size * LINE_HEIGHT for line in range(count))
    edges = (abs(middle) + size / 2 for middle in middles)
    return [2 * math.sqrt(max(0.0, inner * inner - edge * edge)) for edge in edges]


def _fill(words: Sequence[str], rooms: Sequence[float], size: int) -> list[str] | None:
    """Whole words over the lines, or None where they don't fit."""
    lines = [""] * len(rooms)
    at = 0
    for word in words:
        longer = f"{lines[at]} {word}".strip()
        while text_width(longer, size) > rooms[at]:
            at += 1
            if at == len(rooms):
                return None
            longer = word
        lines[at] = longer
    return lines if all(lines) else None


def _cut(words: Sequence[str], rooms: Sequence[float], size: int) -> list[str]:
    """As much as there is room for; the last line says that there was more."""
    rest = list(words)
    lines = []
    for room in rooms:
        line = ""
        while rest and text_width(f"{line} {rest[0]}".strip(), size) <= room:
            line = f"{line} {rest.pop(0)}".strip()
        if not line and rest:
            line = shortened(rest.pop(0), room, size)
        lines.append(line)
    if rest:
        lines[-1] = shortened(f"{lines[-1]} {rest[0]} …", rooms[-1], size)
    return [line for line in lines if line.strip("…")]
