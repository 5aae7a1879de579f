"""The tests' side of tests/real_platform: start it, and do what an administrator and a teacher do."""

import os
import subprocess
import time
from pathlib import Path
from typing import Any

import requests

from tests import needs
from tests.services.certificates import Certificates

PROGRAM = Path(__file__).resolve().parent.parent / "real_platform"


class RealPlatform:
    """lti-consumer-xblock at ``https://127.0.0.1:<port>``, in a process of its own."""

    def __init__(self, certificates: Certificates, log: Path) -> None:
        python = needs.services_venv()
        self.port = needs.free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.http = requests.Session()
        self.http.verify = str(certificates.authority)
        self.http.trust_env = False  # REQUESTS_CA_BUNDLE would win over `verify`
        self._log = log.open("w")
        self._process = subprocess.Popen(
            [
                python, PROGRAM, "--port", str(self.port),
                "--certificate", certificates.certificate, "--key", certificates.key,
            ],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "SSL_CERT_FILE": str(certificates.authority), "PYTHONWARNINGS": "ignore"},
        )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                self.read("faults")
            except requests.ConnectionError:
                time.sleep(0.1)
            else:
                return
        raise AssertionError(f"the platform did not start:\n{Path(self._log.name).read_text()}")

    def stop(self) -> None:
        """End the platform's process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)
        self.http.close()
        self._log.close()

    def read(self, what: str) -> Any:
        """Return one of the platform's lists: gradebook, scores, line-items, faults, calls…"""
        answer = self.http.get(f"{self.url}/control/{what}", timeout=20)
        answer.raise_for_status()
        return answer.json()

    def tell(self, what: str, **arguments: Any) -> Any:
        """Have the platform do something; see tests/real_platform/control.py for the arguments."""
        answer = self.http.post(f"{self.url}/control/{what}", json=arguments, timeout=20)
        answer.raise_for_status()
        return answer.json()

    def page(self, link: str, person: str, target: str = "iframe") -> str:
        """Return the address at which `person` meets the tool in the course."""
        return f"{self.url}/course/{link}?as={person}&target={target}"
