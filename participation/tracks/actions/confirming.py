"""One text inside and outside: who is named is asked, answers about this very text, and is reminded (I8, I10)."""

import logging
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from participation import clock, history
from participation.accounts.models import Department, User
from participation.config import Municipality
from participation.db import db
from participation.refusals import Conflict, Refused
from participation.tracks import confirming_messages, rules
from participation.tracks.actions.holding import hold
from participation.tracks.confirming import Confirmation, ConfirmationAnswer, Party
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, Explanation, RoomState
from participation.tracks.rules.one_text import MANDATE, OBJECTION

log = logging.getLogger(__name__)
AT_ONCE = 50
A_WEEK = 7
PREPARED = (RoomState.draft, RoomState.submitted)
OVER = (TrackState.stopped, TrackState.closed, TrackState.archived)


class NotYourDepartment(Refused):
    """Only somebody of a department that is asked, or the mandate holder in person, answers for it."""


class NotWrittenDown(Refused):
    """Who has an account here answers in person: nobody writes it down for them."""


class NobodyToAsk(Conflict):
    """Everybody who is named was asked already, or answered about this very text."""

    def __init__(self) -> None:
        super().__init__("Er is niemand meer om te vragen: iedereen is gevraagd, of gaf al antwoord op deze tekst.")


def may_be_confirmed(room: DeclaredRoom) -> bool:
    """Whether somebody can still say that this is the one text: as long as it is being prepared (I10)."""
    return room.state in PREPARED and room.track.state not in OVER


def ask_for_confirmation(
    room: DeclaredRoom, *, actor: User, now: datetime, terms: Municipality
) -> list[Confirmation]:  # fmt: skip
    """Ask every party that said nothing about this very text; they have `terms.confirm_days` working days (I10).

    Who can answer gets a mail. Who was asked and has not answered is not asked twice: the worker reminds them.
    Refused: a version that is no longer being prepared (`Refused`), and when nobody is left to ask (`NobodyToAsk`).
    """
    hold(room)
    _judge_prepared(room)
    asked = ask_who_is_silent(room, actor=actor, now=now, terms=terms)
    if not asked:
        raise NobodyToAsk
    return asked


def ask_who_is_silent(
    room: DeclaredRoom, *, actor: User, now: datetime, terms: Municipality
) -> list[Confirmation]:  # fmt: skip
    """The same as a part of another deed, such as asking for a review: when nobody is left to ask, nothing happens."""
    silent = [voice for voice in rules.voices(room.track, room) if not voice.about_this_text and not voice.waits]
    if not silent:
        return []
    due = clock.working_days_after(clock.local(now).date(), terms.confirm_days)
    asked = [_row_of(room, voice) for voice in silent]
    for one in asked:
        one.asked_at, one.due_on, one.reminded_at = now, due, None
    db.session.flush()
    history.record(
        "room.confirmation_asked", actor=actor, now=now, track_id=room.track_id, room_id=room.id,
        version=room.version, parties=[voice.key for voice in silent], due=due.isoformat(),
    )  # fmt: skip
    confirming_messages.ask(room, silent, due, actor=actor, now=now)
    db.session.flush()
    return asked


def wait_no_longer(room: DeclaredRoom) -> None:
    """The text was judged: whoever said nothing about it is not waited for any more. The caller flushes."""
    for one in room.confirmations:
        one.due_on = None


def confirm_text(room: DeclaredRoom, department: Department | None, *, actor: User, now: datetime) -> Confirmation:
    """Confirm that the room says what it says: for *department*, or (none) in person as who holds the mandate.

    A later change of the text ends it (I10). Refused: a colleague of another department, a department that is not
    asked, anybody but the mandate holder (`NotYourDepartment`), a version that is no longer prepared (`Refused`).
    """
    voice = _in_person(room, department, actor)
    return _answered(room, voice, ConfirmationAnswer.confirmed, actor=actor, now=now)


