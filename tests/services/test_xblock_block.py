"""Our XBlock by its handlers, in xblock-sdk's workbench: what is kept, told to the course, written as OLX."""

import json
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from modules.kit.registry import load_registry
from scorm_export.export import export
from tests import needs
from tests.services.workbench import Visitor, Workbench

pytestmark = pytest.mark.services

MODULES = load_registry().modules
REQUIRED = [one.id for one in MODULES["identity"].required]
ONE = '<wegwijs module="identity"/>'
_numbers = iter(range(10_000))


class Page:
    """A page of a course with one block, and people who work in it."""

    def __init__(self, workbench: Workbench, xml: str) -> None:
        self.name = f"page-{next(_numbers)}"
        self.workbench = workbench
        self.usage = workbench.tell("scenario", name=self.name, xml=xml)

    def visitor(self, who: str = "ada", language: str = "nl") -> Visitor:
        return Visitor(self.workbench, self.usage, f"{who}-{self.name}", language)

    def events(self, who: str, event: str) -> list[Any]:
        return self.workbench.events(f"{who}-{self.name}", event)

    def tell(self, what: str, **more: Any) -> Any:
        return self.workbench.tell(what, name=self.name, **more)


@pytest.fixture
def page(workbench: Workbench) -> Page:
    return Page(workbench, ONE)


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


def test_a_learner_comes_back_to_what_was_written(page: Page) -> None:
    assert save(page.visitor(), meaning=text("wie ik ben"), position="meaning")["saved"] == {"meaning": 1}
    loaded = page.visitor().ask("work_load", language="nl")
    assert loaded["answers"] == {"meaning": text("wie ik ben", 1)}
    assert (loaded["position"], loaded["role"], loaded["finished"]) == ("meaning", "learner", False)


def test_another_learner_sees_nothing_of_it(page: Page) -> None:
    save(page.visitor("ada"), meaning=text("wie ik ben"))
    other = page.visitor("bob").ask("work_load", language="nl")
    assert other["answers"] == {}
    assert other["key"] != page.visitor("ada").ask("work_load", language="nl")["key"]


def test_another_block_of_the_same_module_is_other_work(workbench: Workbench) -> None:
    name = f"two-{next(_numbers)}"
    workbench.tell("scenario", name=name, xml=f"<vertical_demo>{ONE}{ONE}</vertical_demo>")
    first, second = (Visitor(workbench, one, "ada") for one in workbench.tell("children", name=name))
    save(first, meaning=text("hier"))
    assert second.ask("work_load", language="nl")["answers"] == {}


def test_of_two_windows_the_second_is_told_what_the_first_wrote(page: Page) -> None:
    first, second = page.visitor(), page.visitor()
    save(first, meaning=text("van links"))
    answer = save(second, meaning=text("van rechts"))
    assert answer["conflicts"] == {"meaning": text("van links", 1)}
    assert first.ask("work_load", language="nl")["answers"]["meaning"]["value"] == "van links"


def test_a_reply_that_got_lost_is_no_conflict(page: Page) -> None:
    for _ in range(2):
        answer = save(page.visitor(), meaning=text("wie ik ben"))
        assert (answer["saved"], answer["conflicts"]) == ({"meaning": 1}, {})


def test_what_does_not_fit_is_refused_by_name_and_takes_no_other_down(page: Page) -> None:
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
def test_what_no_page_sends_is_refused_and_changes_nothing(page: Page, body: Any) -> None:
    assert page.visitor().post("work_save", body).status_code == 400
    assert page.visitor().ask("work_load", language="nl")["answers"] == {}


def test_nothing_is_taken_from_another_site(page: Page) -> None:
    visitor = page.visitor()
    visitor.http.cookies.clear()
    assert visitor.post("work_save", {"answers": {}}).status_code == 403


def test_work_of_steps_that_the_block_no_longer_shows_is_kept(workbench: Workbench) -> None:
    intake = MODULES["intake"]
    shown = {one.id for step in intake.in_variant("start-only").steps for one in step.activities}
    hidden = next(name for name in intake.activities if name not in shown and name != "my-questions")
    page = Page(workbench, '<wegwijs module="intake" variant="start-only"/>')
    answer = page.visitor().ask("work_save", answers={hidden: {"value": None, "revision": 0}}, language="nl")
    assert answer["saved"] == {hidden: 1}


