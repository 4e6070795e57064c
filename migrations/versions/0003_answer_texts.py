"""The library of answer texts: blocks in versions, and the sentences they are known by."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "answer_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("archived_by_id", sa.Integer(), nullable=True),
        sa.Column("archived_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(archived_at IS NULL) = (archived_by_id IS NULL)", name=op.f("ck_answer_text_archived_with_name")
        ),
        sa.CheckConstraint(
            "archived_at IS NULL OR length(trim(archived_reason)) > 0", name=op.f("ck_answer_text_archived_with_reason")
        ),
        sa.ForeignKeyConstraint(["archived_by_id"], ["user.id"], name=op.f("fk_answer_text_archived_by_id_user")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_answer_text_department_id_department")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_answer_text_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_text")),
    )
    op.create_index(
        "ix_answer_text_offered",
        "answer_text",
        ["id"],
        sqlite_where=sa.text("archived_at IS NULL"),
        postgresql_where=sa.text("archived_at IS NULL"),
    )
    op.create_table(
        "answer_text_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind_names", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_answer_text_version_made_by_id_user")),
        sa.ForeignKeyConstraint(
            ["text_id"], ["answer_text.id"], name=op.f("fk_answer_text_version_text_id_answer_text")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_text_version")),
        sa.UniqueConstraint("text_id", "number", name=op.f("uq_answer_text_version_text_id_number")),
    )
    op.create_table(
        "answer_text_piece",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["answer_text.id"], name=op.f("fk_answer_text_piece_text_id_answer_text")),
        sa.PrimaryKeyConstraint("text_id", "fingerprint", name=op.f("pk_answer_text_piece")),
    )
    op.create_index("ix_answer_text_piece_known", "answer_text_piece", ["fingerprint", "text_id"])


def downgrade() -> None:
    """The library is lost; no answer is: an answer holds its own words."""
    for table in ("answer_text_piece", "answer_text_version", "answer_text"):
        op.drop_table(table)
