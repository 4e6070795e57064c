"""A track opens and closes on its day or by hand, and can be stopped; residents can always read why."""

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from participation import clock, history
from participation.accounts.models import User
from participation.config import Municipality
from participation.db import db
from participation.promises import actions as promises
from participation.promises.models import PromiseKind
from participation.refusals import Refused
from participation.tracks import rules
from participation.tracks.actions.holding import hold
from participation.tracks.models import Track
from participation.tracks.notices import NoticeKind, tell_everybody
from participation.tracks.promising import EVERYBODY, lapse_with, promise_the_dates
from participation.tracks.room import DeclaredRoom, RoomState
from participation.tracks.rules import Finding, Move
from participation.tracks.rules.necessities import dates_are_in_order
from participation.tracks.terms import terms_of


class NotReady(Refused):
    """The track may not open: no approved room, no public plan, or something in it no longer holds (I1)."""

    def __init__(self, sentence: str, findings: list[Finding] | None = None) -> None:
        super().__init__(sentence)
        self.findings = tuple(findings or ())


class StillOpen(Refused):
    """The clock never closes a track before the end of its last day."""


class ReasonNeeded(Refused):
    """Residents are owed a reason, in words."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="reason")


def open_track(track: Track, *, actor: User | None, now: datetime, terms: Municipality) -> Track:
    """Let residents react from today on, and promise everybody an answer by `track.promised_on` (I1, I14).

    Every other day that the plan names, of a decision or of something we do not know yet, is promised as well (I25).
    The opening day becomes the day on which it really opened. Without *actor* it is the clock that opens.
    Refused: a track that is not ready (`NotAllowedNow`); no approved room or public plan, anything that blocks by
    now, anything that is not explained (`NotReady`).
    """
    hold(track)
    state = rules.after(track.state, Move.open)
    today, planned = clock.local(now).date(), track.opens_on
    room = _room_that_may_open(track, terms, today)
    assert track.promised_on is not None
    track.state, track.opens_on, track.opened_at = state, today, now
    db.session.flush()
    _record("track.opened", track, actor, now, version=room.version, planned=_iso(planned),
            closes_on=_iso(track.closes_on))  # fmt: skip
    promises.make(
        PromiseKind.track_answer, due=track.promised_on, track_id=track.id, department_id=track.department_id,
        owner_id=track.contact_id, now=now, actor=actor, text=EVERYBODY,
    )  # fmt: skip
    promise_the_dates(track, actor, now)
    db.session.flush()
    return track


def _room_that_may_open(track: Track, terms: Municipality, today: date) -> DeclaredRoom:
    room = track.room
    if room is None or room.state is not RoomState.approved or track.plan_published_at is None:
        raise NotReady(
            "Dit traject kan nog niet open: de ruimte is niet goedgekeurd, of het plan staat nog niet online."
        )
    findings = rules.room_check(track, room, terms_of(room, terms), today)
    hindrance = [*rules.blocking(findings), *rules.unexplained(findings)]
    if hindrance:
        raise NotReady(f"Dit traject kan nog niet open. {hindrance[0].text} {hindrance[0].mend}", hindrance)
    return room


def close_for_input(track: Track, *, actor: User | None, now: datetime, reason: str = "") -> Track:
    """End the time in which residents can react; from now on we only answer. Every promise stays as it was made.

    Closing by hand before the end of the last day takes something from residents, so it has a *reason* that they
    read (`ReasonNeeded`), that day becomes the last one, and everybody who reacted is told.
    Refused: a track that is not open (`NotAllowedNow`), and the clock before its time (`StillOpen`).
    """
    hold(track)
    state = rules.after(track.state, Move.close_for_input)
    today, planned, reason = clock.local(now).date(), track.closes_on, reason.strip()
    if planned is None or today <= planned:
        if actor is None:
            raise StillOpen("Dit traject is nog open: de laatste dag is nog niet voorbij.")
        if not rules.says_something(reason, rules.SHORTEST_EXPLANATION):
            raise ReasonNeeded("U sluit eerder dan beloofd. Leg bewoners in minstens één hele zin uit waarom.")
        track.closes_on = today
        tell_everybody(track, NoticeKind.closed_early, reason, actor=actor, now=now, closes_on=today.isoformat())
    track.state = state
    _record("track.closed_for_input", track, actor, now, why=reason, planned=_iso(planned))
    db.session.flush()
    return track


def stop_track(track: Track, reason: str, *, actor: User, now: datetime) -> Track:
    """Stop for good, with a reason that everybody who took part hears. Every answer is still owed (I22).

    What the track would decide or find out will not come any more: those promises lapse, with the same reason.
    Refused: a track that is not open or being answered (`NotAllowedNow`), a reason of too few words (`ReasonNeeded`).
    """
    hold(track)
    state = rules.after(track.state, Move.stop)
    reason = reason.strip()
    if not rules.says_something(reason, rules.SHORTEST_EXPLANATION):
        raise ReasonNeeded("Leg bewoners in minstens één hele zin uit waarom dit traject stopt.")
    track.state, track.stop_reason, track.stopped_at = state, reason, now
    _record("track.stopped", track, actor, now, why=reason)
    lapse_with(track, reason, actor, now)
    tell_everybody(track, NoticeKind.stopped, reason, actor=actor, now=now)
    db.session.flush()
    return track


def change_dates(
    track: Track, *, opens_on: date, closes_on: date, promised_on: date, reason: str, actor: User, now: datetime
) -> Track:
    """Give a track that has not opened yet other days than its public plan says, with a reason that residents read.

    Refused: a track that is not waiting to open (`NotAllowedNow`), days in the past or in the wrong order
    (`Refused`), a reason of too few words (`ReasonNeeded`).
    """
    hold(track)
    state = rules.after(track.state, Move.change_dates)
    today, reason = clock.local(now).date(), reason.strip()
    if opens_on < today:
        raise Refused("Deze dag is al geweest. Kies vandaag, of een dag die nog komt.", field="opens_on")
    wanted: Any = SimpleNamespace(opens_on=opens_on, closes_on=closes_on, promised_on=promised_on)
    for finding in dates_are_in_order(wanted, today):
        raise Refused(f"{finding.text} {finding.mend}", field=finding.row.removeprefix("track:"))
    if not rules.says_something(reason, rules.SHORTEST_EXPLANATION):
        raise ReasonNeeded(
            "Deze dagen staan al in het plan. Leg bewoners in minstens één hele zin uit waarom ze veranderen."
        )
    before = {name: _iso(getattr(track, name)) for name in ("opens_on", "closes_on", "promised_on")}
    track.state, track.opens_on, track.closes_on, track.promised_on = state, opens_on, closes_on, promised_on
    _record("track.dates_changed", track, actor, now, why=reason, before=before,
            after={name: _iso(getattr(track, name)) for name in before})  # fmt: skip
    db.session.flush()
    return track


def _record(kind: str, track: Track, actor: User | None, now: datetime, *, why: str = "", **data: Any) -> None:
    who = None if actor else history.Who.system
    history.record(kind, actor=actor, who=who, now=now, track_id=track.id, why=why, **data)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
