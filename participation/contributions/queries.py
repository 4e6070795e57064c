"""Finding one contribution: by its code for the resident, by its number for everybody and for the desk.

The number of statements is fixed: what a page needs is loaded at once.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import defer, joinedload, selectinload

from participation import history
from participation.accounts.models import User
from participation.contributions import receipt
from participation.contributions.models import Contribution, Point, PublicState, number_of
from participation.db import db
from participation.history import Event
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, LandingPath

_NUMBER = re.compile(r"(20\d\d)-(\d{5,10})", re.ASCII)
_LARGEST = 2_147_483_647

WHOLE: Select[Contribution] = select(Contribution).options(
    joinedload(Contribution.track).joinedload(Track.contact),
    joinedload(Contribution.entered_by),
    joinedload(Contribution.question),
    selectinload(Contribution.points),
    selectinload(Contribution.additions),
    joinedload(Contribution.room).selectinload(DeclaredRoom.fixed_points),
    joinedload(Contribution.room).selectinload(DeclaredRoom.constraints),
)


def by_code(key: str, typed: str) -> Contribution | None:
    """The contribution that this code opens; None when there is none, equally for a wrong and a malformed code."""
    code_hash = receipt.hash_of(key, receipt.normalise(typed) or "")
    return db.session.scalars(WHOLE.where(Contribution.code_hash == code_hash)).one_or_none()


class PublicHeader(NamedTuple):
    """The little that is needed to know whether the page of a contribution changed; `version` is that of its track."""

    id: int
    version: int


@cache
def _public_header() -> Select[Any]:
    """Made at its first use, when every mapped class is known, and kept; of tables, because it must be light."""
    said, track = Contribution.__table__.c, Track.__table__.c
    return (
        select(said.id, said.received_at, history.version_of(said.track_id))
        .select_from(Contribution.__table__)
        .join(Track.__table__, track.id == said.track_id)
        .where(
            said.id == bindparam("id"),
            said.public_state == PublicState.public,
            said.withdrawn_at.is_(None),
            track.state.in_([state for state in TrackState if state.is_public]),
        )
    )


def public_header(number: str) -> PublicHeader | None:
    """The contribution with this number when everybody may read it; None when they may not, or it is unknown."""
    match = _NUMBER.fullmatch(number)
    if match is None or int(match[2]) > _LARGEST:
        return None
    row = db.session.execute(_public_header(), {"id": int(match[2])}).one_or_none()
    if row is None or number != number_of(row.id, row.received_at):
        return None
    return PublicHeader(row[0], row[2])


@cache
def _public() -> Select[Contribution]:
    """What the public page shows. Not the original words: they are not even fetched for a page that everybody reads."""
    return (
        select(Contribution)
        .where(Contribution.id == bindparam("id"))
        .options(
            defer(Contribution.original_text, raiseload=True),
            joinedload(Contribution.track).joinedload(Track.contact),
            joinedload(Contribution.room).load_only(DeclaredRoom.id),
            selectinload(Contribution.points).options(defer(Point.text, raiseload=True)),
        )
    )


def public(header: PublicHeader) -> Contribution:
    """The contribution of *header* with its points."""
    return db.session.scalars(_public(), {"id": header.id}).one()


def events(contribution_id: int, kinds: Iterable[str]) -> list[Event]:
    """What happened to one contribution, oldest first; only the *kinds* that are asked for."""
    return list(
        db.session.scalars(
            select(Event)
            .where(Event.contribution_id == contribution_id, Event.kind.in_(list(kinds)))
            .order_by(Event.id)
        )
    )


def names(user_ids: Iterable[int]) -> dict[int, str]:
    """The names of colleagues, in one statement."""
    wanted = sorted(set(user_ids))
    if not wanted:
        return {}
    return {
        user_id: name for user_id, name in db.session.execute(select(User.id, User.name).where(User.id.in_(wanted)))
    }


INTAKE_STATES = (TrackState.open, TrackState.answering)


def tracks_for_intake() -> list[Track]:
    """The tracks for which a colleague can still write down what residents said, in order of title."""
    return list(
        db.session.scalars(
            select(Track)
            .where(Track.state.in_(INTAKE_STATES), Track.room_id.is_not(None))
            .order_by(Track.title, Track.id)
        )
    )


def track_for_intake(slug: str) -> Track | None:
    """One of those, with its room and the paths of its questions."""
    return db.session.scalars(
        select(Track)
        .where(Track.slug == slug, Track.state.in_(INTAKE_STATES), Track.room_id.is_not(None))
        .options(
            joinedload(Track.contact),
            joinedload(Track.room).selectinload(DeclaredRoom.open_questions),
            joinedload(Track.room).selectinload(DeclaredRoom.paths).selectinload(LandingPath.questions),
        )
    ).one_or_none()
