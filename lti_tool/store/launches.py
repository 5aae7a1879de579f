"""Logins under way, and what a launch leaves behind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, func, insert, select, update

from lti_tool.protocol.launch import Launch
from lti_tool.protocol.login import STATE_SECONDS, LoginRequest, LoginState, hash_of
from lti_tool.protocol.registration import Registration
from lti_tool.store.db import insert_of
from lti_tool.store.keys import KeySet
from lti_tool.store.platforms import REGISTRATION_COLUMNS, registration_of
from lti_tool.store.prepared import Prepared
from lti_tool.store.tables import (
    attempts,
    contexts,
    deployments,
    frame_origins,
    learners,
    login_states,
    platform_keys,
    registrations,
    resource_links,
)

MOST_LOGINS = 20_000
"""Of one platform, under way at once."""
_TOUCH_SECONDS = 12 * 3600


@dataclass(frozen=True)
class KeptLogin:
    """A login as the database has it, with its platform and that platform's keys."""

    state: str
    nonce: str
    secret_hash: str
    lti_deployment_id: str | None
    parameters: Mapping[str, str]
    expires_at: int
    registration: Registration
    key_set: KeySet


@dataclass(frozen=True)
class Known:
    """What was known of a launch's deployment, people and places before it came. None: nothing yet."""

    deployment_row: int
    approved: bool
    origin: str | None
    learner_row: int | None
    context_row: int | None
    context: tuple[Any, ...]
    link_row: int | None
    link: tuple[Any, ...]
    attempt_row: int | None
    attempt_graded: bool | None
    touched_at: int


_KEEP_LOGIN = Prepared(insert(login_states), [column.name for column in login_states.c])


def keep_login(
    connection: Connection, state: LoginState, request: LoginRequest, registration: Registration, now: int
) -> None:
    """Keep a login until its launch comes."""
    _KEEP_LOGIN.rows(
        connection,
        {
            "state": state.state,
            "nonce": state.nonce,
            "secret_hash": hash_of(state.secret),
            "registration_id": registration.id,
            "lti_deployment_id": request.lti_deployment_id,
            "lti_storage_target": request.lti_storage_target,
            "parameters": json.dumps(dict(request.parameters)),
            "expires_at": now + STATE_SECONDS,
        },
    )


_LOGIN = Prepared(
    select(
        *REGISTRATION_COLUMNS,
        login_states.c.state,
        login_states.c.nonce,
        login_states.c.secret_hash,
        login_states.c.lti_deployment_id,
        login_states.c.parameters,
        login_states.c.expires_at,
        platform_keys.c.jwks,
        platform_keys.c.fetched_at,
    )
    .select_from(login_states)
    .join(registrations)
    .outerjoin(platform_keys, platform_keys.c.jwks_url == registrations.c.jwks_url)
    .where(login_states.c.state == bindparam("wanted"), login_states.c.expires_at > bindparam("now"))
)


def find_login(connection: Connection, state: str, now: int) -> KeptLogin | None:
    """The login of a state, unless it was used or took too long."""
    if "\0" in state:
        return None  # PostgreSQL can't even be asked for it
    row = _LOGIN.first(connection, {"wanted": state, "now": now})
    if row is None:
        return None
    found, nonce, secret_hash, lti_deployment_id, parameters, expires_at, jwks, fetched_at = row[
        len(REGISTRATION_COLUMNS) :
    ]
    return KeptLogin(
        state=found,
        nonce=nonce,
        secret_hash=secret_hash,
        lti_deployment_id=lti_deployment_id,
        parameters=json.loads(parameters),
        expires_at=expires_at,
        registration=registration_of(row),
        key_set=KeySet(jwks, fetched_at or 0),
    )


_USE_LOGIN = Prepared(
    delete(login_states).where(login_states.c.state == bindparam("wanted")).returning(login_states.c.state)
)


def use_login(connection: Connection, state: str) -> bool:
    """Use a login up. Of several that try at once, exactly one hears True."""
    return _USE_LOGIN.first(connection, {"wanted": state}) is not None


def forget_old_logins(connection: Connection, now: int) -> None:
    """Remove logins whose launch never came, and of each platform what is more than the newest 20,000."""
    table = login_states.c
    connection.execute(delete(login_states).where(table.expires_at <= now))
    # Anybody may begin logins: a flood of them must not fill the disk.
    crowds = select(table.registration_id).group_by(table.registration_id).having(func.count() > MOST_LOGINS)
    for registration_id in connection.scalars(crowds).all():
        of_platform = table.registration_id == registration_id
        times = select(table.expires_at).where(of_platform).order_by(table.expires_at.desc())
        newest = connection.scalar(times.limit(1).offset(MOST_LOGINS))
        connection.execute(delete(login_states).where(of_platform, table.expires_at <= newest))


_LINK_NAMES = (
    "context_row",
    "title",
    "line_item_url",
    "line_items_url",
    "scopes",
    "grading",
    "edition",
    "variant",
    "context_history",
    "link_history",
)

