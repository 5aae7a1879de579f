"""`/lti/link-module`: a link that names no module, and the facilitator who gives it one."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from lti_tool.errors import LaunchError
from lti_tool.protocol.launch import Launch
from lti_tool.protocol.registration import family_origins, frame_origins
from lti_tool.seals import seals_of
from lti_tool.store import deep_links, platforms
from lti_tool.views.current import page_language, tool
from lti_tool.views.headers import step_policy
from lti_tool.words import words
from modules.kit.module import Module

blueprint = Blueprint("link_module", __name__)
CHOOSING_SECONDS = 3600
_PURPOSE = "link-module"


def bound(launch: Launch) -> Module | None:
    """The module that a facilitator chose for this link before."""
    here = tool()
    with here.database.read() as connection:
        module_id = deep_links.bound_module(
            connection, launch.registration.id, launch.deployment_id, launch.resource_link_id
        )
    return here.registry.modules.get(module_id or "")


def ask(launch: Launch) -> Response:
    """For a facilitator: choose the module here, or write it in the link's own settings."""
    place = [launch.registration.id, launch.deployment_id, launch.resource_link_id, launch.locale]
    origins = frame_origins(launch.registration) | family_origins([launch.return_url or ""])
    return _page("link_module.html", launch.locale, origins, 404, seal=seals_of(tool()).seal(_PURPOSE, place))


@blueprint.post("/lti/link-module")
def bind() -> Response:
    """Remember which module a link shows.

    Raises:
        LaunchError: The form is too old, not ours, or its school was turned away.
    """
    here = tool()
    place = seals_of(here).open(_PURPOSE, request.form.get("link", ""), CHOOSING_SECONDS)
    if place is None or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise LaunchError("LTI-CHOSEN", "the form is too old, or not ours")
    registration_id, deployment_id, resource_link_id, locale = place
    module = here.registry.modules.get(request.form.get("module", ""))
    with here.database.write(durable=True) as connection:
        framers = platforms.framers(connection, registration_id)
        row = deep_links.deployment_row(connection, registration_id, deployment_id)
        if module is None or framers is None or row is None:
            raise LaunchError("LTI-CHOSEN", "the module or the school is not here any more")
        deep_links.bind_module(connection, row, resource_link_id, module.id)
    return _page("link_module_done.html", locale, framers, 200, module=module)


def _page(template: str, locale: str | None, origins: set[str], status: int, **values: object) -> Response:
    language = page_language(locale)
    html = render_template(
        template,
        language=language,
        words=words(language),
        texts=words(language, "choose")["bind"],
        modules=list(tool().registry.modules.values()),
        **values,
    )
    response = make_response(html, status)
    response.headers["Content-Security-Policy"] = step_policy(origins)
    return response
