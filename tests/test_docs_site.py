"""The documentation builds as a site without a broken link, and calls nobody."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from modules.kit.activity_types import BUILT_IN

# One build for all of them.
pytestmark = pytest.mark.xdist_group("docs-site")

ROOT = Path(__file__).parent.parent
TYPES = [kind.name for kind in BUILT_IN if kind.name != "questions"]


class Asked(HTMLParser):
    """What a browser fetches for a page by itself, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "src" in given:
            self.fetched.append(given["src"])
        if tag == "link" and given.get("rel") not in {"canonical", "next", "prev"}:
            self.fetched.append(given["href"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site: strictly, so a link that leads nowhere stops it."""
    out = tmp_path_factory.mktemp("docs") / "site"
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(out)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    made = subprocess.run(build, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return out


def pages(site: Path) -> list[Path]:
    found = sorted(site.rglob("*.html"))
    assert len(found) > len(TYPES)
    return found


def asked(page: Path) -> Asked:
    found = Asked()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def test_no_page_fetches_anything_from_elsewhere(site: Path) -> None:
    for page in pages(site):
        strange = [one for one in asked(page).fetched if urlsplit(one).netloc]
        assert strange == [], page.relative_to(site)
    for style in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", style.read_text("utf-8")), style


def test_every_link_within_the_site_leads_to_a_file(site: Path) -> None:
    for page in pages(site):
        if page.name == "404.html" or "live" in page.parts:  # made to be shown anywhere; made by the export
            continue
        for link in asked(page).links:
            parts = urlsplit(link)
            if not parts.scheme and not parts.netloc and parts.path:
                target = page.parent / unquote(parts.path)
                assert target.exists(), f"{page.relative_to(site)} links to {link}"


@pytest.mark.parametrize("name", TYPES)
def test_every_activity_type_has_a_page_with_its_yaml(name: str, site: Path) -> None:
    page = (site / f"types/{name}.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", page)
    assert f"type: {name}" in text
    assert "title:" in text


def test_the_live_examples_are_pages_that_stand_on_their_own(site: Path) -> None:
    framed = {page.stem: asked(page).fetched for page in (site / "types").glob("*.html")}
    live = {name for name, fetched in framed.items() if f"live/{name}/index.html" in fetched}
    assert {"short-text", "pick", "rate", "sort", "compare", "dilemma"} <= live
    for name in live:
        assert (site / "types/live" / name / "index.html").is_file()


def test_the_schemas_are_on_the_site(site: Path) -> None:
    assert (site / "schema/module.schema.json").is_file()


def test_the_code_of_the_examples_is_no_part_of_the_site(site: Path) -> None:
    assert not [*site.rglob("*.py"), *site.rglob("pyproject.toml")]