_KNOWN = Prepared(
    select(
        deployments.c.id,
        deployments.c.approved,
        frame_origins.c.origin,
        learners.c.id,
        contexts.c.id,
        contexts.c.title,
        contexts.c.memberships_url,
        resource_links.c.id,
        attempts.c.id,
        attempts.c.graded,
        attempts.c.touched_at,
        *(resource_links.c[name] for name in _LINK_NAMES),
    )
    .select_from(deployments)
    .outerjoin(
        frame_origins,
        and_(
            frame_origins.c.registration_id == deployments.c.registration_id,
            frame_origins.c.origin == bindparam("origin"),
        ),
    )
    .outerjoin(
        learners,
        and_(learners.c.deployment_row == deployments.c.id, learners.c.sub == bindparam("sub")),
    )
    .outerjoin(
        contexts,
        and_(
            contexts.c.deployment_row == deployments.c.id,
            contexts.c.context_id == bindparam("context_id"),
        ),
    )
    .outerjoin(
        resource_links,
        and_(
            resource_links.c.deployment_row == deployments.c.id,
            resource_links.c.resource_link_id == bindparam("resource_link_id"),
        ),
    )
    .outerjoin(
        attempts,
        and_(
            attempts.c.learner_row == learners.c.id,
            attempts.c.resource_link_row == resource_links.c.id,
            attempts.c.module == bindparam("module"),
            attempts.c.role == bindparam("role"),
        ),
    )
    .where(deployments.c.registration_id == bindparam("registration_id"))
    .where(deployments.c.deployment_id == bindparam("deployment_id"))
)


def find_known(
    connection: Connection, launch: Launch, module: str | None, origin: str | None
) -> Known | None:
    """Everything a launch may meet, in one query; None for a deployment never seen."""
    values = {
        "origin": origin or "",
        "sub": launch.sub,
        "context_id": launch.context_id or "",
        "resource_link_id": launch.resource_link_id,
        "module": module or "",
        "role": launch.person.role,
        "registration_id": launch.registration.id,
        "deployment_id": launch.deployment_id,
    }
    row = _KNOWN.first(connection, values)
    if row is None:
        return None
    return Known(
        deployment_row=row[0],
        approved=bool(row[1]),
        origin=row[2],
        learner_row=row[3],
        context_row=row[4],
        context=row[5:7],
        link_row=row[7],
        attempt_row=row[8],
        attempt_graded=None if row[9] is None else bool(row[9]),
        touched_at=row[10] or 0,
        link=row[11:],
    )


def keep_launch(connection: Connection, launch: Launch, module: str, known: Known, now: int) -> int:
    """Write down what is new in a launch, and return the number of its attempt."""
    tenant: dict[str, Any] = {"deployment_row": known.deployment_row}
    learner_row = known.learner_row or _keep(connection, learners, {**tenant, "sub": launch.sub}, unique=2)
    context_row = known.context_row
    # A message may leave out where the roster is; that does not take it away.
    context = (launch.context_title, launch.memberships_url or known.context[1])
    if launch.context_id and (context_row is None or known.context != context):
        key = {**tenant, "context_id": launch.context_id}
        values = {**key, "title": context[0], "memberships_url": context[1]}
        context_row = _keep(connection, contexts, values, unique=2)
    link = _link_values(launch, context_row, known)
    link_row = known.link_row
    if link_row is None or known.link != tuple(link.values()):
        key = {**tenant, "resource_link_id": launch.resource_link_id}
        link_row = _keep(connection, resource_links, {**key, **link}, unique=2)
    attempt_row = known.attempt_row
    if attempt_row is None:
        key = {"learner_row": learner_row, "resource_link_row": link_row, "module": module}
        values = {**key, "role": launch.person.role, "graded": launch.person.graded, "created_at": now}
        values["touched_at"] = now
        attempt_row = _keep(connection, attempts, values, unique=4, keep_old=("created_at",))
    elif known.attempt_graded != launch.person.graded or known.touched_at < now - _TOUCH_SECONDS:
        change = update(attempts).where(attempts.c.id == attempt_row)
        connection.execute(change.values(graded=launch.person.graded, touched_at=now))
    return attempt_row


def _link_values(launch: Launch, context_row: int | None, known: Known) -> dict[str, Any]:
    if launch.grades is None and launch.person.role == "facilitator":
        # Some platforms say where scores go to learners only.
        line_item_url, line_items_url, scopes = known.link[2], known.link[3], known.link[4] or ""
    elif launch.grades is None:
        line_item_url, line_items_url, scopes = None, None, ""
    else:
        line_item_url, line_items_url = launch.grades.line_item_url, launch.grades.line_items_url
        scopes = " ".join(launch.grades.scopes)
    histories = (",".join(ids) or None for ids in (launch.context_history, launch.link_history))
    values = (context_row, launch.resource_link_title, line_item_url, line_items_url, scopes)
    chosen = (launch.grading, launch.edition, launch.variant)
    return dict(zip(_LINK_NAMES, (*values, *chosen, *histories), strict=True))


def _keep(
    connection: Connection,
    table: Table,
    values: Mapping[str, Any],
    *,
    unique: int,
    keep_old: tuple[str, ...] = (),
) -> int:
    """Insert a row or, where its first `unique` values exist, change the others; return its number."""
    names = tuple(values)
    statement = _keep_statement(connection.dialect.name, table, names, unique, keep_old)
    return int(statement.rows(connection, values)[0][0])


@lru_cache
def _keep_statement(
    dialect: str, table: Table, names: tuple[str, ...], unique: int, keep_old: tuple[str, ...]
) -> Prepared:
    query = insert_of(dialect, table).values({name: bindparam(name) for name in names})
    # Setting at least one column makes RETURNING give the row that was there already.
    changed = [name for name in names[unique:] if name not in keep_old] or names[:1]
    changes = {name: query.excluded[name] for name in changed}
    kept = query.on_conflict_do_update(index_elements=names[:unique], set_=changes).returning(table.c.id)
    return Prepared(kept)
