"""Asking for help with a point, saying yes or no, and writing one's own part. One verb, one button, one event (I20).

The first contact stays the resident's contact and publishes, always. Nobody is referred away: who is asked helps here.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from participation import clock, history
from participation.accounts.models import Department, User
from participation.config import Municipality
from participation.contributions.bringing_in import messages, rules
from participation.contributions.bringing_in.models import BringIn, BringInState
from participation.contributions.bringing_in.rules import Party
from participation.contributions.holding import hold
from participation.contributions.models import Point
from participation.db import db, writes_alone
from participation.refusals import Conflict, Refused
from participation.tracks.models import Track
from participation.tracks.room import LandingPath

USUAL_DAYS = Municipality().bring_in_days


class PartChanged(Conflict):
    """The part is another one than who wrote this had before them; `bring_in` holds what stands there now."""

    def __init__(self, bring_in: BringIn) -> None:
        super().__init__("Uw deel is intussen veranderd, in een ander venster. Uw tekst staat er nog.")
        self.bring_in = bring_in


def ask_in(
    point: Point, colleague: User, question: str, *, actor: User, now: datetime, due_on: date | None = None
) -> BringIn:
    """Ask a colleague to help with this point (erbij halen). It only counts when the colleague accepts (I20).

    They have until *due_on* (without one: the usual number of working days). Refuses an empty question, a day that is
    not to come, who cannot help, and (`rules.AlreadyAsked`) who was asked and has not said no.
    """
    return _ask(point, colleague, question, due_on, actor=actor, now=now, colleague=colleague)


def ask_department(
    point: Point, department: Department, question: str, *, actor: User, now: datetime, due_on: date | None = None
) -> BringIn:
    """Ask a department: anyone of it may take it up, in person. Refuses as `ask_in` does."""
    return _ask(point, department, question, due_on, actor=actor, now=now, department=department)


def take_along(
    point: Point, track: Track, question: str, *, actor: User, now: datetime, due_on: date | None = None
) -> BringIn:
    """Ask the people of another track to take the point along. The resident is told when they say yes.

    Refuses as `ask_in` does, and a track that does not run, its own track, and a point with a final answer.
    """
    return _ask(point, track, question, due_on, actor=actor, now=now, to_track=track)


def _ask(
    point: Point, party: Party, question: str, due_on: date | None, *, actor: User, now: datetime, **asked: Any
) -> BringIn:
    hold(point.contribution)
    question, today = question.strip(), clock.local(now).date()
    if point.contribution.withdrawn_at is not None:
        raise Refused("De bewoner heeft deze bijdrage ingetrokken. U hoeft niets meer te vragen.", field="question")
    if not question:
        raise Refused("Schrijf op wat u vraagt.", field="question")
    due_on = due_on or clock.working_days_after(today, USUAL_DAYS)
    if due_on <= today:
        raise Refused("Kies een dag die nog komt.", field="due_on")
    rules.refuse_party(point, party, of_point(point), actor)
    bring_in = BringIn(point=point, asked_by=actor, asked_at=now, question=question, due_on=due_on, **asked)
    point.has_help = True
    db.session.add(bring_in)
    db.session.flush()
    _record("bring_in.asked", bring_in, actor, now, due=due_on.isoformat())
    messages.ask(bring_in, now=now)
    return bring_in


def accept_bring_in(
    bring_in: BringIn, *, actor: User, now: datetime, answer: str = "", path: LandingPath | None = None
) -> None:
    """Say yes, with what one knows; for a department or a track in person. The first contact stays the contact.

    A track names the *path* along which it could land there, and then the resident is told which track looks at it
    too. Refuses: `rules.AlreadyAnswered`, `rules.NotYours`, and (`Refused`) a path that is not of that track.
    """
    _hold(bring_in)
    rules.refuse_answer(bring_in, actor)
    rules.refuse_path(bring_in, path)
    bring_in.state, bring_in.answer, bring_in.answered_at = BringInState.accepted, answer.strip(), now
    bring_in.colleague = actor
    bring_in.path = path if bring_in.to_track is not None else None
    db.session.flush()
    _record("bring_in.accepted", bring_in, actor, now)
    messages.tell_asker(bring_in, messages.ACCEPTED, now=now)
    if bring_in.to_track is not None:
        messages.tell_resident("taken_along", bring_in, now=now)


def decline_bring_in(bring_in: BringIn, reason: str, *, actor: User, now: datetime) -> None:
    """Say no, with a reason; it stays with the first contact. Refuses as a yes does, and an empty reason."""
    _hold(bring_in)
    rules.refuse_answer(bring_in, actor)
    if not reason.strip():
        raise Refused("Schrijf op waarom u niet kunt helpen. Uw collega moet verder.", field="answer")
    bring_in.state, bring_in.answer, bring_in.answered_at = BringInState.declined, reason.strip(), now
    bring_in.colleague = actor
    db.session.flush()
    _record("bring_in.declined", bring_in, actor, now, why=reason.strip())
    messages.tell_asker(bring_in, messages.DECLINED, now=now)


def withdraw_bring_in(bring_in: BringIn, *, actor: User, now: datetime) -> None:
    """Take the question back. Refuses (`rules.AlreadyAnswered`) once somebody said yes or no."""
    _hold(bring_in)
    if bring_in.state is not BringInState.asked:
        raise rules.AlreadyAnswered("Deze vraag is intussen beantwoord. Intrekken kan niet meer.")
    bring_in.state, bring_in.answered_at = BringInState.withdrawn, now
    db.session.flush()
    _record("bring_in.withdrawn", bring_in, actor, now)
    messages.tell_asked(bring_in, messages.WITHDRAWN, now=now)


def write_part(bring_in: BringIn, text: str, *, actor: User, now: datetime, base: str | None = None) -> None:
    """Write or change one's own part of the answer. The first contact can read it, and not rewrite it.

    An empty text takes it back. Refuses: `rules.NotYours`, `rules.PartIsPublished`, and (`PartChanged`) to save over
    what was saved since *base* (`mark_of`).
    """
    _hold(bring_in)
    rules.refuse_writing(bring_in, actor)
    if base is not None and base != mark_of(bring_in):
        raise PartChanged(bring_in)
    text = text.replace("\r\n", "\n").strip()
    if text == bring_in.part:
        return
    bring_in.part, bring_in.part_at, bring_in.left_out = text, now, ""
    db.session.flush()
    _record("bring_in.part_written", bring_in, actor, now, taken_back=not text)
    messages.tell_asker(bring_in, messages.WRITTEN, now=now)


def leave_out_part(bring_in: BringIn, reason: str, *, actor: User, now: datetime) -> None:
    """Leave the part out of the answer; its writer is told why. Refuses an empty reason, and what was published."""
    _hold(bring_in)
    _refuse_published(bring_in)
    if not reason.strip():
        raise Refused(f"Leg uit waarom dit deel niet in het antwoord komt. {bring_in.helper} leest dit.",
                      field="reason")  # fmt: skip
    bring_in.left_out = reason.strip()
    db.session.flush()
    _record("bring_in.part_left_out", bring_in, actor, now, why=bring_in.left_out)
    messages.tell_asked(bring_in, messages.LEFT_OUT, now=now)


def put_back_part(bring_in: BringIn, *, actor: User, now: datetime) -> None:
    """The part stands in the answer after all. Refuses what was published."""
    _hold(bring_in)
    _refuse_published(bring_in)
    if bring_in.left_out:
        bring_in.left_out = ""
        db.session.flush()
        _record("bring_in.part_put_back", bring_in, actor, now)
        messages.tell_asked(bring_in, messages.PUT_BACK, now=now)


def _refuse_published(bring_in: BringIn) -> None:
    if bring_in.part_published_at is not None:
        raise rules.PartIsPublished("Dit deel staat in het antwoord dat de bewoner las. Het blijft daar te lezen.")


def give_back(bring_in: BringIn, sentence: str, *, now: datetime) -> None:
    """What another track took along comes back to the first contact, because that track no longer runs."""
    _hold(bring_in)
    bring_in.state, bring_in.answer, bring_in.answered_at = BringInState.declined, sentence, now
    db.session.flush()
    _record("bring_in.given_back", bring_in, None, now, why=sentence)
    messages.tell_asker(bring_in, messages.GIVEN_BACK, now=now)
    if bring_in.colleague is not None:
        messages.tell_resident("taken_back", bring_in, now=now)


def mark_of(bring_in: BringIn) -> str:
    """What a form carries to notice that the part changed in the meantime."""
    return bring_in.part_at.astimezone(UTC).isoformat() if bring_in.part_at else ""


def of_point(point: Point) -> Sequence[BringIn]:
    """Everybody who was ever asked about *point*, the first in front."""
    return db.session.scalars(select(BringIn).where(BringIn.point_id == point.id).order_by(BringIn.id)).unique().all()


def _hold(bring_in: BringIn) -> None:
    """One writer at a time, who sees what the writer before left."""
    hold(bring_in.point.contribution)
    if not writes_alone():
        db.session.refresh(bring_in)


def _record(
    kind: str, bring_in: BringIn, actor: User | None, now: datetime, *, why: str = "", **data: Any
) -> None:  # fmt: skip
    point = bring_in.point
    asked = "track" if bring_in.to_track_id else "department" if bring_in.department_id else "colleague"
    history.record(
        kind, actor=actor, who=None if actor else history.Who.system, now=now, why=why, track_id=point.track_id,
        contribution_id=point.contribution_id, point_id=point.id, colleague_id=bring_in.colleague_id,
        bring_in_id=bring_in.id, asked=asked, party=bring_in.party, **data,
    )  # fmt: skip
