"""Who wants to hear of a track, a question, an area or a contribution by mail; and the link that ends it in a mail."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0017"
down_revision = "0016"

ONE_THING = (
    "(track_id IS NOT NULL AND area_id IS NULL AND contribution_id IS NULL)"
    " OR (track_id IS NULL AND area_id IS NOT NULL AND contribution_id IS NULL)"
    " OR (track_id IS NULL AND area_id IS NULL AND contribution_id IS NOT NULL)"
)
BEGINS = {
    "ix_mail_subscription_due": (["next_at", "id"], "next_at IS NOT NULL"),
    "ix_mail_subscription_under_way": (["mail_id"], "mail_id IS NOT NULL"),
    "ix_mail_subscription_unconfirmed": (["asked_at"], "confirmed_at IS NULL"),
}
TOLD = (
    "kind IN ('contribution.checked', 'notice.published', 'outcome.corrected', 'outcome.published', 'review.approved',"
    " 'review.overridden', 'track.closed_for_input', 'track.dates_changed', 'track.opened')"
)
KEYS = {"track_id": "track", "area_id": "area", "contribution_id": "contribution"}


def upgrade() -> None:
    op.add_column("outbound_mail", sa.Column("unsubscribe", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "follow_mark",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_mark")),
    )
    op.create_table(
        "mail_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("email", "address", "about", "language")),
        sa.Column(
            "rhythm",
            sa.Enum("weekly", "at_once", name="rhythm", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("question_root", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("seed", "confirm_hash", "end_hash")),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_until", sa.Integer(), nullable=False),
        sa.Column("next_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("until", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.CheckConstraint(ONE_THING, name=op.f("ck_mail_subscription_about_one_thing")),
        sa.CheckConstraint(
            "question_root IS NULL OR track_id IS NOT NULL", name=op.f("ck_mail_subscription_question_of_a_track")
        ),
        *(
            sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_mail_subscription_{name}_{target}"))
            for name, target in KEYS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_subscription")),
        sa.UniqueConstraint("address", "about", name=op.f("uq_mail_subscription_address_about")),
        sa.UniqueConstraint("confirm_hash", name=op.f("uq_mail_subscription_confirm_hash")),
        sa.UniqueConstraint("end_hash", name=op.f("uq_mail_subscription_end_hash")),
    )
    for name, (columns, where) in BEGINS.items():
        op.create_index(
            name, "mail_subscription", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
        )
    told = sa.text(TOLD)
    op.create_index("ix_event_told", "event", ["track_id", "id"], sqlite_where=told, postgresql_where=told)
    for name in KEYS:
        op.create_index(op.f(f"ix_mail_subscription_{name}"), "mail_subscription", [name])


def downgrade() -> None:
    """Everybody who follows something is forgotten."""
    op.drop_index("ix_event_told", "event")
    op.drop_table("mail_subscription")
    op.drop_table("follow_mark")
    op.drop_column("outbound_mail", "unsubscribe")
