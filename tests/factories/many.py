"""Thousands of contributions at once, for lists that must stay quick."""

from datetime import date, timedelta

from sqlalchemy import insert

from participation import clock
from participation.contributions.models import Contribution, Point
from participation.db import db
from participation.promises.models import Promise, PromiseKind
from participation.tracks.models import Track


def many(track: Track, count: int, days: int = 3) -> None:
    """*count* contributions with an open promise each, spread over a few days: most of them share theirs."""
    now, first = (
        clock.now(),
        (db.session.query(Contribution.id).order_by(Contribution.id.desc()).limit(1).scalar() or 0) + 1,
    )
    ids = range(first, first + count)
    db.session.execute(insert(Contribution), [
        {"id": i, "track_id": track.id, "room_id": track.room_id, "original_text": f"Bijdrage {i}", "received_at": now,
         "code_hash": f"c{i}"} for i in ids
    ])  # fmt: skip
    db.session.execute(insert(Point), [
        {"id": i, "contribution_id": i, "track_id": track.id, "position": 1, "text": f"Bijdrage {i}"} for i in ids
    ])  # fmt: skip
    db.session.execute(insert(Promise), [
        {"kind": PromiseKind.answer, "track_id": track.id, "contribution_id": i, "department_id": track.department_id,
         "owner_id": track.contact_id, "made_at": now, "due": date(2027, 2, 5) + timedelta(days=i % days)} for i in ids
    ])  # fmt: skip
    db.session.commit()
