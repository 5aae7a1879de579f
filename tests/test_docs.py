"""What exists is documented: activity types, settings, commands, decisions."""

import re
from pathlib import Path

from lti_tool.settings import table
from lti_tool.words import words
from modules.kit.activity_types import BUILT_IN
from modules.kit.json_schema import FOLDER, as_text, schemas

ROOT = Path(__file__).parent.parent


def test_every_activity_type_is_in_the_authors_guide() -> None:
    guide = (ROOT / "docs/modules.md").read_text(encoding="utf-8")
    for kind in BUILT_IN:
        assert f"| `{kind.name}` |" in guide, f"docs/modules.md lacks {kind.name}"
        if kind.name != "questions":
            for option in kind.Options.model_fields.values():
                assert f"`{option.alias}" in guide, f"docs/modules.md lacks {kind.name}'s {option.alias}"


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs/operations/settings.md").read_text(encoding="utf-8")
    assert table() in page, "put what `wegwijs settings --defaults` prints into docs/operations/settings.md"


def test_every_error_code_is_documented() -> None:
    guide = (ROOT / "docs/lti.md").read_text(encoding="utf-8")
    for code in words("nl")["errors"]:
        if code.startswith(("LTI-", "REG-")):
            assert f"`{code}`" in guide, f"docs/lti.md lacks {code}"


def test_the_published_json_schema_is_that_of_the_models() -> None:
    for name, schema in schemas().items():
        published = (FOLDER / name).read_text(encoding="utf-8")
        assert published == as_text(schema), "run: python -m modules.kit.json_schema"


def test_every_relative_link_in_the_docs_leads_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"
