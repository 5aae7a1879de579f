"""Work that people judge: learners who hand in, and the page where it is assessed. What its tests share."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from tests.class_page import ClassPage
from tests.lti_browser import Browser, Page
from tests.lti_platform_double import INSTRUCTOR

JUDGED = {"custom": {"module": "practice", "variant": "judged"}}
PIECE = "Dit is mijn hele stuk."
WEIGHED = {
    "facts": {"level": "explains", "reason": "Ik noem alles."},
    "views": {"level": "tells", "reason": "Een kant."},
}
SURE = "Dit ziet de student en gaat naar het puntenboek."


def learner(browser: Browser, sub: str = "learner-1", **claims: Any) -> Page:
    """Somebody who wrote and weighed, and did not hand in."""
    page = browser.open(sub=sub, **JUDGED, **claims)
    page.save("piece", PIECE)
    page.save("own-rubric", WEIGHED)
    return page


def handed_in(browser: Browser, sub: str = "learner-1", **claims: Any) -> Page:
    """Somebody who handed in."""
    page = learner(browser, sub, **claims)
    page.finish()
    return page


def assessor(browser: Browser, sub: str = "teacher-1", **claims: Any) -> ClassPage:
    found = browser.open(sub=sub, roles=[INSTRUCTOR], **JUDGED, **claims)
    return ClassPage(found.client, found.token)


def numbers(page: ClassPage) -> list[str]:
    """The numbers of the works in the list, in its order."""
    return re.findall(r"part=assess&amp;attempt=(\d+)", page.part("assess"))


def field(html: str, name: str) -> str:
    """What a hidden field of the page has; the first of that name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found, f"no field {name}"
    return found[1]


def levels(facts: int | None, views: int | None) -> dict[str, str]:
    given = {"level-facts": facts, "level-views": views}
    return {name: str(level) for name, level in given.items() if level is not None}


def own(page: ClassPage, number: str, do: str, **form: str) -> str:
    """Fill in one's own form as it is on the screen, and press one of its buttons."""
    html = page.part("assess", attempt=number)
    seen = re.findall(r'name="(was|work|rubric)" value="([^"]*)"', html)
    kept = {"was": "0", "work": "", "rubric": "0"} | dict(seen)
    return page.post("assess", attempt=number, do=do, **(kept | form))


def together(page: ClassPage, number: str, do: str, **form: str) -> str:
    """Fill in what assessors choose together, as it is on the screen."""
    seen = field(page.part("assess", attempt=number), "seen")
    return page.post("assess/together", **({"attempt": number, "seen": seen, "do": do} | form))


def released(page: Page) -> Any:
    """What the learner reads of the verdict; None before it is released."""
    return page.load()["verdict"].get("released")


def fields(html: str) -> dict[str, str]:
    """What a browser would send of the form as it is."""
    form = re.search(r'<form[^>]*class="choose rubric-form".*?</form>', html, re.DOTALL)
    assert form
    found = dict(
        re.findall(r'<input type="(?:hidden|text)"[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form[0])
    )
    found |= {"cutoff": re.search(r'name="cutoff"[^>]*value="([^"]*)"', form[0])[1]}  # type: ignore[index]
    found |= dict(re.findall(r'<textarea name="([^"]+)"[^>]*>\n(.*?)</textarea>', form[0], re.DOTALL))
    for name, value in re.findall(r'name="([^"]+)" value="([^"]+)" id="[^"]+" checked', form[0]):
        found[name] = value
    for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return {name: unescape(value) for name, value in found.items()}


def assess_by(browser: Browser, way: str) -> None:
    """Let the course be assessed by one, two, or two blind."""
    page = assessor(browser)
    form = page.part("rubric")
    said = page.post("rubric", **(fields(form) | {"assessing": way}))
    assert "De rubric is bewaard." in said
