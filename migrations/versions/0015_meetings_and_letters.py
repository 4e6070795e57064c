"""Every channel at the desk, meetings with minutes, and outcomes that go out as a letter."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0015"
down_revision = "0014"

BEFORE = ("web", "paper", "kitchen_table", "meeting", "phone", "email")
NOW = (*BEFORE, "letter", "street")
AT_A_MEETING = sa.text("moment_id IS NOT NULL")
WAITS = sa.text("run_id IS NULL AND not_sent_at IS NULL")
SPEAKERS = "speaker IN ('resident', 'group', 'professional')"
MOMENT_RULES = {
    "published_by_whom": "(minutes_published_at IS NULL) = (minutes_published_by_id IS NULL)",
    "published_with_minutes": "minutes_published_at IS NULL OR minutes <> ''",
}


def upgrade() -> None:
    _widen_moments()
    _widen_contributions()
    _let_channels_be("dealing_rule", NOW)
    _add_tables()


def _let_channels_be(table: str, channels: tuple[str, ...]) -> None:
    name = op.f(f"ck_{table}_channel")
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(name, type_="check")
        changed.create_check_constraint(name, f"channel IN {channels}")


def _widen_moments() -> None:
    with op.batch_alter_table("moment") as moment:
        moment.add_column(sa.Column("announced", sa.Boolean(), nullable=False, server_default=sa.true()))
        moment.add_column(sa.Column("present", sa.Text(), nullable=False, server_default=""))
        moment.add_column(sa.Column("minutes", sa.Text(), nullable=False, server_default=""))
        moment.add_column(sa.Column("minutes_published_at", UtcDateTime(timezone=True)))
        moment.add_column(sa.Column("minutes_published_by_id", sa.Integer()))
        moment.create_foreign_key(
            op.f("fk_moment_minutes_published_by_id_user"), "user", ["minutes_published_by_id"], ["id"]
        )
        for name, rule in MOMENT_RULES.items():
            moment.create_check_constraint(op.f(f"ck_moment_{name}"), rule)


def _widen_contributions() -> None:
    name = op.f("ck_contribution_channel")
    with op.batch_alter_table("contribution") as contribution:
        contribution.add_column(sa.Column("speaker", sa.String(30)))
        contribution.add_column(sa.Column("taker_note", sa.Text(), nullable=False, server_default=""))
        contribution.add_column(sa.Column("moment_id", sa.Integer()))
        contribution.add_column(sa.Column("by_post", sa.Boolean(), nullable=False, server_default=sa.false()))
        contribution.create_foreign_key(op.f("fk_contribution_moment_id_moment"), "moment", ["moment_id"], ["id"])
        contribution.create_check_constraint(op.f("ck_contribution_speaker"), SPEAKERS)
        contribution.drop_constraint(name, type_="check")
        contribution.create_check_constraint(name, f"channel IN {NOW}")
    _put_indexes_in_order("contribution")
    op.create_index(
        "ix_contribution_moment", "contribution", ["moment_id", "id"],
        sqlite_where=AT_A_MEETING, postgresql_where=AT_A_MEETING,
    )  # fmt: skip


def _put_indexes_in_order(table: str) -> None:
    """A table that is made anew gets its indexes in no fixed order, and of two that fit SQLite takes the newest.

    So those over a part of the table are made last: a list of what was taken back must not walk past everything else.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    found = connection.execute(
        sa.text(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql IS NOT NULL "
            "ORDER BY sql LIKE '% WHERE %', name"
        ),
        {"name": table},
    ).all()
    for name, statement in found:
        op.execute(f'DROP INDEX "{name}"')
        op.execute(statement)


def _keys(table: str, keys: dict[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))
        for column, target in keys.items()
    ]


def _add_tables() -> None:
    op.create_table(
        "postal_address",
        sa.Column("contribution_id", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "street", "postcode", "town")),
        sa.Column("large_print", sa.Boolean(), nullable=False),
        sa.Column("kept_at", UtcDateTime(timezone=True), nullable=False),
        *_keys("postal_address", {"contribution_id": "contribution"}),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_postal_address")),
    )
    op.create_table(
        "letter_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("posted_by_id", sa.Integer()),
        sa.Column("posted_at", UtcDateTime(timezone=True)),
        sa.CheckConstraint(
            "(posted_at IS NULL) = (posted_by_id IS NULL)", name=op.f("ck_letter_run_posted_by_somebody")
        ),
        *_keys("letter_run", {"track_id": "track", "made_by_id": "user", "posted_by_id": "user"}),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_run")),
    )
    op.create_index(op.f("ix_letter_run_track_id_letter_run_id"), "letter_run", ["track_id", "id"])
    _add_letters()


def _add_letters() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "subject", "text", "language")),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.Integer()),
        sa.Column("not_sent_at", UtcDateTime(timezone=True)),
        sa.Column("not_sent_reason", sa.Text()),
        sa.Column("not_sent_by_id", sa.Integer()),
        sa.CheckConstraint(
            "(not_sent_at IS NULL) = (not_sent_reason IS NULL)", name=op.f("ck_letter_not_sent_with_reason")
        ),
        *_keys("letter", {
            "track_id": "track", "contribution_id": "contribution", "run_id": "letter_run", "not_sent_by_id": "user",
        }),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )  # fmt: skip
    op.create_index(op.f("ix_letter_contribution_id"), "letter", ["contribution_id"])
    op.create_index(op.f("ix_letter_run_id_letter_id"), "letter", ["run_id", "id"])
    op.create_index("ix_letter_waiting", "letter", ["track_id", "id"], sqlite_where=WAITS, postgresql_where=WAITS)


def downgrade() -> None:
    """Letters, addresses, minutes and notes are gone; what came by letter or on the street counts as on paper."""
    for table in ("letter", "letter_run", "postal_address"):
        op.drop_table(table)
    for table in ("contribution", "dealing_rule"):
        op.execute(f"UPDATE {table} SET channel = 'paper' WHERE channel IN ('letter', 'street')")
    _let_channels_be("dealing_rule", BEFORE)
    op.drop_index("ix_contribution_moment", "contribution")
    name = op.f("ck_contribution_channel")
    with op.batch_alter_table("contribution") as contribution:
        contribution.drop_constraint(name, type_="check")
        contribution.create_check_constraint(name, f"channel IN {BEFORE}")
        contribution.drop_constraint(op.f("ck_contribution_speaker"), type_="check")
        contribution.drop_constraint(op.f("fk_contribution_moment_id_moment"), type_="foreignkey")
        for column in ("speaker", "taker_note", "moment_id", "by_post"):
            contribution.drop_column(column)
    with op.batch_alter_table("moment") as moment:
        for rule in MOMENT_RULES:
            moment.drop_constraint(op.f(f"ck_moment_{rule}"), type_="check")
        moment.drop_constraint(op.f("fk_moment_minutes_published_by_id_user"), type_="foreignkey")
        for column in ("announced", "present", "minutes", "minutes_published_at", "minutes_published_by_id"):
            moment.drop_column(column)
