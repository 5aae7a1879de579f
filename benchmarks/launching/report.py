"""The tables: medians over the rounds, and our ratios to the peers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from benchmarks.launching.measure import Run

OURS = "wegwijs"
_CASES = {
    "quick": "A platform that answers at once",
    "one core": "The same, tools and load together on one core",
    "slow": "A platform whose key set takes 50 ms",
    "alone": "A healthy platform's launches, just before",
    "dead": "The same, while others come from a platform whose key set never answers",
}


def show(runs: Sequence[Run]) -> None:
    """Print a table per case; percentiles and rates are medians of the rounds."""
    for case, title in _CASES.items():
        of_case = [run for run in runs if run.case == case]
        if not of_case:
            continue
        print(f"\n{title}\n")
        print(
            f"{'':<24}  c  launches/s (least-most)  CPU ms (low)    p50    p95    p99    max  failed  others"
        )
        for concurrency in sorted({run.concurrency for run in of_case}):
            for name in dict.fromkeys(run.tool for run in of_case):
                _row([run for run in of_case if (run.tool, run.concurrency) == (name, concurrency)])
        if case in {"quick", "one core", "slow"}:
            _ratios(of_case)
    print("\nLatencies in ms, without the platform's signing; others: cores busy with neither tool nor load.")


def _row(runs: Sequence[Run]) -> None:
    rates = [run.rate for run in runs]
    spread = f"{median(rates):.0f} ({min(rates):.0f}-{max(rates):.0f})"
    latencies = "".join(f"{median(run.percentile(p) for run in runs):>7.1f}" for p in (50, 95, 99, 100))
    cpus, others = [run.cpu_ms for run in runs], median(run.others for run in runs)
    cpu = f"{median(cpus):.2f} ({min(cpus):.2f})"
    failed = sum(len(run.failures) for run in runs)
    first = runs[0]
    tool = f"{first.tool:<24}{first.concurrency:>3}"
    print(f"{tool}  {spread:>23}  {cpu:>12}{latencies}{failed:>8}{others:>8.2f}")


def _ratios(runs: Sequence[Run]) -> None:
    for peer in dict.fromkeys(run.tool for run in runs if run.tool != OURS):
        for concurrency in sorted({run.concurrency for run in runs}):
            faster = _ratio(runs, peer, concurrency, lambda run: run.rate)
            cheaper = _ratio(runs, peer, concurrency, lambda run: run.cpu_ms)
            sooner = 1 / _ratio(runs, peer, concurrency, lambda run: run.percentile(50))
            print(
                f"c={concurrency}: {faster:.2f} x the launches/s of {peer}, {cheaper:.2f} x its CPU, "
                f"half of them {sooner:.2f} x as soon"
            )


def _ratio(runs: Sequence[Run], peer: str, concurrency: int, value: Callable[[Run], float]) -> float:
    def middle(name: str) -> float:
        return median(value(run) for run in runs if (run.tool, run.concurrency) == (name, concurrency))

    return middle(OURS) / middle(peer) if middle(peer) else float("inf")
