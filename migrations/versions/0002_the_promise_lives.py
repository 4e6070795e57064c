"""The promise lives: changes in the open, one text for everybody, terms and vision in versions, second looks, news."""

import sqlalchemy as sa
from alembic import op

from participation.db import UtcDateTime

revision = "0002"
down_revision = "0001"

TO_ALL = "(kind IN ('track_answer', 'decision', 'unknown_point', 'news')) = (contribution_id IS NULL)"
BEFORE = ("answer", "track_answer", "later_decision", "brought_in")
NOW = (*BEFORE, "second_look", "decision", "unknown_point", "news")
OPEN = sa.text("kept_at IS NULL")
OF_NOBODY = sa.text("kept_at IS NULL AND owner_id IS NULL")
TO_EVERYBODY = sa.text("kind IN ('track_answer', 'decision', 'unknown_point', 'news')")
OPEN_TO_EVERYBODY = sa.text("contribution_id IS NULL AND kept_at IS NULL")
KEPT_TO_EVERYBODY = sa.text("contribution_id IS NULL AND kept_at IS NOT NULL")
WITH_ADDRESS = sa.text("email IS NOT NULL")
WAITING = sa.text("due_on IS NOT NULL")
EXPECTS = sa.text("expectation IS NOT NULL AND withdrawn_at IS NULL")
LINEAGES = ("criterion", "fixed_point", "landing_path", "open_question", "room_constraint", "unknown_point")


def upgrade() -> None:
    """New tables; columns are added in place, so that no table with rules of its own is made anew without them."""
    _add_tables()
    for table in LINEAGES:
        op.add_column(table, sa.Column("root_id", sa.Integer()))
    for table in ("fixed_point", "open_question"):
        _add_key(table, "was_unknown_id", "unknown_point")
    _add_key("declared_room", "mandate_user_id", "user")
    _add_key("declared_room", "terms_id", "house_terms")
    op.add_column("declared_room", sa.Column("mandate_covers", sa.Text(), nullable=False, server_default=""))
    op.add_column("declared_room", sa.Column("mandate_until", sa.Date()))
    op.add_column("declared_room", sa.Column("published_at", UtcDateTime(timezone=True)))
    op.execute("UPDATE declared_room SET published_at = approved_at")
    op.add_column("track", sa.Column("gap_told_at", UtcDateTime(timezone=True)))
    op.create_index(
        "ix_contribution_expected", "contribution", ["track_id", "expectation", "withdrawn_at"],
        sqlite_where=EXPECTS, postgresql_where=EXPECTS,
    )  # fmt: skip
    _widen_promises()
    _widen_confirmations()


def _add_key(table: str, column: str, target: str) -> None:
    """A key that comes with its column, on both engines, without making the table anew."""
    name = f"fk_{table}_{column}_{target}"
    op.execute(f'ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT {name} REFERENCES "{target}" (id)')


