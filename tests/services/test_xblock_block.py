"""Our XBlock by its handlers, in xblock-sdk's workbench: what is kept, told to the course, written as OLX."""

import re
from typing import Any

import pytest

from modules.kit.registry import load_registry
from tests.services.workbench import CoursePage, Visitor, Workbench

pytestmark = pytest.mark.services

MODULES = load_registry().modules
REQUIRED = [one.id for one in MODULES["identity"].required]
ONE = '<wegwijs module="identity"/>'


def save(visitor: Visitor, *, position: str | None = None, **answers: Any) -> Any:
    given = {name.replace("_", "-"): answer for name, answer in answers.items()}
    return visitor.ask("work_save", answers=given, position=position, language="nl")


def text(value: str, revision: int = 0, audience: str = "learner") -> dict[str, Any]:
    return {"value": value, "how": "screen", "audience": audience, "revision": revision}


ON_PAPER = {"value": None, "how": "paper", "audience": "learner", "revision": 0}


def do_everything(visitor: Visitor) -> None:
    able = {name: ON_PAPER for name in REQUIRED if MODULES["identity"].activities[name].on_paper}
    visitor.ask("work_save", answers=able, language="nl")


# What is kept


def test_a_learner_comes_back_to_what_was_written(page: CoursePage) -> None:
    assert save(page.visitor(), meaning=text("wie ik ben"), position="meaning")["saved"] == {"meaning": 1}
    loaded = page.visitor().ask("work_load", language="nl")
    assert loaded["answers"] == {"meaning": text("wie ik ben", 1)}
    assert (loaded["position"], loaded["role"], loaded["finished"]) == ("meaning", "learner", False)


def test_another_learner_sees_nothing_of_it(page: CoursePage) -> None:
    save(page.visitor("ada"), meaning=text("wie ik ben"))
    other = page.visitor("bob").ask("work_load", language="nl")
    assert other["answers"] == {}
    assert other["key"] != page.visitor("ada").ask("work_load", language="nl")["key"]


def test_another_block_of_the_same_module_is_other_work(workbench: Workbench) -> None:
    name = "two-of-one"
    workbench.tell("scenario", name=name, xml=f"<vertical_demo>{ONE}{ONE}</vertical_demo>")
    first, second = (Visitor(workbench, one, "ada") for one in workbench.tell("children", name=name))
    save(first, meaning=text("hier"))
    assert second.ask("work_load", language="nl")["answers"] == {}


def test_of_two_windows_the_second_is_told_what_the_first_wrote(page: CoursePage) -> None:
    first, second = page.visitor(), page.visitor()
    save(first, meaning=text("van links"))
    answer = save(second, meaning=text("van rechts"))
    assert answer["conflicts"] == {"meaning": text("van links", 1)}
    assert first.ask("work_load", language="nl")["answers"]["meaning"]["value"] == "van links"


def test_a_reply_that_got_lost_is_no_conflict(page: CoursePage) -> None:
    for _ in range(2):
        answer = save(page.visitor(), meaning=text("wie ik ben"))
        assert (answer["saved"], answer["conflicts"]) == ({"meaning": 1}, {})


def test_what_does_not_fit_is_refused_by_name_and_takes_no_other_down(page: CoursePage) -> None:
    answer = save(page.visitor(), meaning=text("x" * 20_001), past_words=text(["sterk"]))  # type: ignore[arg-type]
    assert answer["refused"] == {"meaning": "too-long"}
    assert answer["saved"] == {"past-words": 1}


@pytest.mark.parametrize(
    "body",
    [
        [],
        "tekst",
        None,
        {"answers": []},
        {"answers": {}, "position": "nergens"},
        {"answers": {}, "position": 3},
    ],
)
def test_what_no_page_sends_is_refused_and_changes_nothing(page: CoursePage, body: Any) -> None:
    assert page.visitor().post("work_save", body).status_code == 400
    assert page.visitor().ask("work_load", language="nl")["answers"] == {}


def test_nothing_is_taken_from_another_site(page: CoursePage) -> None:
    visitor = page.visitor()
    visitor.http.cookies.clear()
    assert visitor.post("work_save", {"answers": {}}).status_code == 403


def test_work_of_steps_that_the_block_no_longer_shows_is_kept(workbench: Workbench) -> None:
    intake = MODULES["intake"]
    shown = {one.id for step in intake.in_variant("start-only").steps for one in step.activities}
    hidden = next(name for name in intake.activities if name not in shown and name != "my-questions")
    page = CoursePage(workbench, '<wegwijs module="intake" variant="start-only"/>')
    answer = page.visitor().ask("work_save", answers={hidden: {"value": None, "revision": 0}}, language="nl")
    assert answer["saved"] == {hidden: 1}


