"""What readers report, what authors answer to being hidden, and the names that colleagues watch for."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0004"
down_revision = "0003"

WAITS = sa.text("verdict IS NULL")


def upgrade() -> None:
    _add_reports()
    _add_objections()
    op.create_table(
        "name_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("names", sa.Text(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["user.id"], name=op.f("fk_name_list_changed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_list")),
    )


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def _add_reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("reason", _words("reportreason", "people", "hurtful", "other"), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("form_key_hash", sa.Text(), nullable=False),
        sa.Column("reported_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("verdict", _words("reportverdict", "fine", "changed", "hidden"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(verdict IS NULL) = (settled_at IS NULL)", name=op.f("ck_report_verdict_with_moment")),
        sa.CheckConstraint("(verdict IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_report_verdict_with_name")),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict <> 'fine' OR length(trim(answer)) > 0", name=op.f("ck_report_fine_with_reason")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_report_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_report_settled_by_id_user")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_report_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("form_key_hash", name=op.f("uq_report_form_key_hash")),
    )
    op.create_index(op.f("ix_report_contribution_id_report_id"), "report", ["contribution_id", "id"])
    op.create_index("ix_report_waiting", "report", ["id"], sqlite_where=WAITS, postgresql_where=WAITS)


def _add_objections() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("objected_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("hidden_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_reason", sa.Text(), nullable=False),
        sa.Column("verdict", _words("objectionverdict", "published", "stays"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name=op.f("ck_objection_verdict_with_moment")),
        sa.CheckConstraint("(verdict IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_objection_verdict_with_name")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> hidden_by_id", name=op.f("ck_objection_decided_by_another")
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict <> 'stays' OR length(trim(answer)) > 0",
            name=op.f("ck_objection_stays_with_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_objection_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_objection_decided_by_id_user")),
        sa.ForeignKeyConstraint(["hidden_by_id"], ["user.id"], name=op.f("fk_objection_hidden_by_id_user")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_objection_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("contribution_id", "hidden_at", name=op.f("uq_objection_contribution_id_hidden_at")),
    )
    op.create_index("ix_objection_waiting", "objection", ["id"], sqlite_where=WAITS, postgresql_where=WAITS)


def downgrade() -> None:
    """What readers reported, authors answered and colleagues watch for is lost; the history keeps that it was there."""
    for table in ("name_list", "objection", "report"):
        op.drop_table(table)
