"""Two people at one contribution: who looks, and what somebody was typing."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "presence",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_presence_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_presence_user_id_user")),
        sa.PrimaryKeyConstraint("contribution_id", "user_id", name=op.f("pk_presence")),
    )
    op.create_index(op.f("ix_presence_at"), "presence", ["at"])
    op.create_table(
        "unsaved_answer",
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_unsaved_answer_point_id_point")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_unsaved_answer_user_id_user")),
        sa.PrimaryKeyConstraint("point_id", "user_id", name=op.f("pk_unsaved_answer")),
    )
    op.create_index(op.f("ix_unsaved_answer_at"), "unsaved_answer", ["at"])


def downgrade() -> None:
    op.drop_table("unsaved_answer")
    op.drop_table("presence")
