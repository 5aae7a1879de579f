"""How many of a course's learners moved between two times they were asked the same, as it was last shown"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_moves",
        sa.Column("context_row", sa.Integer(), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("tally", sa.Text(), nullable=False),
        sa.Column("revisions", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["context_row"],
            ["contexts.id"],
            name=op.f("fk_group_moves_context_row"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("context_row", "module", name=op.f("pk_group_moves")),
    )


def downgrade() -> None:
    op.drop_table("group_moves")
