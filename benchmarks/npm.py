"""Other people's software from npm, in a folder under the user's cache: it is no dependency of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SECONDS = 180


def cache() -> Path:
    """The folder in the user's cache that benchmarks install peers in."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return folder / "wegwijs-benchmarks"


def install(folder: Path, *packages: str) -> str | None:
    """Install packages, unless that was done; return why they can't be, or None when they are there."""
    done, wanted = folder / "installed.txt", "\n".join(packages)
    if done.exists() and done.read_text(encoding="utf-8") == wanted:
        return None
    npm = shutil.which("npm")
    if npm is None:
        return "there is no npm here"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    command = [npm, "install", "--no-audit", "--no-fund", "--loglevel=error", *packages]
    try:
        subprocess.run(command, cwd=folder, check=True, timeout=SECONDS, stdout=sys.stderr)
    except (subprocess.SubprocessError, OSError) as problem:
        shutil.rmtree(folder, ignore_errors=True)
        return f"npm could not install it ({type(problem).__name__})"
    done.write_text(wanted, encoding="utf-8")
    return None
