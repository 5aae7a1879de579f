"""A host and its parts become the few scripts that a page loads, and stay what they are."""

import re
from collections import Counter

import pytest

from modules.kit.host_scripts import joined_host, loaded_later, loaded_with
from modules.kit.scripts import RUNTIME, for_page, own_names

HOSTS = ["cmi5", "lti", "preview", "scorm12", "scorm2004", "xblock"]
PARTS = {file.stem: file.read_text(encoding="utf-8") for file in (RUNTIME / "hosts").glob("*.js")}
PART = re.compile(r"^const \$(\w+) = \(\(\) => \{$", re.MULTILINE)
KEEPS_NOTHING = {"carried"}
"""Parts that may stand in two scripts of one page, as they are functions only."""

each_host = pytest.mark.parametrize("host", HOSTS)


def all_scripts(host: str) -> frozenset[str]:
    return loaded_with(host) | loaded_later(host)


@each_host
def test_a_page_asks_for_a_few_files_of_its_host(host: str) -> None:
    assert len(loaded_with(host)) <= 4


@each_host
def test_a_host_offers_what_it_offered(host: str) -> None:
    for name in all_scripts(host):
        assert own_names(joined_host(name)) == own_names(PARTS[name])


@each_host
def test_no_part_that_keeps_something_is_there_twice(host: str) -> None:
    found = Counter(part for name in all_scripts(host) for part in PART.findall(joined_host(name)))
    assert {part for part, times in found.items() if times > 1} <= KEEPS_NOTHING


@each_host
def test_everything_a_host_imports_is_there(host: str) -> None:
    for name in all_scripts(host):
        for names, path in re.findall(r'^import \{(.+)\} from "(.+)";$', joined_host(name), re.MULTILINE):
            folder, _, file = path.rpartition("/")
            wanted = {one.partition(" as ")[0].strip() for one in names.split(",")}
            source = RUNTIME / ("hosts" if folder == "." else folder.removeprefix("..")) / file
            assert wanted <= set(own_names(source.read_text(encoding="utf-8")))
            assert folder == ".." or file.removesuffix(".js") in all_scripts(host)


@each_host
@pytest.mark.parametrize("form", ["module", "classic"])
def test_nothing_but_the_head_imports(host: str, form: str) -> None:
    for name in all_scripts(host):
        text = for_page(joined_host(name), form, f"runtime/hosts/{name}.js")  # type: ignore[arg-type]
        head, _, rest = text.partition("(()=>{")
        assert not re.search(r"\bimport\{|\bfrom\"", rest), head[:80]


def test_every_file_of_a_host_is_used_by_one() -> None:
    used = {part for host in HOSTS for name in all_scripts(host) for part in PART.findall(joined_host(name))}
    alone = {name for host in HOSTS for name in all_scripts(host)}
    assert set(PARTS) == used | alone
