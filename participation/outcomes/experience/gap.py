"""While a track is open: do people expect clearly more than was declared? Said once by mail, shown as long as it is so.

What can be done about it only works before the answers: say more clearly what is open, widen the room, call people.
"""

from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, text, update

from participation import history, mail
from participation.accounts.models import Role, User
from participation.contributions.models import Contribution, Point, PublicState
from participation.db import db, writing
from participation.outcomes.experience import rules
from participation.outcomes.experience.models import Experience, Tally
from participation.outcomes.experience.rules import Gap
from participation.refusals import Refused
from participation.tracks.messages import still_works_here
from participation.tracks.models import Track, TrackState
from participation.tracks.room import DeclaredRoom

LONGEST = 280
WHAT_TO_DO = (
    "Zeg op de pagina duidelijker wat open is, en wat niet.",
    "Kijk met wie besluit of er meer open kan. Dan wordt de ruimte groter.",
    "Bel mensen. Vraag wat zij verwachten, en vertel wat er kan.",
)

mail.may_send["expectation_gap"] = still_works_here


class GapRow(NamedTuple):
    """An open track in which people expect more than was declared. `voice` is what one resident said, if anybody may
    read it: about taking part, or else about the plan."""

    track_id: int
    slug: str
    title: str
    closes_on: date | None
    sentence: str
    voice: str | None


class _Open(NamedTuple):
    track: Any
    gap: Gap


def gap_of(track: Track, expected: rules.Counts) -> Gap | None:
    """The gap in *track* now; none when it is not open, or its level is unknown."""
    if track.state is not TrackState.open or track.room is None:
        return None
    return rules.gap(track.room.level, expected)


def expectation_gaps(limit: int = 5) -> list[GapRow]:
    """Open tracks in which people expect clearly more than was declared, the first to close in front.

    Two statements, whatever the number of contributions.
    """
    found = _open_gaps()[:limit]
    voices = _voices([one.track.id for one in found])
    return [
        GapRow(one.track.id, one.track.slug, one.track.title, one.track.closes_on, one.gap.sentence,
               voices.get(one.track.id))
        for one in found
    ]  # fmt: skip


def tell_gaps(now: datetime) -> list[str]:
    """Tell the colleagues of every gap that is new, each in a transaction of its own; return the tracks, by slug."""
    db.session.rollback()
    found = new_gaps()
    db.session.rollback()
    told = []
    for slug, track_id, gap in found:
        with writing():
            if tell_gap(track_id, gap, now):
                told.append(slug)
    return told


def new_gaps() -> list[tuple[str, int, Gap]]:
    """The gaps that nobody was told of: slug and number of the track, and the gap."""
    return [(one.track.slug, one.track.id, one.gap) for one in _open_gaps(only_new=True)]


def tell_gap(track_id: int, gap: Gap, now: datetime) -> bool:
    """Tell the contact, the author and every coordinator, once for each track; False when they were told before.

    That they were told is noted in the same transaction, so nobody is told twice, whoever runs this at the same time.
    """
    if not _is_first_to_tell(track_id, now):
        return False
    _tell(db.session.get_one(Track, track_id), gap, now)
    return True


def _open_gaps(*, only_new: bool = False) -> list[_Open]:
    """Every open track is one of a few; of each the worker counted five numbers at most."""
    statement = (
        select(
            Track.id, Track.slug, Track.title, Track.closes_on, DeclaredRoom.level, Tally.value, Tally.number,
        )
        .join(DeclaredRoom, DeclaredRoom.id == Track.room_id)
        .join(Tally, Tally.track_id == Track.id)
        .where(Track.state == TrackState.open, Tally.subject == rules.EXPECTED)
        .order_by(Track.closes_on, Track.id)
    )  # fmt: skip
    if only_new:
        statement = statement.where(Track.gap_told_at.is_(None))
    tracks, expected = {}, defaultdict[int, dict[str, int]](dict)
    for row in db.session.execute(statement):
        tracks[row.id] = row
        expected[row.id][row.value] = row.number
    gaps = ((track, rules.gap(track.level, expected[track.id])) for track in tracks.values())
    return [_Open(track, gap) for track, gap in gaps if gap is not None]


def _voices(track_ids: list[int]) -> dict[int, str]:
    """For each track the newest sentence about taking part that everybody may read, else what was said last.

    A range of one value, and the order of the index: so PostgreSQL walks no other index (see `outcomes.public_list`).
    """
    about_it = (
        select(Experience.sentence)
        .join(Experience.contribution)
        .where(
            Experience.track_id == Track.id,
            Experience.sentence_state.between(PublicState.public, PublicState.public),
            text("experience.sentence <> ''"),
            Contribution.withdrawn_at.is_(None),
        )
        .order_by(Experience.sentence_state.desc(), Experience.id.desc())
        .limit(1)
        .correlate(Track)
        .scalar_subquery()
    )
    said = (
        select(Point.public_text)
        .where(Point.track_id.between(Track.id, Track.id), text("point.is_public"))
        .order_by(Point.track_id.desc(), Point.id.desc())
        .limit(1)
        .correlate(Track)
        .scalar_subquery()
    )
    voice = func.substr(func.coalesce(about_it, said), 1, LONGEST + 1)
    rows = db.session.execute(select(Track.id, voice).where(Track.id.in_(track_ids)))
    return {track_id: _cut(words) for track_id, words in rows if words}


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"


def _is_first_to_tell(track_id: int, now: datetime) -> bool:
    """A change of the table, not of the mapped object: who has the track open in a form is not disturbed."""
    track: Any = Track.__table__
    done: Any = db.session.execute(
        update(track).where(track.c.id == track_id, track.c.gap_told_at.is_(None)).values(gap_told_at=now)
    )
    return bool(done.rowcount)


def _tell(track: Track, gap: Gap, now: datetime) -> None:
    coordinators = db.session.scalars(select(User).where(User.active, User.role == Role.coordinator).order_by(User.id))
    mine = [person for person in (track.contact or track.author, track.author) if person.active]
    for reader in dict.fromkeys([*mine, *coordinators]):
        with suppress(Refused):  # An address that no server takes is a fault in the account, not in the news.
            mail.queue("expectation_gap", to=reader.email, language="nl", now=now,
                       context={"track": track, "gap": gap, "what_to_do": WHAT_TO_DO})  # fmt: skip
    history.record("expectation.gap_told", who=history.Who.system, now=now, track_id=track.id,
                   level=gap.level.value, middle=gap.middle)  # fmt: skip
