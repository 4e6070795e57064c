"""The mails about one text: to who can answer, to a partner outside, and to the author when somebody stays silent.

A department is asked through its colleagues who are named on the track; when nobody is, through its first colleagues
by name. A partner has no account here: it gets the text itself, answers the contact, and a colleague writes it down.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from participation import mail
from participation.accounts.models import User
from participation.db import db
from participation.refusals import Refused
from participation.tracks import rules
from participation.tracks.confirming import Party
from participation.tracks.messages import still_works_here
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom

MAILS = ("confirmation_asked", "confirmation_reminded", "confirmation_silent")
MOST_READERS = 8
MOST_COLLEAGUES = 200

mail.may_send.update(dict.fromkeys(MAILS, still_works_here))


def ask(room: DeclaredRoom, voices: Sequence[rules.Voice], due: date, *, actor: User, now: datetime) -> None:
    """Ask everybody who can answer for one of *voices*; partners with an address get the text itself."""
    colleagues = _colleagues(room.track, voices)
    for voice in voices:
        readers = [one for one in who_can_answer(room, voice, colleagues) if one.id != actor.id]
        _queue("confirmation_asked", readers, room, now, voice=voice, due=due, asked_by=actor.name)
        if voice.party is Party.partner:
            _ask_partner(room, voice, due, now)


def remind(room: DeclaredRoom, voices: Sequence[rules.Voice], *, now: datetime) -> None:
    """Remind who can answer, and tell the author who is silent."""
    colleagues = _colleagues(room.track, voices)
    for voice in voices:
        assert voice.confirmation is not None
        _queue("confirmation_reminded", who_can_answer(room, voice, colleagues), room, now, voice=voice,
               asked_at=voice.confirmation.asked_at, due=voice.confirmation.due_on)  # fmt: skip
    author = [room.author] if room.author.active else []
    _queue("confirmation_silent", author, room, now, silent=[(one.name, one.confirmation) for one in voices])


def who_can_answer(room: DeclaredRoom, voice: rules.Voice, colleagues: Iterable[User]) -> list[User]:
    """Who of *colleagues* answers for *voice*: first who is named on the track; nobody for a partner."""
    able = [one for one in colleagues if one.active and rules.speaks_for(voice, room, one)]
    named = {one.id for one in (*room.track.members, *filter(None, [room.track.contact]))}
    return ([one for one in able if one.id in named] or able)[:MOST_READERS]


def _colleagues(track: Track, voices: Sequence[rules.Voice]) -> list[User]:
    """The active colleagues of the departments that are asked, and who holds the mandate: one statement."""
    departments = [one.number for one in voices if one.party is Party.department]
    holders = [one.number for one in voices if one.party is Party.mandate_holder and one.number is not None]
    people = User.department_id.in_(departments) | User.id.in_(holders)
    query = select(User).where(User.active, people).order_by(User.name, User.id).limit(MOST_COLLEAGUES)
    found = list(db.session.scalars(query)) if departments or holders else []
    return list(dict.fromkeys([*track.members, *found]))


def _ask_partner(room: DeclaredRoom, voice: rules.Voice, due: date, now: datetime) -> None:
    partner = next(one for one in room.partners if one.id == voice.number)
    if partner.email:
        with suppress(Refused):  # An address that no server takes: the colleague who asks also speaks to them.
            mail.queue("confirmation_partner", to=partner.email, language="nl", now=now,
                       context=_about(room, partner=partner, due=due, contact=room.track.contact))  # fmt: skip


def _queue(name: str, readers: Iterable[User], room: DeclaredRoom, now: datetime, **context: Any) -> None:
    for reader in readers:
        with suppress(Refused):  # An address that no server takes is a fault in the account, not in the question.
            mail.queue(name, to=reader.email, language="nl", now=now, context=_about(room, **context))


def _about(room: DeclaredRoom, **context: Any) -> dict[str, Any]:
    return {"room": room, "track": room.track, "version": room.version, **context}
