"""The course's activities: every module of this installation, some of them session by session."""

from dataclasses import replace

from lti_tool.practice_lms.course import Activity
from modules.kit.module import Module
from modules.kit.registry import Registry

_PICTURES = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}


def activities(registry: Registry) -> dict[str, Activity]:
    """One activity for each module, by module id, in the order of the tracks."""
    return {module.id: _activity(module) for module in registry.modules.values()}


def sessions(registry: Registry) -> dict[str, list[Activity]]:
    """The links of modules that end in work which people judge: one for each session, all in one course."""
    return {
        module.id: [_session(module, name) for name in module.variants]
        for module in registry.modules.values()
        if module.rubric is not None and module.variants
    }


def _session(module: Module, variant: str) -> Activity:
    """One session. The first has the module's own id, as what was done there before stays."""
    whole, shown = _activity(module), module.in_variant(variant)
    is_first = variant == next(iter(module.variants))
    return replace(
        whole,
        module_id=module.id if is_first else f"{module.id}-{variant}",
        titles={
            language: f"{words.module.title} · {words.module.variants.get(variant, variant)}"
            for language, words in module.words.items()
        },
        minutes=shown.minutes,
        custom={"module": module.id, "variant": variant},
    )


def _activity(module: Module) -> Activity:
    picture = module.media / module.picture if module.picture else None
    there = picture is not None and picture.is_file()
    return Activity(
        module_id=module.id,
        titles={language: words.module.title for language, words in module.words.items()},
        taglines={language: words.module.tagline for language, words in module.words.items()},
        minutes=module.minutes,
        languages=module.languages,
        picture=picture.read_bytes() if picture and there else None,
        picture_type=_PICTURES.get(picture.suffix.lower(), "") if picture else "",
    )
