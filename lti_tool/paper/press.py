"""A process of its own that turns data into a PDF, so that what takes too long or too much can be ended.

It stands alone: reads one JSON object from its input (`template`, `seconds`, `made`, `data`), writes the PDF
to its output, and says nothing else. Text that people wrote is data for the template and never a part of it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MOST_MEMORY = 2 * 1024**3


def limit(seconds: int) -> None:
    """Let the system end this process when it takes too much, where it can (not on Windows)."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def make(wanted: dict[str, Any]) -> bytes:
    """Make one document, for who looks and for who listens (PDF/UA) if it can be."""
    import typst  # noqa: PLC0415 (under the limits)

    def by(standards: list[typst.PDFStandard]) -> bytes:
        return typst.compile(
            str(HERE / wanted["template"]),
            root=str(HERE),
            font_paths=[str(HERE / "fonts")],
            sys_inputs={"data": json.dumps(wanted["data"])},
            format="pdf",
            timestamp=wanted["made"],
            pdf_standards=standards,
        )

    try:
        return by(["ua-1"])
    except typst.TypstError:
        # It refuses a letter that no font here has: an empty box beats no booklet.
        return by([])


def main() -> None:
    """Read, make, write."""
    wanted = json.load(sys.stdin.buffer)
    limit(wanted["seconds"])
    sys.stdout.buffer.write(make(wanted))


if __name__ == "__main__":
    main()
