"""One run: what the browsers met, and what it cost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psutil

from benchmarks.launching.load import Outcome
from benchmarks.launching.tools import RunningTool


@dataclass
class Run:
    """One tool, for one run.

    Attributes:
        case: The platform's name: how its key set answers.
        cpu_seconds: Processor time of the tool's processes.
        others: Cores that were busy with neither the tool nor the load generator, on average.
    """

    tool: str
    case: str
    concurrency: int
    outcome: Outcome = field(default_factory=Outcome)
    seconds: float = 0
    cpu_seconds: float = 0
    others: float = 0

    @property
    def launches(self) -> int:
        """How many reached the page."""
        return len(self.outcome.latencies)

    @property
    def failures(self) -> list[str]:
        """Why the others did not."""
        return self.outcome.failures

    @property
    def rate(self) -> float:
        """Launches per second."""
        return self.launches / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Processor time of the tool per launch, in ms."""
        return 1000 * self.cpu_seconds / self.launches if self.launches else float("nan")

    def percentile(self, percent: float) -> float:
        """A latency in ms, of the tool's answers to one launch together."""
        ordered = sorted(self.outcome.latencies)
        if not ordered:
            return float("nan")
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]

    def record(self) -> dict[str, Any]:
        """The run as plain values."""
        percentiles = {f"p{percent}_ms": round(self.percentile(percent), 2) for percent in (50, 95, 99, 100)}
        return {
            "tool": self.tool,
            "case": self.case,
            "concurrency": self.concurrency,
            "launches": self.launches,
            "failures": len(self.failures),
            "rate": round(self.rate, 1),
            "cpu_ms": round(self.cpu_ms, 3),
            "other_cores": round(self.others, 2),
            **percentiles,
        }


@contextmanager
def measured(tool: RunningTool, case: str, concurrency: int) -> Iterator[Run]:
    """Note the processor time that passes in the block; the block fills in outcome and seconds."""
    run = Run(tool.name, case, concurrency)
    own = psutil.Process()
    began = time.perf_counter()
    before = tool.cpu_seconds(), _spent_by(own), _spent_by_all()
    yield run
    after = tool.cpu_seconds(), _spent_by(own), _spent_by_all()
    run.cpu_seconds = after[0] - before[0]
    ours = run.cpu_seconds + after[1] - before[1]
    run.others = max(0.0, after[2] - before[2] - ours) / (time.perf_counter() - began)


def _spent_by(process: psutil.Process) -> float:
    times = [part.cpu_times() for part in (process, *process.children())]
    return float(sum(part.user + part.system for part in times))


def _spent_by_all() -> float:
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)
