"""What makes one module look different from the next: its colour and its pictures."""

import re
from pathlib import Path

from modules.kit.structure import Accent

_VIEW_BOX = re.compile(rb"""viewBox=["']\s*\S+\s+\S+\s+(\d+(?:\.\d+)?)\s+(\d+(?:\.\d+)?)""")
_DEFAULT_SIZE = (640, 400)


def theme_css(accent: Accent) -> str:
    """Return the style sheet with the module's own colour, on light and on dark paper."""
    return (
        f":root{{--accent:{accent.light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{--accent:{accent.dark}}}}}\n"
    )


def picture_size(file: Path) -> tuple[int, int]:
    """Return width and height in pixels, so that the page leaves room before the picture is there.

    Only an SVG with a `viewBox` says so simply; anything else gets the usual shape of a card.
    """
    if file.suffix == ".svg" and file.exists() and (found := _VIEW_BOX.search(file.read_bytes()[:2000])):
        return round(float(found[1])), round(float(found[2]))
    return _DEFAULT_SIZE
