"""Presence, assessment, attests and uploads"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meetings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resource_link_row", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        _of("meetings", "resource_link_row", "resource_links"),
        sa.PrimaryKeyConstraint("id", name="pk_meetings"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_meetings_resource_link_row", "meetings", ["resource_link_row"])
    op.create_table(
        "presences",
        sa.Column("resource_link_row", sa.Integer(), nullable=False),
        sa.Column("learner_row", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _of("presences", "resource_link_row", "resource_links"),
        _of("presences", "learner_row", "learners"),
        sa.PrimaryKeyConstraint("resource_link_row", "learner_row", name="pk_presences"),
    )
    _assessment()
    _attests()
    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_row", sa.Integer()),
        sa.Column("activity", sa.String(40), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("here_at", sa.BigInteger()),
        _of("uploads", "attempt_row", "attempts", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_uploads"),
        sa.UniqueConstraint("name", name="uq_uploads_name"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_uploads_attempt_row", "uploads", ["attempt_row"])


def downgrade() -> None:
    names = (
        "uploads",
        "attest_keys",
        "attest_badges",
        "attests",
        "course_units",
        "verdicts",
        "assessments",
        "presences",
        "meetings",
    )
    for table in names:
        op.drop_table(table)


def _assessment() -> None:
    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_row", sa.Integer(), nullable=False),
        sa.Column("assessor_row", sa.Integer()),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("work", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger()),
        _of("assessments", "attempt_row", "attempts"),
        _of("assessments", "assessor_row", "learners", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_assessments"),
        sa.UniqueConstraint("attempt_row", "assessor_row", name="uq_assessments_attempt_row"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_assessments_attempt_row", "assessments", ["attempt_row"])
    op.create_table(
        "verdicts",
        sa.Column("attempt_row", sa.Integer(), nullable=False),
        sa.Column("agreed", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("released", sa.Text()),
        sa.Column("released_at", sa.BigInteger()),
        sa.Column("seen_at", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        _of("verdicts", "attempt_row", "attempts"),
        sa.PrimaryKeyConstraint("attempt_row", name="pk_verdicts"),
    )


def _attests() -> None:
    op.create_table(
        "course_units",
        sa.Column("context_row", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("note", sa.Text()),
        sa.Column("approved", sa.Text()),
        sa.Column("counts", sa.Text()),
        _of("course_units", "context_row", "contexts"),
        sa.PrimaryKeyConstraint("context_row", name="pk_course_units"),
    )
    op.create_table(
        "attests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_row", sa.Integer()),
        sa.Column("learner_row", sa.Integer()),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("revoked_at", sa.BigInteger()),
        sa.Column("revoked_because", sa.Text()),
        sa.Column("revision", sa.Integer(), nullable=False),
        _of("attests", "context_row", "contexts", "SET NULL"),
        _of("attests", "learner_row", "learners", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_attests"),
        sa.UniqueConstraint("context_row", "learner_row", name="uq_attests_context_row"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attest_badges",
        sa.Column("public_id", sa.String(36), nullable=False),
        sa.Column("attest_row", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("achievement", sa.String(64), nullable=False),
        sa.Column("credential", sa.Text()),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("replaced_at", sa.BigInteger()),
        _of("attest_badges", "attest_row", "attests"),
        sa.PrimaryKeyConstraint("public_id", name="pk_attest_badges"),
    )
    op.create_index("ix_attest_badges_attest_row", "attest_badges", ["attest_row"])
    op.create_index("ix_attest_badges_achievement", "attest_badges", ["achievement"])
    op.create_table(
        "attest_keys",
        sa.Column("kid", sa.String(64), nullable=False),
        sa.Column("private_pem", sa.Text()),
        sa.Column("public_jwk", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("kid", name="pk_attest_keys"),
    )


def _of(table: str, column: str, other: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete
    )
