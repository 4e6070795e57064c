"""The sheets of a colleague and of a track, and what stands in them, part by part."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from participation.contributions.models import Contribution
from participation.contributions.sheets.models import Sheet, SheetPart, SheetState, SheetUse
from participation.db import db
from participation.tracks.models import Track
from participation.tracks.room import DeclaredRoom, LandingPath

SHOWN = 20
REFUSED_SHOWN = 50
_KEYS = select(Contribution.import_key).where(Contribution.import_key.in_(bindparam("keys", expanding=True)))


def sheet(sheet_id: int, use: SheetUse) -> Sheet | None:
    """One sheet for this use, with its track and what its questions need."""
    return db.session.scalars(
        select(Sheet)
        .where(Sheet.id == sheet_id, Sheet.use == use)
        .options(
            joinedload(Sheet.sent_by),
            joinedload(Sheet.track).joinedload(Track.contact),
            joinedload(Sheet.track).joinedload(Track.room).selectinload(DeclaredRoom.open_questions),
            joinedload(Sheet.track)
            .joinedload(Track.room)
            .options(selectinload(DeclaredRoom.paths).selectinload(LandingPath.questions)),
        )
    ).one_or_none()


def newest(track_ids: Sequence[int]) -> list[Sheet]:
    """The last sheets of these tracks, the newest first."""
    if not track_ids:
        return []
    return list(
        db.session.scalars(
            select(Sheet)
            .where(Sheet.track_id.in_(track_ids))
            .options(joinedload(Sheet.sent_by), joinedload(Sheet.track))
            .order_by(Sheet.id.desc())
            .limit(SHOWN)
        )
    )


def answers_of(user_id: int) -> list[Sheet]:
    """The last sheets with answers that this colleague sent, the newest first."""
    return list(
        db.session.scalars(
            select(Sheet)
            .where(Sheet.sent_by_id == user_id, Sheet.use == SheetUse.answers)
            .order_by(Sheet.id.desc())
            .limit(SHOWN)
        )
    )


def same_before(track_id: int | None, fingerprint: str) -> Sheet | None:
    """The last time that this very file was brought in here."""
    return db.session.scalars(
        select(Sheet)
        .where(
            Sheet.track_id == track_id,
            Sheet.fingerprint == fingerprint,
            Sheet.state.in_([SheetState.running, SheetState.stopped, SheetState.done]),
        )
        .order_by(Sheet.id.desc())
        .limit(1)
    ).one_or_none()


def parts(sheet_id: int) -> Iterator[SheetPart]:
    """Every part in order, one at a time; none is kept in memory."""
    position = 0
    while part := part_at(sheet_id, position):
        yield part
        db.session.expunge(part)
        position += 1


def parts_with_refused(sheet_id: int) -> Iterator[SheetPart]:
    """The parts of which a row was refused, in order, one at a time."""
    position = -1
    after = (
        select(SheetPart)
        .where(SheetPart.sheet_id == sheet_id, SheetPart.refused > 0, SheetPart.position > bindparam("position"))
        .order_by(SheetPart.position)
        .limit(1)
    )
    while part := db.session.scalars(after, {"position": position}).one_or_none():
        yield part
        position = part.position
        db.session.expunge(part)


def part_at(sheet_id: int, position: int) -> SheetPart | None:
    """One part of a sheet."""
    return db.session.scalars(
        select(SheetPart).where(SheetPart.sheet_id == sheet_id, SheetPart.position == position)
    ).one_or_none()


def rows_in(part: SheetPart) -> list[tuple[int, str, list[str]]]:
    """The rows of a part as they were read: number, fault, cells."""
    return [(number, fault, cells) for number, fault, cells in json.loads(part.content)]


def known_keys(keys: Sequence[str]) -> set[str]:
    """Which of these rows were brought in before."""
    if not keys:
        return set()
    return {key for key in db.session.scalars(_KEYS, {"keys": list(keys)}) if key}


def refused(sheet_id: int, result: str, *, most: int | None = REFUSED_SHOWN) -> Iterator[list[Any]]:
    """What was told of the rows with *result*, in order: number, result, contribution, reason."""
    with_them = select(SheetPart.told).where(SheetPart.sheet_id == sheet_id, SheetPart.refused > 0)
    shown = 0
    for told in db.session.scalars(with_them.order_by(SheetPart.position).limit(most)):
        for one in told:
            if one[1] == result:
                yield one
                shown += 1
            if most is not None and shown >= most:
                return


def running() -> list[int]:
    """The sheets that wait for the worker, the oldest first."""
    return list(db.session.scalars(select(Sheet.id).where(Sheet.state == SheetState.running).order_by(Sheet.id)))
