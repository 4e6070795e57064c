"""What we still owe, in the words of the desk and the coordinator."""

from datetime import date

from participation import clock
from participation.db import db
from participation.outcomes import owed
from participation.promises.actions import to_everybody
from participation.promises.models import PromiseKind
from participation.tracks.promising import keep_about, promise_the_dates
from tests.factories.contributions import make_contribution
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast


def test_an_unknown_point_that_passed_its_day_is_found_until_it_is_known(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    promise_the_dates(track, cast.bram, clock.now())
    make_contribution(track)
    db.session.commit()
    assert owed.broken_unknowns(date(2027, 1, 22), limit=3) == [], "on its day it can still be kept"
    (found,) = owed.broken_unknowns(date(2027, 1, 23), limit=3)
    assert (found.text, found.slug, found.contribution_id) == ("Wij weten: Komt er een warmtenet?", "molenstraat", None)
    about = next(one.about for one in to_everybody(track.id) if one.kind is PromiseKind.unknown_point)
    keep_about(track.id, about, cast.bram, clock.now())
    db.session.commit()
    assert owed.broken_unknowns(date(2027, 1, 23), limit=3) == []


def test_a_promise_to_everybody_stands_among_the_others_in_its_own_words(cast: Cast) -> None:
    track = make_open_track(cast.bram)
    promise_the_dates(track, cast.bram, clock.now())
    make_contribution(track)
    db.session.commit()
    assert [(row.text, bool(row.words)) for row in owed.of_track(track).rows] == [
        ("Wij weten: Komt er een warmtenet?", False), ("", True),
        ("Het college beslist over: Definitief ontwerp.", False), ("Dit is klaar: Werkplan (De aannemer).", False),
    ]  # fmt: skip