def test_no_log_holds_what_was_written(page: CoursePage, workbench: Workbench) -> None:
    save(page.visitor(), meaning=text("KANARIE-IN-HET-LOG"))
    page.visitor().http.get(workbench.page(page.name, "staff"), timeout=20)
    assert "KANARIE" not in workbench.log()


# What the course is told


def test_who_finishes_gets_a_score_for_what_was_done(page: CoursePage) -> None:
    ada = page.visitor()
    save(ada, meaning=text("wie ik ben"))
    assert page.events("ada", "grade") == []
    grade = ada.ask("work_finish")["grade"]
    assert (grade["state"], grade["reason"]) == ("delivered", None)
    [told] = page.events("ada", "grade")
    assert told == {"value": pytest.approx(1 / len(REQUIRED)), "max_value": 1.0, "only_if_higher": True}
    loaded = ada.ask("work_load", language="nl")
    assert loaded["finished"]
    assert loaded["grade"] == grade


def test_a_score_grows_with_what_is_done_later_and_never_shrinks(page: CoursePage) -> None:
    ada = page.visitor()
    save(ada, meaning=text("wie ik ben"))
    ada.ask("work_finish")
    save(ada, past_words=ON_PAPER)
    save(ada, meaning=text("", 1))
    ada.ask("work_finish")
    scores = [one["value"] for one in page.events("ada", "grade")]
    assert scores == sorted(set(scores))
    assert len(scores) <= 2


def test_who_only_looked_gets_no_zero(page: CoursePage) -> None:
    ada = page.visitor()
    assert ada.ask("work_finish")["grade"]["reason"] == "nothing-done"
    assert page.events("ada", "grade") == []
    assert page.events("ada", "completion") == []


def test_completion_follows_what_is_done_and_is_whole_at_the_end(page: CoursePage) -> None:
    ada = page.visitor()
    save(ada, meaning=text("wie ik ben"))
    save(ada, meaning=text("", 1))
    ada.ask("work_finish")
    save(ada, meaning=text("toch", 2))
    ada.ask("work_finish")
    told = [one["completion"] for one in page.events("ada", "completion")]
    assert told == [pytest.approx(1 / len(REQUIRED)), 1.0]


def test_without_points_the_course_hears_completion_alone(workbench: Workbench) -> None:
    page = CoursePage(workbench, '<wegwijs module="identity" has_score="false"/>')
    ada = page.visitor()
    save(ada, meaning=text("wie ik ben"))
    assert ada.ask("work_finish")["grade"] == {"state": "none", "at": None, "reason": "not-wanted"}
    assert page.events("ada", "grade") == []
    assert [one["completion"] for one in page.events("ada", "completion")][-1] == 1.0
    assert page.tell("facts")["max_score"] is None


def test_staff_who_try_it_out_are_no_learners(page: CoursePage) -> None:
    staff = page.visitor("staff")
    save(staff, meaning=text("proef"))
    assert staff.ask("work_finish")["grade"]["reason"] == "try-out"
    assert page.events("staff", "grade") == page.events("staff", "completion") == []


def test_the_score_that_an_instructor_gave_stands(page: CoursePage) -> None:
    ada = page.visitor()
    save(ada, meaning=text("wie ik ben"))
    ada.ask("work_finish")
    page.tell("set-score", who=f"ada-{page.name}", earned=1, possible=2)
    ada.ask("work_finish")
    assert len(page.events("ada", "grade")) == 1
    assert page.tell("rescore", who=f"ada-{page.name}") == [pytest.approx(1 / len(REQUIRED)), 1.0]


def test_what_open_edx_reads_of_a_block(page: CoursePage) -> None:
    facts = page.tell("facts")
    assert (facts["has_score"], facts["max_score"], facts["weight"]) == (True, 1.0, 1.0)
    assert (facts["completion_mode"], facts["has_custom_completion"]) == ("completable", True)
    assert facts["index"]["content"]["text"].startswith("Wie ben jij?")


# Who reads what


def test_only_staff_reads_the_guide(page: CoursePage) -> None:
    assert "Doel" in page.visitor("staff").ask("work_guide", language="nl")["html"][""]
    assert page.visitor("ada").post("work_guide", {"language": "nl"}).status_code == 403
    assert page.visitor("ada").get("guide_file").status_code == 404
    assert "<html" in page.visitor("staff").get("guide_file").text


