"""What there is of everybody in a course comes together from all its links, and from no other course."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, select, update

from lti_tool.services.course_evidence import WHOLE, LearnerEvidence, Released, evidence_of_course
from lti_tool.store.db import Database
from lti_tool.store.tables import answers, attempts, deployments, resource_links
from modules.kit.module import Module
from tests.civic_course import DONE, OWN, CivicCourse
from tests.judged_module import judged_module, sharing_module
from tests.lti_fixtures import ON_BOTH

FIRST, JUDGED = DONE["first"], DONE["judged"]


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Module:
    return judged_module(tmp_path_factory.mktemp("modules"))


@pytest.fixture
def connection(store: Database) -> Iterator[Connection]:
    with store.write() as found:
        yield found


@pytest.fixture
def course(connection: Connection) -> CivicCourse:
    return CivicCourse(connection)


def of_one(connection: Connection, attempt: int, module: Module, sub: str = "an") -> LearnerEvidence:
    return next(one for one in evidence_of_course(connection, attempt, module) if one.sub == sub)


@ON_BOTH
def test_all_sessions_of_a_course_come_together(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    first, judged = course.link("first"), course.link("judged")
    an = course.learner("an")
    one = course.work(first, an, FIRST, finished_at=21)
    two = course.work(judged, an, {"key-words": ["a", "b", "c"]})
    course.present(first, an)
    course.judge(two)
    found = of_one(connection, one, module)
    assert found.learner_row == an
    begun, ended = found.sessions["first"], found.sessions["judged"]
    assert (begun.attempt_row, begun.required, begun.required_done, begun.is_done) == (one, 1, 1, True)
    assert (begun.finished_at, begun.present_at) == (21, 15)
    assert (ended.attempt_row, ended.required, ended.required_done, ended.is_done) == (two, 3, 1, False)
    assert ended.released == Released(5.0, 8.0, 30, {"reflecting": (3.0, 4.0), "including": (2.0, 4.0)})


@ON_BOTH
def test_work_that_changed_is_counted_again(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    row = course.work(course.link("judged"), course.learner("an"), {"key-words": ["a"]})
    assert of_one(connection, row, module).sessions["judged"].required_done == 0
    course.answer(row, "own-rubric", OWN)
    assert of_one(connection, row, module).sessions["judged"].required_done == 1


def test_what_is_erased_is_no_evidence_any_more(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    row = course.work(course.link("first"), course.learner("an"), FIRST)
    assert of_one(connection, row, module).sessions["first"].is_done
    connection.execute(answers.delete().where(answers.c.attempt_row == row))
    assert of_one(connection, row, module).sessions["first"].required_done == 0


@ON_BOTH
def test_a_link_that_stands_twice_gives_the_better_work_and_either_presence(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    one, other = course.link("first"), course.link("first", "a copy of it")
    an = course.learner("an")
    course.work(one, an)
    better = course.work(other, an, FIRST)
    course.present(one, an, how="tick")
    found = of_one(connection, better, module).sessions["first"]
    assert (found.attempt_row, found.link_row, found.is_done) == (better, other, True)
    assert found.present_at == 15


def test_work_that_was_released_is_better_than_more_work_that_was_not(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    an = course.learner("an")
    judged = course.work(course.link("judged"), an, {"key-words": ["a", "b", "c"]})
    course.judge(judged)
    course.work(course.link("judged", "copy"), an, JUDGED)
    assert of_one(connection, judged, module).sessions["judged"].attempt_row == judged


def test_a_verdict_that_is_not_released_is_no_evidence(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    row = course.work(course.link("judged"), course.learner("an"), JUDGED)
    course.judge(row, released=None)
    assert of_one(connection, row, module).sessions["judged"].released is None


@pytest.mark.parametrize("kind", [{"role": "facilitator"}, {"graded": False}])
def test_a_try_out_is_not_counted(
    connection: Connection, course: CivicCourse, module: Module, kind: dict[str, Any]
) -> None:
    row = course.work(course.link("first"), course.learner("teacher"), FIRST, **kind)
    assert evidence_of_course(connection, row, module) == []


@ON_BOTH
def test_who_was_there_and_opened_nothing_is_there(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    link = course.link("first")
    teachers = course.work(link, course.learner("teacher"), role="facilitator")
    course.present(link, course.learner("an"), how="tick")
    found = of_one(connection, teachers, module).sessions["first"]
    assert (found.attempt_row, found.link_row, found.present_at) == (None, link, 15)
    assert (found.required_done, found.is_done) == (0, False)


def test_a_link_that_names_no_variant_shows_the_first(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    row = course.work(course.link(None), course.learner("an"), FIRST)
    assert list(of_one(connection, row, module).sessions) == ["first"]


@ON_BOTH
def test_of_one_learner_nothing_of_others_is_read(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    links = {name: course.link(name) for name in ("first", "judged")}
    an, bo = course.learner("an"), course.learner("bo")
    for one in (an, bo):
        course.work(links["first"], one, FIRST)
        course.present(links["first"], one)
        course.judge(course.work(links["judged"], one, JUDGED))
    row = course.work(links["first"], course.learner("cas"))
    whole = next(one for one in evidence_of_course(connection, row, module) if one.sub == "an")
    others = select(attempts.c.id).where(attempts.c.learner_row == bo)
    connection.execute(update(answers).where(answers.c.attempt_row.in_(others)).values(value="{", revision=9))
    assert evidence_of_course(connection, row, module, only=an) == [whole]


def test_variants_that_share_steps_are_one_session(
    connection: Connection, course: CivicCourse, tmp_path: Path
) -> None:
    module = sharing_module(tmp_path)
    an = course.learner("an")
    row = course.work(course.link("first"), an, FIRST)
    course.work(course.link("judged"), an, JUDGED)
    assert list(of_one(connection, row, module).sessions) == [WHOLE]


def test_another_course_and_another_module_are_left_alone(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    an = course.learner("an")
    row = course.work(course.link("first"), an, FIRST)
    course.work(course.link("judged"), an, JUDGED, module="identity")
    elsewhere = CivicCourse(connection, course="another")
    elsewhere.work(elsewhere.link("judged"), an, JUDGED)
    elsewhere.work(elsewhere.link("first"), course.learner("bo"), FIRST)
    found = evidence_of_course(connection, row, module)
    assert [(one.sub, list(one.sessions)) for one in found] == [("an", ["first"])]


@ON_BOTH
def test_links_without_a_course_have_nothing_to_do_with_each_other(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    row = course.work(course.link("first"), course.learner("an"), FIRST)
    course.work(course.link("judged"), course.learner("bo"), JUDGED)
    connection.execute(update(resource_links).values(context_row=None))
    assert [one.sub for one in evidence_of_course(connection, row, module)] == ["an"]


def test_a_deployment_has_courses_of_its_own(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    row = course.work(course.link("first"), course.learner("an"), FIRST)
    school = connection.execute(select(deployments)).mappings().one()
    values = {name: value for name, value in school.items() if name != "id"} | {"deployment_id": "other"}
    other = connection.scalar(deployments.insert().values(**values).returning(deployments.c.id))
    namesake = CivicCourse(connection, deployment=other)
    namesake.work(namesake.link("first"), namesake.learner("an"), FIRST)
    assert len(evidence_of_course(connection, row, module)) == 1


@ON_BOTH
@pytest.mark.parametrize("learners", [1, 230])
def test_a_big_class_asks_no_more_of_the_database(
    connection: Connection, course: CivicCourse, module: Module, learners: int
) -> None:
    links = {name: course.link(name) for name in ("first", "judged")}
    for number in range(learners):
        one = course.learner(f"learner-{number}")
        rows = [course.work(link, one, DONE[name]) for name, link in links.items()]
        course.present(links["first"], one)
    course.judge(rows[-1])
    statements: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *call: statements.append(call[2]))
    found = evidence_of_course(connection, rows[0], module)
    assert [one.sessions["judged"].required_done for one in found] == [2] * learners
    assert len(statements) == 5
    evidence_of_course(connection, rows[0], module)
    assert len(statements) == 9, "answers that did not change are not read again"


def test_only_exercises_show_that_somebody_began(
    connection: Connection, course: CivicCourse, module: Module
) -> None:
    first = course.link("first")
    asked = course.work(first, course.learner("an"), {"my-questions": [{"step": "start", "text": "?"}]})
    course.work(first, course.learner("bo"), {"thought": "woord"})
    begun = {one.sub: one.sessions["first"].begun for one in evidence_of_course(connection, asked, module)}
    assert begun == {"an": False, "bo": True}
