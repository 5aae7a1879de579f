"""Who is in a course, notices of platforms, and when our keys sign"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _of(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.add_column(
        "tool_keys", sa.Column("signs_from", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("tool_keys", sa.Column("retires_at", sa.BigInteger(), nullable=True))
    op.add_column("contexts", sa.Column("memberships_url", sa.Text(), nullable=True))
    op.add_column("contexts", sa.Column("copied_from", sa.Text(), nullable=True))
    op.create_table(
        "rosters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("context_row", sa.Integer(), nullable=False),
        sa.Column("rlid", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.BigInteger(), nullable=True),
        sa.Column("complete", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("next_try_at", sa.BigInteger(), nullable=False),
        _of("rosters", "context_row", "contexts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rosters")),
        sa.UniqueConstraint("context_row", "rlid", name=op.f("uq_rosters_context_row")),
    )
    op.create_table(
        "roster_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("roster_row", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        _of("roster_members", "roster_row", "rosters"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_members")),
        sa.UniqueConstraint("roster_row", "user_id", name=op.f("uq_roster_members_roster_row")),
    )
    op.create_table(
        "roster_names",
        sa.Column("roster_member_row", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        _of("roster_names", "roster_member_row", "roster_members"),
        sa.PrimaryKeyConstraint("roster_member_row", name=op.f("pk_roster_names")),
    )
    op.create_index(op.f("ix_roster_names_expires_at"), "roster_names", ["expires_at"])
    op.create_table(
        "notice_services",
        sa.Column("deployment_row", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=64), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.BigInteger(), nullable=False),
        _of("notice_services", "deployment_row", "deployments"),
        sa.PrimaryKeyConstraint("deployment_row", name=op.f("pk_notice_services")),
    )
    op.create_table(
        "notice_nonces",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("nonce_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        _of("notice_nonces", "registration_id", "registrations"),
        sa.PrimaryKeyConstraint("registration_id", "nonce_hash", name=op.f("pk_notice_nonces")),
    )
    op.create_index(op.f("ix_notice_nonces_expires_at"), "notice_nonces", ["expires_at"])


def downgrade() -> None:
    for table in ("notice_nonces", "notice_services", "roster_names", "roster_members", "rosters"):
        op.drop_table(table)
    for name in ("copied_from", "memberships_url"):
        op.drop_column("contexts", name)
    for name in ("retires_at", "signs_from"):
        op.drop_column("tool_keys", name)
