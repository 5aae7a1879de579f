"""Run the steps of the Containerfile in a clean root, where no container engine is at hand.

    debootstrap --variant=minbase --include=python3,python3-venv,ca-certificates bookworm ROOT
    python3 packaging/container/rehearse.py ROOT          (as root)

Knows the instructions that our Containerfile has, and no others. Each stage begins with a copy of ROOT. In
the end the image's own command runs as its own user until its health check says that it is well.
"""

# Runs as root on purpose, and tells what it does.
# ruff: noqa: C901, D102, D103, PLR0912, S101, S603, S607, T201

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """Every instruction and the rest of its line, continued lines joined, comments left out."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name, rest.strip()


class Stage:
    """One root, with what instructions said about it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/",
        }
        self.environment |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
        self.user, self.folder = "0", "/"
        self.command: dict[str, list[str]] = {}

    def inside(self, command: list[str]) -> list[str]:
        """The command line that runs something in this root, as its user."""
        user = ["--userspec", f"{self.user}:{self.user}"] if self.user != "0" else []
        named = [f"{name}={value}" for name, value in self.environment.items()]
        script = f"cd {shlex.quote(self.folder)} && exec {shlex.join(command)}"
        return ["chroot", *user, str(self.root), "env", "-i", *named, "/bin/sh", "-c", script]

    def run(self, command: str) -> None:
        subprocess.run(self.inside(["/bin/sh", "-c", command]), check=True)


def copy(stages: dict[str, Stage], here: Stage, rest: str) -> None:
    words = shlex.split(rest)
    source = PROJECT
    if words[0].startswith("--from="):
        source = stages[words.pop(0).removeprefix("--from=")].root
    *names, target = words
    there = here.root / target.lstrip("/")
    for name in names:
        one = source / name.lstrip("/")
        goal = there / one.name if target.endswith("/") else there
        goal.parent.mkdir(parents=True, exist_ok=True)
        if one.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(one, goal, symlinks=True, dirs_exist_ok=True, ignore=ignored)
        else:
            shutil.copy2(one, goal)


def build(base: Path, text: str) -> Stage:
    stages: dict[str, Stage] = {}
    here: Stage | None = None
    for name, rest in instructions(text):
        print(f"--> {name} {rest[:100]}", flush=True)
        if name == "FROM":
            stage = rest.split(" AS ")[1] if " AS " in rest else "image"
            root = base.with_name(f"{base.name}-{stage}")
            shutil.rmtree(root, ignore_errors=True)
            subprocess.run(["cp", "-a", str(base), str(root)], check=True)
            here = stages[stage] = Stage(root)
            continue
        if here is None:
            assert name == "ARG", name
            continue
        match name:
            case "RUN":
                here.run(rest)
            case "COPY":
                copy(stages, here, rest)
            case "ENV":
                for pair in shlex.split(rest):
                    key, _, value = pair.partition("=")
                    here.environment[key] = value.replace("$PATH", here.environment["PATH"])
            case "USER":
                here.user = rest
            case "WORKDIR":
                here.folder = rest
            case "ENTRYPOINT" | "CMD":
                here.command[name] = json.loads(rest)
            case "HEALTHCHECK":
                here.command[name] = json.loads(rest.partition(" CMD ")[2])
            case "VOLUME" | "EXPOSE" | "STOPSIGNAL":
                pass
            case _:
                raise SystemExit(f"this rehearsal does not know {name}")
    return stages["image"]


def try_out(image: Stage) -> None:
    """Start it as an engine would, wait until it is well, and end it."""
    command = image.inside([*image.command["ENTRYPOINT"], *image.command["CMD"]])
    process = subprocess.Popen(command)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while subprocess.run(
        image.inside(image.command["HEALTHCHECK"]), capture_output=True, check=False
    ).returncode:
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise SystemExit("the image is not well")
        time.sleep(1)
    # A worker needs longer than a server: what matters here is that doctor finds the installation whole.
    subprocess.run(image.inside(["wegwijs", "doctor"]), check=False)
    process.send_signal(signal.SIGTERM)
    print(f"ended with {process.wait(40)}")


def megabytes(root: Path) -> int:
    said = subprocess.run(["du", "-sm", str(root)], capture_output=True, text=True, check=True).stdout
    return int(said.split()[0])


if __name__ == "__main__":
    begin = Path(sys.argv[1]).resolve()
    made = build(begin, (Path(__file__).parent / "Containerfile").read_text("utf-8"))
    print(f"{megabytes(made.root)} MB, of which {megabytes(begin)} MB are the base")
    try_out(made)
