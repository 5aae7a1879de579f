"""The whole toolbox as one course: each part is done, reported and given back for itself."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from modules.kit.registry import load_registry
from scorm_export.export import export
from tests.browser.quick import fill_all, finish, read_all
from tests.browser.scorm_lms import Lms
from tests.browser.scorm_steps import FORMATS, nothing_wrong

pytestmark = pytest.mark.browser

TOOLBOX = [module for module in load_registry().modules.values() if module.track.name == "toolbox"]


@pytest.mark.parametrize("version", sorted(FORMATS))
def test_each_part_of_the_course_is_complete_and_keeps_its_own_answers(
    version: str, tmp_path: Path, chromium: Browser
) -> None:
    (package,) = export(TOOLBOX, format=FORMATS[version], together=True, out=tmp_path)
    kept, written = {}, {}
    with Lms(package.path, version) as lms:
        for part in TOOLBOX:
            lms.stored = {}
            sitting = lms.launch(chromium, page=f"/content/{part.id}/index.html")
            written[part.id] = fill_all(sitting.frame)
            finish(sitting.frame)
            sitting.leave()
            nothing_wrong(sitting)
            assert lms.element("cmi.completion_status") == "completed"
            assert lms.element("cmi.score.raw") == "100"
            kept[part.id] = lms.stored

        for part in TOOLBOX:
            lms.stored = kept[part.id]
            sitting = lms.launch(chromium, page=f"/content/{part.id}/index.html")
            assert read_all(sitting.frame) == written[part.id]
            sitting.leave()
            nothing_wrong(sitting)
