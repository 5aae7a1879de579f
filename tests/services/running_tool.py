"""Wegwijs as a school runs it: the commands, a database file, HTTPS in front."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests import needs
from tests.services.certificates import Certificates
from tests.services.tls_front import TlsFront

COMMAND = [sys.executable, "-m", "lti_tool"]


class RunningTool:
    """`wegwijs serve` and `wegwijs worker` at ``https://localhost:<port>``."""

    def __init__(self, certificates: Certificates, folder: Path) -> None:
        self.folder = folder
        self.port, self._inner_port = needs.free_port(), needs.free_port()
        self.url = f"https://localhost:{self.port}"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("WEGWIJS_")},
            "WEGWIJS_PUBLIC_URL": self.url,
            "WEGWIJS_DATABASE_URL": f"sqlite:///{folder / 'wegwijs.sqlite'}",
            "WEGWIJS_ALLOW_PRIVATE_HOSTS": "1",
            "WEGWIJS_CA_FILE": str(certificates.authority),
        }
        self.command("db", "upgrade")
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._serve()
        self.start("worker")
        self._front = TlsFront(certificates, self.port, self._inner_port)
        try:
            self._wait()
        except AssertionError:
            self.stop()
            raise

    def command(self, *arguments: str) -> str:
        """Run ``wegwijs`` with these arguments, and return what it prints."""
        done = subprocess.run(
            [*COMMAND, *arguments],
            env=self._environment,
            cwd=needs.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"wegwijs {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def start(self, name: str, *arguments: str) -> None:
        """Run a command of ``wegwijs`` until `stop`; what it prints goes to ``<name>.log``."""
        with (self.folder / f"{name}.log").open("ab") as log:
            self._processes[name] = subprocess.Popen(
                [*COMMAND, name, *arguments],
                env=self._environment,
                cwd=needs.ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a server is several processes, and `down` ends them all
            )

    def log(self, name: str) -> str:
        """Return what a command has printed so far."""
        return (self.folder / f"{name}.log").read_text("utf-8")

    @contextmanager
    def down(self) -> Iterator[None]:
        """Kill the server, as a power cut would, and start it again at the end."""
        os.killpg(self._processes["serve"].pid, signal.SIGKILL)
        self._processes["serve"].wait(20)
        yield
        self._serve()
        self._wait()

    def stop(self) -> None:
        """End the processes and close the front."""
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.wait(20)
        self._front.stop()

    def _serve(self) -> None:
        self.start("serve", "--without-worker", "--port", str(self._inner_port))

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._processes["serve"].poll() is None:
            try:
                if requests.get(f"http://127.0.0.1:{self._inner_port}/readyz", timeout=5).ok:
                    return
            except requests.ConnectionError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"`wegwijs serve` does not answer:\n{self.log('serve')}")
