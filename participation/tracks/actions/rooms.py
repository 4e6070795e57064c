"""A version of the room beside its text: who explained what, and the next version."""

from datetime import datetime
from typing import Any

from participation import clock, history
from participation.accounts.models import User
from participation.config import Municipality
from participation.db import db
from participation.refusals import Conflict, Refused
from participation.tracks import rules
from participation.tracks.actions.holding import hold
from participation.tracks.confirming import Confirmation
from participation.tracks.models import Track
from participation.tracks.room import (
    Constraint,
    Criterion,
    DeclaredRoom,
    Deviation,
    Explanation,
    FixedPoint,
    LandingPath,
    OpenQuestion,
    Partner,
    RoomState,
    UnknownPoint,
)
from participation.tracks.rules.explainable import OVERRIDE
from participation.tracks.terms import terms_of

ROWS = {
    "fixed_points": ("fixed", FixedPoint),
    "open_questions": ("question", OpenQuestion),
    "unknown_points": ("unknown", UnknownPoint),
    "constraints": ("constraint", Constraint),
    "criteria": ("criterion", Criterion),
    "paths": ("path", LandingPath),
    "partners": ("partner", Partner),
    "deviations": ("deviation", Deviation),
}
ANSWERED = (
    "party", "department_id", "answer", "fingerprint", "reason", "spoken_by", "said_on", "said_how", "by_id", "at",
)  # fmt: skip


class NothingToExplain(Refused):
    """The room check has no finding that asks for this explanation."""


class AlreadyExplained(Conflict):
    """Residents can already read an explanation here: it stays as it was."""


def draft_of(track: Track) -> DeclaredRoom | None:
    """The version that is being written now, if there is one."""
    return next((room for room in reversed(track.rooms) if room.state is RoomState.draft), None)


def explain(
    room: DeclaredRoom, rule: str, row: str, text: str, *, actor: User, now: datetime, terms: Municipality
) -> Explanation:
    """Say in public, with the name of *actor*, why *rule* is not followed at *row*; residents can read it.

    Refused: what blocks or is no finding (`NothingToExplain`), too few words (`Refused`), and changing what was said
    about a version that is public (`AlreadyExplained`).
    """
    hold(room)
    text = text.strip()
    if not rules.says_something(text, rules.SHORTEST_EXPLANATION):
        raise Refused(
            "Leg in gewone woorden uit waarom dit toch kan. Schrijf minstens één hele zin. Bewoners lezen dit.",
            field="text",
        )
    findings = rules.room_check(room.track, room, terms_of(room, terms), clock.local(now).date())
    if rule == OVERRIDE or not any(not found.blocks and (found.rule, found.row) == (rule, row) for found in findings):
        raise NothingToExplain("Hier is niets om uit te leggen. Misschien is het intussen aangepast.", field="text")
    explanation = next((said for said in room.explanations if (said.rule, said.row) == (rule, row)), None)
    if explanation is not None and room.state is RoomState.approved:
        raise AlreadyExplained(
            f"{explanation.by.name} legde dit al uit, op {rules.in_words(clock.local(explanation.at))}."
        )
    if explanation is None:
        explanation = Explanation(rule=rule, row=row)
        room.explanations.append(explanation)
    explanation.text, explanation.by, explanation.at = text, actor, now
    db.session.flush()
    history.record("room.explained", actor=actor, now=now, track_id=room.track_id, why=text, room_id=room.id,
                   version=room.version, rule=rule, row=row)  # fmt: skip
    db.session.flush()
    return explanation


def copy_room(room: DeclaredRoom, *, author: User, now: datetime) -> DeclaredRoom:
    """Start the next version as a draft that says the same, and leave *room* readable as it was.

    Explanations go along, to the copy of the row they are about; confirmations go along and hold as long as the text
    does. That the director opened without the reviewer does not: the next version is judged anew. The caller records
    in history why there is a new version.
    """
    track = room.track
    values = {name: getattr(room, name) for name in (*rules.ROOM_FIELDS, *rules.LATER_FIELDS)}
    copy = DeclaredRoom(track=track, version=max(one.version for one in track.rooms) + 1, author=author,
                        created_at=now, **values)  # fmt: skip
    db.session.add(copy)
    copies: dict[str, Any] = {}
    for rows, (kind, mapped) in ROWS.items():
        for row in getattr(room, rows):
            fields = {name: getattr(row, name) for name in rules.COPIED_FIELDS[rows]}
            copies[f"{kind}:{row.id}"] = mapped(position=row.position, root_id=row.lineage, **fields)
            getattr(copy, rows).append(copies[f"{kind}:{row.id}"])
    for path in room.paths:
        copies[f"path:{path.id}"].questions = [copies[f"question:{question.id}"] for question in path.questions]
    db.session.flush()
    _carry_over(room, copy, {old: f"{old.split(':')[0]}:{new.id}" for old, new in copies.items()})
    db.session.flush()
    return copy


def _carry_over(room: DeclaredRoom, copy: DeclaredRoom, keys: dict[str, str]) -> None:
    """Add to *copy* what people said beside the text of *room*, under the new key of the row it is about."""
    for said in room.explanations:
        if said.rule != OVERRIDE:
            kind, _, rest = said.row.partition(":")
            number, _, part = rest.partition(":")
            row = keys.get(f"{kind}:{number}", f"{kind}:{number}") + (f":{part}" if part else "") if kind else ""
            copy.explanations.append(Explanation(rule=said.rule, row=row, text=said.text, by=said.by, at=said.at))
    for told in room.confirmations:
        if told.answer is not None:
            copy.confirmations.append(_said_again(told, keys))


def _said_again(told: Confirmation, keys: dict[str, str]) -> Confirmation:
    """What a party said, for the copy; a question that nobody answered is asked anew about the next text."""
    partner = keys[f"partner:{told.partner_id}"].partition(":")[2] if told.partner_id is not None else None
    values = {name: getattr(told, name) for name in ANSWERED}
    return Confirmation(partner_id=int(partner) if partner else None, **values)
