"""One HTML page per module and language, and every file it needs.

The page is the same for every learner and holds nothing personal. It reads and prints without script; the
runtime then shows one task per screen.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from modules.kit.activity_type import JSON, AnyActivityType
from modules.kit.carried import carried_into
from modules.kit.errors import PageError
from modules.kit.host_scripts import joined_host, loaded_later, loaded_with
from modules.kit.interface_words import interface_words
from modules.kit.lean import lean
from modules.kit.module import Activity, Module
from modules.kit.rich_text import plain
from modules.kit.scripts import ENTRY, RUNTIME, ScriptForm, for_page, join_runtime
from modules.kit.templates import environment, speak
from modules.kit.theme import picture_size, theme_css
from modules.kit.totals import surveys
from modules.kit.type_scripts import CLASS_FILE, RULES_FILE, beside_type, joined_type

KIT = Path(__file__).parent
RIGHT_TO_LEFT = frozenset({"ar", "ckb", "fa", "he", "ps", "ur"})
LANGUAGE_NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "fr": "Français",
    "nl": "Nederlands",
    "tr": "Türkçe",
    "uk": "Українська",
}
_CARRYING_HOSTS = frozenset({"lti", "xblock"})
"""Hosts that bring a learner's earlier answers themselves; elsewhere a learner takes them along by hand."""
_CALLS = {"cmi5": "'self' https: http:"}
"""Whom a host's page may call, where that is not its own site alone. A cmi5 launch names a site that nobody
knows when the package is made: the host narrows it to that one before its first call."""


def render_page(  # noqa: PLR0913 - all but the module has a name
    module: Module,
    language: str,
    *,
    host: str,
    settings: Mapping[str, JSON],
    assets: str = ".",
    page_names: Mapping[str, str],
    form: ScriptForm = "module",
    home: str | None = None,
) -> str:
    """Return the page of a module in one language.

    Args:
        module: the module.
        language: one of the module's languages.
        host: the name of the host that keeps the answers, as in `runtime/hosts/<name>.js`.
        settings: what the host's `connect` gets; nothing personal, as the page is the same for everybody.
            With `edition` "class" the page is one for a group with a facilitator.
        assets: the address of the folder with `page_assets`, without a slash at its end.
        page_names: per language of the module, the address of its page: the language switch uses it.
        form: of the page's scripts; the same as of its assets.
        home: the address of a page that leads to all sessions, where there is one.

    Raises:
        KeyError: the module does not speak the language.
        PageError: an activity can't be shown.
    """
    words = module.words[language]
    texts = interface_words(language, _types(module))
    ui = speak(texts)

    def inputs(activity: Activity) -> Markup:
        return _inputs(activity, language, module, texts, assets)

    return (
        environment()
        .get_template("page.html")
        .render(
            module=module,
            language=language,
            direction="rtl" if language in RIGHT_TO_LEFT else "ltr",
            language_names=LANGUAGE_NAMES,
            words=words,
            glossary=words.module.glossary,
            ui=ui,
            host=host,
            connect=Markup(_CALLS.get(host, "'self'")),  # noqa: S704 - ours
            assets=assets,
            form=form,
            together=settings.get("edition") == "class",
            home=home,
            page_names=page_names,
            scripts=[f"runtime/{ENTRY}.js", *_first_scripts(module, [host])],
            inputs=inputs,
            size=lambda name: picture_size(module.media / name),
            data=_json(_module_data(module, language, page_names, texts)),
            settings=_json({"name": host, **settings}),
        )
    )


def page_assets(module: Module, hosts: Sequence[str], form: ScriptForm = "module") -> dict[str, bytes]:
    """Return every file the module's pages need, relative path → bytes, in a fixed order.

    Args:
        module: the module.
        hosts: the names of the hosts its pages are made for.
        form: of the scripts.
    """
    files = {path: text.encode() for path, text in _all_scripts(module, hosts, form).items()}
    files["runtime/booklet.css"] = _style([RUNTIME / "booklet.css"]).encode()
    everywhere = _style(sorted(RUNTIME.glob("styles/*.css")))
    types = _style(kind.folder / "style.css" for kind in _types(module))
    files["style.css"] = f"{everywhere}{theme_css(module.accent)}{types}".encode()
    if module.media.is_dir():
        for file in sorted(path for path in module.media.iterdir() if path.is_file()):
            files[f"media/{file.name}"] = file.read_bytes()
    return files


def _types(module: Module) -> list[AnyActivityType]:
    found = {activity.type.name: activity.type for activity in module.activities.values()}
    return [found[name] for name in sorted(found)]


def _style(files: Iterable[Path]) -> str:
    return lean("\n".join(file.read_text(encoding="utf-8") for file in files if file.exists()), "css")


def _all_scripts(module: Module, hosts: Sequence[str], form: ScriptForm) -> dict[str, str]:
    """Every script of the module's pages for these hosts, path → text."""
    own = {path: _text(file) for path, file in _script_files(module, hosts).items()}
    return {f"runtime/{ENTRY}.js": join_runtime(own.values(), form)} | {
        path: for_page(text, form, path) for path, text in own.items()
    }


