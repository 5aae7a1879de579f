"""Who works alone is told, before and after, to talk about it with somebody they trust; in every place."""

import pytest

from modules.kit.registry import Registry

SESSIONS = ("identity", "talents", "study-choice", "student-life")
TRUST = {"nl": ("vertrouwt", "je goed voelt"), "en": ("you trust", "at ease")}
ALONE = {"nl": ("alleen", "op je eentje"), "en": ("alone", "on your own")}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("session", SESSIONS)
def test_the_first_and_the_last_screen_lead_to_somebody_who_is_trusted(
    registry: Registry, session: str, language: str
) -> None:
    words = registry.modules[session].words[language].module
    for text in (words.intro, words.outro):
        (step,) = (part for part in text.split("\n\n") if any(one in part for one in TRUST[language]))
        assert any(one in step for one in ALONE[language])
