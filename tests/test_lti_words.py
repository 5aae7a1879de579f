"""The words of the tool's own pages: the same keys in each language, and one for every code."""

import re
from pathlib import Path

import pytest

from lti_tool.words import LANGUAGES, words

SOURCE = Path(__file__).parent.parent / "lti_tool"


def keys_of(found: object, path: str = "") -> set[str]:
    if isinstance(found, dict):
        return {key for name, part in found.items() for key in keys_of(part, f"{path}/{name}")}
    return {path}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_word(language: str) -> None:
    assert keys_of(words(language)) == keys_of(words(LANGUAGES[0]))


def test_every_code_is_explained() -> None:
    source = "".join(
        file.read_text(encoding="utf-8")
        for folder in (SOURCE, *(SOURCE / name for name in ("protocol", "services", "views")))
        for file in folder.glob("**/*.py" if folder != SOURCE else "*.py")
    )
    used = set(re.findall(r'"(LTI-[A-Z]+)"', source))
    assert used == {code for code in words("nl")["errors"] if code.startswith("LTI-")}


PARTS = sorted(
    str(file.relative_to(SOURCE / "words")).removesuffix(".nl.yaml")
    for file in (SOURCE / "words").rglob("*.nl.yaml")
)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_every_word_in_each_language_under_a_text(part: str) -> None:
    keys = [keys_of(words(language, part)) for language in LANGUAGES]
    assert all(one == keys[0] for one in keys)
    # YAML reads `yes:` as true.
    assert all(isinstance(name, str) for language in LANGUAGES for name in words(language, part))
