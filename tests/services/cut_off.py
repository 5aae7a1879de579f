"""A process that sends a recording and is killed on the way, where its arguments say."""

import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from lti_tool.app import create_app
from lti_tool.settings import Settings
from lti_tool.tool import make_tool
from modules.kit.registry import load_registry
from tests.lti_browser import HOST, Page
from tests.recording_module import OGG, send

where, database, folder, token = sys.argv[1:]
tool = make_tool(Settings(public_url=HOST, database_url=database), registry=load_registry([Path(folder)]))


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(owner: Any, name: str) -> None:
    act = getattr(owner, name)
    setattr(owner, name, lambda *given: (act(*given), die()))


def fill_disk() -> None:
    put = tool.files.put

    def refuse(name: str, content: bytes) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
        try:
            put(name, content)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    tool.files.put = refuse  # type: ignore[method-assign]


match where:
    case "noted":
        tool.files.put = die  # type: ignore[method-assign]
    case "written":
        die_after(tool.files, "put")
    case "arrived":
        tool.jobs.clear_files = die  # type: ignore[method-assign]
    case "deleted":
        die_after(tool.files, "delete")
    case "full":
        fill_disk()
answer = send(Page(create_app(tool.settings, tool).test_client(), token, ""), OGG)
if answer.status_code == 200:
    tool.uploads.clear_away()
sys.exit(answer.status_code // 100)
