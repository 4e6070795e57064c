"""Whoever is brought in on a point, here or in another track; formal messages that are passed on."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0010"
down_revision = "0009"

ASKED = sa.text("state = 'asked'")
BEFORE = ("asked", "accepted", "declined")
NOW = (*BEFORE, "withdrawn")
FORMAL = ("objection", "view", "complaint", "report")
DECIDED = ("outcome", "grouped_answer")
"""What holds the columns of a decision."""
RULES = {
    "somebody_is_asked": "colleague_id IS NOT NULL OR department_id IS NOT NULL OR to_track_id IS NOT NULL",
    "department_or_track": "department_id IS NULL OR to_track_id IS NULL",
    "accepted_by_somebody": "state <> 'accepted' OR colleague_id IS NOT NULL",
}
PERSONS = {
    "department_id": "department",
    "to_track_id": "track",
    "path_id": "landing_path",
}


def _formal_kind(name: str = "formal_kind", *, nullable: bool = True) -> sa.Column[str]:
    kinds = sa.Enum(*FORMAL, name="formalkind", native_enum=False, create_constraint=True, length=30)
    return sa.Column(name, kinds, nullable=nullable)


def _add_key(table: str, column: str, target: str) -> None:
    """A key that comes with its column, on both engines, without making the table anew."""
    name = f"fk_{table}_{column}_{target}"
    op.execute(f'ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES "{target}" (id)')


def upgrade() -> None:
    _widen_bring_ins()
    op.add_column("point", sa.Column("has_help", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE point SET has_help = true WHERE id IN (SELECT point_id FROM bring_in)")
    op.add_column("outcome", sa.Column("parts", sa.JSON(), nullable=False, server_default="[]"))
    for table in DECIDED:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN formal_kind VARCHAR(30)"
            f" CONSTRAINT ck_{table}_formalkind CHECK (formal_kind IN {FORMAL})"
        )
    _add_formal_tables()
    op.add_column("house_terms", sa.Column("bring_in_days", sa.Integer(), nullable=False, server_default="5"))


def _widen_bring_ins() -> None:
    with op.batch_alter_table("bring_in") as bring_in:
        bring_in.alter_column("colleague_id", existing_type=sa.Integer(), nullable=True)
        bring_in.drop_constraint(op.f("ck_bring_in_bringinstate"), type_="check")
        bring_in.create_check_constraint(op.f("ck_bring_in_bringinstate"), f"state IN {NOW}")
        bring_in.add_column(sa.Column("due_on", sa.Date()))
        bring_in.add_column(sa.Column("reminded_at", UtcDateTime(timezone=True)))
        bring_in.add_column(sa.Column("part", sa.Text(), nullable=False, server_default=""))
        bring_in.add_column(sa.Column("part_at", UtcDateTime(timezone=True)))
        bring_in.add_column(sa.Column("left_out", sa.Text(), nullable=False, server_default=""))
        bring_in.add_column(sa.Column("part_published_at", UtcDateTime(timezone=True)))
        for column, target in PERSONS.items():
            bring_in.add_column(sa.Column(column, sa.Integer()))
            bring_in.create_foreign_key(op.f(f"fk_bring_in_{column}_{target}"), target, [column], ["id"])
        for name, rule in RULES.items():
            bring_in.create_check_constraint(op.f(f"ck_bring_in_{name}"), rule)
    op.create_index("ix_bring_in_department", "bring_in", ["department_id", "state", "id"])
    op.create_index("ix_bring_in_to_track", "bring_in", ["to_track_id", "state", "id"])
    op.create_index(
        "ix_bring_in_waiting", "bring_in", ["due_on", "id"], sqlite_where=ASKED, postgresql_where=ASKED
    )  # fmt: skip


def _add_formal_tables() -> None:
    op.create_table(
        "formal_desk",
        _formal_kind("kind", nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kept_by_id", sa.Integer()),
        sa.Column("kept_at", UtcDateTime(timezone=True)),
        sa.ForeignKeyConstraint(["kept_by_id"], ["user.id"], name=op.f("fk_formal_desk_kept_by_id_user")),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_formal_desk")),
    )
    op.create_table(
        "formal_arrival",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(trim(reference)) > 0", name=op.f("ck_formal_arrival_with_a_number")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("fk_formal_arrival_outcome_id_outcome")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_formal_arrival_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_formal_arrival")),
        sa.UniqueConstraint("outcome_id", name=op.f("uq_formal_arrival_outcome_id")),
    )


def downgrade() -> None:
    op.drop_table("formal_arrival")
    op.drop_table("formal_desk")
    with op.batch_alter_table("house_terms") as terms:
        terms.drop_column("bring_in_days")
    for table in DECIDED:
        with op.batch_alter_table(table) as decided:
            decided.drop_constraint(op.f(f"ck_{table}_formalkind"), type_="check")
            decided.drop_column("formal_kind")
    with op.batch_alter_table("outcome") as outcome:
        outcome.drop_column("parts")
    with op.batch_alter_table("point") as point:
        point.drop_column("has_help")
    _narrow_bring_ins()


def _narrow_bring_ins() -> None:
    """What was asked of a department or a track, or was withdrawn, has no place in the schema before this one."""
    op.execute("UPDATE outcome SET bring_in_id = NULL WHERE bring_in_id IN (SELECT id FROM bring_in"
               " WHERE colleague_id IS NULL OR state = 'withdrawn')")  # fmt: skip
    op.execute("DELETE FROM bring_in WHERE colleague_id IS NULL OR state = 'withdrawn'")
    for name in ("ix_bring_in_waiting", "ix_bring_in_to_track", "ix_bring_in_department"):
        op.drop_index(name, "bring_in")
    with op.batch_alter_table("bring_in") as bring_in:
        for name in RULES:
            bring_in.drop_constraint(op.f(f"ck_bring_in_{name}"), type_="check")
        for column, target in PERSONS.items():
            bring_in.drop_constraint(op.f(f"fk_bring_in_{column}_{target}"), type_="foreignkey")
            bring_in.drop_column(column)
        for column in ("due_on", "reminded_at", "part", "part_at", "left_out", "part_published_at"):
            bring_in.drop_column(column)
        bring_in.drop_constraint(op.f("ck_bring_in_bringinstate"), type_="check")
        bring_in.create_check_constraint(op.f("ck_bring_in_bringinstate"), f"state IN {BEFORE}")
        bring_in.alter_column("colleague_id", existing_type=sa.Integer(), nullable=False)
