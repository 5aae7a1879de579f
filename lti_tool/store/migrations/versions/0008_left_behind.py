"""Answers of earlier modules that a learner does not take along to later ones"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "left_behind",
        sa.Column("learner_row", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=81), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_row"], ["learners.id"], name=op.f("fk_left_behind_learner_row"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("learner_row", "name", name=op.f("pk_left_behind")),
    )


def downgrade() -> None:
    op.drop_table("left_behind")
