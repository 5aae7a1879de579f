"""The tables. Times are whole seconds since 1970 (UTC).

A tenant is a deployment of a registration: (issuer, client id, deployment id). Learners, contexts and
resource links hang under it, since some issuers (Blackboard, Canvas) serve the whole world.
Nothing about a learner is kept but the platform's opaque `sub`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from lti_tool.store import civic_tables  # noqa: F401 (its tables belong to the metadata)
from lti_tool.store.class_tables import (
    contact_wishes,
    grade_holds,
    group_moves,
    group_pictures,
    link_dates,
    material_feedback,
    replies,
    retention_runs,
    session_documents,
    wall_marks,
)
from lti_tool.store.launch_log_tables import inspector_links, launch_log, launch_refusals
from lti_tool.store.metadata import NEVER_AGAIN, metadata, moment, number, row_of
from lti_tool.store.running_tables import counters, installation, request_counts

__all__ = [
    "access_tokens",
    "answers",
    "asks",
    "attempts",
    "contact_wishes",
    "contexts",
    "counters",
    "deep_link_requests",
    "deployments",
    "frame_origins",
    "grade_holds",
    "group_moves",
    "group_pictures",
    "inspector_links",
    "installation",
    "invitations",
    "launch_log",
    "launch_refusals",
    "learners",
    "left_behind",
    "link_dates",
    "login_states",
    "material_feedback",
    "metadata",
    "notice_nonces",
    "notice_services",
    "platform_keys",
    "registrations",
    "replies",
    "request_counts",
    "resource_links",
    "retention_runs",
    "roster_members",
    "roster_names",
    "rosters",
    "score_outbox",
    "secrets",
    "session_documents",
    "tool_keys",
    "wall_marks",
]

registrations = Table(
    "registrations",
    metadata,
    number(),
    Column("issuer", Text, nullable=False),
    Column("client_id", Text, nullable=False),
    Column("auth_url", Text, nullable=False),
    Column("token_url", Text, nullable=False),
    Column("jwks_url", Text, nullable=False),
    Column("token_audience", Text),
    # Which product its launches say it is (`product_family_code`).
    Column("product", String(64)),
    Column("created_at", BigInteger, nullable=False),
    # Until then it wants no calls at all.
    moment("quiet_until"),
    UniqueConstraint("issuer", "client_id"),
    **NEVER_AGAIN,
)

deployments = Table(
    "deployments",
    metadata,
    number(),
    row_of("registrations"),
    Column("deployment_id", Text, nullable=False),
    Column("approved", Boolean, nullable=False),
    # A deployment that the operator turned away: it waits like a new one, but asks for nothing any more.
    Column("refused", Boolean, nullable=False, server_default=false()),
    Column("created_at", BigInteger, nullable=False),
    # It did not answer: until then it is left alone, so that it holds up no other.
    moment("quiet_until"),
    UniqueConstraint("registration_id", "deployment_id"),
    **NEVER_AGAIN,
)

invitations = Table(
    "invitations",
    metadata,
    number(),
    Column("kind", String(16), nullable=False),
    Column("secret_hash", String(64), nullable=False, unique=True),
    Column("note", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("used_at", BigInteger),
    Column("registration_id", Integer, ForeignKey("registrations.id", ondelete="SET NULL")),
    **NEVER_AGAIN,
)

frame_origins = Table(
    "frame_origins",
    metadata,
    row_of("registrations", primary_key=True),
    Column("origin", Text, primary_key=True),
)

login_states = Table(
    "login_states",
    metadata,
    Column("state", String(64), primary_key=True),
    Column("nonce", String(64), nullable=False),
    Column("secret_hash", String(64), nullable=False),
    row_of("registrations"),
    Column("lti_deployment_id", Text),
    Column("lti_storage_target", Text),
    Column("parameters", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

# A teacher who is choosing what a course will show; used up by the answer to the platform.
deep_link_requests = Table(
    "deep_link_requests",
    metadata,
    Column("secret_hash", String(64), primary_key=True),
    row_of("deployments"),
    Column("settings", Text, nullable=False),
    Column("locale", Text),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

# How launches came in, and why others did not; nothing of a person is in it.
platform_keys = Table(
    "platform_keys",
    metadata,
    Column("jwks_url", Text, primary_key=True),
    Column("jwks", Text),
    Column("fetched_at", BigInteger),
    # Fetches since the start of the present minute: an unknown key id can't make us hammer a platform.
    Column("minute_began_at", BigInteger, nullable=False),
    Column("fetches", Integer, nullable=False),
)

contexts = Table(
    "contexts",
    metadata,
    number(),
    row_of("deployments"),
    Column("context_id", Text, nullable=False),
    Column("title", Text),
    # Where the platform says who is in it.
    Column("memberships_url", Text),
    # The contexts that a notice of the platform says it was copied from, with commas between.
    Column("copied_from", Text),
    UniqueConstraint("deployment_row", "context_id"),
    **NEVER_AGAIN,
)

# Who is in a course as the platform last said; or, with an `rlid`, who may open one link in it.
rosters = Table(
    "rosters",
    metadata,
    number(),
    row_of("contexts"),
    Column("rlid", Text, nullable=False),
    Column("fetched_at", BigInteger),
    Column("complete", Boolean, nullable=False, server_default=false()),
    Column("reason", String(64)),
    Column("next_try_at", BigInteger, nullable=False),
    UniqueConstraint("context_row", "rlid"),
)

roster_members = Table(
    "roster_members",
    metadata,
    number(),
    row_of("rosters"),
    Column("user_id", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("active", Boolean, nullable=False),
    UniqueConstraint("roster_row", "user_id"),
)

# Apart from all else, and for a day: the only names of people that are ever kept.
roster_names = Table(
    "roster_names",
    metadata,
    row_of("roster_members", primary_key=True),
    Column("name", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

# Where a platform lets us ask for notices, and whether we did.
notice_services = Table(
    "notice_services",
    metadata,
    row_of("deployments", primary_key=True),
    Column("url", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(64)),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", BigInteger, nullable=False),
)

# A notice counts once.
notice_nonces = Table(
    "notice_nonces",
    metadata,
    row_of("registrations", primary_key=True),
    Column("nonce_hash", String(64), primary_key=True),
    Column("expires_at", BigInteger, nullable=False, index=True),
)

resource_links = Table(
    "resource_links",
    metadata,
    number(),
    row_of("deployments"),
    Column("resource_link_id", Text, nullable=False),
    Column("context_row", Integer, ForeignKey("contexts.id", ondelete="SET NULL"), index=True),
    Column("title", Text),
    Column("line_item_url", Text),
    Column("line_items_url", Text),
    Column("scopes", Text, nullable=False),
    # Off where the teacher wanted no grades of this link.
    Column("grading", Boolean, nullable=False, server_default=true()),
    Column("edition", Text),
    # Which steps of its module the link shows, by name; the module's first choice where it names none.
    Column("variant", Text),
    # The courses and links that this one was copied from, newest first, with commas between.
    Column("context_history", Text),
    Column("link_history", Text),
    # What a facilitator chose for a link whose own settings name no module.
    Column("bound_module", Text),
    # The column we found or made where launches name none; one process at a time looks for it.
    Column("own_line_item_url", Text),
    moment("line_item_claimed_until"),
    UniqueConstraint("deployment_row", "resource_link_id"),
    **NEVER_AGAIN,
)

learners = Table(
    "learners",
    metadata,
    number(),
    row_of("deployments"),
    Column("sub", Text, nullable=False),
    UniqueConstraint("deployment_row", "sub"),
    **NEVER_AGAIN,
)

attempts = Table(
    "attempts",
    metadata,
    number(),
    row_of("learners"),
    row_of("resource_links", index=True),
    Column("module", Text, nullable=False),
    # A facilitator's attempt is a try-out: beside a learner's, never graded.
    Column("role", String(16), nullable=False),
    Column("graded", Boolean, nullable=False),
    Column("position", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("finished_at", BigInteger),
    # When its page was last opened, give or take half a day.
    moment("touched_at"),
    UniqueConstraint("learner_row", "resource_link_row", "module", "role"),
    **NEVER_AGAIN,
)

answers = Table(
    "answers",
    metadata,
    row_of("attempts", primary_key=True),
    Column("activity", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("how", String(16), nullable=False),
    Column("audience", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# Answers of earlier modules that a learner does not take along to later ones, as `module/activity`.
left_behind = Table(
    "left_behind",
    metadata,
    row_of("learners", primary_key=True),
    Column("name", String(81), primary_key=True),
)

# A learner's question to somebody else by a link: one for each person that an activity has a place for.
asks = Table(
    "asks",
    metadata,
    row_of("attempts", primary_key=True),
    Column("activity", String(40), primary_key=True),
    # Counted from 0.
    Column("person", Integer, primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("answered_at", BigInteger),
    # Until it stands among the learner's own answers.
    Column("answer", Text),
)

score_outbox = Table(
    "score_outbox",
    metadata,
    # One row per attempt: a newer score takes the place of an older one, so an old one can't win.
    row_of("attempts", primary_key=True),
    Column("version", Integer, nullable=False),
    # None: handed in, and a person has yet to judge it.
    Column("score", Float),
    Column("comment", Text),
    Column("submitted_at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(64)),
    Column("tries", Integer, nullable=False),
    Column("next_try_at", BigInteger, nullable=False, index=True),
    Column("claimed_until", BigInteger, nullable=False, index=True),
    # The timestamp last sent to the platform; the next must be a whole second later.
    Column("sent_stamp", BigInteger, nullable=False),
    Column("settled_at", BigInteger),
    # What the platform last took: the grade that is there now, and the hand-in it is of.
    Column("taken_score", Float),
    Column("taken_submitted_at", BigInteger),
    # It may leave though the grades of its link are held (`grade_holds`).
    Column("let_go", Boolean, nullable=False, server_default=false()),
)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("token_url", Text, primary_key=True),
    Column("client_id", Text, primary_key=True),
    Column("scopes", Text, primary_key=True),
    Column("token", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

tool_keys = Table(
    "tool_keys",
    metadata,
    Column("kid", String(64), primary_key=True),
    Column("private_pem", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    # A key is published at once and signs later, when platforms have fetched it.
    Column("signs_from", BigInteger, nullable=False, server_default=text("0")),
    # When it is no longer published; none for the newest.
    Column("retires_at", BigInteger),
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
