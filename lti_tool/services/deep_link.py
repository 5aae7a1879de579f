"""From a deep linking request to the answer that the platform gets, and links without a module."""

from __future__ import annotations

import secrets

from lti_tool.errors import LaunchError
from lti_tool.protocol.deep_link import Item, Notes, answer_claims, sign_answer
from lti_tool.protocol.launch import DeepLinkRequest
from lti_tool.protocol.launch_facts import Arrival
from lti_tool.protocol.login import Proof
from lti_tool.protocol.registration import origin_of
from lti_tool.store import deep_links, keys, launch_log, launches, platforms
from lti_tool.store.db import Database
from lti_tool.store.deep_links import KeptRequest


def begin(database: Database, request: DeepLinkRequest, proof: Proof, now: int) -> KeptRequest:
    """Use a login up and keep what the platform asked until it is answered.

    Raises:
        LaunchError: The login was used before, the deployment is not approved (it then waits for
            approval), or this is not somebody who makes the course.
    """
    registration_id, deployment_id = request.registration.id, request.deployment_id
    kept = KeptRequest(
        secrets.token_urlsafe(32), request.registration, deployment_id, request.settings, request.locale
    )
    with database.write() as connection:
        if not launches.use_login(connection, proof.state):
            raise LaunchError("LTI-STATE", "this login was used already")
        row = deep_links.deployment_row(connection, registration_id, deployment_id)
        may_choose = request.person.role == "facilitator"
        if row is None:
            platforms.add_pending(connection, registration_id, deployment_id, now)
        elif may_choose:
            if request.return_url and (origin := origin_of(request.return_url)):
                platforms.add_frame_origin(connection, registration_id, origin)
            deep_links.keep_request(connection, kept, row, now)
            launch_log.add(connection, Arrival(registration_id, proof.rung, request.facts), now)
    if row is None:
        raise LaunchError("LTI-PENDING", "this deployment waits for approval")
    if not may_choose:
        raise LaunchError("LTI-CHOOSER", "only who makes the course may choose its content")
    return kept


def find(database: Database, secret: str, now: int) -> KeptRequest:
    """The request that a form answers.

    Raises:
        LaunchError: It was answered, or is too old.
    """
    with database.read() as connection:
        found = deep_links.find_request(connection, secret, now)
    if found is None:
        raise LaunchError("LTI-CHOSEN", "this choice was made already, or took too long")
    return found


def answer(database: Database, request: KeptRequest, items: list[Item], notes: Notes, now: int) -> str:
    """Use a request up and return the signed answer to it.

    Raises:
        LaunchError: Another answer was made just before.
    """
    with database.write() as connection:
        if not deep_links.use_request(connection, request.secret):
            raise LaunchError("LTI-CHOSEN", "this choice was made already")
        key = keys.signing_key(connection, now)
    claims = answer_claims(
        request.registration,
        request.deployment_id,
        settings=request.settings,
        items=items,
        notes=notes,
        now=now,
    )
    return sign_answer(claims, key)
