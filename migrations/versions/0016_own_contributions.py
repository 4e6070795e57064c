"""Residents who keep their contributions together, and codes that were given anew."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "own_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_account")),
        sa.UniqueConstraint("email", name=op.f("uq_own_account_email")),
    )
    op.create_table(
        "own_contribution",
        sa.Column("account_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contribution_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("added_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["own_account.id"], name=op.f("fk_own_contribution_account_id_own_account")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_own_contribution_contribution_id_contribution")
        ),
        sa.PrimaryKeyConstraint("account_id", "contribution_id", name=op.f("pk_own_contribution")),
    )
    op.create_index(
        op.f("ix_own_contribution_contribution_id_own_contribution_account_id"), "own_contribution",
        ["contribution_id", "account_id"],
    )  # fmt: skip
    _add_ways_in()


def _add_ways_in() -> None:
    op.create_table(
        "own_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["own_account.id"], name=op.f("fk_own_link_account_id_own_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_own_link_token_hash")),
    )
    op.create_index(op.f("ix_own_link_account_id"), "own_link", ["account_id"])
    op.create_table(
        "own_sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["own_account.id"], name=op.f("fk_own_sign_in_account_id_own_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_own_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_own_sign_in_account_id"), "own_sign_in", ["account_id"])


def downgrade() -> None:
    """Overviews are dissolved: contributions and their codes stay, which of them belong together is forgotten."""
    for table in ("own_sign_in", "own_link", "own_contribution", "own_account"):
        op.drop_table(table)
