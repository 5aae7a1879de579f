"""The peers' software, in a folder of its own under the user's cache: it is no dependency of ours."""

from __future__ import annotations

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from benchmarks import npm

REQUIREMENTS = Path(__file__).parent.parent / "requirements-peers.txt"
LTIJS = ("ltijs@5.9.9", "ltijs-sequelize@2.4.4", "sqlite3@6.0.1")


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
    return Peers(npm.cache())


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
    return npm.install(peers.node_modules.parent, *LTIJS)
