"""Deep linking: what the platform gets, and that nothing else ever leaves."""

import html
import re
from dataclasses import replace
from typing import Any

import pytest

from lti_tool.protocol.deep_link import DeepLinkSettings, content_item
from lti_tool.rules.deep_link import Addresses, ChoiceError, items, read_choice
from lti_tool.store import keys
from lti_tool.store.db import Database
from modules.kit.module import Module
from modules.kit.registry import Registry
from tests.deep_link_chooser import (
    DATA,
    DL,
    LTI,
    RETURN_URL,
    choosing,
    read_answer,
)
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import Clock
from tests.lti_platform_double import CLIENT_ID, DEPLOYMENT, ISSUER

# The answer


def test_the_answer_holds_what_every_platform_asks_for(browser: Browser, clock: Clock) -> None:
    answer = choosing(browser).answer()
    assert answer["iss"] == answer["sub"] == CLIENT_ID
    assert answer["aud"] == ISSUER
    assert answer[LTI + "deployment_id"] == DEPLOYMENT
    assert answer[LTI + "message_type"] == "LtiDeepLinkingResponse"
    assert answer[LTI + "version"] == "1.3.0"
    assert 0 < answer["exp"] - answer["iat"] <= 300
    assert len(answer["nonce"]) >= 16
    assert len(answer["jti"]) >= 16


def test_the_answer_goes_to_the_return_url_and_nowhere_else(browser: Browser) -> None:
    page = choosing(browser).post()
    assert html.unescape(re.search(r'action="([^"]+)"', page.text)[1]) == RETURN_URL  # type: ignore[index]
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert "form-action https:" in page.headers["Content-Security-Policy"]


def test_an_item_is_a_link_that_any_platform_can_store(browser: Browser, registry: Registry) -> None:
    [item] = choosing(browser).answer(graded="on", released="on")[DL + "content_items"]
    words = registry.modules["identity"].words["nl"].module
    assert item == {
        "type": "ltiResourceLink",
        "url": f"{HOST}/lti/launch",
        "title": words.title,
        "text": f"{words.tagline}. Je doet dit op je eentje.",
        "icon": {"url": f"{HOST}/lti/pictures/identity/50.png", "width": 50, "height": 50},
        "thumbnail": {"url": f"{HOST}/lti/pictures/identity/128.png", "width": 128, "height": 128},
        "custom": {
            "module": "identity",
            "edition": "self",
            "graded": "on",
            "context_history": "$Context.id.history",
            "link_history": "$ResourceLink.id.history",
        },
        "lineItem": {
            "scoreMaximum": 100,
            "label": words.title,
            "resourceId": "identity",
            "tag": "progress",
            "gradesReleased": True,
        },
    }


@pytest.mark.parametrize("data", [None, "", DATA])
def test_data_comes_back_unaltered_if_it_was_there(browser: Browser, data: str | None) -> None:
    answer = choosing(browser, {"data": data}).answer()
    assert answer.get(DL + "data") == data
    assert (DL + "data" in answer) == (data is not None)


def test_nothing_empty_is_sent(browser: Browser) -> None:
    answer = choosing(browser).answer(language="", target="", available_from="", due="")

    def values(found: Any) -> Any:
        yield found
        for inner in found.values() if isinstance(found, dict) else found if isinstance(found, list) else []:
            yield from values(inner)

    assert [value for value in values(answer) if value in (None, "", {}, [])] == []


def test_custom_values_are_texts_without_an_equals_sign(browser: Browser) -> None:
    [item] = choosing(browser).answer(graded="on", edition="class", language="en")[DL + "content_items"]
    assert all(isinstance(value, str) and "=" not in value for value in item["custom"].values())
    assert item["custom"]["language"] == "en"
    assert item["custom"]["edition"] == "class"


