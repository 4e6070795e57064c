"""Finding one contribution: by its code for the resident, by its number for everybody and for the desk.

What every page of one needs is loaded at once; what only some answers cite (rows of the room) is asked for by those.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import defer, joinedload, lazyload, load_only, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from participation import history
from participation.accounts.models import User
from participation.contributions import receipt
from participation.contributions.models import Contribution, Point, PublicState, number_of
from participation.db import db, run
from participation.history import Event
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom, LandingPath

_NUMBER = re.compile(r"(20\d\d)-(\d{5,10})", re.ASCII)
_LARGEST = 2_147_483_647


@cache
def _room_then() -> Any:
    """The level of the room that residents could read then. An answer that cites one of its rows asks for the rest."""
    return joinedload(Contribution.room).options(load_only(DeclaredRoom.level), lazyload(DeclaredRoom.level_terms))


@cache
def _of_resident(column: str) -> Select[Contribution]:
    """What the own page shows, by the code or, from an own overview, by the number."""
    return (
        select(Contribution)
        .where(getattr(Contribution, column) == bindparam("key"))
        .options(
            joinedload(Contribution.track).joinedload(Track.contact).lazyload(User.department),
            joinedload(Contribution.entered_by).lazyload(User.department),
            joinedload(Contribution.question),
            selectinload(Contribution.points),
            selectinload(Contribution.additions),
            _room_then(),
        )
    )


def by_code(key: str, typed: str) -> Contribution | None:
    """The contribution that this code opens; None when there is none, equally for a wrong and a malformed code."""
    code_hash = receipt.hash_of(key, receipt.normalise(typed) or "")
    return db.session.scalars(_of_resident("code_hash"), {"key": code_hash}).one_or_none()


def whole(contribution_id: int) -> Contribution:
    """The same without its code, for who may see it in another way."""
    return db.session.scalars(_of_resident("id"), {"key": contribution_id}).one()


def id_in(number: str) -> int | None:
    """What the database calls a contribution with a number that looks like *number*; None when nothing could be."""
    match = _NUMBER.fullmatch(number)
    return None if match is None or int(match[2]) > _LARGEST else int(match[2])


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
    contribution_id = id_in(number)
    if contribution_id is None:
        return None
    row = run(_public_header(), {"id": contribution_id}).one_or_none()
    if row is None or number != number_of(row.id, row.received_at):
        return None
    return PublicHeader(row[0], row[2])


@cache
def _public() -> tuple[Select[Contribution], Select[Point]]:
    """What the public page shows. Not the original words: they are not even fetched for a page that everybody reads."""
    return (
        select(Contribution)
        .where(Contribution.id == bindparam("id"))
        .options(
            defer(Contribution.original_text, raiseload=True),
            joinedload(Contribution.track).joinedload(Track.contact).lazyload(User.department),
            _room_then(),
        ),
        select(Point)
        .where(Point.contribution_id == bindparam("id"))
        .order_by(Point.position)
        .options(defer(Point.text, raiseload=True)),
    )


def public(header: PublicHeader) -> Contribution:
    """The contribution of *header* with its points."""
    whole, points = _public()
    found = db.session.scalars(whole, {"id": header.id}).one()
    set_committed_value(found, "points", db.session.scalars(points, {"id": header.id}).all())
    return found


def events(contribution_id: int, kinds: Iterable[str]) -> list[Event]:
    """What happened to one contribution, oldest first; only the *kinds* that are asked for."""
    return list(db.session.scalars(_events(tuple(kinds)), {"contribution": contribution_id}))


@cache
def _events(kinds: tuple[str, ...]) -> Select[Event]:
    about = Event.contribution_id == bindparam("contribution")
    return select(Event).where(about, Event.kind.in_(kinds)).order_by(Event.id)


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
