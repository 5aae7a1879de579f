"""The tables of the launch inspector: how launches came in. Nobody is in them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from lti_tool.store.metadata import metadata, number, row_of

launch_log = Table(
    "launch_log",
    metadata,
    number(),
    row_of("registrations", index=True),
    Column("at", BigInteger, nullable=False, index=True),
    # As the platform names it; none where nothing signed by it came in.
    Column("deployment_id", Text),
    Column("outcome", String(32), nullable=False),
    # What an error page shows, to find it here.
    Column("reference", String(16)),
    Column("rung", String(16)),
    # Seconds that the platform's clock is behind ours.
    Column("clock_skew", BigInteger),
    # `LaunchFacts` as JSON; none where nothing signed by the platform came in.
    Column("facts", Text),
)

# Refusals of a day, counted: of many in a row only a few are written down.
launch_refusals = Table(
    "launch_refusals",
    metadata,
    row_of("registrations", primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("outcome", String(32), primary_key=True),
    Column("count", Integer, nullable=False),
)

# What the link in an invitation to the inspector shows: one platform, or one place of it.
inspector_links = Table(
    "inspector_links",
    metadata,
    row_of("invitations", primary_key=True),
    row_of("registrations"),
    Column("deployment_id", Text),
)