def test_no_log_holds_what_was_written(page: Page, workbench: Workbench) -> None:
    save(page.visitor(), meaning=text("KANARIE-IN-HET-LOG"))
    page.visitor().http.get(workbench.page(page.name, "staff"), timeout=20)
    assert "KANARIE" not in workbench.log()


# What the course is told


def test_who_finishes_gets_a_score_for_what_was_done(page: Page) -> None:
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


def test_a_score_grows_with_what_is_done_later_and_never_shrinks(page: Page) -> None:
    ada = page.visitor()
    save(ada, meaning=text("wie ik ben"))
    ada.ask("work_finish")
    save(ada, past_words=ON_PAPER)
    save(ada, meaning=text("", 1))
    ada.ask("work_finish")
    scores = [one["value"] for one in page.events("ada", "grade")]
    assert scores == sorted(set(scores))
    assert len(scores) <= 2


def test_who_only_looked_gets_no_zero(page: Page) -> None:
    ada = page.visitor()
    assert ada.ask("work_finish")["grade"]["reason"] == "nothing-done"
    assert page.events("ada", "grade") == []
    assert page.events("ada", "completion") == []


def test_completion_follows_what_is_done_and_is_whole_at_the_end(page: Page) -> None:
    ada = page.visitor()
    save(ada, meaning=text("wie ik ben"))
    save(ada, meaning=text("", 1))
    ada.ask("work_finish")
    save(ada, meaning=text("toch", 2))
    ada.ask("work_finish")
    told = [one["completion"] for one in page.events("ada", "completion")]
    assert told == [pytest.approx(1 / len(REQUIRED)), 1.0]


def test_without_points_the_course_hears_completion_alone(workbench: Workbench) -> None:
    page = Page(workbench, '<wegwijs module="identity" has_score="false"/>')
    ada = page.visitor()
    save(ada, meaning=text("wie ik ben"))
    assert ada.ask("work_finish")["grade"] == {"state": "none", "at": None, "reason": "not-wanted"}
    assert page.events("ada", "grade") == []
    assert [one["completion"] for one in page.events("ada", "completion")][-1] == 1.0
    assert page.tell("facts")["max_score"] is None


def test_staff_who_try_it_out_are_no_learners(page: Page) -> None:
    staff = page.visitor("staff")
    save(staff, meaning=text("proef"))
    assert staff.ask("work_finish")["grade"]["reason"] == "try-out"
    assert page.events("staff", "grade") == page.events("staff", "completion") == []


def test_the_score_that_an_instructor_gave_stands(page: Page) -> None:
    ada = page.visitor()
    save(ada, meaning=text("wie ik ben"))
    ada.ask("work_finish")
    page.tell("set-score", who=f"ada-{page.name}", earned=1, possible=2)
    ada.ask("work_finish")
    assert len(page.events("ada", "grade")) == 1
    assert page.tell("rescore", who=f"ada-{page.name}") == [pytest.approx(1 / len(REQUIRED)), 1.0]


def test_what_open_edx_reads_of_a_block(page: Page) -> None:
    facts = page.tell("facts")
    assert (facts["has_score"], facts["max_score"], facts["weight"]) == (True, 1.0, 1.0)
    assert (facts["completion_mode"], facts["has_custom_completion"]) == ("completable", True)
    assert facts["index"]["content"]["text"].startswith("Wie ben jij?")


# Who reads what


def test_only_staff_reads_the_guide(page: Page) -> None:
    assert "Doel" in page.visitor("staff").ask("work_guide", language="nl")["html"][""]
    assert page.visitor("ada").post("work_guide", {"language": "nl"}).status_code == 403
    assert page.visitor("ada").get("guide_file").status_code == 404
    assert "<html" in page.visitor("staff").get("guide_file").text


