"""Logs: lines or JSON, and never the message of an error."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lti_tool import logs


@pytest.fixture
def written() -> Iterator[Any]:
    """Set the log up as asked; what is written afterwards."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level

    def set_up(how: str) -> io.StringIO:
        stream = io.StringIO()
        logs.set_up(how, stream)
        return stream

    yield set_up
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.parametrize("how", [logs.LINES, logs.JSON])
def test_an_error_tells_its_kind_and_place_and_not_what_was_typed(written: Any, how: str) -> None:
    stream = written(how)
    try:
        int("canary: what somebody typed")
    except ValueError:
        logging.getLogger("lti_tool.somewhere").exception("it failed")
    said = stream.getvalue()
    assert "it failed" in said
    assert "ValueError" in said
    assert "test_logs.py" in said
    assert "canary: what" not in said.replace('int("canary: what somebody typed")', "").replace(
        'int(\\"canary: what somebody typed\\")', ""
    )  # the line of code itself stands in the place


def test_a_line_for_a_machine_is_one_object(written: Any) -> None:
    stream = written(logs.JSON)
    logging.getLogger("lti_tool.x").warning("two\nlines, é and %s", "more")
    (line,) = stream.getvalue().splitlines()
    said = json.loads(line)
    assert said["message"] == "two\nlines, é and more"
    assert (said["level"], said["logger"]) == ("warning", "lti_tool.x")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", said["time"])


def test_lines_of_one_request_have_its_number(written: Any, client: FlaskClient) -> None:
    stream = written(logs.JSON)
    answer = client.post("/lti/launch", data={"state": "x"})
    number = answer.headers["Wegwijs-Request"]
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert lines
    assert {line["request"] for line in lines} == {number}


def test_what_failed_has_a_line_without_being_asked(written: Any, app: Flask) -> None:
    def fails() -> None:
        raise RuntimeError("canary")

    app.add_url_rule("/fails/<token>", view_func=fails)
    stream = written(logs.JSON)
    assert app.test_client().get("/fails/canary").status_code == 500
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert lines[-1]["route"] == "/fails/<token>"
    assert lines[-1]["status"] == 500
    assert lines[-1]["milliseconds"] >= 0
    assert "canary" not in stream.getvalue().replace('raise RuntimeError(\\"canary\\")', "")


def test_what_went_well_has_none(written: Any, client: FlaskClient) -> None:
    stream = written(logs.LINES)
    assert client.get("/healthz").status_code == 200
    assert stream.getvalue() == ""
