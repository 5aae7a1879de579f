"""Processes that get no more than a share of one core, as a small machine of their own would have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CGROUPS = Path("/sys/fs/cgroup")
_PERIOD = 20_000
"""Microseconds: short, so that a limited process never stands still for long."""


class QuotaError(Exception):
    """The kernel gives us no say over processor time."""


@contextmanager
def cpu_quota(name: str, share: float) -> Iterator[Path]:
    """A group of processes; whoever writes its number into the file that it gives belongs to it.

    Args:
        name: Of the group, not in use.
        share: Of one core, e.g. 0.1.

    Raises:
        QuotaError: We are not root, or there are no control groups with `cpu`.
    """
    first = _CGROUPS / "cpu"
    is_old = first.is_dir()
    group = (first if is_old else _CGROUPS) / f"wegwijs-{name}"
    try:
        group.mkdir()
        quota = round(share * _PERIOD)
        if is_old:
            (group / "cpu.cfs_period_us").write_text(str(_PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(quota))
        else:
            (group / "cpu.max").write_text(f"{quota} {_PERIOD}")
    except OSError as problem:
        raise QuotaError(
            f"no say over processor time (needs root and control groups): {problem}"
        ) from problem
    try:
        yield group / "cgroup.procs"
    finally:
        group.rmdir()
