"""Every figure of `/metrics` in one table, and how it is written.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lti_tool.metrics import bucket_counts
from lti_tool.store.counters import Key

PREFIX = "wegwijs_"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True)
class Figure:
    """One figure that is told."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    labels: tuple[str, ...]
    help: str


FIGURES = (
    Figure("launches_total", "counter", ("family", "rung"), "Launches let in, by family of platform and by "
           "what held them to their browser."),
    Figure("refusals_total", "counter", ("reason",), "Logins, launches and registrations refused, by the "
           "code on the error page."),
    Figure("request_seconds", "histogram", ("work", "status"), "Time to answer, by kind of work and class of "
           "HTTP status; save is the autosave of an open page."),
    Figure("rate_limited_total", "counter", ("kind",), "Requests told to wait (429): their "
           "school asked for too much."),
    Figure("deliveries_total", "counter", ("family", "outcome"), "Tries to deliver a grade: delivered, "
           "refused, later."),
    Figure("platform_busy_total", "counter", ("family",), "Answers of platforms that were "
           "busy (429)."),
    Figure("jobs_total", "counter", ("job", "result"), "Jobs of the worker."),
    Figure("outbox_scores", "gauge", ("state",), "Grades by state of their delivery."),
    Figure("outbox_oldest_seconds", "gauge", (), "How long the longest waiting grade waits; 0: none does."),
    Figure("attempts", "gauge", (), "Attempts that are kept."),
    Figure("deployments_waiting", "gauge", (), "Deployments that wait for approval."),
    Figure("asks_open", "gauge", (), "Links to ask somebody that nobody answered yet."),
    Figure("queue_jobs", "gauge", (), "Jobs that wait for a worker."),
    Figure("worker_seen_seconds", "gauge", (), "Since when a worker's sweep came to its end; -1: never yet."),
    Figure("database_bytes", "gauge", (), "Size of the database's file (SQLite)."),
    Figure("free_bytes", "gauge", (), "Room on the disk of the database (SQLite)."),
    Figure("info", "gauge", ("version", "schema", "database"), "Which Wegwijs this is."),
)  # fmt: skip


def text(counted: Mapping[Key, float], measured: Mapping[Key, float]) -> str:
    """Everything, as Prometheus reads it.

    Args:
        counted: The counters of all processes.
        measured: The gauges, as they stand now.
    """
    lines = [line for figure in FIGURES for line in _lines(figure, counted, measured)]
    return "\n".join(lines) + "\n"


def _lines(figure: Figure, counted: Mapping[Key, float], measured: Mapping[Key, float]) -> Iterator[str]:
    name = PREFIX + figure.name
    yield f"# HELP {name} {figure.help}"
    yield f"# TYPE {name} {figure.kind}"
    if figure.kind == "histogram":
        yield from _histogram(figure.name, counted)
        return
    source = counted if figure.kind == "counter" else measured
    for (key, labels), value in sorted(source.items()):
        if key == figure.name:
            yield _sample(name, labels, value)


def _histogram(name: str, counted: Mapping[Key, float]) -> Iterator[str]:
    for labels, buckets in sorted(bucket_counts(counted, name).items()):
        for bucket, value in buckets.items():
            yield _sample(f"{PREFIX}{name}_bucket", f'{labels}{"," if labels else ""}le="{bucket}"', value)
        yield _sample(f"{PREFIX}{name}_sum", labels, counted.get((f"{name}_sum", labels), 0))
        yield _sample(f"{PREFIX}{name}_count", labels, buckets["+Inf"])


def _sample(name: str, labels: str, value: float) -> str:
    written = f"{value:.6f}".rstrip("0").rstrip(".")
    return f"{name}{{{labels}}} {written}" if labels else f"{name} {written}"
