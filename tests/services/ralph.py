"""Ralph, a learning record store that nobody here wrote: https://github.com/openfun/ralph (MIT).

It checks and keeps xAPI statements, in a file. It has no documents (xAPI's state and agent profile), as most
stores behind a cmi5 platform have them: those are the test platform's own (`tests/browser/cmi5/lrs.py`).
"""

import json
import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import requests

from tests import needs

_USER, _PASSWORD = "platform", "secret"
# bcrypt of the password, at its lowest cost.
_HASH = "$2b$04$E87xxa36KlECm.2PyxFkhOMdu5daK1/YwSta5S8zwWNUVmiyBr7aO"
_VERSION = {"X-Experience-API-Version": "1.0.3"}
# Its file store (5.1.0) makes a new file for each request and refuses the second; its others add to what is
# there. Nothing else of it is touched.
_START = """
import sys
import uvicorn
from ralph.backends.data.base import BaseOperationType
from ralph.backends.lrs.fs import FSLRSBackend
FSLRSBackend.default_operation_type = BaseOperationType.APPEND
uvicorn.run("ralph.api:app", port=int(sys.argv[1]))
"""


class Ralph:
    """The store at ``http://127.0.0.1:<port>``, in a process of its own."""

    def __init__(self, folder: Path) -> None:
        python = needs.services_venv()
        port = needs.free_port()
        self._address = f"http://127.0.0.1:{port}"
        self._http = requests.Session()
        self._http.trust_env = False
        self._http.auth = (_USER, _PASSWORD)
        self._http.headers.update(_VERSION)
        (folder / "data").mkdir()
        agent = {"mbox": "mailto:platform@lms.example"}
        users = [{"username": _USER, "hash": _HASH, "scopes": ["all"], "agent": agent}]
        (folder / "auth.json").write_text(json.dumps(users))
        self._log = (folder / "ralph.log").open("w")
        self._process = subprocess.Popen(
            [python, "-c", _START, str(port)],
            stdout=self._log,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={
                **os.environ,
                "RALPH_APP_DIR": str(folder),
                "RALPH_AUTH_FILE": str(folder / "auth.json"),
                "RALPH_RUNSERVER_BACKEND": "fs",
                "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "data"),
            },
        )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if self._http.get(f"{self._address}/__lbheartbeat__", timeout=5).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError(f"Ralph did not start:\n{Path(self._log.name).read_text('utf-8')}")

    def stop(self) -> None:
        """End the store's process."""
        self._process.terminate()
        self._process.wait(20)
        self._http.close()
        self._log.close()

    def record(self, statements: Sequence[dict[str, Any]]) -> int:
        """Have statements recorded, as a platform does that passes them on; return the HTTP status."""
        return self._http.post(f"{self._address}/xAPI/statements", json=statements, timeout=20).status_code

    def statements(self, registration: str) -> list[dict[str, Any]]:
        """Return what is recorded of a registration, by time."""
        query = {"registration": registration, "limit": "100"}
        answer = self._http.get(f"{self._address}/xAPI/statements", params=query, timeout=20)
        answer.raise_for_status()
        found: list[dict[str, Any]] = answer.json()["statements"]
        assert not answer.json().get("more"), "more than one page of statements"
        return sorted(found, key=lambda one: str(one["timestamp"]))
