"""Numbers as people write them, in the languages that pages are made in."""

SEPARATORS = {"nl": (".", ","), "en": (",", "."), "fr": ("\u202f", ","), "tr": (".", ","), "ar": (".", ",")}
"""Between thousands, and before decimals."""

TEN_THOUSAND = 10_000
"""From here on thousands stand apart; below it a number may also be a year."""


def readable_number(number: int | float, language: str) -> str:
    """Return 12345.6 as "12.345,60" in Dutch: two decimals or none, thousands apart from ten thousand on."""
    apart = "," if abs(number) >= TEN_THOUSAND else ""
    text = f"{number:{apart}.2f}" if isinstance(number, float) else f"{number:{apart}}"
    thousands, decimals = SEPARATORS.get(language, SEPARATORS["en"])
    return text.translate({ord(","): thousands, ord("."): decimals})
