"""Whether the server in this container can serve; for a worker's container, whether the database is there.

Needs nothing but Python: the image has no curl.
"""

import os
import sys
import urllib.request


def main() -> int:
    """0: well. 1: not, and why."""
    port = os.environ.get("WEGWIJS_LISTEN", "0.0.0.0:8000").rpartition(":")[2]
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=4) as answer:
            return 0 if answer.status == 200 else 1
    except OSError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
