"""The tool and the load on one core, which is always awake.

Where two virtual cores are free, one falls asleep at every turn of browser and tool, and has to be woken for
the next: that is the machine's time, and no tool's.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import psutil

from benchmarks.launching.tools import RunningTool


@contextmanager
def on_one_core(tools: Sequence[RunningTool]) -> Iterator[None]:
    """Keep the tools' processes and this one on the first core that this process may use."""
    before = os.sched_getaffinity(0)
    first = {min(before)}
    _move(tools, first)
    try:
        yield
    finally:
        _move(tools, before)


def _move(tools: Sequence[RunningTool], cores: set[int]) -> None:
    processes = [psutil.Process()]
    for tool in tools:
        processes += [tool.process, *tool.process.children(recursive=True)]
    for process in processes:
        for thread in process.threads():
            with suppress(ProcessLookupError):  # it ended meanwhile
                os.sched_setaffinity(thread.id, cores)
