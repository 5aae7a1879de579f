"""A whole course of civic reflection: thirty students from the first link to the attest.

The course stands on a platform nobody here wrote. One student, the lecturer, both assessors and the civic
team work in browsers; the other students, and the assessors for most of the work, call what the pages call.
"""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests import axe
from tests.browser import quick
from tests.browser.writing import full_answers
from tests.services.certificates import Certificates
from tests.services.civic_school import MODULE, Person, School

pytestmark = [pytest.mark.services, pytest.mark.browser]

STUDENTS, LEVEL = 30, 3
LAST = "articulate"
NAME = "Amira van den Kanarie"
ESTIMATES = {"competences-start", "competences-end"}
SENTENCE = "Op de brug wachtten vier mensen, en wie er woont, kwam in {} nog eens aan het woord."
"""As long as any exercise asks for."""
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def module() -> Module:
    return load_registry().modules[MODULE]


@pytest.fixture
def school(certificates: Certificates, tmp_path: Path, module: Module) -> Iterator[School]:
    made = School(certificates, tmp_path, list(module.variants))
    yield made
    made.stop()


@pytest.fixture
def desks(chromium: Chromium) -> Iterator[Callable[[], BrowserContext]]:
    opened: list[BrowserContext] = []

    def desk() -> BrowserContext:
        options: dict[str, Any] = {"locale": "nl-BE", "viewport": {"width": 1280, "height": 900}}
        opened.append(chromium.new_context(ignore_https_errors=True, reduced_motion="reduce", **options))
        opened[-1].set_default_timeout(15_000)
        return opened[-1]

    yield desk
    for one in opened:
        one.close()


def code_on(page: Page) -> str:
    """The code that is on the wall now."""
    return page.locator(".poster-code span").first.inner_text()


def at_once(act: Callable[[Any], Any], each: list[Any]) -> list[Any]:
    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(act, each))


