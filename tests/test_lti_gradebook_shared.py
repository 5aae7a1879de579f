"""Two platforms that name one column: each reads with its own right, and neither the other's answer."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from lti_tool.errors import ServiceError
from lti_tool.protocol.claims import SCOPE_RESULT
from lti_tool.protocol.registration import Registration
from lti_tool.protocol.service import Answer
from lti_tool.services import gradebook
from lti_tool.services.fetch_gate import FetchGate
from lti_tool.services.gradebook import read_gradebook

COLUMN = "https://lms.example/items/3"
FIRST = Registration(1, "https://lms.example", "a", "", "", "")
SECOND = replace(FIRST, id=2, issuer="https://other.example")


def place_at(registration: Registration) -> Any:
    return SimpleNamespace(
        registration=registration, line_item_url=COLUMN, own_line_item_url=None, scopes=SCOPE_RESULT
    )


class Calls:
    """Answers the first platform when the second has asked; the second platform gets nothing there."""

    def __init__(self) -> None:
        self.first_is_at_it, self.go_on = threading.Event(), threading.Event()

    def call(self, registration: Registration, _scope: str, _request: Any) -> Answer:
        if registration is SECOND:
            return Answer(403, {}, b"")
        self.first_is_at_it.set()
        self.go_on.wait(5)
        found = [{"userId": "sami", "resultScore": 8, "resultMaximum": 10}]
        return Answer(200, {}, json.dumps(found).encode())


def test_a_platform_gets_no_answer_that_another_platform_waits_for() -> None:
    calls, gate = Calls(), FetchGate()
    thread = threading.Thread(target=read_gradebook, args=(calls, gate, place_at(FIRST)))
    thread.start()
    assert calls.first_is_at_it.wait(5)
    threading.Timer(0.3, calls.go_on.set).start()
    try:
        with pytest.raises(ServiceError, match="http-403"):
            read_gradebook(calls, gate, place_at(SECOND))  # type: ignore[arg-type]
    finally:
        calls.go_on.set()
        thread.join(5)


def test_pages_without_end_keep_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradebook, "_MOST_SECONDS", -1)
    with pytest.raises(ServiceError, match="timeout"):
        read_gradebook(Calls(), FetchGate(), place_at(SECOND))  # type: ignore[arg-type]
