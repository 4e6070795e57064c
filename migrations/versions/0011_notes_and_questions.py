"""Notes among colleagues, questions back to the resident, and news of one theme."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0011"
down_revision = "0010"

UNREAD = sa.text("read_at IS NULL")
TO_MAIL = sa.text("read_at IS NULL AND told_at IS NULL")
OPEN = sa.text("answered_at IS NULL AND ended_at IS NULL")
SILENT = sa.text("answered_at IS NULL AND ended_at IS NULL AND seen_at IS NULL")
ANSWERED = sa.text("answered_at IS NOT NULL AND seen_at IS NULL")


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    _notes()
    _questions()
    op.execute(
        "ALTER TABLE notice ADD COLUMN theme_id INTEGER CONSTRAINT fk_notice_theme_id_theme REFERENCES theme (id)"
    )


def _notes() -> None:
    op.create_table(
        "note",
        _number("id"), _number("contribution_id"), _number("track_id"), _number("point_id", nullable=True),
        sa.Column("text", sa.Text(), nullable=False), _number("written_by_id"), _moment("written_at", nullable=False),
        _moment("taken_back_at"), _moment("struck_at"), sa.Column("struck_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(struck_at IS NULL) = (struck_reason = '')", name=op.f("ck_note_struck_with_reason")),
        sa.CheckConstraint("(taken_back_at IS NULL) = (text <> '')", name=op.f("ck_note_taken_back_is_empty")),
        sa.CheckConstraint("taken_back_at IS NULL OR struck_at IS NULL", name=op.f("ck_note_one_end")),
        _key("note", "contribution_id", "contribution"), _key("note", "track_id", "track"),
        _key("note", "point_id", "point"), _key("note", "written_by_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )  # fmt: skip
    op.create_index(op.f("ix_note_contribution_id"), "note", ["contribution_id"])
    op.create_table(
        "note_mention",
        _number("id"), _number("note_id"), _number("user_id"), _moment("told_at"), _moment("read_at"),
        _key("note_mention", "note_id", "note"), _key("note_mention", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_mention")),
        sa.UniqueConstraint("note_id", "user_id", name=op.f("uq_note_mention_note_id_user_id")),
    )  # fmt: skip
    op.create_index(
        "ix_note_mention_waiting", "note_mention", ["user_id", "id"], sqlite_where=UNREAD, postgresql_where=UNREAD
    )
    op.create_index(
        "ix_note_mention_to_mail", "note_mention", ["user_id", "id"], sqlite_where=TO_MAIL, postgresql_where=TO_MAIL
    )


def _questions() -> None:
    op.create_table(
        "asked_back",
        _number("id"), _number("contribution_id"), _number("track_id"),
        sa.Column("question", sa.Text(), nullable=False), sa.Column("why", sa.Text(), nullable=False),
        sa.Column("wish_on", sa.Date(), nullable=False),
        _number("asked_by_id"), _moment("asked_at", nullable=False), _number("addition_id", nullable=True),
        _moment("answered_at"), _moment("ended_at"), _moment("seen_at"), _moment("told_at"),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (addition_id IS NULL)", name=op.f("ck_asked_back_answered_with_words")
        ),
        sa.CheckConstraint("answered_at IS NULL OR ended_at IS NULL", name=op.f("ck_asked_back_answered_or_ended")),
        _key("asked_back", "contribution_id", "contribution"), _key("asked_back", "track_id", "track"),
        _key("asked_back", "asked_by_id", "user"), _key("asked_back", "addition_id", "addition"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_back")),
        sa.UniqueConstraint("addition_id", name=op.f("uq_asked_back_addition_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_asked_back_contribution_id"), "asked_back", ["contribution_id"])
    op.create_index(
        "ix_asked_back_one_open", "asked_back", ["contribution_id"], unique=True, sqlite_where=OPEN,
        postgresql_where=OPEN,
    )  # fmt: skip
    op.create_index(
        "ix_asked_back_silent", "asked_back", ["wish_on", "id"], sqlite_where=SILENT, postgresql_where=SILENT
    )
    op.create_index("ix_asked_back_answered", "asked_back", ["id"], sqlite_where=ANSWERED, postgresql_where=ANSWERED)


def downgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.drop_column("theme_id")
    op.drop_table("asked_back")
    op.drop_table("note_mention")
    op.drop_table("note")