def test_the_report_of_answers_holds_what_was_shared_and_nothing_else(page: Page) -> None:
    save(page.visitor("ada"), meaning=text("gedeeld", audience="class"), past_words=text(["geheim"]))  # type: ignore[arg-type]
    save(page.visitor("bob"), meaning=text("=1+1", audience="facilitator"))
    names = [f"{who}-{page.name}" for who in ("ada", "bob", "cas")]
    rows = page.tell("report", who=names)
    assert rows == [
        [names[0], {"Activity": "Wat is identiteit?", "Answer": "gedeeld"}],
        [names[1], {"Activity": "Wat is identiteit?", "Answer": "'=1+1"}],
    ]


def test_a_later_session_looks_back_at_an_earlier_one_and_can_leave_it_behind(workbench: Workbench) -> None:
    earlier, later = Page(workbench, ONE), Page(workbench, '<wegwijs module="talents"/>')
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


def test_the_page_is_the_same_for_everybody_and_its_files_may_be_kept(page: Page) -> None:
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
def test_no_other_file_is_handed_out(page: Page, path: str) -> None:
    assert page.visitor("staff").get(path).status_code == 404


@pytest.mark.parametrize(("language", "begins"), [("nl-BE", "nl"), ("en", "en"), ("fr", "nl")])
def test_the_page_begins_in_the_language_of_open_edx(page: Page, language: str, begins: str) -> None:
    visitor = page.visitor(f"spreekt-{language}", language)
    html = visitor.http.get(page.workbench.page(page.name, f"spreekt-{language}"), timeout=20).text
    address = re.search(r'<iframe[^>]+src="/handler/[^"]+/page/(\w+)', html)
    assert address
    # The workbench speaks Dutch and English; of another language it makes English.
    assert address[1] == ("en" if language == "fr" else begins)


def test_who_has_no_account_gets_the_page_and_nothing_is_kept(page: Page) -> None:
    html = page.visitor().http.get(page.workbench.page(page.name, "niemand", "public_view"), timeout=20).text
    assert "kept=no" in html
    assert '"kept":false' in page.visitor().get("page/nl", kept="no").text


# Authors


def test_each_module_has_a_block_of_its_own_and_one_shows_any(workbench: Workbench) -> None:
    own = {f"wegwijs_{name.replace('-', '_')}" for name in MODULES}
    assert set(workbench.tell("classes")) == {"wegwijs", *own}, (
        "a module that comes along needs a line in packaging/openedx: pyproject.toml and blocks.py"
    )
    for name, module in MODULES.items():
        tag = f"wegwijs_{name.replace('-', '_')}"
        page = Page(workbench, f"<{tag}/>")
        assert page.tell("facts")["module_id"] == name
        title = module.words["nl"].module.title
        assert f"Wegwijs: {title}" == page.tell("facts")["index"]["content"]["display_name"]


def form(**changed: Any) -> dict[str, Any]:
    usual = {"display_name": "Onze sessie", "module": "intake", "variant": "round-1", "language": "en"}
    return {**usual, "edition": "class", "has_score": True, "weight": "2,5"} | changed


def test_the_form_is_kept_and_written_as_olx(page: Page) -> None:
    assert page.visitor("staff").ask("studio_submit", **form()) == {"kept": True}
    node = ET.fromstring(page.tell("olx"))
    assert node.tag == "wegwijs"
    assert dict(node.attrib) == {
        "display_name": "Onze sessie", "module": "intake", "variant": "round-1", "language": "en",
        "edition": "class", "has_score": "true", "weight": "2.5",
    }  # fmt: skip


def test_a_block_comes_back_from_olx_as_it_was(page: Page, workbench: Workbench) -> None:
    page.visitor("staff").ask("studio_submit", **form(has_score=False))
    olx = page.tell("olx")
    again = Page(workbench, olx)
    assert again.tell("olx") == olx
    assert again.tell("facts")["has_score"] is False


def test_olx_holds_nothing_that_a_learner_wrote(page: Page) -> None:
    save(page.visitor("ada"), meaning=text("van mij"))
    assert dict(ET.fromstring(page.tell("olx")).attrib) == {"module": "identity"}


