"""A small module around one activity, opened at its screen: what the tests of a single type begin with."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from textwrap import indent
from typing import Any

from playwright.sync_api import Locator, Page, expect

from modules.kit.loader import load_module
from modules.kit.module import Module
from tests.browser.conftest import Publish, Visitor
from tests.module_folders import PICTURE, make_module, spoil

ACTIVITY = "asked"


def module_with(parent: Path, structure: str, words: str, pictures: Iterable[str] = ()) -> Module:
    """Return a module with one activity more than the minimal one, in its first step.

    Args:
        parent: where its folder is made.
        structure: the activity's own keys of `module.yaml`, on one line.
        words: the activity's words, as YAML.
        pictures: the names of the pictures that the activity has.
    """
    folder = make_module(parent)
    extra = "- {id: extra, type: short-text, required: false}"
    spoil(folder / "module.yaml", extra, f"{extra}\n      - {{id: {ACTIVITY}, {structure}}}")
    for language in ("nl", "en"):
        with Path(folder, f"{language}.yaml").open("a", encoding="utf-8") as file:
            file.write(f"  {ACTIVITY}:\n{indent(words, '    ')}\n")
    for name in pictures:
        (folder / "media" / f"{ACTIVITY}-{name}.svg").write_text(PICTURE, encoding="utf-8")
    return load_module(folder)


def open_activity(
    module: Module,
    publish: Publish,
    visitor: Visitor,
    answers: Mapping[str, Any] | None = None,
    at: str = ACTIVITY,
    **loaded: Any,
) -> Page:
    """Open the activity's screen, as the host gives it.

    Args:
        module: from `module_with`.
        publish: the fixture.
        visitor: the fixture.
        answers: what the learner answered before, by activity.
        at: the activity whose screen it is.
        loaded: what else the host loads, such as `dates`.
    """
    kept = {
        name: {"value": value, "how": "screen", "audience": "learner", "revision": 1}
        for name, value in (answers or {}).items()
    }
    state = json.dumps({"answers": kept, "position": at, "finished": False, **loaded})
    visitor.context.add_init_script(
        # Not on the empty page that a browser begins with, which may keep nothing.
        f"origin === 'null' || (localStorage['wegwijs.preview.practice'] ??= {json.dumps(state)})"
    )
    page = visitor.visit(publish(module))
    page.get_by_role("button", name="Ga verder waar je was").click()
    expect(screen(page)).to_have_attribute("data-screen", at)
    return page


def screen(page: Page) -> Locator:
    """Return the one screen that is shown."""
    return page.locator(".is-now")


def kept(page: Page, at: str = ACTIVITY) -> Any:
    """Return the value that was kept, once all changes are."""
    expect(page.locator("[data-part=saved]")).to_have_text(re.compile("^Bewaard om"))
    state = json.loads(page.evaluate("localStorage['wegwijs.preview.practice']"))
    return state["answers"][at]["value"]
