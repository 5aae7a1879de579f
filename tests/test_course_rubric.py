"""The rubric of a course: its own words, what its learners get of them, and two facilitators at once."""

import re
from pathlib import Path

import pytest

from modules.kit.registry import Registry, load_registry
from tests.assessing import JUDGED, assessor, fields, handed_in, levels, numbers, own, released
from tests.class_page import ClassPage, teacher
from tests.judged_module import make_judged_module
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


@pytest.fixture
def page(browser: Browser) -> ClassPage:
    return assessor(browser)


def change(page: ClassPage, **changes: str | None) -> str:
    form = fields(page.part("rubric")) | changes
    return page.post("rubric", **{name: value for name, value in form.items() if value is not None})


def test_the_part_shows_the_modules_own_rubric(page: ClassPage) -> None:
    html = page.part("rubric")
    assert "Nu geldt de rubric van de module: 2 criteria, samen 8 punten." in html
    assert 'value="Concrete feiten"' in html
    assert "feiten a" in html


def test_a_variant_that_nobody_judges_has_no_rubric_and_nothing_to_assess(browser: Browser) -> None:
    claims = {"custom": {"module": "practice", "variant": "first"}, "resource_link": {"id": "link-9"}}
    html = teacher(browser, **claims).part("class")
    assert 'id="part-rubric"' not in html
    assert 'id="part-assess"' not in html


def test_learners_weigh_with_the_words_of_their_course(browser: Browser, page: ClassPage) -> None:
    assert "rubric" not in browser.open(**JUDGED).load()
    assert "De rubric is bewaard." in change(
        page, **{"label-0": "Feiten van de wijk", "level-0-3": "nieuw d"}
    )
    rubric = browser.open(**JUDGED).load()["rubric"]
    assert rubric["activity"] == "own-rubric"
    assert rubric["criteria"]["facts"]["label"] == "Feiten van de wijk"
    assert rubric["criteria"]["facts"]["levels"]["reframes"] == "nieuw d"
    assert rubric["criteria"]["views"]["label"] == "Perspectieven"
    handed_in(browser)
    assert "Feiten van de wijk · Waarom dit niveau?" in page.part("assess", attempt=numbers(page)[0])
    other_course = {"context": {"id": "course-2"}, "resource_link": {"id": "link-3"}}
    assert "rubric" not in browser.open(**JUDGED, **other_course).load()


def test_a_criterion_is_added_assessed_and_told_to_learners(browser: Browser, page: ClassPage) -> None:
    learner = handed_in(browser)
    added = {"label-2": "Taal van de buurt", **{f"level-2-{at}": f"buurt {at}" for at in range(4)}}
    change(page, **added, **{"counts-2": "1", "competence-2": "including"})
    rubric = browser.open(**JUDGED).load()["rubric"]
    assert [one["label"] for one in rubric["added"]] == ["Taal van de buurt"]
    (number,) = numbers(page)
    name = re.search(r'name="level-(added\.[\d-]+)"', page.part("assess", attempt=number))
    assert name
    own(page, number, "release", **levels(4, 4), **{f"level-{name[1]}": "2"})
    assert (released(learner)["points"], released(learner)["most"]) == (10, 12)
    assert released(learner)["competences"][1] == {"name": "Inclusief samenwerken", "points": 6, "most": 8}


def test_a_criterion_that_is_left_out_no_longer_counts_and_its_levels_come_back_with_it(
    browser: Browser, page: ClassPage
) -> None:
    learner = handed_in(browser)
    (number,) = numbers(page)
    own(page, number, "done", **levels(4, 3))
    change(page, **{"counts-1": None})
    own(page, number, "release", **levels(4, None))
    assert (released(learner)["points"], released(learner)["most"]) == (4, 4)
    assert "Terug naar de rubric van de module" in page.part("rubric")
    revision = fields(page.part("rubric"))["was"]
    assert "De rubric van de module geldt weer." in page.post("rubric", own="1", was=revision)
    assert 'id="own-level-views-3" checked' in page.part("assess", attempt=number)
    assert released(learner)["most"] == 4


def test_added_criteria_never_take_the_levels_of_an_earlier_one(browser: Browser, page: ClassPage) -> None:
    handed_in(browser)
    texts = {f"level-2-{at}": f"buurt {at}" for at in range(4)}
    change(page, **texts, **{"label-2": "Eerste", "counts-2": "1"})
    before = fields(page.part("rubric"))["id-2"]
    change(page, **{"counts-2": None})
    change(page, **texts, **{"label-2": "Tweede", "counts-2": "1"})
    assert fields(page.part("rubric"))["id-2"] != before


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"counts-0": None, "counts-1": None}, "geen enkel criterium"),
        ({"label-0": " "}, "nog geen naam"),
        ({"level-0-1": ""}, "niveau nog leeg"),
        ({"label-0": "x" * 121}, "te lang"),
        ({"cutoff": "9"}, "niet hoger dan alle punten"),
        ({"cutoff": "-1"}, "niet hoger dan alle punten"),
        ({"cutoff": "veel"}, "niet hoger dan alle punten"),
        ({"label-2": "Zonder niveaus", "counts-2": "1"}, "niveau nog leeg"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_and_nothing_typed_is_lost(
    page: ClassPage, changes: dict[str, str | None], says: str
) -> None:
    said = change(page, **{"level-1-0": "zelf getypt"} | changes)
    assert says in said
    assert "zelf getypt" in said
    assert "zelf getypt" not in page.part("rubric")


def test_more_than_twelve_criteria_are_refused(page: ClassPage) -> None:
    more = {}
    for at in range(2, 13):
        more |= {f"label-{at}": f"Nummer {at}", f"id-{at}": "", f"counts-{at}": "1"}
        more |= {f"level-{at}-{level}": "tekst" for level in range(4)}
    assert "te veel criteria" in change(page, **more)


def test_a_cut_off_is_told_and_nothing_follows_from_it(browser: Browser, page: ClassPage) -> None:
    learner = handed_in(browser)
    change(page, cutoff="6")
    (number,) = numbers(page)
    assert "De grens van deze cursus ligt op 6 punten." in page.part("assess")
    own(page, number, "release", **levels(1, 1))
    assert released(learner)["cutoff"] == 6


@ON_BOTH
def test_two_facilitators_at_once_do_not_undo_each_others_rubric(browser: Browser) -> None:
    one, other = assessor(browser), assessor(browser, "teacher-2")
    before = fields(other.part("rubric"))
    change(one, **{"label-0": "Van de een"})
    met = other.post("rubric", **before | {"label-0": "Van de ander"})
    assert "Iemand anders veranderde de rubric intussen." in met
    assert "Van de ander" in met
    assert "Van de een" in one.part("rubric")
    assert "De rubric is bewaard." in other.post("rubric", **fields(met) | {"label-0": "Van de ander"})


def test_changes_after_scores_exist_are_told(browser: Browser, page: ClassPage) -> None:
    handed_in(browser)
    assert "Er zijn al beoordelingen." not in page.part("rubric")
    own(page, numbers(page)[0], "save", **levels(1, None))
    assert "Er zijn al beoordelingen." in page.part("rubric")


def test_what_a_course_did_not_change_still_speaks_every_language(browser: Browser, page: ClassPage) -> None:
    change(page, **{"label-0": "Feiten van de wijk"})
    english = browser.open(**JUDGED).call("GET", "/attempt?language=en").json["rubric"]["criteria"]
    assert english["facts"]["label"] == "Feiten van de wijk"
    assert english["views"]["label"] == "Perspectieven"
