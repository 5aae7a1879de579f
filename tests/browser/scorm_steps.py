"""What a learner does in a package, and the platform it runs on: shared by the tests of SCORM."""

import re
import zlib
from pathlib import Path

from playwright.sync_api import Frame, expect

from modules.kit.module import Module
from scorm_export.course import Edition
from scorm_export.export import export
from tests.browser.scorm_lms import Lms, Sitting

FORMATS = {"1.2": "scorm12", "2004": "scorm2004"}
FORWARD = re.compile("^(Begin|Ga verder waar je was|Verder|Naar het einde)$")
FIELDS = "textarea:visible, input[type=text]:visible, input:not([type]):visible"


def version_by_lot(test: str) -> str:
    """Which version a test is played in, where what it shows hardly depends on that: always the same one."""
    return sorted(FORMATS)[zlib.crc32(test.encode()) % len(FORMATS)]


def platform(module: Module, version: str, folder: Path, *languages: str, edition: Edition = "self") -> Lms:
    """A platform that plays the module's package; in all languages of the module where none is named."""
    (package,) = export(
        [module],
        format=FORMATS[version],
        languages=languages,
        edition=edition,
        variant=module.variant,
        out=folder,
    )
    return Lms(package.path, version)


def screen(frame: Frame) -> str | None:
    return frame.locator(".is-now").get_attribute("data-screen")


def forward(frame: Frame) -> None:
    before = screen(frame)
    frame.get_by_role("button", name=FORWARD).click()
    expect(frame.locator(".is-now")).not_to_have_attribute("data-screen", str(before))


def go(frame: Frame, target: str) -> None:
    while screen(frame) != target:
        forward(frame)


def write(frame: Frame, activity: str, text: str) -> None:
    go(frame, activity)
    frame.locator(".is-now").locator(FIELDS).first.fill(text)


def saved(frame: Frame) -> None:
    expect(frame.locator("[data-part=saved]")).to_have_attribute("data-state", "saved")


def texts(frame: Frame) -> dict[str, str]:
    """Every text on the screen that is open, by the name of its field."""
    found: dict[str, str] = frame.locator(".is-now").evaluate(
        """(screen) => Object.fromEntries([...screen.querySelectorAll("textarea, input")]
          .filter((field) => !["radio", "checkbox", "file"].includes(field.type) && field.value)
          .map((field) => [field.id, field.value]))"""
    )
    return found


def finish(frame: Frame) -> None:
    frame.get_by_role("button", name="Ik ben klaar").click()
    expect(frame.locator("#end [data-part=grade]")).to_contain_text("Je bent klaar")


def nothing_wrong(sitting: Sitting) -> None:
    assert sitting.complaints == []
    assert sitting.lms.errors() == []
