"""The days that a room names are promises to everybody who reads it: when is decided, when do we know (I7, I25).

A day is promised when the track opens, follows the room when that changes in the open, and is kept by what happens. A
promise whose day has come stays as it was made: a later day in the room is a new promise beside it.
"""

from datetime import date, datetime
from typing import NamedTuple, TypedDict

from participation import clock
from participation.accounts.models import User
from participation.history import Actor
from participation.promises import actions as promises
from participation.promises import rules
from participation.promises.models import Promise, PromiseKind
from participation.tracks.change import RoomChange
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom, LandingPath, PathKind, UnknownPoint
from participation.words import N_

EVERYBODY = N_("Iedereen die reageert, krijgt antwoord.")
DECIDES = (PathKind.decision, PathKind.policy, PathKind.budget)
OF_THE_ROOM = (PromiseKind.decision, PromiseKind.unknown_point)


class Moved(TypedDict):
    """A promise that got another day, in the words and days that its news needs."""

    about: str
    before: str
    after: str


class _Day(NamedTuple):
    """A day that stands in a room, with what happens then in the words residents read."""

    kind: PromiseKind
    due: date | None
    text: str


def promise_the_dates(track: Track, actor: Actor | None, now: datetime) -> None:
    """Promise every decision and every unknown point of the room in force whose day is still to come.

    Doing it again promises nothing twice.
    """
    _promise_what_is_new(track, promises.to_everybody(track.id), actor, now)


def follow_the_room(change: RoomChange, actor: User, now: datetime) -> list[Moved]:
    """Let the promises follow the version that *change* just put in force, with its reason (I7, I23, I25).

    A day that was moved before it came is moved in the ledger; after it, the old promise stays missed and the new day
    is a new promise. An unknown point that became known is kept; what stands in the room no longer lapses. Returns the
    days that were moved, for the news about the change (`tell_everybody(…, moved=…)`).
    """
    track, today = change.room.track, clock.local(now).date()
    made = [promise for promise in promises.to_everybody(track.id) if promise.kind in OF_THE_ROOM]
    days, known = _days(change.room), _became_known(change.room)
    moved: list[Moved] = []
    for promise in _newest_of_each(made):
        before, due = promise.due, days[promise.about].due if promise.about in days else None
        if promise.about not in known and due is not None and _may_follow(promise, due, today):
            promises.change_day(promise, due, reason=change.reason, actor=actor, now=now)
            moved.append({"about": promise.text, "before": before.isoformat(), "after": due.isoformat()})
    for promise in made:
        if promise.about in known:
            promises.keep(promise, now=now, actor=actor)
        elif promise.about not in days:
            promises.lapse(promise, why=change.reason, now=now, actor=actor)
    _promise_what_is_new(track, made, actor, now)
    return moved


def lapse_with(track: Track, reason: str, actor: User, now: datetime) -> None:
    """A track that stops decides nothing any more: those promises end with its reason. Every answer is still owed."""
    for promise in promises.to_everybody(track.id):
        if promise.kind in OF_THE_ROOM:
            promises.lapse(promise, why=reason, now=now, actor=actor)


def keep_about(track_id: int, about: str, actor: Actor | None, now: datetime) -> None:
    """Keep what was promised to everybody about *about* ("path:3"): what was missed before stays visible as late."""
    for promise in promises.to_everybody(track_id):
        if promise.about == about:
            promises.keep(promise, now=now, actor=actor)


def _promise_what_is_new(track: Track, made: list[Promise], actor: Actor | None, now: datetime) -> None:
    """Promise each day of the room in force that is still to come and was not promised for that very day before."""
    assert track.room is not None
    today, before = clock.local(now).date(), {(promise.about, promise.due) for promise in made}
    for about, day in _days(track.room).items():
        if day.due is not None and day.due >= today and (about, day.due) not in before:
            promises.make(
                day.kind, due=day.due, track_id=track.id, department_id=track.department_id, owner_id=track.contact_id,
                now=now, actor=actor, about=about, text=day.text,
            )  # fmt: skip


def _may_follow(promise: Promise, due: date, today: date) -> bool:
    """A day that passed, or is today, is not moved: what was missed stays missed (I25)."""
    return due >= today and due != promise.due and rules.may_move(promise, today)


def _newest_of_each(made: list[Promise]) -> list[Promise]:
    """The last promise about each thing; the ones before it were missed."""
    return list({promise.about: promise for promise in sorted(made, key=lambda promise: promise.id)}.values())


def _days(room: DeclaredRoom) -> dict[str, _Day]:
    """Every row of *room* that names a day, by what it is about in every version."""
    decisions = {
        f"path:{path.lineage}": _Day(PromiseKind.decision, path.decides_on, _decision(path)) for path in room.paths
    }
    unknown = {
        f"unknown:{point.lineage}": _Day(PromiseKind.unknown_point, point.known_by, _unknown(point))
        for point in room.unknown_points
    }
    return {**decisions, **unknown}


def _became_known(room: DeclaredRoom) -> set[str]:
    """Which unknown points are now a fixed point or an open question."""
    were = [row.was_unknown for row in room.fixed_points] + [row.was_unknown for row in room.open_questions]
    return {f"unknown:{was.lineage}" for was in were if was is not None}


def _decision(path: LandingPath) -> str:
    """'Het college beslist over: Ontwerp Molenstraat.'"""
    organ = path.organ.strip().rstrip(".") or "De gemeente"
    document = path.document.strip().rstrip(".")
    if path.kind is None or path.kind in DECIDES:
        return f"{organ} beslist over: {document}." if document else f"{organ} beslist."
    return f"Dit is klaar: {document} ({organ})." if document else f"Dit is klaar ({organ})."


def _unknown(point: UnknownPoint) -> str:
    """'Wij weten: Komt er een warmtenet?'"""
    return f"Wij weten: {point.text.strip()}"
