"""Finding: the area a contribution is about, where each list of the desk begins, and searches that somebody keeps."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0006"
down_revision = "0005"

BEGINS = {
    "ix_contribution_channel": ("contribution", ["track_id", "channel", "id"], "channel <> 'web'"),
    "ix_contribution_kind": ("contribution", ["track_id", "kind", "id"], "kind IS NOT NULL"),
    "ix_contribution_question": ("contribution", ["question_id", "id"], "question_id IS NOT NULL"),
    "ix_contribution_area": ("contribution", ["area_id", "id"], "area_id IS NOT NULL"),
    "ix_promise_open_said": ("promise", ["track_id", "due", "contribution_id"], "kept_at IS NULL"),
}


def _add_key(table: str, column: str, target: str) -> None:
    """A key that comes with its column, on both engines, without making the table anew."""
    name = f"fk_{table}_{column}_{target}"
    op.execute(f'ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES "{target}" (id)')


def upgrade() -> None:
    _add_key("contribution", "area_id", "area")
    for name, (table, columns, where) in BEGINS.items():
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
    op.drop_index("ix_contribution_handler_id", "contribution")
    op.create_index("ix_contribution_handler", "contribution", ["handler_id", "track_id", "id"])
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_saved_search_owner_id_user")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_saved_search_department_id_department")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
    )
    op.create_index(op.f("ix_saved_search_owner_id"), "saved_search", ["owner_id"])
    op.create_index(op.f("ix_saved_search_department_id"), "saved_search", ["department_id"])


def downgrade() -> None:
    op.drop_table("saved_search")
    op.drop_index("ix_contribution_handler", "contribution")
    op.create_index("ix_contribution_handler_id", "contribution", ["handler_id"])
    for name, (table, _columns, _where) in BEGINS.items():
        op.drop_index(name, table)
    with op.batch_alter_table("contribution") as contribution:
        contribution.drop_column("area_id")
