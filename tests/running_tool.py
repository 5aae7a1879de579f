"""A tool that a real browser can reach, at a platform double; and a launch in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from werkzeug.serving import make_server

from lti_tool.app import create_app
from lti_tool.settings import Settings
from lti_tool.store import platforms
from lti_tool.tool import Tool, make_tool
from modules.kit.registry import Registry
from tests import needs
from tests.lti_browser import Browser, Page
from tests.lti_platform_double import DEPLOYMENT, PlatformDouble


class RunningTool(Browser):
    """Launches at a tool that listens; what they open has an address."""

    def __init__(self, tool: Tool, platform: PlatformDouble, client: Any) -> None:
        super().__init__(client, platform)
        self.tool, self.url = tool, tool.settings.public_url

    def launch(self, **claims: Any) -> Any:
        target = f"{self.url}/lti/launch"
        login = self.log_in(target_link_uri=target)
        message = self.platform.claims(login.nonce, target_link_uri=target, **claims)
        return self.post(self.platform.sign(message), login.state)

    def address(self, page: Page, kind: str = "learn") -> str:
        """Where a browser finds a launched page, or another page of the tool that goes on with it."""
        return f"{self.url}{page.path.replace('/learn/', f'/{kind}/')}#{page.token}"


@contextmanager
def running_tool(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    port = needs.free_port()
    tool = make_tool(replace(settings, public_url=f"http://127.0.0.1:{port}"), registry=registry)
    with tool.database.write() as connection:
        platforms.add(connection, platform.registration, [DEPLOYMENT], 1)
    app = create_app(tool.settings, tool)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield RunningTool(tool, platform, app.test_client())
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        tool.close()
