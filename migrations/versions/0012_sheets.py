"""Contributions and answers that come in and go out as a sheet."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0012"
down_revision = "0011"

BUSY = sa.text("state = 'running'")


def upgrade() -> None:
    op.create_table(
        "sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("use", sa.Enum("contributions", "answers", name="sheetuse", native_enum=False,
                                 create_constraint=True, length=30), nullable=False),
        sa.Column("state", sa.Enum("read", "tried", "running", "stopped", "done", name="sheetstate",
                                   native_enum=False, create_constraint=True, length=30), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("parts_done", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("emptied_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(\"use\" = 'contributions') = (track_id IS NOT NULL)",
                           name=op.f("ck_sheet_contributions_of_a_track")),
        sa.CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_sheet_done_with_moment")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_sheet_track_id_track")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user.id"], name=op.f("fk_sheet_sent_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
    )  # fmt: skip
    op.create_index("ix_sheet_running", "sheet", ["id"], sqlite_where=BUSY, postgresql_where=BUSY)
    op.create_index(op.f("ix_sheet_track_id_sheet_id"), "sheet", ["track_id", "id"])
    op.create_index(op.f("ix_sheet_sent_by_id_sheet_id"), "sheet", ["sent_by_id", "id"])
    op.create_table(
        "sheet_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_sheet_part_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_part")),
        sa.UniqueConstraint("sheet_id", "position", name=op.f("uq_sheet_part_sheet_id_position")),
    )


def downgrade() -> None:
    op.drop_table("sheet_part")
    op.drop_table("sheet")
