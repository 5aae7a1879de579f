"""A cmi5 platform with a package to play."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from modules.kit.loader import load_module
from scorm_export.export import export
from tests.browser.cmi5.lms import Cmi5Lms
from tests.module_folders import make_module


@pytest.fixture
def lms(tmp_path: Path) -> Iterator[Cmi5Lms]:
    """A platform with a small module: `thought` (may be shared), `key-words`, `extra` (not required)."""
    (package,) = export([load_module(make_module(tmp_path))], format="cmi5", out=tmp_path)
    with Cmi5Lms(package.path) as running:
        yield running
