"""A module with an exercise to say aloud, what a browser may send for it, and a learner who shares it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lti_tool.store.civic_tables import uploads
from lti_tool.tool import Tool
from tests.class_page import ClassPage
from tests.lti_browser import HOST, Browser, Page
from tests.lti_platform_double import INSTRUCTOR
from tests.module_folders import make_module, spoil

EXTRA = "- {id: extra, type: short-text, required: false}"
SAY = (
    "- {id: say, type: audio-answer, most: 2, widest-audience: facilitator, done: {words: 1, seconds: 1}}\n"
    "      - {id: own, type: audio-answer, required: false}"
)
CUSTOM = {"custom": {"module": "practice"}}
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"sound" * 40
OGG = b"OggS\x00\x02" + b"sound" * 40
MP4 = b"\x00\x00\x00\x1cftypM4A " + b"sound" * 40


def make_recording_module(parent: Path) -> Path:
    """Write the module; return its folder. What is said at `say` may be shared, and at `own` never."""
    folder = make_module(parent)
    spoil(folder / "module.yaml", EXTRA, f"{EXTRA}\n      {SAY}")
    for language in ("nl", "en"):
        with (folder / f"{language}.yaml").open("a", encoding="utf-8") as written:
            for name in ("say", "own"):
                written.write(
                    f"  {name}: {{title: Zeg het, ask: Wat?, recording: Je opname, text: Of schrijf}}\n"
                )
    return folder


def said(where: str = "device", seconds: int = 12) -> dict[str, Any]:
    return {"text": "", "audio": {"seconds": seconds, "where": where}}


def learner(browser: Browser, **claims: Any) -> Page:
    return browser.open(**CUSTOM, **claims)


def send(page: Page, content: bytes = WEBM, activity: str = "say", digest: str | None = None) -> TestResponse:
    return page.client.put(
        f"/api/uploads/{activity}",
        base_url=HOST,
        headers={
            "Authorization": f"Bearer {page.token}",
            "Wegwijs-Digest": hashlib.sha256(content).hexdigest() if digest is None else digest,
        },
        data=content,
        content_type="audio/webm",
    )


def fetch(page: Page, activity: str = "say") -> TestResponse:
    return page.call("GET", f"/uploads/{activity}")


def share(page: Page, content: bytes = WEBM, revision: int = 0) -> int:
    """Record, share and send, as a page does; returns the revision of the answer."""
    kept = page.save("say", said(), revision, audience="facilitator")["saved"]["say"]
    sent = send(page, content)
    assert sent.status_code == 200, sent.text
    return int(page.save("say", said("server"), kept, audience="facilitator")["saved"]["say"])


def files(tool: Tool) -> Sequence[Path]:
    folder = tool.files.place.folder
    assert folder
    return [one for one in folder.rglob("*") if one.is_file()]


def rows(tool: Tool) -> int:
    with tool.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(uploads)) or 0


def teacher(browser: Browser, **claims: object) -> ClassPage:
    found = browser.open(sub="teacher-1", roles=[INSTRUCTOR], **CUSTOM, **claims)
    return ClassPage(found.client, found.token)


def shown(page: ClassPage) -> str | None:
    """The address of the recording on the part with shared answers."""
    found = re.search(r'data-address="(/class/recording/\d+)"', page.part("shared", activity="say"))
    return found and found[1]


def hear(page: ClassPage, address: str) -> int | bytes:
    answer = page.call("GET", address.removeprefix("/class/"), {})
    return answer.data if answer.status_code == 200 else answer.status_code
