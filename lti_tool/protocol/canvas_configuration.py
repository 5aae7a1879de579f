"""The configuration that a Canvas administrator gives to a developer key.

https://developerdocs.instructure.com/services/canvas/external-tools/lti/file.lti_dev_key_config
"""

from __future__ import annotations

from typing import Any

from lti_tool.protocol.claims import DEEP_LINKING_REQUEST
from lti_tool.protocol.dynamic_registration import SCOPES, ToolAddresses

_PLACEMENTS = ("assignment_selection", "link_selection")


def canvas_configuration(tool: ToolAddresses, description: str) -> dict[str, Any]:
    """A tool that teachers choose from, without names or e-mail addresses.

    The address of the keys is given, not the keys: so that we can change them.
    """
    return {
        "title": "Wegwijs",
        "description": description,
        "oidc_initiation_url": tool.login,
        "target_link_uri": tool.launch,
        "redirect_uris": [tool.launch],
        "public_jwk_url": tool.jwks,
        "scopes": list(SCOPES),
        "custom_fields": {},
        "extensions": [
            {
                "domain": tool.domain,
                "tool_id": "wegwijs",
                "platform": "canvas.instructure.com",
                "privacy_level": "anonymous",
                "settings": {
                    "text": "Wegwijs",
                    "icon_url": tool.icon,
                    "placements": [
                        {
                            "placement": placement,
                            "message_type": DEEP_LINKING_REQUEST,
                            "target_link_uri": tool.launch,
                            "text": "Wegwijs",
                            "icon_url": tool.icon,
                        }
                        for placement in _PLACEMENTS
                    ],
                },
            }
        ],
    }