def test_olx_sets_settings_alone_and_what_is_no_number_stops_no_import(workbench: Workbench) -> None:
    odd = """<wegwijs module="identity" weight="veel" finished_at="2026-01-01" answers='{"meaning": 1}'/>"""
    page = Page(workbench, odd)
    assert page.tell("facts")["weight"] == 1.0
    assert page.visitor("ada").ask("work_load", language="nl")["answers"] == {}


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"module": "bestaat-niet"}, "module"),
        ({"module": ""}, "module"),
        ({"variant": "round-9"}, "variant"),
        ({"language": "fr"}, "language"),
        ({"edition": "iedereen"}, "edition"),
        ({"weight": "veel"}, "weight"),
        ({"weight": "-1"}, "weight"),
        ({"weight": "inf"}, "weight"),
        ({"display_name": "x" * 256}, "display_name"),
    ],
)
def test_what_is_wrong_in_the_form_is_said_by_field_and_nothing_is_kept(
    changed: dict[str, Any], wrong: str, page: Page
) -> None:
    answer = page.visitor("staff").ask("studio_submit", **form(**changed))
    assert not answer["kept"]
    assert wrong in answer["mistakes"]
    assert dict(ET.fromstring(page.tell("olx")).attrib) == {"module": "identity"}


def test_without_a_title_a_block_gets_that_of_its_module(page: Page) -> None:
    page.visitor("staff").ask(
        "studio_submit", **form(display_name=" ", module="talents", variant="", language="")
    )
    assert ET.fromstring(page.tell("olx")).get("display_name") == "Wat is jouw talent?"


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ("<wegwijs/>", "No module has been chosen"),
        ('<wegwijs module="weg"/>', "no module"),
        ('<wegwijs module="intake" variant="round-9"/>', "round-9"),
        ('<wegwijs module="identity" language="fr"/>', "does not speak"),
    ],
)
def test_an_authors_mistake_is_said_in_studio(xml: str, said: str, workbench: Workbench) -> None:
    page = Page(workbench, xml)
    [message] = page.tell("validation")
    assert said in message
    seen = page.visitor("staff", "en").http.get(workbench.page(page.name, "staff", "author_view"), timeout=20)
    assert said in seen.text


def test_a_learner_meets_a_calm_page_where_the_module_is_gone(workbench: Workbench) -> None:
    page = Page(workbench, '<wegwijs module="weg"/>')
    ada = page.visitor("ada")
    seen = ada.http.get(workbench.page(page.name, "ada"), timeout=20).text
    assert "Deze sessie is er nu even niet" in seen
    assert "geen module" not in seen
    assert "geen module" in ada.http.get(workbench.page(page.name, "staff"), timeout=20).text
    assert ada.get("page/nl").status_code == 410
    assert ada.post("work_load", {}).status_code == 410


# What `wegwijs export --format olx` makes


def test_the_block_reads_each_unit_of_an_exported_course(workbench: Workbench, tmp_path: Path) -> None:
    (package,) = export(list(MODULES.values()), format="olx", edition="class", together=True, out=tmp_path)
    with tarfile.open(package.path) as archive:
        units = [archive.extractfile(one).read() for one in archive if "/vertical/" in one.name]  # type: ignore[union-attr]
    assert len(units) == len(MODULES)
    for unit in units:
        [element] = ET.fromstring(unit)
        del element.attrib["url_name"]  # Studio makes the block's id of it
        page = Page(workbench, ET.tostring(element, encoding="unicode"))
        assert page.tell("validation") == []
        assert page.tell("facts")["edition"] == "class"
        assert page.visitor().get("page/nl").status_code == 200


_CLEAN = """
import json, sys
from olxcleaner import validate
course, errors, names = validate(sys.argv[1], allowed_xblocks=["wegwijs"])
print(json.dumps([one.description for one in errors.errors]))
"""


def test_open_edxs_own_cleaner_misses_nothing_but_what_is_the_teachers(tmp_path: Path) -> None:
    (package,) = export(list(MODULES.values()), format="olx", together=True, out=tmp_path)
    with tarfile.open(package.path) as archive:
        archive.extractall(tmp_path / "out", filter="data")
    command = [
        needs.services_venv(),
        "-W",
        "ignore",
        "-c",
        _CLEAN,
        tmp_path / "out" / "course" / "course.xml",
    ]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    missing = {name for one in found for name in re.findall(r"required setting '(\w+)'", one)}
    assert len(found) == len(missing), found
    assert missing == {"course_image", "start", "end"}
