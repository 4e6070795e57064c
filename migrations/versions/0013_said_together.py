"""What one resident said on several occasions, and the drafts that were put away."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "said_together",
        sa.Column("first_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("second_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_said_together_one_row_for_a_pair")),
        sa.ForeignKeyConstraint(["first_id"], ["contribution.id"], name=op.f("fk_said_together_first_id_contribution")),
        sa.ForeignKeyConstraint(
            ["second_id"], ["contribution.id"], name=op.f("fk_said_together_second_id_contribution")
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_said_together")),
    )
    op.create_index(
        op.f("ix_said_together_second_id_said_together_first_id"), "said_together", ["second_id", "first_id"]
    )
    _add_drafts()


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


KINDS = (
    "adopted", "partly_adopted", "not_adopted", "already_done", "outside_room", "formal_route", "answered",
    "brought_in", "decided_later",
)  # fmt: skip
REASONS = (
    "fits_plan", "money", "law", "technique", "time", "other_interest", "earlier_decision", "already_planned",
    "other_organ",
)  # fmt: skip
ROWS = {
    "path_id": "landing_path", "criterion_id": "criterion", "fixed_point_id": "fixed_point",
    "constraint_id": "room_constraint", "bring_in_id": "bring_in", "point_id": "point", "written_by_id": "user",
    "put_away_by_id": "user",
}  # fmt: skip


def _add_drafts() -> None:
    op.create_table(
        "put_away_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("kind", _words("outcomekind", *KINDS), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_kind", _words("reasonkind", *REASONS), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("interest", "part_adopted", "part_not", "place")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in list(ROWS)[:5]),
        sa.Column("formal_kind", _words("formalkind", "objection", "view", "complaint", "report"), nullable=True),
        sa.Column("forwarded_to", sa.Text(), nullable=False),
        sa.Column("forwarded_on", sa.Date(), nullable=True),
        sa.Column("later_on", sa.Date(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("put_away_by_id", sa.Integer(), nullable=False),
        sa.Column("put_away_at", UtcDateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_put_away_draft_{name}_{target}"))
            for name, target in ROWS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_put_away_draft")),
    )
    op.create_index(op.f("ix_put_away_draft_point_id_put_away_draft_id"), "put_away_draft", ["point_id", "id"])


def downgrade() -> None:
    """Which contributions belong together is forgotten, and drafts that were put away are gone for good."""
    op.drop_table("put_away_draft")
    op.drop_table("said_together")
