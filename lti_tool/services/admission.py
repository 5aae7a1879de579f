"""The way in for messages that lead to a page of our own instead of to a module."""

from __future__ import annotations

from lti_tool.errors import LaunchError
from lti_tool.protocol.launch import Message
from lti_tool.protocol.launch_facts import Arrival
from lti_tool.protocol.login import Proof
from lti_tool.protocol.registration import origin_of
from lti_tool.store import deep_links, launch_log, launches, platforms
from lti_tool.store.db import Database


def admit(database: Database, message: Message, proof: Proof, now: int) -> int:
    """Use a login up and return our number of the message's deployment.

    Raises:
        LaunchError: The login was used before, or the deployment is not approved (it then waits for
            approval).
    """
    registration_id, deployment_id = message.registration.id, message.deployment_id
    with database.write() as connection:
        if not launches.use_login(connection, proof.state):
            raise LaunchError("LTI-STATE", "this login was used already")
        row = deep_links.deployment_row(connection, registration_id, deployment_id)
        if row is None:
            platforms.add_pending(connection, registration_id, deployment_id, now)
        else:
            if message.return_url and (origin := origin_of(message.return_url)):
                platforms.add_frame_origin(connection, registration_id, origin)
            launch_log.add(connection, Arrival(registration_id, proof.rung, message.facts), now)
    if row is None:
        raise LaunchError("LTI-PENDING", "this deployment waits for approval")
    return row
