"""The peers' software, in a folder of its own under the user's cache: it is no dependency of ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements-peers.txt"
LTIJS = ("ltijs@5.9.9", "ltijs-sequelize@2.4.4", "sqlite3@6.0.1")
NPM_SECONDS = 180


@dataclass(frozen=True)
class Peers:
    """Where the peers' software is."""

    folder: Path

    @property
    def python(self) -> Path:
        """The Python that has PyLTI1p3."""
        return self.folder / "python" / "bin" / "python"

    @property
    def node_modules(self) -> Path:
        """Where ltijs is."""
        return self.folder / "ltijs" / "node_modules"


def cached_peers() -> Peers:
    """The peers in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Peers(cache / "wegwijs-benchmarks")


def install_pylti1p3(peers: Peers) -> None:
    """Install the stock tool's needs, unless that was done.

    Raises:
        subprocess.CalledProcessError: They can't be installed.
    """
    done = peers.folder / "python" / REQUIREMENTS.name
    if done.exists() and done.read_bytes() == REQUIREMENTS.read_bytes():
        return
    venv.create(peers.folder / "python", with_pip=True, clear=True)
    pip = [str(peers.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True, stdout=sys.stderr)
    done.write_bytes(REQUIREMENTS.read_bytes())


def install_ltijs(peers: Peers) -> str | None:
    """Install ltijs, unless that was done; return why it can't be, or None when it is there."""
    if (peers.node_modules / "ltijs-sequelize").exists():
        return None
    npm = shutil.which("npm")
    if npm is None:
        return "there is no npm here"
    folder = peers.node_modules.parent
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}')
    command = [npm, "install", "--no-audit", "--no-fund", "--loglevel=error", *LTIJS]
    try:
        subprocess.run(command, cwd=folder, check=True, timeout=NPM_SECONDS, stdout=sys.stderr)
    except (subprocess.SubprocessError, OSError) as problem:
        shutil.rmtree(folder, ignore_errors=True)
        return f"npm could not install it ({type(problem).__name__})"
    return None
