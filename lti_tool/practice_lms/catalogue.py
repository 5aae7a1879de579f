"""The course's activities: every module of this installation."""

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
