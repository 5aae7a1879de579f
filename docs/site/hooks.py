"""What the site has beside the pages in `docs/`: pages of `packaging/`, live examples, schemas.

MkDocs calls the functions named `on_…` (see `hooks` in mkdocs.yml). Nothing is written into the project.
"""

from __future__ import annotations

import posixpath
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]  # this checkout, whatever else is installed

from live_examples import ENTRY, Example, examples  # noqa: E402

from modules.kit.json_schema import as_text, schemas  # noqa: E402

OUTSIDE = ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
"""Pages of the project's own folder that the site shows."""

_LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s]+)(#[^)\s]*)?\)")
_ITEM = re.compile(r"^(?:[-*]|\d+\.) ")


def on_config(config: Any) -> Any:
    """Fill in the navigation where it names every page of a folder, such as `operations/*.md`."""
    config.nav = [_filled(one) for one in config.nav]
    return config


def _filled(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {title: _filled(inside) for title, inside in entry.items()}
    if entry == "types/*.md":
        return ["types/index.md", *(f"types/{one.name}.md" for one in _found())]
    if isinstance(entry, str) and "*" in entry:
        return [file.relative_to(ROOT / "docs").as_posix() for file in sorted((ROOT / "docs").glob(entry))]
    if isinstance(entry, list):
        found = []
        for one in entry:
            filled = _filled(one)
            found += filled if isinstance(filled, list) else [filled]
        return found
    return entry


def on_files(files: Files, config: Any) -> Files:
    """Add what is not in `docs/`."""
    for file in [*ROOT.glob("packaging/*/README.md"), *(ROOT / name for name in OUTSIDE)]:
        place = file.relative_to(ROOT).as_posix()
        files.append(File.generated(config, place, abs_src_path=str(file)))
    for name, schema in schemas().items():
        files.append(File.generated(config, f"schema/{name}", content=as_text(schema)))
    style = (Path(__file__).parent / "site.css").read_text(encoding="utf-8")
    files.append(File.generated(config, "assets/site.css", content=style))
    for one in _found():
        files.append(File.generated(config, f"types/{one.name}.md", content=_page(one)))
        for path, content in one.files.items():
            files.append(File.generated(config, f"types/live/{one.name}/{path}", content=content))
    return files


def on_page_markdown(markdown: str, page: Any, files: Files, **_: Any) -> str:
    """Lead links between the project's folders to their place in the site; a source file stays a name."""
    here = page.file.src_uri
    source = here if (ROOT / here).is_file() else f"docs/{here}"

    def led(found: re.Match[str]) -> str:
        label, target, anchor = found[1], found[2], found[3] or ""
        if "://" in target or target.startswith("mailto:"):
            return found[0]
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(source), target))
        place = wanted.removeprefix("docs/")
        if files.get_file_from_path(place) is None:
            # A mistyped name stays a link, so that a strict build finds it.
            return label if (ROOT / wanted).exists() else found[0]
        return f"[{label}]({posixpath.relpath(place, posixpath.dirname(here) or '.')}{anchor})"

    text = _LINK.sub(led, _apart(markdown))
    return text + _table() if here == "types/index.md" else text


def on_post_page(output: str, **_: Any) -> str:
    """Name the theme's search for who can't see it; an empty corner of a table is no heading."""
    named = output.replace('role="dialog"', 'role="dialog" aria-label="Search"')
    return re.sub(r"<th[^>]*></th>", "<td></td>", named)


def _apart(markdown: str) -> str:
    """Put a blank line before a list that follows a paragraph: elsewhere it needs none, here it does."""
    lines: list[str] = []
    inside = False
    for line in markdown.splitlines():
        inside ^= line.lstrip().startswith("```")
        before = lines[-1] if lines else ""
        if not inside and _ITEM.match(line) and before and before[0] not in " -*" and not _ITEM.match(before):
            lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"


def _table() -> str:
    rows = [f"| [{one.name}]({one.name}.md) | {_purpose(one.name)} |" for one in _found()]
    return "\n".join(["", "| type | for |", "|---|---|", *rows, ""])


@cache
def _purposes() -> dict[str, str]:
    """What each type is for, as the authors' guide says it."""
    guide = (ROOT / "docs/modules.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([\w-]+)` \| ([^|]+) \|", guide, re.MULTILINE))


def _purpose(name: str) -> str:
    said = _purposes()[name]
    return f"{said[:1].upper()}{said[1:]}."


@cache
def _found() -> list[Example]:
    return examples()


def _page(one: Example) -> str:
    parts = [
        f"# {one.name}",
        "",
        _purpose(one.name),
        "",
    ]
    if one.files:
        parts += [
            "What you fill in stays in this browser, as in every preview.",
            "",
            f'<iframe class="live" src="live/{one.name}/{ENTRY}" title="{one.name}" loading="lazy"></iframe>',
            "",
        ]
    if one.needs:
        names = ", ".join(f"`{name}`" for name in one.needs)
        parts += [f"It builds on what the learner does before; here that is {names}.", ""]
    parts += ["In `module.yaml`:", "", "```yaml", one.structure.rstrip(), "```", ""]
    for language, words in one.words.items():
        parts += [f"In `{language}.yaml`:", "", "```yaml", words.rstrip(), "```", ""]
    if one.origin:
        parts += [f"From the module `{one.origin}`.", ""]
    return "\n".join(parts)
