"""The short way to a track that stands somewhere, through the same actions as the buttons."""

from sqlalchemy import select

from participation import clock
from participation.config import Municipality
from participation.db import db
from participation.history import Event
from participation.tracks import actions
from participation.tracks.models import Track
from participation.tracks.review import Mark, Review
from participation.tracks.rules import Answer
from tests.factories.tracks import make_track
from tests.support.cast import Cast

TERMS = Municipality()
FINE = {number: Answer(number, Mark.fine) for number in range(1, 16)}
REASON = "De ruimte is eerlijk."
EXPLANATION = "Wij vroegen het college om een later besluit, en dat kon niet."


def asked(cast: Cast, **values: object) -> Review:
    """A review that Bram asked for."""
    return actions.request_review(make_track(cast.bram, **values), actor=cast.bram, now=clock.now(), terms=TERMS)


def ready(cast: Cast, **values: object) -> Track:
    """A track that Dirk agreed with."""
    review = asked(cast, **values)
    return actions.approve(review, FINE, REASON, actor=cast.dirk, now=clock.now(), terms=TERMS).track


def opened(cast: Cast, **values: object) -> Track:
    """A track that Bram opened today."""
    return actions.open_track(ready(cast, **values), actor=cast.bram, now=clock.now(), terms=TERMS)


def kinds(track: Track) -> list[str]:
    """What happened to *track*, in order."""
    return list(db.session.scalars(select(Event.kind).where(Event.track_id == track.id).order_by(Event.id)))


def last_event(kind: str) -> Event:
    event = db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id.desc())).first()
    assert event is not None, f"no {kind}"
    return event
