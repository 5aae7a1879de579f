"""A minimal valid module folder, to be spoilt one mistake at a time."""

from pathlib import Path

MODULE = """\
id: {id}
version: 1.0.0
track: {{name: practice, order: 1}}
languages: [nl, en]
minutes: 15
audience: [secondary]
grading: completion
carries: [key-words]
accent: {{light: "#0b6e5f", dark: "#7fd6c4"}}
picture: cover.svg
steps:
  - id: start
    minutes: 5
    picture: start.svg
    activities:
      - {{id: thought, type: short-text, done: {{words: 2}}, widest-audience: class, on-paper: true}}
  - id: more
    minutes: 10
    activities:
      - {{id: key-words, type: words, count: 3, from: [thought]}}
      - {{id: extra, type: short-text, required: false}}
"""

WORDS = """\
title: Oefening
tagline: Een korte oefening
intro: Hier begin je.
picture: Een pad
outro: Klaar.
glossary:
  idee: Wat je denkt.
start:
  title: Begin
  picture: Een deur
  thought: {title: Gedachte, ask: "Welk [[idee]] heb je?"}
more:
  title: Verder
  key-words: {title: Woorden, ask: Kies drie woorden.}
  extra: {title: Extra, ask: Nog iets.}
"""

GUIDE = """\
goal: Oefenen.
start:
  thought: {purpose: Denken., questions: [Waarom dan]}
"""

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


def make_module(parent: Path, name: str = "practice") -> Path:
    """Write a valid module with two steps and three activities; return its folder."""
    folder = parent / name
    (folder / "media").mkdir(parents=True)
    (folder / "module.yaml").write_text(MODULE.format(id=name), encoding="utf-8")
    for language in ("nl", "en"):
        (folder / f"{language}.yaml").write_text(WORDS, encoding="utf-8")
        (folder / f"guide.{language}.yaml").write_text(GUIDE, encoding="utf-8")
    for picture in ("cover.svg", "start.svg"):
        (folder / "media" / picture).write_text(PICTURE, encoding="utf-8")
    return folder


def spoil(file: Path, old: str, new: str) -> None:
    """Replace `old`, which must stand in the file once, by `new`."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")
