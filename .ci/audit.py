"""Ask the public database of weaknesses about every library that is installed.

    pip freeze --exclude-editable | python .ci/audit.py

Exit status 1 where one has a known weakness that nobody accepted. Where the database can't be reached, or
does not know the libraries' versions (a mirror), nothing was asked: that is said, and is no failure, as a
machine without the network must be able to test. Needs `pip-audit`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

ACCEPTED: dict[str, str] = {}
"""Weaknesses that do not touch us, by their name in the database: why, and until when."""


def report(libraries: list[dict[str, Any]]) -> tuple[list[str], bool]:
    """Return what to say of the database's answer, and whether it is a failure.

    Args:
        libraries: each with a `name`; with its `version` and `vulns` where the database knew it.
    """
    asked = [library for library in libraries if "vulns" in library]
    found = [(library, weak) for library in asked for weak in library["vulns"]]
    open_ones = [(library, weak) for library, weak in found if weak["id"] not in ACCEPTED]
    lines = [
        f"{library['name']} {library['version']}: {weak['id']}; "
        f"mended in {', '.join(weak['fix_versions']) or 'no version yet'}"
        for library, weak in open_ones
    ]
    if not asked:
        return ["Known weaknesses: not asked, as the database does not know these versions."], False
    unknown = f", {len(libraries) - len(asked)} unknown to it" if len(asked) < len(libraries) else ""
    lines.append(f"Known weaknesses: {len(asked)} libraries asked after{unknown}; {len(open_ones)} found.")
    return lines, bool(open_ones)


def main() -> int:
    """Ask, and say what was found."""
    command = [
        sys.executable, "-m", "pip_audit", "--requirement", "/dev/stdin", "--no-deps", "--disable-pip",
        "--format", "json", "--progress-spinner", "off",
    ]  # fmt: skip
    asked = subprocess.run(  # noqa: S603 (our own words)
        command, input=sys.stdin.read(), capture_output=True, text=True, check=False
    )
    if asked.returncode > 1:  # it finds nothing or something (0, 1): this is a mistake in how it was asked
        sys.stderr.write(asked.stderr)
        return asked.returncode
    try:
        libraries = json.loads(asked.stdout)["dependencies"]
    except ValueError:
        lines, failed = [f"Known weaknesses: not asked. {asked.stderr.strip()[-200:]}"], False
    else:
        lines, failed = report(libraries)
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
