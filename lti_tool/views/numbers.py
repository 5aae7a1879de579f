"""A number in what a browser sent: of a row, of a revision."""

LARGEST = 2**31 - 1
"""That a column of the database holds; PostgreSQL refuses to look for more."""


def number_in(text: str) -> int | None:
    """Return the number that a text is: digits alone, no more than `LARGEST`; else None."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST))):
        return None
    number = int(text)
    return number if number <= LARGEST else None
