"""The tables by which an installation knows how it runs. Nobody is in them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, Integer, String, Table

from lti_tool.store.metadata import metadata

# Sums of all processes and machines; see `lti_tool.metrics`.
counters = Table(
    "counters",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("labels", String(200), primary_key=True),
    Column("value", Float, nullable=False),
)

# Of tenants that ask for much: how much in a minute, by all processes together.
request_counts = Table(
    "request_counts",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("whose", BigInteger, primary_key=True, autoincrement=False),
    # Since 1970.
    Column("minute", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("count", Integer, nullable=False),
)

# What must be known of the whole and stands nowhere else; see `store/installation.py`.
installation = Table(
    "installation",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", String(200), nullable=False),
)
