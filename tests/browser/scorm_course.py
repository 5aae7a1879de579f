"""A learning platform that plays a course of several parts, with scorm-again's own sequencing engine."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree
from playwright.sync_api import Browser

from modules.kit.module import Module
from scorm_export.export import export
from tests.browser.scorm_lms import Lms, Sitting
from tests.browser.scorm_steps import FORMATS


@dataclass
class Part:
    """What a manifest says of one item."""

    item: str
    href: str
    maps: list[dict[str, Any]]


class CoursePlatform(Lms):
    """The platform. It keeps the answers of each part by itself, and the course's own state.

    Attributes:
        kept: what was committed, by part.
        course: what the sequencing engine said last: `state`, `shared` (the stores), `tracking` by item.
        knows_shared_data: whether it does what only the 4th edition asks for.
    """

    def __init__(self, package: Path, version: str, *, knows_shared_data: bool = True) -> None:
        super().__init__(package, version)
        self.kept: dict[str, dict[str, str]] = {}
        self.course: dict[str, Any] = {}
        self.knows_shared_data = knows_shared_data
        self.manifest = etree.fromstring(self.files["/content/imsmanifest.xml"])
        self.parts = {part.href.partition("/")[0]: part for part in _parts(self.manifest)}
        self._now = ""

    @property
    def root(self) -> str:
        """The id of the course as a whole."""
        return str(self.manifest.find(".//{*}organization").get("identifier"))

    def keep(self, elements: dict[str, Any]) -> None:
        """Keep what the run-time commits, for the part that is open."""
        super().keep(elements)
        self.kept[self._now] = {name: text for name, text in self.stored.items() if "adl." not in name}

    def keep_course(self, told: dict[str, Any]) -> None:
        """Keep what the sequencing engine says."""
        self.course = told

    def open(self, browser: Browser, module: str, **options: Any) -> Sitting:
        """Open one part of the course, as `launch` does."""
        self._now = module
        self.stored = self.kept.get(module, {})
        part = self.parts[module]
        return self.launch(browser, page=f"/content/{part.href}", **self._engine(part), **options)

    def _engine(self, part: Part) -> dict[str, Any]:
        if self.version == "1.2":
            return {}
        return {"tree": self._tree(), "course": self.course.get("state"), "activity": part.item}

    def _tree(self) -> dict[str, Any]:
        mode = self.manifest.find(".//{*}organization/{*}sequencing/{*}controlMode").attrib
        controls = {name: value == "true" for name, value in mode.items()}
        return {
            "id": self.root,
            "title": "course",
            "sequencingControls": controls,
            "children": [
                {
                    "id": part.item,
                    "title": part.item,
                    "deliveryControls": {"completionSetByContent": True, "objectiveSetByContent": True},
                    "sharedDataMaps": part.maps if self.knows_shared_data else [],
                }
                for part in self.parts.values()
            ],
        }

    def status(self, module: str | None = None) -> str:
        """How the engine tracks the completion of a part, or of the whole course."""
        name = self.parts[module].item if module else self.root
        return str(self.course["tracking"][name]["completionStatus"])

    def score(self) -> float | None:
        """How the engine tracks the score of the whole course, 0 to 1."""
        found: float | None = self.course["tracking"][self.root]["score"]
        return found

    @property
    def shared(self) -> dict[str, str]:
        """The stores, by the module that writes them."""
        return {name.rpartition(":")[2]: text for name, text in self.course.get("shared", {}).items()}


def course_platform(modules: Sequence[Module], version: str, folder: Path, **more: Any) -> CoursePlatform:
    """A platform with these modules as one course."""
    (package,) = export(modules, format=FORMATS[version], together=True, out=folder)
    return CoursePlatform(package.path, version, **more)


def _parts(manifest: etree._Element) -> list[Part]:
    resources = {one.get("identifier"): one for one in manifest.iterfind(".//{*}resource")}
    return [
        Part(
            item.get("identifier"),
            resources[item.get("identifierref")].get("href"),
            [
                {
                    name: json.loads(value) if value in {"true", "false"} else value
                    for name, value in one.items()
                }
                for one in item.iterfind("{*}data/{*}map")
            ],
        )
        for item in manifest.iterfind(".//{*}organization/{*}item")
    ]