def test_the_report_of_answers_holds_what_was_shared_and_nothing_else(page: CoursePage) -> None:
    save(page.visitor("ada"), meaning=text("gedeeld", audience="class"), past_words=text(["geheim"]))  # type: ignore[arg-type]
    save(page.visitor("bob"), meaning=text("=1+1", audience="facilitator"))
    save(page.visitor("cas"), meaning={**ON_PAPER, "audience": "facilitator"})
    names = [f"{who}-{page.name}" for who in ("ada", "bob", "cas", "dirk")]
    rows = page.tell("report", who=names)
    assert rows == [
        [names[0], {"Opdracht": "Wat is identiteit?", "Antwoord": "gedeeld"}],
        [names[1], {"Opdracht": "Wat is identiteit?", "Antwoord": "'=1+1"}],
        [names[2], {"Opdracht": "Wat is identiteit?", "Antwoord": "Op papier of hardop gedaan"}],
    ]


def test_a_later_session_looks_back_at_an_earlier_one_and_can_leave_it_behind(workbench: Workbench) -> None:
    earlier, later = CoursePage(workbench, ONE), CoursePage(workbench, '<wegwijs module="talents"/>')
    who = f"eva-{earlier.name}"
    first = Visitor(workbench, earlier.usage, who)
    second = Visitor(workbench, later.usage, who)
    save(first, past_words=text(["sterk", "stil"]), meaning=text("blijft hier"))  # type: ignore[arg-type]
    came = second.ask("work_load", language="nl")["carried"]
    assert came["identity/past-words"]["value"][:2] == ["sterk", "stil"]
    assert set(came) <= {f"identity/{name}" for name in MODULES["identity"].carries}
    left = second.ask("work_carry", wanted={"identity/past-words": False}, language="nl")["carried"]
    assert left["identity/past-words"]["lines"] == []
    assert left["identity/past-words"]["left"] is True
    back = second.ask("work_carry", wanted={"identity/past-words": True}, language="nl")["carried"]
    assert back["identity/past-words"]["value"][:2] == ["sterk", "stil"]
    assert second.post("work_carry", {"wanted": {"identity/meaning": True}}).status_code == 400
    assert Visitor(workbench, later.usage, "iemand-anders").ask("work_load", language="nl")["carried"] == {}


# Pages and files


def test_the_page_is_the_same_for_everybody_and_its_files_may_be_kept(page: CoursePage) -> None:
    html = page.visitor("ada").get("page/nl")
    assert html.headers["Cache-Control"] == "private, no-cache"
    found = re.search(r'src="/handler/[^/]+/(asset/\w+/runtime/player\.js)"', html.text)
    assert found
    script = page.visitor().get(found[1])
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in script.headers["Cache-Control"]
    assert script.headers["X-Content-Type-Options"] == "nosniff"
    assert script.headers["Content-Encoding"] == "gzip"
    plain = page.visitor().http.get(script.url, headers={"Accept-Encoding": "identity"}, timeout=20)
    assert plain.content == script.content
    renamed = page.visitor().get(re.sub(r"asset/\w+", "asset/0123456789abcdef", found[1]))
    assert renamed.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["asset/x/module.yaml", "asset/x/guide.nl.yaml", "asset/x/", "asset"])
def test_no_other_file_is_handed_out(page: CoursePage, path: str) -> None:
    assert page.visitor("staff").get(path).status_code == 404


@pytest.mark.parametrize(("language", "begins"), [("nl-BE", "nl"), ("en", "en"), ("fr", "nl")])
def test_the_page_begins_in_the_language_of_open_edx(page: CoursePage, language: str, begins: str) -> None:
    visitor = page.visitor(f"spreekt-{language}", language)
    html = visitor.http.get(page.workbench.page(page.name, f"spreekt-{language}"), timeout=20).text
    address = re.search(r'<iframe[^>]+src="/handler/[^"]+/page/(\w+)', html)
    assert address
    # The workbench speaks Dutch and English; of another language it makes English.
    assert address[1] == ("en" if language == "fr" else begins)


def test_who_has_no_account_gets_the_page_and_nothing_is_kept(page: CoursePage) -> None:
    html = page.visitor().http.get(page.workbench.page(page.name, "niemand", "public_view"), timeout=20).text
    assert "kept=no" in html
    assert '"kept":false' in page.visitor().get("page/nl", kept="no").text


@pytest.mark.parametrize(("edition", "is_there"), [("self", False), ("class", True)])
def test_a_block_for_one_leaves_out_what_is_done_on_campus(
    workbench: Workbench, edition: str, is_there: bool
) -> None:
    block = f'<wegwijs module="civic-reflection" variant="examine" edition="{edition}"/>'
    visitor = CoursePage(workbench, block).visitor()
    html = visitor.get("page/nl").text
    assert 'id="s-examine-path"' in html
    assert ('id="s-examine-campus"' in html) is is_there
    assert "presence" not in visitor.ask("work_load", language="nl")