def _script_files(module: Module, hosts: Sequence[str]) -> dict[str, Path]:
    """The files of all scripts but the joined runtime."""
    late = {
        f"types/{kind.name}/{file.name}": file
        for kind in _types(module)
        for file in kind.folder.glob("*.js")
        if file.name != RULES_FILE
    }
    names = ["late/booklet.js", "late/guide.js"]
    if "lti" in hosts:
        names += ["late/came.js", "late/replies.js", "late/mine.js", "late/contact.js"]
        names += ["late/judged.js", "late/verdict.js"] if module.rubric else []
        on_campus = any(step.campus for step in module.steps)
        names += ["late/presence.js"] if on_campus else []
        names += ["late/attest.js"] if on_campus or module.rubric else []
    for host in hosts:
        names += [f"hosts/{one}.js" for one in loaded_later(host)]
    if any("preview" in loaded_with(host) | loaded_later(host) for host in hosts):
        names += ["late/work.js", "late/work_file.js"]
    if set(hosts) - _CARRYING_HOSTS and (module.carries or carried_into(module)):
        names += ["late/bring_in.js", "late/bundle.js", "late/take_along.js", "hosts/pack.js"]
    late |= {f"runtime/{name}": RUNTIME / name for name in names}
    first = _first_scripts(module, hosts)
    return first | {path: late[path] for path in sorted(late) if path not in first}


def _first_scripts(module: Module, hosts: Sequence[str]) -> dict[str, Path]:
    """Those that every visit needs; the others load when somebody wants what they do."""
    types = {f"types/{kind.name}/{CLASS_FILE}": kind.folder / CLASS_FILE for kind in _types(module)}
    names = sorted({one for host in hosts for one in loaded_with(host)})
    return types | {f"runtime/hosts/{name}.js": RUNTIME / "hosts" / f"{name}.js" for name in names}


def _text(script: Path) -> str:
    if script.is_relative_to(RUNTIME / "hosts"):
        return joined_host(script.stem)
    if script.is_relative_to(RUNTIME):
        return script.read_text(encoding="utf-8")
    return joined_type(script.parent) if script.name == CLASS_FILE else beside_type(script)


def _inputs(
    activity: Activity, language: str, module: Module, texts: Mapping[str, str], assets: str
) -> Markup:
    """Render the type's own template: the inputs of one activity."""

    def picture(name: str) -> dict[str, str | int]:
        file = f"{activity.id}-{name}.svg"
        width, height = picture_size(module.media / file)
        return {"src": f"{assets}/media/{file}", "width": width, "height": height}

    kind = activity.type
    own_ui = speak({**texts, **_own(texts, kind.name)})
    words = module.words[language].activities[activity.id]
    try:
        template = _type_template(kind.folder / "template.html")
        return Markup(  # noqa: S704 - the template escapes what it prints
            template.render(
                activity={"id": activity.id, "options": activity.options, "words": words},
                language=language,
                glossary=module.words[language].module.glossary,
                choices=module.settled,
                ui=own_ui,
                field=lambda name: f"f-{activity.id}-{name}",
                heading_id=f"h-{activity.id}",
                picture=picture,
            )
        )
    except (jinja2.TemplateError, KeyError) as problem:
        raise PageError(
            f"module '{module.id}': activity '{activity.id}' can't be shown in '{language}': "
            f"the template of its type '{kind.name}' says {problem}"
        ) from problem


@cache
def _type_template(file: Path) -> jinja2.Template:
    return environment().from_string(file.read_text(encoding="utf-8"))


def _own(texts: Mapping[str, str], prefix: str) -> dict[str, str]:
    start = f"{prefix}."
    return {key.removeprefix(start): text for key, text in texts.items() if key.startswith(start)}


def _module_data(
    module: Module, language: str, page_names: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, Any]:
    words = module.words[language]
    place = {activity.id: step.id for step in module.steps for activity in step.activities}
    counted = surveys(module) if module.totals else ()
    unsaid = ("guide.", "together.", *(() if module.rubric else ("rubric.", "handin.", "verdict.")))
    return {
        "id": module.id,
        "version": module.version,
        "language": language,
        "languages": {name: page_names[name] for name in module.languages if name in page_names},
        "title": words.module.title,
        "minutes": module.minutes,
        "grading": module.grading,
        "carries": [name for name in module.carries if name in module.activities],
        **({"looksFor": list(looked_for)} if (looked_for := carried_into(module)) else {}),
        **({"choices": module.settled} if module.choices else {}),
        "steps": [
            {
                "id": step.id,
                "title": words.steps[step.id].title,
                "minutes": step.minutes,
                "activities": [activity.id for activity in step.activities],
            }
            for step in module.steps
        ],
        "activities": [
            {
                "id": activity.id,
                "type": activity.type.name,
                "step": place.get(activity.id),
                "required": activity.required,
                "onPaper": activity.on_paper,
                "widest": activity.widest_audience,
                "totals": activity.id in counted,
                "counted": activity.widest_audience == "class" and activity.live == "bars",
                "options": activity.options.model_dump(by_alias=True, mode="json"),
                "words": _plain(words.activities[activity.id].model_dump(by_alias=True, mode="json")),
            }
            for activity in module.activities.values()
        ],
        "glossary": words.module.glossary,
        "ui": {key: text for key, text in texts.items() if not key.startswith(unsaid)},
    }


def _plain(words: Any) -> Any:
    if isinstance(words, str):
        return plain(words)
    if isinstance(words, Mapping):
        return {key: _plain(part) for key, part in words.items()}
    return [_plain(part) for part in words] if isinstance(words, list) else words


def _json(data: object) -> Markup:
    """Return JSON that may stand in a script element: `<` can neither end it nor start a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - `<` is escaped; JSON has no other markup
