"""What every suite shares."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests import needs
from tests.lti_fixtures import (  # noqa: F401 (fixtures are found by name)
    app,
    browser,
    client,
    clock,
    database_url,
    empty_database,
    platform,
    platform_key,
    registry,
    settings,
    store,
    tool,
)
from tests.remembered import remember

remember()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """With `-n auto`, three processes on two cores: tests in a browser wait for nearly half of their time."""
    cores = os.cpu_count() or 1
    return cores + cores // 2


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a test after the beginning of a long text: people read the names."""
    if isinstance(val, str | bytes) and len(val) > 50:
        return f"{val[:40]!a}...{len(val)}"
    return None


@pytest.hookimpl(tryfirst=True)  # before xdist, which reads the groups in a hook of the same name
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the servers of others together; in CI, let browsers and servers of others try thrice.

    With several processes (`-n auto --dist loadgroup`) all tests with servers of others run in one of them,
    and first: they are the longest chain. Any other test runs where there is time. Each process has one
    Chromium. On a busy machine one hiccup of a browser must not refuse a change: the summary names each other
    try ("R").
    """
    items.sort(key=lambda item: not _is_service(item))
    for item in items:
        is_service = _is_service(item)
        if is_service:
            item.add_marker(pytest.mark.xdist_group("services"))
        elif item.get_closest_marker("browser") and not item.get_closest_marker("timeout"):
            # Several times what the longest takes: now and then a Chromium stands still, and is tried again.
            item.add_marker(pytest.mark.timeout(120))
        if os.environ.get("CI") and (is_service or item.get_closest_marker("browser")):
            item.add_marker(pytest.mark.flaky(reruns=2))


def _is_service(item: pytest.Item) -> bool:
    return item.get_closest_marker("services") is not None


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright itself: one for the whole run, as a second one in the same thread does not start."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the whole run; a test makes a context of its own in it."""
    path = needs.chromium_shell()
    # A process less for each request to pass through: a twelfth of the processor time of a page.
    arguments = [*needs.CHROMIUM_ARGUMENTS, "--enable-features=NetworkServiceInProcess2"]
    running = playwright.chromium.launch(executable_path=path, args=arguments)
    yield running
    running.close()
