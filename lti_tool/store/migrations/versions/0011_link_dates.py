"""The days that facilitators set for a link"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "link_dates",
        sa.Column("resource_link_row", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_link_row"],
            ["resource_links.id"],
            name=op.f("fk_link_dates_resource_link_row"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resource_link_row", "item", name=op.f("pk_link_dates")),
    )


def downgrade() -> None:
    op.drop_table("link_dates")
