"""`/metrics`: what it tells, to whom, and that nobody is in it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from lti_tool.app import create_app
from lti_tool.metrics import BOUNDS, Counters
from lti_tool.metrics_text import FIGURES
from lti_tool.settings import Settings
from lti_tool.store import counters as store
from lti_tool.store.db import Database
from lti_tool.tool import Tool, make_tool
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import PlatformDouble

TOKEN = "t" * 32


def figures(client: FlaskClient) -> dict[str, float]:
    """Every sample, by its name and labels, as Prometheus' own reader finds it."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    return {
        sample.name + "".join(f" {value}" for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


@ON_BOTH
def test_a_learners_way_is_counted(
    client: FlaskClient, browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = browser.open(sub="sami")
    page.save("meaning", "klaar")
    page.finish()
    browser.post("no.message", "no-state")
    before = figures(client)
    assert before["wegwijs_launches_total generic cookie"] == 1
    assert before["wegwijs_refusals_total LTI-STATE"] == 1
    assert before["wegwijs_request_seconds_count 2xx save"] == 1
    assert before["wegwijs_outbox_scores waiting"] == 1
    assert before["wegwijs_attempts"] == 1
    for attempt_row in tool.delivery.due():
        tool.delivery.deliver(attempt_row)
    after = figures(client)
    assert after["wegwijs_deliveries_total generic delivered"] == 1
    assert after["wegwijs_outbox_scores waiting"] == 0
    assert after["wegwijs_outbox_scores delivered"] == 1
    assert after["wegwijs_outbox_oldest_seconds"] == 0


def test_the_oldest_grade_that_waits_says_how_long(
    client: FlaskClient, browser: Browser, clock: Clock
) -> None:
    page = browser.open(sub="sami")
    page.save("meaning", "klaar")
    page.finish()
    clock.ahead += 600
    assert 600 <= figures(client)["wegwijs_outbox_oldest_seconds"] < 630


def test_a_platform_that_is_busy_is_counted(
    client: FlaskClient, browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = browser.open(sub="sami")
    page.save("meaning", "klaar")
    page.finish()
    platform.fail(urlsplit(platform.line_item_url).path + "/scores", 429)
    for attempt_row in tool.delivery.due():
        tool.delivery.deliver(attempt_row)
    found = figures(client)
    assert found["wegwijs_platform_busy_total generic"] == 1
    assert found["wegwijs_deliveries_total generic later"] == 1


def test_the_worker_says_that_it_is_there(client: FlaskClient, tool: Tool, clock: Clock) -> None:
    assert figures(client)["wegwijs_worker_seen_seconds"] == -1
    tool.jobs.sweep()
    clock.ahead += 90
    assert 90 <= figures(client)["wegwijs_worker_seen_seconds"] < 100


def test_a_job_is_counted(client: FlaskClient, browser: Browser, tool: Tool) -> None:
    page = browser.open(sub="sami")
    page.save("meaning", "klaar")
    page.finish()
    assert figures(client)["wegwijs_queue_jobs"] == 1
    task: Any = tool.jobs.huey.dequeue()
    tool.jobs.huey.execute(task)
    found = figures(client)
    assert found["wegwijs_jobs_total deliver done"] == 1
    assert found["wegwijs_queue_jobs"] == 0


@ON_BOTH
def test_what_several_processes_count_is_one_sum(
    settings: Settings, tool: Tool, client: FlaskClient, registry: Any
) -> None:
    other = make_tool(settings, registry=registry)
    tool.counters.count("refusals_total", reason="LTI-NONCE")
    other.counters.count("refusals_total", by=2, reason="LTI-NONCE")
    other.close()
    assert figures(client)["wegwijs_refusals_total LTI-NONCE"] == 3


def test_what_can_not_be_kept_now_is_kept_later(store: Database, tool: Tool) -> None:
    class Broken:
        def write(self) -> Any:
            raise OSError("full")

    counters = Counters()
    counters.count("jobs_total", job="sweep", result="done")
    counters.flush(Broken())  # type: ignore[arg-type]
    counters.count("jobs_total", job="sweep", result="done")
    counters.flush(store)
    assert kept(store) == {("jobs_total", 'job="sweep",result="done"'): 2}


def kept(database: Database) -> Any:
    with database.read() as connection:
        return store.every(connection)


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.0051, 0.2, 4.99, 60])
def test_a_duration_is_in_every_part_that_holds_it(
    store: Database, client: FlaskClient, seconds: float
) -> None:
    client.application.extensions["wegwijs"].counters.time("request_seconds", seconds, work="x", status="2xx")
    found = figures(client)
    for bound in BOUNDS:
        said = found[f"wegwijs_request_seconds_bucket {bound:g} 2xx x"]
        assert said == (1 if seconds <= bound else 0)
    assert found["wegwijs_request_seconds_bucket +Inf 2xx x"] == 1
    assert found["wegwijs_request_seconds_sum 2xx x"] == pytest.approx(seconds)


def test_a_label_can_not_break_out_of_its_quotes(store: Database, client: FlaskClient) -> None:
    client.application.extensions["wegwijs"].counters.count("refusals_total", reason='x"} 1\nevil 2')
    assert figures(client)["wegwijs_refusals_total other"] == 1


def test_who_asks_from_elsewhere_gets_nothing(client: FlaskClient) -> None:
    elsewhere = {"REMOTE_ADDR": "10.0.0.7"}
    assert client.get("/metrics", environ_overrides=elsewhere).status_code == 404
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
        assert client.get("/metrics", headers={name: "10.0.0.7"}).status_code == 404
    assert (
        client.get("/metrics", environ_overrides={"REMOTE_ADDR": ""}).status_code == 404
    )  # a socket's proxy


def test_with_a_token_only_who_shows_it_is_told(settings: Settings, tool: Tool) -> None:
    guarded = replace(tool, settings=replace(settings, metrics_token=TOKEN))
    client = create_app(guarded.settings, guarded).test_client()
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer " + "u" * 32}).status_code == 404
    far = {"REMOTE_ADDR": "10.0.0.7"}
    shown = {"Authorization": f"Bearer {TOKEN}"}
    assert client.get("/metrics", headers=shown, environ_overrides=far).status_code == 200


def test_nobody_is_in_it(client: FlaskClient, browser: Browser) -> None:
    page = browser.open(sub="canary-sub", name="Canary Name", email="canary@example.edu")
    page.save("meaning", "canary-answer")
    browser.launch(sub="canary-sub", nonce="wrong")
    said = client.get("/metrics").text
    assert "canary" not in said.lower()
    assert "lms.example" not in said  # nor which school


def test_every_figure_that_is_counted_stands_in_the_table(client: FlaskClient, browser: Browser) -> None:
    known = {figure.name for figure in FIGURES}
    browser.open(sub="sami")
    names = set(
        re.findall(r"^wegwijs_(\w+?)(?:_bucket|_sum|_count)?(?:\{| )", client.get("/metrics").text, re.M)
    )
    assert names <= known


def test_the_process_is_well(client: FlaskClient, tool: Tool, clock: Clock) -> None:
    assert client.get("/healthz").json == {"ok": True}
    assert client.get("/readyz").json["worker"] == {"ok": False, "seconds": None}
    tool.jobs.sweep()
    ready = client.get("/readyz").json
    assert ready["ok"]
    assert ready["worker"]["ok"]
    assert ready["queue"] == {"ok": True, "jobs": 0}
    clock.ahead += 1000
    late = client.get("/readyz")
    assert late.status_code == 200  # pages are served all the same
    assert not late.json["worker"]["ok"]


def test_a_server_whose_database_changed_its_shape_gets_no_visitors(
    client: FlaskClient, store: Database
) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0013'"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["reason"]) == (503, "schema")


def test_a_server_without_its_database_gets_no_visitors(client: FlaskClient, store: Database) -> None:
    with store.write() as connection:
        connection.execute(text("DROP TABLE installation"))
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["reason"]) == (503, "database")
    assert client.get("/healthz").status_code == 200
