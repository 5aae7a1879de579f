"""What a learner's phone has to load, and how big the packages are, against the promises of the design.

    python -m benchmarks.weight

Promises: first load ≤ 120 kB compressed in all, script ≤ 30 kB; a session's package ≤ 250 kB.
Exit status 1 when one is broken. No timing: these figures are the same on every machine.
"""

import gzip
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from modules import Module, load_registry
from modules.kit.page import page_assets, render_page
from scorm_export.export import export

MOST_PAGE, MOST_SCRIPT, MOST_PACKAGE = 120_000, 30_000, 250_000


def page_weight(module: Module, language: str) -> tuple[int, int]:
    """Return (all, script) of the first load in bytes, each file compressed by itself as a server sends it.

    Pictures below the first screen are loaded lazily, and some scripts only when somebody wants what they
    do; in "all" they count too, in "script" only what the page asks for at once.
    """
    names = dict.fromkeys(module.languages, "x")
    page = render_page(module, language, host="lti", settings={}, page_names=names).encode()
    files = page_assets(module, ["lti"]) | {"page.html": page}
    sizes = {name: len(gzip.compress(content, 9)) for name, content in files.items()}
    at_once = (size for name, size in sizes.items() if name.endswith(".js") and name.encode() in page)
    return sum(sizes.values()), sum(at_once)


def rows(module: Module) -> Iterator[tuple[str, int, int]]:
    """Yield (what, bytes, promised at most) for one module, as a link or a package shows it."""
    name = "-".join(filter(None, (module.id, module.variant)))
    for language in module.languages:
        everything, script = page_weight(module, language)
        yield f"{name} page {language}, compressed", everything, MOST_PAGE
        yield f"{name} script {language}, compressed", script, MOST_SCRIPT
    for form in ("scorm12", "scorm2004", "cmi5"):
        with tempfile.TemporaryDirectory() as folder:
            packages = export(
                [module], format=form, languages=module.languages, edition="self", out=Path(folder)
            )
            for package in packages:
                yield f"{package.path.name}", package.path.stat().st_size, MOST_PACKAGE


def main() -> int:
    """Print the table; return how many promises are broken, at most 1."""
    broken = False
    modules = load_registry().modules.values()
    shown = [module.in_variant(name) for module in modules for name in module.variants or [None]]
    for what, size, most in (row for module in shown for row in rows(module)):
        broken = broken or size > most
        print(f"{what:<60} {size:>9,} of {most:>9,} B {'  TOO BIG' if size > most else ''}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
