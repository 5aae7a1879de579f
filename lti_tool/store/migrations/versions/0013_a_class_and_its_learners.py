"""A class and its learners: marks on what is shared, wishes, replies, held grades, feedback, what retention did"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wall_marks",
        _of("resource_links", "wall_marks"),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=16), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("resource_link_row", "module", "item", name=op.f("pk_wall_marks")),
    )
    op.create_table(
        "contact_wishes",
        _of("attempts", "contact_wishes"),
        sa.Column("wish", sa.String(length=16), nullable=False),
        sa.Column("how", sa.Text()),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_row", name=op.f("pk_contact_wishes")),
    )
    op.create_table(
        "replies",
        _of("attempts", "replies"),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("attempt_row", "activity", name=op.f("pk_replies")),
    )
    op.create_table(
        "grade_holds",
        _of("resource_links", "grade_holds"),
        sa.Column("held_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("resource_link_row", name=op.f("pk_grade_holds")),
    )
    op.create_table(
        "material_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_feedback")),
    )
    op.create_index(op.f("ix_material_feedback_module"), "material_feedback", ["module"])
    op.create_table(
        "retention_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ran_at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.BigInteger(), nullable=False),
        sa.Column("works", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_runs")),
    )
    op.create_index(op.f("ix_retention_runs_ran_at"), "retention_runs", ["ran_at"])


def downgrade() -> None:
    for table in (
        "retention_runs", "material_feedback", "grade_holds", "replies", "contact_wishes", "wall_marks",
    ):  # fmt: skip
        op.drop_table(table)


def _of(owner: str, table: str) -> sa.Column[int]:
    name = owner.removesuffix("s") + "_row"
    foreign = sa.ForeignKey(f"{owner}.id", name=op.f(f"fk_{table}_{name}"), ondelete="CASCADE")
    return sa.Column(name, sa.Integer(), foreign, nullable=False)
