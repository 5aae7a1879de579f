"""A number in what a browser sent: of a row or a revision, or a moment."""

LARGEST = 2**31 - 1
"""That a column of the database holds; PostgreSQL refuses to look for more."""


LATEST = 10**12 - 1
"""In seconds since 1970: moments have wider columns, and pass `LARGEST` in January 2038."""


def number_in(text: str) -> int | None:
    """Return the number of a row or a revision: digits alone, no more than `LARGEST`; else None."""
    return _at_most(LARGEST, text)


def moment_in(text: str) -> int | None:
    """Return a moment in seconds since 1970: digits alone, not after `LATEST`; else None."""
    return _at_most(LATEST, text)


def _at_most(most: int, text: str) -> int | None:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None
