"""Platforms with a package to play, in either version of SCORM."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from modules.kit.loader import load_module
from tests.browser.scorm_lms import Lms
from tests.browser.scorm_steps import FORMATS, platform
from tests.module_folders import make_module


@pytest.fixture(params=sorted(FORMATS))
def version(request: pytest.FixtureRequest) -> str:
    """Each version; a file whose tests hardly depend on it has a fixture of this name by lot."""
    return str(request.param)


@pytest.fixture
def lms(version: str, tmp_path: Path) -> Iterator[Lms]:
    """A platform with a small module: `thought` (may be shared), `key-words`, `extra` (not required)."""
    with platform(load_module(make_module(tmp_path)), version, tmp_path) as running:
        yield running
