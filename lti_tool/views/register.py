"""`/lti/register`: the administrator of a platform adds Wegwijs there, by an invitation.

https://www.imsglobal.org/spec/lti-dr/v1p0
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import asdict

from flask import Blueprint, Response, make_response, render_template, request

from lti_tool.errors import DynamicRegistrationError, RegistrationError
from lti_tool.protocol.dynamic_registration import Registered, ToolAddresses, register, tool_configuration
from lti_tool.protocol.platform_configuration import PlatformConfiguration, fetch_configuration
from lti_tool.protocol.registration import family_origins, origin_of
from lti_tool.seals import seals_of
from lti_tool.store import invitations, platforms
from lti_tool.store.invitations import Invitation
from lti_tool.views.current import browser_language, tool
from lti_tool.views.dates import day_and_time
from lti_tool.views.headers import step_policy
from lti_tool.words import words

log = logging.getLogger(__name__)
blueprint = Blueprint("register", __name__)
OFFER_SECONDS = 900
_NO_INVITATION = "expected the link of an invitation that was not used yet and is not too old"


@blueprint.get("/lti/register")
def ask() -> Response:
    """Look who asks, and let the administrator confirm. Nothing is kept and nothing registered yet."""
    invitation = _find_invitation(request.args.get("invitation", ""))
    url = request.args.get("openid_configuration")
    if not url:
        until = day_and_time(invitation.expires_at, browser_language())
        return _page("register_how.html", (), invitation=invitation, until=until)
    token = request.args.get("registration_token")
    log.info("invitation %d: asked for %s", invitation.id, origin_of(url))
    platform = fetch_configuration(
        tool().platform_keys.client, url, token, allow_private=tool().settings.allow_private_hosts
    )
    with tool().database.read() as connection:
        known = any(known.issuer == platform.issuer for known in platforms.every(connection))
    offer = {"invitation": invitation.id, "platform": asdict(platform), "token": token}
    return _page(
        "register_confirm.html",
        platform.origins,
        invitation=invitation,
        platform=platform,
        known=known,
        offer=seals_of(tool()).seal("registration", offer),
    )


@blueprint.post("/lti/register")
def confirm() -> Response:
    """Register at the platform that the confirmed page showed, and keep what comes of it."""
    # A form of another site never gets here with a seal of ours; this says so a second time.
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        raise DynamicRegistrationError("REG-FORM", "the form came from another site")
    offer = seals_of(tool()).open("registration", request.form.get("offer", ""), OFFER_SECONDS)
    if not offer:
        raise DynamicRegistrationError("REG-FORM", "the form is too old, or not ours")
    invitation_id, platform = offer["invitation"], PlatformConfiguration(**offer["platform"])
    with tool().database.write() as connection:
        if not invitations.claim(connection, invitation_id, tool().now()):
            raise DynamicRegistrationError("REG-INVITATION", _NO_INVITATION)
    try:
        registered = _register(invitation_id, platform, offer["token"])
    except BaseException:
        # Nothing came of it, so the administrator may try again.
        with tool().database.write() as connection:
            invitations.release(connection, invitation_id)
        raise
    log.info("invitation %d: registered %s", invitation_id, platform.issuer)
    return _page(
        "register_done.html",
        platform.origins,
        origins=platform.origins,
        family=platform.family,
        deployment=registered.deployment_id,
        client_id=registered.registration.client_id,
    )


def _register(invitation_id: int, platform: PlatformConfiguration, token: str | None) -> Registered:
    description = words(browser_language(), "setup")["description"]
    addresses = ToolAddresses(tool().settings.public_url)
    wanted = tool_configuration(addresses, description, platform.offers)
    registered = register(tool().platform_keys.client, platform, token, wanted)
    # The operator invited this school, so the place that it names is approved; others wait.
    approved = [registered.deployment_id] if registered.deployment_id else []
    with tool().database.write(durable=True) as connection:
        try:
            added = platforms.add(connection, registered.registration, approved, tool().now())
        except RegistrationError as problem:
            raise DynamicRegistrationError("REG-EXISTS", "this issuer and client id are known") from problem
        invitations.settle(connection, invitation_id, added.id)
    return registered


def _find_invitation(secret: str) -> Invitation:
    with tool().database.read() as connection:
        found = invitations.find_open(connection, "platform", secret, tool().now())
    if found is None:
        raise DynamicRegistrationError("REG-INVITATION", _NO_INVITATION)
    return found


def _page(template: str, framed_by: Iterable[str], **values: object) -> Response:
    language = browser_language()
    texts = words(language, "register")
    html = render_template(template, language=language, words=words(language), texts=texts, **values)
    response = make_response(html)
    response.headers["Content-Security-Policy"] = step_policy(family_origins(framed_by))
    return response
