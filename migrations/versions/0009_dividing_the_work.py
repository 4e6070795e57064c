"""Dividing the work: the team that a contribution waits for, the rules that deal it out, and who is not there."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0009"
down_revision = "0008"

TO_DIVIDE = sa.text("department_id IS NULL AND withdrawn_at IS NULL")
OF_NOBODY = sa.text("kept_at IS NULL AND owner_id IS NULL AND NOT with_team")
OF_NOBODY_BEFORE = sa.text("kept_at IS NULL AND owner_id IS NULL")
WITH_TEAM = sa.text("kept_at IS NULL AND with_team")
CHANNELS = ("web", "paper", "kitchen_table", "meeting", "phone", "email")
KINDS = ("idea", "worry", "question", "experience", "offer", "own_question")


def _add_key(table: str, column: str, target: str) -> None:
    """A key that comes with its column, on both engines, without making the table anew."""
    name = f"fk_{table}_{column}_{target}"
    op.execute(f'ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES "{target}" (id)')


def upgrade() -> None:
    _add_key("contribution", "department_id", "department")
    # What is here already waits for the team of its track; only what comes in from now on is dealt out.
    op.execute(
        "UPDATE contribution SET department_id ="
        " (SELECT track.department_id FROM track WHERE track.id = contribution.track_id)"
    )
    op.create_index(
        "ix_contribution_to_divide", "contribution", ["id"], sqlite_where=TO_DIVIDE, postgresql_where=TO_DIVIDE
    )
    _let_a_team_keep_promises()
    _add_tables()


def _let_a_team_keep_promises() -> None:
    op.execute(
        "ALTER TABLE promise ADD COLUMN with_team BOOLEAN DEFAULT false NOT NULL"
        " CONSTRAINT ck_promise_with_somebody_or_with_the_team CHECK (owner_id IS NULL OR NOT with_team)"
    )
    op.drop_index("ix_promise_open_nobody", "promise")
    op.create_index(
        "ix_promise_open_nobody", "promise", ["owner_id", "department_id", "due", "id"],
        sqlite_where=OF_NOBODY, postgresql_where=OF_NOBODY,
    )  # fmt: skip
    op.create_index(
        "ix_promise_open_team", "promise", ["department_id", "due", "id"],
        sqlite_where=WITH_TEAM, postgresql_where=WITH_TEAM,
    )  # fmt: skip


def _add_tables() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last >= first", name=op.f("ck_absence_ends_after_it_began")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_absence_user_id_user")),
        sa.ForeignKeyConstraint(["deputy_id"], ["user.id"], name=op.f("fk_absence_deputy_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("user_id", name=op.f("uq_absence_user_id")),
    )
    op.create_index(op.f("ix_absence_deputy_id"), "absence", ["deputy_id"])
    op.create_table(
        "dealing_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("channel", _one_of("channel", CHANNELS), nullable=True),
        sa.Column("kind", _one_of("contributionkind", KINDS), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "question IS NOT NULL OR area_id IS NOT NULL OR channel IS NOT NULL OR kind IS NOT NULL"
            " OR theme_id IS NOT NULL",
            name=op.f("ck_dealing_rule_asks_something"),
        ),
        sa.CheckConstraint(
            "(department_id IS NULL) <> (user_id IS NULL)", name=op.f("ck_dealing_rule_to_a_team_or_a_person")
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_dealing_rule_{column}_{target}"))
            for column, target in (
                ("track_id", "track"), ("area_id", "area"), ("theme_id", "theme"), ("department_id", "department"),
                ("user_id", "user"), ("made_by_id", "user"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dealing_rule")),
    )  # fmt: skip
    op.create_index(
        op.f("ix_dealing_rule_track_id_dealing_rule_position_dealing_rule_id"),
        "dealing_rule",
        ["track_id", "position", "id"],
    )
    op.create_index(op.f("ix_dealing_rule_theme_id"), "dealing_rule", ["theme_id"])
    op.create_index(op.f("ix_dealing_rule_user_id"), "dealing_rule", ["user_id"])


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def downgrade() -> None:
    op.drop_table("dealing_rule")
    op.drop_table("absence")
    op.drop_index("ix_promise_open_team", "promise")
    op.drop_index("ix_promise_open_nobody", "promise")
    op.execute("ALTER TABLE promise DROP COLUMN with_team")
    op.create_index(
        "ix_promise_open_nobody", "promise", ["owner_id", "department_id", "due", "id"],
        sqlite_where=OF_NOBODY_BEFORE, postgresql_where=OF_NOBODY_BEFORE,
    )  # fmt: skip
    op.drop_index("ix_contribution_to_divide", "contribution")
    with op.batch_alter_table("contribution") as contribution:
        contribution.drop_column("department_id")
