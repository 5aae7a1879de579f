"""The tools that are measured, each started as its own makers start it, with one worker process."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from benchmarks.launching.peers import Peers
from benchmarks.launching.stub_platform import Tenant

PEER_APPS = Path(__file__).parent / "peer_apps"
START_SECONDS = 30


@dataclass(frozen=True)
class RunningTool:
    """A tool that listens."""

    name: str
    base: str
    login_path: str
    launch_path: str
    process: psutil.Process

    @property
    def launch_url(self) -> str:
        """Where launches are posted."""
        return self.base + self.launch_path

    def cpu_seconds(self) -> float:
        """Processor time of all its processes until now."""
        total = 0.0
        for process in (self.process, *self.process.children(recursive=True)):
            times = process.cpu_times()
            total += times.user + times.system
        return total


@contextmanager
def wegwijs(
    folder: Path, tenants: Sequence[Tenant], options: Mapping[str, str], *, workers: int = 1
) -> Iterator[RunningTool]:
    """Wegwijs with its state in a SQLite file (WAL), set up by its own commands.

    Args:
        folder: Where its database comes.
        tenants: The registrations to add.
        options: More environment variables.
        workers: Processes that answer.
    """
    base = f"http://127.0.0.1:{free_port()}"
    own = {"WEGWIJS_DATABASE_URL": f"sqlite:///{folder / 'wegwijs.sqlite'}", **options}
    environment = installed(base, tenants, own)
    with serving(base, environment, folder / "wegwijs.log", workers=workers) as tool:
        yield tool


def installed(base: str, tenants: Sequence[Tenant], options: Mapping[str, str]) -> Mapping[str, str]:
    """Set up a Wegwijs by its own commands; return the environment of its processes.

    Args:
        base: Its public address.
        tenants: The registrations to add.
        options: More environment variables, with the database's address.
    """
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("WEGWIJS_")},
        "WEGWIJS_PUBLIC_URL": base,
        "WEGWIJS_ALLOW_PRIVATE_HOSTS": "1",
        "WEGWIJS_REQUESTS_PER_MINUTE": "0",  # one school asks for all of it
        **options,
    }
    command = [sys.executable, "-m", "lti_tool"]
    subprocess.run([*command, "db", "upgrade"], env=environment, check=True, stdout=subprocess.DEVNULL)
    for tenant in tenants:
        given = {
            "issuer": tenant.issuer,
            "client-id": tenant.client_id,
            "auth-url": tenant.auth_url,
            "token-url": tenant.token_url,
            "jwks-url": tenant.jwks_url,
            "deployment": tenant.deployment_id,
        }
        arguments = [part for name, value in given.items() for part in (f"--{name}", value)]
        added = [*command, "platform", "add", *arguments]
        subprocess.run(added, env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


@contextmanager
def serving(
    address: str, environment: Mapping[str, str], log: Path, *, workers: int = 1
) -> Iterator[RunningTool]:
    """A server of an installed Wegwijs at an address of this machine, without its worker."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 0
    command = [sys.executable, "-m", "lti_tool", "serve", "--host", host, "--port", str(port)]
    serve = [*command, "--workers", str(workers), "--without-worker"]
    with _running(serve, (host, port), environment, log) as process:
        yield RunningTool("wegwijs", address, "/lti/login", "/lti/launch", process)


@contextmanager
def stock(folder: Path, tenants: Sequence[Tenant], peers: Peers, threads: int = 0) -> Iterator[RunningTool]:
    """PyLTI1p3 in a tool like its own Flask example. Without threads its server is at its fastest."""
    port = free_port()
    pair = _key_pair(folder)
    configuration = {
        tenant.issuer: [
            {
                "default": True,
                "client_id": tenant.client_id,
                "auth_login_url": tenant.auth_url,
                "auth_token_url": tenant.token_url,
                "key_set_url": tenant.jwks_url,
                "key_set": None,
                "deployment_ids": [tenant.deployment_id],
                "private_key_file": pair[0].name,
                "public_key_file": pair[1].name,
            }
        ]
        for tenant in tenants
    }
    path = folder / "platforms.json"
    path.write_text(json.dumps(configuration))
    environment = {**os.environ, "PLATFORMS": str(path), "PYTHONPATH": str(PEER_APPS)}
    kind = ["-k", "gthread", "--threads", str(threads)] if threads else []
    serve = [str(peers.python), "-m", "gunicorn", "-w", "1", *kind, "-b", f"127.0.0.1:{port}"]
    name = f"pylti1p3, {threads} threads" if threads else "pylti1p3"
    with _running(
        [*serve, "stock_app:app"], ("127.0.0.1", port), environment, folder / f"stock-{threads}.log"
    ) as process:
        yield RunningTool(name, f"http://127.0.0.1:{port}", "/login/", "/launch/", process)


@contextmanager
def ltijs(folder: Path, tenants: Sequence[Tenant], peers: Peers) -> Iterator[RunningTool]:
    """The Node tool ltijs, with its state in a SQLite file."""
    port = free_port()
    environment = {
        **os.environ,
        "NODE_ENV": "production",
        "NODE_PATH": str(peers.node_modules),
        "PORT": str(port),
        "DATABASE": str(folder / "ltijs.sqlite"),
        "TENANTS": json.dumps(
            [
                {
                    "url": tenant.issuer,
                    "name": tenant.name,
                    "clientId": tenant.client_id,
                    "authenticationEndpoint": tenant.auth_url,
                    "accesstokenEndpoint": tenant.token_url,
                    "authConfig": {"method": "JWK_SET", "key": tenant.jwks_url},
                }
                for tenant in tenants
            ]
        ),
    }
    serve = ["node", str(PEER_APPS / "ltijs_app.cjs")]
    with _running(serve, ("127.0.0.1", port), environment, folder / "ltijs.log") as process:
        yield RunningTool("ltijs", f"http://127.0.0.1:{port}", "/login", "/", process)


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(
    command: Sequence[str], address: tuple[str, int], environment: Mapping[str, str], log: Path
) -> Iterator[psutil.Process]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
        try:
            _wait_until_it_listens(process, address, log)
            yield psutil.Process(process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                # A peer's worker that waits for a dead platform does not hear that it must end.
                for child in psutil.Process(process.pid).children(recursive=True):
                    child.kill()
                process.kill()
                process.wait()


def _wait_until_it_listens(process: subprocess.Popen[bytes], address: tuple[str, int], log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            socket.create_connection(address, 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{' '.join(process.args)} does not listen:\n{log.read_text()[-2000:]}")  # type: ignore[arg-type]


def _key_pair(folder: Path) -> tuple[Path, Path]:
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private, public = folder / "tool.key", folder / "tool.key.pub"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return private, public
