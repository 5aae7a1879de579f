"""`/lti/setup`: the values that an administrator pastes, and the steps in each learning platform."""

from __future__ import annotations

import json

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from lti_tool.protocol.canvas_configuration import canvas_configuration
from lti_tool.protocol.dynamic_registration import SCOPES, ToolAddresses
from lti_tool.views.current import browser_language, tool
from lti_tool.words import LANGUAGES, words

blueprint = Blueprint("setup", __name__)


@blueprint.get("/lti/setup")
def setup() -> Response:
    """Everything for adding Wegwijs by hand. Holds nothing secret: these are our public addresses."""
    language = request.args.get("language", "")
    language = language if language in LANGUAGES else browser_language()
    modules = tool().registry.modules.values()
    titles = [(module.id, module.words[module.language(language)].module.title) for module in modules]
    html = render_template(
        "setup.html",
        language=language,
        languages=LANGUAGES,
        words=words(language),
        texts=words(language, "setup"),
        values=_values(),
        scopes=SCOPES,
        modules=titles,
    )
    return make_response(html)


@blueprint.get("/lti/canvas.json")
def canvas() -> Response:
    """The configuration for a Canvas developer key."""
    description = words(browser_language(), "setup")["description"]
    return jsonify(canvas_configuration(ToolAddresses(tool().settings.public_url), description))


def _values() -> dict[str, str]:
    addresses = ToolAddresses(tool().settings.public_url)
    return {
        "login": addresses.login,
        "launch": addresses.launch,
        "launch-list": json.dumps([addresses.launch]),
        "jwks": addresses.jwks,
        "domain": addresses.domain,
        "domain-url": addresses.public_url,
        "icon": addresses.icon,
        "canvas": f"{addresses.public_url}/lti/canvas.json",
    }
