"""Finding one contribution: by its code for the resident, by its number for everybody and for the desk.

The number of statements is fixed: what a page needs is loaded at once.
"""

import re
from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from participation.accounts.models import User
from participation.contributions import receipt
from participation.contributions.models import Contribution, PublicState
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


def public_by_number(number: str) -> Contribution | None:
    """The contribution with this number when everybody may read it; None when they may not, or it is unknown."""
    found = by_number(number)
    if found is None or found.public_state is not PublicState.public or found.withdrawn_at is not None:
        return None
    return found if found.track.state.is_public else None


def by_number(number: str) -> Contribution | None:
    """The contribution with this number, for the desk; None for an unknown one."""
    match = _NUMBER.fullmatch(number)
    if match is None or int(match[2]) > _LARGEST:
        return None
    found = db.session.scalars(WHOLE.where(Contribution.id == int(match[2]))).one_or_none()
    return found if found is not None and found.number == number else None


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
