"""The facilitator's guide as HTML fragments: one overview, and one panel per activity.

The words of the guide are never in a learner's page or package: a host that knows a facilitator is looking
hands these fragments over.
"""

from modules.kit.interface_words import interface_words
from modules.kit.module import Module
from modules.kit.templates import environment, speak


def render_guide(module: Module, language: str) -> dict[str, str]:
    """Return the guide of a module in one language.

    Args:
        module: the module.
        language: one of the module's languages.

    Returns:
        HTML by activity id, and the overview by the empty string; empty for a module without a guide.
    """
    if language not in module.guides:
        return {}
    guide, words = module.guides[language], module.words[language]
    template = environment().get_template("guide.html")
    context = {
        "module": module,
        "words": words,
        "guide": guide,
        "ui": speak(interface_words(language)),
        "glossary": {},
    }
    return {"": template.render(context, activity=None)} | {
        activity.id: template.render(context, activity=activity, step=step, first=index == 0)
        for step in module.steps
        for index, activity in enumerate(step.activities)
        if activity.id in guide.activities
    }
