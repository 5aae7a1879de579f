"""The edition for a class: the same exercises, with what is done together before the screen."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.page import render_page
from tests.module_folders import make_module


@pytest.fixture
def module(tmp_path: Path) -> Module:
    return load_module(make_module(tmp_path))


def page(module: Module, edition: str = "class", language: str = "nl") -> etree._Element:
    names = {name: f"index.{name}.html" for name in module.languages}
    html = render_page(module, language, host="preview", settings={"edition": edition}, page_names=names)
    return etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8"))


def texts(found: list[etree._Element]) -> list[str]:
    return [" ".join("".join(one.itertext()).split()) for one in found]


def test_in_a_class_doing_it_aloud_or_on_paper_comes_before_the_inputs(module: Module) -> None:
    (before,) = page(module).xpath("//section[@id='a-thought']//div[@class='inputs']/preceding-sibling::div")
    assert before.get("class") == "together"
    assert before.xpath(".//input[@data-part='paper']")
    assert "Doe dit eerst samen." in texts([before])[0]


def test_the_choice_stands_on_the_page_once(module: Module) -> None:
    assert len(page(module).xpath("//section[@id='a-thought']//input[@data-part='paper']")) == 1


def test_an_activity_that_needs_the_screen_stays_as_it_is(module: Module) -> None:
    assert page(module).xpath("//section[@id='a-key-words']//div[@class='together']") == []


def test_each_step_waits_for_the_facilitator(module: Module) -> None:
    openings = page(module).xpath("//section[contains(@class, 'opening')]//p[@class='together']")
    assert texts(openings) == ["Lees dit samen. Je begeleider zegt wanneer jullie verdergaan."] * 2


def test_the_start_says_that_it_is_done_together(module: Module) -> None:
    start = page(module, language="en").xpath("//section[@id='start']//p[@class='together']")
    assert texts(start) == ["You do this together, with a facilitator."]


def test_what_can_wait_says_so(module: Module) -> None:
    first, second = module.steps
    later = [replace(one, weight="later") if one.id == "extra" else one for one in second.activities]
    changed = replace(module, steps=(first, replace(second, activities=tuple(later))))
    told = page(changed).xpath("//section[@id='a-extra']//div[@class='together']")
    assert texts(told) == ["Is de tijd om? Dit kan ook later, thuis."]


def test_for_a_learner_alone_nothing_of_it_is_there(module: Module) -> None:
    alone = page(module, "self")
    assert alone.xpath("//*[@class='together']") == []
    (foot,) = alone.xpath("//section[@id='a-thought']//div[@class='answer-foot']")
    assert foot.xpath(".//input[@data-part='paper']")


def test_its_words_do_not_travel_with_every_page(module: Module) -> None:
    assert "together." not in page(module).xpath("string(//script[@id='wegwijs-module'])")
