"""Time and bytes of all packages, beside a peer's, in one run.

    python -m benchmarks.export [--rounds 3] [--no-peer]

Promises: a trivial lesson ≤ 60 kB, a session ≤ 250 kB (not of `html`, a folder and no file to upload); the
same bytes twice; all modules in all formats and languages in ≤ 5 s. Exit status 1 when one about bytes is
broken: those are the same everywhere. Never for a timing: ratios to the peer of the same run carry over.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks import npm
from benchmarks.exporting.measure import Took, fingerprint, timed, timed_command, weight
from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.registry import load_registry
from scorm_export.export import Package, export
from scorm_export.formats import FORMATS

HERE = Path(__file__).parent
TRIVIAL = HERE / "exporting" / "trivial"
MOST_TRIVIAL, MOST_SESSION, MOST_SECONDS = 60_000, 250_000, 5.0
TOOL = "https://wegwijs.example.org"
PEER, PEER_VERSIONS = "simple-scorm-packager@0.2.7", {"scorm12": "1.2", "scorm2004": "2004 4th Edition"}


def main() -> int:
    """Print the tables; return 1 when a promise about bytes is broken."""
    arguments = _arguments()
    with timed() as load:
        modules = list(load_registry().modules.values())
    print(f"reading {len(modules)} modules: {load}\n")
    with tempfile.TemporaryDirectory(prefix="wegwijs-export-") as folder:
        broken = list(_everything(modules, Path(folder), arguments.rounds))
        if not arguments.no_peer:
            _beside_the_peer(modules, Path(folder) / "peer", arguments.rounds)
    for problem in broken:
        print(f"BROKEN PROMISE: {problem}")
    return int(bool(broken))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="runs of each; medians are shown")
    parser.add_argument(
        "--no-peer", action="store_true", help="only our own export (the peer needs Node and npm)"
    )
    return parser.parse_args()


def _everything(modules: Sequence[Module], folder: Path, rounds: int) -> Iterator[str]:
    """Print bytes per package and seconds per round; yield what is broken."""
    runs = []
    for number in range(max(2, rounds)):
        with timed() as took:
            made = _all(modules, folder / f"round-{number}")
        runs.append((took, {package.path.name: fingerprint(package.path) for package in made}))
    print(f"{'bytes, all languages in one':<28}" + "".join(f"{name:>11}" for name in FORMATS))
    for module in [load_module(TRIVIAL), *modules]:
        most = MOST_TRIVIAL if module.id == "trivial" else MOST_SESSION
        weights = _weights(module, folder / "weights")
        print(f"{module.id:<28}" + "".join(f"{size:>11,}" for size in weights.values()))
        for name, size in weights.items():
            if size > most and not FORMATS[name].is_folder:
                yield f"{module.id} as {name}: {size:,} B of {most:,}"
    _, first = runs[0]
    yield from (
        f"{name} is not the same twice" for _, other in runs for name in first if first[name] != other[name]
    )
    took = Took(median(run.wall for run, _ in runs), median(run.cpu for run, _ in runs))
    print(
        f"\n{len(first)} packages (each module, format and language, and all languages in one): {took}",
        end="",
    )
    print(f" ({MOST_SECONDS:g} s promised); the first round, with everything cold: {runs[0][0]}")


def _all(modules: Sequence[Module], out: Path) -> list[Package]:
    """Every module in every format, in each language by itself and in all."""
    languages = sorted({language for module in modules for language in module.languages})
    return [
        package
        for name in FORMATS
        for spoken in ([], *([one] for one in languages))
        for package in export(
            [module for module in modules if set(spoken) <= set(module.languages)],
            format=name,
            languages=spoken,
            tool_url=TOOL,
            out=out,
        )
    ]


def _weights(module: Module, out: Path) -> dict[str, int]:
    return {
        name: weight(_as_file(export([module], format=name, tool_url=TOOL, out=out)[0].path))
        for name in FORMATS
    }


def _as_file(path: Path) -> Path:
    return path if path.is_file() else Path(shutil.make_archive(str(path), "zip", path))


def _beside_the_peer(modules: Sequence[Module], folder: Path, rounds: int) -> None:
    """Print the peer's time and bytes beside ours, for whole processes of both."""
    home = npm.cache() / "simple-scorm-packager"
    if missing := npm.install(home, PEER):
        print(f"{PEER} is not measured: {missing}", file=sys.stderr)
        return
    print(f"\nA whole process; {PEER} wraps our finished pages, Wegwijs reads modules and makes pages too")
    for title, several in (("a trivial lesson", [load_module(TRIVIAL)]), ("all modules", list(modules))):
        ours, theirs, sizes = [], [], (0, 0)
        for number in range(rounds):
            out = folder / f"{len(several)}-{number}"
            ours.append(_our_process(several, out / "ours"))
            theirs.append(_their_process(out / "ours", out / "pages", out / "theirs", home))
            sizes = weight(out / "ours"), weight(out / "theirs")
        _compared(f"{title}, {' and '.join(PEER_VERSIONS)}", ours, theirs, sizes)


def _our_process(modules: Sequence[Module], out: Path) -> Took:
    command = [sys.executable, "-m", "lti_tool", "export", *(module.id for module in modules), "--apart"]
    command += ["--format", ",".join(PEER_VERSIONS), "--out", str(out)]
    return timed_command(command, {**os.environ, "WEGWIJS_MODULE_PATH": str(TRIVIAL)})


def _their_process(packages: Path, pages: Path, out: Path, home: Path) -> Took:
    out.mkdir(parents=True)
    jobs = []
    for package in sorted(packages.glob("*.zip")):
        # A package of each version from a folder of its own: the peer writes its files among the pages.
        with zipfile.ZipFile(package) as made:
            made.extractall(pages / package.stem)
        (pages / package.stem / "imsmanifest.xml").unlink()
        version = next(version for name, version in PEER_VERSIONS.items() if f"-{name}-" in package.name)
        jobs.append(f"{version}:{pages / package.stem}")
    script = HERE / "exporting" / "peer_apps" / "simple_packager.cjs"
    return timed_command(
        ["node", str(script), str(out), *jobs], {**os.environ, "NODE_PATH": str(home / "node_modules")}
    )


def _compared(title: str, ours: Sequence[Took], theirs: Sequence[Took], sizes: tuple[int, int]) -> None:
    print(f"\n{title}")
    middle = [
        Took(median(one.wall for one in runs), median(one.cpu for one in runs)) for runs in (ours, theirs)
    ]
    for name, took, size in zip(("wegwijs", "peer"), middle, sizes, strict=True):
        print(f"  {name:<10}{took}  {size:>10,} B")
    mine, other = middle
    print(
        f"  ratio     {mine.wall / other.wall:6.2f}    {mine.cpu / other.cpu:6.2f}        "
        f"{sizes[0] / sizes[1]:>10.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
