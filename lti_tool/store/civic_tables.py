"""What a course with a civic part has beyond answers: who was there, what assessors think, the attest."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from lti_tool.store.metadata import NEVER_AGAIN, metadata, moment, number, row_of

# A meeting of a link's class on campus, for as long as learners can say that they are there.
meetings = Table(
    "meetings",
    metadata,
    number(),
    row_of("resource_links", index=True),
    # The codes that change are made of it.
    Column("secret", String(64), nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
    **NEVER_AGAIN,
)

# Who was there. No row: nobody said so.
presences = Table(
    "presences",
    metadata,
    row_of("resource_links", primary_key=True),
    row_of("learners", primary_key=True),
    # By a code, or ticked by a facilitator.
    Column("how", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What one assessor thinks of handed-in work. It outlives that the assessor's own data are erased.
assessments = Table(
    "assessments",
    metadata,
    number(),
    row_of("attempts", index=True),
    Column("assessor_row", Integer, ForeignKey("learners.id", ondelete="SET NULL")),
    # By criterion: the level, and what the assessor wrote beside it; as JSON.
    Column("scores", Text, nullable=False),
    Column("comment", Text, nullable=False),
    # The revision of each answer that lay before the assessor; as JSON.
    Column("work", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    # When the assessor said to be ready; none while it is a draft.
    Column("done_at", BigInteger),
    UniqueConstraint("attempt_row", "assessor_row"),
    **NEVER_AGAIN,
)

# What the assessors of a learner's work agreed on, and what of that the learner was given.
verdicts = Table(
    "verdicts",
    metadata,
    row_of("attempts", primary_key=True),
    # The levels that were chosen where two assessors differ; as JSON.
    Column("agreed", Text, nullable=False),
    Column("comment", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    # What the learner sees: all levels, comments and points as they were released; as JSON.
    Column("released", Text),
    Column("released_at", BigInteger),
    moment("seen_at"),
)

# How a course unit meets the criteria of the civic attest, as its coordinator describes it.
course_units = Table(
    "course_units",
    metadata,
    row_of("contexts", primary_key=True),
    Column("document", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("decided_at", BigInteger),
    # What the civic team wrote back.
    Column("note", Text),
    # The document as it was last approved, to see what changed since.
    Column("approved", Text),
    # How many students did what, as it was before the retention rule removed their work; as JSON.
    Column("counts", Text),
)

# An attest that a facilitator granted, without a name; whoever erases their data leaves one of nobody.
attests = Table(
    "attests",
    metadata,
    number(),
    Column("context_row", Integer, ForeignKey("contexts.id", ondelete="SET NULL")),
    Column("learner_row", Integer, ForeignKey("learners.id", ondelete="SET NULL")),
    # What it rests on and what it is for, as they were when it was granted; as JSON.
    Column("grounds", Text, nullable=False),
    Column("granted_at", BigInteger, nullable=False),
    # Why it was granted though the rule does not hold.
    Column("reason", Text),
    Column("revoked_at", BigInteger),
    Column("revoked_because", Text),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("context_row", "learner_row"),
    **NEVER_AGAIN,
)

# An attest as its learner made it. With another name it is made anew, and the one before stops being valid.
attest_badges = Table(
    "attest_badges",
    metadata,
    Column("public_id", String(36), primary_key=True),
    row_of("attests", index=True),
    # What it says, apart from its learner; as JSON.
    Column("about", Text, nullable=False),
    # The digest by which the achievement in it has its address.
    Column("achievement", String(64), nullable=False, index=True),
    # As it was signed, with a salted hash of the name; it goes when it is replaced or its learner's data go.
    Column("credential", Text),
    Column("made_at", BigInteger, nullable=False),
    Column("replaced_at", BigInteger),
)

# Keys that sign attests. What was signed can be checked for ever, so no public key is ever removed.
attest_keys = Table(
    "attest_keys",
    metadata,
    Column("kid", String(64), primary_key=True),
    Column("private_pem", Text),
    Column("public_jwk", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    # It signs no more, and its private half is gone.
    Column("retired_at", BigInteger),
)

# Files of learners in the store of files. Where the work is erased the row stays until its file is gone.
uploads = Table(
    "uploads",
    metadata,
    number(),
    Column("attempt_row", Integer, ForeignKey("attempts.id", ondelete="SET NULL"), index=True),
    Column("activity", String(40), nullable=False),
    # What the file is called in the store: says nothing of anybody.
    Column("name", String(64), nullable=False, unique=True),
    Column("media_type", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    # When its file was whole in the store; none while it comes.
    Column("here_at", BigInteger),
    **NEVER_AGAIN,
)
