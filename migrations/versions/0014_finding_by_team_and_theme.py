"""Finding by team and by theme: where these lists of the desk begin. The columns came after 0006."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

BEGINS = {
    "ix_contribution_department": ("contribution", ["track_id", "department_id", "id"], "department_id IS NOT NULL"),
    "ix_point_theme_said": ("point", ["theme_id", "contribution_id"], "theme_id IS NOT NULL"),
}


def upgrade() -> None:
    for name, (table, columns, where) in BEGINS.items():
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, (table, _columns, _where) in BEGINS.items():
        op.drop_index(name, table)
