"""Chromium with settings of its own, as its settings page writes them: what a page in a frame may keep."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

from tests import needs

BLOCK = 2
ALLOWED: dict[str, Any] = {"block_third_party_cookies": False, "cookie_controls_mode": 0}
"""Cookies and storage for everybody."""
THIRD_PARTIES_BLOCKED: dict[str, Any] = {"block_third_party_cookies": True, "cookie_controls_mode": 1}
"""In another site's page: partitioned cookies alone."""
NOTHING_KEPT: dict[str, Any] = {"default_content_setting_values": {"cookies": BLOCK}}
"""No cookies and no storage for anybody."""


def nothing_in_frames(site: str, others: list[str]) -> dict[str, Any]:
    """No cookies and no storage for a site in the pages of others; in a window of its own, everything."""
    exceptions = {f"[*.]{site},[*.]{other}": {"setting": BLOCK} for other in others}
    return {**THIRD_PARTIES_BLOCKED, "content_settings": {"exceptions": {"cookies": exceptions}}}


def open_chromium(playwright: Playwright, folder: Path, profile: dict[str, Any]) -> BrowserContext:
    """Start a Chromium with a profile of its own."""
    (folder / "Default").mkdir(parents=True)
    (folder / "Default" / "Preferences").write_text(json.dumps({"profile": profile}))
    return playwright.chromium.launch_persistent_context(
        folder,
        executable_path=needs.chromium(),
        args=needs.CHROMIUM_ARGUMENTS,
        locale="nl-BE",
        viewport={"width": 800, "height": 900},
    )
