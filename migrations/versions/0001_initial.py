"""The first schema: everything the main loop needs, and a log that nobody can rewrite."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0001"
down_revision = None


def _add_circular_keys() -> None:
    """SQLite gets these keys with the table; PostgreSQL only when both tables are there."""
    if op.get_bind().dialect.name == "sqlite":
        return
    op.create_foreign_key("fk_track_room_id_declared_room", "track", "declared_room", ["room_id"], ["id"])
    op.create_foreign_key(
        "fk_point_current_outcome", "point", "outcome",
        ["outcome_id", "outcome_kind", "id"], ["id", "kind", "point_id"],
    )  # fmt: skip


def _make_history_append_only() -> None:
    """Nobody changes or removes an event, not even with a shell on the database."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_no_{verb.lower()} BEFORE {verb} ON event "
                "BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event "
        "FOR EACH ROW EXECUTE FUNCTION refuse_history_change()"
    )


def _add_search() -> None:
    """An index over the stems by the engine itself, which it keeps in step: a generated column, or triggers."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table, key in (("contribution_words", "contribution_id"), ("public_words", "point_id")):
        if not sqlite:
            op.execute(
                f"ALTER TABLE {table} ADD COLUMN lexemes tsvector "
                "GENERATED ALWAYS AS (to_tsvector('simple', stems)) STORED"
            )
            op.execute(f"CREATE INDEX ix_{table}_lexemes ON {table} USING gin (lexemes)")
            continue
        op.execute(
            f"CREATE VIRTUAL TABLE {table}_index USING fts5(stems, content='{table}', content_rowid='{key}', "
            "detail='none', columnsize=0, prefix='4 5 6 7', tokenize='ascii')"
        )
        add = f"INSERT INTO {table}_index (rowid, stems) VALUES (new.{key}, new.stems);"
        remove = f"INSERT INTO {table}_index ({table}_index, rowid, stems) VALUES ('delete', old.{key}, old.stems);"
        op.execute(f"CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN {add} END")
        op.execute(f"CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} BEGIN {remove} {add} END")
        op.execute(f"CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN {remove} END")


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "district",
                "neighbourhood",
                "street",
                name="areakind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["area.id"], name=op.f("fk_area_parent_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("code", name=op.f("uq_area_code")),
    )
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_area_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attempt_purpose_attempt_source_attempt_at"), ["purpose", "source", "at"], unique=False
        )

    op.create_table(
        "department",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_department")),
        sa.UniqueConstraint("name", name=op.f("uq_department_name")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("title", name=op.f("uq_programme_title")),
    )
    op.create_table(
        "seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last_event_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
        sa.UniqueConstraint("last_event_id", name=op.f("uq_seal_last_event_id")),
    )
    op.create_table(
        "sealed_event",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["seal_id"], ["seal.id"], name=op.f("fk_sealed_event_seal_id_seal")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_sealed_event")),
    )
    with op.batch_alter_table("sealed_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sealed_event_seal_id"), ["seal_id"], unique=False)

    op.create_table(
        "shared_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_shared_question_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_question")),
        sa.UniqueConstraint("question", name=op.f("uq_shared_question_question")),
    )
    with op.batch_alter_table("shared_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shared_question_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "civil_servant",
                "coordinator",
                "director",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("phone_hours", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_user_department_id_department")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email", name=op.f("uq_user_email")),
    )
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_department_id"), ["department_id"], unique=False)

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_sign_in_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_user_id"), ["user_id"], unique=False)

    op.create_table(
        "track",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "preparation",
                "execution",
                "evaluation",
                name="policystage",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_review",
                "ready",
                "open",
                "answering",
                "closed",
                "archived",
                "stopped",
                name="trackstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("shared_question_id", sa.Integer(), nullable=True),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("plan_published_at", UtcDateTime(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("stopped_at", UtcDateTime(), nullable=True),
        sa.Column("stop_reason", sa.Text(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'stopped') = (stop_reason IS NOT NULL)", name=op.f("ck_track_stopped_with_reason")
        ),
        sa.CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on", name=op.f("ck_track_closes_after_opening")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_track_author_id_user")),
        sa.ForeignKeyConstraint(["contact_id"], ["user.id"], name=op.f("fk_track_contact_id_user")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_track_department_id_department")),
        sa.ForeignKeyConstraint(
            ["room_id"], ["declared_room.id"], name="fk_track_room_id_declared_room", use_alter=True
        ),
        sa.ForeignKeyConstraint(
            ["shared_question_id"], ["shared_question.id"], name=op.f("fk_track_shared_question_id_shared_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_track")),
        sa.UniqueConstraint("slug", name=op.f("uq_track_slug")),
    )
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_track_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_track_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_track_shared_question_id"), ["shared_question_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_track_state_track_closes_on_track_id"), ["state", "closes_on", "id"], unique=False
        )

    op.create_table(
        "declared_room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "approved",
                "returned",
                name="roomstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "inform",
                "consult",
                "advise",
                "co_produce",
                "co_decide",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("honest", sa.Boolean(), nullable=True),
        sa.Column("decider", sa.Text(), nullable=False),
        sa.Column("mandate_holder", sa.Text(), nullable=False),
        sa.Column("consent_organ", sa.Text(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=True),
        sa.Column("consent_source", sa.Text(), nullable=False),
        sa.Column("capacity_hours", sa.Integer(), nullable=True),
        sa.Column("execution_consulted", sa.Boolean(), nullable=True),
        sa.Column("execution_note", sa.Text(), nullable=False),
        sa.Column("no_programme_reason", sa.Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("submitted_at", UtcDateTime(), nullable=True),
        sa.Column("approved_at", UtcDateTime(), nullable=True),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_at IS NOT NULL)", name=op.f("ck_declared_room_approved_with_moment")
        ),
        sa.CheckConstraint(
            "capacity_hours IS NULL OR capacity_hours >= 0", name=op.f("ck_declared_room_capacity_not_negative")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_declared_room_author_id_user")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_declared_room_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_room")),
        sa.UniqueConstraint("track_id", "version", name=op.f("uq_declared_room_track_id_version")),
    )
    with op.batch_alter_table("declared_room", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_room_track_id"), ["track_id"], unique=False)

    op.create_table(
        "moment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_moment_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moment")),
    )
    with op.batch_alter_table("moment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_moment_track_id_moment_starts_at"), ["track_id", "starts_at"], unique=False
        )

    op.create_table(
        "track_area",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_track_area_area_id_area")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_track_area_track_id_track")),
        sa.PrimaryKeyConstraint("track_id", "area_id", name=op.f("pk_track_area")),
    )
    with op.batch_alter_table("track_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_area_area_id"), ["area_id"], unique=False)

    op.create_table(
        "track_department",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_track_department_department_id_department")
        ),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_track_department_track_id_track")),
        sa.PrimaryKeyConstraint("track_id", "department_id", name=op.f("pk_track_department")),
    )
    with op.batch_alter_table("track_department", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_department_department_id"), ["department_id"], unique=False)

    op.create_table(
        "track_member",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_track_member_track_id_track")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_track_member_user_id_user")),
        sa.PrimaryKeyConstraint("track_id", "user_id", name=op.f("pk_track_member")),
    )
    with op.batch_alter_table("track_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_track_member_user_id"), ["user_id"], unique=False)

    op.create_table(
        "confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_confirmation_by_id_user")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_confirmation_department_id_department")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_confirmation_room_id_declared_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("room_id", "department_id", name=op.f("uq_confirmation_room_id_department_id")),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_confirmation_room_id"), ["room_id"], unique=False)

    op.create_table(
        "criterion",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_criterion_room_id_declared_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
    )
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_criterion_room_id_criterion_position"), ["room_id", "position"], unique=False
        )

    op.create_table(
        "explanation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_explanation_by_id_user")),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_explanation_room_id_declared_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_explanation")),
        sa.UniqueConstraint("room_id", "rule", "row", name=op.f("uq_explanation_room_id_rule_row")),
    )
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_explanation_room_id"), ["room_id"], unique=False)

    op.create_table(
        "fixed_point",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "source_kind",
            sa.Enum(
                "decision",
                "law",
                "budget",
                "technique",
                "time",
                name="fixedsource",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_fixed_point_room_id_declared_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixed_point")),
    )
    with op.batch_alter_table("fixed_point", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_fixed_point_room_id_fixed_point_position"), ["room_id", "position"], unique=False
        )

    op.create_table(
        "landing_path",
        sa.Column(
            "kind",
            sa.Enum(
                "decision",
                "policy",
                "design",
                "execution",
                "budget",
                "agreement",
                name="pathkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("organ", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("decides_on", sa.Date(), nullable=True),
        sa.Column("latest_input_on", sa.Date(), nullable=True),
        sa.Column("executor", sa.Text(), nullable=False),
        sa.Column("work_from", sa.Date(), nullable=True),
        sa.Column("work_is_sure", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_landing_path_room_id_declared_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_landing_path")),
    )
    with op.batch_alter_table("landing_path", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_landing_path_room_id_landing_path_position"), ["room_id", "position"], unique=False
        )

    op.create_table(
        "open_question",
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("can_change", sa.Text(), nullable=False),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_open_question_room_id_declared_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_question")),
    )
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_open_question_room_id_open_question_position"), ["room_id", "position"], unique=False
        )

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", UtcDateTime(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "approved",
                "returned",
                "inform_only",
                "overridden",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name=op.f("ck_review_verdict_with_moment")),
        sa.CheckConstraint("(verdict IS NULL) = (reviewer_id IS NULL)", name=op.f("ck_review_verdict_with_name")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user.id"], name=op.f("fk_review_requested_by_id_user")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["user.id"], name=op.f("fk_review_reviewer_id_user")),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_review_room_id_declared_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_room_id"), ["room_id"], unique=False)
        batch_op.create_index(
            "ix_review_waiting",
            ["due_on", "id"],
            unique=False,
            sqlite_where=sa.text("verdict IS NULL"),
            postgresql_where=sa.text("verdict IS NULL"),
        )
        batch_op.create_index(
            "uq_review_waiting_room",
            ["room_id"],
            unique=True,
            sqlite_where=sa.text("verdict IS NULL"),
            postgresql_where=sa.text("verdict IS NULL"),
        )

    op.create_table(
        "room_constraint",
        sa.Column(
            "kind",
            sa.Enum(
                "law",
                "budget",
                "time",
                "technical",
                "policy",
                name="constraintkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("room_left", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["declared_room.id"], name=op.f("fk_room_constraint_room_id_declared_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_constraint")),
    )
    with op.batch_alter_table("room_constraint", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_room_constraint_room_id_room_constraint_position"), ["room_id", "position"], unique=False
        )

    op.create_table(
        "unknown_point",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("known_by", sa.Date(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_unknown_point_room_id_declared_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_point")),
    )
    with op.batch_alter_table("unknown_point", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_unknown_point_room_id_unknown_point_position"), ["room_id", "position"], unique=False
        )

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "idea",
                "worry",
                "question",
                "experience",
                "offer",
                "own_question",
                name="contributionkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "web",
                "paper",
                "kitchen_table",
                "meeting",
                "phone",
                "email",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("original_text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("expectation", sa.Integer(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("form_key_hash", sa.Text(), nullable=True),
        sa.Column("import_key", sa.Text(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("source_note", sa.Text(), nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column(
            "public_state",
            sa.Enum(
                "unchecked",
                "public",
                "hidden",
                name="publicstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("hidden_reason", sa.Text(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(public_state = 'hidden') = (hidden_reason IS NOT NULL)", name=op.f("ck_contribution_hidden_with_reason")
        ),
        sa.CheckConstraint(
            "(public_state = 'unchecked') = (checked_at IS NULL)", name=op.f("ck_contribution_checked_with_moment")
        ),
        sa.CheckConstraint(
            "expectation IS NULL OR expectation BETWEEN 1 AND 5", name=op.f("ck_contribution_expectation_scale")
        ),
        sa.ForeignKeyConstraint(["checked_by_id"], ["user.id"], name=op.f("fk_contribution_checked_by_id_user")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name=op.f("fk_contribution_entered_by_id_user")),
        sa.ForeignKeyConstraint(["handler_id"], ["user.id"], name=op.f("fk_contribution_handler_id_user")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["open_question.id"], name=op.f("fk_contribution_question_id_open_question")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_contribution_room_id_declared_room")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_contribution_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_contribution_code_hash")),
        sa.UniqueConstraint("form_key_hash", name=op.f("uq_contribution_form_key_hash")),
        sa.UniqueConstraint("import_key", name=op.f("uq_contribution_import_key")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_handler_id"), ["handler_id"], unique=False)
        batch_op.create_index(
            "ix_contribution_standing",
            ["track_id", "public_state", "id"],
            unique=False,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_contribution_track_id_contribution_id"), ["track_id", "id"], unique=False)
        batch_op.create_index(
            "ix_contribution_withdrawn",
            ["track_id", "id"],
            unique=False,
            sqlite_where=sa.text("withdrawn_at IS NOT NULL"),
            postgresql_where=sa.text("withdrawn_at IS NOT NULL"),
        )

    op.create_table(
        "path_question",
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["path_id"], ["landing_path.id"], name=op.f("fk_path_question_path_id_landing_path")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["open_question.id"], name=op.f("fk_path_question_question_id_open_question")
        ),
        sa.PrimaryKeyConstraint("path_id", "question_id", name=op.f("pk_path_question")),
    )
    with op.batch_alter_table("path_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_path_question_question_id"), ["question_id"], unique=False)

    op.create_table(
        "review_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum("fine", "question", "not_fine", name="mark", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_answer_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_answer")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_review_answer_review_id_number")),
    )
    with op.batch_alter_table("review_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_answer_review_id"), ["review_id"], unique=False)

    op.create_table(
        "addition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_addition_contribution_id_contribution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addition")),
    )
    with op.batch_alter_table("addition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_addition_contribution_id"), ["contribution_id"], unique=False)

    op.create_table(
        "contribution_words",
        sa.Column("contribution_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_contribution_words_contribution_id_contribution")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_contribution_words")),
    )
    op.create_table(
        "outbound_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "leased",
                "sent",
                "failed",
                "dropped",
                name="mailstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", UtcDateTime(), nullable=False),
        sa.Column("next_try_at", UtcDateTime(), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_outbound_mail_contribution_id_contribution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbound_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbound_mail_message_id")),
    )
    with op.batch_alter_table("outbound_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbound_mail_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_index(
            "ix_outbound_mail_due",
            ["next_try_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'leased')"),
            postgresql_where=sa.text("state IN ('queued', 'leased')"),
        )
        batch_op.create_index(
            "ix_outbound_mail_failed",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state = 'failed'"),
            postgresql_where=sa.text("state = 'failed'"),
        )
        batch_op.create_index(
            "ix_outbound_mail_waiting",
            ["queued_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('queued', 'leased')"),
            postgresql_where=sa.text("state IN ('queued', 'leased')"),
        )

    op.create_table(
        "point",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("public_text", sa.Text(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("outcome_kind", sa.Text(), nullable=True),
        sa.CheckConstraint("(outcome_id IS NULL) = (outcome_kind IS NULL)", name=op.f("ck_point_outcome_with_kind")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_point_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id", "outcome_kind", "id"],
            ["outcome.id", "outcome.kind", "outcome.point_id"],
            name="fk_point_current_outcome",
            use_alter=True,
        ),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_point_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point")),
        sa.UniqueConstraint("contribution_id", "position", name=op.f("uq_point_contribution_id_position")),
    )
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.create_index(
            "ix_point_answered",
            ["track_id", "contribution_id"],
            unique=False,
            sqlite_where=sa.text("outcome_id IS NOT NULL"),
            postgresql_where=sa.text("outcome_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_point_followed",
            ["track_id", "contribution_id"],
            unique=False,
            sqlite_where=sa.text("outcome_kind IN ('adopted', 'partly_adopted')"),
            postgresql_where=sa.text("outcome_kind IN ('adopted', 'partly_adopted')"),
        )
        batch_op.create_index(
            "ix_point_public",
            ["track_id", "id"],
            unique=False,
            sqlite_where=sa.text("is_public"),
            postgresql_where=sa.text("is_public"),
        )
        batch_op.create_index(
            "ix_point_public_kind",
            ["track_id", "outcome_kind", "id"],
            unique=False,
            sqlite_where=sa.text("is_public"),
            postgresql_where=sa.text("is_public"),
        )
        batch_op.create_index(
            "ix_point_waiting",
            ["track_id", "contribution_id"],
            unique=False,
            sqlite_where=sa.text("outcome_id IS NULL"),
            postgresql_where=sa.text("outcome_id IS NULL"),
        )

    op.create_table(
        "bring_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("colleague_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "accepted",
                "declined",
                name="bringinstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("(state = 'asked') = (answered_at IS NULL)", name=op.f("ck_bring_in_answered_with_moment")),
        sa.CheckConstraint("state <> 'declined' OR answer <> ''", name=op.f("ck_bring_in_declined_with_reason")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_bring_in_asked_by_id_user")),
        sa.ForeignKeyConstraint(["colleague_id"], ["user.id"], name=op.f("fk_bring_in_colleague_id_user")),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_bring_in_point_id_point")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bring_in")),
    )
    with op.batch_alter_table("bring_in", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bring_in_colleague_id_bring_in_state_bring_in_id"),
            ["colleague_id", "state", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_bring_in_point_id"), ["point_id"], unique=False)

    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "who",
            sa.Enum("resident", "staff", "system", name="who", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_event_actor_id_user")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_event_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_event_point_id_point")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_event_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_contribution_id_event_id"), ["contribution_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_track_id_event_id"), ["track_id", "id"], unique=False)

    op.create_table(
        "execution_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "decided",
                "under_way",
                "done",
                "lapsed",
                name="executionstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("state <> 'done' OR evidence <> ''", name=op.f("ck_execution_step_done_with_evidence")),
        sa.CheckConstraint("state <> 'lapsed' OR note <> ''", name=op.f("ck_execution_step_lapsed_with_reason")),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_execution_step_point_id_point")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_execution_step_recorded_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_step")),
    )
    with op.batch_alter_table("execution_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_execution_step_point_id"), ["point_id"], unique=False)

    op.create_table(
        "promise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "answer",
                "track_answer",
                "later_decision",
                "brought_in",
                name="promisekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("point_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'track_answer') = (contribution_id IS NULL)", name=op.f("ck_promise_track_or_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_promise_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_promise_department_id_department")),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_promise_owner_id_user")),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_promise_point_id_point")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_promise_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promise_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_index(
            "ix_promise_kept",
            ["kept_at", "id"],
            unique=False,
            sqlite_where=sa.text("kept_at IS NOT NULL"),
            postgresql_where=sa.text("kept_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_promise_kept_track",
            ["track_id", "kept_at", "id"],
            unique=False,
            sqlite_where=sa.text("kept_at IS NOT NULL"),
            postgresql_where=sa.text("kept_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_promise_open",
            ["due", "id"],
            unique=False,
            sqlite_where=sa.text("kept_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL"),
        )
        batch_op.create_index(
            "ix_promise_open_department",
            ["department_id", "due", "id"],
            unique=False,
            sqlite_where=sa.text("kept_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL"),
        )
        batch_op.create_index(
            "ix_promise_open_nobody",
            ["department_id", "due", "id"],
            unique=False,
            sqlite_where=sa.text("kept_at IS NULL AND owner_id IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL AND owner_id IS NULL"),
        )
        batch_op.create_index(
            "ix_promise_open_owner",
            ["owner_id", "due", "id"],
            unique=False,
            sqlite_where=sa.text("kept_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL"),
        )
        batch_op.create_index(
            "ix_promise_open_track",
            ["track_id", "due", "id"],
            unique=False,
            sqlite_where=sa.text("kept_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_promise_point_id"), ["point_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_promise_track_id"), ["track_id"], unique=False)

    op.create_table(
        "public_words",
        sa.Column("point_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_public_words_point_id_point")),
        sa.PrimaryKeyConstraint("point_id", name=op.f("pk_public_words")),
    )
    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "published", name="outcomestate", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "adopted",
                "partly_adopted",
                "not_adopted",
                "already_done",
                "outside_room",
                "formal_route",
                "answered",
                "brought_in",
                "decided_later",
                name="outcomekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "reason_kind",
            sa.Enum(
                "fits_plan",
                "money",
                "law",
                "technique",
                "time",
                "other_interest",
                "earlier_decision",
                "already_planned",
                "other_organ",
                name="reasonkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("interest", sa.Text(), nullable=False),
        sa.Column("part_adopted", sa.Text(), nullable=False),
        sa.Column("part_not", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=True),
        sa.Column("criterion_id", sa.Integer(), nullable=True),
        sa.Column("fixed_point_id", sa.Integer(), nullable=True),
        sa.Column("constraint_id", sa.Integer(), nullable=True),
        sa.Column("bring_in_id", sa.Integer(), nullable=True),
        sa.Column("forwarded_to", sa.Text(), nullable=False),
        sa.Column("forwarded_on", sa.Date(), nullable=True),
        sa.Column("later_on", sa.Date(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_outcome_published_with_moment")
        ),
        sa.CheckConstraint(
            "(state = 'published') = (published_by_id IS NOT NULL)", name=op.f("ck_outcome_published_with_name")
        ),
        sa.CheckConstraint(
            "(state = 'published') = (version IS NOT NULL)", name=op.f("ck_outcome_published_with_version")
        ),
        sa.CheckConstraint("state = 'draft' OR kind IS NOT NULL", name=op.f("ck_outcome_published_with_kind")),
        sa.CheckConstraint(
            "state = 'draft' OR length(trim(reason)) > 0", name=op.f("ck_outcome_published_with_reason")
        ),
        sa.ForeignKeyConstraint(["bring_in_id"], ["bring_in.id"], name=op.f("fk_outcome_bring_in_id_bring_in")),
        sa.ForeignKeyConstraint(
            ["constraint_id"], ["room_constraint.id"], name=op.f("fk_outcome_constraint_id_room_constraint")
        ),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_outcome_criterion_id_criterion")),
        sa.ForeignKeyConstraint(
            ["fixed_point_id"], ["fixed_point.id"], name=op.f("fk_outcome_fixed_point_id_fixed_point")
        ),
        sa.ForeignKeyConstraint(["path_id"], ["landing_path.id"], name=op.f("fk_outcome_path_id_landing_path")),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_outcome_point_id_point")),
        sa.ForeignKeyConstraint(["published_by_id"], ["user.id"], name=op.f("fk_outcome_published_by_id_user")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_outcome_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("id", "kind", "point_id", name="uq_outcome_current"),
        sa.UniqueConstraint("point_id", "version", name=op.f("uq_outcome_point_id_version")),
    )
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outcome_point_id"), ["point_id"], unique=False)
        batch_op.create_index(
            "uq_outcome_draft",
            ["point_id"],
            unique=True,
            sqlite_where=sa.text("state = 'draft'"),
            postgresql_where=sa.text("state = 'draft'"),
        )

    op.create_table(
        "promise_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("promise_id", sa.Integer(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("due_after", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["moved_by_id"], ["user.id"], name=op.f("fk_promise_move_moved_by_id_user")),
        sa.ForeignKeyConstraint(["promise_id"], ["promise.id"], name=op.f("fk_promise_move_promise_id_promise")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_move")),
    )
    with op.batch_alter_table("promise_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_promise_move_promise_id"), ["promise_id"], unique=False)
    _add_circular_keys()
    _make_history_append_only()
    _add_search()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER event_append_only ON event")
        op.execute("DROP FUNCTION refuse_history_change")
        op.drop_constraint("fk_point_current_outcome", "point", type_="foreignkey")
        op.drop_constraint("fk_track_room_id_declared_room", "track", type_="foreignkey")
    else:
        op.execute("DROP TABLE public_words_index")
        op.execute("DROP TABLE contribution_words_index")
    with op.batch_alter_table("promise_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_move_promise_id"))

    op.drop_table("promise_move")
    with op.batch_alter_table("outcome", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_outcome_draft", sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'")
        )
        batch_op.drop_index(batch_op.f("ix_outcome_point_id"))

    op.drop_table("outcome")
    op.drop_table("public_words")
    with op.batch_alter_table("promise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promise_track_id"))
        batch_op.drop_index(batch_op.f("ix_promise_point_id"))
        batch_op.drop_index(
            "ix_promise_open_track",
            sqlite_where=sa.text("kept_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_promise_open_owner",
            sqlite_where=sa.text("kept_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_promise_open_nobody",
            sqlite_where=sa.text("kept_at IS NULL AND owner_id IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL AND owner_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_promise_open_department",
            sqlite_where=sa.text("kept_at IS NULL"),
            postgresql_where=sa.text("kept_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_promise_open", sqlite_where=sa.text("kept_at IS NULL"), postgresql_where=sa.text("kept_at IS NULL")
        )
        batch_op.drop_index(
            "ix_promise_kept_track",
            sqlite_where=sa.text("kept_at IS NOT NULL"),
            postgresql_where=sa.text("kept_at IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_promise_kept",
            sqlite_where=sa.text("kept_at IS NOT NULL"),
            postgresql_where=sa.text("kept_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_promise_contribution_id"))

    op.drop_table("promise")
    with op.batch_alter_table("execution_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_execution_step_point_id"))

    op.drop_table("execution_step")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_track_id_event_id"))
        batch_op.drop_index(batch_op.f("ix_event_contribution_id_event_id"))

    op.drop_table("event")
    with op.batch_alter_table("bring_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bring_in_point_id"))
        batch_op.drop_index(batch_op.f("ix_bring_in_colleague_id_bring_in_state_bring_in_id"))

    op.drop_table("bring_in")
    with op.batch_alter_table("point", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_point_waiting",
            sqlite_where=sa.text("outcome_id IS NULL"),
            postgresql_where=sa.text("outcome_id IS NULL"),
        )
        batch_op.drop_index(
            "ix_point_public_kind", sqlite_where=sa.text("is_public"), postgresql_where=sa.text("is_public")
        )
        batch_op.drop_index("ix_point_public", sqlite_where=sa.text("is_public"), postgresql_where=sa.text("is_public"))
        batch_op.drop_index(
            "ix_point_followed",
            sqlite_where=sa.text("outcome_kind IN ('adopted', 'partly_adopted')"),
            postgresql_where=sa.text("outcome_kind IN ('adopted', 'partly_adopted')"),
        )
        batch_op.drop_index(
            "ix_point_answered",
            sqlite_where=sa.text("outcome_id IS NOT NULL"),
            postgresql_where=sa.text("outcome_id IS NOT NULL"),
        )

    op.drop_table("point")
    with op.batch_alter_table("outbound_mail", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbound_mail_waiting",
            sqlite_where=sa.text("state IN ('queued', 'leased')"),
            postgresql_where=sa.text("state IN ('queued', 'leased')"),
        )
        batch_op.drop_index(
            "ix_outbound_mail_failed",
            sqlite_where=sa.text("state = 'failed'"),
            postgresql_where=sa.text("state = 'failed'"),
        )
        batch_op.drop_index(
            "ix_outbound_mail_due",
            sqlite_where=sa.text("state IN ('queued', 'leased')"),
            postgresql_where=sa.text("state IN ('queued', 'leased')"),
        )
        batch_op.drop_index(batch_op.f("ix_outbound_mail_contribution_id"))

    op.drop_table("outbound_mail")
    op.drop_table("contribution_words")
    with op.batch_alter_table("addition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_addition_contribution_id"))

    op.drop_table("addition")
    with op.batch_alter_table("review_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_answer_review_id"))

    op.drop_table("review_answer")
    with op.batch_alter_table("path_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_path_question_question_id"))

    op.drop_table("path_question")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_contribution_withdrawn",
            sqlite_where=sa.text("withdrawn_at IS NOT NULL"),
            postgresql_where=sa.text("withdrawn_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_contribution_track_id_contribution_id"))
        batch_op.drop_index(
            "ix_contribution_standing",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_contribution_handler_id"))

    op.drop_table("contribution")
    with op.batch_alter_table("unknown_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_unknown_point_room_id_unknown_point_position"))

    op.drop_table("unknown_point")
    with op.batch_alter_table("room_constraint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_constraint_room_id_room_constraint_position"))

    op.drop_table("room_constraint")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_review_waiting_room",
            sqlite_where=sa.text("verdict IS NULL"),
            postgresql_where=sa.text("verdict IS NULL"),
        )
        batch_op.drop_index(
            "ix_review_waiting", sqlite_where=sa.text("verdict IS NULL"), postgresql_where=sa.text("verdict IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_review_room_id"))

    op.drop_table("review")
    with op.batch_alter_table("open_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_open_question_room_id_open_question_position"))

    op.drop_table("open_question")
    with op.batch_alter_table("landing_path", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_landing_path_room_id_landing_path_position"))

    op.drop_table("landing_path")
    with op.batch_alter_table("fixed_point", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fixed_point_room_id_fixed_point_position"))

    op.drop_table("fixed_point")
    with op.batch_alter_table("explanation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_explanation_room_id"))

    op.drop_table("explanation")
    with op.batch_alter_table("criterion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_criterion_room_id_criterion_position"))

    op.drop_table("criterion")
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmation_room_id"))

    op.drop_table("confirmation")
    with op.batch_alter_table("track_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_track_member_user_id"))

    op.drop_table("track_member")
    with op.batch_alter_table("track_department", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_track_department_department_id"))

    op.drop_table("track_department")
    with op.batch_alter_table("track_area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_track_area_area_id"))

    op.drop_table("track_area")
    with op.batch_alter_table("moment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moment_track_id_moment_starts_at"))

    op.drop_table("moment")
    with op.batch_alter_table("declared_room", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declared_room_track_id"))

    op.drop_table("declared_room")
    with op.batch_alter_table("track", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_track_state_track_closes_on_track_id"))
        batch_op.drop_index(batch_op.f("ix_track_shared_question_id"))
        batch_op.drop_index(batch_op.f("ix_track_department_id"))
        batch_op.drop_index(batch_op.f("ix_track_contact_id"))
        batch_op.drop_index(batch_op.f("ix_track_author_id"))

    op.drop_table("track")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_user_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("user", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_department_id"))

    op.drop_table("user")
    with op.batch_alter_table("shared_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shared_question_programme_id"))

    op.drop_table("shared_question")
    with op.batch_alter_table("sealed_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sealed_event_seal_id"))

    op.drop_table("sealed_event")
    op.drop_table("seal")
    op.drop_table("programme")
    op.drop_table("heartbeat")
    op.drop_table("department")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_purpose_attempt_source_attempt_at"))
        batch_op.drop_index(batch_op.f("ix_attempt_at"))

    op.drop_table("attempt")
    with op.batch_alter_table("area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_area_parent_id"))

    op.drop_table("area")