def object_to_text(
    room: DeclaredRoom, department: Department | None, reason: str, *, actor: User, now: datetime
) -> Confirmation:
    """Say that this is not the one text, and why; it opens only with another text or a public explanation (I10).

    What was explained about an earlier objection no longer counts. Refused: as for `confirm_text`, and too few words
    (`Refused`, field `reason`).
    """
    voice = _in_person(room, department, actor)
    return _answered(room, voice, ConfirmationAnswer.objected, actor=actor, now=now, reason=_reason(reason))


def record_answer(
    room: DeclaredRoom, key: str, answer: ConfirmationAnswer, *, spoken_by: str, said_on: date, said_how: str = "",
    reason: str = "", actor: User, now: datetime,
) -> Confirmation:  # fmt: skip
    """Write down what a partner, or a mandate holder without an account, said about this very text (I8, I10).

    *key* names the party (`rules.Voice.key`). Refused: a party that answers in person, or is not named
    (`NotWrittenDown`), nobody who said it, a day that is still to come or before they were asked, and an objection
    without a reason (`Refused`).
    """
    hold(room)
    _judge_prepared(room)
    voice = next((one for one in rules.voices(room.track, room) if one.key == key), None)
    if voice is None or not rules.is_written_down(voice, room):
        raise NotWrittenDown("Wie hier een account heeft, geeft zelf antwoord. Schrijf het niet voor een ander op.")
    spoken_by = spoken_by.strip()
    if not spoken_by:
        raise Refused("Wie zei het? Vul een naam in.", field="spoken_by")
    _judge_day(voice, said_on, clock.local(now).date())
    reason = _reason(reason) if answer is ConfirmationAnswer.objected else ""
    said = _answered(room, voice, answer, actor=actor, now=now, reason=reason, record=False)
    said.spoken_by, said.said_on, said.said_how = spoken_by, said_on, said_how.strip()
    _record(room, voice, said, actor, now, said_on=said_on.isoformat())
    return said


def _judge_day(voice: rules.Voice, said_on: date, today: date) -> None:
    if said_on > today:
        raise Refused("Deze dag moet nog komen. Kies de dag waarop zij het zeiden.", field="said_on")
    asked = voice.confirmation.asked_at if voice.confirmation else None
    if asked is not None and said_on < clock.local(asked).date():
        raise Refused(
            f"Zij zijn pas gevraagd op {rules.in_words(clock.local(asked).date())}. Een antwoord van daarvoor gaat "
            "over een andere tekst.", field="said_on",
        )  # fmt: skip


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not rules.says_something(reason, rules.SHORTEST_REASON):
        raise Refused("Schrijf waar het niet klopt. Minstens één hele zin, dan kan de schrijver er iets mee.",
                      field="reason")  # fmt: skip
    return reason


def _judge_prepared(room: DeclaredRoom) -> None:
    if not may_be_confirmed(room):
        raise Refused(f"Deze versie is {room.state.label}. Bevestigen kan alleen zolang de tekst wordt voorbereid.")


def _in_person(room: DeclaredRoom, department: Department | None, actor: User) -> rules.Voice:
    """The party that *actor* speaks for, with the room held for this transaction."""
    hold(room)
    key = MANDATE if department is None else f"department:{department.id}"
    voice = next((one for one in rules.voices(room.track, room) if one.key == key), None)
    if voice is None or not rules.speaks_for(voice, room, actor):
        raise NotYourDepartment(
            f"Alleen een collega van {department.name} kan dit bevestigen voor {department.name}." if department
            else "Alleen wie het mandaat heeft, kan dit toezeggen."
        )  # fmt: skip
    _judge_prepared(room)
    return voice


def _row_of(room: DeclaredRoom, voice: rules.Voice) -> Confirmation:
    """What this party said or was asked before, or a new row for it."""
    if voice.confirmation is not None:
        return voice.confirmation
    department = voice.number if voice.party is Party.department else None
    partner = voice.number if voice.party is Party.partner else None
    row = Confirmation(party=voice.party, department_id=department, partner_id=partner)
    room.confirmations.append(row)
    return row


