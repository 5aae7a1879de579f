"""Deep linking, and what links say of themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deep_link_requests",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("deployment_row", sa.Integer(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_row"],
            ["deployments.id"],
            name=op.f("fk_deep_link_requests_deployment_row"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_deep_link_requests")),
    )
    op.create_index(
        op.f("ix_deep_link_requests_expires_at"), "deep_link_requests", ["expires_at"], unique=False
    )
    # In place: to rebuild the table would empty those that refer to it.
    op.add_column(
        "resource_links", sa.Column("grading", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    for name in ("edition", "context_history", "link_history", "bound_module"):
        op.add_column("resource_links", sa.Column(name, sa.Text(), nullable=True))


def downgrade() -> None:
    for name in ("bound_module", "link_history", "context_history", "edition", "grading"):
        op.drop_column("resource_links", name)
    op.drop_table("deep_link_requests")
