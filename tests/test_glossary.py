"""Hard words of the toolbox: explained once, for every module."""

from pathlib import Path

import pytest

from modules import ModuleError, load_module
from modules.kit.glossary import shared_glossary
from modules.kit.page import render_page
from tests.module_folders import make_module, spoil

LANGUAGES = ("nl", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_module(tmp_path)


def ask(folder: Path, text: str) -> None:
    for language in LANGUAGES:
        spoil(folder / f"{language}.yaml", "ask: Nog iets.", f'ask: "{text}"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hard_words_of_studying_are_explained(language: str) -> None:
    terms = shared_glossary(language)

    hard = {"finaliteit", "graduaat", "bachelor", "CLB", "CVO", "SO", "HO", "BANABA", "credit", "ombuds"}
    assert hard <= set(terms)
    assert len(terms) >= 30


def test_every_language_explains_as_many() -> None:
    assert len({len(shared_glossary(language)) for language in LANGUAGES}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meaning_is_short(language: str) -> None:
    too_long = {
        term: sentence
        for term, meaning in shared_glossary(language).items()
        for sentence in meaning.replace(":", ".").split(".")
        if len(sentence.split()) > 18
    }

    assert too_long == {}


def test_a_shared_word_is_found_and_only_what_is_used_goes_into_the_page(folder: Path) -> None:
    ask(folder, "Hoeveel [[studiepunten|credit]] heb je?")
    module = load_module(folder)
    page = render_page(module, "nl", host="preview", settings={}, page_names={"nl": "index.html"})

    assert '<dfn class="term" data-term="credit">studiepunten</dfn>' in page
    assert list(module.words["nl"].module.glossary) == ["idee", "credit"]


def test_a_modules_own_meaning_comes_first(folder: Path) -> None:
    ask(folder, "Wat is een [[bachelor]]?")
    for language in LANGUAGES:
        spoil(folder / f"{language}.yaml", "  idee:", "  bachelor: Hier iets anders.\n  idee:")

    assert load_module(folder).words["nl"].module.glossary["bachelor"] == "Hier iets anders."


def test_a_word_that_nobody_explains_is_still_a_mistake(folder: Path) -> None:
    ask(folder, "Wat is een [[raket]]?")

    with pytest.raises(ModuleError, match="'raket' is not in the glossary"):
        load_module(folder)
