"""A command or a piece of work, timed."""

from __future__ import annotations

import resource
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass
class Took:
    """Seconds: by the clock, and of processor time."""

    wall: float = 0.0
    cpu: float = 0.0

    def __str__(self) -> str:
        return f"{self.wall:6.2f} s  {self.cpu:6.2f} s CPU"


@contextmanager
def timed(cpu: Callable[[], float] = time.process_time) -> Iterator[Took]:
    """Time what happens inside."""
    took = Took()
    wall, before = time.perf_counter(), cpu()
    yield took
    took.wall, took.cpu = time.perf_counter() - wall, cpu() - before


def timed_command(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Took:
    """Run a command to its end.

    Raises:
        subprocess.CalledProcessError: It failed; what it said is in the error.
    """
    with timed(_of_children) as took:
        subprocess.run(command, check=True, capture_output=True, env=environment)
    return took


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def weight(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    return path.stat().st_size if path.is_file() else sum(one.stat().st_size for one in _files(path))


def fingerprint(path: Path) -> str:
    """The same for the same bytes: of a file, or of a folder's files and their names."""
    whole = sha256()
    for file in [path] if path.is_file() else sorted(_files(path)):
        whole.update(f"{file.relative_to(path.parent)}\n".encode())
        whole.update(file.read_bytes())
    return whole.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())
