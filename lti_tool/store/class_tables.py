"""What belongs to a class at a link: kept by its facilitators, or between them and its learners."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from lti_tool.store.metadata import metadata, moment, number, row_of

# The days that a class's facilitators chose for what a module names: a visit, a deadline.
link_dates = Table(
    "link_dates",
    metadata,
    row_of("resource_links", primary_key=True),
    Column("item", String(64), primary_key=True),
    # As in ISO 8601: a day is the same day in every time zone.
    Column("day", String(10), nullable=False),
)

# What the facilitators of a link keep together of a session: the plan they made, and where the session is.
session_documents = Table(
    "session_documents",
    metadata,
    row_of("resource_links", primary_key=True),
    Column("module", Text, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("document", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# What the facilitators of a link last saw of its group's answers, all together: counts, and nobody's answer.
# Beside them the revision of each attempt's answers, to know when enough others have come.
group_pictures = Table(
    "group_pictures",
    metadata,
    row_of("resource_links", primary_key=True),
    Column("module", Text, primary_key=True),
    Column("tally", Text, nullable=False),
    Column("revisions", Text, nullable=False),
    Column("taken_at", BigInteger, nullable=False),
)

# The same of how many of a course's learners moved between two modules that ask the same: by the later one.
group_moves = Table(
    "group_moves",
    metadata,
    row_of("contexts", primary_key=True),
    Column("module", Text, primary_key=True),
    Column("tally", Text, nullable=False),
    Column("revisions", Text, nullable=False),
    Column("taken_at", BigInteger, nullable=False),
)

# What facilitators decided of what learners shared: hidden from the class, answered, passed on.
# An item is the digest of what it is about, so that nothing of it stays when its learner takes it back.
wall_marks = Table(
    "wall_marks",
    metadata,
    row_of("resource_links", primary_key=True),
    Column("module", Text, primary_key=True),
    Column("item", String(64), primary_key=True),
    Column("mark", String(16), nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# Whether a learner wants to hear from who guides the course, and how. No row: they were not asked yet.
contact_wishes = Table(
    "contact_wishes",
    metadata,
    row_of("attempts", primary_key=True),
    Column("wish", String(16), nullable=False),
    Column("how", Text),
    Column("changed_at", BigInteger, nullable=False),
)

# What a facilitator wrote back to a shared answer; for its learner only.
replies = Table(
    "replies",
    metadata,
    row_of("attempts", primary_key=True),
    Column("activity", String(40), primary_key=True),
    Column("text", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    moment("seen_at"),
)

# Links whose grades wait until a facilitator lets them go.
grade_holds = Table(
    "grade_holds",
    metadata,
    row_of("resource_links", primary_key=True),
    Column("held_at", BigInteger, nullable=False),
)

# How an exercise went, for the authors of its module: of nobody, of no class, by the day.
material_feedback = Table(
    "material_feedback",
    metadata,
    number(),
    Column("module", Text, nullable=False, index=True),
    Column("version", String(32), nullable=False),
    Column("activity", String(40), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("note", Text),
    # As in ISO 8601.
    Column("day", String(10), nullable=False),
)

# What the retention rule removed, and when: counts, and nobody. Its number is the day (UTC) since 1970: of
# several processes that begin a day, one does.
retention_runs = Table(
    "retention_runs",
    metadata,
    number(),
    Column("ran_at", BigInteger, nullable=False, index=True),
    # Work last touched before this moment went; 0 where it was only looked at the clock.
    Column("before", BigInteger, nullable=False),
    Column("works", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    moment("finished_at"),
)
