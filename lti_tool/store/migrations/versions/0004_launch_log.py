"""How launches arrived"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "launch_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deployment_row", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rung", sa.String(length=16), nullable=False),
        sa.Column("clock_skew", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_row"],
            ["deployments.id"],
            name=op.f("fk_launch_log_deployment_row"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_log")),
    )
    op.create_index(op.f("ix_launch_log_deployment_row"), "launch_log", ["deployment_row"])
    op.create_index(op.f("ix_launch_log_at"), "launch_log", ["at"])


def downgrade() -> None:
    op.drop_table("launch_log")
