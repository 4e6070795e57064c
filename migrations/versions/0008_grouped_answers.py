"""One answer for many: written once, sent one by one."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0008"
down_revision = "0007"

KINDS = (
    "adopted", "partly_adopted", "not_adopted", "already_done", "outside_room", "formal_route", "answered",
    "brought_in", "decided_later",
)  # fmt: skip
REASONS = (
    "fits_plan", "money", "law", "technique", "time", "other_interest", "earlier_decision", "already_planned",
    "other_organ",
)  # fmt: skip
WAITS = sa.text("outcome_id IS NULL AND skipped_why = '' AND left_out_why = ''")
UNDER_WAY = sa.text("leaves_at IS NOT NULL AND stopped_why = '' AND ended_at IS NULL")


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _words(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _key(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"), ondelete=ondelete
    )


def upgrade() -> None:
    _answers()
    _letters()


def _answers() -> None:
    table = "grouped_answer"
    op.create_table(
        table,
        _number("id"),
        _number("track_id"),
        _number("theme_id", nullable=True),
        _number("corrects_id", nullable=True),
        sa.Column("is_bundle", sa.Boolean(), nullable=False),
        *_words("title"),
        _number("made_by_id"),
        _number("written_by_id"),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        _number("released_by_id", nullable=True),
        sa.Column("leaves_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("begun_at", UtcDateTime(timezone=True), nullable=True),
        *_words("stopped_why"),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("kind", _one_of("outcomekind", KINDS), nullable=True),
        *_words("reason"),
        sa.Column("reason_kind", _one_of("reasonkind", REASONS), nullable=True),
        *_words("interest", "part_adopted", "part_not", "place"),
        *(_number(f"{name}_id", nullable=True) for name in ("path", "criterion", "fixed_point", "constraint")),
        _number("bring_in_id", nullable=True),
        *_words("forwarded_to"),
        sa.Column("forwarded_on", sa.Date(), nullable=True),
        sa.Column("later_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(leaves_at IS NULL) = (released_by_id IS NULL)", name=op.f("ck_grouped_answer_released_with_name")
        ),
        sa.CheckConstraint(
            "begun_at IS NULL OR leaves_at IS NOT NULL", name=op.f("ck_grouped_answer_begun_after_release")
        ),
        _key(table, "track_id", "track"),
        _key(table, "theme_id", "theme", "SET NULL"),
        _key(table, "corrects_id", table),
        *(_key(table, f"{name}_by_id", "user") for name in ("made", "written", "released")),
        _key(table, "path_id", "landing_path"),
        _key(table, "criterion_id", "criterion"),
        _key(table, "fixed_point_id", "fixed_point"),
        _key(table, "constraint_id", "room_constraint"),
        _key(table, "bring_in_id", "bring_in"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grouped_answer")),
    )
    op.create_index(op.f("ix_grouped_answer_theme_id"), table, ["theme_id"])
    op.create_index(op.f("ix_grouped_answer_track_id_grouped_answer_id"), table, ["track_id", "id"])
    op.create_index(
        "ix_grouped_answer_under_way", table, ["leaves_at"], sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY
    )


def _letters() -> None:
    table = "grouped_letter"
    op.create_table(
        table,
        *(_number(name) for name in ("id", "grouped_id", "point_id", "contribution_id", "base_version")),
        *_words("own"),
        sa.Column("own_first", sa.Boolean(), nullable=False),
        *_words("left_out_why"),
        _number("left_out_by_id", nullable=True),
        *_words("skipped_why"),
        _number("outcome_id", nullable=True),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome_id IS NULL OR (skipped_why = '' AND left_out_why = '')", name=op.f("ck_grouped_letter_one_end")
        ),
        _key(table, "grouped_id", "grouped_answer"),
        _key(table, "point_id", "point"),
        _key(table, "contribution_id", "contribution"),
        _key(table, "left_out_by_id", "user"),
        _key(table, "outcome_id", "outcome"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grouped_letter")),
        sa.UniqueConstraint("grouped_id", "point_id", name=op.f("uq_grouped_letter_grouped_id_point_id")),
        sa.UniqueConstraint("outcome_id", name=op.f("uq_grouped_letter_outcome_id")),
    )
    op.create_index(op.f("ix_grouped_letter_point_id"), table, ["point_id"])
    op.create_index(op.f("ix_grouped_letter_grouped_id_grouped_letter_id"), table, ["grouped_id", "id"])
    op.create_index("ix_grouped_letter_next", table, ["grouped_id", "id"], sqlite_where=WAITS, postgresql_where=WAITS)
    op.create_index(
        "uq_grouped_letter_waits", table, ["point_id"], unique=True, sqlite_where=WAITS, postgresql_where=WAITS
    )


def downgrade() -> None:
    op.drop_table("grouped_letter")
    op.drop_table("grouped_answer")
