"""Moto, an S3 that nobody here wrote: https://github.com/getmoto/moto (Apache 2.0)."""

import subprocess
import time
from pathlib import Path

import requests

from tests import needs

BUCKET = "wegwijs"


class S3:
    """A bucket at `http://127.0.0.1:<port>`, of a server in a process of its own."""

    def __init__(self) -> None:
        self._server = Path(needs.services_venv()).with_name("moto_server")
        self.port = needs.free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Begin, with an empty bucket."""
        self._process = subprocess.Popen(
            [self._server, "-p", str(self.port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                requests.put(f"{self.address}/{BUCKET}", timeout=5).raise_for_status()
                return
            except requests.RequestException:
                time.sleep(0.1)
        raise AssertionError("the S3 server did not start")

    def settings(self) -> dict[str, str]:
        """What an installation says to keep its files here."""
        return {
            "files": f"s3://{BUCKET}/school",
            "s3_endpoint": self.address,
            "s3_access_key": "somebody",
            "s3_secret_key": "a-secret-of-the-bucket",
        }

    def stop(self) -> None:
        """End the server's process; all that it had is gone."""
        self._process.terminate()
        self._process.wait(20)
