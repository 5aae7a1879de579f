"""A module that leaves the frame of reflection to whoever makes the course, for tests."""

from pathlib import Path

from modules.kit.loader import load_module
from modules.kit.module import Module
from tests.module_folders import make_module, spoil

EXTRA = "- {id: extra, type: short-text, required: false}"
CHOICES = "choices: {scaffold: [deal, what]}"
STRUCTURE = """- id: tell
        type: scaffold
        widest-audience: class
        choice: scaffold
        frames: {deal: [where, who], what: [what, so]}
        done: {answers: 2}"""
NL = """\
  tell:
    title: Vertel
    ask: Vertel over één moment.
    frames:
      deal:
        name: DEAL
        about: Eerst wat iedereen kon zien. Daarna pas wat het betekent.
        prompts:
          where: {ask: Waar en wanneer was het?, hint: Eén moment is genoeg.}
          who: {ask: Wie was erbij?}
      what:
        name: "Wat? En dan?"
        prompts:
          what: {ask: Wat gebeurde er?}
          so: {ask: Wat betekent dat voor jou?}
choices:
  scaffold:
    title: In welk kader denken je studenten na?
    about: De vragen veranderen mee.
    options:
      deal: {name: DEAL, about: "Beschrijven, onderzoeken, verwoorden."}
      what: {name: "Wat? En dan?", about: Kort en open.}
"""
EN = """\
  tell:
    title: Tell
    ask: Tell about one moment.
    frames:
      deal:
        name: DEAL
        about: First what everybody could see. Only then what it means.
        prompts:
          where: {ask: Where and when was it?, hint: One moment is enough.}
          who: {ask: Who was there?}
      what:
        name: "What? So what?"
        prompts:
          what: {ask: What happened?}
          so: {ask: What does that mean to you?}
choices:
  scaffold:
    title: In which frame do your students reflect?
    about: The questions change along.
    options:
      deal: {name: DEAL, about: "Describe, examine, articulate."}
      what: {name: "What? So what?", about: Short and open.}
"""


def make_choosing_module(parent: Path, name: str = "practice") -> Path:
    """Write a valid module with one choice and one exercise that follows it; return its folder."""
    folder = make_module(parent, name)
    file = folder / "module.yaml"
    spoil(file, EXTRA, f"{EXTRA}\n      {STRUCTURE}")
    spoil(file, "grading: completion", f"grading: completion\n{CHOICES}")
    for language, words in (("nl", NL), ("en", EN)):
        with Path(folder, f"{language}.yaml").open("a", encoding="utf-8") as written:
            written.write(words)
    return folder


def choosing_module(parent: Path) -> Module:
    """The same, loaded."""
    return load_module(make_choosing_module(parent))