@pytest.mark.parametrize(
    ("fields", "accept", "there"),
    [
        ({"graded": "on"}, None, True),
        ({"graded": "on"}, True, True),
        ({"graded": "on"}, False, False),
        ({}, True, False),
    ],
)
def test_a_column_comes_along_where_it_is_wanted_and_taken(
    browser: Browser, fields: Any, accept: bool | None, there: bool
) -> None:
    [item] = choosing(browser, {"accept_lineitem": accept}).answer(**fields)[DL + "content_items"]
    assert ("lineItem" in item) == there
    assert item["custom"]["graded"] == ("on" if fields else "off")


def test_a_teacher_can_hold_grades_back(browser: Browser) -> None:
    [item] = choosing(browser).answer(graded="on")[DL + "content_items"]
    assert item["lineItem"]["gradesReleased"] is False


@pytest.mark.parametrize(
    ("target", "accepted", "there"),
    [
        ("iframe", ["iframe", "window"], {"iframe": {"width": 1000, "height": 800}}),
        ("window", ["iframe", "window"], {"window": {"targetName": "_blank"}}),
        ("window", ["iframe"], {}),
        ("embed", ["embed"], {}),
        ("", ["iframe", "window"], {}),
    ],
)
def test_it_opens_where_the_teacher_wants_and_the_platform_can(
    browser: Browser, target: str, accepted: list[str], there: Any
) -> None:
    chooser = choosing(browser, {"accept_presentation_document_targets": accepted})
    [item] = chooser.answer(target=target)[DL + "content_items"]
    assert {name: item[name] for name in ("iframe", "window") if name in item} == there


def test_times_are_iso_with_a_zone(browser: Browser) -> None:
    fields = {
        "available_from": "2026-12-01T08:00",
        "available_until": "2026-12-31T23:59:00.000Z",
        "due": "2026-12-20T18:00:00+01:00",
    }
    [item] = choosing(browser).answer(**fields)[DL + "content_items"]
    assert item["available"] == {
        "startDateTime": "2026-12-01T08:00:00Z",
        "endDateTime": "2026-12-31T23:59:00Z",
    }
    assert item["submission"] == {"endDateTime": "2026-12-20T17:00:00Z"}


def test_cancelling_says_so_to_the_platform(browser: Browser) -> None:
    answer = choosing(browser, {"data": DATA}).answer(do="cancel")
    assert answer[DL + "content_items"] == []
    assert answer[DL + "msg"] == "Er is niets toegevoegd."
    assert answer[DL + "data"] == DATA


def test_a_place_that_takes_no_modules_is_told_why_nothing_comes(browser: Browser) -> None:
    chooser = choosing(browser, {"accept_types": ["html", "file"]})
    assert "neemt geen modules aan" in chooser.page.text
    answer = chooser.answer()
    assert answer[DL + "content_items"] == []
    assert answer[DL + "errormsg"] == "Wegwijs kan hier niets toevoegen."
    assert "ltiResourceLink" in answer[DL + "errorlog"]


def test_what_a_platform_sends_is_never_markup(browser: Browser) -> None:
    evil = '"><script>alert(1)</script>'
    address = f"{ISSUER}/return?a='%22><script>alert(1)</script>"
    chooser = choosing(
        browser, {"deep_link_return_url": address, "data": evil}, context={"id": "c", "title": evil}
    )
    page = chooser.post()
    assert "<script>alert" not in chooser.page.text + page.text
    assert read_answer(browser, page)[DL + "data"] == evil


def test_a_rotated_key_still_proves_the_answer(browser: Browser, store: Database) -> None:
    chooser = choosing(browser)
    with store.write() as connection:
        keys.add_own_key(connection, 2)
    assert chooser.answer()[DL + "content_items"]


# Several modules: a second one, like the first but for its id and its languages


@pytest.fixture
def two(registry: Registry) -> dict[str, Module]:
    first = registry.modules["identity"]
    return {"identity": first, "talent": replace(first, id="talent", languages=("nl",))}


