"""Answers for research: rows of nobody, from groups of five, in no order; texts apart and from ten."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from lti_tool.cli import wegwijs
from lti_tool.errors import LtiToolError
from lti_tool.rules.spreadsheet import for_statistics
from lti_tool.rules.survey_export import Export, Told, export
from lti_tool.store.tables import answers
from lti_tool.tool import Tool
from modules.kit.module import Module
from modules.kit.registry import load_registry
from modules.kit.totals import survey_questions
from tests.lti_browser import Browser
from tests.test_group_picture import CANARY, INTAKE, answer, group

MAY, JUNE = (int(datetime(2026, month, 20, tzinfo=UTC).timestamp()) for month in (5, 6))


@pytest.fixture(scope="module")
def intake() -> Module:
    return load_registry().modules["intake"]


def told(*people: Any, at: int = MAY) -> list[Told]:
    return [Told(one, at) for one in people]


def made(intake: Module, *groups: Sequence[Told]) -> Export:
    return export(groups, survey_questions(intake.steps), list.reverse)


def rows(found: Export) -> list[dict[str, str]]:
    heads, *lines = found.rows
    return [dict(zip(heads, line, strict=True)) for line in lines]


def test_each_learner_is_one_row_of_choices(intake: Module) -> None:
    doubt = {"further": "maybe", "reasons": ["tired", "money"], "track": "double", "job": "kok"}
    row = rows(made(intake, told(*[doubt] * 5)))[0]

    assert {name: value for name, value in row.items() if value not in {"", "0"}} == {
        "month": "2026-05",
        "further": "maybe",
        "reasons.tired": "1",
        "reasons.money": "1",
        "track": "double",
        "job.written": "1",
    }


def test_a_question_that_was_not_answered_is_not_a_no(intake: Module) -> None:
    [*_, first] = rows(made(intake, told({"further": "yes"}, *[{"further": "no", "reasons": ["work"]}] * 4)))

    assert first["reasons.tired"] == ""
    assert first["job.written"] == "0"


@pytest.mark.parametrize(("people", "left_out"), [(4, 4), (5, 0)])
def test_groups_of_fewer_than_five_are_left_out(intake: Module, people: int, left_out: int) -> None:
    found = made(intake, told(*[{"further": "yes"}] * people))

    assert (len(found.rows) - 1, found.left_out) == (people - left_out, left_out)


def test_a_month_in_which_few_answered_is_not_told(intake: Module) -> None:
    yes = {"further": "yes"}
    found = made(intake, [*told(*[yes] * 5), *told(*[yes] * 4, at=JUNE)], told(*[yes] * 5, at=JUNE))

    assert sorted(row["month"] for row in rows(found)) == [""] * 4 + ["2026-05"] * 5 + ["2026-06"] * 5


@pytest.mark.parametrize(("people", "texts"), [(9, 0), (10, 10)])
def test_texts_are_told_from_ten_and_apart_from_the_rows(intake: Module, people: int, texts: int) -> None:
    found = made(intake, told(*({"further": "yes", "job": f"beroep {number}"} for number in range(people))))

    assert len(found.texts) - 1 == texts
    assert "beroep" not in repr(found.rows)


def test_rows_and_texts_are_brought_into_another_order(intake: Module) -> None:
    group = told(*({"further": "yes", "job": f"beroep {number}"} for number in range(10)))
    found = made(intake, group)

    assert [text for _, text in found.texts[1:]] == [f"beroep {number}" for number in reversed(range(10))]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r\n=1", "\uff1d1"])
def test_no_spreadsheet_takes_a_text_for_a_formula(intake: Module, text: str) -> None:
    found = made(intake, told(*[{"job": text}] * 10))
    table = csv.reader(io.StringIO(for_statistics(found.texts), newline=""))

    assert {one for _, one in list(table)[1:]} == {f"'{text}"}


# The command


@pytest.fixture
def groups(browser: Browser, tool: Tool) -> None:
    """A group of ten who wrote something, and one of three."""
    for number in range(10):
        answer(browser, number, {"further": "no", "reasons": ["work"], "explanation": f"{CANARY} {number}"})
    other: Any = {"resource_link": {"id": "link-2"}}
    group(browser, 3, **other)
    with tool.database.write() as connection:
        connection.execute(update(answers).values(changed_at=MAY))


def run(tool: Tool, out: Path, *words: str) -> Result:
    environment = {
        "WEGWIJS_PUBLIC_URL": tool.settings.public_url,
        "WEGWIJS_DATABASE_URL": tool.settings.database_url,
    }
    return CliRunner().invoke(wegwijs, ["survey", "export", "--out", str(out), *words], env=environment)


@pytest.mark.usefixtures("groups")
def test_an_export_names_nobody_and_quotes_nobody(tool: Tool, tmp_path: Path) -> None:
    said = run(tool, tmp_path / "intake.csv")
    text = (tmp_path / "intake.csv").read_text("utf-8")

    assert said.exit_code == 0, said.output
    assert "10 rows" in said.output
    assert "Left out: 3" in said.output
    assert text.count("\n") == 11
    for secret in (CANARY, "learner-", "link-", "course-", "platform.example"):
        assert secret not in text
    assert [file.name for file in tmp_path.glob("*.csv")] == ["intake.csv"]


@pytest.mark.usefixtures("groups")
def test_texts_go_into_a_file_of_their_own_where_asked_for(tool: Tool, tmp_path: Path) -> None:
    run(tool, tmp_path / "intake.csv", "--with-texts")
    texts = (tmp_path / "intake-texts.csv").read_text("utf-8").splitlines()

    assert sorted(texts) == sorted(["question,text", *(f"explanation,{CANARY} {n}" for n in range(10))])
    assert CANARY not in (tmp_path / "intake.csv").read_text("utf-8")


@pytest.mark.usefixtures("groups")
@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--platform", "1"), 11),
        (("--platform", "2"), 1),
        (("--platform", "1", "--deployment", "nowhere"), 1),
    ],
)
def test_one_platform_or_place_can_be_named(tool: Tool, tmp_path: Path, words: Any, count: int) -> None:
    run(tool, tmp_path / "intake.csv", *words)

    assert (tmp_path / "intake.csv").read_text("utf-8").count("\n") == count


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--module", "identity"), "they may of: student-life, intake"),
        (("--deployment", "1"), "--deployment needs --platform"),
    ],
)
def test_what_can_not_be_exported_is_said(tool: Tool, tmp_path: Path, words: Any, says: str) -> None:
    said = run(tool, tmp_path / "intake.csv", *words)

    assert isinstance(said.exception, LtiToolError)
    assert says in str(said.exception)
    assert list(tmp_path.glob("*.csv")) == []


def test_a_file_that_can_not_be_written_is_said(tool: Tool, tmp_path: Path) -> None:
    said = run(tool, tmp_path / "nowhere" / "intake.csv")

    assert isinstance(said.exception, LtiToolError)
    assert "can't be written" in str(said.exception)


def test_the_intake_is_what_is_exported(browser: Browser, tool: Tool, tmp_path: Path) -> None:
    group(browser, 5, custom=INTAKE | {"variant": "both-rounds"})
    run(tool, tmp_path / "intake.csv")
    [heads, *lines] = csv.reader((tmp_path / "intake.csv").open(encoding="utf-8", newline=""))

    # The month, two questions of the start and ten others with a column each, nine reasons.
    assert len(heads) == 1 + 2 + 10 + 9
    assert len(lines) == 5
