"""Which letters wait, lie in a pile, or left. Bounded lists; the address is read only for who prints."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from participation.accounts.models import User
from participation.contributions.by_post.models import PostalAddress
from participation.contributions.models import Contribution
from participation.db import db
from participation.outcomes.letters.models import Letter, LetterRun
from participation.tracks.desk_queries import worked_on_by
from participation.tracks.models import Track

MOST = 40
"""How many letters are printed at once: what fits in one pile, and in one turn of the press."""
RUNS = 30
_LARGEST = 2_147_483_647
_waits = (Letter.run_id.is_(None), Letter.not_sent_at.is_(None))
_sendable = (Contribution.by_post, Contribution.withdrawn_at.is_(None))


@dataclass(frozen=True)
class Waiting:
    """A track of which letters wait."""

    slug: str
    title: str
    letters: int


@dataclass(frozen=True)
class Printed:
    """A pile, and how many letters are in it."""

    run: LetterRun
    letters: int


def waiting(user: User) -> list[Waiting]:
    """How many letters wait in each track on which *user* works, by title."""
    rows = db.session.execute(
        select(Track.slug, Track.title, func.count())
        .join(Letter, Letter.track_id == Track.id)
        .join(Contribution, Contribution.id == Letter.contribution_id)
        .where(worked_on_by(user), *_waits, *_sendable)
        .group_by(Track.id, Track.slug, Track.title)
        .order_by(Track.title, Track.id)
    )
    return [Waiting(*row) for row in rows]


def runs(user: User, *, posted: bool) -> list[Printed]:
    """The newest piles of those tracks, still here or already on the post."""
    letters = select(func.count()).where(Letter.run_id == LetterRun.id).scalar_subquery()
    rows = db.session.execute(
        select(LetterRun, letters)
        .join(LetterRun.track)
        .where(worked_on_by(user), LetterRun.posted_at.is_not(None) if posted else LetterRun.posted_at.is_(None))
        .order_by(LetterRun.id.desc())
        .limit(RUNS)
        .options(joinedload(LetterRun.track), joinedload(LetterRun.made_by), joinedload(LetterRun.posted_by))
    )
    return [Printed(*row) for row in rows]


def kept_back(user: User) -> list[Letter]:
    """The newest letters of those tracks that were not sent, with why."""
    return list(
        db.session.scalars(
            select(Letter)
            .join(Letter.track)
            .where(worked_on_by(user), Letter.not_sent_at.is_not(None))
            .order_by(Letter.not_sent_at.desc(), Letter.id.desc())
            .limit(RUNS)
            .options(joinedload(Letter.contribution))
        )
    )


def waiting_of(track_id: int) -> list[Letter]:
    """The letters of a track that wait and still have somebody to go to, the oldest first."""
    return list(
        db.session.scalars(
            select(Letter)
            .join(Letter.contribution)
            .where(Letter.track_id == track_id, *_waits, *_sendable)
            .order_by(Letter.id)
            .limit(MOST)
        )
    )


def track_of_letters(slug: str) -> Track | None:
    """The track at *slug*, for who prints its letters."""
    return db.session.scalar(select(Track).where(Track.slug == slug).options(joinedload(Track.contact)))


def run(run_id: int) -> LetterRun | None:
    """One pile with its track."""
    if run_id > _LARGEST:
        return None
    return db.session.scalar(
        select(LetterRun)
        .where(LetterRun.id == run_id)
        .options(
            joinedload(LetterRun.track).joinedload(Track.contact), joinedload(LetterRun.made_by),
            joinedload(LetterRun.posted_by),
        )
    )  # fmt: skip


def letter(post_id: int) -> Letter | None:
    """One letter with its contribution and its pile."""
    if post_id > _LARGEST:
        return None
    return db.session.scalar(
        select(Letter)
        .where(Letter.id == post_id)
        .options(joinedload(Letter.track), joinedload(Letter.contribution), joinedload(Letter.run))
    )


def letters_of(run_id: int) -> list[Letter]:
    """The letters of one pile, as they are printed."""
    return list(
        db.session.scalars(
            select(Letter).where(Letter.run_id == run_id).order_by(Letter.id).options(joinedload(Letter.contribution))
        )
    )


def addresses(letters: list[Letter]) -> dict[int, PostalAddress]:
    """Where each goes, by the number of the contribution; who is not there gets no letter any more."""
    wanted = sorted({letter.contribution_id for letter in letters})
    found = db.session.scalars(select(PostalAddress).where(PostalAddress.contribution_id.in_(wanted)))
    return {address.contribution_id: address for address in found}


def of_contribution(contribution_id: int) -> list[Letter]:
    """What went on paper about one contribution, the oldest first."""
    return list(
        db.session.scalars(
            select(Letter)
            .where(Letter.contribution_id == contribution_id)
            .order_by(Letter.id)
            .limit(RUNS)
            .options(joinedload(Letter.run))
        )
    )
