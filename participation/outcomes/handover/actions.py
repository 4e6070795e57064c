"""Work goes to somebody else and history stays: one promise, a track, or all that somebody has (I33)."""

from collections.abc import Mapping
from datetime import datetime

from participation import history
from participation.accounts.models import User
from participation.contributions import actions as contributions
from participation.contributions.dividing.actions import hand_over_rules
from participation.contributions.handing_over import hand_over_bring_ins, hand_over_handled
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes import desk_queries, ledger
from participation.outcomes.handover import open_work
from participation.promises import actions as promises
from participation.promises.handing_over import give_all
from participation.promises.models import Promise
from participation.refusals import Refused
from participation.tracks.actions import handing_over as tracks
from participation.tracks.actions.handing_over import CannotTakeOver
from participation.tracks.models import Track


def hand_over(promise: Promise, user_number: str, *, actor: User, now: datetime) -> User:
    """Let the colleague with this number keep *promise*, and with it everything owed to the same resident.

    Refuses (`Refused`, field `user`) who may not answer in this track.
    """
    allowed = desk_queries.handlers(ledger.track_of(promise))
    taker = next((one for one in allowed if str(one.id) == user_number), None)
    if taker is None:
        raise Refused("Kies een collega die aan dit traject werkt.", field="user")
    if promise.contribution_id is not None:
        contributions.assign(db.session.get_one(Contribution, promise.contribution_id), taker, actor=actor, now=now)
    promises.give_to(promise, taker, actor=actor, now=now)
    return taker


def change_contact(track: Track, to: User, *, reason: str = "", actor: User, now: datetime) -> None:
    """Make *to* the contact of *track*: what the contact before had promised or was handling there goes along.

    Everybody who took part is told who is there now. Refuses (`CannotTakeOver`) who left or is the contact already.
    """
    before = tracks.appoint_contact(track, to, reason=reason, actor=actor, now=now)
    if before is not None:
        hand_over_handled(track.id, before, to, actor=actor, now=now)
    db.session.flush()
    db.session.expire_all()  # Rows were changed many at a time: what was loaded before says who had them.


def hand_over_track(track: Track, before: User, to: User, *, reason: str = "", actor: User, now: datetime) -> None:
    """Give *to* everything that *before* has in *track*: contact, promises, contributions, questions, a draft.

    Residents are told when their contact changes. Refuses (`CannotTakeOver`): who left, and handing over to oneself.
    """
    tracks.check_taker(to, field="to")
    if before is to:
        raise CannotTakeOver("Kies een andere collega.", field="to")
    if track.contact_id == before.id:
        tracks.appoint_contact(track, to, reason=reason, actor=actor, now=now)
    tracks.take_place(track, before, to)
    give_all(track.id, before.id, to, actor=actor, now=now)
    hand_over_handled(track.id, before, to, actor=actor, now=now)
    hand_over_bring_ins(track.id, before, to, actor=actor, now=now)
    hand_over_rules(track.id, before, to, actor=actor, now=now)
    history.record(
        "track.handed_over", actor=actor, now=now, track_id=track.id, why=reason.strip(), before_id=before.id,
        to_id=to.id,
    )  # fmt: skip
    db.session.flush()
    db.session.expire_all()


def hand_over_all(
    before: User, takers: Mapping[int, User], to: User | None = None, *, reason: str = "", actor: User, now: datetime
) -> list[str]:
    """Give everything *before* still has to *to*, or in a track of *takers* (by its number) to who is named there.

    Returns the titles of the tracks that went over; a track without a taker stays as it is. Refuses
    (`CannotTakeOver`) when nobody is named at all, or who is named left.
    """
    given = []
    for work in open_work.of(before):
        taker = takers.get(work.track_id, to)
        if taker is not None:
            track = db.session.get_one(Track, work.track_id)
            hand_over_track(track, before, taker, reason=reason, actor=actor, now=now)
            given.append(work.title)
    if not given:
        raise CannotTakeOver("Kies voor minstens één traject wie het overneemt.", field="to")
    return given
