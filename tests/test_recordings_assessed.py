"""A recording that is handed in: assessors hear it beside the work, and nobody else does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from modules.kit.registry import Registry, load_registry
from tests.assessing import JUDGED, assessor, learner, numbers
from tests.judged_module import make_judged_module
from tests.lti_browser import Browser
from tests.module_folders import spoil
from tests.recording_module import SAY, WEBM, hear, said, send

PIECE = "- {id: piece,"
WORDS = "{title: Zeg het, ask: Wat?, recording: Je opname, text: Of schrijf}"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    folder: Path = make_judged_module(tmp_path_factory.mktemp("modules"))
    spoil(folder / "module.yaml", "work: [piece]", "work: [piece, say]")
    spoil(folder / "module.yaml", PIECE, f"{SAY}\n      {PIECE}")
    for language in ("nl", "en"):
        spoil(folder / f"{language}.yaml", "  piece: ", f"  say: {WORDS}\n  own: {WORDS}\n  piece: ")
    return load_registry([folder])


def test_assessors_hear_what_was_handed_in(browser: Browser) -> None:
    page = learner(browser)
    page.save("say", said())
    assert send(page).status_code == 409
    page.finish()
    assert send(page).status_code == 200
    answer = browser.open(sub="learner-1", **JUDGED).load()["answers"]["say"]
    page.save("say", said("server"), answer["revision"], audience=answer["audience"])
    theirs = assessor(browser)

    html = theirs.part("assess", attempt=numbers(theirs)[0])

    address = re.search(r'data-address="(/class/recording/\d+)"', html)
    assert address
    assert hear(theirs, address[1]) == WEBM
