"""Passing a formal message on, writing down that it arrived, and who deals with what (I32)."""

from contextlib import suppress
from datetime import date, datetime

from participation import clock, history, mail
from participation.accounts.models import User
from participation.contributions.holding import hold
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.outcomes import messages
from participation.outcomes.formal import queries, rules
from participation.outcomes.formal.kinds import FormalKind
from participation.outcomes.formal.models import FormalArrival, FormalDesk
from participation.outcomes.models import Outcome
from participation.refusals import Conflict, Refused

PASSED_ON = "formal_passed_on"


class AlreadyArrived(Conflict):
    """Somebody wrote the arrival down already."""


def still_meant(message: mail.OutboundMail) -> bool:
    """Asked right before sending: the resident did not take the message back."""
    contribution = db.session.get(Contribution, message.contribution_id) if message.contribution_id else None
    return contribution is not None and contribution.withdrawn_at is None


mail.may_send[PASSED_ON] = still_meant


def pass_on(outcome: Outcome, *, before: Outcome | None, now: datetime) -> None:
    """Called when an answer that sends on is published: the receiving desk gets the letter, when we have its address.

    A better worded answer to the same desk sends nothing again. Without an address a colleague prints the letter.
    """
    assert outcome.formal_kind is not None
    if before is not None and (before.formal_kind, before.forwarded_to) == (outcome.formal_kind, outcome.forwarded_to):
        return
    to = rules.receiver_of(outcome.formal_kind, outcome.forwarded_to, queries.receivers())
    point, contribution = outcome.point, outcome.point.contribution
    mailed = to is not None and bool(to.email)
    if to is not None and mailed:
        with suppress(Refused):  # An address that no server takes: the letter can still be printed.
            mail.queue(
                PASSED_ON, to=to.email, language="nl", now=now, contribution_id=contribution.id,
                context={
                    "number": contribution.number, "track": contribution.track, "contact": contribution.track.contact,
                    "kind": outcome.formal_kind, "to": outcome.forwarded_to, "words": point.text,
                    "received_on": clock.local(contribution.received_at).date(), "forwarded_on": outcome.forwarded_on,
                    "channel": contribution.channel, "why": outcome.reason, "additions": contribution.additions,
                },
            )  # fmt: skip
    history.record(
        "formal.passed_on", actor=outcome.published_by, now=now, track_id=point.track_id, point_id=point.id,
        contribution_id=contribution.id, outcome_id=outcome.id, formal_kind=outcome.formal_kind.value, mailed=mailed,
        received_on=clock.local(contribution.received_at).date().isoformat(),
    )  # fmt: skip


def record_arrival(
    point: Point, outcome: Outcome, on: date | None, reference: str, *, actor: User, now: datetime
) -> FormalArrival:
    """Write down that what *outcome* passed on arrived *on* a day under a number, and tell the resident.

    Refuses (`rules.CannotArrive`) what cannot be, (`AlreadyArrived`) when a colleague was first.
    """
    hold(point.contribution)
    rules.refuse_arrival(on, reference, forwarded_on=outcome.forwarded_on, today=clock.local(now).date())
    if db.session.query(FormalArrival).filter_by(outcome_id=outcome.id).first() is not None:
        raise AlreadyArrived("Een collega schreef dit al op. Kijk wat er staat.")
    assert on is not None
    arrival = FormalArrival(
        outcome_id=outcome.id, arrived_on=on, reference=reference.strip(), recorded_by=actor, at=now
    )
    db.session.add(arrival)
    db.session.flush()
    history.record(
        "formal.arrived", actor=actor, now=now, track_id=point.track_id, point_id=point.id,
        contribution_id=point.contribution_id, outcome_id=outcome.id, on=on.isoformat(), reference=arrival.reference,
    )  # fmt: skip
    messages.tell_arrived(point, outcome, arrival, now=now)
    return arrival


def keep_receiver(kind: FormalKind, name: str, email: str, address: str, *, actor: User, now: datetime) -> FormalDesk:
    """Write down who deals with one *kind* from now on. Refuses (`Refused`) a missing name and an address that is none.

    What was passed on before stays with whoever it went to.
    """
    rules.refuse_receiver(name, email)
    desk = db.session.get(FormalDesk, kind) or FormalDesk(kind=kind)
    desk.name, desk.email, desk.address = name.strip(), email.strip(), address.strip()
    desk.kept_by, desk.kept_at = actor, now
    db.session.add(desk)
    db.session.flush()
    history.record("formal.receiver_kept", actor=actor, now=now, formal_kind=kind.value, name=desk.name)
    return desk
