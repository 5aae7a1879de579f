"""Which steps a link shows, and what was last shown of a group's answers"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("resource_links", sa.Column("variant", sa.Text(), nullable=True))
    op.create_table(
        "group_pictures",
        sa.Column("resource_link_row", sa.Integer(), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("tally", sa.Text(), nullable=False),
        sa.Column("revisions", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_link_row"],
            ["resource_links.id"],
            name=op.f("fk_group_pictures_resource_link_row"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resource_link_row", "module", name=op.f("pk_group_pictures")),
    )


def downgrade() -> None:
    op.drop_table("group_pictures")
    op.drop_column("resource_links", "variant")
