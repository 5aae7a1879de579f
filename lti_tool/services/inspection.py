"""What the inspector shows of one platform, or of one place of it: gathered, and judged by the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import Connection

from lti_tool.protocol.families import family_of
from lti_tool.protocol.launch_facts import ACCEPTED, LaunchRecord
from lti_tool.protocol.registration import Registration
from lti_tool.rules.inspector import Finding, Surroundings, findings
from lti_tool.store import inspection, launch_log, platforms
from lti_tool.store.inspection import Scope

Wanted = Literal["all", "accepted", "refused"]
OUTCOMES: tuple[Wanted, ...] = ("all", "accepted", "refused")


@dataclass(frozen=True)
class Inspection:
    """One platform, looked at.

    Attributes:
        family: Its product, for the advice.
        product: As its launches name it, with the version; None where they don't.
        records: The launches asked for, newest first.
        total: How many there are of all outcomes.
        refusals: How often launches were refused in the last days, by code.
    """

    registration: Registration
    scope: Scope
    family: str
    product: str | None
    findings: Sequence[Finding]
    records: Sequence[LaunchRecord]
    total: int
    refusals: Sequence[tuple[str, int]]


def inspect(
    connection: Connection, scope: Scope, now: int, *, wanted: Wanted = "all", reference: str = ""
) -> Inspection | None:
    """Look at a platform; None if it is not here any more.

    Args:
        connection: In a transaction.
        scope: What may be seen.
        now: Seconds since 1970.
        wanted: Which launches to list.
        reference: List only the refusal whose error page showed this.
    """
    registration = platforms.get(connection, scope.registration_id)
    if registration is None:
        return None
    records = launch_log.latest(connection, scope.registration_id, scope.deployment_id, now)
    said = next((one.facts for one in records if one.facts and one.facts.product), None)
    listed = [
        one for one in records if wanted == "all" or (one.outcome == ACCEPTED) == (wanted == "accepted")
    ]
    if reference:
        found = launch_log.find(connection, scope.registration_id, scope.deployment_id, reference, now)
        listed = [found] if found else []
    return Inspection(
        registration=registration,
        scope=scope,
        family=family_of(replace(registration, product=said.product) if said else registration).name,
        product=" ".join(filter(None, (said.product, said.product_version))) if said else None,
        findings=findings(records, _surroundings(connection, registration, scope, now), now),
        records=listed,
        total=len(records),
        # Refusals without a message belong to no place: who sees one place does not see how many there were.
        refusals=launch_log.refusals(connection, registration.id, now) if scope.deployment_id is None else [],
    )


def _surroundings(connection: Connection, registration: Registration, scope: Scope, now: int) -> Surroundings:
    places = platforms.deployments_of(connection, registration.id)
    mine = [one for one in places if scope.deployment_id in {None, one.deployment_id}]
    return Surroundings(
        pending=[one.deployment_id for one in mine if not one.approved and not one.refused],
        keys_fetched_at=inspection.keys_fetched_at(connection, registration.jwks_url),
        deliveries=inspection.troubled_deliveries(connection, scope, now - launch_log.KEPT_SECONDS),
    )
