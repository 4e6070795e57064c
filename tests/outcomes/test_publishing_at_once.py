"""Two and ten colleagues publish at the same moment: one wins, the others hear who was first, nobody is told twice."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from participation import clock
from participation.accounts.models import User
from participation.contributions.models import Point
from participation.db import db, writing
from participation.mail import OutboundMail
from participation.outcomes import actions
from participation.outcomes.actions import AlreadyAnswered
from participation.outcomes.models import Outcome, OutcomeKind
from participation.outcomes.rules import Decision
from participation.promises.models import Promise
from participation.tracks.models import Track
from tests.conftest import NOON
from tests.factories.contributions import check_public, make_contribution
from tests.factories.outcomes import REASON
from tests.factories.tracks import make_open_track
from tests.support.cast import Cast

ROUNDS = 20


def all_at_once(app: Flask, point_ids: list[int], user_ids: list[int], people: int) -> list[str]:
    """Let *people* publish answer 1, each in a thread of its own, and return what each was told."""
    told: list[str] = []
    start = threading.Barrier(people)

    def answer(number: int) -> None:
        with app.app_context(), clock.frozen(NOON):
            start.wait()
            try:
                with writing() as session:
                    point = session.get_one(Point, point_ids[number % len(point_ids)])
                    path = session.get_one(Track, point.track_id).room.paths[0]  # type: ignore[union-attr]
                    decision = Decision(kind=OutcomeKind.adopted, reason=f"{REASON} Van {number}.", path=path)
                    actor = session.get_one(User, user_ids[number % len(user_ids)])
                    actions.publish(point, decision, base_version=0, actor=actor, now=clock.now())
                told.append("published")
            except AlreadyAnswered as refusal:
                told.append(refusal.sentence)

    threads = [threading.Thread(target=answer, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


@pytest.mark.parametrize("people", [2, 10])
def test_one_of_many_publishers_wins_and_the_others_keep_their_text(app: Flask, cast: Cast, people: int) -> None:
    track = make_open_track(cast.bram)
    for _round in range(ROUNDS):
        contribution = check_public(make_contribution(track, email="amina@bewoner.example"))
        point_id, users = contribution.points[0].id, [cast.bram.id, cast.dirk.id]
        db.session.rollback()
        told = all_at_once(app, [point_id], users, people)
        assert sorted(told)[-1] == "published"
        assert told.count("published") == 1
        assert all("heeft dit punt intussen beantwoord" in words for words in told if words != "published")
        assert len(told) == people
        assert db.session.query(Outcome).filter_by(point_id=point_id).count() == 1
        assert db.session.query(OutboundMail).filter_by(contribution_id=contribution.id).count() == 1


def test_two_points_answered_at_once_leave_no_promise_open(app: Flask, cast: Cast) -> None:
    track = make_open_track(cast.bram)
    for _round in range(ROUNDS):
        contribution = make_contribution(track)
        contribution.points.append(Point(track_id=track.id, position=2, text="Zet er ook een bank."))
        check_public(contribution)
        points, users = [point.id for point in contribution.points], [cast.bram.id]
        db.session.rollback()
        assert all_at_once(app, points, users, 2) == ["published", "published"]
        owed = db.session.scalars(select(Promise).where(Promise.contribution_id == contribution.id)).one()
        assert owed.kept_at is not None
