"""Writing a note for colleagues, naming them in it, reading it, and taking it back or striking it."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from participation import history
from participation.accounts.models import User
from participation.contributions.holding import hold
from participation.contributions.models import Contribution, Point
from participation.contributions.notes import queries, rules
from participation.contributions.notes.models import Mention, Note
from participation.db import db
from participation.refusals import Conflict, Refused


def write(
    contribution: Contribution, text: str, mentions: Collection[int] = (), *, point: Point | None = None, actor: User,
    now: datetime,
) -> Note:  # fmt: skip
    """Write a note for colleagues. Who is named in it (by number, or as `@Name` in the text) finds it in the inbox.

    What named the writer here counts as read now: this is the answer. The same words again right after are one note.
    Refuses (`Refused`) an empty or a very long text, a point of something else and naming oneself, and (`MayNotRead`)
    somebody who may not see the track: being named gives nobody a right.
    """
    hold(contribution)
    text = text.replace("\r\n", "\n").strip()
    rules.refuse_text(text)
    if point is not None and point.contribution_id != contribution.id:
        raise Refused("Dit punt hoort niet bij deze bijdrage.", field="point")
    readers = queries.readers(contribution.track_id)
    wanted = {*mentions, *(one.id for one in named_in_text(text, readers) if one.id != actor.id)}
    rules.refuse_strangers(wanted, readers, actor)
    last = _last(contribution)
    if last is not None and _is_again(last, text, wanted, point, actor):
        return last
    note = Note(
        contribution_id=contribution.id, track_id=contribution.track_id, point=point, text=text, written_by=actor,
        written_at=now, mentions=[Mention(user_id=user_id) for user_id in sorted(wanted)],
    )  # fmt: skip
    db.session.add(note)
    _mark_read(_unread_here(contribution, actor), now)
    db.session.flush()
    _record("note.written", note, actor, now, names=sorted(wanted))
    return note


def named_in_text(text: str, readers: Iterable[User]) -> list[User]:
    """Who is named with `@` and the whole name. Two who bear one name are not guessed at."""
    found: dict[str, list[User]] = {}
    for one in readers:
        found.setdefault(one.name.casefold(), []).append(one)
    low = text.casefold()
    return [
        same[0]
        for name, same in found.items()
        if len(same) == 1 and re.search(rf"(?<!\w)@{re.escape(name)}(?!\w)", low)
    ]


def read(contribution: Contribution, *, actor: User, now: datetime) -> int:
    """Say that one read the notes here in which one is named; returns how many. Nothing to read is no event."""
    hold(contribution)
    unread = _unread_here(contribution, actor)
    _mark_read(unread, now)
    if unread:
        history.record("note.read", actor=actor, now=now, track_id=contribution.track_id,
                       contribution_id=contribution.id)  # fmt: skip
    db.session.flush()
    return len(unread)


def take_back(note: Note, *, actor: User, now: datetime) -> None:
    """Remove the words of one's own note. That it was there, and that it was taken back, stays in the history.

    Refuses (`AlreadyEnded`) a second time, (`NotYours`) somebody else's, and (`TooLate`) a note that named somebody
    more than a quarter of an hour ago.
    """
    _hold(note)
    rules.refuse_end(note, actor.id)
    if not rules.may_take_back(note, actor.id, now):
        raise rules.TooLate("Een collega kan dit al gelezen hebben. U kunt de notitie wel doorhalen, met de reden.")
    note.text, note.taken_back_at = "", now
    _mark_read(note.mentions, now)
    db.session.flush()
    _record("note.taken_back", note, actor, now)


def strike(note: Note, reason: str, *, actor: User, now: datetime) -> None:
    """Say that one's own note does not hold any more, and why. The words stay readable, struck through.

    Refuses (`AlreadyEnded`) a second time, (`NotYours`) somebody else's, and (`Refused`) without a reason.
    """
    _hold(note)
    rules.refuse_end(note, actor.id)
    if not reason.strip():
        raise Refused("Schrijf op waarom deze notitie niet meer klopt.", field="reason")
    note.struck_at, note.struck_reason = now, reason.strip()
    _mark_read(note.mentions, now)
    db.session.flush()
    _record("note.struck", note, actor, now, why=note.struck_reason)


def _hold(note: Note) -> None:
    contribution = db.session.get(Contribution, note.contribution_id)
    if contribution is None:
        raise Conflict("Deze bijdrage is er niet meer.")
    hold(contribution)
    db.session.refresh(note)


def _last(contribution: Contribution) -> Note | None:
    return db.session.scalar(
        select(Note).where(Note.contribution_id == contribution.id).order_by(Note.id.desc()).limit(1)
    )


def _is_again(last: Note, text: str, wanted: set[int], point: Point | None, actor: User) -> bool:
    """Whether this is the same form, sent a second time."""
    same = (last.text, last.written_by_id, last.point_id) == (text, actor.id, point.id if point else None)
    return same and wanted == {mention.user_id for mention in last.mentions}


def _unread_here(contribution: Contribution, user: User) -> Sequence[Mention]:
    return db.session.scalars(
        select(Mention)
        .join(Note, Note.id == Mention.note_id)
        .where(Note.contribution_id == contribution.id, Mention.user_id == user.id, Mention.read_at.is_(None))
    ).all()


def _mark_read(mentions: Iterable[Mention], now: datetime) -> None:
    for mention in mentions:
        mention.read_at = mention.read_at or now


def _record(kind: str, note: Note, actor: User, now: datetime, *, why: str = "", **data: Any) -> None:
    """The history tells that there was a note, never its words."""
    history.record(
        kind, actor=actor, now=now, why=why, track_id=note.track_id, contribution_id=note.contribution_id,
        point_id=note.point_id, note_id=note.id, **data,
    )  # fmt: skip
