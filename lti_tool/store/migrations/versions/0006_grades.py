"""Grades: the product of a platform, platforms left alone, columns of our own, work that waits for a person"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _moment(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)


def upgrade() -> None:
    op.add_column("registrations", sa.Column("product", sa.String(length=64), nullable=True))
    op.add_column("registrations", _moment("quiet_until"))
    op.add_column("deployments", _moment("quiet_until"))
    op.add_column("resource_links", sa.Column("own_line_item_url", sa.Text(), nullable=True))
    op.add_column("resource_links", _moment("line_item_claimed_until"))
    with op.batch_alter_table("score_outbox") as batch:
        batch.alter_column("score", existing_type=sa.Float(), nullable=True)
        batch.add_column(sa.Column("comment", sa.Text(), nullable=True))
        batch.add_column(sa.Column("taken_score", sa.Float(), nullable=True))
        batch.add_column(sa.Column("taken_submitted_at", sa.BigInteger(), nullable=True))
    op.create_index(op.f("ix_score_outbox_claimed_until"), "score_outbox", ["claimed_until"])
    # What was delivered before is a grade at the platform, and stays one.
    op.execute(
        "UPDATE score_outbox SET taken_score = score, taken_submitted_at = submitted_at WHERE state = 'delivered'"
    )


def downgrade() -> None:
    op.execute("DELETE FROM score_outbox WHERE score IS NULL")
    op.drop_index(op.f("ix_score_outbox_claimed_until"), "score_outbox")
    with op.batch_alter_table("score_outbox") as batch:
        for name in ("taken_submitted_at", "taken_score", "comment"):
            batch.drop_column(name)
        batch.alter_column("score", existing_type=sa.Float(), nullable=False)
    for table, name in (
        ("resource_links", "line_item_claimed_until"),
        ("resource_links", "own_line_item_url"),
        ("deployments", "quiet_until"),
        ("registrations", "quiet_until"),
        ("registrations", "product"),
    ):
        op.drop_column(table, name)
