"""Questions to other people by a link: who was asked, and the answer until it stands among the learner's own"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asks",
        sa.Column("attempt_row", sa.Integer(), nullable=False),
        sa.Column("activity", sa.String(length=40), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attempt_row"], ["attempts.id"], name=op.f("fk_asks_attempt_row"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_row", "activity", "person", name=op.f("pk_asks")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_asks_token_hash")),
    )
    op.create_index(op.f("ix_asks_expires_at"), "asks", ["expires_at"])


def downgrade() -> None:
    op.drop_table("asks")