def _answered(
    room: DeclaredRoom, voice: rules.Voice, answer: ConfirmationAnswer, *, actor: User, now: datetime,
    reason: str = "", record: bool = True,
) -> Confirmation:  # fmt: skip
    text = rules.fingerprint(room)  # Reads every list of the room: before there is a half-made row to flush.
    said = _row_of(room, voice)
    said.answer, said.fingerprint, said.by, said.at, said.reason = answer, text, actor, now, reason
    said.spoken_by, said.said_on, said.said_how, said.due_on = "", None, "", None
    if answer is ConfirmationAnswer.objected:
        _forget_explanation(room, voice.key + OBJECTION)
    db.session.flush()
    if record:
        _record(room, voice, said, actor, now)
    return said


def _forget_explanation(room: DeclaredRoom, row: str) -> None:
    """An explanation answers the objection it was written about, not the next one."""
    kept: list[Explanation] = [one for one in room.explanations if one.row != row]
    if len(kept) != len(room.explanations):
        room.explanations = kept


def _record(
    room: DeclaredRoom, voice: rules.Voice, said: Confirmation, actor: User, now: datetime, **data: Any
) -> None:  # fmt: skip
    kind = "room.confirmed" if said.answer is ConfirmationAnswer.confirmed else "room.objected"
    if voice.party is Party.department:
        data["department_id"] = voice.number
    history.record(kind, actor=actor, now=now, track_id=room.track_id, why=said.reason, room_id=room.id,
                   version=room.version, party=voice.key, **data)  # fmt: skip
    db.session.flush()


def remind_confirmations(now: datetime) -> list[str]:
    """Remind who was asked and let the day pass: once after that day, and then once a week; say what was done.

    The people who can answer and the author get a mail. A worker that was down for days catches up with one reminder
    per party, never with more. One room that fails is told in its own line and does not stop the others.
    """
    today = clock.local(now).date()
    done = []
    for room in db.session.scalars(_overdue(today, now)).unique().all():
        try:
            with db.session.begin_nested():
                done += _remind(room, today, now)
        except Exception:  # A fault in one room must not keep the others waiting; it is in the log with its trace.
            log.exception("Could not remind about room %s.", room.id)
            done.append(f"room {room.id}: not reminded, because of a fault. See the log.")
    return done


def _overdue(today: date, now: datetime) -> Select[DeclaredRoom]:
    """Rooms that wait for somebody who should be reminded today. A week is seven days of the Dutch calendar."""
    before = clock.start_of(today - timedelta(days=A_WEEK - 1))
    return (
        select(DeclaredRoom)
        .join(Confirmation, Confirmation.room_id == DeclaredRoom.id)
        .join(Track, Track.id == DeclaredRoom.track_id)
        .where(
            Confirmation.due_on < today, DeclaredRoom.state.in_(PREPARED), Track.state.not_in(OVER),
            or_(Confirmation.reminded_at.is_(None), Confirmation.reminded_at < before),
        )
        .order_by(Confirmation.due_on, Confirmation.id)
        .limit(AT_ONCE)
    )  # fmt: skip


def _remind(room: DeclaredRoom, today: date, now: datetime) -> list[str]:
    hold(room)
    late = [voice for voice in rules.voices(room.track, room) if voice.waits and _is_due(voice, today)]
    # Whoever is no longer named is not waited for either: else this row would come back every time.
    for row in room.confirmations:
        if row.due_on is not None and row.due_on < today:
            row.reminded_at = now if _may_remind(row, today) else row.reminded_at
    if not late:
        db.session.flush()
        return []
    history.record(
        "room.confirmation_reminded", actor=None, who=history.Who.system, now=now, track_id=room.track_id,
        room_id=room.id, version=room.version, parties=[voice.key for voice in late],
    )  # fmt: skip
    confirming_messages.remind(room, late, now=now)
    db.session.flush()
    return [f"{room.track.slug}: {voice.name} was reminded." for voice in late]


def _is_due(voice: rules.Voice, today: date) -> bool:
    said = voice.confirmation
    return said is not None and said.due_on is not None and said.due_on < today and _may_remind(said, today)


def _may_remind(row: Confirmation, today: date) -> bool:
    return row.reminded_at is None or (today - clock.local(row.reminded_at).date()).days >= A_WEEK
