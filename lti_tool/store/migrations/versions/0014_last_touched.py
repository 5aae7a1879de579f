"""When a learner last opened their work, and whether a run of retention came to its end"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    zero = sa.text("0")
    op.add_column("attempts", sa.Column("touched_at", sa.BigInteger(), server_default=zero, nullable=False))
    op.add_column(
        "retention_runs", sa.Column("finished_at", sa.BigInteger(), server_default=zero, nullable=False)
    )
    # Rows of nobody: numbers are never given again, so nothing needs them.
    op.execute("DELETE FROM attempts WHERE role = 'erased'")
    op.execute(
        "DELETE FROM learners WHERE sub LIKE 'erased-%' AND id NOT IN (SELECT learner_row FROM attempts)"
    )


def downgrade() -> None:
    op.drop_column("retention_runs", "finished_at")
    op.drop_column("attempts", "touched_at")
