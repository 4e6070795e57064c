"""A contribution that waits, and the shortest way to answer it: for the tests of what an answer brings about."""

from typing import Any

from sqlalchemy import select

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.history import Event
from participation.mail import OutboundMail
from participation.outcomes import actions
from participation.outcomes.models import Outcome, OutcomeKind, OutcomeState
from participation.outcomes.rules import Decision
from participation.promises.models import Promise, PromiseKind
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import decision_values
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

EMAIL = "amina@bewoner.example"


def contribution_of(cast: Cast, **values: Any) -> Contribution:
    return check_public(make_contribution(make_open_track(cast.bram), **values))


def split(contribution: Contribution) -> Point:
    second = Point(contribution=contribution, track_id=contribution.track_id, position=2, text="Zet er ook een bank.",
                   public_text="Zet er ook een bank.", is_public=True)  # fmt: skip
    db.session.add(second)
    db.session.commit()
    return second


def decide(point: Point, kind: OutcomeKind = OutcomeKind.adopted, **changes: Any) -> Decision:
    return Decision(kind=kind, **{**decision_values(kind, point), **changes})


def publish(point: Point, cast: Cast, kind: OutcomeKind = OutcomeKind.adopted, **changes: Any) -> Outcome:
    version = db.session.query(Outcome).filter_by(point_id=point.id, state=OutcomeState.published).count()
    return actions.publish(
        point, decide(point, kind, **changes), base_version=version, actor=cast.bram, now=clock.now()
    )


def kinds() -> list[str]:
    return list(db.session.scalars(select(Event.kind).order_by(Event.id)))


def promise(contribution: Contribution, kind: PromiseKind = PromiseKind.answer) -> Promise:
    found = db.session.scalars(
        select(Promise)
        .where(Promise.contribution_id == contribution.id, Promise.kind == kind)
        .order_by(Promise.id.desc())
    ).first()
    assert found is not None
    return found


def mails() -> list[OutboundMail]:
    return list(db.session.scalars(select(OutboundMail).order_by(OutboundMail.id)))
