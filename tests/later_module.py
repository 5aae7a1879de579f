"""A module that looks back at session 1, as session 2 does: beside the built-in modules, for tests."""

from pathlib import Path

from tests.module_folders import make_module, spoil

EXTRA = "- {id: extra, type: short-text, required: false}"
FROM = "identity/past-words, identity/photos, thought"
LOOK = "- {{id: look, type: look-back, from: [{}], prompts: [still, new]}}"
WORDS = """\
  look:
    title: Terugblik
    ask: Wat neem je mee?
    prompts: {still: "Wat klopt nog?", new: "Wat is er nieuw?"}
    nothing: Je hebt hier nog niets. Denk zelf terug.
"""


def make_later_module(parent: Path, name: str = "practice", *, looks_back_at: str = FROM) -> Path:
    """Write a valid module whose last activity looks back; return its folder."""
    folder = make_module(parent, name)
    spoil(folder / "module.yaml", EXTRA, f"{EXTRA}\n      {LOOK.format(looks_back_at)}")
    for language in ("nl", "en"):
        with Path(folder, f"{language}.yaml").open("a", encoding="utf-8") as file:
            file.write(WORDS)
    return folder
