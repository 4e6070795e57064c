"""What must hold after every test, whatever it did. One function, one query each."""

from sqlalchemy import text

from participation import history
from participation.db import db

COUNTED = """
SELECT count(*),
       sum(CASE WHEN withdrawn_at IS NOT NULL THEN 1 ELSE 0 END),
       sum(CASE WHEN withdrawn_at IS NULL AND public_state = 'hidden' THEN 1 ELSE 0 END),
       sum(CASE WHEN withdrawn_at IS NULL AND public_state <> 'hidden' AND waits THEN 1 ELSE 0 END),
       sum(CASE WHEN withdrawn_at IS NULL AND public_state <> 'hidden' AND NOT waits THEN 1 ELSE 0 END)
FROM (SELECT c.withdrawn_at, c.public_state, EXISTS (
        SELECT 1 FROM point p WHERE p.contribution_id = c.id AND p.outcome_id IS NULL) AS waits
      FROM contribution c) AS counted
"""
WITHOUT_POINT = "SELECT id FROM contribution c WHERE NOT EXISTS (SELECT 1 FROM point p WHERE p.contribution_id = c.id)"
STALE_OUTCOME = """
SELECT p.id FROM point p JOIN outcome o ON o.id = p.outcome_id
WHERE o.state <> 'published' OR o.version < (SELECT max(version) FROM outcome x WHERE x.point_id = p.id)
"""
FORGOTTEN_OUTCOME = """
SELECT DISTINCT o.point_id FROM outcome o JOIN point p ON p.id = o.point_id
WHERE o.state = 'published' AND p.outcome_id IS NULL
"""
BROKEN_PROMISE_BOOK = """
SELECT c.id FROM contribution c
WHERE c.withdrawn_at IS NULL AND c.public_state <> 'hidden'
  AND EXISTS (SELECT 1 FROM point p WHERE p.contribution_id = c.id AND p.outcome_id IS NULL)
  AND NOT EXISTS (SELECT 1 FROM promise r WHERE r.contribution_id = c.id AND r.kept_at IS NULL)
"""
SELF_REVIEWED = """
SELECT r.id FROM review r JOIN declared_room d ON d.id = r.room_id
WHERE r.reviewer_id IS NOT NULL AND r.reviewer_id IN (d.author_id, r.requested_by_id)
"""
OPEN_WITHOUT_ROOM = "SELECT id FROM track WHERE state IN ('open', 'ready', 'answering') AND room_id IS NULL"


def check_invariants() -> None:
    """Everybody is counted, nothing waits without a promise, nobody judged the own work, the log is whole."""
    db.session.rollback()
    submitted, *parts = (number or 0 for number in db.session.execute(text(COUNTED)).one())
    assert submitted == sum(parts), f"submitted {submitted} = withdrawn, hidden, waiting, answered {parts}"
    for sentence, query in {
        "a contribution without a point": WITHOUT_POINT,
        "a point shows an outcome that is not the last": STALE_OUTCOME,
        "a published outcome that nobody sees": FORGOTTEN_OUTCOME,
        "somebody waits and nobody promised anything": BROKEN_PROMISE_BOOK,
        "somebody judged the own room": SELF_REVIEWED,
        "a track is open without an approved room": OPEN_WITHOUT_ROOM,
    }.items():
        assert not (found := db.session.scalars(text(query)).all()), f"{sentence}: {found}"
    if db.engine.dialect.name == "sqlite":
        assert not db.session.execute(text("PRAGMA foreign_key_check")).all(), "a key that points nowhere"
    history.verify()
    db.session.rollback()
