"""The facilitator's guide as a booklet: what stands in it, and the same as one HTML file to print.

As data it is plain text, so that any way of setting pages can use it. The file needs nothing else: its style
and pictures are in it.
"""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from modules.kit.interface_words import interface_words
from modules.kit.module import Activity, Module, Step
from modules.kit.page import RIGHT_TO_LEFT
from modules.kit.rich_text import plain
from modules.kit.structure import ActivityGuide, StepGuide
from modules.kit.templates import environment, speak

_TEMPLATES = Path(__file__).with_name("templates")
_PARTS = ("method", "questions", "pitfalls", "variants", "materials")


def guide_pages(module: Module, language: str) -> dict[str, Any] | None:
    """Return everything that stands in the booklet of a session, as JSON; None for a module without a guide.

    Args:
        module: the module.
        language: one of the module's languages; where the guide does not speak it, its default.
    """
    spoken = language if language in module.guides else module.default_language
    if spoken not in module.guides:
        return None
    guide, words = module.guides[spoken].module, module.words[spoken].module
    texts = interface_words(spoken)
    begins = [sum(step.minutes for step in module.steps[:at]) for at in range(len(module.steps))]
    steps = [_step(module, spoken, step, begin) for step, begin in zip(module.steps, begins, strict=True)]
    return {
        "language": spoken,
        "direction": "rtl" if spoken in RIGHT_TO_LEFT else "ltr",
        "title": plain(words.title),
        "tagline": plain(words.tagline),
        "minutes": module.minutes,
        "version": module.version,
        "accent": module.accent.light,
        "cover": _svg(module, module.picture),
        "alt": words.picture,
        "goal": _paragraphs(guide.goal),
        "definition": plain(guide.definition),
        "prepare": guide.prepare,
        "tips": guide.tips,
        "alone": _paragraphs(guide.alone),
        "materials": _unique(
            item for step in steps for one in step["activities"] for item in one["materials"]
        ),
        "steps": steps,
        "sources": plain(words.sources),
        "words": {
            key.removeprefix("guide."): text for key, text in texts.items() if key.startswith("guide.")
        },
    }


def render_guide_booklet(module: Module, language: str) -> str | None:
    """Return the booklet as one HTML file; None for a module without a guide."""
    pages = guide_pages(module, language)
    if pages is None:
        return None
    style = (_TEMPLATES / "guide_booklet.css").read_text(encoding="utf-8")
    template = environment().get_template("guide_booklet.html")
    return template.render(
        pages, ui=speak({f"guide.{key}": text for key, text in pages["words"].items()}), image=_image,
        style=Markup(style),  # noqa: S704 (our own file)
    )  # fmt: skip


def _step(module: Module, language: str, step: Step, begin: int) -> dict[str, Any]:
    words = module.words[language].steps[step.id]
    return {
        "title": plain(words.title),
        "minutes": step.minutes,
        "from": begin,
        "to": begin + step.minutes,
        "purpose": module.guides[language].steps.get(step.id, StepGuide()).purpose,
        "picture": _svg(module, step.picture),
        "alt": words.picture,
        "activities": [_activity(module, language, one) for one in step.activities],
    }


def _activity(module: Module, language: str, activity: Activity) -> dict[str, Any]:
    words = module.words[language].activities[activity.id]
    own = module.guides[language].activities.get(activity.id, ActivityGuide(purpose=""))
    return {
        "title": plain(words.title),
        "ask": plain(words.ask),
        "purpose": own.purpose,
        **{name: list(getattr(own, name)) for name in _PARTS},
        "shared": activity.widest_audience,
        "paper": activity.on_paper,
        "minutes": activity.minutes,
    }


def _paragraphs(text: str) -> list[str]:
    return [plain(part.strip()) for part in text.split("\n\n") if part.strip()]


def _unique(items: Any) -> Sequence[str]:
    found: dict[str, str] = {}
    for item in items:
        found.setdefault(item.casefold(), item)
    return list(found.values())


def _svg(module: Module, name: str | None) -> str | None:
    file = module.media / name if name else None
    return file.read_text(encoding="utf-8") if file and file.suffix == ".svg" and file.is_file() else None


def _image(svg: str) -> str:
    """A drawing as an address that holds it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
