"""Photos and files with a contribution."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0018"
down_revision = "0017"


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    op.add_column("contribution", sa.Column("has_files", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "contribution_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("kind", _words("filekind", "picture", "pdf"), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("sha", "name")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("size", "width", "height")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("alt", "public_alt")),
        sa.Column("state", _words("filestate", "unchecked", "public", "hidden"), nullable=False),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'hidden') = (hidden_reason IS NOT NULL)",
                           name=op.f("ck_contribution_file_hidden_with_reason")),
        sa.CheckConstraint("(state = 'unchecked') = (checked_at IS NULL)",
                           name=op.f("ck_contribution_file_checked_with_moment")),
        sa.CheckConstraint("state <> 'public' OR kind <> 'picture' OR length(trim(public_alt)) > 0",
                           name=op.f("ck_contribution_file_shown_with_words")),
        sa.ForeignKeyConstraint(["contribution_id"], ["contribution.id"],
                                name=op.f("fk_contribution_file_contribution_id_contribution")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["user.id"], name=op.f("fk_contribution_file_checked_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_file")),
        sa.UniqueConstraint("contribution_id", "position", name=op.f("uq_contribution_file_contribution_id_position")),
        sa.UniqueConstraint("public_id", name=op.f("uq_contribution_file_public_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_contribution_file_sha"), "contribution_file", ["sha"])


def downgrade() -> None:
    """The rows go; the files themselves stay in the folder of files until somebody removes it."""
    op.drop_table("contribution_file")
    with op.batch_alter_table("contribution", recreate="never") as contribution:
        contribution.drop_column("has_files")
