"""A busy track costs a follower no walk over everything that came in."""

from sqlalchemy import text

from participation import clock
from participation.db import db
from participation.history import TOLD_TO_FOLLOWERS
from participation.outcomes.following_by_mail import contents
from tests.factories.tracks import make_open_track
from tests.outcomes.following_by_mail.followers import follower, mails, monday, news, track_of, walk
from tests.support.cast import Cast


def test_the_index_holds_every_kind_that_is_told_and_no_other() -> None:
    kinds = sorted({*contents.NEWS, *contents.ANSWERED})
    assert TOLD_TO_FOLLOWERS.text == f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def test_what_is_told_is_read_from_its_own_index(cast: Cast) -> None:
    make_open_track(cast.bram)
    db.session.execute(text("ANALYZE"))
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    plan = db.session.execute(
        text(f"{explain} SELECT * FROM event WHERE track_id IN (1) AND {TOLD_TO_FOLLOWERS.text} AND id > 5 AND id < 9")
    ).all()
    assert "ix_event_told" in str(plan)


def test_a_follower_who_slept_while_very_much_happened_still_hears_the_news_at_the_end(cast: Cast) -> None:
    from participation.history import record

    track = make_open_track(cast.bram)
    follower(track_of(track))
    for _ in range(contents.MOST_EVENTS + 5):
        record("contribution.checked", now=clock.now(), actor=cast.bram, track_id=track.id)
    db.session.commit()
    news(track)
    walk(monday())
    assert "De aannemer rekent" in mails()[0].body_text
