"""What stands on a printed page, as tests read it."""

from __future__ import annotations

import pypdfium2


def text_of(pdf: bytes) -> str:
    """The text of all pages; what belongs together stands together, wherever a line breaks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def pages_of(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def words_in(pdf: bytes) -> str:
    """The text without what a line break or a page's edge does to it."""
    return " ".join(text_of(pdf).replace("\u200b", "").replace("\ufffe", "").split())
