"""Full launches per second, processor time per launch and latencies, beside the peers', in one run.

    python -m benchmarks.launch [--rounds 5] [--seconds 2.5] [--dead 1] [--ltijs] [--json FILE]

Never fails for a timing: those are this machine's, and the ratios are what carries over. Exit status 1
means that launches failed that should not.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from benchmarks.launching import report
from benchmarks.launching.load import run_arrivals, run_clients
from benchmarks.launching.measure import Run, measured
from benchmarks.launching.one_core import on_one_core
from benchmarks.launching.peers import cached_peers, install_ltijs, install_pylti1p3
from benchmarks.launching.stub_platform import Signer, Tenant, key_set_server
from benchmarks.launching.tools import RunningTool, ltijs, stock, wegwijs

CONCURRENCY = (1, 8)
WARM_UP_SECONDS = 1.0
DEAD_SECONDS = 10.0
DEAD_EVERY = 0.25
PEER_THREADS = 8


def main() -> int:
    arguments = _arguments()
    signer = Signer()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wegwijs-launch-")))
        base = stack.enter_context(key_set_server(signer))
        quick, slow = Tenant("quick", base), Tenant("slow", base)
        dead = [Tenant(f"dead-{number}", base) for number in range(arguments.dead)]
        tools = list(_start(stack, folder, [quick, slow, *dead], arguments.ltijs))
        for tool in tools:
            for tenant in (quick, slow):
                run_clients(2, WARM_UP_SECONDS, tool, tenant, signer)
        runs = list(_rounds(arguments, tools, quick, signer, "quick"))
        with on_one_core(tools):
            runs += _rounds(arguments, tools, quick, signer, "one core")
        runs += _rounds(arguments, tools, slow, signer, "slow")
        # Last: a tool that waits for a dead platform is of no use for a while.
        runs += _with_dead_platform(tools, quick, dead, signer)
    report.show(runs)
    if arguments.json:
        arguments.json.write_text(json.dumps([run.record() for run in runs], indent=1))
    return int(any(run.failures and run.case != "dead" for run in runs))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="runs of each tool at each concurrency")
    parser.add_argument("--seconds", type=float, default=2.5, help="length of a run")
    parser.add_argument("--dead", type=int, default=1, help="platforms whose key set never answers")
    parser.add_argument("--ltijs", action="store_true", help="measure ltijs too (needs Node and npm)")
    parser.add_argument("--json", type=Path, help="write every run to this file")
    return parser.parse_args()


def _start(
    stack: ExitStack, folder: Path, tenants: Sequence[Tenant], with_ltijs: bool
) -> Iterator[RunningTool]:
    peers = cached_peers()
    install_pylti1p3(peers)
    yield stack.enter_context(wegwijs(folder, tenants, {}))
    yield stack.enter_context(stock(folder, tenants, peers))
    yield stack.enter_context(stock(folder, tenants, peers, PEER_THREADS))
    if with_ltijs:
        if missing := install_ltijs(peers):
            print(f"ltijs is not measured: {missing}", file=sys.stderr)
        else:
            yield stack.enter_context(ltijs(folder, tenants, peers))


def _rounds(
    arguments: argparse.Namespace, tools: Sequence[RunningTool], tenant: Tenant, signer: Signer, case: str
) -> Iterator[Run]:
    """Every tool once per round, in turning order, so that a busy minute of the machine hits all alike."""
    for number in range(arguments.rounds if case != "slow" else max(1, arguments.rounds // 2)):
        order = tools if number % 2 == 0 else list(reversed(tools))
        for concurrency in CONCURRENCY:
            for tool in order:
                with measured(tool, case, concurrency) as run:
                    done = run_clients(concurrency, arguments.seconds, tool, tenant, signer)
                    run.outcome, run.seconds = done
                print(".", end="", file=sys.stderr, flush=True)
                yield run
    print(file=sys.stderr)


def _with_dead_platform(
    tools: Sequence[RunningTool], healthy: Tenant, dead: Sequence[Tenant], signer: Signer
) -> Iterator[Run]:
    """One browser of a healthy platform, first alone, then while others come from dead platforms."""
    for tool in tools:
        with measured(tool, "alone", 1) as run:
            run.outcome, run.seconds = run_clients(1, DEAD_SECONDS / 4, tool, healthy, signer)
        yield run
        with ThreadPoolExecutor(1) as background, measured(tool, "dead", 1) as run:
            others = background.submit(run_arrivals, DEAD_EVERY, DEAD_SECONDS, tool, dead, signer)
            run.outcome, run.seconds = run_clients(1, DEAD_SECONDS, tool, healthy, signer)
            others.result()
        yield run


if __name__ == "__main__":
    sys.exit(main())
