"""Points by passages of what was said, gathered into themes."""

import re
from itertools import groupby

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0007"
down_revision = "0006"

THEMED = sa.text("theme_id IS NOT NULL")
THEMED_IN_PUBLIC = sa.text("is_public AND theme_id IS NOT NULL")
TOLD = sa.text("point_id IS NOT NULL")
SPLIT = sa.text(
    "SELECT p.contribution_id, p.id, p.text, c.original_text"
    " FROM point p JOIN contribution c ON c.id = p.contribution_id"
    " WHERE EXISTS (SELECT 1 FROM point o WHERE o.contribution_id = p.contribution_id AND o.position > 1)"
    " ORDER BY p.contribution_id, p.position"
)


def _add_key(table: str, column: str, target: str) -> None:
    """A key that comes with its column, on both engines, without making the table anew."""
    name = f"fk_{table}_{column}_{target}"
    op.execute(f'ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES "{target}" (id)')


def upgrade() -> None:
    _add_themes()
    passage = op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("addition_id", sa.Integer()),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.CheckConstraint("begins >= 0 AND begins < ends", name=op.f("ck_passage_has_words")),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_passage_point_id_point")),
        sa.ForeignKeyConstraint(["addition_id"], ["addition.id"], name=op.f("fk_passage_addition_id_addition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint(
            "point_id", "addition_id", "begins", name=op.f("uq_passage_point_id_addition_id_begins")
        ),
    )  # fmt: skip
    op.create_index("ix_event_point", "event", ["point_id"], sqlite_where=TOLD, postgresql_where=TOLD)
    _find_what_was_split(passage)


def _add_themes() -> None:
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer()),
        sa.Column("changed_at", UtcDateTime(timezone=True)),
        sa.Column("removed_at", UtcDateTime(timezone=True)),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_theme_track_id_track")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_theme_made_by_id_user")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["user.id"], name=op.f("fk_theme_changed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    op.create_index(op.f("ix_theme_track_id"), "theme", ["track_id"])
    _add_key("point", "theme_id", "theme")
    op.create_index("ix_point_theme", "point", ["theme_id", "id"], sqlite_where=THEMED, postgresql_where=THEMED)
    op.create_index(
        "ix_point_theme_public", "point", ["theme_id", "id"],
        sqlite_where=THEMED_IN_PUBLIC, postgresql_where=THEMED_IN_PUBLIC,
    )  # fmt: skip


def _find_what_was_split(passage: sa.Table) -> None:
    """A point that was typed is the passage where its words stand, unless another point stands there already."""
    rows = op.get_bind().execute(SPLIT).all()
    for _contribution, points in groupby(rows, key=lambda row: row[0]):
        taken: list[tuple[int, int]] = []
        for _number, point_id, words, original in points:
            wanted = r"\s+".join(re.escape(word) for word in words.split())
            for found in re.finditer(wanted, original) if wanted else ():
                if all(found.end() <= begins or ends <= found.start() for begins, ends in taken):
                    taken.append(found.span())
                    row = {"point_id": point_id, "addition_id": None, "begins": found.start(), "ends": found.end()}
                    op.get_bind().execute(passage.insert(), row)
                    break


def downgrade() -> None:
    op.drop_index("ix_event_point", "event")
    op.drop_table("passage")
    op.drop_index("ix_point_theme_public", "point")
    op.drop_index("ix_point_theme", "point")
    with op.batch_alter_table("point") as point:
        point.drop_column("theme_id")
    op.drop_table("theme")
