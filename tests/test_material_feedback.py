"""How an exercise went: of nobody, once, changed by the same device that day, and bounded."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from lti_tool.commands import feedback
from lti_tool.rules import material_feedback as rules
from lti_tool.rules.material_feedback import LONGEST_NOTE, KeptTap, Tap, summed
from lti_tool.store import material_feedback
from lti_tool.store.tables import material_feedback as table
from lti_tool.tool import Tool
from tests.lti_browser import HOST, Browser, Page
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import INSTRUCTOR
from tests.test_operator import new_link

NOTE = "De uitleg mag korter."


def guide(browser: Browser, sub: str = "teacher-1") -> Page:
    return browser.open(sub=sub, roles=[INSTRUCTOR])


def tap(page: Page, **changes: Any) -> Any:
    body = {"number": 7, "activity": "meaning", "verdict": "worked", "note": None} | changes
    headers = {"Authorization": f"Bearer {page.token}"}
    return page.client.post("/guide/feedback", base_url=HOST, json=body, headers=headers)


def kept(tool: Tool) -> list[tuple[str, str, str | None]]:
    with tool.database.read() as connection:
        return [(one.activity, one.verdict, one.note) for one in material_feedback.every(connection)]


# One tap


def test_a_tap_is_kept_of_nobody(browser: Browser, tool: Tool) -> None:
    page = guide(browser)
    assert tap(page, note=NOTE).json == {"outcome": "kept"}
    with tool.database.read() as connection:
        [row] = connection.execute(select(table)).all()
    version = tool.registry.modules["identity"].version
    assert tuple(row)[:6] == (7, "identity", version, "meaning", "worked", NOTE)
    assert set(row._mapping) == {"id", "module", "version", "activity", "verdict", "note", "day"}


def test_no_log_knows_who_or_what(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    tap(guide(browser), note=NOTE)
    assert NOTE not in caplog.text


def test_the_same_tap_twice_is_one_and_another_verdict_changes_it(browser: Browser, tool: Tool) -> None:
    page = guide(browser)
    for verdict in ("worked", "worked", "unclear"):
        assert tap(page, verdict=verdict).json == {"outcome": "kept"}
    assert kept(tool) == [("meaning", "unclear", None)]


def test_a_note_stays_when_the_verdict_changes_and_can_be_replaced_or_taken_away(
    browser: Browser, tool: Tool
) -> None:
    page = guide(browser)
    found = []
    for changes in ({"note": NOTE}, {"verdict": "too-long"}, {"note": "Anders."}, {"note": " "}):
        tap(page, **{"verdict": "too-long"} | changes)
        found.append(kept(tool)[0][2])
    assert found == [NOTE, NOTE, "Anders.", None]


def test_a_tap_is_taken_back(browser: Browser, tool: Tool) -> None:
    page = guide(browser)
    tap(page)
    assert tap(page, verdict=None).json == {"outcome": "kept"}
    assert kept(tool) == []


def test_the_number_of_another_exercise_or_day_changes_nothing(browser: Browser, tool: Tool) -> None:
    page = guide(browser)
    tap(page)
    assert tap(page, activity="questions", verdict="unclear").json == {"outcome": "closed"}
    with tool.database.write() as connection:
        connection.execute(update(table).values(day="2020-01-01"))
    assert tap(page, verdict="unclear").json == {"outcome": "closed"}
    tap(page, verdict=None)
    assert kept(tool) == [("meaning", "worked", None)]


def test_a_flood_ends_and_who_was_in_time_can_still_change(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lti_tool.store.material_feedback.MOST_A_DAY", 3)
    page = guide(browser)
    outcomes = [tap(page, number=number).json["outcome"] for number in range(1, 6)]
    assert outcomes == ["kept"] * 3 + ["full"] * 2
    assert tap(page, number=2, verdict="unclear").json == {"outcome": "kept"}
    assert tap(page, number=9, activity="questions").json == {"outcome": "kept"}
    assert len(kept(tool)) == 4


def test_learners_tap_nothing(browser: Browser, tool: Tool) -> None:
    assert tap(browser.open()).status_code == 403
    assert kept(tool) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 0}, {"number": 2**31}, {"number": True}, {"number": "7"}, {"number": None},
        {"activity": "nothing"}, {"activity": ["meaning"]}, {"verdict": "bad"}, {"verdict": ["worked"]},
        {"note": 7},
    ],
)  # fmt: skip
def test_what_is_no_tap_is_refused(browser: Browser, tool: Tool, changes: dict[str, Any]) -> None:
    assert tap(guide(browser), **changes).status_code == 400
    assert kept(tool) == []


def test_anything_at_all_is_refused_calmly(browser: Browser) -> None:
    page = guide(browser)
    for body in ("", "[]", "null", "[" * 100_000, '{"number": NaN}'):
        headers = {"Authorization": f"Bearer {page.token}", "Content-Type": "application/json"}
        answer = page.client.post("/guide/feedback", base_url=HOST, data=body, headers=headers)
        assert answer.status_code == 400


def test_a_note_is_one_short_line(browser: Browser, tool: Tool) -> None:
    found = rules.read(
        {"number": 1, "activity": "meaning", "verdict": "worked", "note": "a\r\n\x1b[31mb\x00 " + "c" * 900},
        tool.registry.modules["identity"],
    )
    assert found is not None
    assert found.note is not None
    assert found.note.startswith("a [31mb\ufffd ccc")
    assert len(found.note) == LONGEST_NOTE


def test_the_page_to_guide_asks_it_under_each_exercise_and_at_the_end(browser: Browser) -> None:
    page = guide(browser)
    headers = {"Authorization": f"Bearer {page.token}"}
    for language, said in (("nl", "Onduidelijk"), ("en", "Unclear")):
        html = page.client.get(f"/guide/sheet?language={language}", base_url=HOST, headers=headers).text
        assert html.count('<material-feedback data-activity="meaning">') == 2
        assert said in html


# In the database


@ON_BOTH
def test_the_same_tap_on_its_way_many_times_at_once_is_one(tool: Tool) -> None:
    def keep(_: int) -> str:
        with tool.database.write() as connection:
            return material_feedback.keep(connection, Tap(7, "a", "worked", None), "m", "1.0", "2026-09-01")

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(keep, range(6))) == {"kept"}
    assert kept(tool) == [("a", "worked", None)]


@ON_BOTH
def test_taps_of_one_module_alone_can_be_read(tool: Tool) -> None:
    with tool.database.write() as connection:
        for number, module in enumerate(("m", "n"), 1):
            material_feedback.keep(connection, Tap(number, "a", "worked", ""), module, "1.0", "2026-09-01")
        assert [one.module for one in material_feedback.every(connection, "n")] == ["n"]


# For authors


def test_modules_and_exercises_stand_in_their_own_order_and_the_newest_version_first(tool: Tool) -> None:
    def one(module: str, version: str, activity: str, verdict: str = "worked") -> KeptTap:
        return KeptTap(module, version, activity, verdict, None, "2026-09-01")

    found = summed(
        [one("gone", "1", "x"), one("identity", "1.9.0", "questions"), one("identity", "1.10.0", "old"),
         one("identity", "1.10.0", "questions", "unclear"), one("identity", "1.10.0", "meaning")],
        tool.registry.modules,
    )  # fmt: skip
    assert [(one.module, one.version) for one in found] == [
        ("identity", "1.10.0"), ("identity", "1.9.0"), ("gone", "1"),
    ]  # fmt: skip
    assert [exercise.activity for exercise in found[0].exercises] == ["meaning", "questions", "old"]
    assert found[0].exercises[1].counts == {"worked": 0, "too-long": 0, "unclear": 1}
    assert found[0].taps == 3


def fill(tool: Tool) -> None:
    rows = [
        {"id": 1, "activity": "meaning", "verdict": "worked", "note": None},
        {"id": 2, "activity": "meaning", "verdict": "too-long", "note": "=2+2"},
        {"id": 3, "activity": "questions", "verdict": "unclear", "note": "<b>Welke vragen?</b>"},
    ]
    same = {"module": "identity", "version": "1.0.0", "day": "2026-09-01"}
    with tool.database.write() as connection:
        connection.execute(insert(table), [row | same for row in rows])


@pytest.fixture
def installed(tool: Tool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "database", lambda: tool.database)
    monkeypatch.setattr(feedback, "registry", lambda: tool.registry)


@pytest.mark.usefixtures("installed")
def test_the_command_counts_per_version_and_exercise(tool: Tool) -> None:
    assert "Nobody tapped anything yet" in CliRunner().invoke(feedback.command).output
    fill(tool)
    output = CliRunner().invoke(feedback.command, ["identity"]).output
    assert "identity 1.0.0: 3 taps" in output
    assert "worked well 1, too long 1, unclear 0" in output
    assert "2026-09-01 unclear: <b>Welke vragen?</b>" in output
    dutch = CliRunner().invoke(feedback.command, ["--lang", "nl"]).output
    assert "werkte goed 1, te lang 1, onduidelijk 0" in dutch
    assert "no module 'nothing'" in str(CliRunner().invoke(feedback.command, ["nothing"]).exception)


@pytest.mark.usefixtures("installed")
def test_a_table_has_a_row_for_each_tap_and_no_formula(tool: Tool) -> None:
    fill(tool)
    rows = list(csv.reader(io.StringIO(CliRunner().invoke(feedback.command, ["--csv"]).output)))
    assert rows[0] == ["module", "version", "exercise", "title", "day", "verdict", "note"]
    assert len(rows) == 4
    assert rows[1][-2:] == ["too-long", "'=2+2"]


def test_the_operator_reads_it_as_text(client: FlaskClient, tool: Tool) -> None:
    assert client.post("/operator/feedback").status_code == 401
    session: Any = client.post("/operator/session", data={"secret": new_link(tool)}).json
    token = session["token"]

    def look() -> str:
        answer = client.post("/operator/feedback", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        return answer.text

    assert "Nog niemand tikte iets aan" in look()
    fill(tool)
    text = look()
    assert "versie 1.0.0" in text
    assert "3 tikken" in text
    assert "&lt;b&gt;Welke vragen?" in text
    assert "<b>Welke" not in text
    assert (
        "gewist"
        in client.post(
            "/operator/feedback/forget", data={"number": "3"}, headers={"Authorization": f"Bearer {token}"}
        ).text
    )
    assert "Welke vragen?" not in look()
    assert "3 tikken" in look()
