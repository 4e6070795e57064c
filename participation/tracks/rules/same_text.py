"""When two versions of a room say the same: what is copied, and what a department confirms (I10)."""

import enum
import hashlib

from participation.tracks.room import DeclaredRoom

ROOM_FIELDS = (
    "level", "why", "form", "honest", "decider", "mandate_holder", "consent_organ", "consent_on", "consent_source",
    "capacity_hours", "execution_consulted", "execution_note", "no_programme_reason",
)  # fmt: skip
LATER_FIELDS = ("mandate_user_id", "mandate_covers", "mandate_until")
"""Came later: left out of the mark while empty, so that what was confirmed before they were there still holds."""
ROW_FIELDS = {
    "fixed_points": ("text", "reason", "source_kind", "source", "decided_by", "decided_on"),
    "open_questions": ("question", "can_change", "limits", "example"),
    "unknown_points": ("text", "known_by", "who"),
    "constraints": ("kind", "text", "room_left"),
    "criteria": ("text",),
    "paths": (
        "kind", "organ", "document", "decides_on", "latest_input_on", "executor", "work_from", "work_is_sure",
    ),
}  # fmt: skip
LATER_ROWS = {"partners": ("name", "person", "email"), "deviations": ("principle_id", "reason")}
UNREAD = {"person", "email"}
COPIED_FIELDS = ROW_FIELDS | LATER_ROWS | {
    name: (*ROW_FIELDS[name], "was_unknown_id") for name in ("fixed_points", "open_questions")
}  # fmt: skip
"""What the next version takes over, row by row."""


def fingerprint(room: DeclaredRoom) -> str:
    """The mark of the text of a room: equal for two versions that say the same, whatever their ids.

    Everybody who is named confirms this very text, so a change of one letter ends what they said. Whom we know at a
    partner is no part of it: residents read its name only.
    """
    said: list[object] = [_plain(getattr(room, name)) for name in ROOM_FIELDS]
    for rows, names in ROW_FIELDS.items():
        said.append([[_plain(getattr(row, name)) for name in names] for row in getattr(room, rows)])
    said.append([[question in path.questions for question in room.open_questions] for path in room.paths])
    said += [[name, _plain(getattr(room, name))] for name in LATER_FIELDS if getattr(room, name)]
    for rows, names in LATER_ROWS.items():
        read = [name for name in names if name not in UNREAD]
        said += [[rows, [_plain(getattr(row, name)) for name in read]] for row in getattr(room, rows)]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _plain(value: object) -> object:
    return value.value if isinstance(value, enum.Enum) else value
