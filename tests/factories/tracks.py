"""Tracks and rooms that would pass any reviewer, to be spoiled by a test in one place."""

from datetime import date
from typing import Any

from participation import clock
from participation.accounts.models import User
from participation.db import db
from participation.places.models import Area, AreaKind
from participation.programmes.models import Programme, SharedQuestion
from participation.tracks.models import Track, TrackState
from participation.tracks.room import (
    Constraint,
    ConstraintKind,
    Criterion,
    DeclaredRoom,
    FixedPoint,
    FixedSource,
    LandingPath,
    Level,
    OpenQuestion,
    PathKind,
    RoomState,
    UnknownPoint,
)

ROWS = ("fixed_points", "open_questions", "unknown_points", "constraints", "criteria", "paths")


def make_area(name: str = "Molenbuurt", code: str = "BU99990001") -> Area:
    area = db.session.query(Area).filter_by(code=code).one_or_none()
    if area is None:
        area = Area(name=name, code=code, kind=AreaKind.neighbourhood)
        db.session.add(area)
        db.session.flush()
    return area


def make_question() -> SharedQuestion:
    found = db.session.query(SharedQuestion).first()
    if found is None:
        programme = Programme(title="Een straat voor iedereen", story="Straten zijn van iedereen.")
        found = SharedQuestion(programme=programme, question="Hoe houden we straten koel en veilig?")
        db.session.add(found)
        db.session.flush()
    return found


def make_track(
    author: User, *, title: str = "Herinrichting Molenstraat", slug: str = "molenstraat", **values: Any
) -> Track:
    """A draft track with everything filled in, and version 1 of an honest room."""
    track = Track(
        **{
            "title": title, "slug": slug, "summary": "De straat gaat open voor een nieuw riool.", "author": author,
            "department": author.department, "contact": author, "contact_email": "molenstraat@waterdam.example",
            "shared_question": make_question(), "areas": [make_area()], "members": [author],
            "opens_on": date(2026, 11, 2), "closes_on": date(2026, 12, 13), "promised_on": date(2027, 2, 5),
            "created_at": clock.now(), **values,
        }
    )  # fmt: skip
    db.session.add(track)
    db.session.flush()
    make_room(track)
    return track


def make_room(track: Track, **values: Any) -> DeclaredRoom:
    """An honest room on level advise: one fixed point, two questions, one unknown point, two landing paths.

    After an earlier version every row is the same one as in that version, whatever a test makes of its words.
    """
    before = track.rooms[-1] if track.rooms else None
    room = DeclaredRoom(
        **{
            "track": track, "version": len(track.rooms) + 1, "author": track.author, "level": Level.advise,
            "why": "U woont er. U weet wat er niet goed gaat.", "honest": True,
            "decider": "Het college van burgemeester en wethouders",
            "capacity_hours": 120, "execution_consulted": True, "created_at": clock.now(), **values,
        }
    )  # fmt: skip
    room.fixed_points = [
        FixedPoint(position=1, text="Het riool wordt vernieuwd.", reason="Het is 62 jaar oud en lekt.",
                   source_kind=FixedSource.decision, source="Raadsbesluit rioolplan", decided_by="De gemeenteraad",
                   decided_on=date(2025, 12, 18)),
    ]  # fmt: skip
    trees = OpenQuestion(position=1, question="Waar komen bomen en groen?", can_change="De plek en de soort.",
                         limits="Er is geld voor 12 bomen.", example="Bomen aan de kant van de school.")  # fmt: skip
    order = OpenQuestion(position=2, question="In welke volgorde werken we?", can_change="De volgorde van de vier stukken.",
                         limits="Het werk duurt een jaar.", example="Eerst het stuk bij de winkels.")  # fmt: skip
    room.open_questions = [trees, order]
    room.unknown_points = [UnknownPoint(position=1, text="Komt er een warmtenet?", known_by=date(2027, 1, 22),
                                        who="De gemeenteraad beslist.")]  # fmt: skip
    room.constraints = [Constraint(position=1, kind=ConstraintKind.budget, text="Er is 1,2 miljoen euro.",
                                   room_left="Duurder op de ene plek kan, als het elders goedkoper wordt.")]  # fmt: skip
    room.criteria = [Criterion(position=1, text="Kinderen komen veilig op school."),
                     Criterion(position=2, text="Wie slecht loopt, komt overal.")]  # fmt: skip
    room.paths = [
        LandingPath(position=1, kind=PathKind.decision, organ="Het college", document="Definitief ontwerp",
                    decides_on=date(2027, 3, 9), latest_input_on=date(2027, 2, 19), executor="Team Straten",
                    questions=[trees]),
        LandingPath(position=2, kind=PathKind.execution, organ="De aannemer", document="Werkplan",
                    decides_on=date(2027, 5, 28), latest_input_on=date(2027, 5, 1), executor="De aannemer",
                    questions=[order]),
    ]  # fmt: skip
    db.session.add(room)
    db.session.flush()
    for rows in ROWS if before else ():
        for row, was in zip(getattr(room, rows), getattr(before, rows), strict=True):
            row.root_id = was.lineage
    db.session.flush()
    return room


def make_open_track(author: User, **values: Any) -> Track:
    """A track that residents can react to today. The states are set by hand; the rules have tests of their own."""
    track = make_track(author, **values)
    room = track.rooms[0]
    room.state, room.submitted_at = RoomState.approved, clock.now()
    room.approved_at = room.published_at = clock.now()
    track.room, track.state, track.opened_at, track.plan_published_at = room, TrackState.open, clock.now(), clock.now()
    db.session.commit()
    return track
