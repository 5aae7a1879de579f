"""The plan that a link's facilitators made of a session, and where the session is"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_documents",
        sa.Column("resource_link_row", sa.Integer(), nullable=False),
        sa.Column("module", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resource_link_row"],
            ["resource_links.id"],
            name=op.f("fk_session_documents_resource_link_row"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("resource_link_row", "module", "kind", name=op.f("pk_session_documents")),
    )


def downgrade() -> None:
    op.drop_table("session_documents")
