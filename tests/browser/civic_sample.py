"""The sample of one of civic reflection's activity types, opened at its screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Publish, Visitor
from tests.browser.one_activity import module_with, open_activity
from tests.civic_samples import SAMPLES

Open = Callable[..., Page]


@pytest.fixture
def open_sample(tmp_path: Path, publish: Publish, visitor: Visitor) -> Open:
    """Return a function that opens the sample of a type, empty or with a value, perhaps with more options."""

    def open_screen(name: str, value: Any = None, more: str = "") -> Page:
        module = module_with(tmp_path, SAMPLES[name].structure + more, SAMPLES[name].words)
        return open_activity(module, publish, visitor, {"asked": value} if value is not None else None)

    return open_screen
