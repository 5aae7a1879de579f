"""`/lti/link-module`: a link that names no module, and the facilitator who gives it one."""

from __future__ import annotations

from dataclasses import replace

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

blueprint = Blueprint("link_module", __name__)
CHOOSING_SECONDS = 3600
_PURPOSE = "link-module"


def bound(launch: Launch) -> Launch:
    """The launch with the module, or part of one, that a facilitator chose for its link before."""
    with tool().database.read() as connection:
        chosen = deep_links.bound_module(
            connection, launch.registration.id, launch.deployment_id, launch.resource_link_id
        )
    module, _, part = (chosen or "").partition("/")
    return replace(launch, module=module, variant=part or launch.variant) if module else launch


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
    name, _, part = request.form.get("module", "").partition("/")
    module = here.registry.modules.get(name)
    if module and part:
        module = module.in_variant(part) if part in module.parts else None
    with here.database.write(durable=True) as connection:
        framers = platforms.framers(connection, registration_id)
        row = deep_links.deployment_row(connection, registration_id, deployment_id)
        if module is None or framers is None or row is None:
            raise LaunchError("LTI-CHOSEN", "the module or the school is not here any more")
        deep_links.bind_module(connection, row, resource_link_id, f"{name}/{part}".rstrip("/"))
    return _page("link_module_done.html", locale, framers, 200, module=module)


def _page(template: str, locale: str | None, origins: set[str], status: int, **values: object) -> Response:
    language = page_language(locale)
    html = render_template(
        template,
        language=language,
        words=words(language),
        texts=words(language, "choose")["bind"],
        modules=[
            shown
            for module in tool().registry.modules.values()
            for shown in ([module.in_variant(part) for part in module.parts] or [module])
        ],
        **values,
    )
    response = make_response(html, status)
    response.headers["Content-Security-Policy"] = step_policy(origins)
    return response