def _widen_promises() -> None:
    with op.batch_alter_table("promise") as promise:
        promise.add_column(sa.Column("about", sa.Text(), nullable=False, server_default=""))
        promise.add_column(sa.Column("text", sa.Text(), nullable=False, server_default=""))
        promise.add_column(sa.Column("reminded", sa.Integer(), nullable=False, server_default="0"))
        promise.add_column(sa.Column("lapsed", sa.Text(), nullable=False, server_default=""))
        promise.drop_constraint(op.f("ck_promise_promisekind"), type_="check")
        promise.drop_constraint(op.f("ck_promise_track_or_contribution"), type_="check")
        promise.create_check_constraint(op.f("ck_promise_promisekind"), f"kind IN {NOW}")
        promise.create_check_constraint(op.f("ck_promise_track_or_contribution"), TO_ALL)
    _index_of_nobody("owner_id", "department_id", "due", "id")
    op.create_index(
        "ix_promise_to_remind", "promise", ["reminded", "due", "id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index(
        "ix_promise_to_all", "promise", ["track_id", "due", "id"],
        sqlite_where=TO_EVERYBODY, postgresql_where=TO_EVERYBODY,
    )  # fmt: skip
    op.create_index(
        "ix_promise_to_all_open", "promise", ["kind", "due", "id"],
        sqlite_where=OPEN_TO_EVERYBODY, postgresql_where=OPEN_TO_EVERYBODY,
    )  # fmt: skip
    op.create_index(
        "ix_promise_to_all_kept", "promise", ["kept_at", "id"],
        sqlite_where=KEPT_TO_EVERYBODY, postgresql_where=KEPT_TO_EVERYBODY,
    )  # fmt: skip
    op.create_index(
        "ix_contribution_to_tell", "contribution", ["track_id", "email", "id"],
        sqlite_where=WITH_ADDRESS, postgresql_where=WITH_ADDRESS,
    )  # fmt: skip


def _widen_confirmations() -> None:
    """What was a confirmation is one with the answer yes."""
    with op.batch_alter_table("confirmation") as confirmation:
        confirmation.add_column(sa.Column("party", sa.String(30), nullable=False, server_default="department"))
        confirmation.add_column(sa.Column("partner_id", sa.Integer()))
        confirmation.add_column(sa.Column("asked_at", UtcDateTime(timezone=True)))
        confirmation.add_column(sa.Column("due_on", sa.Date()))
        confirmation.add_column(sa.Column("reminded_at", UtcDateTime(timezone=True)))
        confirmation.add_column(sa.Column("answer", sa.String(30), server_default="confirmed"))
        confirmation.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        confirmation.add_column(sa.Column("spoken_by", sa.Text(), nullable=False, server_default=""))
        confirmation.add_column(sa.Column("said_on", sa.Date()))
        confirmation.add_column(sa.Column("said_how", sa.Text(), nullable=False, server_default=""))
        for name, kind in (
            ("department_id", sa.Integer()), ("fingerprint", sa.Text()), ("by_id", sa.Integer()),
            ("at", UtcDateTime(timezone=True)),
        ):  # fmt: skip
            confirmation.alter_column(name, existing_type=kind, nullable=True)
    with op.batch_alter_table("confirmation") as confirmation:
        confirmation.alter_column("answer", existing_type=sa.String(30), server_default=None)
        confirmation.create_unique_constraint(op.f("uq_confirmation_room_id_partner_id"), ["room_id", "partner_id"])
        confirmation.create_foreign_key(
            op.f("fk_confirmation_partner_id_room_partner"), "room_partner", ["partner_id"], ["id"]
        )
        for name, rule in CONFIRMATION_RULES.items():
            confirmation.create_check_constraint(op.f(f"ck_confirmation_{name}"), rule)
    op.create_index(
        "ix_confirmation_waiting", "confirmation", ["due_on", "id"],
        sqlite_where=WAITING, postgresql_where=WAITING,
    )  # fmt: skip


CONFIRMATION_RULES = {
    "party": "party IN ('department', 'mandate_holder', 'partner')",
    "confirmationanswer": "answer IN ('confirmed', 'objected')",
    "department_is_named": "(party = 'department') = (department_id IS NOT NULL)",
    "partner_is_named": "(party = 'partner') = (partner_id IS NOT NULL)",
    "answer_with_moment": "(answer IS NULL) = (at IS NULL)",
    "answer_with_name": "(answer IS NULL) = (by_id IS NULL)",
    "answer_about_a_text": "(answer IS NULL) = (fingerprint IS NULL)",
    "objection_with_reason": "answer IS NULL OR answer <> 'objected' OR reason <> ''",
}


def _add_tables() -> None:
    op.create_table(
        "tally_mark",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_tally_mark_track_id_track")),
        sa.PrimaryKeyConstraint("track_id", name=op.f("pk_tally_mark")),
    )
    op.create_table(
        "house_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("ordinance", sa.Text(), nullable=False),
        sa.Column("ordinance_url", sa.Text(), nullable=False),
        sa.Column("feedback_weeks", sa.Integer(), nullable=False),
        sa.Column("review_days", sa.Integer(), nullable=False),
        sa.Column("report_weeks", sa.Integer(), nullable=False),
        sa.Column("processing_days", sa.Integer(), nullable=False),
        sa.Column("confirm_days", sa.Integer(), nullable=False),
        sa.Column("remind_days", sa.Integer(), nullable=False),
        sa.Column("second_look_weeks", sa.Integer(), nullable=False),
        sa.Column("second_look_answer_weeks", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("feedback_weeks > 0 AND review_days > 0", name=op.f("ck_house_terms_terms_positive")),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_house_terms_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_terms")),
        sa.UniqueConstraint("version", name=op.f("uq_house_terms_version")),
    )
    op.create_table(
        "house_vision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("intro", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_house_vision_made_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_vision")),
        sa.UniqueConstraint("version", name=op.f("uq_house_vision_version")),
    )
    op.create_table(
        "consideration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column(
            "advised",
            sa.Enum("ask", "inform", "leave", name="advised", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column(
            "choice",
            sa.Enum("ask", "inform", "leave", name="choice", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_consideration_department_id_department")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_consideration_made_by_id_user")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_consideration_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consideration")),
        sa.UniqueConstraint("track_id", name=op.f("uq_consideration_track_id")),
    )
    op.create_index(op.f("ix_consideration_choice_consideration_id"), "consideration", ["choice", "id"], unique=False)
    op.create_index(
        op.f("ix_consideration_department_id_consideration_id"), "consideration", ["department_id", "id"], unique=False
    )

    op.create_table(
        "level_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=False),
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
            nullable=False,
        ),
        sa.Column("short_promise", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("promise_en", sa.Text(), nullable=False),
        sa.Column("must_motivate_deviation", sa.Boolean(), nullable=False),
        sa.Column("binding", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["terms_id"], ["house_terms.id"], name=op.f("fk_level_terms_terms_id_house_terms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level_terms")),
        sa.UniqueConstraint("terms_id", "level", name=op.f("uq_level_terms_terms_id_level")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "room_changed",
                "promise_moved",
                "interim_news",
                "stopped",
                "closed_early",
                "contact_changed",
                "moments_changed",
                "decision",
                name="noticekind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("question_root", sa.Integer(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("told_until", sa.Integer(), nullable=False),
        sa.Column("told_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["published_by_id"], ["user.id"], name=op.f("fk_notice_published_by_id_user")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_notice_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(
        "ix_notice_to_tell",
        "notice",
        ["id"],
        unique=False,
        sqlite_where=sa.text("told_at IS NULL"),
        postgresql_where=sa.text("told_at IS NULL"),
    )
    op.create_index(op.f("ix_notice_track_id_notice_id"), "notice", ["track_id", "id"], unique=False)

    op.create_table(
        "principle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["vision_id"], ["house_vision.id"], name=op.f("fk_principle_vision_id_house_vision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_principle")),
        sa.UniqueConstraint("vision_id", "position", name=op.f("uq_principle_vision_id_position")),
    )
    op.create_table(
        "tally",
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_tally_track_id_track")),
        sa.PrimaryKeyConstraint("track_id", "subject", "value", name=op.f("pk_tally")),
    )
    op.create_table(
        "room_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("before_id", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "narrower", "wider", "other", name="direction", native_enum=False, create_constraint=True, length=30
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "published_at IS NULL OR (direction IS NOT NULL AND reason <> '')",
            name=op.f("ck_room_change_told_with_reason"),
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR direction <> 'narrower' OR decided_by <> ''",
            name=op.f("ck_room_change_narrower_with_organ"),
        ),
        sa.ForeignKeyConstraint(
            ["before_id"], ["declared_room.id"], name=op.f("fk_room_change_before_id_declared_room")
        ),
        sa.ForeignKeyConstraint(["published_by_id"], ["user.id"], name=op.f("fk_room_change_published_by_id_user")),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_room_change_room_id_declared_room")),
        sa.ForeignKeyConstraint(["started_by_id"], ["user.id"], name=op.f("fk_room_change_started_by_id_user")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_room_change_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_change")),
        sa.UniqueConstraint("room_id", name=op.f("uq_room_change_room_id")),
    )
    op.create_index("ix_room_change_published", "room_change", ["published_at", "id"], unique=False)
    op.create_index(op.f("ix_room_change_track_id"), "room_change", ["track_id"], unique=False)
    op.create_index(
        "ix_room_change_waiting",
        "room_change",
        ["track_id", "id"],
        unique=False,
        sqlite_where=sa.text("published_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL"),
    )

    op.create_table(
        "room_deviation",
        sa.Column("principle_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["principle_id"], ["principle.id"], name=op.f("fk_room_deviation_principle_id_principle")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["declared_room.id"], name=op.f("fk_room_deviation_room_id_declared_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_deviation")),
    )
    op.create_index(
        op.f("ix_room_deviation_room_id_room_deviation_position"),
        "room_deviation",
        ["room_id", "position"],
        unique=False,
    )

    op.create_table(
        "room_partner",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["room_id"], ["declared_room.id"], name=op.f("fk_room_partner_room_id_declared_room")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_partner")),
    )
    op.create_index(
        op.f("ix_room_partner_room_id_room_partner_position"), "room_partner", ["room_id", "position"], unique=False
    )

    op.create_table(
        "organ_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("path_id", sa.Integer(), nullable=False),
        sa.Column("path_root", sa.Integer(), nullable=False),
        sa.Column("organ", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column(
            "follows",
            sa.Enum(
                "wholly", "partly", "not_at_all", name="follows", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("deviation_reason", sa.Text(), nullable=False),
        sa.Column("binding_result", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("share", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "follows = 'wholly' OR length(trim(deviation_reason)) > 0",
            name=op.f("ck_organ_decision_deviation_with_reason"),
        ),
        sa.ForeignKeyConstraint(["path_id"], ["landing_path.id"], name=op.f("fk_organ_decision_path_id_landing_path")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["user.id"], name=op.f("fk_organ_decision_recorded_by_id_user")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_organ_decision_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organ_decision")),
    )
    op.create_index(op.f("ix_organ_decision_path_id"), "organ_decision", ["path_id"], unique=False)
    op.create_index(op.f("ix_organ_decision_track_id"), "organ_decision", ["track_id"], unique=False)

    op.create_table(
        "experience",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("influence", sa.Integer(), nullable=True),
        sa.Column(
            "understood",
            sa.Enum("yes", "partly", "no", name="understood", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column(
            "again",
            sa.Enum("yes", "perhaps", "no", name="again", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column(
            "sentence_state",
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
        sa.Column("checked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(sentence_state = 'unchecked') = (checked_at IS NULL)", name=op.f("ck_experience_checked_with_moment")
        ),
        sa.CheckConstraint(
            "(sentence_state = 'hidden') = (hidden_reason IS NOT NULL)", name=op.f("ck_experience_hidden_with_reason")
        ),
        sa.CheckConstraint(
            "influence IS NULL OR influence BETWEEN 1 AND 5", name=op.f("ck_experience_influence_scale")
        ),
        sa.ForeignKeyConstraint(["checked_by_id"], ["user.id"], name=op.f("fk_experience_checked_by_id_user")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_experience_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_experience_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experience")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_experience_contribution_id")),
    )
    op.create_index(op.f("ix_experience_track_id_experience_id"), "experience", ["track_id", "id"], unique=False)
    op.create_index(
        "ix_experience_sentence",
        "experience",
        ["track_id", "sentence_state", "id"],
        sqlite_where=sa.text("sentence <> ''"),
        postgresql_where=sa.text("sentence <> ''"),
    )

    op.create_table(
        "reissue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("track_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("marked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["room_change.id"], name=op.f("fk_reissue_change_id_room_change")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("fk_reissue_outcome_id_outcome")),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_reissue_point_id_point")),
        sa.ForeignKeyConstraint(["track_id"], ["track.id"], name=op.f("fk_reissue_track_id_track")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reissue")),
        sa.UniqueConstraint("change_id", "point_id", name=op.f("uq_reissue_change_id_point_id")),
    )
    op.create_index(
        "ix_reissue_waiting",
        "reissue",
        ["track_id", "id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "ix_reissue_waiting_point",
        "reissue",
        ["point_id"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )

    op.create_table(
        "second_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("point_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("stands", "corrected", name="lookverdict", native_enum=False, create_constraint=True, length=30),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("new_outcome_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(verdict IS NULL) = (answered_at IS NULL)", name=op.f("ck_second_look_verdict_with_moment")
        ),
        sa.CheckConstraint(
            "(verdict IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_second_look_verdict_with_name")
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR length(trim(reason)) > 0", name=op.f("ck_second_look_verdict_with_reason")
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"], name=op.f("fk_second_look_answered_by_id_user")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_second_look_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["new_outcome_id"], ["outcome.id"], name=op.f("fk_second_look_new_outcome_id_outcome")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("fk_second_look_outcome_id_outcome")),
        sa.ForeignKeyConstraint(["point_id"], ["point.id"], name=op.f("fk_second_look_point_id_point")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
        sa.UniqueConstraint("outcome_id", name=op.f("uq_second_look_outcome_id")),
    )
    op.create_index(op.f("ix_second_look_contribution_id"), "second_look", ["contribution_id"], unique=False)
    op.create_index(op.f("ix_second_look_point_id"), "second_look", ["point_id"], unique=False)
    op.create_index(
        "ix_second_look_waiting",
        "second_look",
        ["due_on", "id"],
        unique=False,
        sqlite_where=sa.text("verdict IS NULL"),
        postgresql_where=sa.text("verdict IS NULL"),
    )


TABLES = (
    "second_look",
    "reissue",
    "experience",
    "organ_decision",
    "room_partner",
    "room_deviation",
    "room_change",
    "tally",
    "principle",
    "notice",
    "level_terms",
    "consideration",
    "house_vision",
    "house_terms",
    "tally_mark",
)


def downgrade() -> None:
    """What has no place in the schema before is lost: new kinds of promises, objections, everything in new tables."""
    _narrow_confirmations()
    _narrow_promises()
    _drop_columns()
    for table in TABLES:
        op.drop_table(table)


def _narrow_confirmations() -> None:
    op.execute("DELETE FROM confirmation WHERE party <> 'department' OR answer IS NULL OR answer <> 'confirmed'")
    op.drop_index("ix_confirmation_waiting", "confirmation")
    with op.batch_alter_table("confirmation") as confirmation:
        for name in CONFIRMATION_RULES:
            confirmation.drop_constraint(op.f(f"ck_confirmation_{name}"), type_="check")
        confirmation.drop_constraint(op.f("fk_confirmation_partner_id_room_partner"), type_="foreignkey")
        confirmation.drop_constraint(op.f("uq_confirmation_room_id_partner_id"), type_="unique")
    with op.batch_alter_table("confirmation") as confirmation:
        for name in (
            "party", "partner_id", "asked_at", "due_on", "reminded_at", "answer", "reason", "spoken_by", "said_on",
            "said_how",
        ):  # fmt: skip
            confirmation.drop_column(name)
        for name, kind in (
            ("department_id", sa.Integer()), ("fingerprint", sa.Text()), ("by_id", sa.Integer()),
            ("at", UtcDateTime(timezone=True)),
        ):  # fmt: skip
            confirmation.alter_column(name, existing_type=kind, nullable=False)


def _index_of_nobody(*columns: str) -> None:
    """With the owner in front it is never mistaken for the index of the department, which holds everybody's."""
    op.drop_index("ix_promise_open_nobody", "promise")
    op.create_index(
        "ix_promise_open_nobody", "promise", list(columns), sqlite_where=OF_NOBODY, postgresql_where=OF_NOBODY
    )


def _narrow_promises() -> None:
    op.execute(f"DELETE FROM promise_move WHERE promise_id IN (SELECT id FROM promise WHERE kind NOT IN {BEFORE})")
    op.execute(f"DELETE FROM promise WHERE kind NOT IN {BEFORE}")
    op.drop_index("ix_contribution_to_tell", "contribution")
    _index_of_nobody("department_id", "due", "id")
    for name in ("to_all_kept", "to_all_open", "to_all", "to_remind"):
        op.drop_index(f"ix_promise_{name}", "promise")
    with op.batch_alter_table("promise") as promise:
        promise.drop_constraint(op.f("ck_promise_promisekind"), type_="check")
        promise.drop_constraint(op.f("ck_promise_track_or_contribution"), type_="check")
        promise.create_check_constraint(op.f("ck_promise_promisekind"), f"kind IN {BEFORE}")
        promise.create_check_constraint(
            op.f("ck_promise_track_or_contribution"), "(kind = 'track_answer') = (contribution_id IS NULL)"
        )
        for name in ("about", "text", "reminded", "lapsed"):
            promise.drop_column(name)


def _drop_columns() -> None:
    op.drop_index("ix_contribution_expected", "contribution")
    with op.batch_alter_table("track") as track:
        track.drop_column("gap_told_at")
    with op.batch_alter_table("declared_room") as room:
        for name in ("mandate_user_id", "terms_id", "mandate_covers", "mandate_until", "published_at"):
            room.drop_column(name)
    for table in ("fixed_point", "open_question"):
        with op.batch_alter_table(table) as row:
            row.drop_column("was_unknown_id")
    for table in LINEAGES:
        with op.batch_alter_table(table) as row:
            row.drop_column("root_id")