@dataclass
class Course:
    """The course while it goes on. `barriers` is what axe finds on the screens that are met."""

    school: School
    module: Module
    desk: Callable[[], BrowserContext]
    students: list[Person]
    lecturer: Person
    assessors: list[Person]
    barriers: list[str] = field(default_factory=list)
    pages: dict[str, Page] = field(default_factory=dict)

    # Browsers

    def look(self, page: Page) -> None:
        """Look for barriers on this screen."""
        self.barriers += [f"{page.url.partition('#')[0]}: {one}" for one in axe.violations(page)]

    def in_browser(self, person: Person, variant: str) -> Page:
        """Somebody opens a session in the course, in a browser that stays theirs."""
        page = self.pages.get(person.name) or self.desk().new_page()
        self.pages[person.name] = page
        page.goto(self.school.platform.page(variant, person.name, "window"))
        page.locator("html.is-live").wait_for()
        return page

    def class_page(self, person: Person, variant: str) -> Page:
        """A lecturer goes on from a session to *Mijn klas*."""
        page = self.in_browser(person, variant)
        with page.context.expect_page() as opened:
            page.get_by_role("link", name="Mijn klas").click()
        opened.value.locator("#sheet h2").first.wait_for()
        return opened.value

    def to(self, page: Page, part: str) -> None:
        page.locator(f"#part-{part}").click()
        page.locator(f"#part-{part}[aria-current=page]").wait_for()
        self.look(page)

    # Before

    def apply(self) -> None:
        """The lecturer applies for the course unit, and the civic team approves."""
        page = self.class_page(self.lecturer, "start")
        self.to(page, "unit")
        for name in ("title", "programme", "partner"):
            page.locator(f"#{name}").fill("Stad en mobiliteit")
        page.locator("#activity-yes").check()
        page.locator("#since").fill("2023")
        for box in page.locator("[id^=criterion-][name]").all():
            box.fill("Een echte vraag van de buurt, en beide winnen.")
        page.locator("button[name=do][value=submit]").click()
        expect(page.locator("#said")).to_contain_text("Je aanvraag is ingediend")
        way_in = self.school.tool.command("civic", "invite", "--issuer", self.school.told["issuer"]).split()[
            0
        ]
        team = self.desk().new_page()
        team.goto(way_in)
        team.locator("#sheet .cards a").first.click()
        team.locator("button[name=do][value=approve]").wait_for()
        self.look(team)
        team.locator("button[name=do][value=approve]").click()
        expect(team.locator("#said")).to_be_visible()

    def assess_blind(self) -> None:
        """The lecturer chooses two assessors who don't see each other's levels."""
        page = self.class_page(self.lecturer, LAST)
        self.to(page, "rubric")
        page.locator("#assessing-blind").check()
        page.locator("#keep-rubric").click()
        expect(page.locator("#said")).to_contain_text("bewaard")

    # The sessions

    def hold(self, variant: str) -> None:
        """A session: everybody opens it, says to be there, does it and hands it in; one is ticked."""
        page = self.class_page(self.lecturer, variant)
        self.to(page, "presence")
        first, *others = self.students
        given, _ = full_answers(self.module.in_variant(variant))

        def begin(one: Person) -> None:
            one.open(variant)
            one.write(variant, given, ESTIMATES if one is not others[0] else set())

        at_once(begin, others)
        page.get_by_role("button", name="Open het aanmelden").click()
        code = code_on(page)

        def say(one: Person) -> Any:
            return one.call(variant, "POST", "/api/presence", json={"code": code}).json()

        said = at_once(say, others[:-1])
        assert {one["outcome"] for one in said} == {"here"}
        self.hand_in(first, variant, lambda: code_on(page))
        for count in (STUDENTS - 1, STUDENTS):
            expect(page.locator(".there-count")).to_contain_text(f"{count} van {STUDENTS}", timeout=15_000)
            for row in page.locator(".there li:not(.is-there) button").all():
                row.click()
        self.look(page)
        page.locator("#presence-close").click()
        at_once(lambda one: one.call(variant, "POST", "/api/attempt/finish"), others)
        page.close()

    def hand_in(self, person: Person, variant: str, code: Callable[[], str]) -> None:
        """The student with a browser."""
        page = self.in_browser(person, variant)
        page.locator(".presence input").fill(code())
        page.get_by_role("button", name="Meld me aan").click()
        expect(page.locator(".presence-said")).to_contain_text("Je bent aangemeld")
        self.look(page)
        quick.fill_all(page, text=SENTENCE)
        while page.locator("[data-part=open] button").count():
            # What takes more than a script's hand, such as arrows, was done on a sheet in class.
            page.locator("[data-part=open] button").first.click()
            page.locator(".screen.is-now [data-part=paper]").check()
            page.locator(".road li[data-end] a").click()
        self.look(page)
        quick.finish(page)

    def wait_for(self, link: str, progress: str) -> dict[str, Any]:
        """Wait until everybody has a score in that state in the column of a link."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            found = self.school.scores(link)
            if len(found) == STUDENTS and {one["grading_progress"] for one in found.values()} == {progress}:
                return found
            time.sleep(1)
        raise AssertionError(
            f"{link}: {[(one['person'], one['grading_progress']) for one in found.values()]}"
        )

    # Assessing

    def assess(self) -> None:
        """Both assessors judge everybody; in a browser the first student, about whom they differ."""
        at_once(self._assess_others, self.assessors)
        for number, one in enumerate(self.assessors):
            page = self.class_page(one, LAST)
            self.to(page, "assess")
            page.get_by_role("link", name=self.students[0].code).click()
            page.locator("#done").wait_for()
            self.look(page)
            for criterion in self.criteria:
                level = LEVEL + number if criterion == self.criteria[0] else LEVEL
                page.locator(f"#own-level-{criterion}-{level}").check()
            page.locator("#done").click()
            page.locator("#said").wait_for()
            if number == 0:
                page.close()
        self.look(page)
        page.locator(f"#joint-level-{self.criteria[0]}-{LEVEL + 1}").check()
        page.locator("#keep-together").click()
        page.locator("#said").wait_for()
        page.close()

    def _assess_others(self, assessor: Person) -> None:
        assessor.open(LAST)
        works = re.findall(r'id="work-(\d+)"[^>]*>([^<]+)</a>', assessor.part(LAST, "assess"))
        assert len(works) == STUDENTS
        for number, name in works:
            if self.students[0].code in name:
                continue
            shown = assessor.part(LAST, "assess", attempt=number)
            form = {
                name: re.search(f'name="{name}" value="([^"]*)"', shown) for name in ("was", "work", "rubric")
            }
            kept = {name: found[1] for name, found in form.items() if found}
            levels = {f"level-{criterion}": str(LEVEL) for criterion in self.criteria}
            assessor.post(LAST, "assess", attempt=number, do="done", **kept, **levels)

    def release(self) -> None:
        """The lecturer releases everything that is ready, with one button."""
        page = self.class_page(self.lecturer, LAST)
        self.to(page, "assess")
        page.locator("#release-all").click()
        page.locator("#release-all-now").click()
        expect(page.locator("#said")).to_contain_text(f"{STUDENTS}")
        self.look(page)
        page.close()

    # Afterwards

    def competences(self) -> list[list[str]]:
        """The lecturer sees all sessions together, and takes the competences along."""
        page = self.class_page(self.lecturer, "start")
        self.to(page, "sessions")
        counts = page.locator(".counts li").all_inner_texts()
        assert [one.count(f"{STUDENTS} van {STUDENTS} klaar") for one in counts] == [1] * 5
        assert [one.count(f"{STUDENTS} aanwezig") for one in counts] == [1] * 5
        page.locator("#view-competences").click()
        page.get_by_text("gemiddeld").first.wait_for()
        self.look(page)
        with page.expect_download() as taken:
            page.locator("#competences-csv").click()
        text = taken.value.path().read_text("utf-8-sig")
        page.close()
        return list(csv.reader(io.StringIO(text), delimiter=";"))

    def grant(self) -> None:
        """The lecturer grants the attest to everybody who meets the rule."""
        page = self.class_page(self.lecturer, LAST)
        self.to(page, "attest")
        page.locator("#grant-all").click()
        page.locator("#grant-all-yes").click()
        expect(page.locator("#said")).to_contain_text(f"{STUDENTS} studenten")
        self.look(page)
        page.close()

    def make_badge(self) -> str:
        """The student reads the verdict, makes the attest, and shows the page that says it is valid."""
        page = self.in_browser(self.students[0], LAST)
        page.locator(".road li[data-end] a").click()
        expect(page.locator(".verdict-points:visible").first).to_contain_text("19")
        self.look(page)
        with page.context.expect_page() as opened:
            page.locator("[data-attest=granted] a").click()
        attest = opened.value
        attest.locator("#name").fill(NAME)
        attest.locator("#make").click()
        attest.locator("#badge").wait_for()
        self.look(attest)
        with attest.expect_download() as taken:
            attest.locator("#badge").click()
        with page.context.expect_page() as public:
            attest.locator("#public").click()
        expect(public.value.locator("body")).to_contain_text("Dit attest is geldig")
        self.look(public.value)
        return taken.value.path().read_text("ascii")

    @property
    def criteria(self) -> list[str]:
        rubric = self.module.in_variant(LAST).rubric
        assert rubric is not None
        return list(vars(self.module.activities[rubric.activity].options)["criteria"])


@pytest.fixture
def course(school: School, module: Module, desks: Callable[[], BrowserContext]) -> Course:
    return Course(
        school,
        module,
        desks,
        at_once(school.enrol, [f"student-{number}" for number in range(STUDENTS)]),
        school.enrol("lecturer", "instructor"),
        [school.enrol(f"assessor-{number}", "instructor") for number in (1, 2)],
    )


def test_a_course_of_thirty_goes_from_its_first_link_to_attests(course: Course, school: School) -> None:
    course.apply()
    course.assess_blind()
    for variant in course.module.variants:
        course.hold(variant)
    for variant in list(course.module.variants)[:-1]:
        given = course.wait_for(variant, "FullyGraded").values()
        assert {(one["score_given"], one["score_maximum"]) for one in given} == {(100.0, 100.0)}

    handed_in = course.wait_for(LAST, "PendingManual")
    assert {one["score_given"] for one in handed_in.values()} == {None}
    course.assess()
    assert {one["grading_progress"] for one in school.scores(LAST).values()} == {"PendingManual"}
    course.release()
    given = {name: one["score_given"] for name, one in course.wait_for(LAST, "FullyGraded").items()}
    assert given.pop("student-0") == pytest.approx(100 * 19 / 24, abs=0.01)
    assert set(given.values()) == {75.0}

    heads, *rows = course.competences()
    assert len(rows) == STUDENTS * 4
    assert {len(row) for row in rows} == {len(heads)}
    shared = [row for row in rows if row[4]]
    assert len(shared) == (STUDENTS - 2) * 4, "one student shared nothing, and one only with herself"
    course.grant()
    assert course.make_badge().count(".") == 2
    assert course.barriers == []
    # A platform in one process may say 500 to one of many calls at once; that is no fault of the tool.
    faults = [one for one in school.platform.read("faults") if "the platform answered 500" not in one]
    assert faults == []
