"""What arrived with each launch, refusals counted, and links that show it"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE"
    )


def upgrade() -> None:
    # The log starts anew: what stood in it would have been forgotten within days.
    op.drop_table("launch_log")
    op.create_table(
        "launch_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("deployment_id", sa.Text(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=True),
        sa.Column("rung", sa.String(length=16), nullable=True),
        sa.Column("clock_skew", sa.BigInteger(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        _of("launch_log", "registration_id", "registrations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_log")),
    )
    op.create_index(op.f("ix_launch_log_registration_id"), "launch_log", ["registration_id"])
    op.create_index(op.f("ix_launch_log_at"), "launch_log", ["at"])
    op.create_table(
        "launch_refusals",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        _of("launch_refusals", "registration_id", "registrations"),
        sa.PrimaryKeyConstraint("registration_id", "day", "outcome", name=op.f("pk_launch_refusals")),
    )
    op.create_table(
        "inspector_links",
        sa.Column("invitation_row", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("deployment_id", sa.Text(), nullable=True),
        _of("inspector_links", "invitation_row", "invitations"),
        _of("inspector_links", "registration_id", "registrations"),
        sa.PrimaryKeyConstraint("invitation_row", name=op.f("pk_inspector_links")),
    )


def downgrade() -> None:
    op.drop_table("inspector_links")
    op.drop_table("launch_refusals")
    op.drop_table("launch_log")
    op.create_table(
        "launch_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deployment_row", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("rung", sa.String(length=16), nullable=False),
        sa.Column("clock_skew", sa.BigInteger(), nullable=False),
        _of("launch_log", "deployment_row", "deployments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_launch_log")),
    )
    op.create_index(op.f("ix_launch_log_deployment_row"), "launch_log", ["deployment_row"])
    op.create_index(op.f("ix_launch_log_at"), "launch_log", ["at"])