def many(**changes: Any) -> DeepLinkSettings:
    made = DeepLinkSettings(RETURN_URL, ("ltiResourceLink",), ("iframe",), True, None, False, None)
    return replace(made, **changes)


def chosen_items(two: dict[str, Module], options: dict[str, str]) -> list[dict[str, Any]]:
    choice = read_choice(list(two), {}, options, two, many())
    sentences = {"nl": {"self": "Alleen.", "class": "Samen."}}
    return [content_item(item) for item in items(choice, many(), Addresses(HOST), "nl-BE", sentences)]


def test_several_modules_are_several_links_in_the_order_of_the_track(two: dict[str, Module]) -> None:
    found = chosen_items(two, {"graded": "on"})
    assert [item["custom"]["module"] for item in found] == ["identity", "talent"]
    assert [item["lineItem"]["resourceId"] for item in found] == ["identity", "talent"]
    assert {item["url"] for item in found} == {f"{HOST}/lti/launch"}


def test_a_module_that_lacks_the_language_keeps_its_own(two: dict[str, Module]) -> None:
    one, other = chosen_items(two, {"language": "en"})
    assert one["custom"]["language"] == "en"
    assert "language" not in other["custom"]


def test_a_text_is_in_one_language(two: dict[str, Module]) -> None:
    one, other = chosen_items(two, {"language": "en", "edition": "class"})
    assert one["text"] == two["identity"].words["en"].module.tagline
    assert other["text"].endswith("Samen.")


def test_several_are_refused_where_one_is_taken(two: dict[str, Module]) -> None:
    with pytest.raises(ChoiceError, match="one"):
        read_choice(list(two), {}, {}, two, many(accept_multiple=False))


def test_the_whole_toolbox_is_what_belongs_together_for_a_class(browser: Browser, registry: Registry) -> None:
    found = choosing(browser).answer(do="all", module="")[DL + "content_items"]
    toolbox = [name for name, one in registry.modules.items() if one.track.name == "toolbox"]
    assert [item["custom"]["module"] for item in found] == toolbox
    assert "civic-reflection" not in toolbox


# A module that is a course of parts


def test_all_parts_are_chosen_until_some_are_left_out(browser: Browser) -> None:
    text = choosing(browser).page.text
    for part in ("start", "articulate"):
        assert f'type="checkbox" name="variant-civic-reflection" value="{part}"' in text
        assert re.search(rf'id="variant-civic-reflection-{part}" checked', text)


def parts_chosen(course: Module, parts: list[str], settings: DeepLinkSettings) -> list[dict[str, Any]]:
    choice = read_choice([course.id], {course.id: parts}, {"graded": "on"}, {course.id: course}, settings)
    return [
        content_item(item) for item in items(choice, settings, Addresses(HOST), "nl", {"nl": {"self": ""}})
    ]


def test_each_part_is_a_link_with_its_own_name_and_column(registry: Registry) -> None:
    course = registry.modules["civic-reflection"]
    found = parts_chosen(course, ["examine", "start"], many())
    assert [item["custom"]["variant"] for item in found] == ["start", "examine"]
    assert found[0]["title"] == found[0]["lineItem"]["label"] == "Civic Reflectie · Sessie 1: Startpunt"
    assert [item["lineItem"]["resourceId"] for item in found] == [
        "civic-reflection/start",
        "civic-reflection/examine",
    ]


def test_where_one_is_taken_the_first_part_is_the_link(registry: Registry) -> None:
    course = registry.modules["civic-reflection"]
    [item] = parts_chosen(course, ["describe"], many(accept_multiple=False))
    assert item["custom"]["variant"] == "describe"


@pytest.mark.parametrize("parts", [[], ["none"]])
def test_a_course_without_a_part_is_refused(registry: Registry, parts: list[str]) -> None:
    with pytest.raises(ChoiceError, match="parts"):
        parts_chosen(registry.modules["civic-reflection"], parts, many())
